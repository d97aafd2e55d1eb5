"""The keys of the chosen task, two lines below the lanes of the acceptance board. Source: domain.md §5.3."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from batola_desk.services.views import TaskView
from batola_desk.ui.incident.task_card import NO_REACH, Reach, TaskCard
from batola_desk.ui.plain_tip import plain_tip

_SHOWN = ("acknowledge", "escalate", "reject", "start", "report", "complete")  # the others by key only


class TaskStrip(TaskCard):
    """A task card that is two lines high: what the lanes say already is left out."""

    _is_low = False

    def set_low(self, *, is_low: bool) -> None:
        """On a low screen only the keys are shown; the words are their tooltip."""
        self._is_low = is_low
        self._hide_the_rest()

    def _arrange(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys work from the lanes
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        said = QHBoxLayout()
        said.addWidget(self.name)
        said.addWidget(self.hint, 1)
        keys = QHBoxLayout()
        keys.setSpacing(4)
        keys.addWidget(self.ways)
        for action in _SHOWN:
            keys.addWidget(self.buttons[action])
        keys.addWidget(self.failed)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(said)
        column.addLayout(keys)
        self._hide_the_rest()

    def show_task(self, view: TaskView, channel_words: str, now_us: int, reach: Reach = NO_REACH) -> None:
        super().show_task(view, channel_words, now_us, reach)
        self._hide_the_rest()

    def tick(self, now_us: int) -> None:
        super().tick(now_us)
        self._hide_the_rest()

    def _place_actions(self, ordered: list[str]) -> None:
        """They stand where they are."""

    def _hide_the_rest(self) -> None:
        for part in (self.state, self.clock, self.detail, self.next_agency):
            part.hide()
        for action, made in self.buttons.items():
            if action not in _SHOWN:
                made.hide()
        self.hint.setVisible(not self._is_low)
        self.name.setVisible(not self._is_low)
        self.setToolTip(plain_tip(self.hint.text()))
