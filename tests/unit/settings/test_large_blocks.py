"""Large blocks go back to the system whatever was freed before."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_PROGRAM = """
import ctypes, sys
from batola_desk.settings.large_blocks import keep_large_blocks_apart
if sys.argv[1] == "apart":
    assert keep_large_blocks_apart()
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes, c.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
c.mallinfo2.restype = Info
c.free(c.malloc(5_000_000))  # a picture of the window's size: moves glibc's line
before = c.mallinfo2().hblkhd
tiles = [c.malloc(181 * 181 * 4) for _ in range(20)]
print(c.mallinfo2().hblkhd - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
@pytest.mark.parametrize(("how", "are_apart"), [("apart", True), ("as it comes", False)])
def test_the_smallest_tiles_lie_apart_after_a_larger_picture_was_freed(how: str, *, are_apart: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, how], capture_output=True, text=True, check=True, timeout=60
    )
    most = 15  # of 20: one or two still find room at the end of what is there
    assert (int(done.stdout) >= most * 181 * 181 * 4) is are_apart
