"""Structured values inside SIP headers: parameters, addresses, Via, CSeq, Reason, RAck, Session-Expires.

Everything here is linear in the length of its input and never raises anything but ``MalformedMessageError``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PARAMETERS_MAX = 64  # LIMIT: real headers carry fewer than ten; more is an attack or an accident
ADDRESS_LENGTH_MAX = 8192  # LIMIT: longer than any From seen, short enough to stay cheap

_VIA = re.compile(
    r"\s*SIP\s*/\s*2\.0\s*/\s*([A-Za-z]+)\s+(\[[^\]]*\]|[^\s:;,]+)\s*(?::\s*(\d+))?\s*(.*)", re.DOTALL
)
_CSEQ = re.compile(r"\s*(\d{1,10})\s+([^\s]+)\s*\Z", re.ASCII)
_SESSION_EXPIRES = re.compile(r"\s*(\d{1,9})", re.ASCII)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class MalformedMessageError(ValueError):
    """The bytes cannot be used as a SIP message. ``reason`` is a short word for logs and counters."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def split_outside(text: str, separator: str) -> list[str]:
    """Split at ``separator`` where it stands outside quoted strings and angle brackets."""
    if '"' not in text and "<" not in text:
        return text.split(separator)
    parts: list[str] = []
    start = 0
    quoted = escaped = bracketed = False
    for index, char in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            escaped = char == "\\"
            quoted = char != '"'
        elif char == '"':
            quoted = True
        elif char == "<":
            bracketed = True
        elif char == ">":
            bracketed = False
        elif char == separator and not bracketed:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return parts


def unquote(text: str) -> str:
    """Remove one pair of double quotes and the backslash escapes inside it."""
    text = text.strip()
    if len(text) >= 2 and text[0] == '"' and text[-1] == '"':
        return _ESCAPE.sub(r"\1", text[1:-1])
    return text


def readable(text: str) -> str:
    """Text for people, files and other programs: bytes that were no UTF-8 become a replacement mark.

    Inside this room they are kept (as lone surrogates), so that a message goes out as it came in.
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def shown(text: str, letters_max: int) -> str:
    """A stranger's words for a screen: no signs that control it or turn its line, and not endless."""
    plain = "".join(letter if letter.isprintable() else " " for letter in readable(text[: 4 * letters_max]))
    return " ".join(plain.split())[:letters_max].rstrip()


def quote(text: str) -> str:
    """Make a quoted string of any text; line ends become spaces."""
    flat = text.replace("\r", " ").replace("\n", " ")
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse_parameters(text: str) -> dict[str, str]:
    """``;tag=a;lr`` -> ``{"tag": "a", "lr": ""}``; names in lower case, the first of equal names wins."""
    parameters: dict[str, str] = {}
    for part in split_outside(text, ";")[: PARAMETERS_MAX + 1]:
        name, _, value = part.partition("=")
        name = name.strip().lower()
        if name:
            parameters.setdefault(name, unquote(value))
    return parameters


def digits(text: str, *, maximum: int) -> int | None:
    """The whole text as a non-negative number up to ``maximum``, else None."""
    text = text.strip()
    if not text or len(text) > 10 or not text.isascii() or not text.isdigit():
        return None
    value = int(text)
    return value if value <= maximum else None


@dataclass(frozen=True, slots=True)
class NameAddress:
    """A From, To, Contact, Route or identity value: optional display name, URI, header parameters."""

    display_name: str
    uri: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        return self.parameters.get("tag", "")

    @classmethod
    def parse(cls, text: str) -> NameAddress:
        """Total: any text gives an address, at worst one with an empty URI."""
        text = text[:ADDRESS_LENGTH_MAX].strip()
        opening = _address_bracket(text)
        if opening < 0:
            uri, _, rest = text.partition(";")
            return cls("", uri.strip(), parse_parameters(rest))
        closing = text.find(">", opening)
        closing = len(text) if closing < 0 else closing
        name = unquote(text[:opening].strip())
        return cls(name, text[opening + 1 : closing].strip(), parse_parameters(text[closing + 1 :]))


def _address_bracket(text: str) -> int:
    """Index of the ``<`` that opens the URI, after a quoted display name if there is one."""
    if not text.startswith('"'):
        return text.find("<")
    index = 1
    while index < len(text) and text[index] != '"':
        index += 2 if text[index] == "\\" else 1
    # An unterminated quote is odd, not fatal: take the last bracket, it is the likeliest URI.
    return text.find("<", index) if index < len(text) else text.rfind("<")


@dataclass(frozen=True, slots=True)
class Via:
    """The topmost hop of a message. Source: RFC 3261 §20.42, RFC 3581."""

    protocol: str
    host: str
    port: int | None
    parameters: dict[str, str]

    @property
    def branch(self) -> str:
        return self.parameters.get("branch", "")

    @classmethod
    def parse(cls, text: str) -> Via:
        match = _VIA.match(text)
        if match is None:
            raise MalformedMessageError("via")
        port = digits(match.group(3) or "", maximum=65535)
        return cls(match.group(1).upper(), match.group(2), port or None, parse_parameters(match.group(4)))


@dataclass(frozen=True, slots=True)
class CSeq:
    number: int
    method: str

    @classmethod
    def parse(cls, text: str) -> CSeq:
        match = _CSEQ.match(text)
        if match is None or int(match.group(1)) >= 2**32:
            raise MalformedMessageError("cseq")
        return cls(int(match.group(1)), match.group(2))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a request was sent. Source: RFC 3326."""

    protocol: str
    cause: int | None
    text: str

    @classmethod
    def parse(cls, text: str) -> Reason:
        protocol, _, rest = text.partition(";")
        parameters = parse_parameters(rest)
        return cls(
            protocol.strip().upper(),
            digits(parameters.get("cause", ""), maximum=999),
            parameters.get("text", ""),
        )

    @property
    def means_answered_elsewhere(self) -> bool:
        """SIP cause 200 (RFC 3326 §3.1), Q.850 cause 26, or the customary text alone."""
        if (self.protocol, self.cause) in {("SIP", 200), ("Q.850", 26)}:
            return True
        return self.cause is None and "completed elsewhere" in self.text.lower()


@dataclass(frozen=True, slots=True)
class SessionExpires:
    """Source: RFC 4028 §4. ``refresher`` is "uac", "uas" or "" when not said."""

    interval_s: int
    refresher: str

    @classmethod
    def parse(cls, text: str) -> SessionExpires | None:
        match = _SESSION_EXPIRES.match(text)
        if match is None:
            return None
        refresher = parse_parameters(text.partition(";")[2]).get("refresher", "").lower()
        return cls(int(match.group(1)), refresher if refresher in {"uac", "uas"} else "")


def parse_rack(text: str) -> tuple[int, CSeq] | None:
    """The RAck header of a PRACK: (RSeq, CSeq of the INVITE). Source: RFC 3262 §7.2."""
    rseq, _, rest = text.strip().partition(" ")
    number = digits(rseq, maximum=2**32 - 1)
    if number is None:
        return None
    try:
        return number, CSeq.parse(rest)
    except MalformedMessageError:
        return None
