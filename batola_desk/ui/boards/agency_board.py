"""The acceptance board: one lane per agency, worst first, and the keys to chase. Source: domain.md §5.3."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.views import TaskView
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.lane_model import CLOCK, OWNER, TYPE, WAY, Lane, LaneModel, in_lanes
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.boards.time_bar_delegate import TimeBarDelegate
from batola_desk.ui.incident.dispatch_view_model import WORDS_NEEDED
from batola_desk.ui.incident.parts import label
from batola_desk.ui.incident.sheets import WordsSheet
from batola_desk.ui.incident.task_card import ACTION_KEYS, UNREACHED_KEY, Reach
from batola_desk.ui.outreach.outreach_actions import OutreachActions
from batola_desk.ui.outreach.task_strip import TaskStrip
from batola_desk.ui.outreach.task_words import words_title
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

GATHER_MS = 50  # LIMIT: twenty redraws a second are enough for eyes
LOW_PX = 200  # below it a lane more is worth more than a line of words
WIDE_PX = 1000  # below it the tries and the desk leave the place to the place
_KEYS = frozenset(
    getattr(Qt.Key, f"Key_{letter}") for letter in (*ACTION_KEYS.values(), UNREACHED_KEY, *"123456789")
)


class AgencyBoard(QWidget):
    """Usable alone or in a dock; the card beside the lanes shows the chosen task with its keys.

    Signals:
        incident_activated: Enter on a task (incident id).
    """

    incident_activated = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._outreach = OutreachActions(desk, tasks, self)
        self.empty = label(self, "empty", "agency_board_empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = LaneModel(desk, self)
        self.table = BoardTable(self)
        self.table.setObjectName("acceptance_board")
        self.table.pane_keys = _KEYS
        self.table.arrange(self.model, stretched=TYPE, whole={CLOCK})
        self.table.setItemDelegateForColumn(CLOCK, TimeBarDelegate(desk.now_us, self.table))
        self.card = TaskStrip(self)
        self.sheet = WordsSheet(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self.empty, 1)
        column.addWidget(self.table, 1)
        column.addWidget(self.card)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.render_now)
        self.table.entered_on.connect(self._on_entered)
        self.table.selectionModel().currentRowChanged.connect(self._show_card)
        self.card.action_requested.connect(self._on_action)
        self.card.way_requested.connect(self._on_way)
        self.card.unreached.connect(self._on_unreached)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()
        self.render_now()

    @Slot()
    def focus_list(self) -> None:
        """Put the keyboard on the task with least time left."""
        if not self.isVisible():  # what is seen is kept true
            self.render_now()
        self.table.choose_first()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def render_now(self) -> None:
        """Bring the lanes to what the desk says."""
        lanes = [
            Lane(row, task)
            for row, tasks in self._desk.dispatch.overview()
            for task in tasks
            if isinstance(task, TaskView)
        ]
        self.table.show_rows(in_lanes(lanes, self._desk.now_us(), self._desk.catalog.agencies), self.empty)
        self.table.choose_first()
        self._show_card()

    @property
    def chosen(self) -> Lane | None:
        """The line under the cursor."""
        lane = self.table.chosen
        return lane if isinstance(lane, Lane) else None

    @Slot()
    def _show_card(self) -> None:
        lane = self.chosen
        self.card.setVisible(lane is not None)
        if lane is None:
            return
        view, outreach = lane.task, self._desk.outreach
        language = str(self._desk.session.setting("screen.language"))
        channel = self._desk.catalog.channels.get(view.task.channel)
        words = label_of(channel, language) if channel is not None else ""
        reach = Reach(outreach.ways(view.task), partial(outreach.next_way, view.task))
        self.card.show_task(view, words, self._desk.now_us(), reach)

    # ---------------------------------------------------------------- wishes

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if self.chosen is None or not self.card.press(qt_event):
            super().keyPressEvent(qt_event)

    @Slot(str, str)
    def _on_action(self, task_id: str, action: str) -> None:
        lane = self.chosen
        if lane is None or lane.task.task.task_id != task_id:
            return
        act = partial(self._act, lane.row.incident_id, task_id, action)
        if action in WORDS_NEEDED:
            self.sheet.ask(words_title(action, lane.task.agency_name), act)
        else:
            act("")

    def _act(self, incident_id: str, task_id: str, action: str, words: str) -> None:
        self._tasks.run(
            self._desk.dispatch.act_on_task(incident_id, task_id, action, text=words), "act-on-task"
        )

    @Slot(str, str)
    def _on_way(self, task_id: str, channel: str) -> None:
        if self.chosen is not None:
            self._outreach.reach(self.chosen.row.incident_id, task_id, channel)

    @Slot(str)
    def _on_unreached(self, task_id: str) -> None:
        if self.chosen is not None:
            self._outreach.unreached(self.chosen.row.incident_id, task_id)

    # ---------------------------------------------------------------- events

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if (change.incident_ids or "language" in change.what) and self.isVisible():
            self._gather.start()

    @Slot()
    def _on_clock(self) -> None:
        if self.isVisible() and self.model.rows:
            self.table.viewport().update()
            self.card.tick(self._desk.now_us())

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        lane = index.data(ROW_ROLE)
        if isinstance(lane, Lane):
            self.incident_activated.emit(lane.row.incident_id)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        is_narrow = self.width() < WIDE_PX
        self.table.setColumnHidden(WAY, is_narrow)
        is_alone = self._desk.session.status().room is None
        self.table.setColumnHidden(OWNER, is_narrow and is_alone)
        self.card.set_low(is_low=self.height() < LOW_PX)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()
            self._show_card()

    def _retranslate(self) -> None:
        self.empty.setText(self.tr("Tidak ada disposisi yang terbuka. Semua instansi sudah selesai."))
        self.table.setAccessibleName(self.tr("Papan penerimaan: disposisi terbuka per instansi"))
