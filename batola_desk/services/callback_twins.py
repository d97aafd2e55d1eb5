"""One line per number, also when two desks lost the same number before either heard of the other.

Both desks then opened a line of their own, and two people would call one caller back. Once both lines are
known, the desk that opened the one with the higher id hands its calls to the other and closes its own. Ids
never change and are the same everywhere, so two desks never close each other's lines. One that somebody works
on stays.
Source: domain.md §5.5.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Final

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.events.callback import CallbackClosed, CallbackMissedAgain, CallbackOpened
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.models.search_text import number_key
from batola_desk.services.context import Context
from batola_desk.services.follow_up import SYSTEM_ACTOR

SAME_NUMBER: Final = "same_number"
_LOST: Final = frozenset({CallbackOpened.TYPE, CallbackMissedAgain.TYPE})


class CallbackTwins:
    """Joins lines of one number. A skipped or repeated look does no harm."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._has_changed = True  # lines from before the start

    def on_changed(self, callback_ids: frozenset[str]) -> None:
        """Lines appeared or changed, here or at another desk."""
        self._has_changed |= bool(callback_ids)

    async def tick(self) -> None:
        """A second passed: what came meanwhile is looked at once."""
        if not self._has_changed:
            return
        self._has_changed = False
        for kept, twin in list(self._pairs()):
            await self._join(kept, twin)

    def _pairs(self) -> Iterator[tuple[Callback, Callback]]:
        """Open lines of numbers that have another open line with a lower id."""
        first: dict[str, Callback] = {}
        for item in sorted(self._context.world.callbacks.values(), key=lambda item: item.callback_id):
            key = number_key(item.number)
            kept = first.setdefault(key, item) if key else item
            if kept is not item:
                yield kept, item

    async def _join(self, kept: Callback, twin: Callback) -> None:
        whole = await asyncio.wrap_future(self._context.reader.callback(twin.callback_id))
        if whole is None or whole.state is not CallbackState.OPEN or whole.claimed_desk:
            return
        lost = [line for line in whole.timeline if line.kind in _LOST]
        opener = next((line.desk for line in lost if line.kind == CallbackOpened.TYPE), "")
        if opener != self._context.desk or kept.callback_id not in self._context.world.callbacks:
            return
        facts = []
        for line in lost:
            told = dict(line.values)
            again = CallbackMissedAgain(call_key=told["call_key"], reason=told["reason"])
            facts.append(self._fact(kept, again, line.at_us))
        closed = CallbackClosed(reason=SAME_NUMBER)
        await self._context.recorder.record(*facts, self._fact(twin, closed, self._context.clock.now_us()))

    def _fact(self, item: Callback, event: CallbackMissedAgain | CallbackClosed, at_us: int) -> NewFact:
        name = aggregate(AggregateKind.CALLBACK, item.callback_id)
        return NewFact(event=event, aggregates=(name,), occurred_us=at_us, actor=SYSTEM_ACTOR)
