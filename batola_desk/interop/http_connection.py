"""Serves the requests of one connection, each step within its time; nothing a sender does raises out of here.

Order of the checks: the head is read, the route is known, the method fits, the token is right, the rate
allows it; only then a body is read. So a stranger costs one head and no more.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from batola_desk.interop.http_answers import Response, Route, TokenTable, encode
from batola_desk.interop.http_request import (
    HEAD_BYTES_MAX,
    Head,
    RefusedRequestError,
    Request,
    chunk_length,
    credentials,
    parse_head,
    parse_query,
)
from batola_desk.interop.rates import RateTable

log = logging.getLogger("batola.interop")

REQUESTS_MAX: Final = 10_000  # LIMIT: of one connection; a telephone that stays all day reconnects once
_CHUNK_LINE_BYTES_MAX: Final = 256
_LEFTOVER_BYTES_MAX: Final = 65536  # read after a refusal, so that the answer is not lost to a reset
_LEFTOVER_S: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a sender may take, in seconds, for each part as a whole (never for each byte)."""

    head_s: float = 10.0
    body_s: float = 10.0
    answer_s: float = 10.0
    idle_s: float = 75.0


@dataclass(slots=True, eq=False)
class Connection:
    """One accepted connection. ``idle_since_s``: nothing of a request was heard since; None: in a request."""

    peer: str
    idle_since_s: float | None
    writer: asyncio.StreamWriter | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class RequestServer:
    """Answers requests. Thread: the listener's loop.

    Args:
        tokens: whom it knows; empty: everybody may come (loopback only, the listener sees to it).
        strangers: requests without a right token, by peer; too many are hung up on.
        known: all requests with a right token together.
        counts: what was answered, by status.
    """

    def __init__(
        self,
        routes: Mapping[str, Route],
        tokens: TokenTable,
        patience: Patience,
        *,
        strangers: RateTable,
        known: RateTable,
        counts: Counter[int],
    ) -> None:
        self._routes = routes
        self._tokens = tokens
        self._patience = patience
        self._strangers = strangers
        self._known = known
        self._counts = counts

    async def serve(self, reader: asyncio.StreamReader, connection: Connection) -> None:
        """Serve until either side has enough; the writer is closed by the caller."""
        writer = connection.writer
        assert writer is not None
        for _ in range(REQUESTS_MAX):
            try:
                stays = await self._serve_one(reader, writer, connection)
            except RefusedRequestError as refusal:
                await self._refuse(reader, writer, connection.peer, refusal)
                return
            if not stays:
                return
            connection.idle_since_s = time.monotonic()

    async def _serve_one(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: Connection
    ) -> bool:
        block = await self._read_head(reader, connection)
        if not block:
            return False
        head = parse_head(block)
        route = self._route(head)
        query = parse_query(head.query)
        token_name, user = self._known_sender(head, query)
        body = await self._read_body(reader, writer, head, route)
        request = Request(
            method=head.method,
            path=head.path,
            query=query,
            headers=head.headers,
            body=body,
            peer=connection.peer,
            token_name=token_name,
            user=user,
        )
        response = _handle(route, request)
        await self._answer(writer, response, stays=head.wants_to_stay)
        return head.wants_to_stay

    # ------------------------------------------------------------------ reading

    async def _read_head(self, reader: asyncio.StreamReader, connection: Connection) -> bytes:
        """Return the head without its empty line; empty: the sender has left, or says nothing more."""
        try:
            async with asyncio.timeout(self._patience.idle_s):
                first = await reader.read(1)
        except TimeoutError:
            return b""
        if not first:
            return b""
        connection.idle_since_s = None
        try:
            async with asyncio.timeout(self._patience.head_s):
                rest = await reader.readuntil(b"\r\n\r\n")
        except TimeoutError as fault:
            raise RefusedRequestError(408, "head too slow") from fault
        except asyncio.LimitOverrunError as fault:
            raise RefusedRequestError(431, "header too large") from fault
        # An empty line before a request is passed over. Source: RFC 9112 §2.2.
        return (first + rest).removesuffix(b"\r\n\r\n").removeprefix(b"\r\n") or b"\r\n"

    def _route(self, head: Head) -> Route:
        route = self._routes.get(head.path)
        if route is None:
            raise RefusedRequestError(404, "no such path")
        if head.method not in route.methods:
            raise RefusedRequestError(405, ", ".join(sorted(route.methods)))
        return route

    def _known_sender(self, head: Head, query: dict[str, str]) -> tuple[str, str]:
        """Return (token's name, user); the token leaves the query, so that no handler stores it.

        Raises:
            RefusedRequestError: 401, 429.
        """
        secret, user = credentials(head, query)
        query.pop("token", None)
        name = self._tokens.name_of(secret) if self._tokens else ""
        if name is None:
            raise RefusedRequestError(401, "no right token")
        if not self._known.take():
            raise RefusedRequestError(429, "too many requests in all")
        return name, user

    async def _read_body(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: Head, route: Route
    ) -> bytes:
        if head.length == 0:
            return b""
        if head.length is not None and head.length > route.body_bytes_max:
            raise RefusedRequestError(413, "body too large")
        try:
            async with asyncio.timeout(self._patience.body_s):
                if head.headers.get("expect", "").lower() == "100-continue":
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                    await writer.drain()
                if head.length is not None:
                    return await reader.readexactly(head.length)
                return await _read_chunks(reader, route.body_bytes_max)
        except TimeoutError as fault:
            raise RefusedRequestError(408, "body too slow") from fault

    # ------------------------------------------------------------------ answering

    async def _answer(
        self,
        writer: asyncio.StreamWriter,
        response: Response,
        *,
        stays: bool,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self._counts[response.status] += 1
        writer.write(encode(response, stays=stays, headers=headers))
        async with asyncio.timeout(self._patience.answer_s):
            await writer.drain()

    async def _refuse(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        peer: str,
        refusal: RefusedRequestError,
    ) -> None:
        """Say why, and wait a moment until the sender has read it. Source: RFC 9112 §9.6."""
        if refusal.status not in {413, 429} and not self._strangers.take(peer):
            self._counts[0] += 1
            writer.transport.abort()
            return
        headers: tuple[tuple[str, str], ...] = ()
        if refusal.status == 401:
            headers = (("WWW-Authenticate", 'Bearer realm="batola", Basic realm="batola"'),)
        elif refusal.status == 405:
            headers = (("Allow", refusal.reason),)
        elif refusal.status == 429:
            headers = (("Retry-After", "1"),)
        await self._answer(
            writer, Response(refusal.status, f"{refusal.reason}\n".encode()), stays=False, headers=headers
        )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEFTOVER_S):
                if writer.can_write_eof():
                    writer.write_eof()
                left = _LEFTOVER_BYTES_MAX
                while left > 0 and (piece := await reader.read(4096)):
                    left -= len(piece)


async def _read_chunks(reader: asyncio.StreamReader, bytes_max: int) -> bytes:
    """Read a body in chunks; trailers are passed over. Source: RFC 9112 §7.1."""
    body = bytearray()
    while True:
        size = chunk_length(await _line(reader))
        if size == 0:
            break
        if len(body) + size > bytes_max:
            raise RefusedRequestError(413, "body too large")
        body += await reader.readexactly(size)
        if await reader.readexactly(2) != b"\r\n":
            raise RefusedRequestError(400, "bad chunk")
    trailers = 0
    while line := await _line(reader):
        trailers += len(line)
        if trailers > HEAD_BYTES_MAX:
            raise RefusedRequestError(431, "trailers too large")
    return bytes(body)


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        line = await reader.readuntil(b"\r\n")
    except asyncio.LimitOverrunError as fault:
        raise RefusedRequestError(400, "bad chunk") from fault
    if len(line) > _CHUNK_LINE_BYTES_MAX:
        raise RefusedRequestError(400, "bad chunk")
    return line[:-2]


def _handle(route: Route, request: Request) -> Response:
    try:
        return route.handler(request)
    except Exception as fault:  # noqa: BLE001  SAFETY: our bug; one request fails, the listener lives
        stack = "".join(traceback.format_tb(fault.__traceback__))
        # Without the exception's own words: they may quote what was sent.
        log.error(  # noqa: TRY400
            "a handler of the listener broke", extra={"fault": type(fault).__name__, "stack": stack}
        )
        return Response(500, b"internal fault\n")
