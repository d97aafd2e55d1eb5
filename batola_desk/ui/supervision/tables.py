"""The two tables of the board: incidents are chosen and dragged, desks are dropped on."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from batola_desk.services.room_board import DeskLine
from batola_desk.services.views import BoardRow
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.supervision.owned_model import incidents_of


class OwnedTable(BoardTable):
    """Incidents: several at once with Space, Shift and Ctrl."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._is_marking = False
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    @property
    def chosen(self) -> list[BoardRow]:
        """The chosen lines from top to bottom; the current one when none is marked."""
        selection = self.selectionModel()
        indexes = sorted(selection.selectedRows(), key=QModelIndex.row) if selection is not None else []
        if not indexes and self.currentIndex().isValid():
            indexes = [self.currentIndex()]
        rows = [index.data(ROW_ROLE) for index in indexes]
        return [row for row in rows if isinstance(row, BoardRow)]

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = qt_event.key()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._mark_and_go_on()
        elif step and self._is_marking and not qt_event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._go(step)
        else:
            super().keyPressEvent(qt_event)

    def mousePressEvent(self, qt_event: QMouseEvent) -> None:
        self._is_marking = False
        super().mousePressEvent(qt_event)

    def clearSelection(self) -> None:
        """Nothing is marked any more."""
        self._is_marking = False
        super().clearSelection()

    def _mark_and_go_on(self) -> None:
        """Space marks a line and goes to the next; from then on arrows leave the marks alone."""
        flags = QItemSelectionModel.SelectionFlag.Rows
        if self._is_marking:
            flags |= QItemSelectionModel.SelectionFlag.Toggle
        else:
            flags |= QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._is_marking = True
        self.selectionModel().select(self.currentIndex(), flags)
        self._go(1)

    def _go(self, step: int) -> None:
        here = self.currentIndex()
        there = here.siblingAtRow(here.row() + step)
        if there.isValid():
            self.selectionModel().setCurrentIndex(there, QItemSelectionModel.SelectionFlag.NoUpdate)


class DeskTable(BoardTable):
    """Desks: Enter means this one, incidents may be dropped on it.

    Signals:
        dropped: incidents were dropped on a desk (ids, ``DeskLine``).
    """

    dropped = Signal(list, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)

    def dragEnterEvent(self, qt_event: QDragEnterEvent) -> None:
        if incidents_of(qt_event.mimeData()):
            qt_event.acceptProposedAction()

    def dragMoveEvent(self, qt_event: QDragMoveEvent) -> None:
        index = self.indexAt(qt_event.position().toPoint())
        if index.isValid() and incidents_of(qt_event.mimeData()):
            self.setCurrentIndex(index)  # shows where it would land
            qt_event.acceptProposedAction()
        else:
            qt_event.ignore()

    def dropEvent(self, qt_event: QDropEvent) -> None:
        line = self.indexAt(qt_event.position().toPoint()).data(ROW_ROLE)
        incident_ids = incidents_of(qt_event.mimeData())
        if isinstance(line, DeskLine) and incident_ids:
            qt_event.acceptProposedAction()
            self.dropped.emit(incident_ids, line)
        else:
            qt_event.ignore()
