"""How much a line of the screen takes. More is not taken, and that is said: nobody believes it is there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

from batola_desk.ui.messages import MessageCenter

LETTERS_MAX: Final = 4000  # LIMIT: two pages; Qt's own is 32,767, and a form of those costs a key 150 ms
_QT_LETTERS_MAX: Final = 32_767


class LineLimits(QObject):
    """Bounds every line of a window that has no bound of its own, and says so where one is reached."""

    def __init__(self, window: QWidget, messages: MessageCenter) -> None:
        super().__init__(window)
        self._messages = messages
        for line in window.findChildren(QLineEdit):
            if isinstance(line.parent(), QAbstractSpinBox):
                continue
            if line.maxLength() >= _QT_LETTERS_MAX:
                line.setMaxLength(LETTERS_MAX)
            line.inputRejected.connect(self._on_rejected)

    @Slot()
    def _on_rejected(self) -> None:
        line = self.sender()
        if isinstance(line, QLineEdit) and len(line.text()) >= line.maxLength() > 1:
            self._messages.error("text_too_long", {"limit": line.maxLength()})
