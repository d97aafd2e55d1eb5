"""RTP packets and what can be learned from their arrival. Source: RFC 3550 §5, §6.4, appendix A."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_HEADER = struct.Struct("!BBHII")
HEADER_BYTES = _HEADER.size
CLOCK_HZ = 8000
SEQUENCE_MODULUS = 1 << 16
TIMESTAMP_MODULUS = 1 << 32
_DROPOUT_MAX = 3000  # source: RFC 3550 A.1
_MISORDER_MAX = 100


@dataclass(frozen=True, slots=True)
class RtpPacket:
    """One received audio packet; ``payload`` is encoded with ``codec``, ``arrival_mono_s`` is the line's
    clock."""

    sequence: int
    timestamp: int
    payload: bytes
    arrival_mono_s: float
    marker: bool
    codec: str


@dataclass(frozen=True, slots=True)
class RawRtp:
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    marker: bool
    payload: bytes


def parse_rtp(data: bytes) -> RawRtp | None:
    """None for anything that is not RTP version 2 with consistent lengths; never raises."""
    if len(data) < HEADER_BYTES or data[0] >> 6 != 2 or 192 <= data[1] <= 223:
        return None
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    start, end = HEADER_BYTES + 4 * (first & 0x0F), len(data)
    if first & 0x10:
        if end < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    if first & 0x20:
        end -= data[-1]
    if start > end:
        return None
    return RawRtp(second & 0x7F, sequence, timestamp, ssrc, bool(second & 0x80), data[start:end])


def build_rtp(
    payload_type: int, sequence: int, timestamp: int, ssrc: int, payload: bytes, *, marker: bool
) -> bytes:
    return _HEADER.pack(0x80, payload_type | (0x80 if marker else 0), sequence, timestamp, ssrc) + payload


class ReceptionTracker:
    """Counts loss, repetition and jitter of one sender (one SSRC)."""

    def __init__(self, ssrc: int, first_sequence: int, clock_hz: int = CLOCK_HZ) -> None:
        self.ssrc = ssrc
        self._clock_hz = clock_hz
        self._base = first_sequence
        self._highest = first_sequence - 1  # extended with cycles
        self._expected_before = 0
        self._received_before = 0
        self._transit: float | None = None
        self._seen = 0  # bit n: sequence (highest - n) has arrived
        self.received = 0
        self.duplicates = 0
        self.reordered = 0
        self.jitter_samples = 0.0

    @property
    def highest_extended(self) -> int:
        return self._highest

    @property
    def expected(self) -> int:
        return self._highest - self._base + 1

    @property
    def lost(self) -> int:
        return max(0, self.expected - self.received)

    def take(self, packet: RawRtp, arrival_s: float, *, is_audio: bool) -> bool:
        """Note one packet; False if the very same sequence number has come before.

        Key events share one timestamp, so only audio tells jitter.
        """
        sequence = packet.sequence
        step = (sequence - self._highest) % SEQUENCE_MODULUS
        if 0 < step < _DROPOUT_MAX:
            self._highest += step
            self._seen = ((self._seen << step) | 1) & ((1 << _MISORDER_MAX) - 1)
        elif step > SEQUENCE_MODULUS - _MISORDER_MAX or step == 0:
            bit = 1 << ((SEQUENCE_MODULUS - step) % SEQUENCE_MODULUS)
            if self._seen & bit:
                self.duplicates += 1
                return False
            self._seen |= bit
            self.reordered += 1
            self._base = min(self._base, self._highest - (SEQUENCE_MODULUS - step) % SEQUENCE_MODULUS)
        else:
            # A jump: the sender began anew; count from here.
            self._base = sequence - self.expected
            self._highest = sequence
            self._seen = 1
            self._transit = None
        self.received += 1
        if is_audio:
            self._note_jitter(packet.timestamp, arrival_s)
        return True

    def take_interval_loss(self) -> int:
        """Fraction lost since the previous call, in 1/256. Source: RFC 3550 A.3."""
        expected = self.expected - self._expected_before
        received = self.received - self._received_before
        self._expected_before, self._received_before = self.expected, self.received
        if expected <= 0 or received >= expected:
            return 0
        return min(255, ((expected - received) << 8) // expected)

    def _note_jitter(self, timestamp: int, arrival_s: float) -> None:
        transit = (arrival_s * self._clock_hz - timestamp) % TIMESTAMP_MODULUS
        if self._transit is not None:
            change = (
                transit - self._transit + TIMESTAMP_MODULUS / 2
            ) % TIMESTAMP_MODULUS - TIMESTAMP_MODULUS / 2
            self.jitter_samples += (min(abs(change), self._clock_hz) - self.jitter_samples) / 16
        self._transit = transit
