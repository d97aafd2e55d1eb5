"""Session descriptions: read leniently, written plainly. What of them can be used is decided next door, in
``audio_offer`` and ``text_offer``.

Source: RFC 8866, RFC 3264.
"""

from __future__ import annotations

import enum
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from batola_desk.telephony.headers import digits
from batola_desk.telephony.transport import Address

LINES_MAX = 600
MEDIA_MAX = 32
STATIC_PAYLOAD_TYPES = {0: "PCMU", 8: "PCMA", 9: "G722"}  # source: RFC 3551 table 4
PLAIN_PROTOCOLS = frozenset({"RTP/AVP", "RTP/AVPF"})
SECURE_PROTOCOLS = frozenset({"RTP/SAVP", "RTP/SAVPF"})
UNSPECIFIED_IPV4 = "0.0.0.0"  # hold of RFC 2543; RFC 3264 §8.4
_UNSPECIFIED = frozenset({UNSPECIFIED_IPV4, "::"})  # IPv6: RFC 6157 §4
_WELL_KNOWN = {**STATIC_PAYLOAD_TYPES, 3: "GSM", 4: "G723", 13: "CN", 15: "G728", 18: "G729"}

_RTPMAP = re.compile(r"rtpmap:\s*(\d{1,3})\s+([A-Za-z0-9_.-]+)/(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Encoding:
    """One payload type: name in capitals and the clock of its timestamps."""

    name: str
    clock_hz: int


class Direction(enum.StrEnum):
    """What this side may do with the stream."""

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @classmethod
    def of(cls, *, send: bool, receive: bool) -> Direction:
        if send:
            return cls.SENDRECV if receive else cls.SENDONLY
        return cls.RECVONLY if receive else cls.INACTIVE

    @property
    def sends(self) -> bool:
        return self in (Direction.SENDRECV, Direction.SENDONLY)

    @property
    def receives(self) -> bool:
        return self in (Direction.SENDRECV, Direction.RECVONLY)


@dataclass(slots=True)
class MediaLine:
    """One stream: its m-line and the attributes below it."""

    kind: str
    port: int
    protocol: str
    formats: list[str]
    host: str
    attributes: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the peer listens, "" if we cannot send there."""
        return normal_address(self.host)

    @property
    def is_reachable(self) -> bool:
        return bool(self.port and self.address)

    @property
    def is_secure(self) -> bool:
        return self.protocol.upper() in SECURE_PROTOCOLS

    @property
    def is_rtp(self) -> bool:
        return self.is_secure or self.protocol.upper() in PLAIN_PROTOCOLS

    @property
    def is_held_by_address(self) -> bool:
        """The hold of RFC 2543: an address that means nowhere."""
        return self.address in _UNSPECIFIED

    @property
    def remote(self) -> Address | None:
        """Where to send RTP."""
        return None if self.is_held_by_address else (self.address, self.port)

    @property
    def remote_rtcp(self) -> Address | None:
        """Where to send RTCP: one port above RTP unless told otherwise. Source: RFC 3605, RFC 5761 §5.1.1."""
        if self.is_held_by_address:
            return None
        if self.has("rtcp-mux"):
            return self.remote
        words = self.value("rtcp").split()
        if words:
            port = digits(words[0], maximum=65535)
            other = normal_address(words[3]) if len(words) > 3 else ""
            return (other or self.address, port) if port else None
        return (self.address, self.port + 1) if self.port < 65535 else None

    def has(self, name: str) -> bool:
        """Whether the attribute stands there, with or without a value."""
        return any(attribute.partition(":")[0] == name for attribute in self.attributes)

    def value(self, name: str) -> str:
        """The attribute's first value, "" without."""
        return next((value for key, _, value in map(_split, self.attributes) if key == name), "")

    def number(self, name: str) -> int | None:
        return digits(self.value(name).strip(), maximum=10_000)

    def format_parameters(self, payload_type: int) -> str:
        """What ``a=fmtp`` says about a payload type."""
        for attribute in self.attributes:
            key, _, value = attribute.partition(":")
            if key == "fmtp":
                number, _, text = value.strip().partition(" ")
                if digits(number, maximum=127) == payload_type:
                    return text.strip()
        return ""

    def encodings(self) -> dict[int, Encoding]:
        """Payload type → encoding, in the peer's order of preference."""
        mapped: dict[int, Encoding] = {}
        for attribute in self.attributes:
            match = _RTPMAP.match(attribute)
            if match is not None:
                mapped.setdefault(int(match[1]), Encoding(match[2].upper(), int(match[3])))
        found: dict[int, Encoding] = {}
        for text in self.formats:
            number = digits(text, maximum=127)
            if number is None:
                continue
            encoding = mapped.get(number)
            if encoding is None and number in _WELL_KNOWN:
                encoding = Encoding(_WELL_KNOWN[number], 8000)
            if encoding is not None:
                found.setdefault(number, encoding)
        return found


@dataclass(slots=True)
class SessionDescription:
    media: list[MediaLine]
    attributes: list[str]

    @classmethod
    def parse(cls, data: bytes) -> SessionDescription:
        """Total: garbage gives a description without media."""
        description = cls([], [])
        session_host = ""
        for line in data.decode("utf-8", "replace").splitlines()[:LINES_MAX]:
            kind, _, value = line.partition("=")
            kind, value = kind.strip(), value.strip()
            current = description.media[-1] if description.media else None
            if kind == "m":
                if len(description.media) >= MEDIA_MAX:
                    break
                description.media.append(_media_line(value, session_host))
            elif kind == "c":
                words = value.split()
                host = words[2].partition("/")[0] if len(words) > 2 else ""
                if current is None:
                    session_host = host
                else:
                    current.host = host
            elif kind == "a":
                (description.attributes if current is None else current.attributes).append(value)
        return description

    def direction(self, line: MediaLine) -> Direction:
        """What the peer wants to do with a stream; a hold by address means that it does not listen."""
        direction = _direction(line.attributes) or _direction(self.attributes) or Direction.SENDRECV
        if line.is_held_by_address:
            return Direction.of(send=direction.sends, receive=False)
        return direction


def refused_line(line: MediaLine) -> str:
    """The answer to a stream we do not take. Source: RFC 3264 §6."""
    return f"m={line.kind} 0 {line.protocol} {line.formats[0] if line.formats else '0'}"


def session_lines(session_id: int, version: int, host: str) -> list[str]:
    """Source: RFC 8866 §5.2, §5.7; our own address in its family's words, without a zone."""
    connection = connection_line(host)
    address = connection.removeprefix("c=")
    return ["v=0", f"o=- {session_id} {version} {address}", "s=-", connection, "t=0 0"]


def connection_line(host: str) -> str:
    """Source: RFC 8866 §5.7."""
    host = host.partition("%")[0]
    return f"c=IN {'IP6' if ':' in host else 'IP4'} {host}"


def rtpmap_lines(encodings: Sequence[tuple[int, str]]) -> list[str]:
    """``a=rtpmap`` of payload types and their ``name/clock``."""
    return [f"a=rtpmap:{number} {encoding}" for number, encoding in encodings]


def normal_address(host: str) -> str:
    """The address as the system writes it, so that it compares with where RTP comes from; "" if it is none.

    A zone (``fe80::1%eth0``) means something on the peer's machine only.
    """
    try:
        return "" if "%" in host else str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def _split(attribute: str) -> tuple[str, str, str]:
    return attribute.partition(":")


def _media_line(value: str, host: str) -> MediaLine:
    words = value.split()
    port = digits(words[1].partition("/")[0], maximum=65535) if len(words) > 1 else None
    return MediaLine(
        kind=words[0].lower() if words else "",
        port=port or 0,
        protocol=words[2] if len(words) > 2 else "RTP/AVP",
        formats=words[3:],
        host=host,
    )


def _direction(attributes: list[str]) -> Direction | None:
    for attribute in attributes:
        if attribute in Direction.__members__.values():
            return Direction(attribute)
    return None
