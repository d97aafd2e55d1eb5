"""Memory of pictures goes back to the system when they go.

glibc maps large blocks one by one, but moves the line above which a block is large up to the largest one that
was freed. After the first picture of a window tiles (256 kB) lie between everything else, and the holes they
leave stay: ten minutes of panning cost 25 MB that held nothing (measured), and more with every hour.
"""

from __future__ import annotations

import ctypes
import sys

LARGE_BYTES = 64 * 1024  # the smallest tile has 128 kB, just below glibc's own line. Source: mallopt(3)
_M_MMAP_THRESHOLD = -3  # Source: malloc.h of glibc


def keep_large_blocks_apart() -> bool:
    """Hold the line where it is; returns whether this C library has one: Windows and macOS need none."""
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES))
    except (OSError, AttributeError):  # another C library than glibc
        return False
