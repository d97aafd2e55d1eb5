"""Measures against a number: a shift lead's, with reason and end; a hint wherever the number appears.

No call is blocked, hidden or put last by one. Source: domain.md §12.3. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.domain.announcement import Announcement
from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.room import RoomNumberMeasured, RoomNumberMeasureLifted
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.number_measure import REASON_MAX, measure_of
from batola_desk.domain.reducers import State
from batola_desk.models.reader import JournalReader
from batola_desk.models.search_text import number_key
from batola_desk.services.context import Context
from batola_desk.services.views import MeasureView

RIGHT: Final = "measure_number"
LOADED_MAX: Final = 2_000  # LIMIT: messages looked through at the start
DAY_US: Final = 24 * 3600 * 1_000_000


class MeasureUseCases(Protocol):
    """What the screen may ask; part of ``services.api``."""

    def may_decide(self) -> bool:
        """Whether the person here may decide on measures."""

    def of(self, number: str) -> Sequence[MeasureView]:
        """Measures in force against a number, the newest first."""

    async def decide(self, number: str, measure: str, *, reason: str, days: int = 0) -> None:
        """Decide on a measure; 0 days = as long as is usual for it."""

    async def lift(self, measure_id: str, *, reason: str) -> None:
        """Take a measure back before its end."""


@dataclass(frozen=True, slots=True)
class _Known:
    message: Announcement
    number: str
    measure: str
    reason: str


class NumberMeasures:
    """Implements ``MeasureUseCases``."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, _Known] = {}

    async def load(self, reader: JournalReader) -> None:
        """Take over what was decided before this start."""
        rows = await asyncio.wrap_future(reader.recent_announcements(LOADED_MAX))
        for row in reversed(rows):
            message = Announcement(
                message_id=row.message_id,
                text=row.text,
                until_us=row.until_us,
                author=row.author,
                desk=row.desk,
                announced_us=row.announced_us,
            )
            self._keep(message)

    def take(self, states: Mapping[str, State]) -> None:
        """States came back from the journal."""
        for state in states.values():
            if isinstance(state, Announcement):
                self._keep(state)

    # ---------------------------------------------------------------- reading

    def may_decide(self) -> bool:
        """Whether the person here may decide on measures."""
        return self._context.catalog.may(self._context.role, RIGHT)

    def of(self, number: str) -> Sequence[MeasureView]:
        """Measures in force against a number, the newest first."""
        key, now_us = number_key(number), self._context.clock.now_us()
        if not key:
            return ()
        found = [one for one in self._known.values() if one.number == key and one.message.until_us > now_us]
        found.sort(key=lambda one: -(one.message.announced_us or 0))
        return tuple(self._view(one) for one in found)

    # ---------------------------------------------------------------- wishes

    async def decide(self, number: str, measure: str, *, reason: str, days: int = 0) -> None:
        """Decide on a measure; 0 days = as long as is usual for it.

        Raises:
            OperatorError: ``lead_only``, ``number_unusable``, ``measure_unknown``, ``reason_missing``,
                ``measure_too_long`` with ``days``.
        """
        self._check_right()
        key = number_key(number)
        if not key:
            raise OperatorError("number_unusable", number=number)
        kind = self._context.catalog.number_measures.get(measure)
        if kind is None:
            raise OperatorError("measure_unknown")
        words = " ".join(reason.split())[:REASON_MAX]
        if not words:
            raise OperatorError("reason_missing", action=RIGHT)
        lasts = days or kind.days
        if not 0 < lasts <= kind.days_max:
            raise OperatorError("measure_too_long", days=kind.days_max)
        now_us = self._context.clock.now_us()
        event = RoomNumberMeasured(
            number=key, measure=measure, reason=words, until_us=now_us + lasts * DAY_US
        )
        await self._record(new_id(now_us // 1000), event)

    async def lift(self, measure_id: str, *, reason: str) -> None:
        """Take a measure back before its end.

        Raises:
            OperatorError: ``lead_only``, ``measure_unknown``, ``reason_missing``.
        """
        self._check_right()
        if measure_id not in self._known:
            raise OperatorError("measure_unknown")
        if not reason.strip():
            raise OperatorError("reason_missing", action=RIGHT)
        await self._record(measure_id, RoomNumberMeasureLifted(reason=reason.strip()[:REASON_MAX]))

    # ---------------------------------------------------------------- inner parts

    def _keep(self, message: Announcement) -> None:
        """What is over is forgotten: the journal has it."""
        decided = measure_of(message.text)
        if decided is None:
            return
        if message.until_us <= self._context.clock.now_us():
            self._known.pop(message.message_id, None)
        else:
            self._known[message.message_id] = _Known(message, decided.number, decided.measure, decided.reason)

    def _view(self, known: _Known) -> MeasureView:
        kind = self._context.catalog.number_measures.get(known.measure)
        return MeasureView(
            measure_id=known.message.message_id,
            label=label_of(kind, self._context.language()) if kind is not None else known.measure,
            reason=known.reason,
            until_us=known.message.until_us,
            author=self._context.world.name_of(known.message.author),
        )

    def _check_right(self) -> None:
        if not self.may_decide():
            raise OperatorError("lead_only", action=RIGHT)

    async def _record(self, message_id: str, event: Event) -> None:
        name = (aggregate(AggregateKind.ROOM, message_id),)
        now_us = self._context.clock.now_us()
        await self._context.recorder.record(NewFact(event=event, aggregates=name, occurred_us=now_us))
