"""Columns as wide as their words: short ones stay whole, the longest gives way when there is no room.

Fixed widths are always wrong in one of two languages, on one of two screens or with large letters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

ROWS_MEASURED = 60  # LIMIT: more than a screen shows; a table of thousands must not be measured whole
GATHER_MS = 120  # LIMIT: rows that come one after the other move the columns once
STEP_PX = 8  # a clock that grows by a digit must not make the columns tremble


def shares(wanted: Mapping[int, int], least: Mapping[int, int], room: int) -> dict[int, int]:
    """Return widths that fit into the room: what is wider than the water level is cut down to it.

    Args:
        wanted: width each column would like.
        least: width no column goes below (its heading), even if the table must scroll then.
        room: what all of them may take together.
    """
    low, high = 0, max(wanted.values(), default=0)
    while low < high:
        level = (low + high + 1) // 2
        if sum(_at(level, wanted[column], least[column]) for column in wanted) <= room:
            low = level
        else:
            high = level - 1
    return {column: _at(low, wanted[column], least[column]) for column in wanted}


def _at(level: int, wanted: int, least: int) -> int:
    return max(min(wanted, level), least)


class ColumnFit(QObject):
    """Keeps the columns of one table in shape.

    Args:
        stretched: the column that takes what is left over.
        whole: columns that are never cut, however little room there is.
    """

    def __init__(self, table: QTableView, stretched: int, whole: Collection[int] = ()) -> None:
        super().__init__(table)
        self._table = table
        self._stretched = stretched
        self._whole = frozenset(whole)
        self._is_fitting = False
        self._by_hand: dict[int, int] = {}  # a person has dragged these; they stay
        header = table.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(ROWS_MEASURED)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.fit)
        model = table.model()
        for signal in (
            model.rowsInserted,
            model.rowsRemoved,
            model.dataChanged,
            model.modelReset,
            model.layoutChanged,
            model.headerDataChanged,
        ):
            signal.connect(self._gather.start)
        header.sectionResized.connect(self._on_resized)
        table.installEventFilter(self)

    @Slot()
    def fit(self) -> None:
        """Measure what is shown and share the room out."""
        header, table = self._table.horizontalHeader(), self._table
        shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        if not shown or table.viewport().width() <= 0:
            return
        least = {at: self._heading_px(at) for at in shown}
        wanted = {at: max(least[at], _stepped(table.sizeHintForColumn(at))) for at in shown}
        least.update((at, wanted[at]) for at in self._whole & wanted.keys())
        for at, width in self._by_hand.items():
            if at in wanted:
                wanted[at] = least[at] = width
        widths = shares(wanted, least, table.viewport().width())
        self._is_fitting = True
        for at in shown:
            if at != self._stretched and header.sectionSize(at) != widths[at]:
                header.resizeSection(at, widths[at])
        self._is_fitting = False

    def _heading_px(self, at: int) -> int:
        """Width of a heading; only the column that is sorted by needs room for the arrow."""
        header = self._table.horizontalHeader()
        has_arrows = header.isSortIndicatorShown()
        if has_arrows and at != header.sortIndicatorSection():
            header.setSortIndicatorShown(False)
        width = header.sectionSizeFromContents(at).width()
        header.setSortIndicatorShown(has_arrows)
        return width

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if qt_event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self.fit()
        elif qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._by_hand.clear()  # made for other letters
            self._gather.start()
        return super().eventFilter(watched, qt_event)

    @Slot(int, int, int)
    def _on_resized(self, at: int, before: int, width: int) -> None:
        if self._is_fitting or at == self._stretched or not width:
            return
        if before:
            self._by_hand[at] = width
        else:
            self._gather.start()  # it was hidden: nobody has dragged it


def _stepped(width: int) -> int:
    return -(-width // STEP_PX) * STEP_PX
