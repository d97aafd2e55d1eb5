"""Held calls, oldest first: how long they wait and the key that takes each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from batola_desk.services.views import CallView
from batola_desk.ui.call_commands import HELD_KEYS
from batola_desk.ui.command_book import key_text
from batola_desk.ui.incident.parts import button, set_role
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.queue.queue_words import clock_words, number_words


class HeldList(QWidget):
    """One button per held call."""

    def __init__(self, line: LineViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self._buttons: list[QPushButton] = []
        self.setObjectName("held")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        line.changed.connect(self.render_calls)
        self.render_calls()

    @Slot()
    def render_calls(self) -> None:
        """Show the held calls of now, with running waits."""
        held = list(self._line.held)[:HELD_KEYS]
        while len(self._buttons) < len(held):
            self._add_button()
        for number, made in enumerate(self._buttons):
            made.setVisible(number < len(held))
            if number < len(held):
                self._show(made, held[number], number + 1)
        self.setVisible(bool(held))

    def _add_button(self) -> None:
        made = button(self, "warn_button", f"held_{len(self._buttons) + 1}")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setProperty("number", len(self._buttons) + 1)
        made.clicked.connect(self._take)
        self._buttons.append(made)
        self._layout.addWidget(made)

    def _show(self, made: QPushButton, view: CallView, number: int) -> None:
        if view.joined:  # they speak with each other: nobody waits, no limit runs
            words = self.tr("tersambung tanpa Anda")
            made.setText(f"◇ {number_words(view.call.number)} · {words}  {key_text(f'Ctrl+{number}')}")
            set_role(made, "held")
            return
        limits = self._line.desk.catalog.limits.call
        since_us = view.call.held_since_us or view.call.answered_us or self._line.desk.now_us()
        waited_s = max(0.0, (self._line.desk.now_us() - since_us) / 1e6)
        sign = "■" if waited_s >= limits.hold_lead_s else "▲" if waited_s >= limits.hold_operator_s else "○"
        words = self.tr("ditahan %1").replace("%1", clock_words(waited_s))
        made.setText(f"{sign} {number_words(view.call.number)} · {words}  {key_text(f'Ctrl+{number}')}")
        set_role(
            made,
            "held_late"
            if waited_s >= limits.hold_lead_s
            else "held_warn"
            if waited_s >= limits.hold_operator_s
            else "held",
        )

    @Slot()
    def _take(self) -> None:
        self._line.take_held(int(self.sender().property("number")))
