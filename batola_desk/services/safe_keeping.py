"""What the room does not have yet lies in a second place too, and people are told when it does not.

Source: domain.md §5.7, docs/secretariat.md. Thread: the desk's event loop; the copies have threads of their
own, so a stick that is pulled and a neighbour that is silent hold up neither screen nor journal nor exchange.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from batola_desk.models.journal import Journal
from batola_desk.services.alarms import AlarmService
from batola_desk.services.core import Clock
from batola_desk.services.seat_views import CopyView
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.copy_state import FOLDER, NEIGHBOUR, CopyState
from batola_desk.sync.copy_thread import CopyThread
from batola_desk.sync.folder_copy import FolderCopy
from batola_desk.sync.neighbour_thread import NeighbourThread
from batola_desk.sync.rescue import RescueInbox
from batola_desk.sync.status import RULES_DIFFER, SyncMode, SyncStatus

UNSAFE_ALARM_S: Final = 30.0
ALARM: Final = "unsent_unsafe"
REFUSED: Final = "room_refuses"
NOT_TAKEN: Final = frozenset(
    {
        "origin_cloned",
        "room_forked",
        "room_gap",
        "secretariat_full",
        "secretariat_gap",
        "secretariat_no_role",
        "secretariat_other_desk",
        "secretariat_reused",
    }
)
"""The room is there, and does not take this desk's facts: only people can cure it."""


class SafeKeeping:
    """Runs the copies that are configured, and judges them.

    Args:
        status: how the exchange stands; asked on the copies' threads too.
    """

    def __init__(
        self,
        settings: RoomSettings | None,
        *,
        desk: str,
        alarms: AlarmService,
        clock: Clock,
        status: Callable[[], SyncStatus],
    ) -> None:
        self._settings = settings
        self._desk = desk
        self._alarms = alarms
        self._clock = clock
        self._status = status
        self._folder: CopyThread | None = None
        self._neighbours: NeighbourThread | None = None
        self._inbox: CopyThread | None = None
        self._safe_at_s = 0.0

    def start(self, journal: Journal) -> None:
        """Begin to copy; waits for nothing."""
        self._safe_at_s = self._clock.mono_s()
        settings = self._settings
        if settings is None:
            return
        self._inbox = CopyThread(RescueInbox(journal.path, journal.store), "")
        self._inbox.start()
        if settings.safe_copy is not None:
            copy = FolderCopy(
                settings.safe_copy,
                journal.store,
                journal.reader,
                journal_path=journal.path,
                desk=self._desk,
                at_once=self._is_room_away,
            )
            self._folder = CopyThread(copy, FOLDER)
            self._folder.start()
        if settings.neighbours is not None:
            self._neighbours = NeighbourThread(
                settings.neighbours,
                journal.store,
                journal.reader,
                desk=self._desk,
                at_once=self._is_room_away,
            )
            self._neighbours.start()

    async def stop(self) -> None:
        """End, before the journal closes. What is in the copies stays there."""
        running = [part for part in (self._folder, self._neighbours, self._inbox) if part is not None]
        self._folder = self._neighbours = self._inbox = None
        await asyncio.gather(*(asyncio.to_thread(part.stop) for part in running))

    def on_own(self) -> None:
        """Own facts are in the journal: without the room they go into the copies at once."""
        if self._is_room_away():
            for part in (self._folder, self._neighbours):
                if part is not None:
                    part.wake()

    def on_cut(self) -> None:
        """Facts wait again that the room had taken."""
        for part in (self._folder, self._neighbours):
            if part is not None:
                part.start_over()

    def views(self) -> tuple[CopyView, ...]:
        """How each configured copy stands."""
        return tuple(
            CopyView(
                kind=state.kind,
                name=state.name,
                is_whole=state.is_whole,
                code=state.code,
                values=dict(state.values),
            )
            for state in self._states()
        )

    def judge(self) -> None:
        """The clock moved on: what waits for long is told to people, and when it lies in one place only."""
        now_s, status, states = self._clock.mono_s(), self._status(), self._states()
        if status.code in NOT_TAKEN and status.waiting_s >= UNSAFE_ALARM_S:
            self._alarms.raise_alarm(REFUSED, detail=status.code)
        elif status.waiting == 0 or status.waiting_s < UNSAFE_ALARM_S:
            self._alarms.clear(REFUSED)
        if status.waiting == 0 or any(state.is_whole for state in states):
            self._safe_at_s = now_s
            self._alarms.clear(ALARM)
        elif now_s - self._safe_at_s >= UNSAFE_ALARM_S and status.waiting_s >= UNSAFE_ALARM_S:
            detail = next((state.code for state in states if state.code), "copy_none")
            self._alarms.raise_alarm(ALARM, detail=detail)

    def _states(self) -> list[CopyState]:
        states = [part.state for part in (self._folder, self._neighbours) if part is not None]
        if self._neighbours is not None and self._neighbours.keeper_code:
            states.append(CopyState(kind=NEIGHBOUR, code=self._neighbours.keeper_code))
        fault = self._settings.copies_fault if self._settings is not None else None
        if fault is not None:
            states.append(CopyState(kind="", code=fault.code, values=fault.values))
        return states

    def _is_room_away(self) -> bool:
        status = self._status()
        return status.mode is not SyncMode.IN_SYNC or status.code not in {"", RULES_DIFFER}
