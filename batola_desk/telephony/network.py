"""The real network of one line: an UDP socket and a TCP listener on one port, and name look-up."""

from __future__ import annotations

import functools
import ipaddress
import logging
import queue
import socket
import sys
import threading

from batola_desk.telephony.loop import Loop
from batola_desk.telephony.transport import Address, Flow, FlowReady, MessageTap, NetworkUser
from batola_desk.telephony.transport_stream import StreamConnection, StreamTransport
from batola_desk.telephony.transport_udp import UDPTransport
from batola_desk.telephony.uri import Destination

log = logging.getLogger("batola.telephony")

_BIND_ATTEMPTS = 20
_LOOKUPS_WAITING_MAX = 100


class Resolver:
    """Looks host names up in a thread of its own, so that a dead DNS server stops nothing else.

    The last good answer is used again when the look-up fails.
    """

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._known: dict[str, str] = {}
        self._requests: queue.Queue[tuple[FlowReady, Destination] | None] = queue.Queue(_LOOKUPS_WAITING_MAX)
        self._thread: threading.Thread | None = None
        self._network: SocketNetwork | None = None

    def look_up(self, network: SocketNetwork, destination: Destination, ready: FlowReady) -> None:
        if self._thread is None:
            self._network = network
            self._thread = threading.Thread(target=self._run, name="sip-names", daemon=True)
            self._thread.start()
        try:
            self._requests.put_nowait((ready, destination))
        except queue.Full:
            ready(None)

    def stop(self) -> None:
        if self._thread is not None:
            try:
                self._requests.put_nowait(None)
            except queue.Full:
                log.debug("name look-up is stuck; its thread is a daemon")
            self._thread.join(0.5)

    def _run(self) -> None:
        while (item := self._requests.get()) is not None:
            ready, destination = item
            host = destination.host
            address: str | None
            try:
                found = socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_DGRAM)
                address = str(found[0][4][0])
            except (OSError, UnicodeError):
                address = self._known.get(host)
            if address is not None:
                self._known[host] = address
            self._loop.post(functools.partial(self._deliver, ready, address, destination))

    def _deliver(self, ready: FlowReady, address: str | None, destination: Destination) -> None:
        if address is None or self._network is None:
            ready(None)
        else:
            self._network.connect(Destination(destination.protocol, address, destination.port), ready)


class SocketNetwork:
    """Thread: built and opened anywhere, used on the SIP loop."""

    def __init__(self, loop: Loop, bind_host: str, bind_port: int, *, tap: MessageTap | None = None) -> None:
        self._loop = loop
        self._bind_host = bind_host
        self._bind_port = bind_port
        self._tap = tap
        self._resolver = Resolver(loop)
        self._user: NetworkUser | None = None
        self._udp: UDPTransport | None = None
        self._tcp: StreamTransport | None = None

    @property
    def local_port(self) -> int:
        return self._bind_port

    def open(self, user: NetworkUser) -> None:
        """Bind UDP and TCP to the same port. Raises OSError if the port is taken."""
        self._user = user
        datagrams, listener = self._bind_pair()
        self._bind_port = int(datagrams.getsockname()[1])
        self._udp = UDPTransport(self._loop, datagrams, self._on_message, self._tap)
        self._tcp = StreamTransport(self._loop, listener, self._on_message, self._on_stream_lost, self._tap)

    def connect(self, destination: Destination, ready: FlowReady) -> None:
        try:
            host = str(ipaddress.IPv4Address(destination.host))
        except ValueError:
            self._resolver.look_up(self, destination, ready)
            return
        if self._udp is None or self._tcp is None or destination.protocol == "TLS":
            ready(None)
        elif destination.protocol == "TCP":
            try:
                flow = self._tcp.flow((host, destination.port))
            except OSError:
                ready(None)
            else:
                ready(flow)
        else:
            ready(self._udp.flow((host, destination.port)))

    def close(self) -> None:
        self._resolver.stop()
        if self._udp is not None:
            self._udp.close()
        if self._tcp is not None:
            self._tcp.close()

    def _bind_pair(self) -> tuple[socket.socket, socket.socket]:
        attempts = 1 if self._bind_port else _BIND_ATTEMPTS
        for attempt in range(attempts):
            datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            try:
                datagrams.bind((self._bind_host, self._bind_port))
                address: Address = datagrams.getsockname()[:2]
                if sys.platform != "win32":  # there the option would let two programs share the port
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(address)
                listener.listen(64)
            except OSError:
                datagrams.close()
                listener.close()
                if attempt == attempts - 1:
                    raise
            else:
                return datagrams, listener
        raise OSError("no free port")

    def _on_message(self, data: bytes, flow: Flow) -> None:
        if self._tap is not None:
            self._tap.note(data, flow, is_sent=False)
        if self._user is not None:
            self._user.on_data(data, flow)

    def _on_stream_lost(self, flow: StreamConnection) -> None:
        if self._user is not None:
            self._user.on_flow_lost(flow)
