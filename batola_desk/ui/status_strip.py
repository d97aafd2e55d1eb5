"""The strip on top: who sits here, the wall clock, LATIHAN, line, recording, headset, disk, alerts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.seat_views import StatusView
from batola_desk.ui import labels, room_words
from batola_desk.ui.command_book import key_text
from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.line.line_words import account_words
from batola_desk.ui.numbers import decimal
from batola_desk.ui.people.people_words import name_words
from batola_desk.ui.plain_tip import plain_button, plain_tip
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_words import local_time
from batola_desk.ui.recordings.store_words import store_words

NARROW_PX = 1500  # below this the strip says only what an operator must know

# What is left out, one after the other, until the strip fits: a sign or a figure that is cut off lies.
NO_KEYS, SHORT_WORDS, NO_QUIET_PARTS = 1, 2, 3

LINE_LOOKS = {
    "direct": ("●", "ok"),
    "registered": ("●", "ok"),
    "registering": ("◌", "warn"),
    "starting": ("◌", "warn"),
    "failed": ("✕", "late"),
    "engine_lost": ("✕", "late"),
}
OPERATOR_LOOKS = {
    "available": ("●", "ok"),
    "talking": ("▶", "info"),
    "ringing": ("◆", "warn"),
    "paused": ("■", "warn"),
}


class StatusStrip(QWidget):
    """Always there, never hidden by a sheet.

    Signals:
        alarms_requested: the operator wants the alert list.
        conflicts_requested: the operator wants the list of conflicts.
        settings_requested: the operator wants the settings.
        state_requested: the operator's name was pressed.
        room_requested: somebody wants to see which other room answers.
    """

    alarms_requested = Signal()
    conflicts_requested = Signal()
    settings_requested = Signal()
    state_requested = Signal()
    room_requested = Signal()

    def __init__(self, desk: Desk, pulse: Pulse, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_narrow = False
        self._saving = 0
        self.setObjectName("status_strip")
        self.setProperty("role", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._operator = button(self, "strip", "strip_operator")
        self._desk_letter = label(self, "chip", "strip_desk")
        self._training = label(self, "training", "strip_training")
        self._clock = label(self, "clock", "strip_clock")
        self._date = label(self, "muted", "strip_date")
        self._parts = {
            name: label(self, "chip", f"strip_{name}")
            for name in ("journal", "mode", "line", "recording", "headset", "disk")
        }
        self._conflicts = button(self, "strip_late", "strip_conflict")
        self._alarms = button(self, "strip", "strip_alarms")
        self._settings = button(self, "strip", "strip_settings")
        self._other_room = button(self, "strip_late", "strip_other_room")
        self._other_room.clicked.connect(self.room_requested)
        buttons = (self._operator, self._other_room, self._conflicts, self._alarms, self._settings)
        for made in buttons:
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self._operator.clicked.connect(self.state_requested)
        self._alarms.clicked.connect(self.alarms_requested)
        self._conflicts.clicked.connect(self.conflicts_requested)
        self._settings.clicked.connect(self.settings_requested)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._tick)
        self.retranslate()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        if qt_event.size().width() == qt_event.oldSize().width():
            return
        self._is_narrow = self.width() < NARROW_PX
        self._date.setVisible(not self._is_narrow)
        self._render()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._training.setText(self.tr("LATIHAN"))
        self._render()
        self._tick()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"status", "alarms", "settings", "language"} or change.call_keys:
            self._render()

    @Slot()
    def _tick(self) -> None:
        now = local_time(self._desk.now_us(), self._desk.catalog)
        locale = QLocale()
        zone = self._desk.catalog.centre.time_zone
        self._clock.setText(f"{now:%H:%M:%S} {zone}")
        day = locale.standaloneDayName(now.isoweekday(), QLocale.FormatType.ShortFormat)
        month = locale.standaloneMonthName(now.month, QLocale.FormatType.ShortFormat)
        self._date.setText(f"{day}, {now.day} {month} {now.year}")

    @Slot()
    def _render(self) -> None:
        """Say all that fits: keys go first, then words, then what is well; never what is wrong."""
        status = self._desk.session.status()
        for self._saving in range(NO_QUIET_PARTS + 1):
            self._say_all(status)
            if self._strip.sizeHint().width() <= self.width():
                break

    def _say_all(self, status: StatusView) -> None:
        self._settings.setText(self.tr("Atur") + self._key("Ctrl+,"))
        self._training.setVisible(status.training)
        self._desk_letter.setText(self.tr("Meja %1").replace("%1", status.desk_letter))
        self._render_operator(status)
        sign, role = LINE_LOOKS.get(status.line_mode, ("?", "warn"))
        line_words = labels.word(labels.LINE_MODES, status.line_mode)
        is_short = self._saving >= SHORT_WORDS and role == "ok"
        short_words = self.tr("Saluran")
        self._say("line", f"{sign} {short_words if is_short else line_words}", role)
        accounts = [account_words(item) for item in status.line_accounts]
        tip = "\n".join(part for part in (status.line_address, *accounts) if part)
        self._parts["line"].setToolTip(plain_tip(tip))
        self._render_room(status)
        self._render_journal(status)
        if status.line_mode in {"engine_lost", "starting"}:
            self._say("recording", self.tr("◌ Rekaman menunggu saluran"), "warn")
        elif status.recording == "ok" and status.store.code:
            waiting = status.store.waiting_count
            words = QCoreApplication.translate("StatusStrip", "▲ %n rekaman menunggu disalin", "", waiting)
            self._say("recording", words, "warn")
        elif status.recording == "ok":
            is_short = self._saving >= SHORT_WORDS
            self._say("recording", self.tr("● Rekaman") if is_short else self.tr("● Rekaman siap"), "ok")
        else:
            self._say("recording", self.tr("✕ Rekaman gagal"), "late")
        self._parts["recording"].setToolTip(plain_tip(store_words(status.store)))
        self._render_headset(status)
        for name in ("line", "recording", "headset"):
            is_quiet = self._parts[name].property("role") == "ok"
            self._parts[name].setVisible(not (is_quiet and self._saving >= NO_QUIET_PARTS))
        self._render_disk(status)
        self._render_alarms(status)

    def _render_operator(self, status: StatusView) -> None:
        sign, role = OPERATOR_LOOKS.get(status.operator_state, ("○", "chip"))
        known = self._desk.catalog.roles.get(status.operator_role)
        language = str(self._desk.session.setting("screen.language"))
        role_name = label_of(known, language) if known is not None else status.operator_role
        state = labels.word(labels.OPERATOR_STATES, status.operator_state)
        seat = self._desk.people.seat()
        sign, role = (sign, role) if seat.method.is_proved else ("▲", "late")
        words = plain_button(name_words(seat))
        has_state = bool(seat.name) and self._saving < SHORT_WORDS
        self._operator.setText(f"{sign} {words} · {state}" if has_state else f"{sign} {words}")
        self._operator.setToolTip(plain_tip(role_name))
        set_role(self._operator, f"strip_{role}")

    def _render_room(self, status: StatusView) -> None:
        self._say("mode", *room_words.mode_look(status.room))
        self._parts["mode"].setToolTip(plain_tip(room_words.mode_words(status.room)))
        self._parts["mode"].setVisible(not (self._is_narrow and status.room is None))
        self._other_room.setText(self.tr("✕ Server lain") + self._key("Ctrl+Shift+Y"))
        self._other_room.setVisible(self._desk.acceptance.offered() is not None)
        conflicts = room_words.conflict_words(self._desk.conflicts.count())
        self._conflicts.setText(conflicts + self._key("Ctrl+Shift+X"))
        self._conflicts.setVisible(bool(conflicts))

    def _render_journal(self, status: StatusView) -> None:
        words = labels.word(labels.JOURNAL_STATES, status.journal)
        if status.journal_waiting and status.journal != "ok":
            words += f" ({status.journal_waiting})"
        self._say("journal", words, "ok" if status.journal == "ok" else "late")
        self._parts["journal"].setVisible(status.journal != "ok")

    def _render_headset(self, status: StatusView) -> None:
        if status.line_mode in {"engine_lost", "starting"}:
            self._say("headset", self.tr("◌ Headset"), "warn")  # the line owns it: nobody knows
        elif status.audio_problems:
            trouble = labels.word(labels.AUDIO_PROBLEMS, status.audio_problems[0])
            self._say("headset", f"✕ {trouble[:1].upper()}{trouble[1:]}", "warn")
        elif status.muted:
            self._say("headset", self.tr("▲ Mikrofon bisu"), "late")
        else:
            self._say("headset", self.tr("● Headset"), "ok")
        self._parts["headset"].setToolTip(plain_tip(status.headset))

    def _render_disk(self, status: StatusView) -> None:
        free_gb, limits = status.free_disk_gb, self._desk.catalog.limits.desk
        self._parts["disk"].setVisible(free_gb is not None and free_gb < limits.disk_free_warn_gb)
        if free_gb is not None:
            words = self.tr("▲ Disk sisa %1 GB").replace("%1", decimal(free_gb))
            self._say("disk", words, "late" if free_gb < limits.disk_free_alarm_gb else "warn")

    def _render_alarms(self, status: StatusView) -> None:
        waiting = [view for view in status.alarms if not view.acknowledged and not view.cleared]
        is_high = any(view.priority == "high" for view in waiting)
        count = len(waiting)
        counted = QCoreApplication.translate("StatusStrip", "%n peringatan", "", count)
        text = counted if waiting else self.tr("Tanpa peringatan")
        sign = "!!! " if is_high else "! " if waiting else ""
        self._alarms.setText(f"{sign}{text}{self._key('Ctrl+L')}")
        set_role(self._alarms, "strip_late" if is_high else "strip_warn" if waiting else "strip")

    def _key(self, key: str) -> str:
        """The key behind a button's words, while there is room for it."""
        return "" if self._saving >= NO_KEYS else "  " + key_text(key)

    def _say(self, name: str, words: str, role: str) -> None:
        part: QLabel = self._parts[name]
        part.setText(words)
        set_role(part, role)

    def _lay_out(self) -> None:
        self._strip = layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(6)
        left: list[QWidget] = [self._operator, self._desk_letter, self._training]
        for part in left:
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._clock)
        layout.addWidget(self._date)
        layout.addStretch(1)
        for part in (*self._parts.values(), self._other_room, self._conflicts, self._alarms, self._settings):
            layout.addWidget(part)
