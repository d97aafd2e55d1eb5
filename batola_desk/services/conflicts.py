"""Conflicts between desks: listed until a person has looked, told once, settled by what desks can do anyway.

The journal finds them (``domain.conflicts``); here the open ones are held, whoever they concern is alarmed,
and people choose a value, take a dispatch back, or say that they have seen it. An operator is shown those
that this desk or he himself is in, a lead all. Source: design.md §5, domain.md §5.7, §14.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from batola_desk.domain import reducers
from batola_desk.domain.conflicts import Conflict, ConflictKind
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.conflict import ConflictNoted, ConflictSeen
from batola_desk.domain.facts import AggregateKind, Fact, NewFact, Verdict
from batola_desk.domain.operator import Operator
from batola_desk.domain.reducers import State
from batola_desk.models.room import JudgedFact
from batola_desk.services.change import Change
from batola_desk.services.conflict_views import ConflictView, ConflictViewer
from batola_desk.services.context import Context
from batola_desk.services.dispatch import DispatchService
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.incidents import IncidentService
from batola_desk.services.map_features import MapFeatureService
from batola_desk.sync.listeners import ChangedVerdict

log = logging.getLogger("batola.services")

ALARM: Final = "conflict"
RIGHT: Final = "see_conflicts"
HELD_MAX: Final = 5_000  # LIMIT: open ones in memory; more than people look through in a year
LISTED_MAX: Final = 200  # LIMIT: lines of the page
NOTE_MAX: Final = 500


class ConflictService:
    """Use cases around conflicts."""

    def __init__(
        self,
        context: Context,
        incidents: IncidentService,
        dispatch: DispatchService,
        features: MapFeatureService,
    ) -> None:
        self._context = context
        self._incidents = incidents
        self._dispatch = dispatch
        self._features = features
        self._viewer = ConflictViewer(context, features)
        self._open: dict[str, dict[str, Conflict]] = {}  # home → id → conflict
        self._told: set[str] = set()  # this desk acknowledged their alerts in an earlier run

    # ---------------------------------------------------------------- life

    async def load(self) -> None:
        """Take what is open from the journal's list; an alert acknowledged before is not repeated."""
        reader, desk = self._context.reader, self._context.world.desk
        operators = await asyncio.wrap_future(reader.operators())
        self._viewer.names = {row.operator_id: row.name for row in operators if row.name}
        for conflict in await asyncio.wrap_future(reader.open_conflicts(HELD_MAX)):
            self._open.setdefault(conflict.home, {})[conflict.conflict_id] = conflict
        self._told = {
            alarm.subject
            for alarm in (desk.alarms if desk is not None else ())
            if alarm.code == ALARM and alarm.acknowledged_us is not None
        }
        self.judge()

    def take(self, states: Mapping[str, State]) -> None:
        """These things changed, and their conflicts perhaps with them."""
        changed = False
        for state in states.values():
            if isinstance(state, Operator) and state.name:
                self._viewer.names[state.operator_id] = state.name
            if not state.conflicts and not self._open:
                continue  # nearly always
            home = reducers.name_of(state)
            now = {c.conflict_id: c for c in state.conflicts if c.is_open}
            if now != self._open.get(home, {}):
                changed = True
                if now:
                    self._open[home] = now
                else:
                    self._open.pop(home, None)
        if changed:
            self.judge()
            self._context.publish(Change(what=frozenset({"conflicts", "status"})))

    def judge(self) -> None:
        """Alert for what is open and concerns who sits here; what somebody has looked at is over."""
        alarms = self._context.alarms
        mine = {conflict.conflict_id: conflict for conflict in self._mine()}
        for subject in alarms.active_subjects(ALARM) - mine.keys():
            alarms.clear(ALARM, subject)
        for subject, conflict in mine.items():
            if subject not in self._told:
                alarms.raise_alarm(ALARM, subject, detail=conflict.kind.value)

    # ---------------------------------------------------------------- reading

    def count(self) -> int:
        """How many open ones who sits here is to look at."""
        return sum(1 for _ in self._mine())

    async def listed(self, *, everything: bool = False) -> Sequence[ConflictView]:
        """The newest conflicts, newest first; ``everything``: those that somebody looked at as well."""
        found: Iterable[Conflict] = self._mine()
        if everything:
            recent = await asyncio.wrap_future(self._context.reader.recent_conflicts(LISTED_MAX))
            found = (conflict for conflict in recent if self._concerns(conflict))
        newest = sorted(found, key=lambda c: (c.raised_us, c.conflict_id), reverse=True)
        return [await self._viewer.view(conflict) for conflict in newest[:LISTED_MAX]]

    # ---------------------------------------------------------------- what people do

    async def mark_seen(self, conflict_ids: Sequence[str], *, note: str = "") -> None:
        """Say that these were looked at; they are over for everybody.

        Raises:
            OperatorError: ``conflict_unknown``.
        """
        found = [self._find(conflict_id) for conflict_id in conflict_ids]
        if found:
            await self._context.recorder.record(*(self._seen(c, note.strip()[:NOTE_MAX]) for c in found))

    async def choose(self, conflict_id: str, fact_id: str) -> None:
        """Put one side's value into the field; who chose has looked.

        Raises:
            OperatorError: ``conflict_unknown``, ``conflict_no_choice``, or what writing the field says.
        """
        conflict = self._find(conflict_id)
        side = next((side for side in conflict.sides if side.fact_id == fact_id), None)
        if conflict.kind is not ConflictKind.FIELD or side is None:
            raise OperatorError("conflict_no_choice")
        kind, _, incident_id = conflict.home.partition(":")
        if kind == AggregateKind.MAP_FEATURE:
            await self._features.use_word(incident_id, conflict.detail, side.value)
            await self.mark_seen([conflict_id])
            return
        await self._incidents.open_view(incident_id)
        if conflict.detail == "location":
            await self._incidents.use_location(incident_id, fact_id)
        else:
            self._incidents.set_field(incident_id, conflict.detail, side.value)
            await self._incidents.flush(incident_id)
        await self.mark_seen([conflict_id])

    async def withdraw(self, conflict_id: str, fact_id: str, *, reason: str = "conflict") -> None:
        """Take one side's dispatch back; the unit stays with the other. Who did so has looked.

        Raises:
            OperatorError: ``conflict_unknown``, ``conflict_no_choice``, ``unit_not_here``.
        """
        conflict = self._find(conflict_id)
        side = next((side for side in conflict.sides if side.fact_id == fact_id), None)
        if conflict.kind is not ConflictKind.UNIT or side is None:
            raise OperatorError("conflict_no_choice")
        await self._dispatch.release_unit(side.incident_id, conflict.detail, reason=reason)
        await self.mark_seen([conflict_id])

    # ---------------------------------------------------------------- what the room says

    def note_judged(self, judged: Iterable[JudgedFact]) -> None:
        """Own facts got the room's word: what it could not read, other desks cannot name."""
        unread = [item.fact for item in judged if item.fact.verdict is Verdict.INVALID]
        self._note([(fact, "") for fact in unread])

    def note_changed(self, changed: Iterable[ChangedVerdict]) -> None:
        """A failover turned verdicts that people had acted on; each desk tells of its own facts."""
        self._note([(c.fact, c.before.value) for c in changed if c.fact.desk == self._context.desk])

    def _note(self, facts: Sequence[tuple[Fact, str]]) -> None:
        news = []
        for fact, before in facts:
            home = next((name for name in fact.aggregates if reducers.is_known_name(name)), None)
            if home is not None and not fact.kind.startswith("conflict."):
                event = ConflictNoted(
                    fact_id=fact.fact_id,
                    fact_kind=fact.kind,
                    before=before,
                    after=fact.verdict.value,
                    actor=fact.actor,
                    desk=fact.desk,
                    at_us=fact.occurred_us,
                )
                news.append(self._fact(home, event))
        if news:
            self._context.recorder.submit(news, actor=SYSTEM_ACTOR)

    # ---------------------------------------------------------------- inner parts

    def _mine(self) -> Iterable[Conflict]:
        return (c for conflicts in self._open.values() for c in conflicts.values() if self._concerns(c))

    def _concerns(self, conflict: Conflict) -> bool:
        context = self._context
        if context.catalog.may(context.role, RIGHT) or context.desk in conflict.desks:
            return True
        return any(side.actor == context.person.operator_id for side in conflict.sides)

    def _find(self, conflict_id: str) -> Conflict:
        for conflict in self._mine():
            if conflict.conflict_id == conflict_id:
                return conflict
        raise OperatorError("conflict_unknown")

    def _seen(self, conflict: Conflict, note: str) -> NewFact:
        facts = tuple(side.fact_id for side in conflict.sides)
        return self._fact(conflict.home, ConflictSeen(topic=conflict.topic, facts=facts, note=note))

    def _fact(self, home: str, event: ConflictSeen | ConflictNoted) -> NewFact:
        return NewFact(event=event, aggregates=(home,), occurred_us=self._context.clock.now_us())
