"""When a backup of this desk was last proved: one small file beside the journal."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final

from batola_desk.settings.whole_file import write_whole

NOTE_NAME: Final = "backup-drill.json"


def note_drill(data: Path, backup: Path, at: datetime) -> None:
    """Write down that this backup was proved just now. Raises OSError."""
    write_whole(data / NOTE_NAME, json.dumps({"at": at.isoformat(), "backup": backup.name}).encode())


def last_drill(data: Path) -> datetime | None:
    """Return when the last proof was; None: never, or the note cannot be read."""
    try:
        at = datetime.fromisoformat(json.loads((data / NOTE_NAME).read_bytes())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return at if at.tzinfo is not None else None
