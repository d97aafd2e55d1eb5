"""Finds PostgreSQL's own programs (pg_dump, initdb …), which many systems keep off the PATH."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from batola_desk.sync.faults import SecretariatFault

_USUAL_PLACES: Final = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian
    ("/usr", "pgsql-*/bin"),  # Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("C:/Program Files/PostgreSQL", "*/bin"),
)


def find_program(name: str) -> Path:
    """Return the newest of the usual places, else the one on the PATH.

    Debian's wrappers on the PATH choose a version by the machine's clusters; the newest reads every older.

    Raises:
        SecretariatFault: ``secretariat_no_program`` with ``program``.
    """
    file = f"{name}.exe" if os.name == "nt" else name
    found = [
        place / file
        for folder, pattern in _USUAL_PLACES
        for place in Path(folder).glob(pattern)
        if (place / file).is_file()
    ]
    if found:
        return max(found, key=_version_of)
    on_path = shutil.which(name)
    if on_path is None:
        raise SecretariatFault("secretariat_no_program", program=name)
    return Path(on_path)


def _version_of(program: Path) -> float:
    digits = "".join(letter for letter in program.parent.parent.name if letter.isdigit() or letter == ".")
    try:
        return float(digits)
    except ValueError:
        return 0.0
