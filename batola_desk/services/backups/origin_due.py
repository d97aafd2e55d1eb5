"""A restored journal is a copy from the past: it sends nothing to its room before it has a name of its own.

The restore lays the note down with the journal itself, in one plan; ``batola-desk new-origin`` takes it away.
Source: docs/decisions/0038, 0013.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NOTE_NAME: Final = "new-origin-due"
NOTE: Final = b"The journal here was restored. Before it may send: batola-desk new-origin.\n"


def is_origin_due(data: Path) -> bool:
    """Whether the journal in this folder was restored and still has its old name."""
    return (data / NOTE_NAME).exists()


def origin_renewed(data: Path) -> None:
    """The journal has a name of its own: it may send again. Raises OSError."""
    (data / NOTE_NAME).unlink(missing_ok=True)
