"""Calls linked to the ticket: listen again, or take one off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from batola_desk.domain.call import CallText
from batola_desk.domain.catalog import Catalog
from batola_desk.services.views import CallView
from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import (
    button,
    label,
    local_time,
    set_role,
    short_ticket,
    span_text,
)
from batola_desk.ui.line.line_words import whole_quality_words
from batola_desk.ui.link_words import link_words
from batola_desk.ui.queue.queue_words import number_words

TEXTS_MAX = 40  # LIMIT: lines of one card


def _text_line(line: CallText, offset_min: int) -> str:
    return f"{local_time(line.at_us, offset_min)} {'▶' if line.is_ours else '◀'} {line.text}"


class CallCard(QFrame):
    """One linked call.

    Signals:
        play_requested: listen to the recording (call key).
        recording_requested: show its waveform (call key).
        unlink_requested: take this call off (call key).
    """

    play_requested = Signal(str)
    recording_requested = Signal(str)
    unlink_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._key = ""
        self.title = label(self, "", "call_title")
        self.detail = label(self, "small", "call_detail")
        self.detail.setWordWrap(True)
        self.quality = label(self, "small", "call_sound")
        self.quality.setWordWrap(True)
        self.link = label(self, "small", "call_link_words")
        self.link.setWordWrap(True)
        self.texts = label(self, "", "call_texts")
        self.texts.setWordWrap(True)
        self.play = button(self, "", "call_play")
        self.look = button(self, "", "call_recording_sheet")
        self.unlink = button(self, "quiet", "call_unlink")
        words = QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addWidget(self.quality)
        words.addWidget(self.link)
        words.addWidget(self.texts)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.addLayout(words, 1)
        row.addWidget(self.play)
        row.addWidget(self.look)
        row.addWidget(self.unlink)
        self.play.clicked.connect(self._on_play)
        self.look.clicked.connect(self._on_look)
        self.unlink.clicked.connect(self._on_unlink)

    def show_call(self, view: CallView, catalog: Catalog, now_us: int, origin: str = "") -> None:
        """Draw the call; ``origin`` is the ticket whose call it stays, when that was merged into this one."""
        call = view.call
        offset_min = catalog.centre.utc_offset_min
        self.quality.setText(whole_quality_words(call.quality, catalog.limits.quality))
        self.quality.setVisible(bool(self.quality.text()))
        self.texts.setText("\n".join(_text_line(line, offset_min) for line in call.texts[-TEXTS_MAX:]))
        self.texts.setVisible(bool(call.texts))
        words, role = link_words(tuple(reversed(call.links)), now_us, offset_min)
        self.link.setText(words)
        self.link.setVisible(bool(words))
        set_role(self.link, role)
        self._key = view.key
        recordings = call.recordings
        at = local_time(call.offered_us, offset_min, "%d/%m %H:%M:%S") if call.offered_us else ""
        sign = "←" if call.direction == "inbound" else "→"
        who = call.number or call.display_name or number_words(call.number)
        self.title.setText(f"{sign} {who}" + (f"  [{origin}]" if origin else ""))
        self.unlink.setVisible(not origin)
        length = span_text(sum(recording.duration_s for recording in recordings)) if recordings else ""
        parts = [at, labels.word(labels.CALL_STATES, call.state.value), call.call_class, length]
        self.detail.setText(" · ".join(part for part in parts if part))
        self.play.setVisible(bool(recordings))
        self.play.setText(self.tr("▶ Putar"))
        self.look.setVisible(bool(recordings))
        self.look.setText(self.tr("Gelombang"))
        self.unlink.setText(self.tr("Lepas kaitan…"))

    @Slot()
    def _on_play(self) -> None:
        self.play_requested.emit(self._key)

    @Slot()
    def _on_look(self) -> None:
        self.recording_requested.emit(self._key)

    @Slot()
    def _on_unlink(self) -> None:
        self.unlink_requested.emit(self._key)


class CallsTab(QWidget):
    """All calls of the ticket.

    Signals:
        unlink_requested: a reason is needed first (call key).
        recording_requested: show a call's recordings (call key).
    """

    unlink_requested = Signal(str)
    recording_requested = Signal(str)

    def __init__(self, vm: IncidentFormViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.empty = label(self, "empty", "calls_empty")
        self.empty.setWordWrap(True)
        self.cards: list[CallCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.empty)
        self._column = QVBoxLayout()
        column.addLayout(self._column)
        column.addStretch(1)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the calls; cards are kept."""
        view = self._vm.view
        calls = [(call, "") for call in view.calls] if view is not None else []
        for part in view.absorbed if view is not None else ():
            origin = short_ticket(part.incident.ticket_number)
            calls += [(call, origin) for call in part.calls]
        while len(self.cards) < len(calls):
            card = CallCard(self)
            card.play_requested.connect(self._on_play)
            card.recording_requested.connect(self.recording_requested)
            card.unlink_requested.connect(self.unlink_requested)
            self.cards.append(card)
            self._column.addWidget(card)
        for at, card in enumerate(self.cards):
            card.setVisible(at < len(calls))
            if at < len(calls):
                desk = self._vm.desk
                card.show_call(calls[at][0], desk.catalog, desk.now_us(), calls[at][1])
        self.empty.setVisible(not calls)

    @Slot(str)
    def _on_play(self, call_key: str) -> None:
        self._vm.play_recording(call_key)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.empty.setText(self.tr("Belum ada panggilan yang terkait dengan tiket ini."))
