"""One beat for the whole window: changes of the desk as a Qt signal, and two shared timers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from batola_desk.services.api import Desk
from batola_desk.services.views import Change

FAST_MS = 100
CLOCK_MS = 500  # LIMIT: half a second, so that no second of the clock is ever skipped


class Pulse(QObject):
    """Turns ``desk.changed`` into a signal; views that die are unsubscribed by Qt itself.

    The fast beat runs only while somebody needs it, so an idle desk stays idle.

    Signals:
        changed: a ``Change`` of the desk.
        fast: 10 Hz while at least one owner wants it.
        clock: twice a second.
    """

    changed = Signal(object)
    fast = Signal()
    clock = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: set[str] = set()
        self._fast = QTimer(self)
        self._fast.setInterval(FAST_MS)
        self._fast.setTimerType(Qt.TimerType.PreciseTimer)
        self._fast.timeout.connect(self.fast)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self.clock)
        self._clock.start()
        self._unsubscribe = desk.changed.subscribe(self._hear)

    def want_fast(self, owner: str, *, wanted: bool) -> None:
        """Say whether an owner needs the fast beat."""
        if wanted:
            self._wanted.add(owner)
        else:
            self._wanted.discard(owner)
        if bool(self._wanted) != self._fast.isActive():
            self._fast.start() if self._wanted else self._fast.stop()

    @Slot()
    def stop(self) -> None:
        """No more beats and no more news."""
        self._unsubscribe()
        self._fast.stop()
        self._clock.stop()

    def _hear(self, change: Change) -> None:
        self.changed.emit(change)
