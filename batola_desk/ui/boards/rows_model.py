"""A table of frozen rows that changes row by row: nothing jumps, no selection is lost."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from batola_desk.domain.catalog import Catalog

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)  # of numbers
MOVES_MAX = 24  # LIMIT: beyond it one re-layout is cheaper than single moves


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows rows in the order given; ``set_rows`` tells views only what differs.

    Subclasses say what a cell holds in ``cell`` and what a column is called in ``title``.

    Attributes:
        number_columns: numbers, times and ages; they stand at the right, and their headings with them.
    """

    column_count = 1
    number_columns: frozenset[int] = frozenset()

    def __init__(self, key_of: Callable[[Row], Hashable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key_of = key_of
        self._rows: list[Row] = []

    # ---------------------------------------------------------------- for subclasses

    def cell(self, row: Row, column: int, role: int) -> Any:
        """Value of a cell for a Qt role."""
        raise NotImplementedError

    def title(self, column: int) -> str:
        """Heading of a column."""
        raise NotImplementedError

    # ---------------------------------------------------------------- rows

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as shown."""
        return self._rows

    def row_of(self, key: Hashable) -> int:
        """Position of a row, -1 when it is not shown."""
        return next((at for at, row in enumerate(self._rows) if self._key_of(row) == key), -1)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Go from the shown rows to these by the fewest told steps."""
        wanted = {self._key_of(row): at for at, row in enumerate(rows)}
        self._remove_all_but(wanted)
        self._insert_new(rows)
        self._bring_into_order(rows, wanted)
        self._update(rows)

    def append_rows(self, rows: Sequence[Row]) -> None:
        """Put more rows below."""
        if rows:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def retranslate(self) -> None:
        """Words changed, data did not."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.column_count - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.column_count - 1)

    def _remove_all_but(self, wanted: dict[Hashable, int]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._key_of(self._rows[last]) in wanted:
                last -= 1
                continue
            first = last
            while first > 0 and self._key_of(self._rows[first - 1]) not in wanted:
                first -= 1
            self.beginRemoveRows(_NOWHERE, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _insert_new(self, rows: Sequence[Row]) -> None:
        known = {self._key_of(row) for row in self._rows}
        at = 0
        while at < len(rows):
            if self._key_of(rows[at]) in known:
                at += 1
                continue
            end = at
            while end < len(rows) and self._key_of(rows[end]) not in known:
                end += 1
            place = min(at, len(self._rows))
            self.beginInsertRows(_NOWHERE, place, place + end - at - 1)
            self._rows[place:place] = rows[at:end]
            self.endInsertRows()
            at = end

    def _bring_into_order(self, rows: Sequence[Row], wanted: dict[Hashable, int]) -> None:
        moves = 0
        at = 0
        while at < len(self._rows):
            here = self._key_of(self._rows[at])
            if wanted[here] == at:
                at += 1
                continue
            moves += 1
            if moves > MOVES_MAX:
                self._lay_out_anew(rows, wanted)
                return
            below = at + 1 < len(self._rows) and wanted[self._key_of(self._rows[at + 1])] == at
            if below:
                self._move(at, wanted[here])
            else:
                self._move(self.row_of(self._key_of(rows[at])), at)

    def _move(self, source: int, target: int) -> None:
        self.beginMoveRows(_NOWHERE, source, source, _NOWHERE, target + (1 if target > source else 0))
        self._rows.insert(target, self._rows.pop(source))
        self.endMoveRows()

    def _lay_out_anew(self, rows: Sequence[Row], wanted: dict[Hashable, int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        after = [
            self.createIndex(wanted[self._key_of(self._rows[old.row()])], old.column()) for old in before
        ]
        self._rows = list(rows)
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _update(self, rows: Sequence[Row]) -> None:
        for at, row in enumerate(rows):
            shown = self._rows[at]
            if shown is row:
                continue
            self._rows[at] = row
            if shown != row:
                self.dataChanged.emit(self.index(at, 0), self.index(at, self.column_count - 1))

    # ---------------------------------------------------------------- Qt

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.column_count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.number_columns:
            return RIGHT
        return self.cell(row, index.column(), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.column_count:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.number_columns:
            return RIGHT
        return self.title(section) if role == Qt.ItemDataRole.DisplayRole else None


class DeskRows(RowsModel[Row]):
    """Rows whose words need the catalogue, the clock and the language of the desk."""

    def __init__(
        self,
        key_of: Callable[[Row], Hashable],
        catalog: Catalog,
        now_us: Callable[[], int],
        language: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(key_of, parent)
        self._catalog = catalog
        self._now_us = now_us
        self._language = language

    def _age_s(self, since_us: int) -> float:
        """Seconds since then; read while painting, so a quiet table costs nothing."""
        return (self._now_us() - since_us) / 1e6
