"""A prepared text to a lost caller before anything rings at his side. Source: domain.md §5.5, §12.2.

It goes out by the sender that IT set up, else it is pasted by a person; with a location link when its words
have a place for one and this desk makes links. What is written here is that the text left the desk, so that
no number gets two of them within half an hour. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.domain.callback import Callback
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.events.callback import CallbackAttempted
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.prepared_text import filled, gaps_of
from batola_desk.services.callback_claims import CallbackClaims
from batola_desk.services.context import Context
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.location_links import BegunLink
from batola_desk.services.number_history import NumberHistories
from batola_desk.services.text_sender import PASTE, TextSender

LOST: Final = "lost"
LOST_QUIET: Final = "lost_quiet"
LINK_GAP: Final = "link"
ITEMS_READ_MAX: Final = (
    5  # LIMIT: earlier lines of one number; more than that do not open within half an hour
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingText:
    """A text and whether it went out.

    Attributes:
        channel: ``sms``, ``whatsapp`` or ``paste``.
        was_sent: False = it is to be pasted.
        code: why it did not go out by itself (``interop.intake.sender.SendFault``); else empty.
    """

    number_display: str
    text: str
    channel: str = PASTE
    was_sent: bool = False
    code: str = ""


class LinkMaker(Protocol):
    """Makes a location link for a text of another's (``services.location_links``)."""

    async def begin(self, call_key: str, channel: str) -> BegunLink: ...

    async def end(self, link: BegunLink, code: str) -> None: ...


class CallbackTexts:
    """Which text a number gets, whether it may have one now, and how it goes out.

    Attributes:
        links: makes the link in a text; None = no text has one.
    """

    def __init__(
        self, context: Context, histories: NumberHistories, claims: CallbackClaims, sender: TextSender
    ) -> None:
        self._context = context
        self._histories = histories
        self._claims = claims
        self.sender = sender
        self.links: LinkMaker | None = None
        self._running: set[str] = set()  # lines whose text is on its way

    async def is_text_first(self, callback_id: str, number: str) -> bool:
        """Whether this number must not ring before it got its text; nobody knows = it may ring."""
        try:
            is_first = await self._is_sensitive(number)
            return is_first and (await self._item(callback_id)).texted_us is None
        except EnvironmentFault:
            return False

    async def send(self, callback_id: str, *, is_automatic: bool = False) -> OutgoingText:
        """Send the text for this number, or hand it out to be pasted; either way it counts as sent.

        Args:
            is_automatic: nobody waits for it: never pasted, and never sent while the room has not said
                that no other desk sends it.

        Raises:
            OperatorError: ``callback_unknown``, ``callback_texted`` with ``minutes``, ``callback_texting``,
                those of ``CallbackClaims.take``.
        """
        if callback_id in self._running:
            raise OperatorError("callback_texting")
        self._running.add(callback_id)
        try:
            item = await self._item_to_text(callback_id)
            was_ours = item.claimed_desk == self._context.desk
            await self._claims.take(callback_id)
            try:
                if is_automatic and not await self._claims.is_certain(callback_id):
                    raise OperatorError("claim_lost", desk="", operator="")
                return await self._send(callback_id, is_automatic=is_automatic)
            finally:
                if not was_ours and not self._is_dialling(callback_id):
                    self._claims.release(callback_id)
        finally:
            self._running.discard(callback_id)

    async def _send(self, callback_id: str, *, is_automatic: bool) -> OutgoingText:
        """The line is ours; what came from the other desks while it was asked for is known by now."""
        item = await self._item_to_text(callback_id)
        code = LOST_QUIET if await self._is_sensitive(item.number) else LOST
        template = self._context.catalog.prepared_texts[code].text
        channel, fault = self.sender.usual, ""
        link = await self._link_for(item, template, channel)
        values = {
            "centre": self._context.catalog.centre.name,
            LINK_GAP: link.address if link is not None else "",
        }
        text = filled(template, values)
        if channel != PASTE:
            fault = await self.sender.send(channel, item.number, text)
            if link is not None and self.links is not None:
                await self.links.end(link, fault)
        was_sent = channel != PASTE and not fault
        attempted = CallbackAttempted(
            outcome="text_failed" if is_automatic and not was_sent else "text_sent",
            channel=channel if was_sent or is_automatic else PASTE,
            fault=fault,
        )
        fact = NewFact(
            event=attempted,
            aggregates=(aggregate(AggregateKind.CALLBACK, callback_id),),
            occurred_us=self._context.clock.now_us(),
        )
        await self._context.recorder.record(fact, actor=SYSTEM_ACTOR if is_automatic else None)
        return OutgoingText(
            number_display=self._context.rules.number_display(item.number),
            text=text,
            channel=attempted.channel,
            was_sent=was_sent,
            code=fault,
        )

    async def _link_for(self, item: Callback, template: str, channel: str) -> BegunLink | None:
        """A link for words that have a place for one; without a service the text goes without it."""
        if self.links is None or LINK_GAP not in gaps_of(template) or not item.call_keys:
            return None
        try:
            return await self.links.begin(item.call_keys[-1], channel)
        except OperatorError:
            return None

    async def _item_to_text(self, callback_id: str) -> Callback:
        """The item, if its number may have a text now; a line that was closed meanwhile counts with it."""
        item = await self._item(callback_id)
        now_us = self._context.clock.now_us()
        every_us = self._context.rules.limits.callback.text_every_s * 1_000_000
        for row in await asyncio.wrap_future(
            self._context.reader.callbacks_of_number(item.number, ITEMS_READ_MAX)
        ):
            one = item
            if row.callback_id != callback_id:
                if (row.last_attempt_us or 0) <= now_us - every_us:
                    continue
                one = await self._item(row.callback_id)
            since_us = now_us - (one.texted_us or 0)
            if one.texted_us is not None and 0 <= since_us < every_us:
                raise OperatorError("callback_texted", minutes=since_us // 60_000_000)
        return item

    def _is_dialling(self, callback_id: str) -> bool:
        """The end of the call will let the line go."""
        return any(call.callback_id == callback_id for call in self._context.line.calls.values())

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
