"""Telephone keys by INFO, for peers that do not take them in RTP.

Source: RFC 6086 names no package for it; ``application/dtmf-relay`` is what the equipment of the 1990s does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batola_desk.telephony.line import Line
from batola_desk.telephony.message import SIPResponse

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

_DURATION_MS = 160


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
