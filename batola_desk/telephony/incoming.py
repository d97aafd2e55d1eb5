"""An incoming call until it is answered. Source: RFC 3261 §13.3, RFC 3262 §3, RFC 4028 §9."""

from __future__ import annotations

import secrets

from batola_desk.telephony.call_leg import CallLeg, reason_of
from batola_desk.telephony.headers import digits
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.line import SUPPORTED, Headers, Line, capability_headers
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.server_transaction import Repetition, ServerTransaction

_RINGING_AGAIN_S = 60.0  # proxies drop a ringing call after three silent minutes (RFC 3261 §13.3.1.1)
_EXPIRES_MAX_S = 3600


class IncomingSetup:
    def __init__(self, line: Line, leg: CallLeg, transaction: ServerTransaction) -> None:
        self._line = line
        self._leg = leg
        self._transaction = transaction
        self._offer = transaction.request.body_of_type("application/sdp")
        self._again: Timer | None = None
        self._expiry: Timer | None = None
        self._limit: Timer | None = None
        self._reliable: Repetition | None = None
        self._rseq = 0
        self._body = b""
        transaction.on_cancel = self._on_cancel

    @property
    def refusal(self) -> Refusal | None:
        """Why the offer cannot be used. None also without an offer: then we make one."""
        return None if self._offer is None else self._leg.negotiator.judge(self._offer)

    def ring(self) -> None:
        """Tell the caller that it rings, and keep telling."""
        invite = self._transaction.request
        if "100rel" in invite.tokens("require"):
            self._ring_reliably()
        else:
            self._transaction.respond(180, headers=self._headers())
        self._again = self._line.loop.call_later(_RINGING_AGAIN_S, self._ring_again)
        expires_s = digits(invite.first("expires"), maximum=_EXPIRES_MAX_S)
        if expires_s:
            self._expiry = self._line.loop.call_later(expires_s, self._expire)
        limit_s = self._line.config.ring_limit_s
        if limit_s > 0:
            self._limit = self._line.loop.call_later(limit_s, self._give_up)

    def prepare(self) -> bool:
        """Open the media and write our description; False without a free port."""
        leg = self._leg
        try:
            body = leg.negotiator.offer() if self._offer is None else leg.negotiator.answer(self._offer)
        except OSError:
            return False
        assert body is not None  # checked before it rang
        self._body = body
        return True

    def answer(self) -> None:
        leg = self._leg
        if leg.state is not LegState.RINGING:
            return
        if not self.prepare():
            leg.notify(LegChange.ANSWER_FAILED)
            return
        self._stop()
        timer_headers = leg.session_timer.agree_as_server(self._transaction.request)
        self._transaction.respond(
            200, headers=[*self._headers(), ("Supported", SUPPORTED), *timer_headers], body=self._body
        )
        leg.accept(self._transaction, awaits_answer=self._offer is None)
        leg.enter(LegState.TALKING)

    def reject(self, code: int) -> None:
        self._finish(code, EndCause.REJECTED, code, "")

    def hang_up(self) -> None:
        self._finish(486, EndCause.WE_HUNG_UP, 486, "")

    def on_bye(self, bye: SIPRequest) -> None:
        """BYE instead of CANCEL for an early dialog. Source: RFC 3261 §15."""
        self._finish(487, *reason_of(bye, EndCause.CANCELLED))

    def on_prack(self, transaction: ServerTransaction) -> None:
        """Source: RFC 3262 §3. Only the number we sent, and only once."""
        number = digits(transaction.request.first("rack").partition(" ")[0], maximum=2**32 - 1)
        if self._rseq and number == self._rseq:
            if self._reliable is not None:
                self._reliable.stop()
                self._reliable = None
            self._rseq = 0
            transaction.respond(200)
        else:
            transaction.respond(481)

    def _headers(self) -> Headers:
        contact = self._leg.dialog.contact if self._leg.dialog else ""
        return [("Contact", contact), capability_headers()[0]]

    def _ring_reliably(self) -> None:
        self._rseq = secrets.randbelow(10_000) + 1
        self._transaction.respond(
            180, headers=[*self._headers(), ("Require", "100rel"), ("RSeq", str(self._rseq))]
        )
        self._reliable = Repetition(
            self._line.loop,
            self._line.config.timers,
            self._transaction.repeat,
            lambda: self._finish(504, EndCause.TIMEOUT, 504, "no PRACK"),
            capped=False,
        )

    def _ring_again(self) -> None:
        if self._leg.state is LegState.RINGING:
            if self._reliable is None:
                self._transaction.respond(180, headers=self._headers())
            self._again = self._line.loop.call_later(_RINGING_AGAIN_S, self._ring_again)

    def _expire(self) -> None:
        self._finish(487, EndCause.TIMEOUT, 487, "expired")

    def _give_up(self) -> None:
        self._finish(480, EndCause.TIMEOUT, 480, "rang too long")

    def _on_cancel(self, cancel: SIPRequest) -> None:
        self._finish(487, *reason_of(cancel, EndCause.CANCELLED))

    def _finish(self, response_code: int, cause: EndCause, code: int, reason: str) -> None:
        if self._leg.state is not LegState.RINGING:
            return
        self._stop()
        self._transaction.respond(response_code)
        self._leg.finish(cause, code, reason)

    def _stop(self) -> None:
        if self._reliable is not None:
            self._reliable.stop()
        for timer in (self._again, self._expiry, self._limit):
            if timer is not None:
                timer.cancel()
