"""One agency task: who was asked, how long ago, what may be done next. Source: domain.md §5.3."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from batola_desk.services.views import TaskView
from batola_desk.ui import labels
from batola_desk.ui.incident.clocks_row import LEVEL_SIGNS
from batola_desk.ui.incident.parts import button, label, set_role, span_text

ACTION_KEYS = {
    "acknowledge": "T",
    "deliver": "S",
    "start": "M",
    "report": "L",
    "complete": "K",
    "escalate": "E",
    "reject": "J",
    "cancel": "B",
}
PER_ROW = 3
_STATE_ROLES = {
    "acknowledged": "ok",
    "working": "ok",
    "reported": "ok",
    "completed": "ok",
    "rejected": "late",
    "escalated_1": "warn",
    "escalated_2": "warn",
    "escalated_3": "late",
}


class TaskCard(QFrame):
    """Draws a task; a letter does what the button with that letter does.

    Signals:
        action_requested: (task id, action).
    """

    action_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.task_id = ""
        self._view: TaskView | None = None
        self.name = label(self, "", "task_agency")
        self.state = label(self, "chip", "task_state")
        self.clock = label(self, "chip", "task_clock")
        self.detail = label(self, "small", "task_detail")
        self.detail.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.state)
        top.addWidget(self.clock)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.detail)
        grid = QGridLayout()
        grid.setSpacing(4)
        column.addLayout(grid)
        self.buttons = {}
        for action in ACTION_KEYS:
            made = button(self, "", f"task_{action}")
            made.clicked.connect(self._on_clicked)
            self.buttons[action] = made
        self._grid = grid

    def show_task(self, view: TaskView, channel_words: str, now_us: int) -> None:
        """Draw the task at this moment."""
        self._view = view
        task = view.task
        self.task_id = task.task_id
        number = f"  ☎ {view.national_number}" if view.national_number else ""
        self.name.setText(f"{view.agency_name}{number}")
        self.state.setText(labels.word(labels.TASK_STATES, task.state.value))
        set_role(self.state, _STATE_ROLES.get(task.state.value, "chip"))
        words = (channel_words, task.acknowledged_by, task.reason, task.report)
        self.detail.setText(" · ".join(part for part in words if part))
        self.detail.setVisible(bool(self.detail.text()))
        self._show_actions(view.next_actions)
        self.tick(now_us)
        self.setAccessibleName(f"{self.name.text()} {self.state.text()}")

    def tick(self, now_us: int) -> None:
        """A second passed."""
        clock = self._view.clock if self._view is not None else None
        self.clock.setVisible(clock is not None)
        if clock is None:
            return
        level = clock.level(now_us)
        left_s = clock.remaining_s(now_us) if clock.stopped_us is None else None
        text = span_text(clock.elapsed_s(now_us))
        if left_s is not None:
            text += f" ({span_text(left_s)})"
        self.clock.setText(f"{LEVEL_SIGNS[level]}{text}")
        self.clock.setToolTip(
            f"{labels.word(labels.CLOCKS, clock.name)}: {labels.word(labels.CLOCK_LEVELS, level)}"
        )
        set_role(self.clock, level if level != "ok" else "chip")

    def _show_actions(self, actions: tuple[str, ...]) -> None:
        ordered = [action for action in ACTION_KEYS if action in actions]
        for action, made in self.buttons.items():
            made.setVisible(action in actions)
            made.setText(f"{ACTION_KEYS[action]}  {labels.word(labels.TASK_ACTIONS, action)}")
            set_role(made, "primary" if ordered and action == ordered[0] else "")
        for at, action in enumerate(ordered):
            self._grid.addWidget(self.buttons[action], at // PER_ROW, at % PER_ROW)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        is_plain = qt_event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        actions = self._view.next_actions if self._view is not None else ()
        for action in actions:
            if is_plain and ACTION_KEYS.get(action) == qt_event.text().upper():
                self.action_requested.emit(self.task_id, action)
                return
        super().keyPressEvent(qt_event)

    @Slot()
    def _on_clicked(self) -> None:
        action = next((code for code, made in self.buttons.items() if made is self.sender()), "")
        if action:
            self.action_requested.emit(self.task_id, action)
