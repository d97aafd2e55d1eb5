"""Session descriptions: read leniently, choose G.711 audio, write offers and answers.

Source: RFC 8866, RFC 3264, RFC 4733 (telephone-event).
"""

from __future__ import annotations

import enum
import ipaddress
import re
from dataclasses import dataclass, field

from batola_desk.telephony.headers import digits
from batola_desk.telephony.transport import Address

LINES_MAX = 600
MEDIA_MAX = 32
CODEC_PREFERENCE = ("PCMA", "PCMU")
STATIC_PAYLOAD_TYPES = {0: "PCMU", 8: "PCMA"}
OFFERED_DTMF_PAYLOAD_TYPE = 101
UNSPECIFIED = frozenset({"0.0.0.0", "::"})  # hold of RFC 2543; RFC 3264 §8.4, RFC 6157 §4

_RTPMAP = re.compile(r"rtpmap:\s*(\d{1,3})\s+([A-Za-z0-9_.-]+)/(\d{1,6})", re.ASCII)


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
    kind: str
    port: int
    protocol: str
    formats: list[str]
    host: str
    attributes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AudioChoice:
    """The audio stream of a peer's description that we can use.

    Attributes:
        index: position among the m-lines (the answer must keep all of them).
        remote: where to send RTP; None when the peer gave 0.0.0.0 or :: (old style hold).
        remote_rtcp: where to send RTCP.
        direction: from the peer's point of view.
    """

    index: int
    protocol: str
    remote: Address | None
    remote_rtcp: Address | None
    codec: str
    payload_type: int
    payload_types: dict[int, str]
    dtmf_payload_type: int | None
    direction: Direction
    packet_time_max_ms: int | None


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

    def choose_audio(self) -> AudioChoice | None:
        """The first audio stream with G.711 over plain RTP, None if there is none."""
        for index, line in enumerate(self.media):
            choice = self._choose(index, line)
            if choice is not None:
                return choice
        return None

    def _choose(self, index: int, line: MediaLine) -> AudioChoice | None:
        if line.kind != "audio" or not line.port or line.protocol.upper() not in {"RTP/AVP", "RTP/AVPF"}:
            return None
        host = _address(line.host)
        if not host:
            return None
        names = _payload_names(line)
        usable = {number: name for number, name in names.items() if name in CODEC_PREFERENCE}
        if not usable:
            return None
        payload_type = min(usable, key=lambda number: CODEC_PREFERENCE.index(usable[number]))
        dtmf = next((number for number, name in names.items() if name == "TELEPHONE-EVENT"), None)
        held = host in UNSPECIFIED
        direction = _direction(line.attributes) or _direction(self.attributes) or Direction.SENDRECV
        if held:  # RFC 2543 hold: they do not want to hear us
            direction = Direction.of(send=direction.sends, receive=False)
        return AudioChoice(
            index=index,
            protocol=line.protocol,
            remote=None if held else (host, line.port),
            remote_rtcp=None if held else _rtcp_address(line, host),
            codec=usable[payload_type],
            payload_type=payload_type,
            payload_types=usable,
            dtmf_payload_type=dtmf,
            direction=direction,
            packet_time_max_ms=_number_attribute(line.attributes, "maxptime"),
        )


def audio_lines(port: int, choice: AudioChoice | None, direction: Direction) -> list[str]:
    """Our audio section: an offer of everything (no choice yet) or the answer to a choice."""
    if choice is None:
        formats = {8: "PCMA", 0: "PCMU"}
        dtmf: int | None = OFFERED_DTMF_PAYLOAD_TYPE
    else:
        formats = {choice.payload_type: choice.codec}
        dtmf = choice.dtmf_payload_type
    numbers = [str(number) for number in formats] + ([str(dtmf)] if dtmf is not None else [])
    protocol = "RTP/AVP" if choice is None else choice.protocol
    lines = [f"m=audio {port} {protocol} {' '.join(numbers)}"]
    lines += [f"a=rtpmap:{number} {name}/8000" for number, name in formats.items()]
    if dtmf is not None:
        lines += [f"a=rtpmap:{dtmf} telephone-event/8000", f"a=fmtp:{dtmf} 0-15"]
    return [*lines, "a=ptime:20", f"a={direction.value}"]


def refused_line(line: MediaLine) -> str:
    """The answer to a stream we do not take. Source: RFC 3264 §6."""
    return f"m={line.kind} 0 {line.protocol} {line.formats[0] if line.formats else '0'}"


def session_lines(session_id: int, version: int, host: str) -> list[str]:
    """Source: RFC 8866 §5.2, §5.7; our own address in its family's words, without a zone."""
    host = host.partition("%")[0]
    address = f"IN {'IP6' if ':' in host else 'IP4'} {host}"
    return ["v=0", f"o=- {session_id} {version} {address}", "s=-", f"c={address}", "t=0 0"]


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


def _payload_names(line: MediaLine) -> dict[int, str]:
    """Payload type -> encoding name in capitals, only 8 kHz, in the peer's order of preference."""
    mapped: dict[int, tuple[str, str]] = {}
    for attribute in line.attributes:
        match = _RTPMAP.match(attribute)
        if match is not None:
            mapped.setdefault(int(match.group(1)), (match.group(2).upper(), match.group(3)))
    names: dict[int, str] = {}
    for text in line.formats:
        number = digits(text, maximum=127)
        if number is None:
            continue
        name, rate = mapped.get(number, (STATIC_PAYLOAD_TYPES.get(number, ""), "8000"))
        if name and rate == "8000":
            names.setdefault(number, name)
    return names


def _direction(attributes: list[str]) -> Direction | None:
    for attribute in attributes:
        if attribute in Direction.__members__.values():
            return Direction(attribute)
    return None


def _number_attribute(attributes: list[str], name: str) -> int | None:
    for attribute in attributes:
        key, _, value = attribute.partition(":")
        if key == name:
            return digits(value, maximum=10_000)
    return None


def _rtcp_address(line: MediaLine, host: str) -> Address | None:
    """Source: RFC 3605; without the attribute RTCP is one port above RTP."""
    for attribute in line.attributes:
        key, _, value = attribute.partition(":")
        if key == "rtcp":
            words = value.split()
            port = digits(words[0], maximum=65535) if words else None
            other = _address(words[3]) if len(words) > 3 else ""
            return (other or host, port) if port else None
    return (host, line.port + 1) if line.port < 65535 else None


def _address(host: str) -> str:
    """The address as the system writes it, so that it compares with where RTP comes from; "" if it is none.

    A zone (``fe80::1%eth0``) means something on the peer's machine only.
    """
    try:
        return "" if "%" in host else str(ipaddress.ip_address(host))
    except ValueError:
        return ""
