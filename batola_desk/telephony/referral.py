"""The peer of a leg sends us to somebody else (REFER received): dial, and report how it goes.

Source: RFC 3515 §2.4, RFC 3892 (Referred-By), RFC 4488 (no subscription). Dialling at a stranger's wish costs
money and may mislead an operator, so only hosts of the configuration may ask for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.headers import NameAddress, readable
from batola_desk.telephony.leg_types import LegChange, LegState, TransferRequest
from batola_desk.telephony.line import Headers, Line
from batola_desk.telephony.message import REASON_PHRASES, SIPResponse
from batola_desk.telephony.replaces import split_refer_to
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.transfer import EVENT_PACKAGE
from batola_desk.telephony.uri import SIPUri, UnusableURIError

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

_EXPIRES_S = 180


def on_refer(line: Line, leg: CallLeg, transaction: ServerTransaction) -> None:
    """Answer a REFER within a call."""
    request = transaction.request
    if not leg.is_talking:
        transaction.respond(481 if leg.state is LegState.ENDED else 603)
        return
    entries = request.items("refer-to")
    wish = NameAddress.parse(entries[0]) if len(entries) == 1 else None
    if wish is None or not wish.uri:  # Source: RFC 3515 §2.4.2
        transaction.respond(400, reason="Bad Refer-To")
        return
    target, replaces = split_refer_to(wish.uri)
    number, is_call = _read_target(target)
    by = NameAddress.parse(request.first("referred-by")).uri
    declined = TransferRequest(readable(target), number, readable(by))
    if not line.config.takes_transfers_from(transaction.flow.remote[0]):
        _decline(line, leg, transaction, declined, 603)
        return
    if not is_call or leg.referral is not None:
        _decline(line, leg, transaction, declined, 403)
        return
    headers: Headers = [("Referred-By", request.first("referred-by") or f"<{leg.peer_uri}>")]
    if replaces:
        headers.append(("Replaces", replaces))
    try:
        new_leg = line.dial(_dialled(target), headers=headers)
    except OperatorError:
        _decline(line, leg, transaction, declined, 403)
        return
    leg.referral = Referral(line, leg, new_leg, transaction)
    line.listener.on_transfer_requested(leg, replace(declined, new_leg=new_leg))


class Referral:
    """One accepted REFER: its 202, and the reports until the call it asked for is decided."""

    def __init__(self, line: Line, leg: CallLeg, new_leg: CallLeg, transaction: ServerTransaction) -> None:
        assert leg.dialog is not None
        request = transaction.request
        self._line = line
        self._leg = leg
        self._new_leg = new_leg
        self._dialog: Dialog = leg.dialog
        self._event = f"{EVENT_PACKAGE};id={request.cseq.number}"
        self._reports = request.first("refer-sub").strip().lower() != "false"
        self._last_code = 0
        headers: Headers = [("Contact", leg.dialog.contact)]
        if self._reports:
            transaction.respond(202, headers=headers)
        else:  # Source: RFC 4488 §4
            transaction.respond(200, headers=[*headers, ("Refer-Sub", "false")])
        new_leg.watch(self._on_change)
        self._report(100)

    def _on_change(self, _change: LegChange) -> None:
        new = self._new_leg
        match new.state:
            case LegState.EARLY:
                self._report(180 if new.remote_ringing else 183)
            case LegState.TALKING:
                self._report(200)
            case LegState.ENDED if self._last_code < 200:
                code = new.end.sip_code if new.end is not None else 0
                self._report(code if code >= 300 else 487)

    def _report(self, code: int) -> None:
        """Source: RFC 3515 §2.4.4; the last report ends the subscription."""
        if code == self._last_code or self._last_code >= 200:
            return
        self._last_code = code
        is_last = code >= 200
        if is_last:
            self._leg.referral = None
        if not self._reports:
            return
        state = "terminated;reason=noresource" if is_last else f"active;expires={_EXPIRES_S}"
        self._line.sender.in_dialog(
            self._dialog,
            "NOTIFY",
            self._on_response,
            headers=[("Event", self._event), ("Subscription-State", state)],
            body=f"SIP/2.0 {code} {REASON_PHRASES.get(code, 'Failed')}\r\n".encode(),
            content_type="message/sipfrag;version=2.0",
        )

    def _on_response(self, response: SIPResponse) -> None:
        if response.code in (408, 481, 489):  # they do not want to know
            self._reports = False


def _decline(
    line: Line, leg: CallLeg, transaction: ServerTransaction, request: TransferRequest, code: int
) -> None:
    transaction.respond(code)
    line.listener.on_transfer_requested(leg, request)
    leg.notify(LegChange.TRANSFER_DECLINED)


def _read_target(target: str) -> tuple[str, bool]:
    """The number in it for people, and whether it is a call we could make."""
    try:
        uri = SIPUri.parse(target)
    except UnusableURIError:
        return "", False
    is_call = uri.scheme in {"sip", "tel"} and uri.parameters.get("method", "INVITE").upper() == "INVITE"
    return uri.number, is_call


def _dialled(target: str) -> str:
    uri = SIPUri.parse(target)
    return uri.number if uri.scheme == "tel" else target
