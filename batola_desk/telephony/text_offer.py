"""The real-time text of a description. Source: RFC 4103 §10 (t140, red), RFC 2198 §4, RFC 9071 left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from batola_desk.telephony.crypto import CryptoLine
from batola_desk.telephony.headers import digits
from batola_desk.telephony.media_policy import MediaPolicy, RefusalCause
from batola_desk.telephony.sdp import Direction, Encoding, MediaLine, SessionDescription, rtpmap_lines
from batola_desk.telephony.stream_choice import StreamChoice, security_of

OFFERED_T140, OFFERED_RED = 98, 100
GENERATIONS = 2  # RFC 4103 §4.2: two redundant generations unless somebody knows better
TEXT_CLOCK_HZ = 1000
CHARACTERS_PER_S = 30  # RFC 4103 §6, when the peer says nothing
_T140, _RED = Encoding("T140", TEXT_CLOCK_HZ), Encoding("RED", TEXT_CLOCK_HZ)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChoice(StreamChoice):
    """The text stream of a peer's description.

    Attributes:
        red_payload_type: None when the peer takes no redundancy.
        generations: how many older blocks go along when it does.
        characters_per_s: the most it wants to read, on average.
    """

    t140_payload_type: int
    red_payload_type: int | None
    generations: int
    characters_per_s: int


def choose_text(description: SessionDescription, policy: MediaPolicy) -> TextChoice | None:
    """The first text stream that we can use."""
    for index, line in enumerate(description.media):
        choice = _choose(description, index, line, policy)
        if choice is not None:
            return choice
    return None


def _choose(
    description: SessionDescription, index: int, line: MediaLine, policy: MediaPolicy
) -> TextChoice | None:
    if line.kind != "text" or not line.is_rtp or not line.is_reachable:
        return None
    encodings = line.encodings()
    t140 = next((number for number, encoding in encodings.items() if encoding == _T140), None)
    security = security_of(line, policy)
    if t140 is None or isinstance(security, RefusalCause):
        return None
    red, generations = None, 0
    for number, encoding in encodings.items():
        carried = [digits(text, maximum=127) for text in line.format_parameters(number).split("/")]
        if encoding == _RED and len(carried) > 1 and set(carried) == {t140}:
            red, generations = number, min(len(carried) - 1, GENERATIONS)
            break
    return TextChoice(
        index=index,
        protocol=line.protocol,
        remote=line.remote,
        remote_rtcp=line.remote_rtcp,
        direction=description.direction(line),
        crypto=security,
        is_muxed=line.has("rtcp-mux"),
        t140_payload_type=t140,
        red_payload_type=red,
        generations=generations,
        characters_per_s=_characters_per_s(line, t140),
    )


def text_offer_lines(
    port: int, policy: MediaPolicy, keys: Sequence[CryptoLine], *, protocol: str = ""
) -> list[str]:
    """Our offer of text with redundancy; ``protocol`` as for audio."""
    protocol = protocol or ("RTP/AVP" if policy.takes_plain or not keys else "RTP/SAVP")
    return _section(port, protocol, OFFERED_T140, OFFERED_RED, GENERATIONS, keys)


def text_answer_lines(
    port: int, choice: TextChoice, key: CryptoLine | None, direction: Direction
) -> list[str]:
    """Our answer to the chosen text stream."""
    keys = () if key is None else (key,)
    lines = _section(
        port, choice.protocol, choice.t140_payload_type, choice.red_payload_type, choice.generations, keys
    )
    lines += [f"a={direction.value}"] if direction is not Direction.SENDRECV else []
    return [*lines, "a=rtcp-mux"] if choice.is_muxed else lines


def _section(
    port: int, protocol: str, t140: int, red: int | None, generations: int, keys: Sequence[CryptoLine]
) -> list[str]:
    lines = [f"m=text {port} {protocol} {t140 if red is None else f'{red} {t140}'}"]
    lines += rtpmap_lines([(t140, f"t140/{TEXT_CLOCK_HZ}")])
    if red is not None:
        lines += rtpmap_lines([(red, f"red/{TEXT_CLOCK_HZ}")])
        lines.append(f"a=fmtp:{red} {'/'.join([str(t140)] * (generations + 1))}")
    return [*lines, *(key.write() for key in keys)]


def _characters_per_s(line: MediaLine, t140: int) -> int:
    for parameter in line.format_parameters(t140).split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "cps":
            return max(1, digits(value.strip(), maximum=10_000) or CHARACTERS_PER_S)
    return CHARACTERS_PER_S
