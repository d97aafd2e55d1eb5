"""The neighbours' own thread and event loop: giving and keeping, beside the exchange with the room."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from batola_desk.models.reader import JournalReader
from batola_desk.models.store import JournalStore
from batola_desk.sync.copy_state import NEIGHBOUR, CopyState
from batola_desk.sync.loop_thread import LoopThread
from batola_desk.sync.neighbour_config import NeighbourSettings
from batola_desk.sync.neighbour_keeper import NeighbourKeeper
from batola_desk.sync.neighbour_sender import NeighbourSender

log = logging.getLogger("batola.sync")

STUCK_S: Final = 20.0  # nothing was looked at for so long: no copy
STOP_LIMIT_S: Final = 2.0
AGAIN_S: Final = 5.0


class NeighbourThread:
    """Runs sender and keeper. Thread: every method from any.

    Args:
        at_once: see ``NeighbourSender``.
    """

    def __init__(
        self,
        settings: NeighbourSettings,
        store: JournalStore,
        reader: JournalReader,
        *,
        desk: str,
        at_once: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._store = store
        self._reader = reader
        self._desk = desk
        self._at_once = at_once
        code = "" if settings.desks else "neighbour_none"
        self._state = CopyState(kind=NEIGHBOUR, code=code, looked_at_s=time.monotonic())
        self._keeper_code = ""
        self._sender: NeighbourSender | None = None
        self._thread = LoopThread("batola-neighbours", self._live)

    def start(self) -> None:
        """Begin; waits for nothing."""
        self._thread.start()

    def stop(self, limit_s: float = STOP_LIMIT_S) -> bool:
        """Drop the connections and end; False when it did not end in time."""
        return self._thread.stop(limit_s)

    def wake(self) -> None:
        """There is something to keep."""
        if self._sender is not None:
            self._thread.call(self._sender.wake)

    def start_over(self) -> None:
        """Facts wait again that the room had taken."""
        if self._sender is not None:
            self._thread.call(self._sender.start_over)

    @property
    def state(self) -> CopyState:
        """How the copy at a neighbour stands."""
        state = self._state
        if self._settings.desks and time.monotonic() - state.looked_at_s > STUCK_S:
            return replace(state, is_whole=False, code="copy_stuck")
        return state

    @property
    def keeper_code(self) -> str:
        """Why this desk keeps nothing for others; empty when it does, or is not to."""
        return self._keeper_code

    # ------------------------------------------------------------------ the thread

    async def _live(self) -> None:
        tasks = []
        if self._settings.desks:
            tasks.append(asyncio.create_task(self._for_ever(self._send), name="neighbour-sender"))
        if self._settings.listen is not None:
            tasks.append(asyncio.create_task(self._for_ever(self._listen), name="neighbour-keeper"))
        await asyncio.gather(*tasks)

    async def _for_ever(self, work: Callable[[], Any]) -> None:
        while True:
            try:
                await work()
            except Exception:  # SAFETY: a fault of ours must not leave this desk without neighbours
                log.exception("the exchange with neighbours broke")
            await asyncio.sleep(AGAIN_S)

    async def _send(self) -> None:
        sender = NeighbourSender(
            self._settings,
            self._reader,
            desk=self._desk,
            own_origins=self._store.own_origins,
            at_once=self._at_once,
            on_state=self._take_state,
        )
        self._sender = sender
        await sender.run()

    async def _listen(self) -> None:
        async def keep(envelopes: Sequence[str]) -> object:
            return await asyncio.wrap_future(self._store.keep_facts(envelopes))

        async def count_waiting() -> int:
            return await asyncio.wrap_future(self._reader.pending_count())

        keeper = NeighbourKeeper(
            self._settings,
            keep=keep,
            count_waiting=count_waiting,
            own_origins=self._store.own_origins,
            on_trouble=self._take_trouble,
        )
        await keeper.run()

    def _take_state(self, state: CopyState) -> None:
        if state.code != self._state.code or state.name != self._state.name:
            log.info("the copy at a neighbour: %s", state.code or "good")
        self._state = state

    def _take_trouble(self, code: str) -> None:
        self._keeper_code = code
