"""Live positions of units between the program that hears them and a room's desks. No fact, like presence.

A desk hears of them over its connection for presence: a hint starts a look, a poll is the fallback. What it
asks for is what it has not seen; now and then it asks for all, because a number that was taken earlier may be
committed later. Source: docs/decisions/0031.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import tell
from batola_desk.sync.loop_thread import LoopThread

log = logging.getLogger("batola.sync")

LOOK_PAUSE_S: Final = 0.05  # LIMIT: twenty looks a second; a map paints no more
POLL_S: Final = 2.0
WHOLE_S: Final = 10.0
BATCH_MAX: Final = 500
TELL_PAUSE_S: Final = 0.04  # a little more than the server takes from one machine
BACKOFF_S: Final = (1.0, 2.0, 5.0, 10.0)
STOP_LIMIT_S: Final = 2.0
UNITS_MAX: Final = 2000  # LIMIT: what waits while the server is away, one for each unit

OnPositions = Callable[[Sequence[UnitPosition]], None]


class PositionSession(Protocol):
    """What a connection must be able to do; every method may raise ``SecretariatFault``."""

    async def positions(self, after: int) -> tuple[int, Sequence[UnitPosition]] | None:
        """Return the newest change and what changed since; None: this room keeps no positions."""
        ...

    async def listen_positions(self, callback: Callable[[], None]) -> None:
        """Call back when units moved."""
        ...


class TellSession(Protocol):
    """The other side of it."""

    async def tell_units(self, positions: Sequence[UnitPosition]) -> bool:
        """Say where units are; False: too soon, say it again."""
        ...

    def terminate(self) -> None: ...


class PositionWatch:
    """Looks at the room's positions. Thread: the exchange's loop.

    Args:
        on_positions: told of what is new.
    """

    def __init__(self, on_positions: OnPositions) -> None:
        self._on_positions = on_positions
        self._after = 0
        self._looked_at = self._whole_at = 0.0
        self.due_at = float("inf")  # loop time; never: the room keeps none, or there is no connection

    async def begin(self, session: PositionSession, wake: Callable[[], None]) -> None:
        """A connection is there."""
        self._after = 0
        self._looked_at = self._whole_at = 0.0
        self.due_at = float("inf")
        await session.listen_positions(lambda: self._on_hint(wake))
        self.due_at = 0.0

    def _on_hint(self, wake: Callable[[], None]) -> None:
        if self.due_at != float("inf"):
            self.due_at = min(self.due_at, self._looked_at + LOOK_PAUSE_S)
            wake()

    async def look_if_due(self, session: PositionSession) -> None:
        """Ask for what is new."""
        now = asyncio.get_running_loop().time()
        if now < self.due_at:
            return
        self._looked_at, self.due_at = now, now + POLL_S
        is_whole = now - self._whole_at >= WHOLE_S
        found = await session.positions(0 if is_whole else self._after)
        if found is None:
            self.due_at = float("inf")
            return
        if is_whole:
            self._whole_at = now
        self._after, moved = found
        if moved:
            tell(self._on_positions, moved)


class PositionTeller:
    """Tells the room where units are: own thread, own connection, the newest of each unit.

    Thread: ``put`` from any.

    Args:
        join: opens a connection that may tell; raises ``SecretariatFault``.
    """

    def __init__(self, join: Callable[[], Awaitable[TellSession]]) -> None:
        self._join = join
        self._lock = threading.Lock()
        self._waiting: dict[str, UnitPosition] = {}
        self._wake = asyncio.Event()
        self._thread = LoopThread("batola-avl-room", self._live)

    def start(self) -> None:
        """Begin; waits for nothing."""
        self._thread.start()

    def stop(self) -> bool:
        """Drop the connection and end; False when it did not end in time."""
        return self._thread.stop(STOP_LIMIT_S)

    def put(self, position: UnitPosition) -> None:
        """Say this soon; never waits."""
        with self._lock:
            if len(self._waiting) >= UNITS_MAX and position.unit_id not in self._waiting:
                return
            is_first = not self._waiting
            self._waiting[position.unit_id] = position
        if is_first:
            self._thread.call(self._wake.set)

    async def _live(self) -> None:
        failures = 0
        while True:
            session: TellSession | None = None
            try:
                session = await self._join()
                failures = 0
                await self._tell(session)
            except SecretariatFault as fault:
                log.info("the room hears no positions", extra={"code": fault.code})
            except Exception:  # SAFETY: a fault of ours costs the room's live positions, nothing else
                log.exception("telling positions broke")
            finally:
                if session is not None:
                    session.terminate()
            await asyncio.sleep(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1

    async def _tell(self, session: TellSession) -> None:
        while True:
            batch = self._take()
            if not batch:
                self._wake.clear()
                if not self._waiting:
                    await self._wake.wait()
                continue
            try:
                is_told = await session.tell_units(batch)
            except SecretariatFault:
                self._give_back(batch)
                raise
            if not is_told:
                self._give_back(batch)
            await asyncio.sleep(TELL_PAUSE_S)

    def _take(self) -> list[UnitPosition]:
        with self._lock:
            names = list(self._waiting)[:BATCH_MAX]
            return [self._waiting.pop(name) for name in names]

    def _give_back(self, batch: Sequence[UnitPosition]) -> None:
        with self._lock:
            for position in batch:
                self._waiting.setdefault(position.unit_id, position)
