"""A small file that is there whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

_SHARING_VIOLATION = 32  # of Windows: somebody has the file open, which is no question of rights
_PRIVATE = 0o600  # counts where files have modes; on Windows the folder's access list protects


def write_whole(path: Path, content: bytes, *, is_private: bool = False, is_lasting: bool = True) -> None:
    """Replace a file in one step; ``<name>.new`` beside it may be left by a power cut alone. Raises OSError.

    Args:
        is_private: nobody but its owner may read it, from its first byte on.
        is_lasting: it is on the disk when this returns; False for what is soon written again, or of no use
            after a power cut: nothing waits for the disk then.
    """
    fresh = path.with_name(f"{path.name}.new")
    if is_private:
        fresh.unlink(missing_ok=True)  # a mode is only given to a file that is made
        fresh.touch(mode=_PRIVATE)
    try:
        with fresh.open("wb") as file:
            file.write(content)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def is_forbidden(fault: OSError) -> bool:
    """Whether a file was not written because this account may not: the disk is all right."""
    if getattr(fault, "winerror", None) == _SHARING_VIOLATION:
        return False
    return fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
