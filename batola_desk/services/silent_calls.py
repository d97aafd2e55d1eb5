"""Silent calls of the whole room: a second one of a number goes to the shift lead; how many were examined.

Both are read from facts that every desk writes anyway, so a number that calls two desks is noticed too.
Source: domain.md §12.1, §13.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.domain.call import Call
from batola_desk.domain.facts import AggregateKind, aggregate
from batola_desk.domain.reducers import State
from batola_desk.domain.silent_rules import stayed_silent
from batola_desk.models.search_text import number_key
from batola_desk.services.context import Context
from batola_desk.services.follow_up import is_dialable

ALARM: Final = "silent_repeat"
LOOKED_BACK: Final = 500  # LIMIT: calls of a day that are counted
KEPT_MAX: Final = 2_000  # LIMIT: calls remembered, silent or not


@dataclass(frozen=True, slots=True)
class _Known:
    """What counts of one call."""

    number: str
    desk: str
    offered_us: int
    silent_us: int | None
    is_silent: bool  # nobody spoke after all
    is_over: bool
    is_examined: bool
    has_ticket: bool
    is_training: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentFigure:
    """Silent calls of today that are over, and those with the whole checklist.

    Attributes:
        spoke: procedures that began although the caller then spoke; in neither of the others.
    """

    count: int = 0
    examined: int = 0
    spoke: int = 0

    @property
    def percent(self) -> int:
        """Of 100; a day without silent calls has missed none."""
        return 100 if not self.count else int(100 * self.examined / self.count)


class SilentCallUseCases(Protocol):
    """What a shift lead wants to know of silent calls."""

    async def examined_today(self) -> SilentFigure: ...


class SilentCalls:
    """Tells of repeated silent calls and counts the examined ones."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def take(self, states: Mapping[str, State]) -> None:
        """Calls changed, here or at another desk."""
        touched = [state for state in states.values() if isinstance(state, Call)]
        for call in touched:
            self._keep(call)
        if any(call.silent_started_us is not None for call in touched):
            self.judge()

    async def tick(self) -> None:
        """A second passed: another person may sit here, or the window is over."""
        self.judge()

    def judge(self) -> None:
        """Tell of every repeated silent call without a ticket: at its own desk, and at a shift lead."""
        context = self._context
        is_lead = context.catalog.may(context.role, "acknowledge_lead_alerts")
        context.alarms.keep_only(
            ALARM,
            {
                aggregate(AggregateKind.CALL, key)
                for key, call in self._repeated()
                if is_lead or call.desk == context.desk
            },
        )

    async def examined_today(self) -> SilentFigure:
        """Count the calls of this calendar day, as far back as lists reach."""
        reader, rules, now_us = self._context.reader, self._context.rules, self._context.clock.now_us()
        today = rules.local_date(now_us)
        rows = await asyncio.wrap_future(reader.recent_calls(LOOKED_BACK))
        missing = [
            row.call_key
            for row in rows
            if row.answered_us is not None and row.direction == "inbound" and row.call_key not in self._known
        ]
        for call in await asyncio.gather(*(asyncio.wrap_future(reader.call(key)) for key in missing)):
            if call is not None:
                self._keep(call)
        begun = [
            call
            for call in self._known.values()
            if call.silent_us is not None
            and call.is_over
            and not call.is_training
            and rules.local_date(call.offered_us) == today
        ]
        silent = [call for call in begun if call.is_silent]
        return SilentFigure(
            count=len(silent),
            examined=sum(call.is_examined for call in silent),
            spoke=len(begun) - len(silent),
        )

    # ---------------------------------------------------------------- inner parts

    def _keep(self, call: Call) -> None:
        if call.direction != "inbound" or call.purpose:
            return
        self._known[call.call_key] = _Known(
            number=number_key(call.number) if is_dialable(call.number) else "",
            desk=call.desk,
            offered_us=call.offered_us or call.answered_us or 0,
            silent_us=call.silent_started_us,
            is_silent=stayed_silent(call),
            is_over=not call.is_live,
            is_examined=call.silent_completed,
            has_ticket=bool(call.incident_ids),
            is_training=call.training,
        )
        self._known.move_to_end(call.call_key)
        while len(self._known) > KEPT_MAX:
            self._known.popitem(last=False)

    def _repeated(self) -> Iterator[tuple[str, _Known]]:
        """Silent calls of the last minutes whose number was silent shortly before."""
        window_us = int(self._context.rules.limits.silent.repeat_window_s * 1e6)
        since_us = self._context.clock.now_us() - 2 * window_us
        recent = [
            (key, call, call.silent_us)
            for key, call in self._known.items()
            if call.number and call.silent_us is not None and call.silent_us > since_us
        ]
        for key, call, at_us in recent:
            is_second = any(
                other != key and before.number == call.number and 0 <= at_us - before_us <= window_us
                for other, before, before_us in recent
            )
            if is_second and not call.has_ticket and self._context.clock.now_us() - at_us <= window_us:
                yield key, call
