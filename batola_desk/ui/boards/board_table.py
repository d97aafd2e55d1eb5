"""The table that all boards use: Enter opens, one line is one row, nothing is edited here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from batola_desk.ui.boards.column_fit import ColumnFit
from batola_desk.ui.boards.rows_model import ROW_ROLE, RowsModel

ROW_HEIGHT_PX = 30


class BoardTable(QTableView):
    """A plain, fast table.

    Attributes:
        pane_keys: letters that mean something to the pane around; the view would search with them.

    Signals:
        entered_on: Enter or a double click on a line.
    """

    entered_on = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane_keys: frozenset[Qt.Key] = frozenset()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.doubleClicked.connect(self._on_double_click)

    def arrange(self, model: RowsModel[Any], *, stretched: int, whole: Collection[int] = ()) -> None:
        """Show a model, its columns as wide as their words; one takes what the others leave."""
        self.setModel(model)
        ColumnFit(self, stretched, whole)

    def show_rows(self, rows: Sequence[Any], empty: QWidget) -> None:
        """Bring the table to these rows; without any, ``empty`` says so in its place."""
        model = self.model()
        assert isinstance(model, RowsModel)
        model.set_rows(rows)
        self.setVisible(bool(rows))
        empty.setVisible(not rows)

    def choose_first(self) -> None:
        """Put the cursor on the first line, unless it is on one already."""
        if self.model().rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    @property
    def chosen(self) -> Any:
        """The row under the cursor, as the model was given it; None: none."""
        return self.currentIndex().data(ROW_ROLE)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self.entered_on.emit(self.currentIndex())
            return
        if qt_event.key() in self.pane_keys:
            qt_event.ignore()
            return
        super().keyPressEvent(qt_event)

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        self.entered_on.emit(index)
