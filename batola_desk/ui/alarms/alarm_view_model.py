"""The alerts of the desk: what happened, what to do, who has seen it. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.catalog import Alert
from batola_desk.domain.facts import AggregateKind
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.seat_views import AlarmView
from batola_desk.ui import labels
from batola_desk.ui.conflicts.conflict_words import kind_name
from batola_desk.ui.error_texts import ERROR_TEXTS
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.keyed_list import KeyedListModel
from batola_desk.ui.line.line_words import configuration_words, media_refusal_words, registration_words
from batola_desk.ui.numbers import decimal
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_words import local_time
from batola_desk.ui.room_words import clock_words
from batola_desk.ui.supervision.handover_words import handover_words
from batola_desk.ui.system_words import in_own_words
from batola_desk.ui.tasks import TaskRunner

_MEDIA_ALARMS = frozenset({"offer_unusable", "call_media_refused"})


class AlarmListViewModel(QObject):
    """Open alerts first; acknowledged ones stay listed.

    Signals:
        counts_changed: how many alerts wait to be seen.
    """

    counts_changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self.alarms = KeyedListModel(self.line, self)
        pulse.changed.connect(self._on_change)
        self._refresh()

    @property
    def waiting(self) -> list[AlarmView]:
        """Alerts that stand and nobody has seen yet, the most urgent first."""
        rank = {"high": 0, "medium": 1, "low": 2}
        views = [
            view for view in self.desk.session.status().alarms if not view.acknowledged and not view.cleared
        ]
        return sorted(views, key=lambda view: (rank.get(view.priority, 3), -view.raised_us))

    def label(self, view: AlarmView) -> str:
        """Name of an alert."""
        rule = self._rule(view)
        name = self._in_language(rule.label, rule.label_en) if rule is not None else view.code
        return f"{name} × {view.bundled}" if view.bundled > 1 else name

    def detail(self, view: AlarmView) -> str:
        """What else is known about it."""
        if view.code == "line_failed":
            return registration_words(view.detail)
        if view.code == "line_config_unusable":
            return configuration_words(view.detail)
        if view.code == "supervision_refused":
            return labels.word(labels.SUPERVISION_REFUSALS, view.detail)
        if view.code == "clock_wrong":
            return clock_words(view.detail)
        if words := handover_words(view.code, view.detail):
            return words
        if view.detail in ERROR_TEXTS:  # why, as a code: IT reads it in the log, a person reads words
            return labels.error_words(view.detail, {})[0]
        if view.code in {"desk_gone", "desk_without_login", "self_test_failed"}:
            at = view.detail if view.code == "desk_without_login" else view.subject.partition(":")[2]
            return self.tr("Meja {letter}").format(letter=at)
        if view.code == "conflict":
            return kind_name(view.detail)
        if view.code == "disk_filling":
            return self.tr("dalam sekitar {days} hari").format(days=view.detail)
        if view.code == "disk_low":
            return _gigabytes(view.detail)
        if view.code in _MEDIA_ALARMS:
            return media_refusal_words(view.detail)
        return in_own_words(view.detail) or self._about(view)

    def _about(self, view: AlarmView) -> str:
        """The short number of the ticket, or the call sign of the unit, that an alert is about."""
        kind, _, key = view.subject.partition(":")
        if kind == AggregateKind.INCIDENT.value:
            ticket = self.desk.incidents.view(key)
            return short_ticket(ticket.incident.ticket_number) if ticket is not None else ""
        if kind == AggregateKind.UNIT.value:
            unit = self.desk.unit_positions.unit(key)
            return unit.call_sign if unit is not None else ""
        return ""

    def advice(self, view: AlarmView) -> str:
        """What to do about it."""
        rule = self._rule(view)
        return self._in_language(rule.advice, rule.advice_en) if rule is not None else ""

    def state(self, view: AlarmView) -> str:
        """Seen, over, or standing."""
        if view.cleared:
            return self.tr("sudah lewat")
        return self.tr("terlihat") if view.acknowledged else self.tr("BARU")

    def line(self, view: AlarmView) -> str:
        """One alert in one sentence."""
        at = local_time(view.raised_us, self.desk.catalog)
        priority = labels.word(labels.PRIORITY_CLASSES, view.priority)
        parts = [f"{at:%H:%M:%S}", priority, self.label(view), self.detail(view), self.state(view)]
        return " · ".join(part for part in parts if part)

    def whole(self, view: AlarmView) -> str:
        """All that a line of the list has no room for: what happened and what to do."""
        detail, advice = self.detail(view), self.advice(view)
        is_sentence = detail.endswith((".", "!", "?"))
        return (" " if is_sentence else " · ").join(part for part in (detail, advice) if part)

    @Slot(str)
    def acknowledge(self, alarm_id: str) -> None:
        """A person has seen it."""
        self._tasks.run(self.desk.session.acknowledge_alarm(alarm_id), "acknowledge")

    @Slot()
    def acknowledge_first(self) -> None:
        """Acknowledge the most urgent alert nobody has seen."""
        waiting = self.waiting
        if waiting:
            self.acknowledge(waiting[0].alarm_id)
        else:
            self._tasks.messages.info(self.tr("Tidak ada peringatan yang menunggu."))

    def retranslate(self) -> None:
        """The language changed."""
        self.alarms.retranslate()
        self.counts_changed.emit()

    def _rule(self, view: AlarmView) -> Alert | None:
        return self.desk.catalog.alerts.get(view.code)

    def _in_language(self, text: str, text_en: str) -> str:
        return text_en if text_en and self.desk.session.setting("screen.language") == "en" else text

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"alarms", "status"}:
            self._refresh()

    def _refresh(self) -> None:
        views = self.desk.session.status().alarms
        self.alarms.show_items([(view.alarm_id, view) for view in views])
        self.counts_changed.emit()


def _gigabytes(detail: str) -> str:
    try:
        return f"{decimal(float(detail))} GB"
    except ValueError:
        return detail  # another version wrote it
