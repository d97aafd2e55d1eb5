"""How a call is shown: the journal's state with what the engine knows right now laid over it.

The line is quicker than the disk and goes on without it: a call rings on the screen even while the journal
cannot be written. Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from batola_desk.domain.call import Call, CallState
from batola_desk.ipc.messages import LineCall
from batola_desk.services.line_state import RINGING, LineState
from batola_desk.services.views import CALLER_ROLE, CallOrigin, CallView, NumberHistory
from batola_desk.services.world import World

_WAITING = frozenset({CallState.RINGING, CallState.OVERFLOWING})
_SHOWN_SPARE = 50  # LIMIT: views of calls that have left the line, before they are forgotten
_DIALLING = frozenset({"dialling", "early"})


def call_on_line(line: LineCall, known: Call | None) -> Call:
    """Return the call as it is on the line now, with the journal's memory of it."""
    call = known or Call(
        call_key=line.call_key,
        direction=line.direction,
        number=line.number,
        display_name=line.display_name,
        purpose=line.purpose,
        callback_id=line.callback_id,
        training=line.training,
        offered_us=line.offered_us,
    )
    state = _state_on_line(line, call.state)
    return replace(
        call,
        state=state,
        offered_us=call.offered_us or line.offered_us,
        answered_us=call.answered_us or line.answered_us,
        number=call.number or line.number,
        display_name=call.display_name or line.display_name,
        held_since_us=call.held_since_us if line.local_hold else None,
    )


def _state_on_line(line: LineCall, known: CallState) -> CallState:
    if line.state == RINGING:
        return known if known in _WAITING else CallState.RINGING
    if line.state in _DIALLING:
        return CallState.DIALLING
    if line.party_role == CALLER_ROLE:
        return CallState.CONFERENCE if line.joined else CallState.CONSULTING
    if line.handing_over:
        return CallState.TRANSFERRED
    if line.local_hold:
        return CallState.ON_HOLD
    return known if known is CallState.SILENT_CHECK else CallState.TALKING


class CallViews:
    """Builds the views of calls; number histories are filled in when the journal has answered."""

    def __init__(
        self,
        world: World,
        line: LineState,
        *,
        now_us: Callable[[], int],
        ring_step: Callable[[float], int],
    ) -> None:
        self._world = world
        self._line = line
        self._now_us = now_us
        self._ring_step = ring_step
        self.histories: dict[str, NumberHistory] = {}  # by call key
        self._shown: dict[str, tuple[tuple[object, ...], CallView]] = {}  # by call key

    def view(self, call_key: str) -> CallView | None:
        """One call that is on the line or in memory."""
        line = self._line.by_key(call_key)
        known = self._world.call(call_key)
        if line is not None:
            return self._on_line(line, known)
        return self.of_call(known) if known is not None else None

    def of_call(self, call: Call) -> CallView:
        """A call that is not on the line (ended, or the engine is away)."""
        return CallView(
            call=call,
            needs_class=self._world.needs_class(call),
            line_lost=call.is_live and self._world.is_ours(call.desk),
            history=self.histories.get(call.call_key),
        )

    def ringing(self) -> list[CallView]:
        """Calls waiting here, longest first."""
        found = [
            self._on_line(line, self._world.call(line.call_key))
            for line in self._line.calls.values()
            if line.state == RINGING and line.direction == "inbound"
        ]
        found.sort(key=lambda view: (view.doubtful, view.call.offered_us or 0))
        return found

    def live(self) -> list[CallView]:
        """Answered and dialling calls, the one in the headset first, then by age.

        While the engine is away these are the calls the journal believes alive, marked ``line_lost``.
        """
        found = [
            self._on_line(line, self._world.call(line.call_key))
            for line in self._line.calls.values()
            if not (line.state == RINGING and line.direction == "inbound")
        ]
        if not self._line.attached:
            on_line = {view.key for view in found}
            found += [
                self.of_call(call)
                for call in self._world.calls.values()
                if call.is_live
                and call.state not in _WAITING
                and call.call_key not in on_line
                and self._world.is_ours(call.desk)
            ]
        found.sort(key=lambda view: (not view.in_headset, view.call.offered_us or 0))
        return found

    def to_classify(self) -> list[CallView]:
        """Ended calls without a class, newest first."""
        found = [
            self.of_call(call)
            for call in self._world.calls.values()
            if self._world.needs_class(call) and self._line.by_key(call.call_key) is None
        ]
        found.sort(key=lambda view: -(view.call.ended_us or 0))
        return found

    def _on_line(self, line: LineCall, known: Call | None) -> CallView:
        """The view of now; the one shown before if nothing in it has changed.

        Ten panes ask ten times a second for up to 300 ringing calls: building all of them each time took the
        screen's loop for itself.
        """
        offered_us = (known.offered_us if known is not None else None) or line.offered_us
        step = 0
        if line.state == RINGING:
            step = self._ring_step((self._now_us() - offered_us) / 1e6)
        inputs = (
            line,
            known,
            step,
            self._line.focus_call_id == line.call_id,
            self._line.muted,
            self._line.attached,
            self._line.typing_of(line.call_key),
            self.histories.get(line.call_key),
        )
        shown = self._shown.get(line.call_key)
        if shown is not None and shown[0] == inputs:
            return shown[1]
        if len(self._shown) > 2 * len(self._line.calls) + _SHOWN_SPARE:
            self._shown.clear()
        view = self._make(line, call_on_line(line, known), step)
        self._shown[line.call_key] = (inputs, view)
        return view

    def _make(self, line: LineCall, call: Call, step: int) -> CallView:
        return CallView(
            call=call,
            call_id=line.call_id,
            in_headset=line.call_id == self._line.focus_call_id,
            muted=line.muted or (self._line.muted and line.call_id == self._line.focus_call_id),
            recording=line.recording,
            remote_hold=line.remote_hold,
            ring_step=step,
            needs_class=call.answered_us is not None and call.gets_class and not call.call_class,
            silence_s=line.silence_s,
            line_lost=not self._line.attached,
            codec=line.codec,
            secure=line.secure,
            has_text=line.has_text,
            doubtful=line.doubtful,
            typing=self._line.typing_of(line.call_key),
            history=self.histories.get(line.call_key),
            origin=_origin(line),
            group_id=line.group_id,
            party_role=line.party_role,
            party_code=line.party_code,
            joined=line.joined,
            party_muted=line.party_muted,
            handing_over=line.handing_over,
            supervision=line.supervision,
            supervisor=line.supervisor,
        )


def _origin(line: LineCall) -> CallOrigin:
    place = line.position
    return CallOrigin(
        service=line.service.removeprefix("urn:service:"),
        account=line.account,
        diverted_from=line.diverted_from,
        has_location=line.has_location,
        position=(place.latitude, place.longitude, place.radius_m) if place is not None else None,
        position_uri=line.carried.position_uri,
        priority=line.priority,
        resource_priority=line.carried.resource_priority,
        info=line.carried.info,
    )
