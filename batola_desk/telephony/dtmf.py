"""Telephone keys inside RTP. Source: RFC 4733 §2."""

from __future__ import annotations

import struct
from collections import deque
from dataclasses import dataclass

DIGITS = "0123456789*#ABCD"
QUEUE_MAX = 64  # LIMIT: longer than any number or menu path

_TONE_TICKS = 6  # 120 ms of tone
_END_REPEATS = 3  # RFC 4733 §2.5.1.4
_GAP_TICKS = 3  # pause between two keys, then audio again
_VOLUME_DBM0 = 10


@dataclass(frozen=True, slots=True)
class EventPacket:
    timestamp: int
    payload: bytes
    marker: bool


class DtmfSender:
    """Turns queued digits into one event packet per 20 ms tick."""

    def __init__(self) -> None:
        self._queue: deque[int] = deque()
        self._event: int | None = None
        self._started_at = 0
        self._duration = 0
        self._ticks = 0
        self._gap_ticks = 0

    def queue(self, digits: str) -> int:
        """Take the digits that exist on a telephone; returns how many were taken."""
        taken = 0
        for digit in digits.upper():
            if digit in DIGITS and len(self._queue) < QUEUE_MAX:
                self._queue.append(DIGITS.index(digit))
                taken += 1
        return taken

    def next(self, timestamp: int, samples: int) -> EventPacket | None:
        """The packet for this tick instead of audio, None when audio may go."""
        if self._event is None:
            if self._gap_ticks > 0:
                self._gap_ticks -= 1
                return None
            if not self._queue:
                return None
            self._event = self._queue.popleft()
            self._started_at, self._duration, self._ticks = timestamp, 0, 0
        self._ticks += 1
        ending = self._ticks >= _TONE_TICKS
        if self._ticks <= _TONE_TICKS:
            self._duration += samples
        flags = (0x80 if ending else 0) | _VOLUME_DBM0
        payload = struct.pack("!BBH", self._event, flags, min(self._duration, 0xFFFF))
        packet = EventPacket(self._started_at, payload, marker=self._ticks == 1)
        if self._ticks >= _TONE_TICKS + _END_REPEATS - 1:
            self._event = None
            self._gap_ticks = _GAP_TICKS
        return packet


class DtmfReceiver:
    """Reports each pressed key once, at its first packet that arrives."""

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None

    def take(self, timestamp: int, payload: bytes) -> str | None:
        if len(payload) < 4 or payload[0] >= len(DIGITS):
            return None
        key = (timestamp, payload[0])
        if key == self._last:
            return None
        self._last = key
        return DIGITS[payload[0]]
