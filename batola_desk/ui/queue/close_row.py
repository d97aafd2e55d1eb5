"""Asks inline why a call-back line is done: one digit, no dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, label

REASONS = tuple(labels.CALLBACK_CLOSE_REASONS)
FREE_REASON = "other"


class CloseRow(QWidget):
    """Digits 1–5 choose, the last one wants a word, Esc leaves.

    Signals:
        chosen: (callback id, reason code, note).
        finished: the row is gone again.
    """

    chosen = Signal(str, str, str)
    finished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("close_callback")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._callback_id = ""
        self._number = ""
        self._title = label(self, "heading")
        self._buttons: list[QPushButton] = []
        self._note = QLineEdit(self)
        self._note.setMaxLength(200)
        self._note.returnPressed.connect(self._take_note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(3)
        layout.addWidget(self._title)
        for reason in REASONS:
            made = button(self, "quiet", f"reason_{reason}")
            made.setProperty("reason", reason)
            made.clicked.connect(self._on_button)
            self._buttons.append(made)
            layout.addWidget(made)
        layout.addWidget(self._note)
        self.retranslate()
        self.hide()

    def ask(self, callback_id: str, number: str) -> None:
        """Ask for the reason of this line."""
        self._callback_id = callback_id
        self._number = number
        self._note.clear()
        self._note.hide()
        self.retranslate()
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        typed = qt_event.text()
        if qt_event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif typed.isdigit() and 1 <= int(typed) <= len(REASONS):
            self._choose(REASONS[int(typed) - 1])
        else:
            super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._title.setText(self.tr("Selesai dengan %1, karena:").replace("%1", self._number))
        for number, (made, reason) in enumerate(zip(self._buttons, REASONS, strict=True), start=1):
            made.setText(f"{number}  {labels.word(labels.CALLBACK_CLOSE_REASONS, reason)}")
        self._note.setPlaceholderText(self.tr("Tulis alasannya, lalu Enter"))

    @Slot()
    def _on_button(self) -> None:
        self._choose(str(self.sender().property("reason")))

    def _choose(self, reason: str) -> None:
        if reason == FREE_REASON:
            self._note.show()
            self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.chosen.emit(self._callback_id, reason, "")
        self._leave()

    @Slot()
    def _take_note(self) -> None:
        text = self._note.text().strip()
        if text:
            self.chosen.emit(self._callback_id, FREE_REASON, text)
            self._leave()

    def _leave(self) -> None:
        self.hide()
        self.finished.emit()
