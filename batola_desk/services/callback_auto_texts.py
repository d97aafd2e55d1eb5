"""The prepared text to a lost caller by itself, when the centre wants it so. Source: domain.md §12.2.

Off as shipped (``[callback] auto_text_after_s``), and only where IT set up a sender. Never after a silent
call: what is around such a caller nobody knows. Of several desks the room's claim lets one send; the others
wait a little longer than it, so that they find it done. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from typing import Final

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.models.search_text import number_key
from batola_desk.services.callback_texts import CallbackTexts
from batola_desk.services.context import Context
from batola_desk.services.line_state import ENDED
from batola_desk.services.text_sender import PASTE

log = logging.getLogger("batola.services")

REASONS: Final = frozenset({"abandoned", "dropped"})
LATE_S: Final = 600.0  # LIMIT: who was lost longer ago (a desk was off, a flood of calls) gets none by itself
TURN_S: Final = (
    3.0  # LIMIT: a desk waits so long for each one before it; a claim and its news need one second
)
TURNS_MAX: Final = 10
TRIED_MAX: Final = 2_000  # LIMIT: more losses than ten minutes bring
_MOBILE: Final = re.compile(r"08[0-9]{7,12}")  # national form; nothing else takes a text


class AutoTexts:
    """Looks once per second who waits for a text, and sends them one after the other."""

    def __init__(self, context: Context, texts: CallbackTexts) -> None:
        self._context = context
        self._texts = texts
        self._tried: OrderedDict[tuple[str, int], None] = OrderedDict()  # line and loss: once, whatever came
        self._task: asyncio.Task[None] | None = None

    async def tick(self) -> None:
        """A second passed."""
        if self._task is not None and not self._task.done():
            return
        due = [item for item in self._context.world.callbacks.values() if self._is_due(item)]
        if due:
            self._task = asyncio.create_task(self._send_all(due), name="services:auto-texts")

    async def stop(self) -> None:
        """What is being sent is let go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # ---------------------------------------------------------------- inner parts

    def _is_due(self, item: Callback) -> bool:
        after_s = self._context.rules.limits.callback.auto_text_after_s
        if after_s <= 0 or self._texts.sender.usual == PASTE or self._context.training():
            return False
        lost_us = item.last_lost_us or 0
        since_s = (self._context.clock.now_us() - lost_us) / 1e6
        return (
            after_s + self._turn_s() <= since_s <= after_s + LATE_S
            and item.state is not CallbackState.CLOSED
            and (item.last_attempt_us or 0) < lost_us
            and set(item.reasons) <= REASONS
            and not item.claimed_desk
            and (item.callback_id, lost_us) not in self._tried
            and _MOBILE.fullmatch(number_key(item.number)) is not None
            and not self._is_on_line(item)
        )

    def _turn_s(self) -> float:
        """Desks look one after the other."""
        before = sum(desk < self._context.desk for desk in self._context.world.desks)
        return TURN_S * min(before, TURNS_MAX)

    def _is_on_line(self, item: Callback) -> bool:
        """Who rings or talks right now needs no text; whom somebody dials neither."""
        key = number_key(item.number)
        return any(
            call.state != ENDED and (call.callback_id == item.callback_id or number_key(call.number) == key)
            for call in self._context.line.calls.values()
        )

    async def _send_all(self, due: list[Callback]) -> None:
        for waiting in due:
            item = self._context.world.callbacks.get(waiting.callback_id)
            if item is None or not self._is_due(item):
                continue
            self._tried[item.callback_id, item.last_lost_us or 0] = None
            while len(self._tried) > TRIED_MAX:
                self._tried.popitem(last=False)
            try:
                await self._texts.send(item.callback_id, is_automatic=True)
            except OperatorError as refusal:
                log.info("no text went by itself: %s", refusal.code)
            except EnvironmentFault as fault:  # nobody knows whether a text may harm: none goes
                log.info("no text went by itself: %s", fault.code)
