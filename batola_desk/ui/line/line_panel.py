"""The call in the headset: who, how long, how loud, how good, and every key that acts on it."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.services.views import CallView
from batola_desk.ui import labels
from batola_desk.ui.command_book import CommandBook
from batola_desk.ui.incident.parts import ElidedLabel, WrappingLabel, button, label, set_role, short_ticket
from batola_desk.ui.line import line_words
from batola_desk.ui.line.class_grid import ClassGrid
from batola_desk.ui.line.greeting_line import GreetingLine
from batola_desk.ui.line.held_list import HeldList
from batola_desk.ui.line.key_presses import KeyPresses
from batola_desk.ui.line.level_meter import LevelMeter, share_name_width
from batola_desk.ui.line.level_trace import LevelTrace
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.line.number_entry import NumberEntry
from batola_desk.ui.line.secure_sign import SecureSign
from batola_desk.ui.line.text_pane import TextPane
from batola_desk.ui.link_words import link_words
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_words import clock_words, history_words, number_title
from batola_desk.ui.shell_parts import CommandButton, EmptyLabel, is_low

log = logging.getLogger("batola.ui")


class LinePanel(QWidget):
    """Draws a ``LineViewModel`` and owns no state of the call.

    Signals:
        ticket_requested: open this ticket in the form (incident id).
    """

    ticket_requested = Signal(str)

    def __init__(self, line: LineViewModel, pulse: Pulse, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self._shown_key = ""
        self._ticket_id = ""
        self.setObjectName("line_panel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.trouble_box = QWidget(parent)  # laid out by the column, above everything else of the line
        self._trouble = label(self.trouble_box, "late", "line_trouble")
        self._trouble.setWordWrap(True)
        self._sound = ElidedLabel(self.trouble_box)  # one line: the room belongs to the call
        self._sound.setObjectName("audio_trouble")
        set_role(self._sound, "warn")
        self._empty = EmptyLabel(self)
        self._head = QWidget(self)
        self._state = WrappingLabel(self._head)  # why a call ended may be long: it must not widen the column
        self._state.setObjectName("call_state")
        set_role(self._state, "chip")
        self._recording = label(self._head, "chip", "call_recording")
        self.lock = SecureSign(self._head)
        self._clock = label(self._head, "clock", "call_clock")
        self._number = ElidedLabel(self._head)  # a name instead of a number must not widen the column
        self._number.setObjectName("call_number")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._history = label(self._head, "small", "call_history")
        self._history.setWordWrap(True)
        self._origin = label(self._head, "info", "call_origin")
        self._origin.setWordWrap(True)
        self._origin.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._link = label(self._head, "info", "call_link")
        self._link.setWordWrap(True)
        self._ticket = button(self._head, "link", "call_ticket")
        self._quality = label(self._head, "small", "call_quality")
        self._quality.setWordWrap(True)  # figures must not widen the column
        self._caller_meter = LevelMeter(self._head, has_scale=False)
        self._operator_meter = LevelMeter(self._head)
        self.trace = LevelTrace(self._head)
        self.greeting = GreetingLine(line, pulse, self)
        self.keys = KeyPresses(line, self)
        self.text = TextPane(line, self)
        self.held = HeldList(line, self)
        self.number_entry = NumberEntry(line, self)
        self.classes = ClassGrid(line, self)
        self.main_keys = QWidget(self)
        self._buttons = {
            "hold": CommandButton(book, "hold", self.main_keys, picture="hold"),
            "hang_up": CommandButton(book, "hang_up", self.main_keys, role="danger", picture="hang_up"),
            "mute": CommandButton(book, "mute", self.main_keys, picture="mic"),
            "silent": CommandButton(book, "silent", self.main_keys),
        }
        self._lay_out()
        self._ticket.clicked.connect(self._open_ticket)
        line.changed.connect(self.render_call)
        line.levels_changed.connect(self._on_levels)
        pulse.fast.connect(self._tick)
        self.retranslate()

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        super().paintEvent(qt_event)
        current = self._line.in_headset
        if current is not None and current.key != self._shown_key:
            self._shown_key = current.key
            log.debug("call shown", extra={"call_key": current.key, "at_us": time.time_ns() // 1000})

    def take_keys_back(self) -> None:
        """The call's main keys stand in here, where they are unless somebody pins them elsewhere."""
        self._keys_place.addWidget(self.main_keys)

    def add_below_keys(self, part: QWidget) -> None:
        """Give a part its place between the call's keys and the lists."""
        self._below_keys.addWidget(part)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._empty.setText(self.tr("Tidak ada panggilan di headset."))
        self._operator_meter.set_name(self.tr("Petugas"))
        self.trace.setToolTip(self.tr("20 detik terakhir: penelepon (garis), petugas (titik)"))
        self.trace.setAccessibleName(self.trace.toolTip())
        self.render_call()
        self.held.render_calls()

    @Slot()
    def render_call(self) -> None:
        """Show the call of now."""
        subject = self._line.subject
        trouble = line_words.line_trouble(
            self._line.line_mode, self._line.line_code, self._line.needy_account
        )
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        sound = line_words.audio_trouble(self._line.audio_problems) if not trouble else ""
        self._sound.set_whole(line_words.audio_trouble_short(self._line.audio_problems) if sound else "")
        self._sound.setToolTip(plain_tip(sound))
        self._sound.setAccessibleName(sound)
        self._sound.setVisible(bool(sound))
        self.trouble_box.setVisible(bool(trouble or sound))
        self._head.setVisible(subject is not None)
        self._empty.setVisible(subject is None)
        self.classes.setVisible(subject is not None and subject.call.purpose != "supervise")
        self._say_buttons()
        if subject is not None:
            self._render_head(subject)
        self._render_levels()
        self._tick()

    def _render_head(self, view: CallView) -> None:
        words, role = line_words.state_words(view)
        if not view.call.is_live and view.call.end_cause:
            words += " · " + labels.word(labels.END_CAUSES, view.call.end_cause)
        _say(self._state, words, role)
        if view.line_lost and view.call.is_live:
            _say(self._recording, "", "chip")  # nobody knows until the line is back
        elif view.recording:
            _say(self._recording, self.tr("● REKAM"), "late")
        elif view.call.is_live and view.call.answered_us is not None:
            _say(self._recording, self.tr("○ tidak direkam"), "warn")
        else:
            _say(self._recording, "", "chip")
        self._recording.setVisible(bool(self._recording.text()))
        self.lock.setVisible(view.secure and view.call.is_live)
        set_role(self._number, "big" if view.call.number else "clock")
        self._number.set_whole(self._who(view))
        hint = history_words(view.history, self._line.desk.catalog)
        parts = [view.call.display_name, hint]
        if view.call.training:
            parts.insert(0, self.tr("LATIHAN"))
        self._history.setText(" · ".join(part for part in parts if part))
        self._history.setVisible(bool(self._history.text()))
        self._origin.setText(line_words.origin_words(view.origin))
        self._origin.setVisible(bool(self._origin.text()))
        links = self._line.desk.links.of_call(view.key)
        offset_min = self._line.desk.catalog.centre.utc_offset_min
        _say(self._link, *link_words(links, self._line.desk.now_us(), offset_min))
        self._link.setVisible(bool(self._link.text()))
        self._render_ticket(view)

    def _who(self, view: CallView) -> str:
        """The number, or the desk that is accompanied."""
        desk = self._line.desk.catalog.desks.get(view.party_code)
        if view.call.purpose != "supervise" or desk is None:
            return number_title(view.call.number)
        return label_of(desk, str(self._line.desk.session.setting("screen.language")))

    def _render_ticket(self, view: CallView) -> None:
        self._ticket_id = view.call.incident_ids[-1] if view.call.incident_ids else ""
        shown = []
        for incident_id in view.call.incident_ids:
            known = self._line.desk.incidents.view(incident_id)
            shown.append(short_ticket(known.incident.ticket_number) if known is not None else "…")
        self._ticket.setText(self.tr("Tiket %1").replace("%1", ", ".join(shown)))
        self._ticket.setVisible(bool(shown))

    def _say_buttons(self) -> None:
        current = self._line.in_headset
        held = self._line.held
        is_attached = self._line.line_mode not in {"engine_lost", "starting"}
        is_muted = self._line.desk.session.status().muted
        resume = current is None and bool(held)
        self._buttons["hold"].setEnabled(is_attached and (current is not None or resume))
        self._buttons["hang_up"].setEnabled(is_attached and current is not None)
        self._buttons["mute"].setEnabled(is_attached)
        self._buttons["silent"].setEnabled(is_attached and current is not None)
        words = self.tr("Lanjutkan") if resume else self.tr("Tahan")
        if any(view.is_party and not view.joined for view in self._line.desk.parties.group()):
            words = self.tr("Ganti")
        self._buttons["hold"].say(words, picture="play" if resume else "hold")
        self._buttons["hang_up"].say(self.tr("Tutup"))
        mute = self.tr("Buka mikrofon") if is_muted else self.tr("Bisukan")
        self._buttons["mute"].say(mute, picture="mic_off" if is_muted else "mic")
        self._buttons["silent"].say(self.tr("Senyap"))
        set_role(self._buttons["mute"], "muted_button" if is_muted else "")

    @Slot()
    def _on_levels(self) -> None:
        self._render_levels()
        current, levels = self._line.in_headset, self._line.levels
        if current is not None and levels is not None:
            self.trace.add(current.key, levels.caller_dbfs, levels.operator_dbfs)

    @Slot()
    def _render_levels(self) -> None:
        current = self._line.in_headset
        levels = self._line.levels if current is not None else None
        is_party = current is not None and current.is_party
        self._caller_meter.set_name(self.tr("Lawan bicara") if is_party else self.tr("Penelepon"))
        self._operator_meter.set_scale(not is_low(self))
        share_name_width(self._caller_meter, self._operator_meter)
        is_talking = current is not None and current.call.answered_us is not None
        for part in (self._caller_meter, self._operator_meter):
            part.setVisible(is_talking)
        self._caller_meter.show_level(levels.caller_dbfs if levels else None)
        self._operator_meter.show_level(levels.operator_dbfs if levels else None)
        self.trace.setVisible(is_talking and not is_low(self))  # the class letters need the room more
        words, role = line_words.quality_words(levels, self._line.desk.catalog.limits.quality)
        if current is not None and current.codec and words:
            words += f" · {current.codec}"
        subject = self._line.subject
        if subject is not None and not subject.call.is_live:
            limits = self._line.desk.catalog.limits.quality
            words, role = line_words.whole_quality_words(subject.call.quality, limits), "small"
            is_talking = True  # how it sounded stays until the call has its class
        _say(self._quality, words, role)
        self._quality.setVisible(is_talking and bool(words))

    @Slot()
    def _tick(self) -> None:
        subject = self._line.subject
        if subject is None:
            return
        begin_us = subject.call.answered_us or subject.call.offered_us
        end_us = subject.call.ended_us or self._line.desk.now_us()
        self._clock.setText(clock_words((end_us - begin_us) / 1e6) if begin_us else "")
        if self._line.held:
            self.held.render_calls()
        if not self.keys.isHidden():
            self.keys.render_keys()

    @Slot()
    def _open_ticket(self) -> None:
        if self._ticket_id:
            self.ticket_requested.emit(self._ticket_id)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._state)
        top.addWidget(self._recording)
        top.addWidget(self.lock)
        top.addStretch(1)
        top.addWidget(self._clock)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2)
        number_row = QHBoxLayout()
        number_row.addWidget(self._number, 1)
        number_row.addWidget(self._ticket)
        head.addLayout(top)
        head.addLayout(number_row)
        head.addWidget(self._history)
        head.addWidget(self._origin)
        head.addWidget(self._link)
        head.addWidget(self._caller_meter)
        head.addWidget(self._operator_meter)
        head.addWidget(self.trace)
        head.addWidget(self._quality)
        grid = QGridLayout(self.main_keys)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for number, made in enumerate(self._buttons.values()):
            grid.addWidget(made, number // 2, number % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        troubles = QVBoxLayout(self.trouble_box)
        troubles.setContentsMargins(0, 0, 0, 0)
        troubles.addWidget(self._trouble)
        troubles.addWidget(self._sound)
        for part in (self._empty, self.greeting, self._head, self.keys):
            layout.addWidget(part)
        self._keys_place = QVBoxLayout()
        layout.addLayout(self._keys_place)
        self.take_keys_back()
        self._below_keys = QVBoxLayout()
        layout.addLayout(self._below_keys)
        for part in (self.number_entry, self.text, self.held, self.classes):
            layout.addWidget(part)


def _say(target: QLabel, words: str, role: str) -> None:
    target.setText(words)
    set_role(target, role)
