"""What an account wants of its media: codecs in order, encryption, text. And why an offer was refused."""

from __future__ import annotations

import enum
from dataclasses import dataclass

KNOWN_CODECS = ("G722", "PCMA", "PCMU")
DEFAULT_CODECS = ("G722", "PCMA", "PCMU")


class SrtpPolicy(enum.StrEnum):
    """What an account wants of the media of its calls. Source: RFC 4568, RFC 3711."""

    OFF = "off"
    OPTIONAL = "optional"  # offered and taken, plain RTP is fine too
    MANDATORY = "mandatory"  # no call without it


class HoldManner(enum.StrEnum):
    """How we tell a peer that it waits. Source: RFC 3264 §8.4."""

    SENDONLY = "sendonly"  # it hears the beeps of hold
    INACTIVE = "inactive"  # for exchanges that play music of their own
    ADDRESS = "0.0.0.0"  # RFC 2543, for equipment that knows no direction


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPolicy:
    """Choices of one account. Raises ValueError for impossible ones.

    Attributes:
        codecs: encoding names, the one we like best first.
        accepts_text: answer an offer of real-time text (RFC 4103) with text.
        offers_text: offer it ourselves when dialling.
        hold: how a hold of ours is said.
    """

    codecs: tuple[str, ...] = DEFAULT_CODECS
    srtp: SrtpPolicy = SrtpPolicy.OFF
    accepts_text: bool = True
    offers_text: bool = False
    hold: HoldManner = HoldManner.SENDONLY

    def __post_init__(self) -> None:
        if not self.codecs or len(set(self.codecs)) != len(self.codecs) or set(self.codecs) - {*KNOWN_CODECS}:
            raise ValueError(f"codecs: each at most once, of {', '.join(KNOWN_CODECS)}")

    @property
    def takes_plain(self) -> bool:
        return self.srtp is not SrtpPolicy.MANDATORY

    @property
    def takes_secure(self) -> bool:
        return self.srtp is not SrtpPolicy.OFF


class RefusalCause(enum.StrEnum):
    """Why nothing in a description can be used."""

    NO_COMMON_CODEC = "no_common_codec"
    PLAIN_NOT_ALLOWED = "plain_not_allowed"  # we insist on encryption, they offer none
    SECURE_NOT_ALLOWED = "secure_not_allowed"  # they insist on encryption, it is off here
    KEYS_UNUSABLE = "keys_unusable"  # encrypted, but no key line that we can use
    NO_STREAM = "no_stream"  # neither audio nor text, or nowhere to send it


@dataclass(frozen=True, slots=True)
class Refusal:
    """For the sentence in the window; codec names as they stand in the descriptions."""

    cause: RefusalCause
    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


def warning(refusal: Refusal) -> tuple[str, str]:
    """The header that tells the other side's technicians why. Source: RFC 3261 §20.43."""
    match refusal.cause:
        case RefusalCause.NO_COMMON_CODEC:
            code, text = 305, f"Incompatible media format; taken here: {' '.join(refusal.ours)}"
        case RefusalCause.PLAIN_NOT_ALLOWED:
            code, text = 399, "Only encrypted media (RTP/SAVP with a=crypto) is taken here"
        case RefusalCause.SECURE_NOT_ALLOWED:
            code, text = 302, "Encrypted media is switched off here"
        case RefusalCause.KEYS_UNUSABLE:
            code, text = 399, "None of the crypto lines can be used"
        case RefusalCause.NO_STREAM:
            code, text = 304, "No usable audio or text stream"
    return "Warning", f'{code} batola-desk "{text}"'
