"""The desk's own program, with an application that notes how soon each key is answered.

python -m tests.e2e.timed_desk --home FOLDER …

Every key leaves a line in the desk's log: from the moment Qt hands it over until the window has painted and
flushed the picture that shows it; and how long the loop stood still at the longest since the key before.
So does each picture of another sentence about who else is in the ticket.
"""

from __future__ import annotations

import logging
import sys
import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from batola_desk.__main__ import main
from batola_desk.ui.incident.presence import TYPING_SIGN, PresenceLabel

log = logging.getLogger("batola.tests")

BEAT_MS = 5


class TimedApplication(QApplication):
    """Notes keys, pictures, and the beat of the loop."""

    def __init__(self) -> None:
        super().__init__(["batola-desk"])
        self._pressed_s: float | None = None
        self._presence = ""
        self._worst_beat_s = 0.0
        self._beat_s = time.perf_counter()
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and self._pressed_s is None and isinstance(receiver, QWidget):
            self._pressed_s = time.perf_counter()
        done = super().notify(receiver, event)
        if kind == QEvent.Type.UpdateRequest and self._pressed_s is not None:
            took_s, self._pressed_s = time.perf_counter() - self._pressed_s, None
            stall_s, self._worst_beat_s = self._worst_beat_s, 0.0
            log.debug("key painted", extra={"took_ms": took_s * 1000, "stall_ms": stall_s * 1000})
        if kind == QEvent.Type.Paint and isinstance(receiver, PresenceLabel):
            self._note_presence(receiver)
        return bool(done)

    def _note_presence(self, label: PresenceLabel) -> None:
        if label.whole != self._presence:
            self._presence = label.whole
            is_typing = "mengetik" in label.whole or TYPING_SIGN in label.text()
            log.debug("presence painted", extra={"is_typing": is_typing, "at_us": time.time_ns() / 1000})

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self._worst_beat_s = max(self._worst_beat_s, now - self._beat_s - BEAT_MS / 1000)
        self._beat_s = now


if __name__ == "__main__":
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = TimedApplication()
    sys.exit(main())
