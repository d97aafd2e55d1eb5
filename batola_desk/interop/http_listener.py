"""A small, hard HTTP/1.1 listener for what machines push to a desk: positions of units, callers' places.

Own thread and loop. Nobody who connects can raise out of it, grow its memory or hold it up: connections,
heads, bodies, times and rates are bounded. Without TLS a token can be read on the way: beyond loopback it
insists on a token, and whoever starts it should insist on a certificate.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ipaddress
import logging
import socket
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.http_answers import Response, Route, TokenTable, encode
from batola_desk.interop.http_connection import Connection, Patience, RequestServer
from batola_desk.interop.http_request import HEAD_BYTES_MAX
from batola_desk.interop.rates import Rate, RateTable

log = logging.getLogger("batola.interop")

BACKLOG: Final = 128
HANDSHAKE_S: Final = 5.0
LINGER_S: Final = 5.0
STOP_LIMIT_S: Final = 3.0
_ACCEPT_AGAIN_S: Final = 0.2  # no sockets left: look again when some have ended
_FULL: Final = encode(Response(503, b"too many connections\n"), stays=False)


class ListenerFault(EnvironmentFault):
    """The listener cannot start.

    ``code``: listener_address (``host``), listener_port (``host``, ``port``, ``detail``),
    listener_certificate (``file``, ``detail``), listener_token_missing (``host``).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerConfig:
    """How to listen.

    Attributes:
        tokens: name and secret; may be empty on loopback only.
        certificate, key: PEM files; None = without TLS.
        connections_per_peer_max: loopback is exempt, a proxy in front of us speaks for many.
        strangers: how often one peer may be told that it is wrong before it is hung up on.
        known: all requests with a right token together.
    """

    host: str = "127.0.0.1"
    port: int = 0
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    certificate: Path | None = None
    key: Path | None = None
    connections_max: int = 512
    connections_per_peer_max: int = 64
    patience: Patience = field(default_factory=Patience)
    strangers: Rate = field(default_factory=lambda: Rate(2.0, 20.0))
    known: Rate = field(default_factory=lambda: Rate(1000.0, 2000.0))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)


class HttpListener:
    """Listens from ``start`` to ``stop``. Thread: both from any; handlers run on the listener's own.

    Args:
        name: of the thread.
    """

    def __init__(self, config: ListenerConfig, routes: Sequence[Route], *, name: str = "batola-http") -> None:
        self.counts: Counter[int] = Counter()  # answers by status; 0: hung up without one
        self._config = config
        self._server = RequestServer(
            {route.path: route for route in routes},
            TokenTable(config.tokens),
            config.patience,
            strangers=RateTable(config.strangers, time.monotonic),
            known=RateTable(config.known, time.monotonic),
            counts=self.counts,
        )
        self._connections: set[Connection] = set()
        self._peers: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()  # also of those who have been asked to leave
        self._context: ssl.SSLContext | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._is_stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._life: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> tuple[str, int]:
        """Bind and listen; returns the address and the port.

        Raises:
            ListenerFault: see there.
        """
        config = self._config
        if not config.is_loopback and not config.tokens:
            raise ListenerFault("listener_token_missing", host=config.host)
        self._context = tls_context(config)
        self._socket = bind(config.host, config.port)
        host, port = self._socket.getsockname()[:2]
        self._thread.start()
        return host, port

    def stop(self, limit_s: float = STOP_LIMIT_S) -> bool:
        """Hang up on everybody and end; False when it did not end in time."""
        with self._lock:
            self._is_stopped = True
            if self._loop is not None and self._life is not None:
                self._loop.call_soon_threadsafe(self._life.cancel)
            elif self._socket is not None:
                self._socket.close()  # before its thread got so far, which then does not begin
        if self._thread.ident is None:
            return True
        self._thread.join(limit_s)
        return not self._thread.is_alive()

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        loop = asyncio.new_event_loop()
        try:
            with self._lock:
                if self._is_stopped:
                    return
                self._loop = loop
                self._life = loop.create_task(self._accept(), name="http")
            with contextlib.suppress(asyncio.CancelledError):
                loop.run_until_complete(self._life)
            loop.run_until_complete(self._hang_up())
        except Exception:  # SAFETY: a fault of ours costs the listener, nothing else
            log.exception("the listener broke")
        finally:
            with self._lock:
                self._loop = None
            if self._socket is not None:
                self._socket.close()
            loop.close()

    async def _accept(self) -> None:
        assert self._socket is not None
        loop = asyncio.get_running_loop()
        while True:
            try:
                arrived, address = await _next_arrival(self._socket)
            except OSError:  # out of sockets, or the sender has left already
                await asyncio.sleep(_ACCEPT_AGAIN_S)
                continue
            peer = str(address[0])
            if not self._has_room(peer):
                self.counts[503] += 1
                with contextlib.suppress(OSError):
                    if self._context is None:
                        arrived.send(_FULL)
                arrived.close()
                continue
            connection = Connection(peer, time.monotonic())
            self._connections.add(connection)
            self._peers[peer] += 1
            task = loop.create_task(self._serve(arrived, connection), name="http connection")
            task.add_done_callback(functools.partial(self._ended, arrived, connection))
            connection.task = task
            self._tasks.add(task)

    def _has_room(self, peer: str) -> bool:
        """Whether one more may come; when all places are taken, who has been idle longest leaves."""
        if self._peers[peer] >= self._config.connections_per_peer_max and not is_loopback(peer):
            return False
        if len(self._connections) < self._config.connections_max:
            return True
        idle = [known for known in self._connections if known.idle_since_s is not None]
        oldest = min(idle, key=lambda known: known.idle_since_s or 0.0, default=None)
        if oldest is None or oldest.task is None:
            return False
        oldest.task.cancel()
        self._forget(oldest)
        return True

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.discard(connection)
            self._peers[connection.peer] -= 1
            if not self._peers[connection.peer]:
                del self._peers[connection.peer]

    async def _serve(self, arrived: socket.socket, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=HEAD_BYTES_MAX, loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        try:
            arrived.setblocking(False)
            limit_s = HANDSHAKE_S if self._context is not None else None
            transport, _ = await loop.connect_accepted_socket(
                lambda: protocol, arrived, ssl=self._context, ssl_handshake_timeout=limit_s
            )
            writer = asyncio.StreamWriter(transport, protocol, reader, loop)
            connection.writer = writer
            await self._server.serve(reader, connection)
            async with asyncio.timeout(LINGER_S):  # for whoever has not read the last answer yet
                writer.close()
                await writer.wait_closed()
        except (OSError, EOFError, TimeoutError):
            log.debug("a sender left in the middle")
        except Exception:  # SAFETY: one connection, never the listener
            log.exception("a connection broke")

    def _ended(self, arrived: socket.socket, connection: Connection, task: asyncio.Task[None]) -> None:
        """Not in a ``finally`` of the task: one that is cancelled before its first step has none."""
        self._tasks.discard(task)
        self._forget(connection)
        if connection.writer is not None:
            connection.writer.transport.abort()
        else:
            arrived.close()

    async def _hang_up(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)
        for _ in range(3):  # the transports tell their ends in later turns
            await asyncio.sleep(0)


async def _next_arrival(listening: socket.socket) -> tuple[socket.socket, Any]:
    """Accept; when cancelled in the very turn in which somebody arrived, that connection is closed too."""
    accepting = asyncio.ensure_future(asyncio.get_running_loop().sock_accept(listening))
    try:
        return await asyncio.shield(accepting)
    except asyncio.CancelledError:
        await asyncio.sleep(0)  # who has arrived already is handed over in this turn
        if accepting.done() and accepting.exception() is None:
            accepting.result()[0].close()
        accepting.cancel()
        raise


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own; a name other than ``localhost`` is not."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def bind(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError, OverflowError) as fault:
        raise ListenerFault("listener_address", host=host) from fault
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there, address reuse would let another program take the port over
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
        listening.setblocking(False)
    except OSError as fault:
        listening.close()
        detail = fault.strerror or type(fault).__name__
        raise ListenerFault("listener_port", host=host, port=port, detail=detail) from fault
    return listening


def tls_context(config: ListenerConfig) -> ssl.SSLContext | None:
    """Source: RFC 8996 (nothing below TLS 1.2)."""
    if config.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(config.certificate, config.key)
    except (OSError, ValueError) as fault:  # ssl.SSLError is an OSError
        detail = getattr(fault, "strerror", None) or type(fault).__name__
        raise ListenerFault("listener_certificate", file=str(config.certificate), detail=detail) from fault
    return context
