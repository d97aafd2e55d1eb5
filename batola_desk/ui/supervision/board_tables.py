"""Desks above, incidents below, a filter between: what the supervision board shows and how it is arranged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.views import BoardRow
from batola_desk.ui.boards import ticket_rows
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.priority_delegate import ChipDelegate
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.supervision import desk_model, owned_model
from batola_desk.ui.supervision.board_memory import Arrangement, Sorting, remember, remembered
from batola_desk.ui.supervision.desk_model import DeskModel
from batola_desk.ui.supervision.owned_model import OwnedModel
from batola_desk.ui.supervision.tables import DeskTable, OwnedTable
from batola_desk.ui.tasks import TaskRunner

GATHER_MS = 50  # LIMIT: twenty redraws a second are enough for eyes
ENDED_SHOWN = 100  # LIMIT: older ones are found by the search
KEPT = {ticket_rows.PRIORITY, owned_model.WISH, owned_model.LATE}  # never cut
WIDE_PX = 1150  # below it since when somebody owns a ticket is not shown

Row = TypeVar("Row")


class BoardTables(QWidget):
    """Both tables. Draws only; wishes are the sheet's.

    Signals:
        ended_toggled: open incidents are shown now, or those that are over.
    """

    ended_toggled = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._arrangement = remembered(desk)
        self._ended: Sequence[BoardRow] | None = None  # None: open ones are shown
        self.desks = DeskModel(desk.catalog, desk.now_us, self._language, self)
        self.incidents = OwnedModel(desk.catalog, desk.now_us, self._language, self)
        self.desk_table = DeskTable(self)
        self.table = OwnedTable(self)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("room_board_filter")
        self.count = label(self, "small", "room_board_count")
        self.ended_button = button(self, "quiet", "room_board_ended")
        self.empty = label(self, "empty", "room_board_empty")
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._build()
        self._gather.timeout.connect(self.render_now)
        self.filter.textChanged.connect(self.render_now)
        self.filter.returnPressed.connect(self.focus_incidents)
        self.ended_button.clicked.connect(self.toggle_ended)
        self.desk_table.horizontalHeader().sectionClicked.connect(self.sort_desks)
        self.table.horizontalHeader().sectionClicked.connect(self.sort_incidents)
        self.splitter.splitterMoved.connect(self._on_moved)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()

    def _build(self) -> None:
        self.desk_table.arrange(self.desks, stretched=desk_model.PERSON)
        self.table.arrange(self.incidents, stretched=ticket_rows.PLACE, whole=KEPT)
        _set_up(self.desk_table, "room_board_desks")
        _set_up(self.table, "room_board_incidents")
        chips = ChipDelegate(self.table)
        for at in (ticket_rows.PRIORITY, owned_model.LATE):
            self.table.setItemDelegateForColumn(at, chips)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lower = QWidget(self)
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        head.addWidget(self.count)
        head.addWidget(self.ended_button)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(head)
        column.addWidget(self.empty, 1)
        column.addWidget(self.table, 1)
        self.splitter.addWidget(self.desk_table)
        self.splitter.addWidget(lower)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        if self._arrangement.sizes:
            self.splitter.setSizes(list(self._arrangement.sizes))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    # ---------------------------------------------------------------- for the sheet

    @property
    def shows_ended(self) -> bool:
        """Whether tickets that are over are shown."""
        return self._ended is not None

    @property
    def chosen_ids(self) -> list[str]:
        """The chosen incidents from top to bottom."""
        return [row.incident_id for row in self.table.chosen]

    @Slot()
    def focus_incidents(self) -> None:
        """To the table of incidents, or to the desks when there is no incident."""
        if not self.incidents.rows:
            self.desk_table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.incidents.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def show_open(self) -> None:
        """Show the open incidents."""
        self._ended = None
        self._retranslate()
        self.render_now()
        self.ended_toggled.emit()

    @Slot()
    def toggle_ended(self) -> None:
        """Between the open incidents and those that are over."""
        if self.shows_ended:
            self.show_open()
        else:
            self._tasks.run(self._desk.room_board.ended(ENDED_SHOWN), "ended-tickets", done=self._show_ended)

    @Slot(int)
    def sort_desks(self, column: int) -> None:
        """Sort by this column; once more turns it round."""
        now = self._arrangement
        self._arrange(Arrangement(_turned(now.desks, column), now.incidents, now.sizes))

    @Slot(int)
    def sort_incidents(self, column: int) -> None:
        """Sort by this column; once more turns it round."""
        now = self._arrangement
        self._arrange(Arrangement(now.desks, _turned(now.incidents, column), now.sizes))

    def sort_by_next(self) -> None:
        """Sort the table with the keyboard in it by its next column."""
        now = self._arrangement
        if self.desk_table.hasFocus():
            self.sort_desks((now.desks.column + 1) % self.desks.column_count)
        else:
            self.sort_incidents((now.incidents.column + 1) % self.incidents.column_count)

    @Slot()
    def render_now(self) -> None:
        """Bring both tables to what the desk says."""
        lines, kept = self._desk.room_board.desks(), self._arrangement
        self.desks.set_rows(_sorted(lines, self.desks.sort_key, kept.desks))
        rows = self._desk.room_board.incidents() if self._ended is None else self._ended
        words = self.filter.text().casefold().split()
        shown = [row for row in rows if self.incidents.matches(row, words)] if words else rows
        self.incidents.set_rows(_sorted(shown, self.incidents.sort_key, kept.incidents))
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self._say_empty(has_rows=bool(rows))
        for table, sorting in ((self.desk_table, kept.desks), (self.table, kept.incidents)):
            table.horizontalHeader().setSortIndicator(sorting.column, sorting.order)
        late = sum(1 for row in rows if row.late == "late")
        count, count_desks = len(rows), len(lines)
        desks = QCoreApplication.translate("BoardTables", "%n meja", "", count_desks)
        open_now = QCoreApplication.translate("BoardTables", "%n kejadian", "", count)
        self.count.setText(f"{desks} · {open_now}, " + self.tr("{late} lewat batas").format(late=late))

    # ---------------------------------------------------------------- inner parts

    def _show_ended(self, rows: Sequence[BoardRow]) -> None:
        self._ended = rows
        self.table.clearSelection()
        self._retranslate()
        self.render_now()
        self.focus_incidents()
        self.ended_toggled.emit()

    @Slot()
    def _on_moved(self) -> None:
        now = self._arrangement
        self._arrange(Arrangement(now.desks, now.incidents, tuple(self.splitter.sizes())))

    def _arrange(self, wanted: Arrangement) -> None:
        self._arrangement = wanted
        remember(self._desk, wanted)
        self.render_now()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        touched = change.incident_ids or change.call_keys or change.what & {"desks", "status"}
        if touched and self.isVisible():
            self._gather.start()

    @Slot()
    def _on_clock(self) -> None:
        if self.isVisible():
            for table in (self.desk_table, self.table):
                table.viewport().update()  # ages

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self.table.setColumnHidden(owned_model.SINCE, self.width() < WIDE_PX)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            for model in (self.desks, self.incidents):
                model.retranslate()
            self.render_now()

    def _language(self) -> str:
        return str(self._desk.session.setting("screen.language"))

    def _say_empty(self, *, has_rows: bool) -> None:
        if has_rows:
            text = self.tr("Tidak ada kejadian yang cocok dengan “{text}”.").format(text=self.filter.text())
        elif self.shows_ended:
            text = self.tr("Belum ada tiket yang selesai. S kembali ke yang terbuka.")
        else:
            text = self.tr("Tidak ada kejadian terbuka di ruangan ini. S menampilkan yang selesai.")
        self.empty.setText(text)

    def _retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Saring: tiket, jenis, tempat, pemilik, status"))
        self.filter.setAccessibleName(self.tr("Saringan papan regu"))
        ended = self.tr("Yang terbuka  S") if self.shows_ended else self.tr("Yang selesai  S")
        self.ended_button.setText(ended)
        self.desk_table.setAccessibleName(self.tr("Meja dan petugas"))
        self.table.setAccessibleName(self.tr("Kejadian dan pemiliknya"))


def _set_up(table: BoardTable, name: str) -> None:
    table.setObjectName(name)
    header = table.horizontalHeader()
    header.setSectionsClickable(True)
    header.setSortIndicatorShown(True)


def _turned(now: Sorting, column: int) -> Sorting:
    """The same column once more turns it round."""
    return Sorting(column, descending=now.column == column and not now.descending)


def _sorted(rows: Sequence[Row], key: Callable[[Row, int], tuple[Any, ...]], sorting: Sorting) -> list[Row]:
    return sorted(rows, key=lambda row: key(row, sorting.column), reverse=sorting.descending)
