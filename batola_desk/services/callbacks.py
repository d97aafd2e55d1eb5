"""Hubungi balik: one line per lost number, ranked, worked off by dialling. Source: domain.md §5.5."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.callback_score import next_attempt_until_us
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.callback import CallbackClosed
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.ipc.messages import LineCall
from batola_desk.models.search_text import number_key
from batola_desk.services.callback_claims import CallbackClaims
from batola_desk.services.callback_texts import CallbackTexts, OutgoingText
from batola_desk.services.calls import CallService
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.line_state import ENDED
from batola_desk.services.number_history import NumberHistories
from batola_desk.services.rules import CLOSE_REASONS
from batola_desk.services.text_sender import TextSender
from batola_desk.services.views import CallbackView, NumberHistory
from batola_desk.services.why_dialled import CALLBACK


class CallbackService:
    """Use cases around the call-back list."""

    def __init__(
        self,
        context: Context,
        calls: CallService,
        histories: NumberHistories,
        claims: CallbackClaims,
        sender: TextSender,
    ) -> None:
        self._context = context
        self._claims = claims
        self._calls = calls
        self._histories = histories
        self.texts = CallbackTexts(context, histories, claims, sender)
        self._known: dict[str, NumberHistory] = {}  # callback id → history of its number

    def open_items(self) -> Sequence[CallbackView]:
        """Ranked, one line per number."""
        dialling = {call.callback_id for call in self._context.line.calls.values() if call.callback_id}
        views = [
            self._view(item, item.callback_id in dialling) for item in self._context.world.callbacks.values()
        ]
        views.sort(key=lambda view: (-view.score, -view.last_lost_us, view.callback_id))
        return views

    def on_changed(self, callback_ids: frozenset[str]) -> None:
        """Items appeared or changed: look up what is known of their numbers."""
        for callback_id in callback_ids:
            item = self._context.world.callbacks.get(callback_id)
            if item is None:
                self._known.pop(callback_id, None)
                continue
            self._histories.fetch(item.number, partial(self._keep, callback_id))

    async def call_back(self, callback_id: str, *, force: bool = False) -> None:
        """Take the line on and dial the number; attempts and reaching are journalled by themselves.

        Args:
            force: also when another desk has it (a lead's right), and without the text that goes first.

        Raises:
            OperatorError: ``callback_unknown``, ``callback_dialling``, ``callback_text_first`` (a ring may
                endanger the caller), those of ``CallbackClaims.take``, or what the line says.
        """
        item = self._item(callback_id)
        if not force and await self.texts.is_text_first(callback_id, item.number):
            raise OperatorError("callback_text_first")
        if any(call.callback_id == callback_id for call in self._context.line.calls.values()):
            raise OperatorError("callback_dialling", number=item.number)
        await self._claims.take(callback_id, force=force)
        try:
            await self._calls.dial_for(item.number, purpose=CALLBACK, callback_id=callback_id)
        except OperatorError:
            self._claims.release(callback_id)
            raise

    async def text(self, callback_id: str) -> OutgoingText:
        """The text for a lost caller, sent or to be pasted. Raises what ``CallbackTexts.send`` does."""
        self._item(callback_id)
        return await self.texts.send(callback_id)

    async def take(self, callback_id: str, *, force: bool = False) -> None:
        """Take the line on without dialling yet ("saya urus").

        Raises:
            OperatorError: ``callback_unknown``, or those of ``CallbackClaims.take``.
        """
        self._item(callback_id)
        await self._claims.take(callback_id, force=force)

    def release(self, callback_id: str) -> None:
        """Let the line go again."""
        self._claims.release(callback_id)

    def on_line_call(self, call: LineCall) -> None:
        """The engine told of a call: an attempt that is over lets its line go."""
        if call.state == ENDED and call.callback_id:
            self._claims.release(call.callback_id)

    async def call_back_caller(self, call_key: str) -> None:
        """Dial whoever an ended call was with, whether he stands in the list or not.

        Raises:
            OperatorError: ``call_gone``, ``call_still_live``, ``number_unusable``, ``callback_dialling``, or
                what the line says.
        """
        call = self._context.world.call(call_key)
        if call is None:
            raise OperatorError("call_gone")
        if self._context.line.by_key(call_key) is not None:
            raise OperatorError("call_still_live")
        callback_id = self._context.world.callback_by_number.get(number_key(call.number))
        if callback_id is not None:
            await self.call_back(callback_id)
            return
        incident_id = call.incident_ids[-1] if call.incident_ids else None
        await self._calls.dial_for(call.number, purpose=CALLBACK, incident_id=incident_id)

    async def call_back_next(self) -> None:
        """Dial the number that stands first.

        Raises:
            OperatorError: ``callback_none``, or what the line says.
        """
        waiting = next(
            (item for item in self.open_items() if not item.dialling and not item.is_held_elsewhere), None
        )
        if waiting is None:
            raise OperatorError("callback_none")
        await self.call_back(waiting.callback_id)

    async def close(self, callback_id: str, *, reason: str, note: str = "") -> None:
        """The item is done.

        Raises:
            OperatorError: ``callback_unknown``, ``reason_missing``, ``reason_unknown``, ``text_missing``.
        """
        let_go = self._claims.release_fact(self._item(callback_id))
        if not reason:
            raise OperatorError("reason_missing")
        if reason not in CLOSE_REASONS:
            raise OperatorError("reason_unknown", reason=reason)
        if reason == "other" and not note.strip():
            raise OperatorError("text_missing")
        closed = NewFact(
            event=CallbackClosed(reason=reason, note=note.strip()),
            aggregates=(aggregate(AggregateKind.CALLBACK, callback_id),),
            occurred_us=self._context.clock.now_us(),
        )
        await self._context.recorder.record(*((let_go,) if let_go is not None else ()), closed)

    def _item(self, callback_id: str) -> Callback:
        item = self._context.world.callbacks.get(callback_id)
        if item is None:
            raise OperatorError("callback_unknown")
        return item

    def _view(self, item: Callback, is_dialling: bool) -> CallbackView:
        history = self._known.get(item.callback_id, NumberHistory())
        near_incident = any(key in self._context.world.incidents for key in history.open_incident_ids)
        score, reasons = self._context.rules.callback_score(
            item,
            is_near_incident=near_incident,
            prank_count=dict(history.by_class).get("P", 0),
        )
        return CallbackView(
            callback_id=item.callback_id,
            number=item.number,
            number_display=self._context.rules.number_display(item.number),
            lost_count=item.lost_count,
            last_lost_us=item.last_lost_us or 0,
            attempts=item.attempts,
            last_outcome=item.last_outcome,
            score=score,
            reasons=reasons,
            dialling=is_dialling,
            claimed_desk=item.claimed_desk,
            claimed_by=self._context.world.name_of(item.claimed_by),
            claim=self._claims.phase_of(item),
            is_held_elsewhere=self._claims.is_held_elsewhere(item),
            again_until_us=next_attempt_until_us(item, self._context.rules.limits.callback),
            is_text_first=history.is_sensitive
            and item.texted_us is None
            and item.state is not CallbackState.TEXT_SENT,
        )

    def _keep(self, callback_id: str, history: NumberHistory) -> None:
        if callback_id in self._context.world.callbacks:
            self._known[callback_id] = history
            self._context.publish(Change(callback_ids=frozenset({callback_id})))
