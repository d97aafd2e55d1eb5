"""Makes a signed update package of an installer; the key stays on the makers' machine.

::

    python -m tools.update_package key kunci.pem            # once: makes the key, prints what desks must know
    python -m tools.update_package sign dist/BatolaDesk-0.2.0-x64.exe --key kunci.pem --out paket/ \\
        --minimum 0.1.0 --notes-id CATATAN.txt --notes-en NOTES.txt

A password for the key is taken from ``BATOLA_UPDATE_PASSWORD``.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.updates.manifest import MANIFEST_NAME, MARK, PRODUCT, SIGNATURE_NAME, Manifest, Notes

PASSWORD_VARIABLE = "BATOLA_UPDATE_PASSWORD"
_VERSION_IN_NAME = re.compile(r"-(\d+\.\d+\.\d+)-x64\.exe$")


class PackageError(Exception):
    """Something given is not right; the text says what."""


def make_key(target: Path) -> str:
    """Write a new key, readable by its owner alone; returns the public key as desks want it."""
    password = _password()
    key = Ed25519PrivateKey.generate()
    how = BestAvailableEncryption(password) if password else NoEncryption()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how))
    return public_text(key)


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public key as it stands in ``update.toml``."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode("ascii")


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read a key. Raises PackageError."""
    try:
        key = load_pem_private_key(path.read_bytes(), _password() or None)
    except (ValueError, TypeError) as fault:
        raise PackageError(f"{path}: {fault} ({PASSWORD_VARIABLE}?)") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise PackageError(f"{path}: not an Ed25519 key")
    return key


def make_package(
    installer: Path,
    key: Ed25519PrivateKey,
    out: Path,
    *,
    minimum: str,
    notes: Notes,
    days: int = 400,
    schema: str = SCHEMA_REVISION,
) -> Manifest:
    """Put the three files into ``out``; the signature comes last. Raises PackageError, OSError."""
    version = _VERSION_IN_NAME.search(installer.name)
    if version is None:
        raise PackageError(f"{installer.name}: the name has no version (BatolaDesk-0.2.0-x64.exe)")
    with installer.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    manifest = Manifest(
        product=PRODUCT,
        version=version[1],
        minimum=minimum,
        installer=installer.name,
        bytes=installer.stat().st_size,
        sha256=digest,
        expires=(datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0),
        schema=schema,
        notes=notes,
    )
    words = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    try:
        msgspec.json.decode(words, type=Manifest)  # what is signed is what every desk will accept
    except msgspec.ValidationError as fault:
        raise PackageError(str(fault)) from fault
    out.mkdir(parents=True, exist_ok=True)
    if not (out / installer.name).exists() or not (out / installer.name).samefile(installer):
        shutil.copyfile(installer, out / installer.name)
    (out / MANIFEST_NAME).write_bytes(words)
    (out / SIGNATURE_NAME).write_bytes(base64.b64encode(key.sign(MARK + words)) + b"\n")
    return manifest


def _password() -> bytes:
    return os.environ.get(PASSWORD_VARIABLE, "").encode()


def main(argv: list[str] | None = None) -> int:
    """Make a key or a package; exit code 1 says what is wrong."""
    parser = argparse.ArgumentParser(prog="make update-package", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("key", help="make a key").add_argument("file", type=Path)
    sign = tasks.add_parser("sign", help="make a package")
    sign.add_argument("installer", type=Path)
    sign.add_argument("--key", type=Path, required=True)
    sign.add_argument("--out", type=Path, required=True, help="folder of the package")
    sign.add_argument("--minimum", default="0.1.0", help="oldest version that may be upgraded in one step")
    sign.add_argument("--days", type=int, default=400, help="how long desks accept it")
    sign.add_argument("--notes-id", type=Path, required=True, help="what is new, in operators' words")
    sign.add_argument("--notes-en", type=Path)
    arguments = parser.parse_args(argv)
    try:
        if arguments.task == "key":
            print(f'public_keys = ["{make_key(arguments.file)}"]')
            return 0
        english = arguments.notes_en.read_text(encoding="utf-8") if arguments.notes_en else ""
        manifest = make_package(
            arguments.installer,
            load_key(arguments.key),
            arguments.out,
            minimum=arguments.minimum,
            notes=Notes(id=arguments.notes_id.read_text(encoding="utf-8"), en=english),
            days=arguments.days,
        )
    except (PackageError, OSError) as fault:
        print(f"update-package: {fault}", file=sys.stderr)
        return 1
    print(f"{arguments.out}: {manifest.version}, {manifest.bytes / 1e6:.1f} MB")
    print(f"  desks accept it until {manifest.expires:%Y-%m-%d}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
