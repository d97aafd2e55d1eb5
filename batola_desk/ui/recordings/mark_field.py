"""One line to mark the cursor's place: T, a few words, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class MarkField(QLineEdit):
    """Enter marks and gives the keys back, Esc gives them back.

    Signals:
        mark_requested: mark the cursor's place with these words.
        left: the keyboard goes back to the sheet.
    """

    mark_requested = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mark_field")
        self.setMaxLength(200)
        self.returnPressed.connect(self._on_return)
        self._retranslate()

    @Slot()
    def take_keys(self) -> None:
        """Begin to write."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_return(self) -> None:
        self.mark_requested.emit(self.text())
        if self.text().strip():
            self.clear()
            self.left.emit()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setPlaceholderText(self.tr("T: tandai tempat kursor, tulis beberapa kata, Enter"))
        self.setAccessibleName(self.tr("Tanda pada tempat kursor"))
