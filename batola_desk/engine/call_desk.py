"""The calls of this desk: who rings, who is in the headset, who waits on hold, what is recorded.

Thread: the engine's, for everything here.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events import call as call_events
from batola_desk.domain.facts import Event
from batola_desk.engine.budget import Budget
from batola_desk.engine.call_meters import CallMeters
from batola_desk.engine.call_ports import CallAudio, Clocks
from batola_desk.engine.call_recordings import CallRecordings
from batola_desk.engine.causes import end_cause
from batola_desk.engine.consultation import Groups, Guest, company, on_hold, routing_of
from batola_desk.engine.engine_call import EngineCall, Leg, LegView
from batola_desk.engine.fact_desk import FactDesk
from batola_desk.engine.origin import origin_facts
from batola_desk.engine.party_desk import PartyDesk, describe
from batola_desk.engine.ringing import Ringer
from batola_desk.engine.speech import SpeechDetector
from batola_desk.engine.spool import FactSpool
from batola_desk.engine.successors import Successors
from batola_desk.engine.text_desk import TextDesk
from batola_desk.ipc.messages import CallChanged, DialNumber, DigitReceived, EngineAlarm, LineCall, Message
from batola_desk.telephony.leg_types import (
    CallDirection,
    LegChange,
    LegState,
    TransferProgress,
    TransferState,
)

log = logging.getLogger("batola.engine")

TALKED_KEYS_MAX = 1000  # LIMIT: the calls of some days
_KEYS_AT_ONCE, _KEYS_PER_S = 64, 12.0  # LIMIT: the fastest dialling machines press ten keys a second
_CHANGE_ALARMS = {
    LegChange.NO_MEDIA: "call_without_sound",
    LegChange.TRANSFER_DECLINED: "transfer_declined",
    LegChange.TEXT_FAILED: "text_failed",
}


class CallDesk:
    """Turns what happens to legs into calls, sound, recordings and facts; obeys the operator."""

    def __init__(
        self,
        audio: CallAudio,
        facts: FactDesk,
        spool: FactSpool,
        send: Callable[[Message], None],
        *,
        recordings: Path,
        clocks: Clocks,
    ) -> None:
        self._audio = audio
        self._facts = facts
        self._send = send
        self._now_us = clocks.now_us
        self._clock = clocks.mono_s
        self._ringer = Ringer(audio)
        self._talked_keys: deque[str] = deque(maxlen=TALKED_KEYS_MAX)
        self.calls: dict[str, EngineCall] = {}
        self.recordings = CallRecordings(self.calls, audio, facts, spool, recordings, clocks, self._tell)
        self._meters = CallMeters(audio, send, self._tell)
        self.successors = Successors(self, clocks.now_us)
        self.groups = Groups()
        self.parties = PartyDesk(self, clocks.mono_s)
        self.texts = TextDesk(self._fact, send, clocks.mono_s)
        self.guests: dict[str, Guest] = {}  # leads on the line, by their leg
        self.focus_call_id: str | None = None
        self.is_muted = False

    # -- what the line does

    def on_incoming(self, leg: Leg, offered_us: int, *, training: bool) -> None:
        """A call began to ring."""
        call = self.add(leg, CallDirection.INCOMING, offered_us, training=training)
        self.offered(call)

    def on_leg_changed(self, leg_id: str, view: LegView, change: LegChange) -> None:
        """A leg changed; ``view`` is how it was at that moment."""
        call = self.calls.get(leg_id)
        if call is None:
            return
        if change is LegChange.ANSWER_FAILED:
            self._send(EngineAlarm(code="answer_failed", call_id=leg_id))
            self.leave_headset((call.call_id,))
        elif change is LegChange.HOLD_FAILED and not call.local_hold:
            self._send(EngineAlarm(code="resume_failed", call_id=leg_id))
        elif change is LegChange.LOCATION:
            self._tell_origin(call)
        elif change in _CHANGE_ALARMS:
            self._send(EngineAlarm(code=_CHANGE_ALARMS[change], call_id=leg_id))
        call.remote_hold = view.remote_hold
        call.codec = view.codec or call.codec
        call.secure, call.has_text = view.secure, view.has_text
        call.is_unanswered = view.is_doubtful
        call.was_plain = call.was_plain or (view.state is LegState.TALKING and not view.secure)
        if view.state is LegState.ENDED:
            call.end = view.end
            self._end(call)
        elif view.state is LegState.TALKING and call.state is not LegState.TALKING:
            self._talk(call)
        else:
            call.state = view.state
            if view.state is LegState.EARLY:
                self._carry_early_sound(call)
            elif view.state is LegState.TALKING and call.media is None:
                self._carry(call)  # a call of text alone got a voice
        self._tell(call)
        self._ring()

    def on_digit(self, leg_id: str, digit: str) -> None:
        """The caller pressed a telephone key."""
        call = self.calls.get(leg_id)
        if call is None:
            return
        if call.key_budget is None:
            call.key_budget = Budget(_KEYS_AT_ONCE, _KEYS_PER_S, self._clock)
        if call.key_budget.spend(1):
            self._send(DigitReceived(call_id=leg_id, call_key=call.call_key, digit=digit))
            self._fact(call, call_events.CallDigitReceived(digit=digit))

    def on_text(self, leg_id: str, text: str, *, medium: str) -> None:
        """The other side wrote on a call."""
        call = self.calls.get(leg_id)
        if call is not None:
            self.texts.received(call, text, medium)

    def on_transfer_progress(self, leg_id: str, progress: TransferProgress) -> None:
        """News of a transfer the operator asked for."""
        log.info("a transfer moved on", extra={"state": progress.state.value, "sip_code": progress.sip_code})
        if progress.state.is_final:
            succeeded = progress.state is TransferState.SUCCEEDED
            self.parties.on_transfer(leg_id, succeeded=succeeded, sip_code=progress.sip_code)
            self._ring()

    # -- what the operator asks

    def answer(self, call_id: str) -> None:
        """Answer; whoever is in the headset goes on hold first. Raises OperatorError."""
        call = self.known(call_id)
        if not call.is_ringing:
            raise OperatorError("call_not_ringing")
        self.enter_headset(call)
        call.leg.answer()
        self._ring()

    def reject(self, call_id: str) -> None:
        """Decline on this desk. Raises OperatorError."""
        call = self.known(call_id)
        if not call.is_ringing:
            raise OperatorError("call_not_ringing")
        call.leg.reject(486)

    def hang_up(self, call_id: str) -> None:
        """End in any state. Raises OperatorError."""
        self.let_go(self.known(call_id))

    def hold(self, call_id: str) -> None:
        """Put on hold; harmless when repeated. Who speaks with others goes on without the operator.

        Raises:
            OperatorError: ``call_not_talking``.
        """
        call = self.known(call_id)
        if not call.is_talking:
            raise OperatorError("call_not_talking")
        self.leave_headset(company(self.groups, call.call_id))

    def resume(self, call_id: str) -> None:
        """Take back into the headset; another live one goes on hold. Raises OperatorError."""
        call = self.known(call_id)
        if not call.is_talking:
            raise OperatorError("call_not_talking")
        self.enter_headset(call)

    def dial(self, request: DialNumber, dial: Callable[[str], Leg], *, training: bool) -> None:
        """Dial out; whoever is in the headset goes on hold. Raises OperatorError."""
        self.begin_dialled(dial(request.number), request, training=training)

    def begin_dialled(self, leg: Leg, request: DialNumber, *, training: bool) -> EngineCall:
        """Take over a leg that was dialled."""
        call = self.add(leg, CallDirection.OUTGOING, self._now_us(), training=training)
        call.number = request.number
        call.purpose = request.purpose
        call.callback_id = request.callback_id
        call.incident_id = request.incident_id
        self.enter_headset(call)
        self.offered(call)
        return call

    def send_digits(self, call_id: str, digits: str) -> None:
        """Send telephone keys. Raises OperatorError."""
        call = self.known(call_id)
        if not call.is_talking:
            raise OperatorError("call_not_talking")
        if not digits or any(digit not in "0123456789*#ABCDabcd" for digit in digits):
            raise OperatorError("digits_unusable", digits=digits)
        if call.leg.send_dtmf(digits.upper()) < len(digits):
            raise OperatorError("digits_not_taken")

    def set_muted(self, *, muted: bool) -> None:
        """Mute the operator towards the call in the headset."""
        self.is_muted = muted
        self._audio.set_muted(muted=muted)
        focus = self.focus
        if focus is not None:
            self._tell(focus)

    def silence_ringing(self) -> None:
        """Quieten what rings now."""
        self._ringer.silence()
        self._ring()

    # -- what time does

    def tick(self, *, attached: bool) -> None:
        """Ten times a second: silence of callers, meters, ringing."""
        self._meters.tick(self.calls.values(), self.focus if attached else None, self._clock())
        self.texts.tick(self.calls)
        self.parties.tick()
        self._ring()

    def line_calls(self) -> tuple[LineCall, ...]:
        """Return all calls as the screen is told."""
        return tuple(call.as_line_call(muted=self._is_muted(call)) for call in self.calls.values())

    @property
    def focus(self) -> EngineCall | None:
        """The call in the headset."""
        return self.calls.get(self.focus_call_id) if self.focus_call_id is not None else None

    # -- for the parties of a call

    def known(self, call_id: str) -> EngineCall:
        call = self.calls.get(call_id)
        if call is None:
            raise OperatorError("call_unknown")
        return call

    def enter_headset(self, call: EngineCall) -> None:
        """Make this the call the operator speaks on; whoever was it goes on hold, or gives up dialling."""
        focus = self.focus
        if focus is not None and focus is not call:
            group = self.groups.of(focus.call_id)
            is_same_group = group is not None and call.call_id in group.members
            if not focus.is_talking and focus.direction is CallDirection.OUTGOING and not is_same_group:
                self.let_go(focus)
        if self.is_muted and focus is not call:
            self.is_muted = False  # a caller must never meet a forgotten mute
            self._audio.set_muted(muted=False)
        self.focus_call_id = call.call_id
        self.parties.on_attended(call)
        self.settle()

    def leave_headset(self, call_ids: Sequence[str]) -> None:
        """The operator speaks with these no more."""
        if self.focus_call_id in call_ids:
            self.focus_call_id = None
        self.settle()

    def let_go(self, call: EngineCall) -> None:
        """Hang up; its end follows."""
        call.is_leaving = True  # not worth a hold any more
        call.leg.hang_up()

    def settle(self) -> None:
        """Give everybody the sound that follows from who is in the headset; hold and resume on the line."""
        self._audio.set_routing(routing_of(self.groups, self.focus_call_id, self.guests))
        talking = [call.call_id for call in self.calls.values() if call.is_talking]
        held = on_hold(self.groups, self.focus_call_id, talking)
        for call in list(self.calls.values()):
            if call.call_id in held and not call.local_hold and not call.is_leaving:
                self._hold(call)
            elif call.is_talking and call.call_id not in held and call.local_hold:
                self._resume(call)
            self._tell(call)

    @property
    def audio(self) -> CallAudio:
        """The sound side in use."""
        return self._audio

    def by_key(self, call_key: str) -> EngineCall | None:
        """The call of this key, if it is here."""
        return next((call for call in self.calls.values() if call.call_key == call_key), None)

    def tell_fact(self, aggregate: str, event: Event) -> None:
        """A fact about a call, also one that has ended."""
        self._facts.tell(aggregate, event, self._clock())

    def alarm(self, code: str, call_id: str, *, active: bool = True) -> None:
        """Something about a call the operator must know, or that is over."""
        self._send(EngineAlarm(code=code, call_id=call_id, active=active))

    def listen_anew(self, call_id: str) -> None:
        """Who only listened to others has not been silent towards the operator."""
        call = self.calls.get(call_id)
        if call is not None and call.speech is not None:
            call.speech.restart(self._clock())

    def add(self, leg: Leg, direction: CallDirection, offered_us: int, *, training: bool) -> EngineCall:
        """A leg became known."""
        call_key = leg.call_key
        if call_key in self._talked_keys or any(call.call_key == call_key for call in self.calls.values()):
            # A second session under one key (a PBX that calls again) must not end or go on with the first's
            # story. One that nobody answered is only offered again: it keeps its key.
            call_key = f"{call_key}/{leg.leg_id[:8]}"
        call = EngineCall(
            leg=leg,
            direction=direction,
            call_key=call_key,
            number=leg.remote_number,
            display_name=leg.remote_display_name,
            offered_us=offered_us,
            training=training,
            state=LegState.RINGING if direction is CallDirection.INCOMING else LegState.DIALLING,
        )
        self.calls[call.call_id] = call
        return call

    def offered(self, call: EngineCall) -> None:
        """Show and journal a call that was added."""
        self._tell(call)
        self._facts.tell(call.aggregate, call.as_offered(), self._clock(), call.offered_us)
        self._tell_origin(call)
        self._ring()

    # -- inner parts

    def _hold(self, call: EngineCall) -> None:
        call.local_hold = True
        call.silence_s = None
        call.leg.hold()
        self._fact(call, call_events.CallHeld())

    def _resume(self, call: EngineCall) -> None:
        call.local_hold = False
        call.leg.resume()
        if call.speech is not None:
            call.speech.restart(self._clock())
        self._fact(call, call_events.CallResumed())

    def _tell_origin(self, call: EngineCall) -> None:
        for fact in origin_facts(call.leg.emergency, call.told_origin):
            self._fact(call, fact)

    def _talk(self, call: EngineCall) -> None:
        """Both sides can speak."""
        call.state = LegState.TALKING
        call.answered_us = self._now_us()
        self._carry(call)
        call.speech = SpeechDetector(self._clock())
        call.silence_s = 0.0
        self._fact(call, call_events.CallAnswered(), call.answered_us)
        self.parties.on_talking(call)
        self.settle()  # on hold if the operator has gone elsewhere meanwhile

    def _carry_early_sound(self, call: EngineCall) -> None:
        """The network speaks before anybody answers: the operator should hear it."""
        media = call.leg.media
        if media is not None and media.direction.receives:
            self._carry(call)

    def _carry(self, call: EngineCall) -> None:
        """Give the call's sound to the audio room, once, and record it from its first sound on.

        The network's own words before an answer belong to the record too. Source: domain.md §15.
        """
        media = call.leg.media
        if media is None:
            return  # it ended on the SIP thread meanwhile; the end is on its way here
        if call.media is None:
            self._audio.add_call(call.call_id, media)
            call.media = media
            media.set_receiver(self._audio.receiver(call.call_id))
            call.codec = media.codec
        self.recordings.begin(call)

    def _end(self, call: EngineCall) -> None:
        assert call.end is not None
        was_answered = call.answered_us is not None
        call.state = LegState.ENDED
        call.ended_us = self._now_us()
        call.end_cause = end_cause(call.end, call.direction, was_answered=was_answered).value
        call.is_recording = False
        if call.media is not None:
            call.media.set_receiver(None)
            self._audio.remove_call(call.call_id)
        del self.calls[call.call_id]
        if was_answered:
            self._talked_keys.append(call.call_key)
        self.texts.end(call)
        quality = call.quality.whole_call(call.codec, encrypted=call.secure and not call.was_plain)
        if quality is not None:
            self._fact(call, quality)
        ended = call_events.CallEnded(cause=call.end_cause, sip_code=call.end.sip_code or None)
        self._fact(call, ended, call.ended_us)
        was_in_headset = self.focus_call_id == call.call_id
        if was_in_headset:
            self.focus_call_id = None
        is_in_vain = call.in_place_of in self.calls and not was_answered
        if is_in_vain:  # nobody came in his place: he is as he was before
            self.successors.take_place(call.call_id, call.in_place_of)
        self.parties.on_ended(call, was_in_headset=was_in_headset)
        if is_in_vain and call.took_headset:
            self.parties.give_back(self.calls[call.in_place_of])
        self.settle()

    def _ring(self) -> None:
        self._ringer.update_for(self.calls.values(), self.focus, self._clock())

    def _is_muted(self, call: EngineCall) -> bool:
        return self.is_muted and call.call_id == self.focus_call_id

    def _fact(self, call: EngineCall, event: Event, occurred_us: int | None = None) -> None:
        self._facts.tell(call.aggregate, event, self._clock(), occurred_us)

    def _tell(self, call: EngineCall) -> None:
        """Tell the screen unless nothing it sees has changed."""
        describe(call, self.groups.of(call.call_id), self.guests.values())
        call.handing_over = self.parties.state_of(call.call_id)
        call.is_in_focus = call.call_id == self.focus_call_id
        shown = call.as_line_call(muted=self._is_muted(call))
        if shown != call.told:
            call.told = shown
            self._send(CallChanged(call=shown))
