"""One HTTP/1.1 request as it stands on the wire, read strictly; no input or output here.

Whoever sends may be a stranger: everything is bounded, and what is doubtful (two lengths, a folded line, a
space before a colon) is refused, because a proxy in front might read it otherwise. Source: RFC 9112.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote

HEAD_BYTES_MAX: Final = 8192  # LIMIT: telephones send a few hundred
TARGET_CHARS_MAX: Final = 4096  # LIMIT: OsmAnd's protocol puts a whole position into the address
HEADERS_MAX: Final = 64
FIELDS_MAX: Final = 64  # LIMIT: of a query; the longest known client sends fifteen

_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # source: RFC 9110 §5.6.2
_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")  # source: RFC 9110 §5.5
_TARGET: Final = re.compile(r"[\x21-\x7e]+")
_LENGTH: Final = re.compile(r"[0-9]{1,15}")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[\x20-\x7e\t]*)?")
_ONCE: Final = frozenset({"content-length", "host", "authorization", "transfer-encoding", "content-type"})


class RefusedRequestError(Exception):
    """A request that is answered with ``status`` and nothing more; the connection ends."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason  # ours, never the sender's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Request line and headers.

    Attributes:
        headers: names in small letters.
        length: of the body in bytes; None = it comes in chunks.
    """

    method: str
    path: str
    query: str
    is_http_1_1: bool
    headers: Mapping[str, str]
    length: int | None

    @property
    def wants_to_stay(self) -> bool:
        """Whether the connection serves another request. Source: RFC 9112 §9.3."""
        options = {word.strip().lower() for word in self.headers.get("connection", "").split(",")}
        return "close" not in options if self.is_http_1_1 else "keep-alive" in options


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A whole request, as a route's handler sees it.

    Attributes:
        query: fields of the address, each once (the last one counts).
        peer: address of the sender, without its port.
        token_name: which of the listener's tokens it came with; empty: none was asked for.
        user: the name given beside the token (Basic); empty: none.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: str = ""
    token_name: str = ""
    user: str = ""

    @property
    def media_type(self) -> str:
        """What the body says it is, in small letters, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_head(block: bytes) -> Head:
    """Read everything up to and without the empty line.

    Raises:
        RefusedRequestError: 400, 414, 431, 501 or 505.
    """
    if len(block) > HEAD_BYTES_MAX:
        raise RefusedRequestError(431, "header too large")
    first, *lines = block.decode("latin-1").split("\r\n")
    method, path, query, is_http_1_1 = _request_line(first)
    if len(lines) > HEADERS_MAX:
        raise RefusedRequestError(431, "too many headers")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        value = value.strip(" \t")
        if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise RefusedRequestError(400, "bad header")
        name = name.lower()
        if name in headers and name in _ONCE:
            raise RefusedRequestError(400, "header twice")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if is_http_1_1 and "host" not in headers:  # source: RFC 9112 §3.2
        raise RefusedRequestError(400, "no Host")
    return Head(
        method=method,
        path=path,
        query=query,
        is_http_1_1=is_http_1_1,
        headers=headers,
        length=_body_length(headers, is_http_1_1=is_http_1_1),
    )


def _request_line(line: str) -> tuple[str, str, str, bool]:
    words = line.split(" ")
    if len(words) != 3 or not _TOKEN.fullmatch(words[0]):
        raise RefusedRequestError(400, "bad request line")
    method, target, version = words
    if len(target) > TARGET_CHARS_MAX:
        raise RefusedRequestError(414, "address too long")
    if version not in {"HTTP/1.1", "HTTP/1.0"}:
        known = re.fullmatch(r"HTTP/[0-9](\.[0-9])?", version)
        raise RefusedRequestError(505 if known else 400, "not HTTP/1.1")
    if not target.startswith("/") or not _TARGET.fullmatch(target):
        raise RefusedRequestError(400, "bad address")
    path, _, query = target.partition("#")[0].partition("?")
    return method, unquote(path), query, version == "HTTP/1.1"


def _body_length(headers: Mapping[str, str], *, is_http_1_1: bool) -> int | None:
    """Source: RFC 9112 §6.3; a length beside chunks is a smuggler's trick (§6.1)."""
    coding = headers.get("transfer-encoding")
    length = headers.get("content-length")
    if coding is not None:
        if length is not None or not is_http_1_1:
            raise RefusedRequestError(400, "two lengths")
        if coding.lower() != "chunked":
            raise RefusedRequestError(501, "only chunked")
        return None
    if length is None:
        return 0
    if not _LENGTH.fullmatch(length):
        raise RefusedRequestError(400, "bad length")
    return int(length)


def chunk_length(line: bytes) -> int:
    """Return the size that a chunk's first line (without its end) announces. Source: RFC 9112 §7.1.

    Raises:
        RefusedRequestError: 400.
    """
    match = _CHUNK.fullmatch(line)
    if match is None:
        raise RefusedRequestError(400, "bad chunk")
    return int(match[1], 16)


def parse_query(query: str) -> dict[str, str]:
    """Return the fields of an address; the last of a name counts.

    Raises:
        RefusedRequestError: 400, more than ``FIELDS_MAX``.
    """
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=FIELDS_MAX))
    except ValueError as fault:
        raise RefusedRequestError(400, "too many fields") from fault


def credentials(head: Head, query: Mapping[str, str]) -> tuple[str, str]:
    """Return (token, user) as the request gives them; empty texts: none.

    Bearer (RFC 6750 §2.1), Basic whose password is the token (RFC 7617; OwnTracks), or the query's ``token``
    for clients that can send no header (Traccar's).
    """
    scheme, _, value = head.headers.get("authorization", "").partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return value, ""
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return "", ""
        return password, user
    return query.get("token", ""), ""
