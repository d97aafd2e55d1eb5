"""Keeps unsent facts of neighbour desks in this desk's journal, so that they outlive their desk.

Who connects must show a certificate of the room's authority with a name of the list; until then he gets a few
seconds and one of few places, the oldest of which is taken back first, so that nobody can occupy them. What
comes is checked before the journal's writer hears of it. Thread: one event loop (``sync.neighbour_thread``).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.codec import fact_from_submission
from batola_desk.models.room import RoomError
from batola_desk.sync.neighbour_config import NeighbourSettings
from batola_desk.sync.neighbour_wire import FACTS_MAX, FRAME_BYTES_MAX, VERSION, WireError, frame, read_frame

log = logging.getLogger("batola.sync")

STRANGERS_MAX: Final = 32  # LIMIT: connections that have not proved who they are
PROOF_LIMIT_S: Final = 5.0
SILENCE_LIMIT_S: Final = 60.0  # a neighbour says something every ten seconds
SHARE: Final = 0.25  # LIMIT: of the journal's writer for one neighbour: this desk's own facts go first
PAUSE_MAX_S: Final = 1.0
WAITING_MAX: Final = 100_000  # LIMIT: facts that may wait in this journal, own ones included
COUNT_EVERY: Final = 10  # frames
BIND_AGAIN_S: Final = 5.0
BACKLOG: Final = 64


class NeighbourKeeper:
    """Listens for neighbours.

    Args:
        keep: puts envelopes into the journal; done when they are on the disk (``JournalStore.keep_facts``).
        count_waiting: how many facts wait in this journal.
        own_origins: nobody else speaks for these.
        on_trouble: told why this desk cannot listen; empty when it does.
    """

    def __init__(
        self,
        settings: NeighbourSettings,
        *,
        keep: Callable[[Sequence[str]], Awaitable[Any]],
        count_waiting: Callable[[], Awaitable[int]],
        own_origins: frozenset[str],
        on_trouble: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._keep = keep
        self._count_waiting = count_waiting
        self._own = own_origins
        self._on_trouble = on_trouble
        self._context = settings.keeping_context()
        self._strangers: dict[asyncio.Task[None], None] = {}  # in order of arrival
        self._neighbours: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Listen until cancelled."""
        host = self._settings.listen
        assert host is not None
        try:
            while True:
                try:
                    listening = _listen(host.name, host.port)
                except OSError as fault:
                    log.info("neighbours cannot be listened for", extra={"errno": fault.errno})
                    self._on_trouble("neighbour_no_port")
                    await asyncio.sleep(BIND_AGAIN_S)
                    continue
                self._on_trouble("")
                try:
                    await self._accept_all(listening)
                finally:
                    listening.close()
        finally:
            for task in (*self._strangers, *self._neighbours.values()):
                task.cancel()

    async def _accept_all(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                accepted, _ = await loop.sock_accept(listening)
            except OSError as fault:  # e.g. no more files: those that are open end by their limits
                log.info("a neighbour could not be let in", extra={"errno": fault.errno})
                await asyncio.sleep(0.1)
                continue
            accepted.setblocking(False)
            if len(self._strangers) >= STRANGERS_MAX:
                next(iter(self._strangers)).cancel()
            task = loop.create_task(self._receive(accepted), name="neighbour")
            self._strangers[task] = None
            task.add_done_callback(self._forget)
            task.add_done_callback(lambda _task, accepted=accepted: accepted.close())  # type: ignore[misc]

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._strangers.pop(task, None)
        for letter, known in list(self._neighbours.items()):
            if known is task:
                del self._neighbours[letter]
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("keeping for a neighbour broke", exc_info=fault)

    async def _receive(self, accepted: socket.socket) -> None:
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(PROOF_LIMIT_S):
                reader, writer = await self._let_in(accepted)
                letter = self._settings.letter_of(writer.get_extra_info("peercert"))
                if letter is None:
                    log.warning("a desk that is not on the list asked to keep facts")
                    return
                hello = await read_frame(reader, PROOF_LIMIT_S)
                if hello.get("do") != "hello" or hello.get("version") != VERSION:
                    raise WireError("no hello")
                await _say(writer, code="", version=VERSION)
            self._admit(letter)
            await self._keep_for(reader, writer)
        except (OSError, TimeoutError, WireError) as end:  # ssl.SSLError is an OSError
            log.debug("a neighbour's connection ended", exc_info=end)
        finally:
            if writer is not None:
                writer.transport.abort()

    async def _let_in(self, accepted: socket.socket) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=FRAME_BYTES_MAX)
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await loop.connect_accepted_socket(
            lambda: protocol, accepted, ssl=self._context, ssl_handshake_timeout=PROOF_LIMIT_S
        )
        return reader, asyncio.StreamWriter(transport, protocol, reader, loop)

    def _admit(self, letter: str) -> None:
        """One connection for each desk: a new one takes the place of the one that may be dead."""
        task = asyncio.current_task()
        assert task is not None
        self._strangers.pop(task, None)
        before = self._neighbours.get(letter)
        self._neighbours[letter] = task
        if before is not None:
            before.cancel()
        log.info("keeping facts for desk %s", letter)

    async def _keep_for(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames, is_full = 0, False
        while True:
            message = await read_frame(reader, SILENCE_LIMIT_S)
            if message.get("do") == "ping":
                await _say(writer, code="")
                continue
            envelopes, is_ours = self._checked(message)
            if is_ours:  # a copy of this desk's file is at work over there: it is told, and nothing is kept
                await _say(writer, code="copy_clash")
                continue
            if frames % COUNT_EVERY == 0:
                is_full = await self._count_waiting() >= WAITING_MAX
            frames += 1
            begun_s = time.monotonic()
            code = "neighbour_full" if is_full else await self._kept(envelopes)
            took_s = time.monotonic() - begun_s
            await _say(writer, code=code)
            await asyncio.sleep(min(took_s * (1 / SHARE - 1), PAUSE_MAX_S))

    def _checked(self, message: dict[str, Any]) -> tuple[list[str], bool]:
        """Return the envelopes of a message, each sealed, and whether one speaks in this desk's own name.

        Raises:
            WireError: anything else.
        """
        is_ours = False
        envelopes = message.get("facts")
        if message.get("do") != "keep" or not isinstance(envelopes, list) or len(envelopes) > FACTS_MAX:
            raise WireError("no facts")
        for envelope in envelopes:
            if not isinstance(envelope, str):
                raise WireError("no envelope")
            try:
                fact = fact_from_submission(envelope)
            except (ValueError, RecursionError) as fault:
                raise WireError("no envelope") from fault
            is_ours = is_ours or fact.origin in self._own
        return envelopes, is_ours

    async def _kept(self, envelopes: Sequence[str]) -> str:
        """Put them into the journal; return the code of the answer."""
        try:
            await self._keep(envelopes)
        except RoomError as refusal:
            log.warning("a neighbour's facts cannot be kept", extra={"code": refusal.code})
            return "copy_clash"
        except EnvironmentFault as fault:
            log.info("a neighbour's facts cannot be kept now", extra={"code": fault.code})
            return "neighbour_busy"
        return ""


async def _say(writer: asyncio.StreamWriter, **message: object) -> None:
    writer.write(frame(message))
    async with asyncio.timeout(PROOF_LIMIT_S):
        await writer.drain()


def _listen(name: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listening = socket.create_server((name, port), family=family, backlog=BACKLOG)
    listening.setblocking(False)
    return listening
