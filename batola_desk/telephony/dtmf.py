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
_TIMESTAMP_MODULUS = 1 << 32
_REMEMBERED = 8  # LIMIT: keys whose late packets are still recognised
_EVENTS_PER_PACKET_MAX = 8
_SEGMENT_MIN = 0xFFFF - 1600  # a segment ends at the field's limit, rounded down to whole packets by some
_LATE_MAX = 5 * 16000  # five seconds of the faster event clock


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

    def next(self, timestamp: int, samples: int, *, clock_ratio: float = 1.0) -> EventPacket | None:
        """The packet for this tick instead of audio, None when audio may go.

        Args:
            samples: length of the tick in the audio's clock.
            clock_ratio: how much faster the event's clock runs (2 for telephone-event/16000).
        """
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
            self._duration += int(samples * clock_ratio)
        flags = (0x80 if ending else 0) | _VOLUME_DBM0
        payload = struct.pack("!BBH", self._event, flags, min(self._duration, 0xFFFF))
        packet = EventPacket(self._started_at, payload, marker=self._ticks == 1)
        if self._ticks >= _TONE_TICKS + _END_REPEATS - 1:
            self._event = None
            self._gap_ticks = _GAP_TICKS
        return packet


class DtmfReceiver:
    """Reports each pressed key once, at its first packet that arrives.

    A key is known by the time stamp at which it began. Its end packets may all be lost, its packets may come
    late or twice, and a key held longer than the duration field can say goes on in further segments
    (RFC 4733 §2.5.1.3) that begin where the one before had to stop: none of that is another press.
    """

    def __init__(self) -> None:
        self._known: deque[_HeardEvent] = deque(maxlen=_REMEMBERED)

    def take(self, timestamp: int, payload: bytes, *, marker: bool = False) -> list[str]:
        """The keys that begin with this packet: mostly none or one, more if several short ones were packed
        together (§2.5.1.5)."""
        pressed = []
        for start in range(0, min(len(payload), 4 * _EVENTS_PER_PACKET_MAX) - 3, 4):
            event, flags, duration = struct.unpack_from("!BBH", payload, start)
            if self._is_new(timestamp, event, is_end=bool(flags & 0x80), marker=marker and start == 0):
                pressed.append(DIGITS[event])
            timestamp = (timestamp + duration) % _TIMESTAMP_MODULUS
        return pressed

    def _is_new(self, timestamp: int, event: int, *, is_end: bool, marker: bool) -> bool:
        if event >= len(DIGITS):
            return False
        newest = self._known[-1] if self._known else None
        for known in self._known:
            if known.timestamp == timestamp:
                known.has_ended = known.has_ended or is_end
                return False
        if newest is not None:
            step = (timestamp - newest.timestamp) % _TIMESTAMP_MODULUS
            if step > _TIMESTAMP_MODULUS - _LATE_MAX:
                return False  # a straggler of a key before the newest
            if newest.continues(event, step) and not marker:
                newest.timestamp, newest.has_ended = timestamp, is_end
                return False
        self._known.append(_HeardEvent(timestamp, event, is_end))
        return True


@dataclass(slots=True)
class _HeardEvent:
    timestamp: int
    event: int
    has_ended: bool

    def continues(self, event: int, step: int) -> bool:
        """Whether a later start is the next segment of this key."""
        return event == self.event and not self.has_ended and _SEGMENT_MIN <= step <= 0xFFFF
