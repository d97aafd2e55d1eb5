"""Long work of the screen thread in small slices between two paints."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Slot

SLICE_S = 0.004  # LIMIT: beside a paint this stays below a frame


class Slices(QObject):
    """Runs one job, a generator whose steps are short; a new job takes the place of the old one."""

    def __init__(self, done: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._done = done
        self._job: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._run)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, job: Iterator[None]) -> None:
        self._job = job
        self._timer.start()

    def stop(self) -> None:
        """Drop the job."""
        self._job = None
        self._timer.stop()

    @Slot()
    def _run(self) -> None:
        until_s = time.perf_counter() + SLICE_S
        while time.perf_counter() < until_s:
            if self._job is None or next(self._job, self) is self:
                self.stop()
                self._done()
                return
