"""Shift leads on the line: on this desk as guests of a call, and this desk as a guest elsewhere.

A guest never rings, is never recorded here (his own desk records him) and is heard only as his mode allows.
The operator sees him all the while. Thread: the engine's. Source: domain.md §14.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from batola_desk.audio.tones import AlertName
from batola_desk.domain.call import SupervisionMode
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import CallSupervised
from batola_desk.engine.call_desk import CallDesk
from batola_desk.engine.call_ports import Clocks
from batola_desk.engine.config import LineSettings
from batola_desk.engine.consultation import Guest
from batola_desk.engine.engine_call import Leg, LegMedia, LegView
from batola_desk.engine.supervision import (
    HEADER,
    IN_HEADSET,
    PassGate,
    PassRefused,
    SupervisionPass,
    write_pass,
)
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import SuperviseDesk
from batola_desk.telephony.leg_types import LegChange, LegState

log = logging.getLogger("batola.engine")

GUESTS_MAX = 3  # LIMIT: a trainer, a lead, an auditor; more would cost the call's own sound
PURPOSE = "supervise"
_REFUSED_CODE, _NO_CALL_CODE, _FULL_CODE = 403, 480, 486


class _Seat:
    """One guest: his leg, whom he hears, and since when in this mode."""

    def __init__(self, leg: Leg, wish: SupervisionPass, supervised_id: str, aggregate: str) -> None:
        self.leg = leg
        self.wish = wish
        self.supervised_id = supervised_id
        self.aggregate = aggregate
        self.media: LegMedia | None = None
        self.since_us: int | None = None
        self.is_leaving = False


class SupervisionDesk:
    """Both sides of supervision.

    Args:
        alarm: begins an alarm that ends by itself.
    """

    def __init__(
        self,
        calls: CallDesk,
        settings: LineSettings,
        clocks: Clocks,
        alarm: Callable[[str, dict[str, str]], None],
    ) -> None:
        self._calls = calls
        self._gate = PassGate(
            settings.supervision_secret, settings.supervision_desk, clocks.now_us, clocks.with_sleep_s
        )
        self._secret = settings.supervision_secret
        self._tone = settings.supervision_tone
        self._now_us = clocks.now_us
        self._alarm = alarm
        self._seats: dict[str, _Seat] = {}
        self._wish_before: tuple[str, SupervisionPass | None] = (
            "",
            None,
        )  # our leg, its mode before the change

    # -- this desk is supervised

    def on_request(self, leg: Leg, text: str) -> None:
        """A leg with a pass came in; it is answered by itself or refused, and never rings."""
        try:
            wish = self._gate.read(text)
        except PassRefused as refusal:
            self._refuse(leg, refusal.reason)
            return
        supervised = self._calls.focus if wish.call == IN_HEADSET else self._calls.by_key(wish.call)
        group = self._calls.groups.of(supervised.call_id) if supervised is not None else None
        if group is not None and group.caller_id in self._calls.calls:
            supervised = self._calls.calls[group.caller_id]
        if supervised is None or not supervised.is_talking or supervised.purpose == PURPOSE:
            leg.reject(_NO_CALL_CODE)
        elif len(self._seats) >= GUESTS_MAX:
            leg.reject(_FULL_CODE)
        else:
            self._seats[leg.leg_id] = _Seat(leg, wish, supervised.call_id, supervised.aggregate)
            leg.answer()

    def on_leg_changed(self, leg_id: str, view: LegView, change: LegChange) -> bool:
        """A leg changed; False = it is no guest's."""
        seat = self._seats.get(leg_id)
        if seat is None:
            if change is LegChange.TEXT_FAILED:
                self._take_back_wish(leg_id)
            return False
        if view.state is LegState.ENDED:
            self._leave(leg_id, seat)
        elif view.state is LegState.TALKING and seat.since_us is None:
            self._sit_down(leg_id, seat)
        return True

    def on_text(self, leg_id: str, text: str) -> bool:
        """A guest asks for another mode, with a pass of its own; False = the text is no guest's."""
        seat = self._seats.get(leg_id)
        if seat is None:
            return False
        try:
            wish = self._gate.read(text)
        except PassRefused as refusal:
            self._tell_refused(refusal.reason)
            return True
        if (wish.lead, wish.from_desk) != (seat.wish.lead, seat.wish.from_desk):
            self._tell_refused("other_lead")
        elif wish.mode is not seat.wish.mode and seat.since_us is not None:
            self._tell_over(seat)
            seat.wish = replace(seat.wish, mode=wish.mode)
            self._begin_mode(leg_id, seat)
        return True

    def tick(self) -> None:
        """A call that is over has no guests."""
        for seat in self._seats.values():
            if seat.supervised_id not in self._calls.calls and not seat.is_leaving:
                seat.is_leaving = True
                seat.leg.hang_up()

    # -- this desk supervises

    def supervise(
        self,
        request: SuperviseDesk,
        dial: Callable[[str, list[tuple[str, str]]], Leg],
        *,
        training: bool,
    ) -> None:
        """Call another desk as a guest.

        Raises:
            OperatorError: ``supervision_not_set_up``, ``supervision_mode_unknown``, or what dialling says.
        """
        wish = self._wish(request.mode, request.lead, request.desk, request.code)
        leg = dial(request.uri, [(HEADER, write_pass(wish, self._secret, now_us=self._now_us()))])
        call = self._calls.begin_dialled(
            leg, m.DialNumber(number=request.uri, purpose=PURPOSE), training=training
        )
        call.party_code, call.supervision, call.supervision_wish = request.code, request.mode, wish
        self._calls.settle()

    def change(self, call_id: str, mode: str) -> None:
        """Take part otherwise.

        Raises:
            OperatorError: ``call_unknown``, ``call_not_talking``, ``supervision_mode_unknown``.
        """
        call = self._calls.known(call_id)
        before = call.supervision_wish
        if before is None or not call.is_talking:
            raise OperatorError("call_not_talking")
        wish = self._wish(mode, before.lead, before.from_desk, before.to_desk)
        call.leg.send_text(write_pass(wish, self._secret, now_us=self._now_us()))
        call.supervision, call.supervision_wish = mode, wish
        self._wish_before = (call_id, before)
        self._calls.settle()

    # -- inner parts

    def _wish(self, mode: str, lead: str, desk: str, code: str) -> SupervisionPass:
        if not self._gate.is_set_up:
            raise OperatorError("supervision_not_set_up")
        if mode not in set(SupervisionMode):
            raise OperatorError("supervision_mode_unknown", mode=mode)
        return SupervisionPass(mode=SupervisionMode(mode), lead=lead, from_desk=desk, to_desk=code)

    def _take_back_wish(self, leg_id: str) -> None:
        """The other desk did not take our text: there everything is as before, so it must be shown so."""
        call_id, before = self._wish_before
        call = self._calls.calls.get(leg_id)
        if call is not None and call_id == leg_id and before is not None:
            call.supervision, call.supervision_wish = before.mode.value, before
            self._calls.settle()

    def _sit_down(self, leg_id: str, seat: _Seat) -> None:
        media = seat.leg.media
        if media is None:
            return  # it ended meanwhile; its end is on the way here
        seat.media = media
        self._calls.audio.add_call(leg_id, media)  # not recorded here: his own desk does that
        media.set_receiver(self._calls.audio.receiver(leg_id))
        self._begin_mode(leg_id, seat)
        if self._tone:
            self._calls.audio.play_alert(AlertName.CALL_WAITING)
        log.info("a shift lead takes part", extra={"mode": seat.wish.mode.value})

    def _begin_mode(self, leg_id: str, seat: _Seat) -> None:
        seat.since_us = self._now_us()
        self._calls.guests[leg_id] = Guest(seat.supervised_id, seat.wish.mode, seat.wish.lead)
        self._fact(seat, until_us=None)
        self._calls.settle()

    def _leave(self, leg_id: str, seat: _Seat) -> None:
        del self._seats[leg_id]
        self._calls.guests.pop(leg_id, None)
        if seat.media is not None:
            seat.media.set_receiver(None)
            self._calls.audio.remove_call(leg_id)
        if seat.since_us is not None:
            self._tell_over(seat)
        self._calls.settle()

    def _tell_over(self, seat: _Seat) -> None:
        self._fact(seat, until_us=self._now_us())

    def _fact(self, seat: _Seat, *, until_us: int | None) -> None:
        assert seat.since_us is not None
        self._calls.tell_fact(
            seat.aggregate,
            CallSupervised(
                lead=seat.wish.lead,
                desk=seat.wish.from_desk,
                mode=seat.wish.mode.value,
                from_us=seat.since_us,
                until_us=until_us,
            ),
        )

    def _refuse(self, leg: Leg, reason: str) -> None:
        leg.reject(_REFUSED_CODE)
        self._tell_refused(reason)

    def _tell_refused(self, reason: str) -> None:
        log.info("a supervising call was refused", extra={"reason": reason})
        self._alarm("supervision_refused", {"reason": reason})
