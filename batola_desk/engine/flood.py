"""Calls that come faster than anything but a broken machine dials: counted, not written one by one.

Each incoming call leaves two facts or more in a journal that is never shortened and that every desk copies.
Somebody who sends INVITE and CANCEL a thousand times a second would fill every disk of the centre. So the
journal takes what a centre can really get; beyond that a call still rings and is written down once somebody
answers it, and one alarm a minute, itself a fact of the desk, says how many were not.

Thread: the engine's.
"""

from __future__ import annotations

from collections.abc import Callable

from batola_desk.engine.alarm_board import AlarmBoard
from batola_desk.engine.budget import Budget

# LIMIT: all that may ring at once, three times over, and 18,000 an hour after that. Thirty trunk channels
# would have to hang up every six seconds, all day.
_CALLS_AT_ONCE, _CALLS_PER_S = 1000, 5.0
_MINUTE_S = 60.0


class FloodGuard:
    """Says which new calls the journal takes, and tells how many it did not and how many were turned away."""

    def __init__(self, alarms: AlarmBoard, clock: Callable[[], float]) -> None:
        self._budget = Budget(_CALLS_AT_ONCE, _CALLS_PER_S, clock)
        self._unwritten = _Tally("calls_not_listed", alarms, clock)
        self._turned_away = _Tally("line_overloaded", alarms, clock)

    def may_write(self) -> bool:
        """Whether one more call that nobody has answered goes into the journal."""
        if self._budget.spend(1):
            return True
        self._unwritten.add()
        return False

    def on_turned_away(self) -> None:
        """A caller got 503, for too many ring already."""
        self._turned_away.add()

    def tick(self) -> None:
        self._unwritten.tick()
        self._turned_away.tick()


class _Tally:
    """An alarm at the first, then one for each minute that had any, with the number; none after a calm one.

    Attributes:
        code: of the alarm.
    """

    def __init__(self, code: str, alarms: AlarmBoard, clock: Callable[[], float]) -> None:
        self.code = code
        self._alarms = alarms
        self._clock = clock
        self._since_s: float | None = None
        self._count = 0

    def add(self) -> None:
        if self._since_s is None:
            self._since_s = self._clock()
            self._alarms.set(self.code, active=True)
        self._count += 1

    def tick(self) -> None:
        now_s = self._clock()
        if self._since_s is None or now_s - self._since_s < _MINUTE_S:
            return
        count, self._count = self._count, 0
        self._since_s = now_s if count else None
        self._alarms.set(self.code, active=False)
        if count:
            self._alarms.set(self.code, active=True, values={"detail": f"{count} × / 60 s"})
