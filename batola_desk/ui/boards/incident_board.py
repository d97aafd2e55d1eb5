"""The board of open incidents: filter line, table, and words for an empty one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.views import BoardRow
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.incident_model import CALLS, LATE, OWNER, UNITS, IncidentModel
from batola_desk.ui.boards.priority_delegate import ChipDelegate
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.boards.ticket_rows import PLACE, PRIORITY
from batola_desk.ui.incident.parts import label
from batola_desk.ui.pulse import Pulse

WIDE_PX = 1150  # below it units and calls leave the place to the place
GATHER_MS = 50  # LIMIT: twenty redraws a second are enough for eyes


class IncidentBoard(QWidget):
    """Usable alone or in a dock.

    Signals:
        incident_activated: a line was opened (incident id).
    """

    incident_activated = Signal(str)

    def __init__(self, desk: Desk, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.filter = QLineEdit(self)
        self.filter.setObjectName("board_filter")
        self.count = label(self, "small", "board_count")
        self.empty = label(self, "empty", "board_empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = IncidentModel(desk.catalog, desk.now_us, self._language, desk.presence.at, self)
        self.table = BoardTable(self)
        self.table.setObjectName("board")
        self.table.arrange(self.model, stretched=PLACE, whole={PRIORITY, LATE})
        self.table.horizontalHeader().setMinimumSectionSize(40)
        chips = ChipDelegate(self.table)
        self.table.setItemDelegateForColumn(PRIORITY, chips)
        self.table.setItemDelegateForColumn(LATE, chips)
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.count)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(8, 4, 8, 4)
        column_layout.addLayout(row)
        column_layout.addWidget(self.empty, 1)
        column_layout.addWidget(self.table, 1)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.render_now)
        self.filter.textChanged.connect(self.render_now)
        self.filter.returnPressed.connect(self.focus_list)
        self.table.entered_on.connect(self._on_entered)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()
        self.render_now()

    def _language(self) -> str:
        return str(self._desk.session.setting("screen.language"))

    @Slot()
    def render_now(self) -> None:
        """Bring the table to what the desk says."""
        rows = self._desk.incidents.board()
        words = self.filter.text().casefold().split()
        shown = [row for row in rows if self.model.matches(row, words)] if words else rows
        self.table.show_rows(shown, self.empty)
        self.empty.setText(
            self.tr("Belum ada kejadian terbuka. Tiket baru muncul di sini begitu huruf pertama diketik.")
            if not rows
            else self.tr("Tidak ada kejadian terbuka yang cocok dengan “{text}”.").format(
                text=self.filter.text()
            )
        )
        late = sum(1 for row in rows if row.late == "late")
        shown_words = self.tr("{count} terbuka, {late} lewat batas")
        self.count.setText(shown_words.format(count=len(rows), late=late))

    @Slot()
    def focus_list(self) -> None:
        """Put the focus on the worst line."""
        self.table.choose_first()
        self.table.setFocus()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if (change.incident_ids or change.unit_ids or "language" in change.what) and self.isVisible():
            self._gather.start()
        elif "presence" in change.what and self.isVisible():
            self.table.viewport().update()  # marks, read at paint time as ages are

    @Slot()
    def _on_clock(self) -> None:
        if self.isVisible() and self.model.rows:
            self.table.viewport().update()  # ages

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, BoardRow):
            self.incident_activated.emit(row.incident_id)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        is_narrow = self.width() < WIDE_PX
        for column in (UNITS, CALLS):
            self.table.setColumnHidden(column, is_narrow)
        is_alone = self._desk.session.status().room is None
        self.table.setColumnHidden(OWNER, is_narrow or is_alone)  # alone everything is one's own

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Saring: tiket, jenis, tempat, instansi, satuan"))
        self.filter.setAccessibleName(self.tr("Saringan papan kejadian"))
        self.table.setAccessibleName(self.tr("Kejadian terbuka, terparah lebih dulu"))
