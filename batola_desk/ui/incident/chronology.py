"""The chronology: time-stamped lines, and the line being written that survives everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import local_time

WRAPS_FROM_LINES = 2.5
LINES_MIN_PX = 30


class NoteInput(QLineEdit):
    """Enter finishes the line; Shift+Tab and Tab leave it as it is.

    Signals:
        finished: Enter was pressed.
    """

    finished = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.finished.emit()
            return
        super().keyPressEvent(qt_event)


class Chronology(QWidget):
    """Draws the notes of the ticket, newest at the bottom."""

    def __init__(self, vm: IncidentFormViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._shown: tuple[tuple[str, str, bool], ...] = ()
        self.lines = QListWidget(self)
        self.lines.setObjectName("note_lines")
        self.lines.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.lines.setMinimumHeight(LINES_MIN_PX)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.input = NoteInput(self)
        self.input.setObjectName("note_input")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.lines, 1)
        column.addWidget(self.input)
        self.input.textEdited.connect(vm.set_note_draft)
        self.input.finished.connect(self._finish)
        vm.changed.connect(self.render_now)
        vm.opened.connect(self._on_opened)
        self._retranslate()
        self.render_now()

    def set_tight(self, *, is_tight: bool) -> None:
        """Old lines take what is left over, be it nothing."""
        self.lines.setMinimumHeight(1 if is_tight else LINES_MIN_PX)  # with 0 it would be the list's own

    @Slot()
    def render_now(self) -> None:
        """Draw the lines if they differ; the line being written belongs to the hand that writes."""
        offset_min = self._vm.desk.catalog.centre.utc_offset_min
        lines = tuple(
            (local_time(note.at_us, offset_min), f"{note.text}  · {note.actor}", note.draft)
            for note in self._vm.notes
        )
        if lines != self._shown:
            kept = self._shown == lines[: len(self._shown)]
            if not kept:
                self.lines.clear()
            for stamp, text, is_draft in lines[len(self._shown) if kept else 0 :]:
                shown = self.tr("{text} (sedang ditulis…)").format(text=text) if is_draft else text
                self.lines.addItem(QListWidgetItem(f"{stamp}  {shown}"))
            self._shown = lines
            self.lines.scrollToBottom()
        self.input.setEnabled(self._vm.is_editable or bool(self._vm.incident_id))
        if not self.input.hasFocus() and self.input.text() != self._vm.note_draft:
            self.input.setText(self._vm.note_draft)

    @Slot(str)
    def _on_opened(self, _incident_id: str) -> None:
        draft = self._vm.note_draft
        if self.input.text() != draft:
            self.input.setText(draft)

    @Slot()
    def _finish(self) -> None:
        if self._vm.add_note(self.input.text()):
            self.input.clear()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        # Where only one line has room, the newest is said in one line, not in the upper half of two.
        self.lines.setWordWrap(self.lines.height() >= WRAPS_FROM_LINES * self.lines.fontMetrics().height())
        self.lines.scrollToBottom()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.input.setPlaceholderText(self.tr("Tulis kronologi, Enter menambah baris dengan waktu"))
        self.input.setAccessibleName(self.tr("Baris kronologi"))
        self.lines.setAccessibleName(self.tr("Kronologi"))
