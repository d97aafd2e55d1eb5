"""The training exchange on a real port: it opens, says when it cannot, and no datagram ends it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from random import Random

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.training.exchange_port import ExchangePort
from tests.support.ports import free_port
from tests.support.sip_mutator import SIPMutator

HOST = "127.0.0.1"
INVITE = (
    "INVITE sip:112@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {here};branch=z9hG4bK{n}\r\nMax-Forwards: 70\r\n"
    "From: <sip:1@{here}>;tag=a\r\nTo: <sip:112@127.0.0.1>\r\nCall-ID: c{n}\r\nCSeq: 1 INVITE\r\n"
    "Contact: <sip:1@{here}>\r\nContent-Length: 0\r\n\r\n"
)


def udp() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((HOST, 0))
    made.settimeout(8.0)
    return made


@pytest.fixture
def wires() -> Iterator[dict[str, socket.socket]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(udp()) for name in ("a", "b", "caller")}


@pytest.fixture
def exchange(wires: dict[str, socket.socket]) -> Iterator[int]:
    port = free_port(2)
    desks = [wires[name].getsockname() for name in "ab"]
    made = ExchangePort((HOST, port), desks, wires["caller"].getsockname())
    made.start()
    yield port
    made.stop()


def call(wires: dict[str, socket.socket], port: int, number: int) -> None:
    host, own = wires["caller"].getsockname()
    wires["caller"].sendto(INVITE.format(here=f"{host}:{own}", n=number).encode(), (HOST, port))


def first_line(wire: socket.socket, wanted: str) -> str:
    """Return the first line of the next message that begins so."""
    while True:
        line = wire.recv(65_536).split(b"\r\n")[0].decode(errors="replace")
        if line.startswith(wanted):
            return line


def test_both_desks_get_the_call(wires: dict[str, socket.socket], exchange: int) -> None:
    call(wires, exchange, 1)
    for name in "ab":
        own = wires[name].getsockname()[1]
        assert first_line(wires[name], "INVITE") == f"INVITE sip:112@127.0.0.1:{own} SIP/2.0"
    assert first_line(wires["caller"], "SIP/2.0") == "SIP/2.0 100 Trying"


def test_no_datagram_ends_it(wires: dict[str, socket.socket], exchange: int) -> None:
    mutator = SIPMutator(
        Random(112), target=f"sip:112@{HOST}:{exchange}", reply_port=wires["caller"].getsockname()[1]
    )
    for number in range(3_000):
        wires["caller"].sendto(mutator.message()[:60_000], (HOST, exchange))
        if number % 50 == 0:
            for wire in wires.values():  # what it passes on must not fill our own sockets
                wire.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    while True:
                        wire.recv(65_536)
                wire.settimeout(8.0)
    wires["a"].settimeout(0.5)
    for _ in range(20):  # a phone repeats what was lost in the crowd
        call(wires, exchange, 999)
        with contextlib.suppress(TimeoutError):
            while True:  # behind what the crowd left there
                if b"Call-ID: c999\r\n" in wires["a"].recv(65_536):
                    return
    pytest.fail("the exchange does not ring any more")


@pytest.mark.parametrize(
    "place", ["bad..host:5060", "127.0.0.1:70000", "xn--\u00df.invalid", "127.0.0.1:-1", ":x", "[::"]
)
def test_a_header_that_names_a_bad_place_ends_nothing(
    wires: dict[str, socket.socket], exchange: int, place: str
) -> None:
    text = (
        INVITE.format(here="127.0.0.1", n=1)
        .replace("INVITE", "BYE")
        .replace("sip:112@127.0.0.1 ", f"sip:x@{place} ")
    )
    text = text.replace("To: <sip:112@127.0.0.1>", "To: <sip:112@127.0.0.1>;tag=b")
    wires["caller"].sendto(text.encode(), (HOST, exchange))
    call(wires, exchange, 2)
    assert first_line(wires["a"], "INVITE")


def test_a_stranger_is_not_heard(wires: dict[str, socket.socket], exchange: int) -> None:
    with udp() as stranger:
        stranger.sendto(INVITE.format(here="127.0.0.1:9", n=3).encode(), (HOST, exchange))
    wires["a"].settimeout(0.5)
    with pytest.raises(TimeoutError):
        wires["a"].recv(65_536)


def test_a_taken_port_is_said(wires: dict[str, socket.socket]) -> None:
    taken = wires["a"].getsockname()
    made = ExchangePort(taken, [], taken)
    with pytest.raises(EnvironmentFault, match="training_port_taken"):
        made.start()
    made.stop()
