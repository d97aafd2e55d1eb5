"""The life of the desk's connection to its room: connect, exchange, wait, reconnect; and what is told of it.

Own facts go out at once; ``sync.pace`` says when the room is looked at. Thread: one event loop
(``sync.thread`` gives it its own).
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import random
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import RoomError
from batola_desk.models.store import JournalStore
from batola_desk.sync.clock_watch import ClockWatch
from batola_desk.sync.exchange import Exchange
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import Listeners, tell
from batola_desk.sync.member_watch import MemberWatch
from batola_desk.sync.pace import POLL_S, LookPace
from batola_desk.sync.presence import PresenceLink, WorkPlace, speaker_of
from batola_desk.sync.relay import PATIENCE_S
from batola_desk.sync.secretariat import Judged, Member, Secretariat
from batola_desk.sync.status import BEHIND_AFTER_S, SyncMode, SyncStatus, code_of, rules_fault
from batola_desk.sync.voices import Connect, Credentials, Voices, open_voices

log = logging.getLogger("batola.sync")

FILL_PAUSE_S: Final = 0.02  # between two pages of the history: a third of one processor stays free
BEAT_S: Final = 5.0  # of the operator's own session, which may have nothing to say for hours
BACKOFF_FIRST_S: Final = 0.1
BACKOFF_MAX_S: Final = 2.0
BACKOFF_LASTING_S: Final = 15.0  # a wrong password is not cured by trying again each second
CLAIM_LIMIT_S: Final = 1.5  # Source: design.md §5 (Verdicts)
STATUS_PERIOD_S: Final = 0.5
COUNTED_APART: Final = 5_000  # LIMIT: own and kept facts are told apart up to so many: some milliseconds
REMEMBERED_VERDICTS: Final = 2_000  # LIMIT: of answers that nobody asked for yet


class SyncClient:
    """Keeps one desk in step with its room.

    Args:
        connect: opens a session (``sync.postgres.connect`` with the address of the room).
        machine: the workstation's login; None: a desk without one sends only the operator's own facts.
        listeners: who is told what; answers to claims are the client's own (``claim``).
        relay_after_s: how long other desks have for their own facts before this one relays them.
        presence: lives as long as this; told whether the facts are in step, and who speaks for this desk.
        desk: letter of this workstation, which the machine's login must belong to; empty: not asked.
    """

    def __init__(  # noqa: PLR0913 - each is another part of the desk
        self,
        store: JournalStore,
        reader: JournalReader,
        connect: Connect,
        *,
        machine: Credentials | None = None,
        listeners: Listeners | None = None,
        relay_after_s: float = PATIENCE_S,
        presence: PresenceLink | None = None,
        desk: str = "",
    ) -> None:
        self.status = SyncStatus()
        self._origin = store.origin
        self._own_origins = store.own_origins
        self._reader = reader
        self._connect = connect
        self._machine = machine
        self._desk = desk
        self._person: Credentials | None = None
        self._presence = presence
        self._listeners = listeners or Listeners()
        self._told = replace(self._listeners, judged=self._on_judged, desks=self._on_desks)
        self._exchange = Exchange(store, reader, listeners=self._told, relay_after_s=relay_after_s)
        self._members = MemberWatch(self._told.known_people, functools.partial(tell, self._told.members))
        self._wake = asyncio.Event()
        self._again = asyncio.Event()  # do not wait for the next attempt; or begin a new connection
        self._has_news = True  # own facts may wait in the file
        self._look_for_news_at = 0.0  # loop time
        self._pace = LookPace()
        self._waits_until = 0.0  # loop time
        self._beat_at = 0.0  # loop time
        self._voices: Voices | None = None
        self._fault: BaseException | None = None
        self._in_step_at: float | None = None  # loop time
        self._is_catching_up = False
        self._waiting = self._kept = 0
        self._clock = ClockWatch()
        self._oldest: tuple[int | None, float] = (
            None,
            0.0,
        )  # waiting fact's row, and since when it is that one
        self._answers: OrderedDict[str, Judged] = OrderedDict()
        self._askers: dict[str, list[asyncio.Future[Judged | None]]] = {}

    # ------------------------------------------------------------------ what may be asked

    def wake(self) -> None:
        """There is something new in the file: send it now and not with the next poll."""
        self._has_news = True
        self._wake.set()

    def sign_on(self, person: Credentials | None) -> None:
        """Open a session of this operator too; None: nobody is signed on. The machine's goes on meanwhile."""
        if person != self._person:
            self._person = person
            self._again.set()
            self._wake.set()

    def work_at(self, place: WorkPlace) -> None:
        """The person went to another form or field."""
        if self._presence is not None:
            self._presence.work_at(place)

    async def admit(self, person: Credentials) -> Member:
        """Return whom these credentials belong to: the server opens a session for them, or does not.

        Raises:
            SecretariatFault: it does not (``secretariat_password``, ``secretariat_disabled``), the login is
                none of a person (``secretariat_no_role``), or there is no way to the server.
        """
        voice = await self._connect(person)
        try:
            found = await voice.members((person.login,))
        finally:
            voice.terminate()
        if not found or not found[0].role:
            raise SecretariatFault("secretariat_no_role", login=person.login)
        return found[0]

    def accept_room(self, epoch: str) -> None:
        """A person said that this room, which knows nothing of ours, is the one: it gets all that we know.

        Args:
            epoch: as in the values of the fault ``secretariat_other_room``.
        """
        self._exchange.accepted_epoch = epoch
        self._again.set()
        self._wake.set()

    async def claim(self, fact_id: str, limit_s: float = CLAIM_LIMIT_S) -> Judged | None:
        """Return what the room says of a fact that was just journalled.

        None: nobody knows yet (no connection, or no answer in time). The claim then is provisional, is to be
        shown as such, and its verdict comes with ``on_applied``.
        """
        answer = self._answers.get(fact_id)
        if answer is not None or self._voices is None:
            return answer
        asked: asyncio.Future[Judged | None] = asyncio.get_running_loop().create_future()
        askers = self._askers.setdefault(fact_id, [])
        askers.append(asked)
        self.wake()
        try:
            async with asyncio.timeout(limit_s):
                return await asked
        except TimeoutError:
            return None
        finally:
            askers.remove(asked)
            if not askers:
                self._askers.pop(fact_id, None)

    async def run(self) -> None:
        """Live until cancelled. Whatever happens to the room, only the status tells."""
        beside = [asyncio.create_task(self._tell_status(), name="sync-status")]
        if self._presence is not None:
            beside.append(asyncio.create_task(self._presence.run(), name="sync-presence"))
        try:
            failures = 0
            while True:
                self._again.clear()
                was_good = await self._live_once()
                failures = 0 if was_good else failures + 1
                await self._pause(failures)
        finally:
            for task in beside:
                task.cancel()
            self._leave()
            await asyncio.gather(*beside, return_exceptions=True)

    # ------------------------------------------------------------------ one connection

    async def _live_once(self) -> bool:
        """Connect, exchange until something fails or the operator changes; return whether it was of use."""
        was_good = False
        try:
            voices = await open_voices(
                self._connect, self._machine, self._person, self._origin, desk=self._desk
            )
            self._voices = voices
            self._is_catching_up = True
            await voices.reading.listen(self._on_hint)
            await self._exchange.begin(voices)
            self._members.restart()
            self._clock.restart()
            loop = asyncio.get_running_loop()
            self._pace = LookPace(self._pace.desks)
            self._has_news = True
            self._beat_at = loop.time()
            while not self._again.is_set():
                # Whoever signs on now speaks for himself: nothing more goes out over the voices before.
                while not self._again.is_set() and await self._turn():
                    was_good = True
                    await self._beat_if_due()
                was_good = True
                # What was written while the room was looked at goes before all that can wait.
                has_more = not self._has_news and await self._exchange.fill_some()
                if self._has_news or await self._keep_house(voices.reading):
                    continue
                await self._wait_for_work(FILL_PAUSE_S if has_more else POLL_S)
        except (SecretariatFault, RoomError, EnvironmentFault) as fault:
            self._on_fault(fault)
        except Exception as bug:  # SAFETY: a fault of ours must not leave the desk alone for ever
            log.exception("the exchange with the room broke")
            self._on_fault(bug)
        finally:
            self._leave()
        return was_good

    async def _keep_house(self, reading: Secretariat) -> bool:
        """Do one of the questions that can wait, if one is due; own facts and hints come between them."""
        return (
            await self._beat_if_due() or await self._members.look(reading) or await self._clock.look(reading)
        )

    async def _beat_if_due(self) -> bool:
        """Also while a long history comes in: the others are to know that this desk lives."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._beat_at:
            return False
        await self._exchange.beat()
        self._beat_at = loop.time() + BEAT_S
        return True

    async def _turn(self) -> bool:
        """Send own facts if there may be any, look if it is time; return whether there is more of either."""
        now = asyncio.get_running_loop().time()
        sends = self._has_news or now >= self._look_for_news_at
        looks = now >= (self._pace.free_at if self._has_news else self._pace.next_at)
        if self._has_news:
            self._pace.on_sent(now)
        if sends:
            self._has_news = False
            self._look_for_news_at = now + POLL_S
        if looks:
            self._pace.on_look(now)
        has_more = await self._exchange.turn(sends=sends, looks=looks)
        if looks:
            self._pace.on_looked(asyncio.get_running_loop().time(), brought=not self._exchange.is_at_end)
        if has_more:
            self._has_news = self._has_news or sends
            self._pace.want()
        elif looks:
            self._on_in_step()
        return has_more

    async def _wait_for_work(self, limit_s: float) -> None:
        """Wait for own facts, or until the room is to be looked at, or the limit."""
        loop = asyncio.get_running_loop()
        end = loop.time() + limit_s
        while not self._has_news and not self._again.is_set():
            self._waits_until = min(end, self._pace.next_at)
            if self._waits_until <= loop.time():
                return
            with contextlib.suppress(TimeoutError):
                # Not wait_for(): Python 3.11's may swallow the end.
                async with asyncio.timeout_at(self._waits_until):
                    await self._wake.wait()
            self._wake.clear()

    async def _pause(self, failures: int) -> None:
        """Wait before the next attempt; not everybody at the same moment."""
        if self._again.is_set():
            return
        limit_s = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2 ** min(failures, 10))
        if isinstance(self._fault, SecretariatFault) and self._fault.is_lasting:
            limit_s = BACKOFF_LASTING_S
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s * random.uniform(0.5, 1.0)):
                await self._again.wait()

    def _leave(self) -> None:
        voices, self._voices = self._voices, None
        if voices is not None:
            voices.terminate()
        if self._presence is not None:
            self._presence.speak_as(None)
        self._is_catching_up = False
        for askers in self._askers.values():
            for asked in askers:
                if not asked.done():
                    asked.set_result(None)

    # ------------------------------------------------------------------ what happens

    def _on_hint(self) -> None:
        self._pace.on_hint(asyncio.get_running_loop().time())
        if self._pace.next_at < self._waits_until:
            self._wake.set()

    def _on_desks(self, silent_s: Mapping[str, float] | None) -> None:
        if silent_s is not None:
            self._pace.on_desks(silent_s)
        self._listeners.desks(silent_s)

    def _on_judged(self, answer: Judged) -> None:
        self._answers[answer.fact_id] = answer
        if len(self._answers) > REMEMBERED_VERDICTS:
            self._answers.popitem(last=False)
        for asked in self._askers.get(answer.fact_id, ()):
            if not asked.done():
                asked.set_result(answer)

    def _on_in_step(self) -> None:
        self._in_step_at = asyncio.get_running_loop().time()
        if self._fault is not None:
            log.info("in step with the room again")
        self._fault = None
        self._is_catching_up = False
        if self._presence is not None and self._voices is not None:
            self._presence.speak_as(speaker_of(self._voices, self._machine, self._person))

    def _on_fault(self, fault: BaseException) -> None:
        code, _ = code_of(fault)
        if self._fault is None or code_of(self._fault)[0] != code:
            log.warning("no exchange with the room", extra={"code": code})
        self._fault = fault

    # ------------------------------------------------------------------ status

    async def _tell_status(self) -> None:
        while True:
            try:
                await self._count_waiting()
            except EnvironmentFault as fault:
                log.info("the waiting facts cannot be counted", extra={"code": fault.code})
            status = self._status_now()
            if status != self.status:
                self.status = status
                tell(self._told.status, status)
            await asyncio.sleep(STATUS_PERIOD_S)

    async def _count_waiting(self) -> None:
        count = await asyncio.wrap_future(self._reader.pending_count())
        own = count
        if 0 < count <= COUNTED_APART:
            own = await asyncio.wrap_future(self._reader.pending_count_of(self._own_origins))
        self._waiting, self._kept = own, count - own
        row = await asyncio.wrap_future(self._reader.first_pending_of(self._own_origins)) if own else None
        if row != self._oldest[0]:
            self._oldest = (row, asyncio.get_running_loop().time())

    def _status_now(self) -> SyncStatus:
        voices = self._voices
        behind_s = 0.0
        if self._in_step_at is not None:
            behind_s = asyncio.get_running_loop().time() - self._in_step_at
        if voices is None:
            mode = SyncMode.OFFLINE
        elif self._is_catching_up:
            mode = SyncMode.CATCHING_UP
        elif behind_s > BEHIND_AFTER_S or self._exchange.trouble is not None:
            mode = SyncMode.BEHIND
        else:
            mode = SyncMode.IN_SYNC
        trouble = self._fault or self._exchange.trouble or self._exchange.history.trouble
        if trouble is None and voices is not None:
            trouble = voices.refusal or rules_fault(voices.reading.greeting)
        code, values = code_of(trouble) if trouble is not None else ("", {})
        return SyncStatus(
            mode=mode,
            waiting=self._waiting,
            kept=self._kept,
            clock_off_s=self._clock.off_s,
            waiting_s=int(asyncio.get_running_loop().time() - self._oldest[1]) if self._waiting else 0,
            behind_s=0 if mode is SyncMode.IN_SYNC else int(behind_s),
            code=code,
            values=values,
            host=voices.reading.greeting.host if voices is not None else "",
            login=voices.login if voices is not None else "",
            history_percent=self._exchange.history.percent,
        )
