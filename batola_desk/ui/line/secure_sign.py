"""The sign of an encrypted call: a lock and a word, never the colour alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from batola_desk.ui.incident.parts import label
from batola_desk.ui.theme import icon

_ICON_PX = 14


class SecureSign(QWidget):
    """Shown while no sound or text of the call travels in the clear."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("call_secure")
        self._picture = QLabel(self)
        self.words = label(self, "small", "call_secure_words")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._picture)
        layout.addWidget(self.words)
        self._render()
        self.hide()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() in {QEvent.Type.LanguageChange, QEvent.Type.StyleChange}:
            self._render()

    def _render(self) -> None:
        self._picture.setPixmap(icon("lock", "text_muted", size=_ICON_PX).pixmap(QSize(_ICON_PX, _ICON_PX)))
        self.words.setText(self.tr("terenkripsi"))
