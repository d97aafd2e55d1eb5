"""An incoming call until it is answered. Source: RFC 3261 §13.3, RFC 3262 §3, RFC 4028 §9."""

from __future__ import annotations

import enum
import secrets

from batola_desk.telephony.call_leg import CallLeg, reason_of
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.headers import digits, parse_rack
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.line import SUPPORTED, Headers, Line, capability_headers
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.server_transaction import Repetition, ServerTransaction

_RINGING_AGAIN_S = 60.0  # proxies drop a ringing call after three silent minutes (RFC 3261 §13.3.1.1)
_GONE = frozenset({408, 481})  # nobody answers, or nobody knows the call
_EXPIRES_MAX_S = 3600


class _Early(enum.Enum):
    """What offer and answer have come to before the call is answered."""

    NOTHING = "nothing"
    OFFERED = "offered"  # by us, in a reliable 180
    SETTLED = "settled"  # they answered it in their PRACK


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
        self._early = _Early.NOTHING
        self._is_answer_wanted = False
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
        """Open the media and write our description, once; False without a free port."""
        if self._body:
            return True
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
        if self._early is _Early.OFFERED and self._reliable is not None:
            self._is_answer_wanted = True  # not before their answer has come. Source: RFC 3262 §3
            return
        if not self.prepare():
            leg.notify(LegChange.ANSWER_FAILED)
            return
        self._stop()
        is_settled = self._early is _Early.SETTLED
        timer_headers = leg.session_timer.agree_as_server(self._transaction.request)
        self._transaction.respond(
            200,
            headers=[*self._headers(), ("Supported", SUPPORTED), *timer_headers],
            body=b"" if is_settled else self._body,
        )
        leg.accept(self._transaction, awaits_answer=self._offer is None and not is_settled)
        leg.enter(LegState.TALKING)

    def reject(self, code: int) -> None:
        self._finish(code, EndCause.REJECTED, code, "")

    def hang_up(self, reason: str = "") -> None:
        self._finish(486, EndCause.WE_HUNG_UP, 486, "")

    def offer_block(self, dialog: Dialog) -> int:
        """Source: RFC 3311 §5.2."""
        if self._early is _Early.SETTLED:
            return 0
        return 491 if self._early is _Early.OFFERED else 500

    def on_bye(self, bye: SIPRequest) -> None:
        """BYE instead of CANCEL for an early dialog. Source: RFC 3261 §15."""
        self._finish(487, *reason_of(bye, EndCause.CANCELLED))

    def on_prack(self, transaction: ServerTransaction) -> None:
        """Source: RFC 3262 §3, §5. Only the number we sent, and only once; it carries the answer to an offer
        in our 180."""
        confirmed = parse_rack(transaction.request.first("rack"))
        if not self._rseq or confirmed != (self._rseq, self._transaction.request.cseq):
            transaction.respond(481)
            return
        if self._reliable is not None:
            self._reliable.stop()
            self._reliable = None
        self._rseq = 0
        transaction.respond(200)
        if self._early is _Early.OFFERED:
            answer = transaction.request.body_of_type("application/sdp")
            usable = answer is not None and self._leg.negotiator.take_answer(answer)
            self._early = _Early.SETTLED if usable else _Early.NOTHING  # the 200 offers once more
        if self._is_answer_wanted:
            self.answer()

    def _headers(self) -> Headers:
        contact = self._leg.dialog.contact if self._leg.dialog else ""
        return [("Contact", contact), capability_headers()[0]]

    def _ring_reliably(self) -> None:
        """The first reliable message to a caller who offered nothing must offer. Source: RFC 3262 §5.

        Only then a port is opened before the answer; without a free one the 200 offers.
        """
        if self._offer is None and self.prepare():
            self._early = _Early.OFFERED
        self._rseq = secrets.randbelow(10_000) + 1
        self._transaction.respond(
            180,
            headers=[*self._headers(), ("Require", "100rel"), ("RSeq", str(self._rseq))],
            body=self._body,
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
            self._ask_for_caller()

    def _ask_for_caller(self) -> None:
        """A CANCEL may have died with a PBX that restarted; who still calls knows the early dialog.

        The answer ends nothing, for an odd telephone may give it wrongly: people are told and decide.
        Source: RFC 3261 §11.2, §12.2.1.2.
        """
        if self._leg.dialog is not None and self._line.config.silence_probe_s > 0:
            headers = capability_headers()
            self._line.sender.in_dialog(self._leg.dialog, "OPTIONS", self._on_presence, headers=headers)

    def _on_presence(self, response: SIPResponse) -> None:
        if response.code >= 200 and self._leg.state is LegState.RINGING:
            is_gone = response.code in _GONE or (response.is_local and response.code == 503)
            self._leg.set_doubtful(doubtful=is_gone)

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
