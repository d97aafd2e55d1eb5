"""Letters and keys on their way from the media loop to the SIP loop: however fast they come, one post waits.

RTP may bring thousands of key events or text packets a second, and each would be a post to the loop that
carries the signalling of every call, and one more to the engine behind it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from batola_desk.telephony.loop import Loop


class Gathering:
    """Thread: ``put`` from anywhere; ``deliver`` is called on the loop.

    Args:
        pause_s: at least so long between two deliveries; what comes first after a pause goes at once.
        limit: so many characters may wait for one delivery; the rest is left out.
        gap: put in place of what was left out, once.
    """

    def __init__(
        self, loop: Loop, deliver: Callable[[str], None], *, pause_s: float, limit: int, gap: str = ""
    ) -> None:
        self._loop = loop
        self._deliver = deliver
        self._pause_s = pause_s
        self._limit = limit
        self._gap = gap
        self._lock = threading.Lock()
        self._waiting: list[str] = []
        self._length = 0
        self._is_planned = False

    def put(self, text: str) -> None:
        with self._lock:
            room = self._limit - self._length
            if room >= 0:  # below zero: the gap is marked already
                self._waiting.append(text if len(text) <= room else text[:room] + self._gap)
                self._length = self._length + len(text) if len(text) <= room else self._limit + 1
            is_first, self._is_planned = not self._is_planned, True
        if is_first:
            self._loop.post(self._go_on)

    def flush(self) -> None:
        """Deliver at once what waits. Thread: the loop."""
        with self._lock:
            text = "".join(self._waiting)
            self._waiting.clear()
            self._length = 0
        if text:
            self._deliver(text)

    def _go_on(self) -> None:
        with self._lock:
            self._is_planned = bool(self._waiting)
        if self._is_planned:
            self.flush()
            self._loop.call_later(self._pause_s, self._go_on)
