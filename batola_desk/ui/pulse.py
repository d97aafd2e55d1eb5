"""One beat for the whole window: changes of the desk as a Qt signal, and two shared timers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from batola_desk.services.api import Desk
from batola_desk.services.change import Change

FAST_MS = 100
TOLD_AT_ONCE_MAX = 5  # LIMIT: five times ten milliseconds with 300 calls on the screen
CLOCK_MS = 500  # LIMIT: half a second, so that no second of the clock is ever skipped


class Pulse(QObject):
    """Turns ``desk.changed`` into a signal; views that die are unsubscribed by Qt itself.

    The fast beat runs only while somebody needs it, so an idle desk stays idle. A change is told at once; if
    many come before the loop has been round again, the rest of them are told together: with 300 callers at
    once every pane would else draw itself 900 times in a second.

    Signals:
        changed: a ``Change`` of the desk, of several changes their union.
        fast: 10 Hz while at least one owner wants it.
        clock: twice a second.
    """

    changed = Signal(object)
    fast = Signal()
    clock = Signal()
    _next_round = Signal()

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
        self._later: Change | None = None
        self._told_this_round = 0
        self._next_round.connect(self._tell_later, Qt.ConnectionType.QueuedConnection)
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
        self._later = None

    def _hear(self, change: Change) -> None:
        if self._told_this_round >= TOLD_AT_ONCE_MAX:
            self._later = change if self._later is None else self._later.with_also(change)
        else:
            self._tell(change)

    def _tell(self, change: Change) -> None:
        if self._told_this_round == 0:
            self._next_round.emit()
        self._told_this_round += 1
        self.changed.emit(change)

    @Slot()
    def _tell_later(self) -> None:
        change, self._later = self._later, None
        self._told_this_round = 0
        if change is not None:
            self._tell(change)
