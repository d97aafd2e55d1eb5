"""Two-channel recordings that a crash cannot spoil."""

from datetime import datetime
from pathlib import Path

from batola_desk.audio.events import RecordingResult


def recording_path(root: Path, call_key: str, at_utc: datetime) -> Path:
    """``root/YYYY/MM/DD/<call_key, made safe>-<utc>.wav``; the finished file has exactly this name."""
    raise NotImplementedError


def recover_unfinished(root: Path) -> list[RecordingResult]:
    """Finish what a crash left under ``root``: repair the header, hash, give the final name."""
    raise NotImplementedError
