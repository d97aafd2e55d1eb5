"""The life of a desk: it starts and stops in stages. What it is made of stands in ``services.desk_parts``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import DeskStarted, DeskStopped
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.ipc import messages
from batola_desk.models.journal import Journal, open_journal
from batola_desk.services.core import Clock, Timers
from batola_desk.services.desk_parts import DeskParts
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.world import load_world

log = logging.getLogger("batola.services")

STOP_LIMIT_S = 3.0  # LIMIT: a desk that closes must not hang on a dead disk; what waits is told


class DeskServices(DeskParts):
    """Implements ``services.api.Desk``. Thread: the loop that called ``start``."""

    def __init__(self, setup: DeskSetup, *, clock: Clock | None = None, timers: Timers | None = None) -> None:
        super().__init__(setup, clock=clock, timers=timers)
        self._journal: Journal | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self, *, ticking: bool = True) -> None:
        """Open the journal, load what is open, take the desk, attach to the engine.

        Raises:
            EnvironmentFault: the journal cannot be opened at all.
            OperatorError: it was written by a newer program.
        """
        self._loop = asyncio.get_running_loop()
        self._room.attach(self._loop)
        self._journal_watch.attach(self._loop)
        self._journal = journal = await asyncio.to_thread(self._open_journal)
        self._context.recorder.attach(journal.store, self._loop)
        self._context.journal_reader = journal.reader
        self._histories.attach(journal.reader)
        await load_world(self._world, journal.reader)
        await self.parties.load()
        self._board.rebuild()
        self._context.alarms.load(self._world.desk)
        self._notices.begin()
        await self.room_board.begin()
        await self.conflicts.load()
        self._journal_watch.judge(journal.report)
        await self.announcements.load(journal.reader)
        await self.measures.load(journal.reader)
        self.self_test.load()
        await self.map_features.load(journal.reader)
        for fault in self._setup.configuration_faults:
            self._context.alarms.raise_alarm("config_invalid", detail=fault)
        await self.incidents.prepare()
        started = DeskStarted(app_version=self._setup.app_version, unclean=journal.report.unclean_stop)
        self._context.recorder.submit([self._desk_fact(started)], actor=SYSTEM_ACTOR)
        planned = (*self.catalog.units, *(self.catalog.training_units if self._setup.training else ()))
        self.dispatch.register_planned(planned)
        await self.people.start()
        self.callbacks.on_changed(frozenset(self._world.callbacks))
        self._sources.start()
        self.links.start()
        self._link.start()
        self.unit_positions.start(self._loop)
        self._room.start(journal)
        self.map_packs.start()
        self.map_deliveries.start()
        if ticking:
            self._ticker.start()

    async def stop(self, *, end_line: bool = False) -> None:
        """Close in stages, each with a limit: intake, drafts, journal, engine.

        Args:
            end_line: ask the engine to end too; it refuses while calls live, and then lives on. Calls of a
                desk in training are nobody's: it ends with them.
        """
        await self._ticker.stop()
        await self.places.stop()
        await self._stage("doctor", self.doctor.stop())
        await self._stage("upkeep", self._upkeep.stop())
        await self.self_test.shut_down()
        if end_line:
            await self._stage("line", self._end_line())
        self._line_desk.stop()
        self._journal_watch.stop()
        await self._stage("positions", self._sources.stop())
        await self._stage("texts", self._auto_texts.stop())
        await self._stage("links", self.links.stop())
        await self._stage("weather", self.weather.stop())
        await self._stage("mail", self.outreach.stop())
        self.presence.stop()
        self.unit_positions.stop()
        if self._journal is not None:
            await self._stage("drafts", self._drafts.flush())
            self._drafts.stop()
            await self.people.stop()
            self._context.recorder.submit([self._desk_fact(DeskStopped())], actor=SYSTEM_ACTOR)
            if not await self._context.recorder.drain(STOP_LIMIT_S):
                log.warning("facts still wait for the disk at the end")
        await self._stage("ways", self.recommendation.stop())
        await self._stage("claims", self._claims.stop())
        await self._stage("map deliveries", self.map_deliveries.stop())
        await self._stage("map", self.map_packs.stop())
        await self._stage("room", self._room.stop())
        await self._histories.stop()
        await self._stage("engine link", self._link.stop())
        if self._journal is not None:
            await asyncio.to_thread(self._journal.close)
            self._journal = None
        if self._setup.system_log is not None:
            await asyncio.to_thread(self._setup.system_log.stop)

    async def _end_line(self) -> None:
        self._link.let_go()
        try:
            await self._link.command(messages.ShutDownEngine(force=self._setup.training))
        except OperatorError as refusal:
            log.info("the line lives on: %s", refusal.code)

    async def tick(self) -> None:
        """Run the clock-driven policies once (the ticker does so every second)."""
        await self._ticker.tick()

    async def drain(self, limit_s: float) -> bool:
        """Wait until everything submitted so far is on the disk; False when the limit passed first."""
        return await self._context.recorder.drain(limit_s)

    async def _stage(self, name: str, work: Awaitable[None]) -> None:
        try:
            await asyncio.wait_for(work, STOP_LIMIT_S)
        except TimeoutError:
            log.warning("stopping: %s took too long", name)

    def _open_journal(self) -> Journal:
        return open_journal(
            self._setup.paths.journal,
            app_version=self._setup.app_version,
            on_status=self._journal_watch.on_status,
            on_provisional=self._context.recorder.on_provisional,
            on_room=self._room.on_states,
            priority_of=self._context.rules.priority_of,
        )

    def _desk_fact(self, event: DeskStarted | DeskStopped) -> NewFact:
        return NewFact(
            event=event,
            aggregates=(aggregate(AggregateKind.DESK, self._setup.desk),),
            occurred_us=self._clock.now_us(),
        )
