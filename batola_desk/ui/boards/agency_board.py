"""Open agency tasks, one lane per agency, the one with least time left on top. Source: domain.md §5.3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.views import BoardRow, Change, TaskView
from batola_desk.ui import labels
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE, RowsModel
from batola_desk.ui.incident.clocks_row import LEVEL_SIGNS
from batola_desk.ui.incident.parts import label, priority_words, short_ticket, span_text
from batola_desk.ui.pulse import Pulse

NO_LIMIT_S = 1e9
AGENCY, TICKET, PRIORITY, TYPE, STATE, CLOCK, PERSON = range(7)
WIDTHS = {AGENCY: 190, TICKET: 80, PRIORITY: 74, STATE: 190, CLOCK: 190, PERSON: 130}


@dataclass(frozen=True, slots=True)
class Lane:
    """One open task with the ticket it belongs to."""

    row: BoardRow
    task: TaskView


class AgencyModel(RowsModel[Lane]):
    """Tasks sorted by agency, then by time left."""

    column_count = 7

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(lambda lane: lane.task.task.task_id, parent)
        self._desk = desk

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Instansi"),
            self.tr("Tiket"),
            self.tr("Prioritas"),
            self.tr("Jenis dan tempat"),
            self.tr("Status"),
            self.tr("Waktu"),
            self.tr("Penerima"),
        )[column]

    def cell(self, row: Lane, column: int, role: int) -> Any:
        """Text of a cell."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(row, column)
        return None

    def time_left_s(self, lane: Lane) -> float:
        """Seconds until the task is late; without a limit it may wait."""
        clock = lane.task.clock
        left_s = clock.remaining_s(self._desk.now_us()) if clock is not None else None
        return NO_LIMIT_S if left_s is None else left_s

    def _text(self, lane: Lane, column: int) -> str:
        row, view = lane.row, lane.task
        match column:
            case 0:
                return view.agency_name
            case 1:
                return short_ticket(row.ticket_number)
            case 2:
                return priority_words(self._desk.catalog, row.priority, "id", short=True)
            case 3:
                if row.confidential:
                    return self.tr("(rahasia)")
                return " · ".join(part for part in (row.type_label, row.place) if part)
            case 4:
                return labels.word(labels.TASK_STATES, view.task.state.value)
            case 5:
                return self._clock(view)
            case _:
                return view.task.acknowledged_by

    def _clock(self, view: TaskView) -> str:
        clock = view.clock
        if clock is None:
            return ""
        now_us = self._desk.now_us()
        text = LEVEL_SIGNS[clock.level(now_us)] + span_text(clock.elapsed_s(now_us))
        left_s = clock.remaining_s(now_us)
        if left_s is None:
            return text
        words = self.tr("sisa {time}") if left_s >= 0 else self.tr("lewat {time}")
        return f"{text} · {words.format(time=span_text(abs(left_s)))}"


class AgencyBoard(QWidget):
    """Usable alone or in a dock.

    Signals:
        incident_activated: Enter on a task (incident id).
    """

    incident_activated = Signal(str)

    def __init__(self, desk: Desk, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.empty = label(self, "empty", "agency_board_empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = AgencyModel(desk, self)
        self.table = BoardTable(self)
        self.table.setModel(self.model)
        for column, width in WIDTHS.items():
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(TYPE, QHeaderView.ResizeMode.Stretch)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(8, 4, 8, 4)
        column_layout.addWidget(self.empty, 1)
        column_layout.addWidget(self.table, 1)
        self.table.entered_on.connect(self._on_entered)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Bring the table to what the desk says."""
        lanes = [
            Lane(row, task)
            for row, tasks in self._desk.dispatch.overview()
            for task in tasks
            if isinstance(task, TaskView)
        ]
        lanes.sort(key=lambda lane: (lane.task.agency_name, self.model.time_left_s(lane)))
        self.model.set_rows(lanes)
        self.table.setVisible(bool(lanes))
        self.empty.setVisible(not lanes)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.incident_ids and self.isVisible():
            self.render_now()

    @Slot()
    def _on_clock(self) -> None:
        if self.isVisible() and self.model.rows:
            self.table.viewport().update()

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        lane = index.data(ROW_ROLE)
        if isinstance(lane, Lane):
            self.incident_activated.emit(lane.row.incident_id)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()

    def _retranslate(self) -> None:
        self.empty.setText(self.tr("Tidak ada disposisi yang terbuka. Semua instansi sudah selesai."))
        self.table.setAccessibleName(self.tr("Disposisi terbuka per instansi"))
