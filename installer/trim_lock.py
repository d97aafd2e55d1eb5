"""Keeps in ``requirements-windows.lock`` only the hash of the one wheel that is packed (``tools/lock.sh``).

A lock with the hashes of every platform would let another build of the same version through.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from installer import pins
from installer.inputs import sha256_of, wheel_options

HEAD = "# Made by tools/lock.sh: the wheels that the Windows installer packs, one hash each.\n"


def trim(text: str, wheels: dict[str, str]) -> str:
    """Return the lock with one hash per requirement.

    Args:
        wheels: digest by project name (normalised).
    """
    lines = []
    for match in re.finditer(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)", text, re.MULTILINE):
        digest = wheels[_normal(match["name"])]
        if digest not in text:
            raise ValueError(f"{match['name']}: the downloaded wheel is not in the lock")
        lines.append(f"{match['name']}=={match['version']} --hash=sha256:{digest}\n")
    return HEAD + "".join(lines)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Download what the lock names and write it anew."""
    with tempfile.TemporaryDirectory(prefix="batola-lock-") as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            *wheel_options(),
            "-d",
            folder,
        ]
        subprocess.run(command, check=True)
        wheels = {
            _normal(path.name.split("-")[0]): sha256_of(path.read_bytes())
            for path in Path(folder).glob("*.whl")
        }
    pins.LOCK.write_text(trim(pins.LOCK.read_text(encoding="utf-8"), wheels), encoding="utf-8")


if __name__ == "__main__":
    main()
