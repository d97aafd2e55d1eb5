"""What audio and text have in common: is the stream plain or encrypted as the account wants it."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.telephony.crypto import CryptoLine, crypto_lines, has_crypto
from batola_desk.telephony.media_policy import MediaPolicy, RefusalCause
from batola_desk.telephony.sdp import Direction, MediaLine
from batola_desk.telephony.transport import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChoice:
    """A stream of the peer's description that we can use.

    Attributes:
        index: position among the m-lines (the answer must keep all of them).
        remote: where to send RTP; None when the peer gave 0.0.0.0 (old style hold).
        direction: from the peer's point of view.
        crypto: the peer's key line that we use; None = plain.
        is_muxed: RTCP comes on the RTP port (RFC 5761).
    """

    index: int
    protocol: str
    remote: Address | None
    remote_rtcp: Address | None
    direction: Direction
    crypto: CryptoLine | None = None
    is_muxed: bool = False


def security_of(line: MediaLine, policy: MediaPolicy) -> CryptoLine | RefusalCause | None:
    """The key line to use, None for plain, or why the stream cannot be used.

    RTP/AVP with a key line is an offer of encryption by peers that also take plain (RFC 4568 §6.2 wants SAVP,
    but many phones do this, and a refusal would cost a caller). Nothing here leads from mandatory to plain.
    """
    if not policy.takes_secure:
        return RefusalCause.SECURE_NOT_ALLOWED if line.is_secure else None
    usable = crypto_lines(line.attributes)
    if usable:
        return usable[0]
    if line.is_secure:
        return RefusalCause.KEYS_UNUSABLE
    if policy.takes_plain:
        return None
    return RefusalCause.KEYS_UNUSABLE if has_crypto(line.attributes) else RefusalCause.PLAIN_NOT_ALLOWED
