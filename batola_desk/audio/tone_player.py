"""Plays ring and alerts frame by frame."""

from __future__ import annotations

import heapq
import threading

import numpy as np

from batola_desk.audio.frames import FRAME_SAMPLES, Samples, silence
from batola_desk.audio.tones import AlertName, RingKind, TonePattern, alert_patterns, render, ring_patterns

_RING_UNDER_ALERT = np.float32(0.25)


class ToneLoop:
    """A rendered pattern that is repeated, or played once."""

    def __init__(self, pattern: TonePattern, *, repeat: bool) -> None:
        self.urgency = pattern.urgency
        self.keeps_floor = pattern.keeps_floor
        self._samples = render(pattern)
        self._repeat = repeat
        self._position = 0

    @property
    def is_finished(self) -> bool:
        return not self._repeat and self._position >= len(self._samples)

    def next_frame(self) -> Samples:
        """The next 20 ms."""
        if self._repeat:
            index = np.arange(self._position, self._position + FRAME_SAMPLES) % len(self._samples)
            self._position = int(index[-1]) + 1
            return self._samples[index]
        part = self._samples[self._position : self._position + FRAME_SAMPLES]
        self._position += FRAME_SAMPLES
        return (
            np.concatenate([part, silence(FRAME_SAMPLES - len(part))]) if len(part) < FRAME_SAMPLES else part
        )


class TonePlayer:
    """One ring and a short queue of alerts, the most urgent first.

    Thread: controls from any thread, `next_frames` from the audio clock; the lock covers bookkeeping only,
    tones are rendered by the caller of the control.
    """

    def __init__(self) -> None:
        self._ring_patterns = ring_patterns()
        self._alert_patterns = alert_patterns()
        self._lock = threading.Lock()
        self._ring_kind: RingKind | None = None
        self._ring: ToneLoop | None = None
        self._alert: ToneLoop | None = None
        self._alert_name: AlertName | None = None
        self._queue: list[tuple[int, int, AlertName, ToneLoop]] = []
        self._order = 0

    @property
    def ring_kind(self) -> RingKind | None:
        return self._ring_kind

    @property
    def is_sounding(self) -> bool:
        return self._ring is not None or self._alert is not None or bool(self._queue)

    @property
    def alert_keeps_floor(self) -> bool:
        """Whether no volume control may make the alert inaudible that sounds now."""
        alert = self._alert
        return alert is not None and alert.keeps_floor

    def start_ring(self, kind: RingKind) -> None:
        """Start or change the ring; the same kind goes on undisturbed."""
        if kind is self._ring_kind:
            return
        ring = ToneLoop(self._ring_patterns[kind], repeat=True)
        with self._lock:
            self._ring_kind, self._ring = kind, ring

    def stop_ring(self) -> None:
        with self._lock:
            self._ring_kind = self._ring = None

    def play_alert(self, name: AlertName) -> None:
        """Queue an alert unless the same one already sounds or waits. A more urgent one interrupts."""
        pattern = self._alert_patterns[name]
        loop = ToneLoop(pattern, repeat=False)
        with self._lock:
            if name is self._alert_name or any(waiting[2] is name for waiting in self._queue):
                return
            self._order += 1
            heapq.heappush(self._queue, (pattern.urgency, self._order, name, loop))
            if self._alert is not None and pattern.urgency < self._alert.urgency:
                self._alert = self._alert_name = None

    def next_frames(self) -> tuple[Samples | None, Samples | None]:
        """The next 20 ms of ring and of alert; None where nothing sounds."""
        if not self.is_sounding:
            return None, None
        with self._lock:
            if self._alert is not None and self._alert.is_finished:
                self._alert = self._alert_name = None
            if self._alert is None and self._queue:
                _, _, self._alert_name, self._alert = heapq.heappop(self._queue)
            ring, alert = self._ring, self._alert
        ring_frame = ring.next_frame() if ring is not None else None
        alert_frame = alert.next_frame() if alert is not None else None
        if ring_frame is not None and alert_frame is not None:
            ring_frame = ring_frame * _RING_UNDER_ALERT
        return ring_frame, alert_frame
