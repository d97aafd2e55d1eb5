"""The answer line: what happened, what still works, what to do next. Never a dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.messages import Message, MessageCenter

SHOWN_S = {"info": 6, "warn": 15}  # an error stays until it is put away or replaced
LOOKS = {"info": ("•", "info"), "warn": ("▲", "warn"), "error": ("✕", "late")}


class MessageBar(QWidget):
    """Shows the newest message; keeps its height, so that nothing jumps when it speaks."""

    def __init__(self, messages: MessageCenter, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self._words = label(self, "muted", "message")
        self._words.setWordWrap(True)
        self._away = button(self, "quiet", "message_away")
        self._away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._away.hide()
        self._message: Message | None = None
        self._hint = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._away)
        self._away.clicked.connect(self.put_away)
        messages.posted.connect(self._show)
        messages.start_showing()
        self._away.setText("✕")
        self.retranslate()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._words.text()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._away.setToolTip(self.tr("Singkirkan pesan"))
        self._away.setAccessibleName(self.tr("Singkirkan pesan"))

    @Slot(str)
    def hint(self, words: str) -> None:
        """Help for what is being typed, over the message; that one comes back afterwards."""
        self._hint = words
        self._render()

    @Slot(object)
    def _show(self, message: Message) -> None:
        self._message = message
        self._hint = ""  # what happened now goes before what might
        self._timer.stop()
        if message.level in SHOWN_S:
            self._timer.start(SHOWN_S[message.level] * 1000)
        self._render()

    def _render(self) -> None:
        message = self._message
        if self._hint or message is None:
            self._words.setText(self._hint)
            set_role(self._words, "muted")
        else:
            sign, role = LOOKS.get(message.level, LOOKS["info"])
            parts = (message.happened, message.works, message.next_step)
            self._words.setText(f"{sign} " + " ".join(part for part in parts if part))
            set_role(self._words, role)
        self._away.setVisible(message is not None)

    @Slot()
    def put_away(self) -> None:
        """The message was read."""
        self._timer.stop()
        self._message = None
        self._render()
