"""What to say first: shown while it rings and for the first seconds of a call. Source: domain.md §3."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import label
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.pulse import Pulse

SHOWN_S = 10.0  # LIMIT: who has said it needs the room for the call


class GreetingLine(QWidget):
    """The centre's greeting (``centre.toml``); hidden when nobody has to say it now.

    Always in the language of the callers, whatever the screen speaks; a hint tells what it means.
    """

    def __init__(self, line: LineViewModel, pulse: Pulse, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.words = label(self, "prompt_due", "greeting")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        line.changed.connect(self.render_now)
        pulse.clock.connect(self.render_now)
        self.render_now()

    @property
    def is_due(self) -> bool:
        """Whether a caller is about to hear the first words, or has just begun to."""
        current = self._line.in_headset
        if current is None:
            return bool(self._line.desk.calls.ringing())
        call = current.call
        if call.direction != "inbound" or call.purpose or current.is_party or call.answered_us is None:
            return False
        if call.silent_started_us is not None:
            return False  # the procedure has sentences of its own
        return (self._line.desk.now_us() - call.answered_us) / 1e6 < SHOWN_S

    @Slot()
    def render_now(self) -> None:
        """Show or hide it."""
        centre = self._line.desk.catalog.centre
        is_english = str(self._line.desk.session.setting("screen.language")) == "en"
        text = centre.greeting
        is_shown = bool(text) and self.is_due
        if is_shown:
            self.words.setText(self.tr("Ucapkan: “%1”").replace("%1", text))
            self.words.setToolTip(plain_tip(centre.greeting_en if is_english else ""))
        if self.isHidden() == is_shown:
            self.setVisible(is_shown)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
