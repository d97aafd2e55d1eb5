"""Queue, line controls, classification, silent procedure. Source: domain.md §5.1, §6.1, §12.1.

Commands to the line go straight to the engine and never wait for the journal; what a person decides about a
call is a fact written here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from batola_desk.domain import guards
from batola_desk.domain.call import Call, CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import (
    CallClassified,
    CallLinked,
    CallNoted,
    CallUnlinked,
    SilentCheckCompleted,
    SilentCheckStarted,
    SilentCheckTicked,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.ipc import messages
from batola_desk.ipc.messages import LineCall
from batola_desk.services.call_views import CallViews, call_on_line
from batola_desk.services.callback_claims import CallbackClaims
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.follow_up import FollowUps, is_dialable
from batola_desk.services.line_state import ENDED, RINGING
from batola_desk.services.number_history import NumberHistories
from batola_desk.services.views import CALLER_ROLE, CallView, NumberHistory
from batola_desk.services.why_dialled import MANUAL, why_dialled

log = logging.getLogger("batola.services")

GHOST_CLASS = "G"
_TEXT_MAX = 2000  # LIMIT: what the engine takes at once


class CallService:
    """Use cases around calls."""

    def __init__(
        self,
        context: Context,
        views: CallViews,
        histories: NumberHistories,
        follow_ups: FollowUps,
        line_claims: CallbackClaims,
        *,
        on_dialled: Callable[[str, str], None] = lambda number, purpose: None,
    ) -> None:
        self._context = context
        self._views = views
        self._histories = histories
        self._follow_ups = follow_ups
        self._line_claims = line_claims
        self._on_dialled = on_dialled
        self.on_linked: Callable[[str, str], None] = lambda incident_id, call_key: None

    # ---------------------------------------------------------------- reading

    def ringing(self) -> Sequence[CallView]:
        """Calls waiting for an answer, longest first; those whose caller may be gone come last."""
        return self._views.ringing()

    def live(self) -> Sequence[CallView]:
        """Answered or dialling calls of this desk, the one in the headset first."""
        return self._views.live()

    def to_classify(self) -> Sequence[CallView]:
        """Ended calls without a class, newest first."""
        return self._views.to_classify()

    def get(self, call_key: str) -> CallView | None:
        """One call that is live or was seen lately."""
        return self._views.view(call_key)

    async def load(self, call_key: str) -> CallView | None:
        """One call, also from history."""
        if self._context.line.by_key(call_key) is None and self._context.world.call(call_key) is None:
            call = await asyncio.wrap_future(self._context.reader.call(call_key))
            if call is None:
                return None
            self._context.world.keep_call(call)
        return self._views.view(call_key)

    def on_line_call(self, call: LineCall) -> None:
        """The engine told of a call: look up its number once, forget it when it ended."""
        if call.state == ENDED:
            self._histories.forget(call.number)
            return
        if call.direction == "inbound" and call.call_key not in self._views.histories and call.number:
            self._histories.fetch(call.number, lambda history: self._keep_history(call.call_key, history))

    # ---------------------------------------------------------------- the line

    async def answer(self, call_key: str | None = None) -> str:
        """Answer this call, or the longest ringing one; a live one goes on hold.

        Raises:
            OperatorError: ``no_call_ringing``, ``call_gone``, or what the engine says.
        """
        if call_key is None:
            waiting = self._views.ringing()
            if not waiting:
                raise OperatorError("no_call_ringing")
            call_key = waiting[0].key
        line = self._line_call(call_key)
        if line.state != RINGING:
            raise OperatorError("call_not_ringing")
        await self._context.link.command(messages.AnswerCall(call_id=line.call_id))
        return call_key

    async def reject(self, call_key: str) -> None:
        """Decline a ringing call on this desk."""
        line = self._line_call(call_key)
        await self._context.link.command(messages.RejectCall(call_id=line.call_id))

    async def hang_up(self, call_key: str) -> None:
        """End a call; one that stays silent only when the silent procedure is done.

        Raises:
            OperatorError: ``silent_listen_longer`` with ``seconds``; ``silent_items_open`` with ``missing``;
                ``conference_hang_up``: several would be left behind, and the operator has to say how.
        """
        line = self._line_call(call_key)
        if line.joined and line.party_role == CALLER_ROLE:
            raise OperatorError("conference_hang_up")
        call = call_on_line(line, self._context.world.call(call_key))
        if call.state is CallState.SILENT_CHECK:
            now_us = self._context.clock.now_us()
            guards.check_silent_hang_up(call, self._context.catalog, now_us, silence_s=line.silence_s)
        await self._context.link.command(messages.HangUpCall(call_id=line.call_id))

    async def hold(self, call_key: str) -> None:
        """Put a call on hold."""
        await self._context.link.command(messages.HoldCall(call_id=self._line_call(call_key).call_id))

    async def resume(self, call_key: str) -> None:
        """Take a held call back into the headset."""
        await self._context.link.command(messages.ResumeCall(call_id=self._line_call(call_key).call_id))

    async def set_muted(self, *, muted: bool) -> None:
        """Mute or unmute the operator's microphone only."""
        await self._context.link.command(messages.SetMuted(muted=muted))
        self._context.line.muted = muted
        self._context.publish(Change(what=frozenset({"status"})))

    async def dial(self, number: str, *, purpose: str = MANUAL, incident_id: str | None = None) -> None:
        """Dial a number; that of a caller is his call back.

        Raises:
            OperatorError: ``number_unusable``, or what the engine says.
        """
        item: str | None = None
        if purpose == MANUAL:
            purpose, item = why_dialled(self._context.world, number)
        if item is not None:
            try:
                await self._line_claims.take(item)
            except OperatorError as held:  # who types a number means it; only the list is left alone
                log.info("dialled beside a call-back line: %s", held.code)
                item = None
        await self.dial_for(number, purpose=purpose, incident_id=incident_id, callback_id=item)

    async def dial_for(
        self,
        number: str,
        *,
        purpose: str,
        incident_id: str | None = None,
        callback_id: str | None = None,
    ) -> None:
        """Dial a number for a call-back item, an agency or by hand."""
        if not is_dialable(number):
            raise OperatorError("number_unusable", number=number)
        await self._context.link.command(
            messages.DialNumber(
                number=number.strip(), purpose=purpose, incident_id=incident_id, callback_id=callback_id
            )
        )
        self._on_dialled(number, purpose)

    async def send_digits(self, call_key: str, digits: str) -> None:
        """Send telephone keys on a live call.

        Raises:
            OperatorError: ``digits_unusable``.
        """
        if not digits or set(digits) - set("0123456789*#ABCD"):
            raise OperatorError("digits_unusable", digits=digits)
        line = self._line_call(call_key)
        await self._context.link.command(messages.SendDigits(call_id=line.call_id, digits=digits))

    async def send_text(self, call_key: str, text: str) -> None:
        """Write to the other side of a live call: letters where it has real-time text, else a whole text.

        Raises:
            OperatorError: ``text_unusable``, or what the engine says.
        """
        if not text or len(text) > _TEXT_MAX:
            raise OperatorError("text_unusable")
        line = self._line_call(call_key)
        await self._context.link.command(messages.SendText(call_id=line.call_id, text=text))

    async def silence_ringing(self) -> None:
        """Quieten the calls now ringing for half a minute; a new one rings at once."""
        await self._context.link.command(messages.SilenceRinging())

    # ---------------------------------------------------------------- decisions about a call

    async def start_silent_check(self, call_key: str, *, trigger: str = "operator") -> None:
        """Begin the silent procedure.

        Raises:
            OperatorError: ``call_not_talking``.
        """
        call = self._known(call_key)
        if call.state is CallState.SILENT_CHECK:
            return
        if call.state is not CallState.TALKING:
            raise OperatorError("call_not_talking")
        await self._record(call_key, SilentCheckStarted(trigger=trigger))

    async def tick_silent(self, call_key: str, item: str, *, heard: bool) -> None:
        """Answer one line of the checklist; the last answer completes it once the minimum time has passed.

        Raises:
            OperatorError: ``silent_check_not_started``, ``silent_item_unknown``.
        """
        call = self._known(call_key)
        if call.silent_started_us is None:
            raise OperatorError("silent_check_not_started")
        if item not in self._context.rules.silent_items:
            raise OperatorError("silent_item_unknown", item=item)
        await self._record(call_key, SilentCheckTicked(item=item, heard=heard))
        await self.complete_silent_check(call_key)

    async def complete_silent_check(self, call_key: str) -> None:
        """Close the checklist if every line is answered and the minimum time has passed."""
        call = self._context.world.call(call_key)
        if call is None or call.silent_completed or call.silent_started_us is None:
            return
        now_us = self._context.clock.now_us()
        if guards.is_silent_check_complete(call, self._context.catalog, now_us):
            until_us = min(now_us, call.ended_us or now_us)
            listened_s = (until_us - call.silent_started_us) // 1_000_000
            await self._record(call_key, SilentCheckCompleted(listened_s=int(listened_s)))

    async def note_spoke(self, call_key: str) -> None:
        """The caller of a running silent procedure speaks: he was none."""
        call = self._known(call_key)
        if call.silent_started_us is not None and call.silent_spoke_us is None:
            listened_s = (self._context.clock.now_us() - call.silent_started_us) // 1_000_000
            await self._record(call_key, SilentCheckCompleted(listened_s=int(listened_s), spoke=True))

    async def classify(self, call_key: str, call_class: str, *, reason: str = "") -> None:
        """Set the class under the guards of §5.1.

        Raises:
            OperatorError: see ``domain.guards``.
        """
        call = self._known(call_key)
        guards.check_classify(call, call_class, self._context.catalog, role=self._context.role, reason=reason)
        if call.call_class == call_class:
            return
        target = (aggregate(AggregateKind.CALL, call_key),)
        fact = NewFact(
            event=CallClassified(call_class=call_class, reason=reason),
            aggregates=target,
            fact_id=new_id(),
            occurred_us=self._context.clock.now_us(),
        )
        following = (
            self._follow_ups.ghost_call_back(fact, call_key, call.number) if call_class == GHOST_CLASS else []
        )
        await self._context.recorder.record(fact, *following)
        self._histories.forget(call.number)

    async def link(self, call_key: str, incident_id: str) -> None:
        """The call belongs to this incident.

        Raises:
            OperatorError: ``incident_unknown``.
        """
        call = self._known(call_key)
        if incident_id in call.incident_ids:
            return
        if self._context.world.entry(incident_id) is None:
            raise OperatorError("incident_unknown")
        await self._record(
            call_key, CallLinked(call_key=call_key, incident_id=incident_id), incident_id=incident_id
        )
        self.on_linked(incident_id, call_key)

    async def unlink(self, call_key: str, incident_id: str, *, reason: str) -> None:
        """The call does not belong to that incident after all.

        Raises:
            OperatorError: ``reason_missing``, ``call_not_linked``, ``class_needs_ticket``.
        """
        call = self._known(call_key)
        if incident_id not in call.incident_ids:
            raise OperatorError("call_not_linked")
        if not reason.strip():
            raise OperatorError("reason_missing")
        if call.incident_ids == (incident_id,) and self._context.rules.class_needs_ticket(call.call_class):
            raise OperatorError("class_needs_ticket", call_class=call.call_class)
        event = CallUnlinked(call_key=call_key, incident_id=incident_id, reason=reason)
        await self._record(call_key, event, incident_id=incident_id)

    async def note(self, call_key: str, text: str) -> None:
        """Write a line about a call that has no incident.

        Raises:
            OperatorError: ``text_missing``.
        """
        self._known(call_key)
        if not text.strip():
            raise OperatorError("text_missing")
        await self._record(call_key, CallNoted(text=text.strip()))

    # ---------------------------------------------------------------- for IT

    async def export_sip_trace(self, call_key: str) -> str:
        """Have the engine write the SIP messages of a call of the last hour; returns the files' common path.

        The name carries the time only: a file name is no place for a caller's number.

        Raises:
            OperatorError: ``trace_empty``, ``trace_not_written``, or ``engine_lost``.
        """
        now = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, UTC)
        stem = self._context.exports / f"jejak-sip-{self._context.desk}-{now:%Y%m%dT%H%M%SZ}"
        await self._context.link.command(messages.ExportTrace(call_key=call_key, stem=str(stem)))
        return str(stem)

    # ---------------------------------------------------------------- inner parts

    def _line_call(self, call_key: str) -> LineCall:
        line = self._context.line.by_key(call_key)
        if not self._context.line.attached:
            raise OperatorError("engine_lost")
        if line is None:
            raise OperatorError("call_gone")
        return line

    def _known(self, call_key: str) -> Call:
        view = self._views.view(call_key)
        if view is None:
            raise OperatorError("call_unknown")
        return view.call

    async def _record(self, call_key: str, event: Event, *, incident_id: str | None = None) -> None:
        aggregates = [aggregate(AggregateKind.CALL, call_key)]
        if incident_id is not None:
            aggregates.append(aggregate(AggregateKind.INCIDENT, incident_id))
        await self._context.recorder.record(
            NewFact(event=event, aggregates=tuple(aggregates), occurred_us=self._context.clock.now_us())
        )

    def _keep_history(self, call_key: str, history: NumberHistory) -> None:
        self._views.histories[call_key] = history
        while len(self._views.histories) > 500:  # LIMIT: calls of some hours
            del self._views.histories[next(iter(self._views.histories))]
        self._context.publish(Change(call_keys=frozenset({call_key})))
