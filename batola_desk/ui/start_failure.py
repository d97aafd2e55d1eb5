"""When the desk cannot start: a plain window that says what happened, what still works, what to do."""

from __future__ import annotations

import asyncio
import contextlib

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.services.session import SettingsPort
from batola_desk.ui import labels
from batola_desk.ui.i18n import Translator
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.theme import apply_theme

WIDTH_PX = 640
WAKE_S = 0.5


class StartFailureWindow(QWidget):
    """Three answers and one button.

    Signals:
        closed: the person has read it.
    """

    closed = Signal()

    def __init__(self, code: str, values: dict[str, object]) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Batola Desk")
        happened, works, next_step = labels.error_words(code, values)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        title = label(self, "big", "failure_title")
        title.setText(self.tr("Meja tidak bisa dibuka"))
        layout.addWidget(title)
        parts = (
            (self.tr("Apa yang terjadi"), happened),
            (self.tr("Yang tetap bekerja"), works),
            (self.tr("Yang harus dilakukan"), next_step),
        )
        for heading, text in parts:
            if not text:
                continue
            head = label(self, "heading")
            head.setText(heading)
            words = label(self, "", "failure_text")
            words.setText(text)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(head)
            layout.addWidget(words)
        layout.addSpacing(8)
        away = button(self, "primary", "failure_close")
        away.setText(self.tr("Tutup  Esc"))
        away.clicked.connect(self.close)
        layout.addWidget(away, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(WIDTH_PX, layout.heightForWidth(WIDTH_PX))
        away.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.close()
        else:
            super().keyPressEvent(qt_event)

    def closeEvent(self, qt_event: QCloseEvent) -> None:
        super().closeEvent(qt_event)
        self.closed.emit()


async def show_start_failure(
    app: QApplication,
    fault: EnvironmentFault | OperatorError,
    settings: SettingsPort,
    closing: asyncio.Event,
) -> None:
    """Explain a failed start and return when the window is closed or the program is asked to end."""
    translator = Translator(app)
    translator.use(str(settings.get("screen.language")))
    apply_theme(app, str(settings.get("screen.theme")), int(str(settings.get("screen.text_percent"))))
    window = StartFailureWindow(fault.code, dict(fault.values))
    window.closed.connect(closing.set)
    window.show()
    while not closing.is_set():  # Python acts on a signal only while it runs, so it has to wake now and then
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), WAKE_S)
    window.hide()
    window.deleteLater()
