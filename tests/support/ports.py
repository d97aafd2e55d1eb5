"""Ports for programs that a test starts: no two tests, and no two runs on this machine, get the same."""

from __future__ import annotations

import contextlib
import socket
import sys

from batola_desk.app.demo.free_ports import FreePorts

_FIRST, _LAST, _BLOCK = 15_000, 19_999, 625  # between the demos' and those of the voices (RTP)
_held: list[socket.socket] = []  # as long as this process lives


def _own_block() -> FreePorts:
    """Ports that no other run has now: each holds a name for its own (Linux gives it back at its end)."""
    if sys.platform != "linux":  # no such names there
        return FreePorts(_FIRST, _LAST)
    for first in range(_FIRST, _LAST, _BLOCK):
        name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        with contextlib.suppress(OSError):
            name.bind(f"\0batola-test-ports-{first}")
            _held.append(name)
            return FreePorts(first, first + _BLOCK - 1)
        name.close()
    return FreePorts(_FIRST, _LAST)


_ports = _own_block()


def free_port(span: int = 1) -> int:
    """Return a loopback port, free for UDP and TCP; so are its next ``span - 1`` neighbours."""
    return _ports.take(span)
