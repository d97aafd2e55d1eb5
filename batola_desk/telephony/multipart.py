"""Bodies of messages: one plain part or a tree of parts, flattened. Source: RFC 2046 §5.1, RFC 5621.

Tolerant: bare line feeds, a missing end, a boundary the header does not name, base64. Every level reads its
content once and levels and parts are limited, so the cost stays linear.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from batola_desk.telephony.headers import parse_parameters

BODY_PARTS_MAX = 32  # LIMIT: location, description, subscriber and device data make about ten
DEPTH_MAX = 4
_PART_HEAD_BYTES_MAX = 8192
_BOUNDARY_MAX = 200  # RFC 2046 allows 70
_PLAIN = "text/plain"
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FIRST_DELIMITER = re.compile(rb"\s{0,80}--([!-~]{1,200})[ \t]*\r?\n")


class BodyPart:
    """One body: the whole of a plain message or one part of a multipart one.

    Attributes:
        content_type: without parameters, in lower case.
        headers: names in lower case; empty for the body of a plain message.
        content: decoded.
    """

    __slots__ = ("content", "content_type", "headers")

    def __init__(self, content_type: str, headers: dict[str, str], content: bytes) -> None:
        self.content_type = content_type
        self.headers = headers
        self.content = content

    @property
    def content_id(self) -> str:
        """As a ``cid:`` URI names it, "" if the part has none. Source: RFC 2392."""
        return self.headers.get("content-id", "").strip().strip("<>")


def body_parts(content_type: str, body: bytes, content_id: str = "") -> list[BodyPart]:
    """Every leaf of the body in order; a multipart body that cannot be read gives none.

    Args:
        content_type: the Content-Type header of the message.
        content_id: the Content-ID header of the message, for a single body that Geolocation names.
    """
    leaves: list[BodyPart] = []
    if body:
        headers = {"content-id": content_id} if content_id else {}
        _collect(leaves, content_type, headers, body, DEPTH_MAX)
    return leaves


def _collect(
    leaves: list[BodyPart], content_type: str, headers: dict[str, str], content: bytes, depth: int
) -> None:
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    if not kind.startswith("multipart/"):
        leaves.append(BodyPart(kind, headers, _decoded(content, headers)))
        return
    if depth == 0:
        return
    named = parse_parameters(parameters).get("boundary", "").encode("utf-8", "surrogateescape")
    for boundary in (named, _guessed_boundary(content)):
        is_there = False
        for piece in _pieces(content, boundary):
            if len(leaves) >= BODY_PARTS_MAX:
                return
            is_there = True
            part_headers, part = _split_part(piece)
            _collect(leaves, part_headers.get("content-type", _PLAIN), part_headers, part, depth - 1)
        if is_there:
            return


def _guessed_boundary(content: bytes) -> bytes:
    """The header lost or bent it: the first line of the body is the delimiter if there is no preamble."""
    first = _FIRST_DELIMITER.match(content)
    return first.group(1) if first is not None else b""


def _pieces(content: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between the delimiter lines; text after a missing last delimiter counts."""
    if not boundary or len(boundary) > _BOUNDARY_MAX:
        return
    # A delimiter fills its line, so that "--outer" does not cut at the inner boundary "--outer-1".
    delimiter = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    start = -1
    for match in delimiter.finditer(content):
        if start >= 0:
            yield content[start : match.start()]
        if match.group(1):
            return
        start = match.end()
    if start >= 0:
        yield content[start:]


def _split_part(piece: bytes) -> tuple[dict[str, str], bytes]:
    """Headers and content; the piece begins with the line end of its delimiter."""
    if piece.startswith((b"\r\n\r\n", b"\n\n")):  # no headers at all. Source: RFC 2046 §5.1
        return {}, piece.lstrip(b"\r")[1:].lstrip(b"\r")[1:]
    end = _END_OF_HEAD.search(piece, 0, _PART_HEAD_BYTES_MAX)
    head, content = (piece, b"") if end is None else (piece[: end.start()], piece[end.end() :])
    headers: dict[str, str] = {}
    last = ""
    for line in head[:_PART_HEAD_BYTES_MAX].decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and last:
            headers[last] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon else ""
        if last:
            headers.setdefault(last, value.strip())
    return headers, content


def _decoded(content: bytes, headers: dict[str, str]) -> bytes:
    encoding = headers.get("content-transfer-encoding", "").strip().lower()
    try:
        if encoding == "base64":
            return binascii.a2b_base64(content)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(content)
    except (binascii.Error, ValueError):
        return content
    return content
