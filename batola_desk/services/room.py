"""The desk and its room: what other desks did comes in, own facts go out, and how that stands is told.

Without a configured secretariat nothing of this runs. The exchange has its own thread; the journal's writer
tells what the room changed. Source: design.md §5, domain.md §5.7.

Thread: the desk's event loop; other threads only reach it through ``loop.call_soon_threadsafe``.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.operator import DeskMode
from batola_desk.domain.reducers import State
from batola_desk.models.journal import Journal
from batola_desk.models.room import JudgedFact, RoomApplied
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.room_inbox import RoomInbox
from batola_desk.services.safe_keeping import SafeKeeping
from batola_desk.services.seat_views import RoomView
from batola_desk.sync.client import SyncClient
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import ChangedVerdict, Listeners
from batola_desk.sync.positions import OnPositions, PositionWatch
from batola_desk.sync.presence import Presence, PresenceLink, WorkPlace
from batola_desk.sync.secretariat import Judged, Member
from batola_desk.sync.status import SyncMode, SyncStatus
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Credentials

log = logging.getLogger("batola.services")

FAREWELL_LIMIT_S: Final = 1.0  # LIMIT: the window is closed already; nobody waits longer for a slow server
_FAREWELL_LOOK_S: Final = 0.02
OFFLINE_ALARM_S: Final = 30.0  # Source: domain.md §16
TOLD_LIMIT_S: Final = 2.0  # LIMIT: of leaving; what the server hears later is asserted by the machine
TOLD_LOOK_S: Final = 0.05
ADMIT_LIMIT_S: Final = 6.0  # LIMIT: of a sign-on; then the desk's own memory is asked
ADMIT_OFFLINE_LIMIT_S: Final = 2.0  # the same when the server did not answer a moment ago either
_MODES: Final = {
    SyncMode.IN_SYNC: DeskMode.SYNCED,
    SyncMode.BEHIND: DeskMode.DELAYED,
    SyncMode.OFFLINE: DeskMode.OFFLINE,
    SyncMode.CATCHING_UP: DeskMode.CATCHING_UP,
}


class People(Protocol):
    """Who is told what the room says of people (``services.people``)."""

    def known_logins(self) -> Sequence[str]:
        """Whom this desk knows. Thread: any."""

    def on_status(self, status: SyncStatus) -> None: ...

    def on_members(self, members: Sequence[Member]) -> None: ...


class Conflicts(Protocol):
    """Who is told what people must look at (``services.conflicts``)."""

    def note_judged(self, judged: Iterable[JudgedFact]) -> None: ...

    def note_changed(self, changed: Iterable[ChangedVerdict]) -> None: ...


class RoomService:
    """Keeps the desk in its room, if it has one.

    Args:
        settings: None: the desk stands alone.
        fault: why the settings cannot be used; the desk then works alone, and says so.
        apply: shows states, like those of own facts.
        on_presence: told who of the room works where.
        on_desks: told for how many seconds each desk of the room has been silent.
        on_page: what the room says, page by page; its states have come by ``apply`` or are on their way.
    """

    def __init__(
        self,
        context: Context,
        settings: RoomSettings | None,
        fault: EnvironmentFault | None,
        *,
        apply: Callable[[Mapping[str, State]], None],
        on_presence: Callable[[tuple[Presence, ...]], None],
        on_page: Callable[[RoomApplied], None] = lambda applied: None,
        on_desks: Callable[[Mapping[str, float] | None], None] = lambda silent_s: None,
    ) -> None:
        self._context = context
        self._on_presence = on_presence
        self._on_positions: OnPositions = lambda positions: None
        self._settings = settings
        self._fault = fault
        self._conflicts: Conflicts | None = None
        self._people: People | None = None
        self._on_page = on_page
        self._on_desks = on_desks
        self._inbox = RoomInbox(apply, context.timers)
        self._status = SyncStatus()
        self._thread: SyncThread | None = None
        self._journal: Journal | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._away_since_s = 0.0
        self._safe = SafeKeeping(
            settings,
            desk=context.desk,
            alarms=context.alarms,
            clock=context.clock,
            status=lambda: self._status,
        )

    def attach_conflicts(self, conflicts: Conflicts) -> None:
        """Tell of what the room judged otherwise from now on."""
        self._conflicts = conflicts

    def attach_unit_positions(self, on_positions: OnPositions) -> None:
        """Tell where units are from now on; on the exchange's thread."""
        self._on_positions = on_positions

    # ---------------------------------------------------------------- people

    def attach_people(self, people: People) -> None:
        """Tell of people from now on."""
        self._people = people

    async def admit(self, who: Credentials) -> Member:
        """Return whom the server knows by these credentials; see ``SyncClient.admit``.

        Raises:
            EnvironmentFault: it refuses them, or it cannot be asked.
        """
        if self._thread is None:
            raise self._fault or SecretariatFault("secretariat_unreachable", detail="")
        limit_s = ADMIT_LIMIT_S if self._status.mode is not SyncMode.OFFLINE else ADMIT_OFFLINE_LIMIT_S
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._thread.admit(who)), limit_s)
        except TimeoutError as late:
            raise SecretariatFault("secretariat_unreachable", detail="TimeoutError") from late

    def sign_on(self, who: Credentials | None) -> None:
        """Speak for this person from now on; None = for nobody."""
        if self._thread is not None:
            self._thread.sign_on(who)

    def accept_room(self, epoch: str) -> None:
        """A person said that the room of this epoch is the one (``services.room_acceptance``)."""
        if self._thread is not None:
            self._thread.accept_room(epoch)

    async def told(self, fact_id: str) -> None:
        """Return when the room has this fact, or soon when it cannot be told now.

        A connection that is just being made anew, because people changed a moment ago, is waited for.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TOLD_LIMIT_S):
                while await self.verdict_of(fact_id) is None and not self._is_away:  # noqa: ASYNC110 - no event tells
                    await asyncio.sleep(TOLD_LOOK_S)

    # ---------------------------------------------------------------- life

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on the journal may tell of the room."""
        self._loop = loop
        self._away_since_s = self._context.clock.mono_s()

    def start(self, journal: Journal) -> None:
        """Begin the exchange; waits for nothing."""
        settings = self._settings
        if settings is None or journal.report.read_only:
            return
        from batola_desk.sync.postgres import connect  # a desk that stands alone does not load the driver
        from batola_desk.sync.postgres_presence import join_presence

        async def join(who: Credentials) -> Any:
            return await connect(settings.address, who.login, who.password)

        async def join_for_presence(who: Credentials) -> Any:
            return await join_presence(settings.address, who.login, who.password)

        listeners = Listeners(
            status=functools.partial(self._post, self._take_status),
            applied=functools.partial(self._post, self._take_page),
            changed=functools.partial(self._post, self._take_changed),
            members=functools.partial(self._post, self._take_members),
            desks=functools.partial(self._post, self._on_desks),
            known_people=self._people.known_logins if self._people is not None else tuple,
        )
        self._journal = journal
        store, reader = journal.store, journal.reader
        on_others = functools.partial(self._post, self._on_presence)

        def make_client() -> SyncClient:
            watch = PositionWatch(self._on_positions)
            link = PresenceLink(join_for_presence, store.origin, on_others=on_others, positions=watch)
            return SyncClient(
                store,
                reader,
                join,
                machine=settings.machine,
                listeners=listeners,
                presence=link,
                desk=self._context.desk,
            )

        self._thread = SyncThread(make_client)
        self._thread.start()
        self._safe.start(journal)

    def work_at(self, place: WorkPlace) -> None:
        """The person went to another form or field."""
        if self._thread is not None:
            self._thread.work_at(place)

    async def stop(self) -> None:
        """End the exchange, before the journal closes. What still waits goes out after the next start."""
        thread, self._thread = self._thread, None
        if thread is not None:
            assert self._journal is not None
            await self._farewell(thread, self._journal)
            await asyncio.gather(asyncio.to_thread(thread.stop), self._safe.stop())
        self._inbox.stop()

    async def _farewell(self, thread: SyncThread, journal: Journal) -> None:
        """Let the desk's last words reach the room: the others then know that nobody sits here."""
        thread.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_LIMIT_S):
                while self._status.mode is not SyncMode.OFFLINE:
                    own = journal.reader.pending_count_of(journal.store.own_origins)
                    if not await asyncio.wrap_future(own):
                        return
                    await asyncio.sleep(_FAREWELL_LOOK_S)

    # ---------------------------------------------------------------- reading

    def view(self) -> RoomView | None:
        """How desk and room stand; None on a desk that stands alone."""
        if self._settings is None and self._fault is None:
            return None
        status = self._status
        if self._fault is not None:
            return RoomView(
                mode=DeskMode.OFFLINE.value, code=self._fault.code, values=dict(self._fault.values)
            )
        return RoomView(
            mode=_MODES[status.mode].value,
            waiting_count=status.waiting,
            kept_count=status.kept,
            copies=self._safe.views(),
            behind_s=status.behind_s,
            code=status.code,
            values=dict(status.values),
            host=status.host,
            history_percent=status.history_percent,
        )

    @property
    def is_shared(self) -> bool:
        """Whether this desk has a room at all."""
        return self._settings is not None

    @property
    def decides(self) -> bool:
        """Whether claims are the room's to decide; also while its address cannot be read: they wait then."""
        return self._settings is not None or self._fault is not None

    @property
    def is_current(self) -> bool:
        """Whether this desk knows what the room knows; one that stands alone always does."""
        return not self.is_shared or self._status.mode in {SyncMode.IN_SYNC, SyncMode.BEHIND}

    async def verdict_of(self, fact_id: str) -> Judged | None:
        """The room's word on a fact that was just journalled; None = nobody knows in time."""
        if self._thread is None:
            return None
        return await asyncio.wrap_future(self._thread.claim(fact_id))

    # ---------------------------------------------------------------- what happens

    def on_states(self, states: Mapping[str, State]) -> None:
        """The room changed these things. Thread: the journal's writer."""
        self._post(self._inbox.take, states)

    def on_own(self, states: Mapping[str, State]) -> None:
        """Own facts are in the journal: tell the room now, and show nothing older after them."""
        self._inbox.overtake(states)
        if self._thread is not None:
            self._thread.wake()
            self._safe.on_own()

    def judge_absence(self) -> None:
        """The clock moved on: without the room for long, people are told."""
        if self._settings is None and self._fault is None:
            return
        alarms, now_s = self._context.alarms, self._context.clock.mono_s()
        if self._fault is None and self._status.mode is not SyncMode.OFFLINE:
            self._away_since_s = now_s
            alarms.clear("offline")
        elif now_s - self._away_since_s >= OFFLINE_ALARM_S:
            code = self._fault.code if self._fault is not None else self._status.code
            alarms.raise_alarm("offline", detail=code)
        if self._thread is not None:
            self._safe.judge()

    # ---------------------------------------------------------------- inner parts

    def _post(self, work: Callable[[Any], None], value: Any) -> None:
        """Hand over to the desk's loop. Thread: any."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        try:
            loop.call_soon_threadsafe(work, value)
        except RuntimeError:  # closed at this very moment
            log.debug("the desk's loop has ended")

    @property
    def _is_away(self) -> bool:
        """Whether there is no room now, and not only a moment without a connection."""
        return self._thread is None or (self._status.mode is SyncMode.OFFLINE and bool(self._status.code))

    def _take_status(self, status: SyncStatus) -> None:
        self._status = status
        if self._people is not None:
            self._people.on_status(status)
        self.judge_absence()
        if status.clock_off_s:
            self._context.alarms.raise_alarm("clock_wrong", detail=str(status.clock_off_s))
        else:
            self._context.alarms.clear("clock_wrong")
        self._context.publish(Change(what=frozenset({"status"})))

    def _take_members(self, members: tuple[Member, ...]) -> None:
        if self._people is not None:
            self._people.on_members(members)

    def _take_page(self, applied: RoomApplied) -> None:
        """What the room says of own facts; the states have come by ``on_states``."""
        if applied.cut:
            self._safe.on_cut()
        if self._conflicts is not None:
            self._conflicts.note_judged(applied.judged)
        self._on_page(applied)

    def _take_changed(self, changed: tuple[ChangedVerdict, ...]) -> None:
        """A failover turned verdicts that people had acted on."""
        if self._conflicts is not None:
            self._conflicts.note_changed(changed)
