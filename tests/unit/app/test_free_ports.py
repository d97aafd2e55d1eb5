"""Ports for programs that open them later: nobody else has them, and nobody gets one twice."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from batola_desk.app.demo import free_ports
from batola_desk.app.demo.free_ports import HOST, FreePorts
from tests.support import ports

SPAN = 6


@pytest.fixture
def first() -> int:
    """Of a few neighbours that are free now."""
    return ports.free_port(SPAN)


def test_no_port_is_given_twice_before_all_others_were(first: int) -> None:
    range_of = FreePorts(first, first + SPAN - 1)
    for _ in range(2):
        assert {range_of.take() for _ in range(SPAN)} == set(range(first, first + SPAN))


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_a_port_in_use_for_either_protocol_is_not_given(first: int, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind((HOST, first + 2))
        given = [FreePorts(first, first + SPAN - 1).take() for _ in range(30)]
        assert first + 2 not in given
        assert FreePorts(first, first + SPAN - 1).take(3) == first + 3, "nor as somebody's neighbour"
        with pytest.raises(OSError, match="no free port"):
            FreePorts(first, first + SPAN - 1).take(4)
    assert FreePorts(first, first + SPAN - 1).take(SPAN) == first


def test_no_connection_of_anybody_takes_them() -> None:
    """They lie below what the system gives to connections and below the voices' own (20000 to 33998)."""
    given = [free_ports.free_port() for _ in range(50)] + [ports.free_port(8) for _ in range(50)]
    assert len(set(given)) == 100
    told = Path("/proc/sys/net/ipv4/ip_local_port_range")
    lowest = int(told.read_text().split()[0]) if told.exists() else 32_768
    assert all(port >= 10_000 and port + 8 <= min(lowest, 20_000) for port in given)
