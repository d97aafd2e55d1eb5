"""An outgoing call until it is answered. Source: RFC 3261 §13.2, §9.1, RFC 3262 §4, RFC 4028 §7."""

from __future__ import annotations

import secrets

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.client_transaction import ClientState, ClientTransaction
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.headers import digits, quote
from batola_desk.telephony.leg_types import EndCause, LegState
from batola_desk.telephony.line import (
    AUTHENTICATION_TRIES_MAX,
    Headers,
    Line,
    capability_headers,
    route_through,
)
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.media_policy import Refusal, RefusalCause
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import SIPUri

_REFUSALS = frozenset({403, 404, 410, 480, 484, 486, 600, 603, 604})
_MEDIA_REFUSALS = frozenset({415, 488, 606})  # source: RFC 3261 §21.4.26, §21.6.4
_FORKS_MAX = 32  # LIMIT: early dialogs of one call


class OutgoingSetup:
    """Sends the INVITE (again with credentials or a longer session timer), follows its forks, cancels it."""

    def __init__(self, line: Line, leg: CallLeg, target: str, headers: Headers) -> None:
        self._line = line
        self._leg = leg
        self._target = target
        self._extra = headers
        self._credentials: Headers = []
        self._tries = 0
        self._call_id = secrets.token_hex(16)
        self._tag = secrets.token_hex(8)
        self._cseq = secrets.randbelow(10_000) + 1
        self._transaction: ClientTransaction | None = None
        self._dialogs: dict[str, Dialog] = {}
        self._acknowledged_rseq: dict[str, int] = {}
        self._is_given_up = False
        self._limit: Timer | None = None
        leg.call_key = self._call_id

    def begin(self) -> None:
        config = self._line.config
        self._limit = self._line.loop.call_later(config.dial_limit_s, self._limit_reached)
        self._line.sender.connect(config.outbound_proxy_uri or self._target, self._send)

    def answer(self) -> None:
        """Nothing to answer on this side."""

    def reject(self, code: int) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        self._give_up(EndCause.WE_HUNG_UP, 0)

    def _limit_reached(self) -> None:
        if self._leg.state in (LegState.DIALLING, LegState.EARLY):
            self._give_up(EndCause.TIMEOUT, 408)

    def _give_up(self, cause: EndCause, code: int) -> None:
        self._is_given_up = True
        self._cancel_if_possible()
        self._finish(cause, code, "")

    def _cancel_if_possible(self) -> None:
        """CANCEL only after a provisional response. Source: RFC 3261 §9.1."""
        if self._transaction is not None and self._transaction.state is ClientState.PROCEEDING:
            self._line.sender.transactions.cancel(self._transaction, "")

    def _send(self, flow: Flow | None) -> None:
        leg = self._leg
        if self._is_given_up or leg.state is LegState.ENDED:
            return
        if flow is None:
            self._finish(EndCause.FAILED, 503, "no way to the target")
            return
        leg.negotiator.host = flow.local[0]
        try:
            body = leg.negotiator.offer()
        except OSError:
            self._finish(EndCause.FAILED, 500, "no RTP port")
            return
        invite = self._build(flow, body)
        leg.invite = invite
        self._transaction = self._line.sender.transactions.send(
            invite, flow, lambda response: self._on_response(invite, flow, response)
        )

    def _build(self, flow: Flow, body: bytes) -> SIPRequest:
        config = self._line.config
        invite = SIPRequest("INVITE", self._target)
        if config.outbound_proxy_uri:
            invite.add("Route", route_through(config.outbound_proxy_uri))
        name = f"{quote(config.display_name)} " if config.display_name else ""
        domain = SIPUri.parse(config.registrar_uri).host if config.registrar_uri else f"{flow.local[0]}"
        invite.add("Max-Forwards", "70")
        invite.add("From", f"{name}<sip:{config.user}@{domain}>;tag={self._tag}")
        invite.add("To", f"<{self._target}>")
        invite.add("Call-ID", self._call_id)
        invite.add("CSeq", f"{self._cseq} INVITE")
        invite.add("Contact", self._line.sender.contact(flow))
        extras = [*capability_headers(), *self._leg.session_timer.request_headers()]
        for header, value in [*extras, *self._extra, *self._credentials]:
            invite.add(header, value)
        invite.add("User-Agent", config.software_name)
        invite.add("Content-Type", "application/sdp")
        invite.body = body
        return invite

    def _on_response(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> None:
        if response.code < 200:
            self._on_provisional(invite, flow, response)
        elif response.code < 300:
            self._on_accepted(invite, flow, response)
        elif not self._try_again(invite, flow, response):
            self._on_refused(response)

    def _on_provisional(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> None:
        if self._is_given_up:
            self._cancel_if_possible()
            return
        if response.code == 100 or self._leg.state is LegState.TALKING:
            return
        leg = self._leg
        leg.remote_ringing = leg.remote_ringing or response.code == 180
        dialog = self._dialog(invite, flow, response)
        if dialog is not None:
            leg.dialog = dialog
            if not self._confirm_reliable(dialog, response):
                return
        description = response.body_of_type("application/sdp")
        if description is not None:
            leg.negotiator.take_answer(description)
        leg.renegotiation.note_peer(response)
        leg.enter(LegState.EARLY)

    def _confirm_reliable(self, dialog: Dialog, response: SIPResponse) -> bool:
        """PRACK a reliable provisional; False for a repetition or one out of order. Source: RFC 3262 §4."""
        number = digits(response.first("rseq"), maximum=2**32 - 1)
        if number is None or "100rel" not in response.tokens("require"):
            return True
        tag = response.to_address.tag
        before = self._acknowledged_rseq.get(tag)
        if before is not None and number != before + 1:
            return False
        self._acknowledged_rseq[tag] = number
        self._line.sender.in_dialog(
            dialog,
            "PRACK",
            lambda _response: None,
            headers=[("RAck", f"{number} {response.cseq.number} INVITE")],
        )
        return True

    def _dialog(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> Dialog | None:
        tag = response.to_address.tag
        if not tag:
            return None
        known = self._dialogs.get(tag)
        if known is None and len(self._dialogs) < _FORKS_MAX:
            known = Dialog.from_response(invite, response, flow, self._line.sender.contact(flow))
            self._dialogs[tag] = known
            self._line.remember(known, self._leg)
        return known

    def _on_accepted(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> None:
        """The first 2xx is the call; any other fork is acknowledged and ended. Source: RFC 3261 §13.2.2.4."""
        leg = self._leg
        dialog = self._dialog(invite, flow, response)
        if dialog is None:  # a 2xx without tag (RFC 2543) or one fork too many
            dialog = Dialog.from_response(invite, response, flow, self._line.sender.contact(flow))
            self._line.remember(dialog, leg)
        is_repetition = leg.state is LegState.TALKING and leg.dialog is dialog
        if not is_repetition:
            dialog.refresh_target(response)
            dialog.route_set = list(reversed(response.items("record-route")))
        self._line.sender.acknowledge(dialog, self._transaction, response.cseq.number)
        if is_repetition:
            return
        if leg.state in (LegState.TALKING, LegState.ENDED):
            if leg.dialog is not dialog or self._is_given_up:
                self._dismiss(dialog, response)
            return
        if self._limit is not None:
            self._limit.cancel()
        leg.dialog = dialog
        leg.renegotiation.note_peer(response)
        leg.session_timer.agree_as_client(response)
        description = response.body_of_type("application/sdp")
        if description is not None and not leg.negotiator.take_answer(description):
            # Connected, but nothing to hear, or against our rule of encryption (RFC 3261 §13.2.2.4).
            leg.finish(EndCause.FAILED, 488, "unusable answer", refusal=leg.negotiator.refusal)
            leg.say_goodbye()
            return
        leg.enter(LegState.TALKING)

    def _dismiss(self, dialog: Dialog, response: SIPResponse) -> None:
        """BYE an answered fork that nobody wants, once."""
        key = f"bye {response.to_address.tag}"
        if key not in self._acknowledged_rseq:
            self._acknowledged_rseq[key] = 0
            self._line.sender.in_dialog(dialog, "BYE", lambda _response: None)

    def _try_again(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> bool:
        if self._is_given_up or self._leg.state is LegState.ENDED or self._tries >= AUTHENTICATION_TRIES_MAX:
            return False
        if response.code in (401, 407):
            answers = self._line.sender.credentials_for(invite, response)
            if not answers:
                return False
            renewed = {name for name, _ in answers}
            self._credentials = [item for item in self._credentials if item[0] not in renewed] + answers
        elif response.code != 422 or not self._leg.session_timer.raise_to(response):
            return False
        self._tries += 1
        self._cseq += 1
        self._send(flow)
        return True

    def _on_refused(self, response: SIPResponse) -> None:
        if response.code == 408:
            cause = EndCause.TIMEOUT
        elif response.code == 487:
            cause = EndCause.CANCELLED
        else:
            cause = EndCause.REJECTED if response.code in _REFUSALS else EndCause.FAILED
        refusal = None
        if response.code in _MEDIA_REFUSALS:
            refusal = Refusal(RefusalCause.NO_COMMON_CODEC, (), self._leg.account.media.codecs)
        self._finish(cause, response.code, response.reason, refusal)

    def _finish(self, cause: EndCause, code: int, reason: str, refusal: Refusal | None = None) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._leg.finish(cause, code, reason, refusal=refusal)
