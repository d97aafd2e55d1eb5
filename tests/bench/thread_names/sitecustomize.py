"""Shows the names of Python's threads in /proc of a measured process; Python 3.14 does it by itself."""

from __future__ import annotations

import ctypes
import threading
from typing import Any

_PR_SET_NAME = 15  # source: prctl(2); 15 bytes are kept
_libc = ctypes.CDLL(None)
_begin: Any = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]


def _named_begin(thread: threading.Thread) -> None:
    _libc.prctl(_PR_SET_NAME, thread.name.removeprefix("batola-").encode()[:15], 0, 0, 0)
    _begin(thread)


threading.Thread._bootstrap_inner = _named_begin  # type: ignore[attr-defined]
