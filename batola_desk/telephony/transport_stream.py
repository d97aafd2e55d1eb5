"""SIP over streams: framing, connections, listening. TCP now; TLS overrides two methods of the connection."""

from __future__ import annotations

import logging
import re
import selectors
import socket
from collections.abc import Callable, Iterator

from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.message import HEAD_BYTES_MAX, MESSAGE_BYTES_MAX
from batola_desk.telephony.transport import Address, Flow, MessageTap

log = logging.getLogger("batola.telephony")

CONNECTIONS_MAX = 200  # LIMIT: a centre has one or two proxies; the rest is abuse
_OUTGOING_BYTES_MAX = 1 << 20
_CHUNK_BYTES = 65536
_PONG = b"\r\n"
_LENGTH = re.compile(rb"(?im)^(?:content-length|l)[ \t]*:[ \t]*(\d{1,7})[ \t]*\r?$")


class StreamFramer:
    """Cuts messages out of a byte stream. Source: RFC 3261 §18.3, keep-alives RFC 5626 §4.4.1."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self.pings = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield each whole message.

        Raises:
            MalformedMessageError: the stream cannot be followed any more and must be closed.
        """
        self._buffer += data
        while self._skip_keep_alives():
            end = self._buffer.find(b"\r\n\r\n", max(0, self._searched - 3))
            if end < 0:
                self._searched = len(self._buffer)
                if len(self._buffer) > HEAD_BYTES_MAX:
                    raise MalformedMessageError("headers too long")
                return
            self._searched = end
            match = _LENGTH.search(self._buffer, 0, end + 2)
            if match is None:
                raise MalformedMessageError("no content-length")
            total = end + 4 + int(match.group(1))
            if end > HEAD_BYTES_MAX or total > MESSAGE_BYTES_MAX:
                raise MalformedMessageError("too long")
            if len(self._buffer) < total:
                return
            message = bytes(self._buffer[:total])
            del self._buffer[:total]
            self._searched = 0
            yield message

    def _skip_keep_alives(self) -> bool:
        """Drop leading line ends, count double ones (each wants a single one back); False when empty."""
        length = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
        if length:
            self.pings += bytes(self._buffer[:length]).count(b"\r\n\r\n")
            del self._buffer[:length]
            self._searched = 0
        return bool(self._buffer)


class StreamConnection:
    """One TCP connection; also the ``Flow`` of everything on it."""

    protocol = "TCP"
    is_reliable = True

    def __init__(
        self,
        loop: Loop,
        sock: socket.socket,
        remote: Address,
        listening_port: int,
        owner: StreamTransport,
    ) -> None:
        self._loop = loop
        self._socket = sock
        self._owner = owner
        self._listening_port = listening_port
        self._framer = StreamFramer()
        self._outgoing = bytearray()
        self._is_connecting = False
        self.remote = remote
        self.is_open = True
        sock.setblocking(False)

    @property
    def local(self) -> Address:
        try:
            host = str(self._socket.getsockname()[0])
        except OSError:
            host = "0.0.0.0"
        return (host if host != "0.0.0.0" else self._owner.local_host, self._listening_port)

    def begin(self, *, connect: bool) -> None:
        """Start watching; with ``connect`` open the connection first (never blocks)."""
        if connect:
            self._is_connecting = True
            try:
                self._socket.connect(self.remote)
                self._is_connecting = False
            except BlockingIOError:
                log.debug("connecting")
            except OSError:
                self._loop.call_later(0.0, self.close)
                return
        self._watch()

    def send(self, data: bytes) -> None:
        if not self.is_open:
            return
        if len(self._outgoing) + len(data) > _OUTGOING_BYTES_MAX:
            # A peer that does not read is dead for us.
            self._loop.call_later(0.0, self.close)
            return
        if self._owner.tap is not None and data != _PONG:
            self._owner.tap.note(data, self, is_sent=True)
        self._outgoing += data
        if not self._is_connecting:
            self._flush()

    def close(self) -> None:
        """Close and tell the owner, once."""
        if self.is_open:
            self.is_open = False
            self._loop.unwatch(self._socket)
            self._socket.close()
            self._owner.on_closed(self)

    def _transmit(self, data: bytes | bytearray) -> int:
        return self._socket.send(data)

    def _receive(self) -> bytes:
        return self._socket.recv(_CHUNK_BYTES)

    def _watch(self) -> None:
        events = selectors.EVENT_READ
        if self._outgoing or self._is_connecting:
            events |= selectors.EVENT_WRITE
        self._loop.watch(self._socket, events, self._on_event)

    def _on_event(self, events: int) -> None:
        try:
            if self._is_connecting and events & selectors.EVENT_WRITE:
                error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if error:
                    raise OSError(error, "connect")
                self._is_connecting = False
                self._flush()
            elif events & selectors.EVENT_WRITE:
                self._flush()
            if self.is_open and events & selectors.EVENT_READ:
                self._read()
        except BlockingIOError:
            return
        except (OSError, MalformedMessageError):
            log.debug("stream closed")
            self.close()

    def _flush(self) -> None:
        try:
            while self._outgoing:
                del self._outgoing[: self._transmit(self._outgoing)]
        except BlockingIOError:
            log.debug("stream is full")
        except OSError:
            self._loop.call_later(0.0, self.close)
            return
        self._watch()

    def _read(self) -> None:
        data = self._receive()
        if not data:
            raise OSError("end of stream")
        for message in self._framer.feed(data):
            self._owner.on_message(message, self)
            if not self.is_open:
                return
        while self._framer.pings > 0:
            self._framer.pings -= 1
            self.send(_PONG)


class StreamTransport:
    """The listening socket and all connections by remote address."""

    def __init__(
        self,
        loop: Loop,
        listener: socket.socket,
        receive: Callable[[bytes, Flow], None],
        lost: Callable[[StreamConnection], None],
        tap: MessageTap | None = None,
    ) -> None:
        self._loop = loop
        self._listener = listener
        self._receive = receive
        self._lost = lost
        self.tap = tap
        self._connections: dict[Address, StreamConnection] = {}
        self.local_host, self._port = listener.getsockname()[:2]
        listener.setblocking(False)
        loop.watch(listener, selectors.EVENT_READ, self._on_accept)

    def flow(self, remote: Address) -> StreamConnection:
        """The open connection to that address, or a new one on its way."""
        known = self._connections.get(remote)
        if known is not None and known.is_open:
            return known
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if self.local_host != "0.0.0.0":
            sock.bind((self.local_host, 0))
        connection = StreamConnection(self._loop, sock, remote, self._port, self)
        self._connections[remote] = connection
        connection.begin(connect=True)
        return connection

    def on_message(self, message: bytes, connection: StreamConnection) -> None:
        try:
            self._receive(message, connection)
        except Exception:
            # SAFETY: one bad message must not cost the connection that carries other calls.
            log.exception("message handling broke")

    def on_closed(self, connection: StreamConnection) -> None:
        if self._connections.get(connection.remote) is connection:
            del self._connections[connection.remote]
        self._lost(connection)

    def close(self) -> None:
        self._loop.unwatch(self._listener)
        self._listener.close()
        for connection in list(self._connections.values()):
            connection.close()

    def _on_accept(self, _events: int) -> None:
        try:
            sock, remote = self._listener.accept()
        except OSError:
            return
        if len(self._connections) >= CONNECTIONS_MAX:
            sock.close()
            return
        connection = StreamConnection(self._loop, sock, remote[:2], self._port, self)
        self._connections[connection.remote] = connection
        connection.begin(connect=False)
