"""The service's server: uvicorn, made patient in seconds and in number.

uvicorn bounds a head's size, and how long a connection may idle between requests. It does not bound how long
a head may take, nor how many connections one peer may hold: whoever sends a byte now and then would keep
them all. ``PatientProtocol`` does.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import uvicorn
from h11 import SEND_BODY
from uvicorn.protocols.http.h11_impl import H11Protocol

from batola_desk.interop.http_listener import ListenerConfig, bind, is_loopback, tls_context
from batola_desk.interop.intake.app import IntakeApp
from batola_desk.interop.intake.config import ServiceSettings

HEAD_S: Final = 8.0  # LIMIT: for a whole head, and for reading an answer; a weak network needs two or three
HANDSHAKE_S: Final = 8.0
IDLE_S: Final = 20  # the page asks every four seconds
HEAD_BYTES_MAX: Final = 16_384  # LIMIT: browsers send one or two thousand
CONNECTIONS_MAX: Final = 1_000  # LIMIT: some 20 kB each
PER_PEER_MAX: Final = 100  # LIMIT: a network hides many telephones behind one address; proxies are exempt
STOP_S: Final = 3
_SILENT: Final = logging.Logger("strangers", logging.CRITICAL + 1)  # noqa: LOG001 - no line per bad request


class PatientProtocol(H11Protocol):
    """One connection, with an end."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.logger = _SILENT
        self.access_log = False
        self._deadline: asyncio.TimerHandle | None = None
        self._peer = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take it, if there is room."""
        super().connection_made(transport)
        peers = self._peers()
        peer = self.client[0] if self.client else ""
        is_own = is_loopback(peer) or peer in self.config.forwarded_allow_ips
        if len(self.connections) > CONNECTIONS_MAX or (not is_own and peers[peer] >= PER_PEER_MAX):
            transport.abort()
            return
        self._peer = peer
        peers[peer] += 1
        self._be_patient()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        if self._deadline is not None:
            self._deadline.cancel()
        if self._peer:
            peers = self._peers()
            peers[self._peer] -= 1
            if not peers[self._peer]:
                del peers[self._peer]

    def data_received(self, data: bytes) -> None:
        """While a request is answered its own limits count, else those of a head."""
        super().data_received(data)
        self._judge()

    def on_response_complete(self) -> None:
        """Whatever of the request is still to come is given as long as a head."""
        super().on_response_complete()
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if self.cycle.response_complete and not self.transport.is_closing() and self._is_behind():
            self._be_patient()

    def timeout_keep_alive_handler(self) -> None:
        """Nobody waits for a peer that does not even read."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(HEAD_S, self.transport.abort)

    def _judge(self) -> None:
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering and self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        elif not is_answering and self._deadline is None:
            self._be_patient()

    def _is_behind(self) -> bool:
        """Whether a body is still being sent that nobody reads any more."""
        return self.conn.their_state is SEND_BODY

    def _be_patient(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_S, self.transport.abort)

    def _peers(self) -> Counter[str]:
        state: Any = self.server_state
        if not hasattr(state, "peers"):
            state.peers = Counter()
        peers: Counter[str] = state.peers
        return peers


class IntakeServer(uvicorn.Server):
    """Serves from a socket that is bound before."""

    def __init__(self, app: IntakeApp, settings: ServiceSettings) -> None:
        self._release = app.release
        self._context: ssl.SSLContext | None = tls_context(
            ListenerConfig(certificate=settings.certificate, key=settings.key)
        )
        self._listening = bind(settings.host, settings.port)
        self.address: tuple[str, int] = self._listening.getsockname()[:2]
        super().__init__(
            uvicorn.Config(
                app,
                http=PatientProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=True,
                forwarded_allow_ips=list(settings.proxies),
                timeout_keep_alive=IDLE_S,
                timeout_graceful_shutdown=STOP_S,
                h11_max_incomplete_event_size=HEAD_BYTES_MAX,
            )
        )

    async def run_here(self) -> None:
        """Serve until ``should_exit``."""
        await self.serve(sockets=[self._listening])

    def end(self) -> None:
        """Answer what is being answered, then end. Thread: any, also a signal's."""
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Whoever runs us hears the signals; uvicorn would let them kill the process after its end."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does, with a limit for the handshake."""
        await self.lifespan.startup()
        loop = asyncio.get_running_loop()
        self.servers = [
            await loop.create_server(
                lambda: PatientProtocol(self.config, self.server_state, self.lifespan.state),
                sock=listening,
                ssl=self._context,
                ssl_handshake_timeout=HANDSHAKE_S if self._context is not None else None,
            )
            for listening in sockets or ()
        ]
        self.started = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Desks that wait are answered first."""
        self._release()
        await super().shutdown(sockets)
