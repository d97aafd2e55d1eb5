"""An outgoing call until it is answered. Source: RFC 3261 §13.2, §9.1, RFC 3262 §4, RFC 4028 §7."""

from __future__ import annotations

import secrets

from batola_desk.telephony.call_leg import CallLeg, reason_of
from batola_desk.telephony.client_transaction import ClientState, ClientTransaction
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.forks import Fork, Forks, Outcome
from batola_desk.telephony.headers import NameAddress, quote
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
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
from batola_desk.telephony.replaces import split_refer_to
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import host_text, is_reachable, is_uri
from batola_desk.telephony.ways import Hop, is_way_failure

_REFUSALS = frozenset({403, 404, 410, 480, 484, 486, 600, 603, 604})
_REDIRECTS_MAX = 5  # LIMIT: telephones that send each other's calls to each other
_MEDIA_REFUSALS = frozenset({415, 488, 606})  # source: RFC 3261 §21.4.26, §21.6.4
_SILENT_WAY_S = (
    4.0  # LIMIT: a living proxy answers 100 within 0.2 s (RFC 3261 §17.2.1); then the next is asked
)


class OutgoingSetup:
    """Sends the INVITE (again with credentials or a longer session timer), cancels it, takes its answers.

    Args:
        target: a SIP URI, or a bare number: its URI is made for each PBX that is asked.
    """

    def __init__(self, line: Line, leg: CallLeg, target: str, headers: Headers) -> None:
        account = leg.account
        self._line = line
        self._leg = leg
        self._dialled = target
        self._target = target
        is_number = not is_uri(target)
        self._ways = line.sender.ways(
            (account.ways if is_number else account.proxy_uris) or (target,), account.name
        )
        self._silence: Timer | None = None
        self._extra = headers
        self._credentials: Headers = []
        self._tries = 0
        self._tried = {target}
        self._is_redirected = False
        self._call_id = secrets.token_hex(16)
        self._tag = secrets.token_hex(8)
        self._cseq = secrets.randbelow(10_000) + 1
        self._transaction: ClientTransaction | None = None
        self._forks = Forks(line, leg, self._dialog, offers_late=line.config.offers_late)
        self._is_given_up = False
        self._reason = ""
        self._limit: Timer | None = None
        leg.call_key = self._call_id

    def begin(self) -> None:
        self._limit = self._line.loop.call_later(self._line.config.dial_limit_s, self._limit_reached)
        self._ways.next(self._send)

    def answer(self) -> None:
        """Nothing to answer on this side."""

    def reject(self, code: int) -> None:
        self.hang_up()

    def hang_up(self, reason: str = "") -> None:
        self._give_up(EndCause.WE_HUNG_UP, 0, reason)

    def offer_block(self, dialog: Dialog) -> int:
        """An offer in UPDATE may come once ours was answered reliably. Source: RFC 3311 §5.2."""
        return 0 if self._forks.is_agreed(dialog) else 491

    def on_prack(self, transaction: ServerTransaction) -> None:
        """We sent no provisional response here."""
        transaction.respond(481)

    def on_bye(self, bye: SIPRequest) -> None:
        """They answered, but no answer reached us, and gave up waiting for our ACK.

        Without a CANCEL the INVITE would wait for its final response for ever. One fork of several does not
        decide.
        """
        if self._forks.count > 1:
            return
        self._is_given_up = True
        self._cancel_if_possible()
        self._finish(*reason_of(bye, EndCause.REMOTE_HUNG_UP))

    def _limit_reached(self) -> None:
        if self._leg.state in (LegState.DIALLING, LegState.EARLY):
            self._give_up(EndCause.TIMEOUT, 408, 'SIP;cause=408;text="Request Timeout"')

    def _give_up(self, cause: EndCause, code: int, reason: str) -> None:
        self._is_given_up = True
        self._reason = reason
        self._cancel_if_possible()
        self._finish(cause, code, "")

    def _cancel_if_possible(self) -> None:
        """CANCEL only after a provisional response. Source: RFC 3261 §9.1."""
        if self._transaction is not None and self._transaction.state is ClientState.PROCEEDING:
            self._line.sender.transactions.cancel(self._transaction, self._reason)

    def _send(self, hop: Hop | None) -> None:
        leg = self._leg
        if self._is_given_up or leg.state is LegState.ENDED:
            return
        if hop is None:
            self._finish(EndCause.FAILED, 503, self._ways.fault or "no way to the target")
            return
        leg.negotiator.host = hop.flow.local[0]
        try:
            body = b"" if self._line.config.offers_late else leg.negotiator.offer()
        except OSError:
            self._finish(EndCause.FAILED, 500, "no RTP port")
            return
        invite = self._build(hop, body)
        leg.invite = invite
        transaction = self._line.sender.transactions.send(
            invite, hop.flow, lambda response: self._on_response(invite, hop, response, transaction)
        )
        self._transaction = transaction
        if self._ways.may_have_more:
            self._silence = self._line.loop.call_later(
                _SILENT_WAY_S, lambda: self._on_silent_way(hop, transaction)
            )

    def _build(self, hop: Hop, body: bytes) -> SIPRequest:
        account, flow = self._leg.account, hop.flow
        if not is_uri(self._dialled):
            self._target = account.request_uri(self._dialled, hop.uri)
        invite = SIPRequest("INVITE", self._target)
        if account.proxy_uris:
            invite.add("Route", route_through(hop.uri))
        name = f"{quote(account.display_name)} " if account.display_name else ""
        domain = account.domain_towards(hop.uri) if account.ways else host_text(flow.local[0])
        scheme = "sips" if self._target.lower().startswith("sips:") else "sip"
        invite.add("Max-Forwards", "70")
        invite.add("From", f"{name}<{scheme}:{account.user}@{domain}>;tag={self._tag}")
        invite.add("To", f"<{self._target}>")
        invite.add("Call-ID", self._call_id)
        invite.add("CSeq", f"{self._cseq} INVITE")
        invite.add("Contact", self._contact(flow))
        extras = [*capability_headers(), *self._leg.session_timer.request_headers()]
        for header, value in [*extras, *self._extra, *self._credentials]:
            invite.add(header, value)
        invite.add("User-Agent", self._line.config.software_name)
        if body:
            invite.add("Content-Type", "application/sdp")
            invite.body = body
        return invite

    def _contact(self, flow: Flow) -> str:
        is_secure = self._target.lower().startswith("sips:")
        return self._line.sender.contact(flow, self._leg.account, is_secure=is_secure)

    def _dialog(self, invite: SIPRequest, response: SIPResponse, flow: Flow) -> Dialog:
        return Dialog.from_response(
            invite,
            response,
            flow,
            self._contact(flow),
            account=self._leg.account.name,
            is_dialled=not self._is_redirected,
        )

    def _on_response(
        self, invite: SIPRequest, hop: Hop, response: SIPResponse, transaction: ClientTransaction
    ) -> None:
        self._line.sender.health.note(hop.destination, response)
        if transaction is not self._transaction:
            self._on_late_response(invite, hop, response, transaction)
            return
        if self._silence is not None:
            self._silence.cancel()
        if response.code < 200:
            self._on_provisional(invite, hop.flow, response)
        elif response.code < 300:
            self._on_accepted(invite, hop.flow, response)
        elif is_way_failure(response) and self._may_go_another_way:
            self._go_another_way()
        elif not (self._try_again(invite, hop, response) or self._follow(response)):
            self._on_refused(response)

    @property
    def _may_go_another_way(self) -> bool:
        """Not once somebody has rung: a second INVITE would make a second call of it."""
        return (
            self._ways.may_have_more
            and not self._is_given_up
            and not self._forks.count
            and self._leg.state is not LegState.ENDED
        )

    def _go_another_way(self) -> None:
        """What proved us to one host is not shown to the next: it asks for itself. Source: RFC 3261 §22.3."""
        self._credentials = []
        self._tries = 0
        self._ways.next(self._send)

    def _on_silent_way(self, hop: Hop, transaction: ClientTransaction) -> None:
        """No 100 from there: ask the next hop at once; a caller's minutes are not timer B's."""
        if transaction is self._transaction and transaction.state is ClientState.CALLING:
            self._line.sender.health.note(hop.destination, SIPResponse(408, is_local=True))
            if self._may_go_another_way:
                self._transaction = None
                self._go_another_way()

    def _on_late_response(
        self, invite: SIPRequest, hop: Hop, response: SIPResponse, transaction: ClientTransaction
    ) -> None:
        """A hop given up has woken up: nobody may ring or talk there. Source: RFC 3261 §9.1, §13.2.2.4."""
        if response.code < 200:
            self._line.sender.transactions.cancel(transaction, "")
        elif response.code < 300:
            fork = self._forks.find(invite, hop.flow, response)
            if fork is not None:
                self._line.sender.acknowledge(fork.dialog, transaction, response.cseq.number)
                self._forks.dismiss(fork)

    def _on_provisional(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> None:
        if self._is_given_up:
            self._cancel_if_possible()
            return
        if response.code == 100 or self._leg.state in (LegState.TALKING, LegState.ENDED):
            return
        leg = self._leg
        leg.remote_ringing = leg.remote_ringing or response.code == 180
        fork = self._forks.find(invite, flow, response)
        if fork is not None:
            leg.dialog = fork.dialog
        if self._forks.take_provisional(fork, response):
            leg.renegotiation.note_peer(response)
            leg.enter(LegState.EARLY)

    def _on_accepted(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> None:
        """The first 2xx is the call; any other fork is acknowledged and ended. Source: RFC 3261 §13.2.2.4."""
        leg = self._leg
        fork = self._forks.find(invite, flow, response)
        if fork is None:
            return  # more answers than any network makes
        is_repetition = leg.state is LegState.TALKING and leg.dialog is fork.dialog
        if is_repetition:
            self._acknowledge(fork, response)
            return
        fork.dialog.refresh_target(response)
        fork.dialog.route_set = list(reversed(response.items("record-route")))
        if leg.state in (LegState.TALKING, LegState.ENDED):
            self._acknowledge(fork, response)
            if leg.dialog is not fork.dialog or self._is_given_up:
                self._forks.dismiss(fork)
            return
        if self._limit is not None:
            self._limit.cancel()
        leg.dialog = fork.dialog
        outcome = self._forks.settle(fork, response)
        self._acknowledge(fork, response)
        if outcome is Outcome.UNUSABLE:
            # Connected, but nothing to hear, or against our rule of encryption (RFC 3261 §13.2.2.4).
            leg.finish(EndCause.FAILED, 488, "unusable answer", refusal=leg.negotiator.refusal)
            leg.say_goodbye()
            return
        leg.renegotiation.note_peer(response)
        leg.session_timer.agree_as_client(response)
        leg.enter(LegState.TALKING)
        if outcome is Outcome.MISSING:
            leg.notify(LegChange.NO_MEDIA)

    def _acknowledge(self, fork: Fork, response: SIPResponse) -> None:
        self._line.sender.acknowledge(
            fork.dialog, self._transaction, response.cseq.number, body=fork.answer_in_ack
        )

    def _try_again(self, invite: SIPRequest, hop: Hop, response: SIPResponse) -> bool:
        if self._is_given_up or self._leg.state is LegState.ENDED or self._tries >= AUTHENTICATION_TRIES_MAX:
            return False
        if response.code in (401, 407):
            # SAFETY: whoever redirects a call chooses who challenges it next; a stranger would get proofs of
            # the password. The operator has dialled the first target, our servers are configured.
            if self._is_redirected and not self._line.sender.is_server(hop.flow.remote[0]):
                return False
            answers = self._line.sender.credentials_for(invite, response, self._leg.account.name)
            if not answers:
                return False
            renewed = {name for name, _ in answers}
            self._credentials = [item for item in self._credentials if item[0] not in renewed] + answers
        elif response.code != 422 or not self._leg.session_timer.raise_to(response):
            return False
        self._tries += 1
        self._cseq += 1
        self._send(hop)
        return True

    def _follow(self, response: SIPResponse) -> bool:
        """Call where the called side is now (302 …), the first place not tried. Source: RFC 3261 §8.1.3.4."""
        is_over = self._is_given_up or self._leg.state is LegState.ENDED
        if not 300 <= response.code < 400 or is_over or len(self._tried) > _REDIRECTS_MAX:
            return False
        for item in response.items("contact"):
            uri, _ = split_refer_to(NameAddress.parse(item).uri)
            if uri in self._tried or not is_reachable(uri):
                continue
            self._tried.add(uri)
            self._is_redirected = True
            self._dialled = self._target = uri
            self._cseq += 1
            account = self._leg.account
            self._ways = self._line.sender.ways(account.proxy_uris or (uri,), account.name)
            self._go_another_way()
            return True
        return False

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
        self._finish(cause, response.code, response.fault or response.reason, refusal)

    def _finish(self, cause: EndCause, code: int, reason: str, refusal: Refusal | None = None) -> None:
        for timer in (self._limit, self._silence):
            if timer is not None:
                timer.cancel()
        self._leg.finish(cause, code, reason, refusal=refusal)
