"""Telephone keys by INFO, for peers that do not take or send them in RTP.

Source: RFC 6086 names no package for it; ``application/dtmf-relay`` (``Signal=5``) and ``application/dtmf``
(``5``) are what the equipment of the 1990s does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from batola_desk.telephony.dtmf import DIGITS
from batola_desk.telephony.line import Line
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.server_transaction import ServerTransaction

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

_DURATION_MS = 160
_KEY_TYPES = frozenset({"application/dtmf-relay", "application/dtmf"})
_SIGNAL = re.compile(rb"(?im)^[ \t]*(?:signal[ \t]*=[ \t]*)?([0-9]{1,2}|[*#a-d])[ \t]*\r?$")


def send_info_digits(line: Line, leg: CallLeg, keys: list[str]) -> None:
    """One INFO for each key, the next after the answer to the one before; gives up at a refusal. Thread: the
    SIP loop.
    """
    if not keys or leg.dialog is None or not leg.is_talking:
        return

    def received(response: SIPResponse) -> None:
        if 200 <= response.code < 300:
            send_info_digits(line, leg, keys[1:])

    body = f"Signal={keys[0]}\r\nDuration={_DURATION_MS}\r\n".encode("ascii")
    line.sender.in_dialog(leg.dialog, "INFO", received, body=body, content_type="application/dtmf-relay")


def receive_info(line: Line, leg: CallLeg, transaction: ServerTransaction) -> None:
    """Accepted whatever it carries; key presses are passed on. Source: RFC 6086 §4.2.2: packages are not."""
    if transaction.request.first("info-package"):
        transaction.respond(469, headers=[("Recv-Info", "")])
        return
    transaction.respond(200)
    key = pressed_key(transaction.request)
    if key:
        line.listener.on_dtmf(leg, key)


def pressed_key(request: SIPRequest) -> str:
    """The key an INFO reports, "" for none. Some send the number of the event (RFC 4733 §3.2): 10 is *."""
    for part in request.parts():
        match = _SIGNAL.search(part.content[:256]) if part.content_type in _KEY_TYPES else None
        if match is None:
            continue
        signal = match.group(1).decode("ascii").upper()
        if len(signal) == 1:
            return signal
        return DIGITS[int(signal)] if int(signal) < len(DIGITS) else ""
    return ""
