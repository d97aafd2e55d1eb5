"""The outgoing side of one connection: a bounded queue and the thread that empties it."""

from __future__ import annotations

import logging
import threading
from collections import deque

from batola_desk.ipc.transport import Wire, WireClosedError

log = logging.getLogger("batola.ipc")

FRAMES_MAX = 2000
BYTES_MAX = 8 << 20  # LIMIT: a frozen screen may cost the engine this much memory, never more


class Outbox:
    """Sends frames in order from its own thread.

    Thread: ``put`` and ``close`` from anywhere, never blocking on the wire.
    """

    def __init__(self, wire: Wire, name: str) -> None:
        self._wire = wire
        self._frames: deque[tuple[bytes, bool]] = deque()
        self._byte_count = 0
        self._condition = threading.Condition()
        self._closing = False
        self._sending = False
        self.dropped_count = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, frame: bytes, *, droppable: bool = False) -> bool:
        """Queue a frame; False when it cannot be kept and the connection must end.

        When full, droppable frames go first, the new one included.
        """
        with self._condition:
            if self._closing:
                return False
            if self._is_full(len(frame)):
                self._drop_droppable()
                if droppable:
                    self.dropped_count += 1
                    return True
                if self._is_full(len(frame)):
                    return False
            self._frames.append((frame, droppable))
            self._byte_count += len(frame)
            self._condition.notify()
            return True

    def close(self, *, flush_limit_s: float = 0.0) -> None:
        """Take nothing more; wait so long for what is queued, then wake everybody on the wire."""
        with self._condition:
            self._closing = True
            if flush_limit_s > 0.0:
                self._condition.wait_for(lambda: not self._frames and not self._sending, flush_limit_s)
            self._frames.clear()
            self._condition.notify()
        self._wire.abort()

    def join(self) -> None:
        """Wait for the thread; it ends soon after ``close``."""
        if self._thread is not threading.current_thread() and self._thread.ident is not None:
            self._thread.join()

    def _is_full(self, byte_count: int) -> bool:
        return len(self._frames) >= FRAMES_MAX or self._byte_count + byte_count > BYTES_MAX

    def _drop_droppable(self) -> None:
        kept = [item for item in self._frames if not item[1]]
        self.dropped_count += len(self._frames) - len(kept)
        self._frames = deque(kept)
        self._byte_count = sum(len(frame) for frame, _ in kept)

    def _run(self) -> None:
        try:
            while (frame := self._next()) is not None:
                self._wire.send(frame)
        except WireClosedError as fault:
            log.info("a local connection stopped taking messages", extra={"reason": str(fault)})
            self._wire.abort()
        finally:
            with self._condition:
                self._closing = True
                self._sending = False
                self._frames.clear()
                self._condition.notify_all()

    def _next(self) -> bytes | None:
        with self._condition:
            self._sending = False
            self._condition.notify_all()
            self._condition.wait_for(lambda: self._frames or self._closing)
            if not self._frames:
                return None
            frame, _ = self._frames.popleft()
            self._byte_count -= len(frame)
            self._sending = True
            return frame
