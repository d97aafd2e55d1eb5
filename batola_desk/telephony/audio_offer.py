"""The audio of a description: which stream, codec and key event we use, and our own audio section.

Source: RFC 3264, RFC 3551 §4.5.2, §4.5.14, RFC 4733 (telephone-event), RFC 4568 (keys), RFC 5761 (mux).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from batola_desk.telephony.crypto import CryptoLine
from batola_desk.telephony.media_policy import MediaPolicy, Refusal, RefusalCause
from batola_desk.telephony.sdp import (
    STATIC_PAYLOAD_TYPES,
    Direction,
    Encoding,
    MediaLine,
    SessionDescription,
    rtpmap_lines,
)
from batola_desk.telephony.stream_choice import StreamChoice, security_of

OFFERED_DTMF_PAYLOAD_TYPE = 101
CODEC_CLOCK_HZ = 8000  # of all our codecs, G.722 included (RFC 3551 §4.5.2)
_STATIC_NUMBERS = {name: number for number, name in STATIC_PAYLOAD_TYPES.items()}
_SHOWN_CODECS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioChoice(StreamChoice):
    """The audio stream of a peer's description that we can use.

    Attributes:
        payload_types: every codec of ours that the peer may send, by its payload type.
        dtmf_payload_type: the telephone-event to send with, at ``dtmf_clock_hz``.
        dtmf_payload_types: all of them with their clocks.
    """

    codec: str
    payload_type: int
    payload_types: dict[int, str]
    dtmf_payload_type: int | None = None
    dtmf_payload_types: dict[int, int] = field(default_factory=dict)
    packet_time_max_ms: int | None = None

    @property
    def dtmf_clock_hz(self) -> int:
        number = self.dtmf_payload_type
        return CODEC_CLOCK_HZ if number is None else self.dtmf_payload_types[number]


def choose_audio(description: SessionDescription, policy: MediaPolicy) -> AudioChoice | Refusal:
    """The best stream for us: an encrypted one before a plain one, else the first; or why there is none."""
    chosen: AudioChoice | None = None
    causes: list[RefusalCause] = []
    theirs: list[str] = []
    for index, line in enumerate(description.media):
        if line.kind != "audio" or not line.port:
            continue
        theirs += _shown_codecs(line)
        choice = _choose(description, index, line, policy)
        if isinstance(choice, RefusalCause):
            causes.append(choice)
        elif chosen is None or (choice.crypto is not None and chosen.crypto is None):
            chosen = choice
    if chosen is not None:
        return chosen
    cause = causes[0] if causes else RefusalCause.NO_STREAM
    return Refusal(cause, tuple(dict.fromkeys(theirs))[:_SHOWN_CODECS_MAX], policy.codecs)


def _choose(
    description: SessionDescription, index: int, line: MediaLine, policy: MediaPolicy
) -> AudioChoice | RefusalCause:
    if not line.is_rtp or not line.is_reachable:
        return RefusalCause.NO_STREAM
    encodings = line.encodings()
    usable = {number: encoding.name for number, encoding in encodings.items() if _is_ours(encoding, policy)}
    if not usable:
        return RefusalCause.NO_COMMON_CODEC
    security = security_of(line, policy)
    if isinstance(security, RefusalCause):
        return security
    payload_type = min(usable, key=lambda number: policy.codecs.index(usable[number]))
    events = {n: encoding.clock_hz for n, encoding in encodings.items() if encoding.name == "TELEPHONE-EVENT"}
    return AudioChoice(
        index=index,
        protocol=line.protocol,
        remote=line.remote,
        remote_rtcp=line.remote_rtcp,
        direction=description.direction(line),
        crypto=security,
        is_muxed=line.has("rtcp-mux"),
        codec=usable[payload_type],
        payload_type=payload_type,
        payload_types=usable,
        # The event's clock shall be the audio's (RFC 4733 §2.1), so 8000 comes first whatever their order is.
        dtmf_payload_type=min(events, key=lambda n: events[n] != CODEC_CLOCK_HZ, default=None),
        dtmf_payload_types=events,
        packet_time_max_ms=line.number("maxptime"),
    )


def offer_lines(
    port: int, policy: MediaPolicy, keys: Sequence[CryptoLine], direction: Direction, *, protocol: str = ""
) -> list[str]:
    """Our offer: every codec of the account in its order.

    Args:
        protocol: the profile agreed before, for a later offer. In a first one it is plain unless encryption
            is a must, so that peers without SRTP answer too.
    """
    protocol = protocol or ("RTP/AVP" if policy.takes_plain or not keys else "RTP/SAVP")
    formats = [(_STATIC_NUMBERS[name], name) for name in policy.codecs]
    return _section(port, protocol, formats, {OFFERED_DTMF_PAYLOAD_TYPE: CODEC_CLOCK_HZ}, keys, direction)


def answer_lines(port: int, choice: AudioChoice, key: CryptoLine | None, direction: Direction) -> list[str]:
    """Our answer: the one codec we chose, and the key event we understand."""
    formats = [(choice.payload_type, choice.codec)]
    number = choice.dtmf_payload_type
    events = {} if number is None else {number: choice.dtmf_payload_types[number]}
    keys = () if key is None else (key,)
    lines = _section(port, choice.protocol, formats, events, keys, direction)
    return [*lines, "a=rtcp-mux"] if choice.is_muxed else lines


def _section(
    port: int,
    protocol: str,
    formats: list[tuple[int, str]],
    events: dict[int, int],
    keys: Sequence[CryptoLine],
    direction: Direction,
) -> list[str]:
    numbers = " ".join(str(number) for number in [*(number for number, _ in formats), *events])
    lines = [f"m=audio {port} {protocol} {numbers}"]
    lines += rtpmap_lines([(number, f"{name}/{CODEC_CLOCK_HZ}") for number, name in formats])
    for number, clock_hz in events.items():
        lines += [f"a=rtpmap:{number} telephone-event/{clock_hz}", f"a=fmtp:{number} 0-15"]
    lines += [key.write() for key in keys]
    return [*lines, "a=ptime:20", f"a={direction.value}"]


def _is_ours(encoding: Encoding, policy: MediaPolicy) -> bool:
    return encoding.name in policy.codecs and encoding.clock_hz == CODEC_CLOCK_HZ


def _shown_codecs(line: MediaLine) -> list[str]:
    names = (encoding.name for encoding in line.encodings().values())
    return [name[:16] for name in names if name not in {"TELEPHONE-EVENT", "CN", "RED"}]
