"""Tells when the screen's loop was held up, and by what: the stack goes to the log, never any data."""

from __future__ import annotations

import faulthandler
import logging
import re
import tempfile
import threading
import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

log = logging.getLogger("batola.ui")

BEAT_MS = 25
STALL_S = 0.1  # LIMIT: longer than this a person feels a key stick
LINES_MAX = 12
BYTES_MAX = 1 << 20
HEAD = re.compile(r"(?:Thread|Current thread) 0x([0-9a-f]+)")
LINE = re.compile(r'^  File "(.*)", line (\d+) in (.*)$', re.MULTILINE)


class StallWatch(QObject):
    """A heartbeat on the screen's loop and a thread that notices when it stops.

    The stack is taken while the loop is still stuck, so it names the culprit; one line per stall.
    Thread: ``start`` and ``stop`` on the screen's loop; ``_watch`` in its own.
    """

    def __init__(self, parent: QObject | None = None, *, stall_s: float = STALL_S) -> None:
        super().__init__(parent)
        self._stall_s = stall_s
        self._beat_at_s = 0.0
        self._loop_thread_id = 0
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Watch the loop that calls this."""
        if self._thread is not None:
            return
        self._loop_thread_id = threading.get_ident()
        self._beat_at_s = time.monotonic()
        self._ending.clear()
        self._beat.start()
        self._thread = threading.Thread(target=self._watch, name="stall-watch", daemon=True)
        self._thread.start()

    @Slot()
    def stop(self) -> None:
        """Watch no more; returns when the thread has ended."""
        self._beat.stop()
        self._ending.set()
        if self._thread is not None:
            self._thread.join(1.0)
            self._thread = None

    @Slot()
    def _on_beat(self) -> None:
        self._beat_at_s = time.monotonic()  # SAFETY: one float, written here only

    def _watch(self) -> None:
        told_beat_s = 0.0
        while not self._ending.wait(self._stall_s / 4):
            beat_s = self._beat_at_s
            late_s = time.monotonic() - beat_s
            if late_s < self._stall_s or beat_s == told_beat_s:
                continue
            told_beat_s = beat_s
            log.info("the screen stands still since %d ms:\n%s", late_s * 1000, self._where())

    def _where(self) -> str:
        """The loop's stack, innermost first.

        Written by the interpreter itself, which makes no frame objects. Holding one (``sys._current_frames``)
        lets what the frame knows live on and die in this thread; a widget that does ends the process.
        """
        with tempfile.TemporaryFile() as file:
            faulthandler.dump_traceback(file, all_threads=True)
            file.seek(0)
            told = file.read(BYTES_MAX).decode("ascii", "replace")
        for block in told.split("\n\n"):
            head = HEAD.match(block)
            if head is not None and int(head[1], 16) == self._loop_thread_id & (16 ** len(head[1]) - 1):
                lines = LINE.findall(block)[:LINES_MAX]
                return "\n".join(f"  {path}:{line} {name}" for path, line, name in lines)
        return "(no stack)"
