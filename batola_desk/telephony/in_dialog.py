"""Requests of the peer within a call. Source: RFC 3261 §12.2.2, §14.2, §15; RFC 3311; RFC 6337."""

from __future__ import annotations

import secrets

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.info_digits import receive_info
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.line import ACCEPTED_TYPES, ALLOW, Headers, Line, capability_headers
from batola_desk.telephony.media_policy import warning
from batola_desk.telephony.referral import on_refer
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.texts import receive_text


class DialogRequests:
    """Answers what arrives inside dialogs."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def handle(self, leg: CallLeg, dialog: Dialog, transaction: ServerTransaction) -> None:
        """``dialog`` is the one the request names: a forked call of ours may have several."""
        request = transaction.request
        if request.cseq.number < dialog.remote_cseq:
            transaction.respond(500)
            return
        dialog.remote_cseq = request.cseq.number
        dialog.signs_of_life += 1
        if dialog is not leg.dialog and leg.state in (LegState.TALKING, LegState.ENDED):
            # A fork that lost: it ends, or knows no better. The call itself is another dialog.
            transaction.respond(200 if request.method == "BYE" else 481)
            return
        self._answer(leg, dialog, transaction)
        leg.note_news(request)  # last: nothing odd in a position may keep a request from its answer

    def _answer(self, leg: CallLeg, dialog: Dialog, transaction: ServerTransaction) -> None:
        request = transaction.request
        match request.method:
            case "BYE":
                transaction.respond(200)
                leg.on_bye(request)
            case "INVITE" | "UPDATE":
                self._on_offer(leg, dialog, transaction)
            case "PRACK" if leg.setup is not None:
                leg.setup.on_prack(transaction)
            case "INFO":
                receive_info(self._line, leg, transaction)
            case "OPTIONS":
                transaction.respond(200, headers=[*capability_headers(), ("Accept", ACCEPTED_TYPES)])
            case "REFER":
                on_refer(self._line, leg, transaction)
            case "NOTIFY":
                leg.transfers.on_notify(transaction)
            case "MESSAGE":
                receive_text(self._line, leg, transaction)
            case "PRACK":
                transaction.respond(481)
            case _:
                transaction.respond(405, headers=[("Allow", ALLOW)])

    def _on_offer(self, leg: CallLeg, dialog: Dialog, transaction: ServerTransaction) -> None:
        """Re-INVITE and UPDATE: hold, resume, new address, refresh, offer on demand.

        Who may offer when: RFC 3261 §14.2, RFC 3311 §5.2, RFC 6337 table 2.
        """
        request = transaction.request
        is_invite = request.method == "INVITE"
        offer = request.body_of_type("application/sdp")
        is_exchange = is_invite or offer is not None
        block = self._block_before_talk(leg, dialog, is_invite=is_invite) if is_exchange else 0
        if leg.state is LegState.ENDED:
            transaction.respond(481)
        elif block:
            headers = [("Retry-After", str(secrets.randbelow(10)))] if block == 500 else []
            transaction.respond(block, headers=headers)
        elif is_exchange and (leg.renegotiation.is_pending or leg.awaits_answer):
            transaction.respond(491)
        elif is_invite and leg.awaits_ack:
            transaction.respond(500, headers=[("Retry-After", "1")])
        elif leg.session_timer.is_too_small(request):
            transaction.respond(422, headers=[leg.session_timer.minimum_header()])
        else:
            self._accept_offer(leg, dialog, transaction, offer)

    @staticmethod
    def _block_before_talk(leg: CallLeg, dialog: Dialog, *, is_invite: bool) -> int:
        if leg.is_talking or leg.setup is None:
            return 0
        return 500 if is_invite else leg.setup.offer_block(dialog)

    def _accept_offer(
        self, leg: CallLeg, dialog: Dialog, transaction: ServerTransaction, offer: bytes | None
    ) -> None:
        request = transaction.request
        body: bytes | None = b""
        is_offering = offer is None and request.method == "INVITE"
        try:
            if offer is not None:
                body = leg.negotiator.answer(offer)
            elif is_offering:
                body = leg.negotiator.offer()
        except OSError:
            body = None
        if body is None:
            refusal = leg.negotiator.refusal
            transaction.respond(488, headers=[] if refusal is None else [warning(refusal)])
            return
        dialog.refresh_target(request)
        dialog.flow = transaction.flow
        leg.renegotiation.note_peer(request)
        headers: Headers = [("Contact", dialog.contact), *capability_headers()]
        if leg.state is LegState.TALKING:
            headers += leg.session_timer.agree_as_server(request)
        transaction.respond(200, headers=headers, body=body)
        if request.method == "INVITE":
            leg.accept(transaction, awaits_answer=is_offering)
        if offer is not None:
            leg.notify(LegChange.MEDIA)
