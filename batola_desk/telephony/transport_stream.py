"""SIP over streams: connections and listening. TCP here; TLS overrides how bytes get through.

Source: RFC 3261 §18, RFC 5626 §3.5.1 and §4.4.1 (keep-alives), RFC 5923 §5 (connections are used both ways).
"""

from __future__ import annotations

import errno
import functools
import logging
import selectors
import socket
from collections import Counter
from collections.abc import Callable

from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.stream_framer import StreamFramer
from batola_desk.telephony.transport import Address, Flow, MessageTap, NoWayError
from batola_desk.telephony.uri import Destination

log = logging.getLogger("batola.telephony")

CONNECTIONS_MAX = 200  # LIMIT: a centre has one or two proxies; the rest is abuse
READY_LIMIT_S = 8.0  # LIMIT: connecting and handshake; a registrar that needs longer is as good as dead
PONG_LIMIT_S = 10.0  # Source: RFC 5626 §4.4.1
EVICTED_AFTER_S = 60.0
ACCEPT_PAUSE_S = 1.0
_OUTGOING_BYTES_MAX = 1 << 20
_CHUNK_BYTES = 65536
_PING, _PONG = b"\r\n\r\n", b"\r\n"
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN})

ConnectionKey = tuple[Address, str]


class StreamConnection:
    """One connection; also the ``Flow`` of everything on it.

    Attributes:
        is_outgoing: we opened it; keep-alives are then our duty.
        answers_pings: the peer has answered a keep-alive on this connection.
        fault: why it closed, a code for the screen; "" while open or after an orderly end.
    """

    protocol = "TCP"
    is_reliable = True

    def __init__(self, owner: StreamTransport, sock: socket.socket, key: ConnectionKey, *, is_outgoing: bool):
        self._loop = owner.loop
        self._socket = sock
        self._owner = owner
        self._framer = StreamFramer()
        self._outgoing = bytearray()
        self._is_connecting = False
        self._is_ready = False
        self._limit: Timer | None = None
        self._ping: Timer | None = None
        self.key = key
        self.remote = key[0]
        self.is_outgoing = is_outgoing
        self.is_open = True
        self.answers_pings = False
        self.fault = ""
        self.heard_s = self._loop.now_s()
        self.has_heard = False
        sock.setblocking(False)

    @property
    def local(self) -> Address:
        """Our address on it with the port we listen on, or its own port if we do not listen (RFC 5923 §5)."""
        try:
            host, port = self._socket.getsockname()[:2]
        except OSError:
            host, port = "0.0.0.0", 0
        if host in {"0.0.0.0", "::"}:
            host = self._owner.local_towards(self.remote[0])
        return host, self._owner.listening_port or port

    def begin(self) -> None:
        """Connect if it is ours to do, and start watching; never blocks."""
        self._limit = self._loop.call_later(READY_LIMIT_S, self._on_late)
        if self.is_outgoing:
            self._is_connecting = True
            try:
                self._socket.connect(self.remote)
                self._is_connecting = False
            except BlockingIOError:
                log.debug("connecting")
            except OSError as fault:
                self._close_soon(_fault_code(fault))
                return
        self._watch()
        if not self._is_connecting:
            self._on_event(selectors.EVENT_WRITE)

    def send(self, data: bytes) -> None:
        if not self.is_open:
            return
        if len(self._outgoing) + len(data) > _OUTGOING_BYTES_MAX:
            self._close_soon("connection_silent")  # a peer that does not read is dead for us
            return
        if self._owner.tap is not None and data not in (_PING, _PONG):
            self._owner.tap.note(data, self, is_sent=True)
        self._outgoing += data
        if self._is_ready:
            self._flush()

    def close(self, fault: str = "") -> None:
        """Close and tell the owner, once."""
        if self.is_open:
            self.is_open = False
            self.fault = fault
            for timer in (self._limit, self._ping):
                if timer is not None:
                    timer.cancel()
            self._loop.unwatch(self._socket)
            self._socket.close()
            self._owner.on_closed(self)

    # ---- what TLS does differently

    def _secure(self) -> int:
        """Go on with the handshake; events to wait for, 0 when messages may flow. Raises OSError."""
        return 0

    def _transmit(self, data: bytes | bytearray) -> int:
        return self._socket.send(data)

    def _receive(self) -> bytes:
        return self._socket.recv(_CHUNK_BYTES)

    def _fault_code(self, fault: OSError) -> str:
        return _fault_code(fault)

    # ---- for everybody

    def _watch(self, events: int = selectors.EVENT_READ) -> None:
        if self._outgoing or self._is_connecting:
            events |= selectors.EVENT_WRITE
        self._loop.watch(self._socket, events, self._on_event)

    def _on_event(self, events: int) -> None:
        try:
            if self._is_connecting:
                if not events & selectors.EVENT_WRITE:
                    return
                error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if error:
                    raise OSError(error, "connect")
                self._is_connecting = False
            if not self._is_ready and not self._become_ready():
                return
            if events & selectors.EVENT_WRITE:
                self._flush()
            if self.is_open and events & selectors.EVENT_READ:
                self._read()
        except BlockingIOError:
            return
        except MalformedMessageError:
            self.close("stream_unreadable")
        except OSError as fault:
            self.close(self._fault_code(fault))

    def _become_ready(self) -> bool:
        waits_for = self._secure()
        if waits_for:
            self._loop.watch(self._socket, waits_for, self._on_event)
            return False
        self._is_ready = True
        if self._limit is not None:
            self._limit.cancel()
        self._flush()
        if self.is_outgoing and self._owner.keep_alive_s > 0:
            self._ping = self._loop.call_later(self._owner.keep_alive_s, self._send_ping)
        return self.is_open

    def _on_late(self) -> None:
        """Nobody there, or somebody who does not understand what we begin with."""
        self.close("connection_timeout" if self._is_connecting else "tls_not_spoken")

    def _flush(self) -> None:
        try:
            while self._outgoing:
                del self._outgoing[: self._transmit(self._outgoing)]
        except BlockingIOError:
            log.debug("stream is full")
        except OSError as fault:
            self._close_soon(self._fault_code(fault))
            return
        self._watch()

    def _read(self) -> None:
        data = self._receive()
        if not data:
            raise ConnectionResetError("end of stream")
        self.heard_s = self._loop.now_s()
        self.has_heard = True
        for message in self._framer.feed(data):
            self._owner.on_message(message, self)
            if not self.is_open:
                return
        if self._framer.pongs:
            self._framer.pongs = 0
            self.answers_pings = True
        while self._framer.pings > 0:
            self._framer.pings -= 1
            self.send(_PONG)

    def _send_ping(self) -> None:
        """A double line end wants a single one back; a peer that once answered must go on answering."""
        sent_s = self._loop.now_s()
        self.send(_PING)

        def check() -> None:
            if self.answers_pings and self.heard_s < sent_s:
                self.close("connection_silent")
                return
            rest_s = max(0.1, self._owner.keep_alive_s - PONG_LIMIT_S)
            self._ping = self._loop.call_later(rest_s, self._send_ping)

        self._ping = self._loop.call_later(PONG_LIMIT_S, check)

    def _close_soon(self, fault: str) -> None:
        self._loop.call_later(0.0, lambda: self.close(fault))


class StreamTransport:
    """All connections of one protocol, and its listeners (one for each address family).

    Args:
        local_towards: the local address towards a host.
        keep_alive_s: pause between keep-alives on connections of ours; 0 = none.
    """

    def __init__(
        self,
        loop: Loop,
        receive: Callable[[bytes, Flow], None],
        lost: Callable[[StreamConnection], None],
        local_towards: Callable[[str], str],
        *,
        keep_alive_s: float = 0.0,
        tap: MessageTap | None = None,
    ) -> None:
        self.loop = loop
        self.tap = tap
        self.local_towards = local_towards
        self.keep_alive_s = keep_alive_s
        self.listening_port = 0
        self._receive = receive
        self._lost = lost
        self._bound_hosts: dict[socket.AddressFamily, str] = {}
        self._listeners: list[socket.socket] = []
        self._connections: dict[ConnectionKey, StreamConnection] = {}

    @property
    def connections(self) -> tuple[StreamConnection, ...]:
        return tuple(self._connections.values())

    def listen(self, listeners: list[socket.socket]) -> None:
        """Take over bound, listening sockets, all on one port."""
        for listener in listeners:
            host, self.listening_port = listener.getsockname()[:2]
            self._bound_hosts[listener.family] = host
            listener.setblocking(False)
            self._listeners.append(listener)
            self._watch(listener)

    @property
    def is_usable(self) -> bool:
        """False when somebody took a listening socket away."""
        try:
            return all(listener.getsockname() for listener in self._listeners)
        except OSError:
            return False

    def flow(self, destination: Destination) -> StreamConnection:
        """The open connection to that address, or a new one on its way. Raises NoWayError."""
        remote = (destination.host, destination.port)
        known = self._known(remote, destination)
        if known is not None and known.is_open:
            return known
        family = socket.AF_INET6 if ":" in destination.host else socket.AF_INET
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
            bound = self._bound_hosts.get(family, "")
            if bound and bound not in {"0.0.0.0", "::"}:
                sock.bind((bound, 0))
        except OSError as fault:
            raise NoWayError(_fault_code(fault)) from fault
        connection = self._outgoing(sock, remote, destination)
        self._connections[connection.key] = connection
        connection.begin()
        return connection

    def on_message(self, message: bytes, connection: StreamConnection) -> None:
        try:
            self._receive(message, connection)
        except Exception:
            # SAFETY: one bad message must not cost the connection that carries other calls.
            log.exception("message handling broke")

    def on_closed(self, connection: StreamConnection) -> None:
        if connection.fault:
            log.info("stream closed", extra={"protocol": connection.protocol, "fault": connection.fault})
        if self._connections.get(connection.key) is connection:
            del self._connections[connection.key]
        self._lost(connection)

    def take_waiting(self) -> None:
        """Accept the connections that wait: closing the listener would reset them, and the calls on them."""
        for listener in self._listeners:
            for _ in range(CONNECTIONS_MAX):
                if not self._accept(listener):
                    break

    def stop_listening(self) -> None:
        for listener in self._listeners:
            self.loop.unwatch(listener)
            listener.close()
        self._listeners.clear()

    def close(self) -> None:
        self.stop_listening()
        for connection in self.connections:
            connection.close()

    def _known(self, remote: Address, destination: Destination) -> StreamConnection | None:
        return self._connections.get((remote, ""))

    def _outgoing(self, sock: socket.socket, remote: Address, destination: Destination) -> StreamConnection:
        return StreamConnection(self, sock, (remote, ""), is_outgoing=True)

    def _accepted(self, sock: socket.socket, remote: Address) -> StreamConnection:
        return StreamConnection(self, sock, (remote, ""), is_outgoing=False)

    def _watch(self, listener: socket.socket) -> None:
        if listener in self._listeners and listener.fileno() >= 0:
            self.loop.watch(listener, selectors.EVENT_READ, functools.partial(self._on_accept, listener))

    def _on_accept(self, listener: socket.socket, _events: int) -> None:
        self._accept(listener)

    def _accept(self, listener: socket.socket) -> bool:
        """Take one connection; False if none waits or none can be taken."""
        try:
            sock, remote = listener.accept()
        except BlockingIOError:
            return False
        except OSError:
            # No handle left, most likely: the socket stays readable and would keep the loop busy for nothing.
            self.loop.unwatch(listener)
            self.loop.call_later(ACCEPT_PAUSE_S, lambda: self._watch(listener))
            return False
        if len(self._connections) >= CONNECTIONS_MAX and not self._evict():
            sock.close()
            return True
        connection = self._accepted(sock, remote[:2])
        self._connections[connection.key] = connection
        connection.begin()
        return True

    def _evict(self) -> bool:
        """Make room by closing the foreign connection that has been silent longest, if long enough; or one of
        a host that has taken half of the room, however talkative: an exchange must get in.
        """
        foreign = [item for item in self._connections.values() if not item.is_outgoing]
        (greedy, count), *_ = Counter(item.remote[0] for item in foreign).most_common(1) or [("", 0)]
        is_greedy = count > CONNECTIONS_MAX // 2
        if is_greedy:
            foreign = [item for item in foreign if item.remote[0] == greedy]
        oldest = min(foreign, key=lambda item: item.heard_s, default=None)
        is_silent = oldest is not None and self.loop.now_s() - oldest.heard_s >= EVICTED_AFTER_S
        if oldest is None or not (is_silent or is_greedy):
            return False
        oldest.close()
        return True


def _fault_code(fault: OSError) -> str:
    if fault.errno == errno.ECONNREFUSED:
        return "connection_refused"
    if fault.errno == errno.ETIMEDOUT:
        return "connection_timeout"
    if fault.errno in _UNREACHABLE:
        return "network_unreachable"
    return "connection_lost"
