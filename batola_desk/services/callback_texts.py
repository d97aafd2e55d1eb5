"""A prepared text to a lost caller before anything rings at his side. Source: domain.md §5.5, §12.2.

The text goes to the clipboard of the screen; a sender of its own may take the place of that. What is written
here is that the text left the desk, so that no number gets two of them within half an hour.
Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from batola_desk.domain.callback import Callback
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.events.callback import CallbackAttempted
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.prepared_text import filled
from batola_desk.services.callback_claims import CallbackClaims
from batola_desk.services.context import Context
from batola_desk.services.number_history import NumberHistories

LOST: Final = "lost"
LOST_QUIET: Final = "lost_quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingText:
    """What is to be pasted, and to whom it goes."""

    number_display: str
    text: str


class CallbackTexts:
    """Which text a number gets, and whether it may have one now."""

    def __init__(self, context: Context, histories: NumberHistories, claims: CallbackClaims) -> None:
        self._context = context
        self._histories = histories
        self._claims = claims

    async def is_text_first(self, callback_id: str, number: str) -> bool:
        """Whether this number must not ring before it got its text; nobody knows = it may ring."""
        try:
            is_first = await self._is_sensitive(number)
            return is_first and (await self._item(callback_id)).texted_us is None
        except EnvironmentFault:
            return False

    async def send(self, callback_id: str) -> OutgoingText:
        """The text for this number; it counts as sent.

        Raises:
            OperatorError: ``callback_unknown``, ``callback_texted`` with ``minutes``, those of
                ``CallbackClaims.take``.
        """
        item = await self._item(callback_id)
        code = LOST_QUIET if await self._is_sensitive(item.number) else LOST
        since_us = self._context.clock.now_us() - (item.texted_us or 0)
        every_us = self._context.rules.limits.callback.text_every_s * 1_000_000
        if item.texted_us is not None and 0 <= since_us < every_us:
            raise OperatorError("callback_texted", minutes=since_us // 60_000_000)
        await self._claims.take(callback_id)
        try:
            await self._context.recorder.record(
                NewFact(
                    event=CallbackAttempted(outcome="text_sent"),
                    aggregates=(aggregate(AggregateKind.CALLBACK, callback_id),),
                    occurred_us=self._context.clock.now_us(),
                )
            )
        finally:
            self._claims.release(callback_id)
        prepared = self._context.catalog.prepared_texts[code]
        return OutgoingText(
            number_display=self._context.rules.number_display(item.number),
            text=filled(prepared.text, {"centre": self._context.catalog.centre.name}),
        )

    async def _is_sensitive(self, number: str) -> bool:
        """Counted anew: the type of a ticket may have been found after its call was over."""
        self._histories.forget(number)
        return (await self._histories.of(number)).is_sensitive

    async def _item(self, callback_id: str) -> Callback:
        """With all its facts: a line of the list does not tell when the last text went."""
        name = aggregate(AggregateKind.CALLBACK, callback_id)
        found = await asyncio.wrap_future(self._context.reader.state(name))
        if not isinstance(found, Callback):
            raise OperatorError("callback_unknown")
        return found
