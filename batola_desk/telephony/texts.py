"""Short texts within a call (MESSAGE). Source: RFC 3428; charset rules of RFC 3261 §7.4.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from batola_desk.telephony.emergency import PIDF_TYPE
from batola_desk.telephony.headers import parse_parameters
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.line import Line
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.server_transaction import ServerTransaction

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

TEXT_TYPE = "text/plain"
TEXT_BYTES_MAX = 16_384  # LIMIT: a long letter; more would only fill the pane
_CHARSETS = frozenset({"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16"})
_PIECE_BYTES_MAX = 1000  # RFC 3428 §8: a MESSAGE must fit 1300 bytes; headers go beside it


class TextSender:
    """Writes to the peer of one leg. Thread: the SIP loop."""

    def __init__(self, line: Line, leg: CallLeg) -> None:
        self._line = line
        self._leg = leg

    def send(self, text: str) -> None:
        """Send in as many pieces as needed, in order; the listener hears if one is not taken."""
        leg = self._leg
        if leg.dialog is None or leg.state is LegState.ENDED:
            leg.notify(LegChange.TEXT_FAILED)
            return
        self._send_next(_pieces(text))

    def _send_next(self, pieces: Iterator[bytes]) -> None:
        piece, dialog = next(pieces, None), self._leg.dialog
        if piece is None or dialog is None:
            return

        def received(response: SIPResponse) -> None:
            if response.code >= 300:
                self._leg.notify(LegChange.TEXT_FAILED)
            elif response.code >= 200:
                self._send_next(pieces)

        self._line.sender.in_dialog(
            dialog, "MESSAGE", received, body=piece, content_type=f"{TEXT_TYPE};charset=utf-8"
        )


def receive_text(line: Line, leg: CallLeg, transaction: ServerTransaction) -> None:
    """Answer a MESSAGE and pass its text on."""
    text = text_of(transaction.request)
    if text is None:  # Source: RFC 3428 §7, RFC 3261 §21.4.13
        transaction.respond(415, headers=[("Accept", TEXT_TYPE)])
    elif leg.state is LegState.ENDED:
        transaction.respond(481)
    else:
        transaction.respond(200)
        if text:
            line.listener.on_text(leg, text)


def text_of(request: SIPRequest) -> str | None:
    """The plain text of a MESSAGE, None if it carries something else only."""
    if not request.body:
        return ""
    parts = request.parts()
    part = next((part for part in parts if part.content_type in ("", TEXT_TYPE)), None)
    if part is None:  # a position alone is no text, but it was taken
        return "" if any(part.content_type == PIDF_TYPE for part in parts) else None
    value = part.headers.get("content-type") or request.first("content-type")
    charset = parse_parameters(value.partition(";")[2]).get("charset", "utf-8")
    # A peer must not choose among all of Python's codecs: some of them take square time.
    codec = charset.lower() if charset.lower() in _CHARSETS else "utf-8"
    text = part.content[:TEXT_BYTES_MAX].decode(codec, "replace")
    return "".join(char for char in text if char in "\n\t" or char.isprintable()).strip()


def _pieces(text: str) -> Iterator[bytes]:
    """Cut at characters, never inside one."""
    piece = bytearray()
    for char in text:
        encoded = char.encode("utf-8", "replace")
        if len(piece) + len(encoded) > _PIECE_BYTES_MAX:
            yield bytes(piece)
            piece.clear()
        piece += encoded
    if piece:
        yield bytes(piece)
