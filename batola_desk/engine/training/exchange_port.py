"""The training exchange on a real UDP port, with a loop and a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from random import Random
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.training.exchange import Address, ForkingProxy
from batola_desk.telephony.headers import MalformedMessageError

log = logging.getLogger("batola.training")

START_LIMIT_S: Final = 5.0
NO_REGISTRAR: Final = 0


class ExchangePort:
    """Rings several desks for one caller. Thread: ``start`` and ``stop`` from one thread.

    Args:
        address: where it listens.
        desks: who rings.
        outside: the training caller; what desks dial goes there.
    """

    def __init__(self, address: Address, desks: list[Address], outside: Address) -> None:
        self._address = address
        self._desks = desks
        self._outside = outside
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._fault: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="training-exchange")

    def start(self) -> None:
        """Open the port.

        Raises:
            EnvironmentFault: ``training_port_taken``.
        """
        self._thread.start()
        self._ready.wait(START_LIMIT_S)
        if self._fault is not None:
            self._thread.join()
            raise EnvironmentFault("training_port_taken", port=self._address[1], reason=str(self._fault))

    def stop(self) -> None:
        """Close the port."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            opening = self._loop.create_datagram_endpoint(self._protocol, local_addr=self._address)
            transport, _ = self._loop.run_until_complete(opening)
        except OSError as fault:
            self._fault = fault
            self._ready.set()
            self._loop.close()
            return
        self._ready.set()
        self._loop.run_forever()
        transport.close()
        self._loop.run_until_complete(asyncio.sleep(0))  # lets the socket go
        self._loop.close()

    def _protocol(self) -> _Wire:
        wire = _Wire({*self._desks, self._outside})
        wire.proxy = ForkingProxy(
            self._loop,
            wire.send,
            address=self._address,
            desks=self._desks,
            outside=self._outside,
            random=Random(
                secrets.randbits(64)
            ),  # branches of an earlier run must not be taken for this one's
            registrar=lambda _request: NO_REGISTRAR,
        )
        return wire


class _Wire(asyncio.DatagramProtocol):
    """The UDP socket. It talks with its own desks and its caller only: a header may name anybody."""

    proxy: ForkingProxy
    _transport: asyncio.DatagramTransport | None = None

    def __init__(self, known: set[Address]) -> None:
        self._known = known

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def send(self, target: Address, data: bytes) -> None:
        """Put a datagram on the wire."""
        assert self._transport is not None
        if target in self._known:
            self._transport.sendto(data, target)

    def datagram_received(self, data: bytes, source: Address) -> None:
        if source not in self._known:
            return
        try:
            self.proxy.receive(data, source)
        except (MalformedMessageError, ValueError, IndexError):
            log.debug("no SIP message that can be passed on")

    def error_received(self, fault: Exception) -> None:
        log.debug("a desk's port is closed: %s", fault)
