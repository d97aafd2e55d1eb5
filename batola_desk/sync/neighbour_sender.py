"""Gives this desk's unsent facts to one neighbour that answers, and goes on to the next when it does not.

Thread: one event loop (``sync.neighbour_thread``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import PendingFact
from batola_desk.sync.address import Host
from batola_desk.sync.copy_state import NEIGHBOUR, CopyState, PendingFeed
from batola_desk.sync.neighbour_config import NeighbourSettings
from batola_desk.sync.neighbour_wire import FACTS_MAX, FRAME_BYTES_MAX, VERSION, WireError, frame, read_frame
from batola_desk.sync.poison import ENVELOPE_BYTES_MAX

log = logging.getLogger("batola.sync")

CONNECT_LIMIT_S: Final = 4.0
ANSWER_LIMIT_S: Final = 15.0  # a keeper's disk may be busy
PING_S: Final = 10.0
PERIOD_S: Final = 0.5
AGAIN_S: Final = 3.0  # after every neighbour was tried
FRAME_FACT_BYTES: Final = 1 << 20


class _RefusedError(Exception):
    """A neighbour answers, and does not keep."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NeighbourSender:
    """Keeps one neighbour's copy equal to what waits.

    Args:
        own_origins: of this file; what is kept here for others has its first copy elsewhere.
        at_once: whether facts go out as they come (the room does not take them right now).
        on_state: told how the copy stands, after every look.
    """

    def __init__(
        self,
        settings: NeighbourSettings,
        reader: JournalReader,
        *,
        desk: str,
        own_origins: frozenset[str],
        at_once: Callable[[], bool],
        on_state: Callable[[CopyState], None],
    ) -> None:
        self._settings = settings
        self._reader = reader
        self._desk = desk
        self._at_once = at_once
        self._on_state = on_state
        self._context = settings.sending_context()
        self._feed = PendingFeed(own_origins)
        self._wake = asyncio.Event()
        self._letter = ""  # who answered last, and is asked first

    def wake(self) -> None:
        """There is something to keep."""
        self._wake.set()

    def start_over(self) -> None:
        """Facts wait again that the room had taken."""
        self._feed.start_over()
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            told = ("neighbour_unreachable", "")
            for letter in sorted(self._settings.desks, key=lambda letter: (letter != self._letter, letter)):
                code = await self._try(letter, self._settings.desks[letter])
                if told[0] == "neighbour_unreachable":  # any other word says more
                    told = (code, letter)
                self._tell(letter="", code=told[0], values={"desk": told[1]})
            await self._pause(AGAIN_S)

    async def _try(self, letter: str, host: Host) -> str:
        """Use a neighbour as long as it keeps; return why it does not."""
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(CONNECT_LIMIT_S):
                reader, writer = await asyncio.open_connection(
                    host.name, host.port, ssl=self._context, limit=FRAME_BYTES_MAX
                )
            await self._ask(reader, writer, do="hello", version=VERSION, desk=self._desk)
            self._letter = letter
            self._feed.start_over()
            await self._serve(letter, reader, writer)
        except _RefusedError as refusal:
            return refusal.code
        except ssl.SSLError as fault:
            log.info("a neighbour's certificate does not do", extra={"desk": letter, "why": fault.reason})
            return "neighbour_certificate"
        except (OSError, TimeoutError, WireError) as fault:
            log.debug("a neighbour does not answer", exc_info=fault)
            return "neighbour_unreachable"
        except EnvironmentFault as fault:
            return fault.code
        finally:
            if writer is not None:
                writer.transport.abort()

    async def _serve(
        self, letter: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> NoReturn:
        said_at_s = time.monotonic()
        while True:
            while await self._send_due(reader, writer):
                said_at_s = time.monotonic()
            if time.monotonic() - said_at_s >= PING_S:
                await self._ask(reader, writer, do="ping")
                said_at_s = time.monotonic()
            self._tell(letter=letter)
            await self._pause(PERIOD_S)

    async def _send_due(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Send one frame; return whether there may be more at once."""
        waiting = await asyncio.wrap_future(self._reader.pending(FACTS_MAX, self._feed.after_row))
        due = _fitting(self._feed.due(waiting, at_once=self._at_once()))
        sent = [fact.envelope for fact in due if len(fact.envelope.encode()) <= ENVELOPE_BYTES_MAX]
        if sent:
            await self._ask(reader, writer, do="keep", facts=sent)
        before = self._feed.after_row
        self._feed.done(waiting, due)
        return self._feed.after_row != before

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, **message: Any) -> None:
        writer.write(frame(message))
        async with asyncio.timeout(ANSWER_LIMIT_S):
            await writer.drain()
        answer = await read_frame(reader, ANSWER_LIMIT_S)
        if code := answer.get("code"):
            raise _RefusedError(str(code))

    async def _pause(self, limit_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._wake.wait()
        self._wake.clear()

    def _tell(self, *, letter: str, code: str = "", values: dict[str, object] | None = None) -> None:
        state = CopyState(
            kind=NEIGHBOUR,
            name=letter,
            is_whole=not code,
            looked_at_s=time.monotonic(),
            code=code,
            values=values or {},
        )
        self._on_state(state)


def _fitting(due: Sequence[PendingFact]) -> Sequence[PendingFact]:
    """Return the first of these that one frame carries."""
    size = 0
    for count, fact in enumerate(due):
        size += len(fact.envelope)
        if count and size > FRAME_FACT_BYTES:
            return due[:count]
    return due
