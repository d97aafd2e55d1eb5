"""The head of the queue column: how many calls ring, the cards, and what an empty queue says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from batola_desk.ui.command_book import CommandBook
from batola_desk.ui.incident.parts import label, set_role
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_view_model import QueueViewModel
from batola_desk.ui.queue.ringing_list import RingingList
from batola_desk.ui.shell_parts import CommandButton, EmptyLabel


class RingingPane(QWidget):
    """Ringing calls, always in sight: no sheet ever covers this column."""

    def __init__(self, queue: QueueViewModel, pulse: Pulse, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self._is_slim = False
        self.setObjectName("ringing_pane")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label(self, "title")
        self._count = label(self, "chip", "ringing_count")
        self._answer = CommandButton(book, "answer", self, role="answer", picture="phone")
        self._empty = EmptyLabel(self)
        self.list = RingingList(queue, pulse, self)
        self._answer.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.list)
        queue.counts_changed.connect(self._render)
        pulse.fast.connect(self._render_step)
        self.retranslate()

    @Slot()
    def focus_list(self) -> None:
        """Bring the keyboard to the ringing calls."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_slim(self, slim: bool) -> None:
        """One row while nobody rings: *kosong* says it, the call in the headset needs the room."""
        if slim != self._is_slim:
            self._is_slim = slim
            self._render()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._title.setText(self.tr("Antrean"))
        self._empty.setText(self.tr("Tidak ada panggilan masuk."))
        self.list.setAccessibleName(self.tr("Panggilan berdering"))
        self._answer.say(self.tr("Jawab"))
        self._render()

    @Slot()
    def _render(self) -> None:
        count = self._queue.ringing.rowCount()
        self.list.setVisible(count > 0)
        self._empty.setVisible(count == 0 and not self._is_slim)
        self._answer.setEnabled(count > 0)
        self._answer.restyle()
        text = self.tr("%1 berdering").replace("%1", str(count)) if count else self.tr("kosong")
        self._count.setText(text)
        self._render_step()

    @Slot()
    def _render_step(self) -> None:
        calls = self._queue.desk.calls.ringing()
        worst = max((min(view.ring_step, 3) for view in calls), default=-1)
        set_role(self._count, f"ring{worst}" if worst >= 0 else "chip")
