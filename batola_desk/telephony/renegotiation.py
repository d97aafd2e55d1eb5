"""Requests of ours within a call: hold, resume, session refresh. Source: RFC 3261 §14, RFC 3311, RFC 4028."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from batola_desk.telephony.headers import digits
from batola_desk.telephony.leg_types import CallDirection, LegChange, LegState
from batola_desk.telephony.line import Line, capability_headers
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.message import SIPMessage, SIPResponse

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

_LATER_TRIES_MAX = 4  # LIMIT: a peer that says "later" for ever is told to the operator as a refusal
_RETRY_AFTER_MAX_S = 10  # LIMIT: an operator waits for hold and resume
_ANSWER_LIMIT_S = 32.0  # LIMIT: 64*T1; nobody has to decide about a re-INVITE


class Renegotiation:
    """At most one request of ours at a time; wishes that come meanwhile are kept and the last one wins."""

    def __init__(self, line: Line, leg: CallLeg) -> None:
        self._line = line
        self._leg = leg
        self._wanted_hold = False
        self._is_refresh_due = False
        self._is_move_due = False
        self._retry: Timer | None = None
        self._afterwards: list[Callable[[], None]] = []
        self._limit: Timer | None = None
        self._peer_updates = False
        self.is_pending = False
        self._is_given_up = False
        self._attempt = 0
        self._later_tries = 0

    def note_peer(self, message: SIPMessage) -> None:
        """Remember from any INVITE or its answer whether the peer takes UPDATE."""
        if message.items("allow"):
            self._peer_updates = "update" in message.tokens("allow")

    def want_hold(self, *, hold: bool) -> None:
        self._wanted_hold = hold
        self.go_on()

    def refresh(self) -> None:
        self._is_refresh_due = True
        self.go_on()

    def move(self) -> None:
        """Our address has changed: a description with the new one goes out, as does a new Contact."""
        self._is_move_due = True
        self.go_on()

    def afterwards(self, work: Callable[[], None]) -> None:
        """Run something once no request of ours is open and no wish waits: now, or later."""
        self._afterwards.append(work)
        self.go_on()

    def go_on(self) -> None:
        """Send what is wanted as soon as nothing is in the way."""
        self._send_wanted()
        is_quiet = not self.is_pending and self._retry is None and not self._leg.awaits_ack
        if is_quiet or self._leg.state is LegState.ENDED:
            waiting, self._afterwards = self._afterwards, []
            for work in waiting:
                work()

    def _send_wanted(self) -> None:
        leg = self._leg
        busy = self.is_pending or leg.awaits_ack or self._retry is not None
        if leg.state is not LegState.TALKING or leg.dialog is None or busy:
            return
        if self._wanted_hold != leg.local_hold or self._is_move_due:
            self._send_invite()
        elif self._is_refresh_due:
            if self._peer_updates:
                self._send_update()
            else:
                self._send_invite()

    def _send_invite(self) -> None:
        leg = self._leg
        assert leg.dialog is not None
        before, is_move = leg.negotiator.local_hold, self._is_move_due
        leg.negotiator.local_hold = self._wanted_hold
        self._is_move_due = self._is_given_up = False
        self.is_pending = True
        self._attempt += 1
        attempt = self._attempt

        def received(response: SIPResponse) -> None:
            if attempt == self._attempt:
                self._on_invite_response(response, hold_before=before, is_move=is_move)
            elif response.code < 300:
                self._acknowledge(response)  # a late copy says nothing about the newer offer

        self._line.sender.in_dialog(
            leg.dialog,
            "INVITE",
            received,
            headers=[*capability_headers(), *leg.session_timer.request_headers()],
            body=leg.negotiator.offer(),
        )

        def give_up() -> None:
            self._is_given_up = self.is_pending and attempt == self._attempt
            received(SIPResponse(480, is_local=True))

        self._limit = self._line.loop.call_later(_ANSWER_LIMIT_S, give_up)

    def _on_invite_response(self, response: SIPResponse, *, hold_before: bool, is_move: bool) -> None:
        leg = self._leg
        if response.code < 200 or leg.dialog is None:
            return
        if not self.is_pending and response.code >= 300:
            return  # too late: it was given up
        if self._limit is not None:
            self._limit.cancel()
        if response.code < 300:
            self._acknowledge(response)
            if self.is_pending:
                self.is_pending = False
                self._later_tries = 0
                self._is_refresh_due = False
                self._take_answer(response)
                self.go_on()
            elif self._is_given_up:
                # They do now what we no longer want, and may be silent for it: say what holds.
                self._is_given_up = False
                self.move()
            return
        self.is_pending = False
        if leg.state is LegState.ENDED:
            return
        leg.negotiator.local_hold = hold_before
        if response.code == 491:
            self._is_move_due = self._is_move_due or is_move
            self._retry = self._line.loop.call_later(self._glare_delay_s(), self._retry_now)
        elif (later_s := self._asked_to_wait_s(response)) is not None:
            self._is_move_due = self._is_move_due or is_move
            self._retry = self._line.loop.call_later(later_s, self._retry_now)
        elif response.code == 422 and leg.session_timer.raise_to(response):
            self.go_on()
        else:
            self._later_tries = 0
            refused_hold = self._wanted_hold != hold_before
            self._wanted_hold = hold_before
            self._is_refresh_due = False
            self._plan_refresh(response)
            if response.code == 481:
                leg.on_dialog_gone(response)
            if refused_hold and leg.is_talking:
                leg.notify(LegChange.HOLD_FAILED)
            self.go_on()

    def _acknowledge(self, response: SIPResponse) -> None:
        if response.code >= 200 and self._leg.dialog is not None:
            self._line.sender.acknowledge(self._leg.dialog, None, response.cseq.number)

    def _asked_to_wait_s(self, response: SIPResponse) -> float | None:
        """The peer still waits for an ACK of ours, or is busy: not now, but soon. Source: RFC 3261 §14.2."""
        if response.code not in (500, 503) or self._later_tries >= _LATER_TRIES_MAX:
            return None
        asked = response.first("retry-after").partition("(")[0].partition(";")[0]
        wait_s = digits(asked, maximum=_RETRY_AFTER_MAX_S)
        self._later_tries += wait_s is not None
        return None if wait_s is None else max(float(wait_s), 0.5)

    def _take_answer(self, response: SIPResponse) -> None:
        leg = self._leg
        if leg.state is LegState.ENDED:
            return
        leg.dialog.refresh_target(response) if leg.dialog else None
        leg.session_timer.agree_as_client(response)
        answer = response.body_of_type("application/sdp")
        if answer is not None:
            leg.negotiator.take_answer(answer)
        leg.notify(LegChange.MEDIA)

    def _send_update(self) -> None:
        leg = self._leg
        assert leg.dialog is not None
        self.is_pending = True
        self._line.sender.in_dialog(
            leg.dialog,
            "UPDATE",
            self._on_update_response,
            headers=[*capability_headers(), *leg.session_timer.request_headers()],
        )

    def _on_update_response(self, response: SIPResponse) -> None:
        leg = self._leg
        if response.code < 200:
            return
        self.is_pending = False
        if leg.state is LegState.ENDED:
            return
        self._is_refresh_due = False
        if response.code < 300:
            leg.session_timer.agree_as_client(response)
        elif response.code == 481:
            leg.on_dialog_gone(response)
        elif response.code == 408:  # lost on the way, or swallowed by a firewall that knows INVITE only
            self._peer_updates = False
            self._is_refresh_due = True
        elif response.code == 422 and leg.session_timer.raise_to(response):
            self._is_refresh_due = True
        elif response.code == 491:
            self._is_refresh_due = True
            self._retry = self._line.loop.call_later(self._glare_delay_s(), self._retry_now)
        elif (later_s := self._asked_to_wait_s(response)) is not None:
            self._is_refresh_due = True
            self._retry = self._line.loop.call_later(later_s, self._retry_now)
        else:
            self._peer_updates = False
            self._is_refresh_due = response.code in (405, 501)
            self._plan_refresh(response)
        self.go_on()

    def _plan_refresh(self, response: SIPResponse) -> None:
        """After a refusal the peer lives and is asked in the usual time; after no answer, soon."""
        if response.code == 408 or response.is_local:
            self._leg.session_timer.try_again()
        else:
            self._leg.session_timer.restart()

    def _glare_delay_s(self) -> float:
        """Source: RFC 3261 §14.1: the owner of the Call-ID waits 2.1 to 4 s, the other 0 to 2 s."""
        spread_s = secrets.randbelow(191) / 100
        return 2.1 + spread_s if self._leg.direction is CallDirection.OUTGOING else 0.05 + spread_s

    def _retry_now(self) -> None:
        self._retry = None
        self.go_on()
