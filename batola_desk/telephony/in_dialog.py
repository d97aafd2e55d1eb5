"""Requests of the peer within a call. Source: RFC 3261 §12.2.2, §14.2, §15; RFC 3311; RFC 6337."""

from __future__ import annotations

import re

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.incoming import IncomingSetup
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.line import ACCEPTED_TYPES, ALLOW, Headers, Line, capability_headers
from batola_desk.telephony.media_policy import warning
from batola_desk.telephony.referral import on_refer
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.texts import receive_text

_INFO_SIGNAL = re.compile(rb"(?im)^\s*signal\s*=\s*([0-9*#a-d])\s*$")


class DialogRequests:
    """Answers what arrives inside dialogs."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def handle(self, leg: CallLeg, setup: IncomingSetup | None, transaction: ServerTransaction) -> None:
        """``setup`` is there while the leg is an incoming one."""
        request = transaction.request
        dialog = leg.dialog
        if dialog is None:
            transaction.respond(481)
            return
        if request.cseq.number < dialog.remote_cseq:
            transaction.respond(500)
            return
        dialog.remote_cseq = request.cseq.number
        dialog.signs_of_life += 1
        match request.method:
            case "BYE":
                transaction.respond(200)
                leg.on_bye(request)
            case "INVITE" | "UPDATE":
                self._on_offer(leg, transaction)
            case "PRACK" if setup is not None:
                setup.on_prack(transaction)
            case "INFO":
                self._on_info(leg, transaction)
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

    def _on_info(self, leg: CallLeg, transaction: ServerTransaction) -> None:
        """Accepted always; key presses of old equipment are understood."""
        transaction.respond(200)
        request = transaction.request
        if request.first("content-type").partition(";")[0].strip().lower() == "application/dtmf-relay":
            match = _INFO_SIGNAL.search(request.body[:256])
            if match is not None:
                self._line.listener.on_dtmf(leg, match.group(1).decode("ascii").upper())

    def _on_offer(self, leg: CallLeg, transaction: ServerTransaction) -> None:
        """Re-INVITE and UPDATE: hold, resume, new address, refresh, offer on demand."""
        request = transaction.request
        is_invite = request.method == "INVITE"
        offer = request.body_of_type("application/sdp")
        if leg.state is LegState.ENDED:
            transaction.respond(481)
        elif leg.state is not LegState.TALKING and (is_invite or offer is not None):
            # An offer while the first one is open. Source: RFC 3311 §5.2, RFC 3261 §14.2.
            transaction.respond(500, headers=[("Retry-After", "3")])
        elif leg.renegotiation.is_pending and (is_invite or offer is not None):
            transaction.respond(491)
        elif is_invite and leg.awaits_ack:
            transaction.respond(500, headers=[("Retry-After", "1")])
        elif leg.session_timer.is_too_small(request):
            transaction.respond(422, headers=[leg.session_timer.minimum_header()])
        else:
            self._accept_offer(leg, transaction, offer)

    def _accept_offer(self, leg: CallLeg, transaction: ServerTransaction, offer: bytes | None) -> None:
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
        assert leg.dialog is not None
        leg.dialog.refresh_target(request)
        leg.dialog.flow = transaction.flow
        leg.renegotiation.note_peer(request)
        headers: Headers = [("Contact", leg.dialog.contact), *capability_headers()]
        if leg.state is LegState.TALKING:
            headers += leg.session_timer.agree_as_server(request)
        transaction.respond(200, headers=headers, body=body)
        if request.method == "INVITE":
            leg.accept(transaction, awaits_answer=is_offering)
        if offer is not None:
            leg.notify(LegChange.MEDIA)
