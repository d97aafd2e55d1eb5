"""Whom to believe: which address and which SSRC may speak in a call."""

from __future__ import annotations

from batola_desk.telephony.rtp import CLOCK_HZ, RawRtp, ReceptionTracker
from batola_desk.telephony.transport import Address

MOVED_AFTER_S = 2.0  # LIMIT: shorter pauses are those of a voice whose telephone saves silence


class SourceGuard:
    """Accepts RTP from the announced address; from one foreign address only as long as the announced is mute.

    A caller behind NAT announces an address that never sends; the first foreign one is then latched. An
    address translator that restarts gives the caller another port and tells nobody: once nothing comes any
    more, the same host is followed to a new port, and whoever has the keys of the call anywhere. RTP from
    anywhere else is counted and ignored.
    """

    def __init__(self) -> None:
        self._announced: Address | None = None
        self._announced_seen = False
        self._latched: Address | None = None
        self._heard_s: float | None = None
        self.foreign_packets = 0

    @property
    def latched(self) -> Address | None:
        return self._latched

    def announce(self, address: Address | None) -> None:
        """A new description; the same address again changes nothing, 0.0.0.0 (None) keeps the old one."""
        if address is not None and address != self._announced:
            self._announced = address
            self._announced_seen = False
            self._latched = None

    def accepts(self, source: Address, now_s: float, *, is_authentic: bool = False) -> bool:
        """Whether a packet from there is the caller's. ``is_authentic``: it was encrypted with his key."""
        if source == self._announced:
            self._announced_seen = True
            self._latched = None
        elif source != self._latched:
            is_first = self._announced is not None and not self._announced_seen and self._latched is None
            if not is_first and not self._has_moved(source, now_s, is_authentic=is_authentic):
                self.foreign_packets += 1
                return False
            self._latched = source
        self._heard_s = now_s
        return True

    def _has_moved(self, source: Address, now_s: float, *, is_authentic: bool) -> bool:
        if self._heard_s is None or now_s - self._heard_s < MOVED_AFTER_S:
            return False
        known = {address[0] for address in (self._announced, self._latched) if address is not None}
        return is_authentic or source[0] in known


class SSRCGuard:
    """Follows a change of SSRC only if the new one comes twice in a row."""

    def __init__(self, clock_hz: int = CLOCK_HZ) -> None:
        self._clock_hz = clock_hz
        self._candidate: int | None = None
        self.tracker: ReceptionTracker | None = None
        self.changes = 0
        self.lost_before = 0
        self.received_before = 0

    def take(self, packet: RawRtp, arrival_s: float, *, is_audio: bool) -> bool:
        """Whether the packet is part of the stream (and not a repetition)."""
        if self.tracker is None:
            self.tracker = ReceptionTracker(packet.ssrc, packet.sequence, self._clock_hz)
        elif packet.ssrc != self.tracker.ssrc:
            if packet.ssrc != self._candidate:
                self._candidate = packet.ssrc
                return False
            self.lost_before += self.tracker.lost
            self.received_before += self.tracker.received
            self.tracker = ReceptionTracker(packet.ssrc, packet.sequence, self._clock_hz)
            self.changes += 1
        self._candidate = None
        return self.tracker.take(packet, arrival_s, is_audio=is_audio)
