"""Several small files that change together or not at all, whatever happens while they are written.

What was there is laid aside first, whole, under one name; from then on ``undo`` brings it back, after a power
cut too. ``keep`` ends that in one step.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from batola_desk.settings.whole_file import write_whole

BEFORE: Final = "before-setup"
_COMING: Final = f"{BEFORE}.new"
_GOING: Final = f"{BEFORE}.old"
_ABSENT: Final = ".absent"


def write_set(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write private files, each whole; `undo_set` brings back what was there. Raises OSError."""
    keep_set(folder)
    if not files:
        return
    coming = folder / _COMING
    coming.mkdir()
    for name in files:
        if (folder / name).exists():
            write_whole(coming / name, (folder / name).read_bytes(), is_private=True)
        else:
            (coming / f"{name}{_ABSENT}").touch()
    coming.rename(folder / BEFORE)  # half a copy is never taken for what was there
    for name, content in files.items():
        write_whole(folder / name, content, is_private=True)


def undo_set(folder: Path) -> bool:
    """Put back what `write_set` found; False: there was nothing to put back. Raises OSError."""
    before = folder / BEFORE
    if not before.is_dir():
        return False
    for saved in before.iterdir():
        if saved.suffix == _ABSENT:
            (folder / saved.stem).unlink(missing_ok=True)
        else:
            write_whole(folder / saved.name, saved.read_bytes(), is_private=True)
    keep_set(folder)
    return True


def keep_set(folder: Path) -> None:
    """The files stay as they are: forget what was there before."""
    before = folder / BEFORE
    if before.is_dir():
        shutil.rmtree(folder / _GOING, ignore_errors=True)
        before.rename(folder / _GOING)  # half of it must not be brought back
    for rest in (_GOING, _COMING):
        shutil.rmtree(folder / rest, ignore_errors=True)
