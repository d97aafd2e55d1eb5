"""A list model of frozen views with stable keys: rows move, appear and change one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ITEM_ROLE = Qt.ItemDataRole.UserRole
KEY_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class KeyedListModel(QAbstractListModel):
    """Shows a sequence of (key, item); selection and focus stay on the same key when the order changes."""

    def __init__(self, describe: Callable[[Any], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._keys: list[str] = []
        self._items: list[Any] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        if role == ITEM_ROLE:
            return self._items[index.row()]
        if role == KEY_ROLE:
            return self._keys[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._describe(self._items[index.row()])
        return None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys from top to bottom."""
        return tuple(self._keys)

    def item(self, key: str) -> Any | None:
        """The item of a key."""
        return self._items[self._keys.index(key)] if key in self._keys else None

    def row_of(self, key: str) -> int:
        """Row of a key, -1 when it is not shown."""
        return self._keys.index(key) if key in self._keys else -1

    def show_items(self, items: Sequence[tuple[str, Any]]) -> None:
        """Become this sequence with the fewest changes."""
        wanted = {key for key, _ in items}
        for row in reversed(range(len(self._keys))):
            if self._keys[row] not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._keys[row], self._items[row]
                self.endRemoveRows()
        for row, (key, item) in enumerate(items):
            self._place(row, key, item)

    def retranslate(self) -> None:
        """The words of every row changed."""
        if self._keys:
            self.dataChanged.emit(self.index(0), self.index(len(self._keys) - 1))

    def _place(self, row: int, key: str, item: Any) -> None:
        if row >= len(self._keys) or self._keys[row] != key:
            if key not in self._keys:
                self.beginInsertRows(QModelIndex(), row, row)
                self._keys.insert(row, key)
                self._items.insert(row, item)
                self.endInsertRows()
                return
            old = self._keys.index(key)
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), row)
            self._keys.insert(row, self._keys.pop(old))
            self._items.insert(row, self._items.pop(old))
            self.endMoveRows()
        if self._items[row] is not item and self._items[row] != item:
            self._items[row] = item
            self.dataChanged.emit(self.index(row), self.index(row))
