"""Ports of the loopback for programs that are told their port before they open it.

Asking the system for any port, closing it and giving its number away fails now and then: the system gives
the same number to the next connection that anybody makes, or twice to us, and a port that is free for UDP may
be taken for TCP. So ours lie below the range of every system's own (Linux from 32768, Windows from 49152),
are free for both, and no number is given twice before all others were.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from typing import Final

HOST: Final = "127.0.0.1"
_KINDS: Final = (socket.SOCK_DGRAM, socket.SOCK_STREAM)


class FreePorts:
    """Gives ports of a range, from a random one on. Thread: any."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._count = first, last - first + 1
        self._at = secrets.randbelow(self._count)
        self._lock = threading.Lock()

    def take(self, span: int = 1) -> int:
        """Return the first of ``span`` neighbours that nobody has open. Raises OSError: there are none."""
        with self._lock:
            for _ in range(self._count):
                if self._at + span > self._count:
                    self._at = 0
                port = self._first + self._at
                if _are_free(port, span):
                    self._at += span
                    return port
                self._at += 1
        raise OSError("no free port")


def _are_free(port: int, span: int) -> bool:
    with contextlib.ExitStack() as opened:
        try:
            for number in range(port, port + span):
                for kind in _KINDS:
                    opened.enter_context(socket.socket(socket.AF_INET, kind)).bind((HOST, number))
        except OSError:
            return False
    return True


_ours: Final = FreePorts(10_000, 14_999)


def free_port() -> int:
    """Return a loopback port that nobody listens on now and that this program gave to nobody else."""
    return _ours.take()
