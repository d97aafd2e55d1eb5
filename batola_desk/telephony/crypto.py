"""Keys of SRTP in session descriptions. Source: RFC 4568; RFC 7714 §14.2 (GCM suites)."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from pylibsrtp import Policy

from batola_desk.telephony.headers import digits

CRYPTO_LINES_MAX = 16  # LIMIT: lines looked at per stream
_LINE_BYTES_MAX = 512
_TAG_MAX = 999_999_999


@dataclass(frozen=True, slots=True)
class Suite:
    """A cipher with its authentication; ``key_bytes`` counts master key and master salt."""

    name: str
    profile: int
    key_bytes: int


# In our order of preference. AES_256_CM is not here: libsrtp has it, but its kept Python binding gives no way
# to it (pylibsrtp 1.0 knows these four profiles); who wants 256 bits gets them with GCM.
SUITES = {
    suite.name: suite
    for suite in (
        Suite("AES_CM_128_HMAC_SHA1_80", Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16 + 14),
        Suite("AES_CM_128_HMAC_SHA1_32", Policy.SRTP_PROFILE_AES128_CM_SHA1_32, 16 + 14),
        Suite("AEAD_AES_256_GCM", Policy.SRTP_PROFILE_AEAD_AES_256_GCM, 32 + 12),
        Suite("AEAD_AES_128_GCM", Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16 + 12),
    )
}


@dataclass(frozen=True, slots=True)
class CryptoLine:
    """One ``a=crypto`` with everything we can honour; its key never shows in logs."""

    tag: int
    suite: Suite
    key: bytes

    def __repr__(self) -> str:
        return f"CryptoLine({self.tag}, {self.suite.name})"

    @classmethod
    def parse(cls, value: str) -> CryptoLine | None:
        """None for what is broken or asks for something we do not do.

        A master key identifier (MKI) changes the packets' layout and session parameters change what is
        encrypted, so a line with any of those is not used. A lifetime is: a call ends long before 2^31
        packets. Source: RFC 4568 §6.1, §6.3; WSH is only a hint (§6.3.7).
        """
        words = value[:_LINE_BYTES_MAX].split()
        if len(words) < 3:
            return None
        tag, suite = digits(words[0], maximum=_TAG_MAX), SUITES.get(words[1].upper())
        method, _, info = words[2].partition(":")
        if tag is None or suite is None or method.lower() != "inline" or ";" in info:
            return None
        text, *parameters = info.split("|")
        if len(parameters) > 1 or any(":" in parameter for parameter in parameters):
            return None
        if any(not word.upper().startswith("WSH=") for word in words[3:]):
            return None
        try:
            key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            return None
        return cls(tag, suite, key) if len(key) == suite.key_bytes else None

    @classmethod
    def fresh(cls, tag: int, suite: Suite) -> CryptoLine:
        return cls(tag, suite, secrets.token_bytes(suite.key_bytes))

    def with_tag(self, tag: int) -> CryptoLine:
        return CryptoLine(tag, self.suite, self.key)

    def write(self) -> str:
        return f"a=crypto:{self.tag} {self.suite.name} inline:{base64.b64encode(self.key).decode('ascii')}"


def crypto_lines(attributes: Iterable[str]) -> list[CryptoLine]:
    """The usable ones of a stream, in the peer's order."""
    values = [value for name, _, value in (text.partition(":") for text in attributes) if name == "crypto"]
    lines = (CryptoLine.parse(value) for value in values[:CRYPTO_LINES_MAX])
    return [line for line in lines if line is not None]


def has_crypto(attributes: Iterable[str]) -> bool:
    """Whether the peer tried, usable or not."""
    return any(text.partition(":")[0] == "crypto" for text in attributes)
