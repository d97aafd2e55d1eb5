"""Raises the alert *poor sound* for the call in the headset while its estimate is low. Source: domain.md §16.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable

from batola_desk.domain.limits import QualityLimits

ALARM = "call_quality_bad"


class QualityWatch:
    """One bad moment is no alert: the estimate must stay below the limit for a while, and be good again for
    as long before the alert ends.
    """

    def __init__(
        self,
        limits: Callable[[], QualityLimits],
        raise_alarm: Callable[[str, str], None],
        clear: Callable[[str, str], None],
    ) -> None:
        self._limits = limits
        self._raise = raise_alarm
        self._clear = clear
        self._subject = ""
        self._is_bad = False
        self._changed_at_s: float | None = None

    def judge(self, subject: str, mos: float | None, now_s: float) -> None:
        """Take one estimate of the call in the headset; None says nothing about it."""
        if subject != self._subject:
            self.forget(self._subject)
            self._subject = subject
        if mos is None:
            return
        limits = self._limits()
        turns = mos >= limits.mos_warn if self._is_bad else mos < limits.mos_alarm
        if not turns:
            self._changed_at_s = None
            return
        if self._changed_at_s is None:
            self._changed_at_s = now_s
        if now_s - self._changed_at_s >= limits.alarm_after_s:
            self._is_bad = not self._is_bad
            self._changed_at_s = None
            (self._raise if self._is_bad else self._clear)(ALARM, subject)

    def forget(self, subject: str) -> None:
        """The call left the headset or ended."""
        if subject and subject == self._subject:
            if self._is_bad:
                self._clear(ALARM, subject)
            self._subject, self._is_bad, self._changed_at_s = "", False, None
