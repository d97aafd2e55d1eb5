"""Sending the peer of a leg to somebody else, and following how that goes.

Source: RFC 3515 (REFER), RFC 3891 §6 and RFC 5589 §7 (attended), RFC 3892 (Referred-By), RFC 4488 (no
subscription).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from batola_desk.telephony.headers import NameAddress, digits, parse_parameters, readable
from batola_desk.telephony.leg_types import EndCause, TransferProgress, TransferState
from batola_desk.telephony.line import Headers, Line
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.message import SIPResponse
from batola_desk.telephony.server_transaction import ServerTransaction

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

EVENT_PACKAGE = "refer"
REPORT_LIMIT_S = 180.0  # LIMIT: the target has rung longer than any telephone does

_SIPFRAG_START = re.compile(rb"\s*SIP/2\.0[ \t]+(\d{3})(?:[ \t]+([^\r\n]{0,200}))?", re.IGNORECASE)


class Transfer:
    """Our wish that the peer speaks with somebody else: one at a time. Thread: the SIP loop."""

    def __init__(self, line: Line, leg: CallLeg) -> None:
        self._line = line
        self._leg = leg
        self._state: TransferState | None = None
        self._refer_cseq = 0
        self._limit: Timer | None = None

    @property
    def is_open(self) -> bool:
        """Whether the outcome is still awaited."""
        return self._state is not None and not self._state.is_final

    def begin(self, refer_to: str) -> None:
        """Ask. ``refer_to`` is a whole Refer-To value."""
        leg = self._leg
        if self.is_open:
            return
        if not leg.is_talking or leg.dialog is None:
            self.fail()
            return
        self._refer_cseq = 0
        self._tell(TransferState.ASKED)
        leg.renegotiation.afterwards(lambda: self._ask(refer_to))  # a hold goes first (RFC 5589 §6.1)

    def _ask(self, refer_to: str) -> None:
        leg = self._leg
        if leg.dialog is None or not self.is_open:
            return
        us = NameAddress.parse(leg.dialog.local_header).uri
        headers: Headers = [("Refer-To", refer_to), ("Referred-By", f"<{us}>"), ("Supported", "norefersub")]
        self._line.sender.in_dialog(leg.dialog, "REFER", self._on_response, headers=headers)

    def fail(self) -> None:
        """It cannot even be asked for: one of the two calls has ended meanwhile."""
        self._line.listener.on_transfer_progress(self._leg, TransferProgress(TransferState.FAILED))

    def on_notify(self, transaction: ServerTransaction) -> None:
        """The peer reports. Source: RFC 3515 §2.4.4, §2.4.5."""
        request = transaction.request
        event, _, parameters = request.first("event").partition(";")
        if event.strip().lower() != EVENT_PACKAGE:
            transaction.respond(489, headers=[("Allow-Events", EVENT_PACKAGE)])
            return
        about = digits(parse_parameters(parameters).get("id", ""), maximum=2**32 - 1)
        # A report may overtake the answer that tells us our number.
        is_other = self._refer_cseq and about is not None and about != self._refer_cseq
        if self._state is None or is_other:
            transaction.respond(481)
            return
        transaction.respond(200)
        if not self.is_open:
            return
        report = _SIPFRAG_START.match(request.body[:512])
        if report is not None:
            self._on_report(int(report.group(1)), (report.group(2) or b"").decode("utf-8", "replace").strip())
        is_last = request.first("subscription-state").partition(";")[0].strip().lower() == "terminated"
        if is_last and self.is_open:
            self._tell(TransferState.UNREPORTED)

    def on_leg_ended(self) -> None:
        """The leg is over before a result came."""
        if self.is_open:
            self._tell(TransferState.UNREPORTED)

    def _on_response(self, response: SIPResponse) -> None:
        if response.code < 200 or not self.is_open:
            return
        if response.code >= 300:
            self._tell(TransferState.FAILED, response.code, response.reason)
            if response.code == 481:
                self._leg.on_dialog_gone(response)
            # SAFETY: no answer proves nothing here. Firewalls swallow REFER silently, and the caller on hold
            # sends no sound that would speak for him; whether he is still there the silence probe finds out.
            return
        self._refer_cseq = response.cseq.number
        if response.first("refer-sub").strip().lower().startswith("false"):  # Source: RFC 4488 §4
            self._tell(TransferState.UNREPORTED)
        elif self._state is TransferState.ASKED:  # a report may have overtaken this answer
            self._tell(TransferState.ACCEPTED)
            self._limit = self._line.loop.call_later(REPORT_LIMIT_S, self.on_leg_ended)

    def _on_report(self, code: int, reason: str) -> None:
        if code < 200:
            state = TransferState.RINGING if code in (180, 183) else TransferState.ACCEPTED
            if state is not self._state and self._state is not TransferState.RINGING:
                self._tell(state, code, reason)
        elif code < 300:
            self._tell(TransferState.SUCCEEDED, code, reason)
            self._leg.finish(EndCause.TRANSFERRED)
            self._leg.say_goodbye()
        else:
            self._tell(TransferState.FAILED, code, reason)

    def _tell(self, state: TransferState, code: int = 0, reason: str = "") -> None:
        self._state = state
        if state.is_final and self._limit is not None:
            self._limit.cancel()
        self._line.listener.on_transfer_progress(self._leg, TransferProgress(state, code, readable(reason)))
