"""Requests outside any dialog: new calls, calls in the place of others, texts, questions.

Source: RFC 3261 §8.2, §13.3; RFC 3891 §3 (Replaces); RFC 3428 §7 (MESSAGE); RFC 6665 §4.1.3 (NOTIFY).
"""

from __future__ import annotations

import logging

from batola_desk.telephony.call_leg import CallLeg, caller_identity, shared_call_key
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.emergency import EmergencyInfo, emergency_info
from batola_desk.telephony.incoming import IncomingSetup
from batola_desk.telephony.leg_types import CallDirection, EndCause, LegState
from batola_desk.telephony.line import ACCEPTED_TYPES, ALLOW, SUPPORTED_TAGS, Line, capability_headers
from batola_desk.telephony.media_policy import warning
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.replaces import Replaces
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.texts import receive_text
from batola_desk.telephony.transfer import EVENT_PACKAGE

log = logging.getLogger("batola.telephony")

_ONLY_IN_DIALOGS = frozenset({"BYE", "UPDATE", "PRACK", "INFO"})
_KNOWN_ELSEWHERE = frozenset({"PUBLISH", "REGISTER"})


class OutsideRequests:
    """Thread: the SIP loop."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def handle(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        if request.method == "INVITE":
            self._on_invite(transaction)
        elif unsupported := request.tokens("require") - SUPPORTED_TAGS:
            transaction.respond(420, headers=[("Unsupported", ", ".join(sorted(unsupported)))])
        else:
            self._on_other(transaction)

    def _on_other(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        match request.method:
            case "OPTIONS":
                transaction.respond(200, headers=[*capability_headers(), ("Accept", ACCEPTED_TYPES)])
            case "MESSAGE":
                self._on_message(transaction)
            case "REFER":  # nobody may make this desk dial without a call (RFC 3515 §5.2)
                transaction.respond(603)
            case "NOTIFY":
                about = request.first("event").partition(";")[0].strip().lower()
                transaction.respond(
                    481 if about == EVENT_PACKAGE else 489, headers=[("Allow-Events", EVENT_PACKAGE)]
                )
            case "SUBSCRIBE":
                transaction.respond(489, headers=[("Allow-Events", EVENT_PACKAGE)])
            case method if method in _ONLY_IN_DIALOGS:
                transaction.respond(481)
            case method:
                code = 405 if method in _KNOWN_ELSEWHERE else 501
                transaction.respond(code, headers=[("Allow", ALLOW)])

    def _on_message(self, transaction: ServerTransaction) -> None:
        """A text belongs to the call of its sender; without one nobody would read it, and the sender must
        know that.

        The number alone proves nothing: what reads like the caller's words must come the way of his call, or
        from an exchange of ours.
        """
        number, _ = caller_identity(transaction.request)
        leg = self._line.leg_with(number) if number else None
        host = transaction.flow.remote[0]
        is_same_way = leg is not None and leg.dialog is not None and leg.dialog.flow.remote[0] == host
        if leg is None or not (is_same_way or self._line.sender.is_server(host)):
            transaction.respond(480)
        else:
            receive_text(self._line, leg, transaction)

    def _on_invite(self, transaction: ServerTransaction) -> None:
        """Ring, whatever else is odd about the INVITE; an unknown Require tag is no reason to refuse a
        caller."""
        invite = transaction.request
        line = self._line
        replaced: CallLeg | None = None
        if invite.first("replaces"):
            replaced = self._replaced(transaction)
            if replaced is None:
                return
        elif line.ringing >= line.config.ringing_max or not line.is_running:
            transaction.respond(503, headers=[("Retry-After", str(line.config.retry_after_s))])
            line.listener.on_overload(line.ringing, transaction.flow.remote)
            return
        account = line.account_of(transaction)
        leg = CallLeg(line, CallDirection.INCOMING, account)
        leg.invite = invite
        leg.call_key = shared_call_key(invite, line.config.call_key_header)
        leg.remote_number, leg.remote_display_name = caller_identity(invite)
        leg.emergency = _extras(invite)
        setup = IncomingSetup(line, leg, transaction)
        refusal = setup.refusal
        if refusal is not None:
            transaction.respond(488, headers=[warning(refusal)])
            if replaced is None:
                line.listener.on_unusable_offer(
                    leg.remote_number, leg.call_key, refusal, transaction.flow.remote
                )
            return
        if leg.session_timer.is_too_small(invite):
            transaction.respond(422, headers=[leg.session_timer.minimum_header()])
            return
        leg.attach(setup)
        is_secure = invite.uri.lower().startswith("sips:")
        leg.dialog = Dialog.from_invite(
            invite,
            transaction.flow,
            transaction.to_tag,
            line.sender.contact(transaction.flow, account, is_secure=is_secure),
            account=account.name,
        )
        leg.negotiator.host = transaction.flow.local[0]
        leg.renegotiation.note_peer(invite)
        if replaced is not None:
            self._take_over(replaced, leg, setup, transaction)
            return
        line.adopt(leg)
        setup.ring()
        line.listener.on_incoming(leg)

    def _replaced(self, transaction: ServerTransaction) -> CallLeg | None:
        """The leg an INVITE wants to replace; None if it was refused. Source: RFC 3891 §3.

        Who knows Call-ID and both tags of a call is one of its parties or was told by one.
        """
        headers = transaction.request.items("replaces")
        wish = Replaces.parse(headers[0]) if len(headers) == 1 else None
        if wish is None:
            transaction.respond(400, reason="Bad Replaces")
            return None
        leg = self._line.leg_in(wish.key)
        is_ours_to_give = leg is not None and not (
            leg.direction is CallDirection.INCOMING and leg.state is LegState.RINGING
        )
        if leg is None or not is_ours_to_give:
            transaction.respond(481)
        elif leg.state is LegState.ENDED:
            transaction.respond(603)
        elif wish.early_only and leg.is_talking:
            transaction.respond(486)
        else:
            return leg
        return None

    def _take_over(
        self, old: CallLeg, new: CallLeg, setup: IncomingSetup, transaction: ServerTransaction
    ) -> None:
        if not setup.prepare():
            transaction.respond(500, headers=[("Retry-After", "1")])
            return
        self._line.adopt(new)
        self._line.listener.on_replaced(old, new)
        setup.answer()
        old.give_way(EndCause.REPLACED)


def _extras(invite: SIPRequest) -> EmergencyInfo:
    try:
        return emergency_info(invite)
    except Exception:
        # SAFETY: it rings, whatever is wrong with a position or a history nobody foresaw.
        log.exception("what came with a call could not be read")
        return EmergencyInfo()
