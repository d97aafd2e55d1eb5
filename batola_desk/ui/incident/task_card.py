"""One agency task: who was asked, how long ago, what may be done next. Source: domain.md §5.3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from batola_desk.domain.escalation import LEVEL_MAX, WAITING
from batola_desk.services.outreach_api import Way
from batola_desk.services.views import TaskView
from batola_desk.ui import labels
from batola_desk.ui.incident.clocks_row import LEVEL_SIGNS
from batola_desk.ui.incident.parts import button, label, set_role, span_text
from batola_desk.ui.outreach.ways_row import WaysRow
from batola_desk.ui.plain_tip import plain_button, plain_tip

ACTION_KEYS = {
    "acknowledge": "T",
    "deliver": "S",
    "start": "M",
    "report": "L",
    "complete": "K",
    "escalate": "E",
    "reject": "J",
    "cancel": "B",
    "correct_name": "G",
}
PER_ROW = 3
UNREACHED_KEY, NEXT_AGENCY_KEY = "X", "N"
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


@dataclass(frozen=True, slots=True)
class Reach:
    """How the agency of a card can be reached.

    Attributes:
        next_way: the way to offer now (code); it changes with time.
        agency: name of the agency to ask next once this one declined; empty = none.
    """

    ways: tuple[Way, ...] = ()
    next_way: Callable[[], str] = str
    agency: str = ""


NO_REACH = Reach()


class TaskCard(QFrame):
    """Draws a task; a letter does what the button with that letter does.

    Signals:
        action_requested: (task id, action).
        way_requested: (task id, channel).
        unreached: the last try reached nobody (task id).
        next_agency_requested: this one declined; ask the next.
    """

    action_requested = Signal(str, str)
    way_requested = Signal(str, str)
    unreached = Signal(str)
    next_agency_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.task_id = ""
        self._view: TaskView | None = None
        self._reach = NO_REACH
        self.name = label(self, "", "task_agency")
        self.state = label(self, "chip", "task_state")
        self.clock = label(self, "chip", "task_clock")
        self.detail = label(self, "small", "task_detail")
        self.hint = label(self, "small", "task_hint")
        self.ways = WaysRow(self)
        self.ways.way_requested.connect(self._on_way)
        self.buttons = {}
        for action in ACTION_KEYS:
            made = button(self, "", f"task_{action}")
            made.clicked.connect(self._on_clicked)
            self.buttons[action] = made
        self.failed = button(self, "", "task_unreached")
        self.failed.clicked.connect(self._on_unreached)
        self.next_agency = button(self, "primary", "task_next_agency")
        self.next_agency.clicked.connect(self.next_agency_requested)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._arrange()

    def _arrange(self) -> None:
        """Everything below each other."""
        self.detail.setWordWrap(True)
        self.hint.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.state)
        top.addWidget(self.clock)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(top)
        for part in (self.detail, self.hint, self.ways):
            column.addWidget(part)
        column.addLayout(self._grid)

    def show_task(self, view: TaskView, channel_words: str, now_us: int, reach: Reach = NO_REACH) -> None:
        """Draw the task at this moment.

        Args:
            reach: ways to the agency and, once it declined, the next one.
        """
        self._view = view
        self._reach = reach
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
        failed, following = self.tr("Tidak tersambung"), self.tr("Kirim ke {agency}")
        self.failed.setText(f"{UNREACHED_KEY}  {failed}")
        self.next_agency.setText(f"{NEXT_AGENCY_KEY}  {following.format(agency=plain_button(reach.agency))}")
        self.next_agency.setVisible(bool(reach.agency))
        self.tick(now_us)
        self.setAccessibleName(f"{self.name.text()} {self.state.text()}")

    def tick(self, now_us: int) -> None:
        """A second passed."""
        self._show_ways(now_us)
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
            plain_tip(f"{labels.word(labels.CLOCKS, clock.name)}: {labels.word(labels.CLOCK_LEVELS, level)}")
        )
        set_role(self.clock, level if level != "ok" else "chip")

    def _show_actions(self, actions: tuple[str, ...]) -> None:
        ordered = [action for action in ACTION_KEYS if action in actions]
        for action, made in self.buttons.items():
            made.setVisible(action in actions)
            made.setText(f"{ACTION_KEYS[action]}  {labels.word(labels.TASK_ACTIONS, action)}")
            set_role(made, "primary" if ordered and action == ordered[0] else "")
        self._place_actions(ordered)

    def _place_actions(self, ordered: list[str]) -> None:
        for at, action in enumerate(ordered):
            self._grid.addWidget(self.buttons[action], at // PER_ROW, at % PER_ROW)
        last = len(ordered)
        self._grid.addWidget(self.failed, last // PER_ROW, last % PER_ROW)
        self._grid.addWidget(self.next_agency, last // PER_ROW + 1, 0, 1, PER_ROW)

    def _show_ways(self, now_us: int) -> None:
        """Ways while nobody has answered: which one is due, and what the ladder does next."""
        view = self._view
        is_waiting = view is not None and view.task.state in WAITING
        following = self._reach.next_way() if is_waiting else ""
        self.ways.show_ways(self._reach.ways if is_waiting else (), following)
        self.failed.setVisible(is_waiting and bool(self._reach.ways))
        words = []
        way = next((one for one in self._reach.ways if one.code == following), None)
        if way is not None and way.tries == 0 and view is not None and view.task.attempts:
            words.append(
                self.tr("Belum dijawab. Berikutnya: {key} {way}.").format(key=way.key, way=way.label)
            )
        if view is not None and view.step and view.step_us is not None:
            left = span_text(max(0.0, (view.step_us - now_us) / 1e6))
            words.append(self.tr("Eskalasi dalam {time}: {step}.").format(time=left, step=view.step))
        elif is_waiting and view is not None and view.task.escalation_level >= LEVEL_MAX:
            words.append(self.tr("Akhir tangga: ketua regu sudah diberi tahu."))
        self.hint.setText(" ".join(words))
        self.hint.setVisible(bool(words))

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if not self.press(qt_event):
            super().keyPressEvent(qt_event)

    def press(self, qt_event: QKeyEvent) -> bool:
        """Do what this key means for the task; False = nothing."""
        is_plain = qt_event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        pressed = qt_event.text().upper() if is_plain else ""
        if not pressed or self._view is None:
            return False
        way = self.ways.way_of(pressed) if self.ways.isVisibleTo(self) else ""
        if way:
            self.way_requested.emit(self.task_id, way)
            return True
        for key, made in ((UNREACHED_KEY, self.failed), (NEXT_AGENCY_KEY, self.next_agency)):
            if pressed == key and made.isVisibleTo(self):
                made.click()
                return True
        for action in self._view.next_actions:
            if ACTION_KEYS.get(action) == pressed:
                self.action_requested.emit(self.task_id, action)
                return True
        return False

    @Slot(str)
    def _on_way(self, channel: str) -> None:
        self.way_requested.emit(self.task_id, channel)

    @Slot()
    def _on_unreached(self) -> None:
        self.unreached.emit(self.task_id)

    @Slot()
    def _on_clicked(self) -> None:
        action = next((code for code, made in self.buttons.items() if made is self.sender()), "")
        if action:
            self.action_requested.emit(self.task_id, action)
