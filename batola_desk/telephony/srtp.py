"""Encryption of one stream both ways, with changes of keys in mid-call. Source: RFC 3711, RFC 4568 §7."""

from __future__ import annotations

from dataclasses import dataclass

from pylibsrtp import Error, Policy, Session

from batola_desk.telephony.crypto import CryptoLine

_OLD_KEY_S = 2.0  # LIMIT: how long packets that were on the way when the keys changed are still read
_PACKET_BYTES_MAX = 1500  # libsrtp's binding has room for no more


@dataclass(frozen=True, slots=True)
class Keys:
    """The line we send with and the line they send with."""

    ours: CryptoLine
    theirs: CryptoLine


class SecureStream:
    """SRTP and SRTCP of one media stream.

    libsrtp keeps roll-over counter and replay window for each SSRC; a stream that begins with another SSRC is
    followed, and gets its memory only after its first packet proved authentic.

    Thread: ``protect`` and ``protect_rtcp`` share nothing with ``unprotect`` and ``unprotect_rtcp``; each
    pair belongs to one thread at a time.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._out = _session(keys.ours, Policy.SSRC_ANY_OUTBOUND)
        self._in = _session(keys.theirs, Policy.SSRC_ANY_INBOUND)
        self._before: tuple[Session, float] | None = None

    def change(self, keys: Keys, now_s: float) -> SecureStream:
        """The stream after another negotiation: what keeps its key keeps its counters too."""
        if keys == self.keys:
            return self
        after = SecureStream(keys)
        if _is_same(keys.ours, self.keys.ours):
            after._out = self._out
        if _is_same(keys.theirs, self.keys.theirs):
            after._in = self._in
            after._before = self._before
        else:
            after._before = (self._in, now_s + _OLD_KEY_S)
        return after

    def protect(self, packet: bytes) -> bytes | None:
        """None if it cannot be encrypted: then it must not leave."""
        try:
            return self._out.protect(packet)
        except (Error, ValueError):
            return None

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        try:
            return self._out.protect_rtcp(packet)
        except (Error, ValueError):
            return None

    def unprotect(self, packet: bytes, now_s: float) -> bytes | None:
        """None for whatever is forged, repeated, too old or no SRTP."""
        return self._unprotect("unprotect", packet, now_s)

    def unprotect_rtcp(self, packet: bytes, now_s: float) -> bytes | None:
        return self._unprotect("unprotect_rtcp", packet, now_s)

    def _unprotect(self, how: str, packet: bytes, now_s: float) -> bytes | None:
        if len(packet) > _PACKET_BYTES_MAX:
            return None
        sessions = [self._in]
        if self._before is not None:
            old, until_s = self._before
            if now_s <= until_s:
                sessions.append(old)
            else:
                self._before = None
        for session in sessions:
            try:
                plain: bytes = getattr(session, how)(packet)
            except (Error, ValueError):
                continue
            return plain
        return None


def _session(line: CryptoLine, ssrc_type: int) -> Session:
    return Session(Policy(line.key, ssrc_type, 0, line.suite.profile))


def _is_same(one: CryptoLine, other: CryptoLine) -> bool:
    return one.suite is other.suite and one.key == other.key
