"""The list of alerts: raised once per cause, repeated by rule, acknowledged by name, never forgotten unseen.

The list in memory is what the screen shows, so that "the disk refuses" can itself be shown; every change also
goes to the journal as a fact of the desk. Rules (priority, sound, repeat, quiet) are configuration data.
Source: domain.md §16.

Thread: the desk's event loop.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from batola_desk.domain.catalog import Alert
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import AlarmAcknowledged, AlarmCleared, AlarmRaised
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.limits import AlarmLimits
from batola_desk.domain.operator import Desk
from batola_desk.services.core import Clock, Recorder
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.seat_views import AlarmView

log = logging.getLogger("batola.services")

TONE_PAUSE_S = 1.0
LISTED_MAX = 100  # LIMIT: open ones always stay; older finished ones leave the list, not the journal


class SystemLog(Protocol):
    """Where IT's monitoring looks (``interop.event_log``)."""

    def tell(self, code: str, priority: str, words: str, *, ended: bool = False) -> None:
        """An alarm began or is over; waits for nothing."""

    def stop(self) -> None:
        """End, within a second."""


@dataclass(slots=True)
class _Entry:
    view: AlarmView
    sounded_s: float
    in_flood: bool = False  # came when more came than can be read


class AlarmService:
    """Owns the alert list.

    Attributes:
        system_log: where it is told besides; None = nowhere.
    """

    def __init__(
        self,
        rules: Mapping[str, Alert],
        limits: AlarmLimits,
        recorder: Recorder,
        clock: Clock,
        *,
        desk: str,
        play: Callable[[str], None],
        on_change: Callable[[], None],
    ) -> None:
        self._rules = rules
        self._limits = limits
        self._recorder = recorder
        self._clock = clock
        self._aggregate = (aggregate(AggregateKind.DESK, desk),)
        self._play = play
        self._on_change = on_change
        self.system_log: SystemLog | None = None
        self._entries: dict[str, _Entry] = {}
        self._tone_at: dict[str, float] = {}
        self._raised_s: deque[float] = deque(maxlen=limits.flood_count + 1)
        self._active: dict[str, dict[str, str]] = {}  # code → subject → alarm id
        self._shown: tuple[AlarmView, ...] | None = None  # every part of the screen asks

    def views(self) -> tuple[AlarmView, ...]:
        """Open ones first, newest first in each group; those of a flood are one line for each kind."""
        if self._shown is None:
            self._shown = self._bundled_views()
        return self._shown

    def _bundled_views(self) -> tuple[AlarmView, ...]:
        shown = [entry.view for entry in self._entries.values() if not self._is_bundled(entry)]
        bundles: dict[str, list[AlarmView]] = {}
        for entry in self._entries.values():
            if self._is_bundled(entry):
                bundles.setdefault(entry.view.code, []).append(entry.view)
        shown += [replace(views[-1], bundled=len(views)) for views in bundles.values()]
        return tuple(sorted(shown, key=lambda view: (view.cleared, view.acknowledged, -view.raised_us)))

    def is_active(self, code: str, subject: str = "") -> bool:
        """Whether this alert stands for this subject."""
        return subject in self._active.get(code, ())

    def active_subjects(self, code: str) -> frozenset[str]:
        """What this alert stands for now."""
        return frozenset(self._active.get(code, ()))

    def load(self, desk: Desk | None) -> None:
        """Take over what the journal remembers; causes are judged anew, so open ones end here."""
        self._shown = None
        for alarm in desk.alarms[-LISTED_MAX:] if desk is not None else ():
            rule = self._rule(alarm.code)
            view = AlarmView(
                alarm_id=alarm.alarm_id,
                code=alarm.code,
                priority=rule.priority,
                subject=alarm.subject,
                detail=alarm.detail,
                raised_us=alarm.raised_us,
                acknowledged=alarm.acknowledged_us is not None,
                cleared=True,
            )
            self._entries[alarm.alarm_id] = _Entry(view=view, sounded_s=0.0)
            if alarm.cleared_us is None:
                self._journal(AlarmCleared(alarm_id=alarm.alarm_id))

    def raise_alarm(self, code: str, subject: str = "", *, detail: str = "") -> None:
        """Begin an alert; one that already stands for this subject only learns what is new about it."""
        if not self.is_active(code, subject):
            self._begin(code, subject, detail)
            self._changed()
            return
        standing = self._entries.get(self._active[code][subject])
        if standing is not None and detail and detail != standing.view.detail:
            standing.view = replace(standing.view, detail=detail)
            self._changed()

    def _begin(self, code: str, subject: str, detail: str = "") -> None:
        rule = self._rule(code)
        alarm_id = new_id(self._clock.now_us() // 1000)
        self._active.setdefault(code, {})[subject] = alarm_id
        view = AlarmView(
            alarm_id=alarm_id,
            code=code,
            priority=rule.priority,
            subject=subject,
            detail=detail,
            raised_us=self._clock.now_us(),
            acknowledged=False,
            cleared=False,
        )
        in_flood = self._count_raised() and rule.priority != "high"
        self._entries[alarm_id] = _Entry(view=view, sounded_s=self._clock.mono_s(), in_flood=in_flood)
        self._trim()
        self._journal(AlarmRaised(alarm_id=alarm_id, code=code, subject=subject, detail=detail))
        if not in_flood:
            self._sound(rule.tone)
        self._tell_system(code, ended=False)

    def clear(self, code: str, subject: str = "") -> None:
        """The cause is gone; the line stays listed."""
        if self.is_active(code, subject):
            self._end(code, subject)
            self._changed()

    def _end(self, code: str, subject: str) -> None:
        alarm_id = self._active[code].pop(subject)
        entry = self._entries.get(alarm_id)
        if entry is not None:
            entry.view = replace(entry.view, cleared=True)
        self._journal(AlarmCleared(alarm_id=alarm_id))
        self._tell_system(code, ended=True)

    def keep_only(self, code: str, subjects: Iterable[str]) -> None:
        """Raise the alert for these subjects and clear it for all others; however many, it is one change."""
        wanted, standing = set(subjects), self.active_subjects(code)
        if wanted == standing:
            return
        for subject in standing - wanted:
            self._end(code, subject)
        for subject in wanted - standing:
            self._begin(code, subject)
        self._changed()

    def acknowledge(self, alarm_id: str, *, may_as_lead: bool) -> None:
        """A person saw it.

        Raises:
            OperatorError: ``alarm_unknown``, ``lead_only``.
        """
        entry = self._entries.get(alarm_id)
        if entry is None:
            raise OperatorError("alarm_unknown")
        if self._rule(entry.view.code).acknowledge == "lead" and not may_as_lead:
            raise OperatorError("lead_only", action="acknowledge_alarm")
        if entry.view.acknowledged:
            return
        together = [entry]
        if self._is_bundled(entry):
            code = entry.view.code
            together = [
                other
                for other in self._entries.values()
                if self._is_bundled(other) and other.view.code == code
            ]
        for seen in together:
            seen.view = replace(seen.view, acknowledged=True)
            seen.sounded_s = self._clock.mono_s()
            self._journal(AlarmAcknowledged(alarm_id=seen.view.alarm_id), by_person=True)
        self._changed()

    def tick(self) -> None:
        """Sound again what stands: unseen at its own pace, seen after the quiet it has earned."""
        now_s = self._clock.mono_s()
        for alarm_id in (key for subjects in self._active.values() for key in subjects.values()):
            entry = self._entries.get(alarm_id)
            if entry is None or entry.in_flood:
                continue
            rule = self._rule(entry.view.code)
            # An urgent one that nobody looks at must not be quieter than one that was seen.
            unseen_s = rule.repeat_s or rule.quiet_s
            pause_s = rule.quiet_s if entry.view.acknowledged else unseen_s
            if rule.tone and pause_s > 0 and now_s - entry.sounded_s >= pause_s:
                entry.sounded_s = now_s
                self._sound(rule.tone)

    def _changed(self) -> None:
        self._shown = None
        self._on_change()

    def _count_raised(self) -> bool:
        """Count one more; True = more came than a person can read (domain.md §16)."""
        now_s = self._clock.mono_s()
        self._raised_s.append(now_s)
        is_full = len(self._raised_s) > self._limits.flood_count
        return is_full and now_s - self._raised_s[0] <= self._limits.flood_window_s

    @staticmethod
    def _is_bundled(entry: _Entry) -> bool:
        """Shown together with its like until somebody has seen it or it is over."""
        return entry.in_flood and not entry.view.acknowledged and not entry.view.cleared

    def _sound(self, tone: str) -> None:
        """Play a tone, but not twice within a second: many causes at once are one sound, not a siren."""
        now_s = self._clock.mono_s()
        if tone and now_s - self._tone_at.get(tone, -TONE_PAUSE_S) >= TONE_PAUSE_S:
            self._tone_at[tone] = now_s
            self._play(tone)

    def _rule(self, code: str) -> Alert:
        return self._rules.get(code) or Alert(code=code, label=code, tone="attention")

    def _tell_system(self, code: str, *, ended: bool) -> None:
        """Only what the catalogue says of it: subject and detail may be a person's."""
        if self.system_log is not None:
            rule = self._rule(code)
            words = " / ".join(filter(None, (rule.label, rule.label_en)))
            self.system_log.tell(code, rule.priority, words, ended=ended)

    def _trim(self) -> None:
        finished = [key for key, entry in self._entries.items() if entry.view.cleared]
        for alarm_id in finished[: max(0, len(self._entries) - LISTED_MAX)]:
            del self._entries[alarm_id]

    def _journal(self, event: Event, *, by_person: bool = False) -> None:
        fact = NewFact(event=event, aggregates=self._aggregate, occurred_us=self._clock.now_us())
        try:
            self._recorder.submit([fact], actor=None if by_person else SYSTEM_ACTOR)
        except OperatorError as refusal:  # the alert itself must not depend on the disk
            log.info("an alert could not be journalled: %s", refusal.code)
