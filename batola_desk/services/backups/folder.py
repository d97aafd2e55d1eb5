"""The folder of a desk's backups: names that sort by time, the newest, and how many are kept."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ENDING: Final = ".backup"
PART_ENDING: Final = ".part"
LEFT_AFTER_S: Final = 3600.0  # LIMIT: nobody writes an hour without a byte
_STAMP: Final = "%Y%m%dT%H%M%SZ"


def backup_name(desk: str, at: datetime) -> str:
    """Return the file name of a backup made now."""
    return f"meja-{desk}-{at.astimezone(UTC).strftime(_STAMP)}{ENDING}"


def made_at(path: Path) -> datetime:
    """Return when a backup of ``list_backups`` was made."""
    return datetime.strptime(path.name.removesuffix(ENDING).rsplit("-", 1)[1], _STAMP).replace(tzinfo=UTC)


def list_backups(folder: Path, desk: str) -> list[Path]:
    """Return this desk's finished backups, oldest first. Raises OSError."""
    own = re.compile(rf"meja-{re.escape(desk)}-\d{{8}}T\d{{6}}Z{re.escape(ENDING)}")
    return sorted(path for path in folder.iterdir() if own.fullmatch(path.name))


def prune(folder: Path, desk: str, keep: int) -> list[Path]:
    """Delete this desk's oldest backups beyond a number; other files are not touched. Raises OSError."""
    assert keep >= 1
    found = list_backups(folder, desk)[:-keep]
    for path in found:
        path.unlink()
    return found


def remove_leftovers(folder: Path, desk: str) -> None:
    """Delete what a backup of this desk left that was cut off; another may be at work. Raises OSError."""
    for path in folder.glob(f"meja-{desk}-*{ENDING}{PART_ENDING}*"):
        if time.time() - path.stat().st_mtime > LEFT_AFTER_S:
            path.unlink(missing_ok=True)
