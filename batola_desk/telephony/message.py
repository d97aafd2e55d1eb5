"""SIP messages: lenient parsing under hard limits, and serialising.

Source: RFC 3261 §7, RFC 4475. An odd message may be an emergency: it is refused only if the start line, Via,
Call-ID, CSeq, From or To cannot be used at all.
"""

from __future__ import annotations

import re

from batola_desk.telephony.headers import (
    CSeq,
    MalformedMessageError,
    NameAddress,
    Via,
    digits,
    split_outside,
)
from batola_desk.telephony.multipart import BodyPart, body_parts
from batola_desk.telephony.uri import URI_LENGTH_MAX

MESSAGE_BYTES_MAX = 262_144  # LIMIT: 64 kB of location bodies and room; a datagram cannot be longer anyway
HEAD_BYTES_MAX = 65_536  # LIMIT: headers alone; the largest seen from a PBX is below 8 kB
HEADER_COUNT_MAX = 1_000  # LIMIT: a message through ten proxies has about eighty
HEADER_VALUE_MAX = 16_384  # LIMIT: long enough for any Identity or Geolocation header

_COMPACT_NAMES = {
    "a": "Accept-Contact", "b": "Referred-By", "c": "Content-Type", "e": "Content-Encoding", "f": "From",
    "i": "Call-ID", "k": "Supported", "l": "Content-Length", "m": "Contact", "o": "Event", "r": "Refer-To",
    "s": "Subject", "t": "To", "u": "Allow-Events", "v": "Via", "x": "Session-Expires", "y": "Identity",
}  # fmt: skip
_STATUS_LINE = re.compile(r"SIP/2\.0\s+(\d{3})(?:\s(.*))?\Z", re.IGNORECASE | re.DOTALL | re.ASCII)
_HEADER_NAME = re.compile(r"[\w.!%*+`'~-]{1,128}\Z", re.ASCII)
_METHOD = re.compile(r"[A-Za-z0-9.!%*_+`'~-]{1,64}\Z")

REASON_PHRASES = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted", 400: "Bad Request",
    403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 415: "Unsupported Media Type", 420: "Bad Extension",
    422: "Session Interval Too Small", 469: "Bad Info Package", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 486: "Busy Here",
    487: "Request Terminated", 488: "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending",
    500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable",
    504: "Server Time-out", 600: "Busy Everywhere", 603: "Decline",
}  # fmt: skip


class SIPMessage:
    """Headers in arrival order and a body. Names keep their spelling, look-ups ignore case."""

    __slots__ = ("body", "headers")

    def __init__(self) -> None:
        self.headers: list[tuple[str, str]] = []
        self.body = b""

    def first(self, name: str) -> str:
        """The first value of a header, "" if it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def every(self, name: str) -> list[str]:
        """Every header line of that name, unsplit."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    def items(self, name: str) -> list[str]:
        """All comma separated elements of that header, in order."""
        return [
            item.strip() for value in self.every(name) for item in split_outside(value, ",") if item.strip()
        ]

    def tokens(self, name: str) -> set[str]:
        """Option tags or methods of a list header, in lower case."""
        return {item.lower() for item in self.items(name)}

    def add(self, name: str, value: str) -> None:
        self.headers.append((name, value))

    def replace_first(self, name: str, value: str) -> None:
        """Change the first header of that name in its place, or append it."""
        wanted = name.lower()
        for index, (key, _) in enumerate(self.headers):
            if key.lower() == wanted:
                self.headers[index] = (key, value)
                return
        self.add(name, value)

    @property
    def via(self) -> Via:
        value = self.first("via")
        return Via.parse(split_outside(value, ",")[0])

    @property
    def call_id(self) -> str:
        return self.first("call-id")

    @property
    def cseq(self) -> CSeq:
        return CSeq.parse(self.first("cseq"))

    @property
    def from_address(self) -> NameAddress:
        return NameAddress.parse(self.first("from"))

    @property
    def to_address(self) -> NameAddress:
        return NameAddress.parse(self.first("to"))

    def parts(self) -> list[BodyPart]:
        """The body, or every part of a multipart body. Unreadable multipart gives no part."""
        return body_parts(self.first("content-type"), self.body, self.first("content-id"))

    def body_of_type(self, content_type: str) -> bytes | None:
        """The first part of that type, None if there is none."""
        return next((part.content for part in self.parts() if part.content_type == content_type), None)

    def start_line(self) -> str:
        raise NotImplementedError

    def serialise(self) -> bytes:
        """The bytes for the wire; Content-Length is always ours, line ends inside values become spaces."""
        lines = [_one_line(self.start_line())]
        lines.extend(
            f"{_one_line(name)}: {_one_line(value)}"
            for name, value in self.headers
            if name.lower() != "content-length"
        )
        lines.append(f"Content-Length: {len(self.body)}\r\n\r\n")
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + self.body


class SIPRequest(SIPMessage):
    __slots__ = ("method", "uri")

    def __init__(self, method: str, uri: str) -> None:
        super().__init__()
        self.method = method
        self.uri = uri

    def start_line(self) -> str:
        return f"{self.method} {self.uri} SIP/2.0"


class SIPResponse(SIPMessage):
    """``is_local`` marks answers nobody sent: 408 for a timeout, 503 for a dead transport (§8.1.3.1).

    ``fault`` then says why, if more is known (``connection_refused``, ``tls_expired`` …).
    """

    __slots__ = ("code", "fault", "is_local", "reason")

    def __init__(self, code: int, reason: str = "", *, is_local: bool = False, fault: str = "") -> None:
        super().__init__()
        self.code = code
        self.reason = reason or REASON_PHRASES.get(code, "")
        self.is_local = is_local
        self.fault = fault

    def start_line(self) -> str:
        return f"SIP/2.0 {self.code} {self.reason}"


def response_to(request: SIPRequest, code: int, reason: str = "", *, to_tag: str = "") -> SIPResponse:
    """A response with the headers every response copies. Source: RFC 3261 §8.2.6, §12.1.1."""
    response = SIPResponse(code, reason)
    for name, value in request.headers:
        if name.lower() == "via":
            response.add("Via", value)
    if request.method == "INVITE" and 100 < code < 300:
        for value in request.every("record-route"):
            response.add("Record-Route", value)
    response.add("From", request.first("from"))
    to_value = request.first("to")
    if to_tag and code > 100 and not request.to_address.tag:
        to_value += f";tag={to_tag}"
    response.add("To", to_value)
    response.add("Call-ID", request.call_id)
    response.add("CSeq", request.first("cseq"))
    return response


def parse_message(data: bytes) -> SIPRequest | SIPResponse:
    """Parse one whole message (a datagram, or what the stream framing cut out).

    Raises:
        MalformedMessageError: and nothing else, whatever the bytes.
    """
    if len(data) > MESSAGE_BYTES_MAX:
        raise MalformedMessageError("too long")
    head, body = _split_head(data.lstrip(b"\r\n"))
    lines = head.decode("utf-8", "surrogateescape").split("\n")
    if len(lines) > HEADER_COUNT_MAX:
        raise MalformedMessageError("too many headers")
    message = _parse_start_line(lines[0].strip("\r"))
    _parse_header_lines(message, lines[1:])
    # A length beyond the end is tolerated: what arrived is used (house rule: ring leniently).
    length = digits(message.first("content-length"), maximum=MESSAGE_BYTES_MAX)
    message.body = body if length is None else body[:length]
    _check_essentials(message)
    return message


def _split_head(data: bytes) -> tuple[bytes, bytes]:
    crlf, lf = data.find(b"\r\n\r\n"), data.find(b"\n\n")
    if crlf >= 0 and (lf < 0 or crlf < lf):
        head, body = data[:crlf], data[crlf + 4 :]
    elif lf >= 0:
        head, body = data[:lf], data[lf + 2 :]
    else:
        raise MalformedMessageError("no end of headers")
    if len(head) > HEAD_BYTES_MAX:
        raise MalformedMessageError("headers too long")
    return head, body


def _parse_start_line(line: str) -> SIPRequest | SIPResponse:
    status = _STATUS_LINE.match(line)
    if status is not None:
        code = int(status.group(1))
        if not 100 <= code <= 699:
            raise MalformedMessageError("status code")
        return SIPResponse(code, (status.group(2) or "").replace("\r", " "))
    words = line.split()
    if len(words) < 3 or not _METHOD.match(words[0]):
        raise MalformedMessageError("start line")
    if words[-1].upper() != "SIP/2.0":
        raise MalformedMessageError("version")
    uri = "".join(words[1:-1]).strip("<>")
    if not uri or len(uri) > URI_LENGTH_MAX or "\0" in uri:
        raise MalformedMessageError("request uri")
    return SIPRequest(words[0], uri)


def _parse_header_lines(message: SIPMessage, lines: list[str]) -> None:
    folded: list[list[str]] = []  # [name, piece, piece ...]: joined once, so folding stays linear
    skipping = False
    for line in (raw.rstrip("\r") for raw in lines):
        if line[:1] in (" ", "\t"):
            if folded and not skipping:
                folded[-1].append(line.strip())
            continue
        name, colon, value = line.partition(":")
        name = name.strip()
        skipping = not (colon and _HEADER_NAME.match(name))
        if not skipping:  # a name that is no token (§25.1) could turn into another header on the wire
            folded.append([_COMPACT_NAMES.get(name.lower(), name), value.strip()])
    for name, *pieces in folded:
        value = " ".join(pieces).replace("\r", " ").replace("\0", " ").strip()
        if len(value) > HEADER_VALUE_MAX:
            raise MalformedMessageError("header too long")
        message.add(name, value)


def _check_essentials(message: SIPRequest | SIPResponse) -> None:
    if not message.first("via"):
        raise MalformedMessageError("via")
    _ = message.via  # raises when unusable
    cseq = message.cseq
    if isinstance(message, SIPRequest) and cseq.method != message.method:
        raise MalformedMessageError("cseq method")
    if not message.call_id:
        raise MalformedMessageError("call-id")
    if not message.from_address.uri:
        raise MalformedMessageError("from")
    if not message.to_address.uri:
        raise MalformedMessageError("to")


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
