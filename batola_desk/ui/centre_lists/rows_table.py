"""The rows of one list as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, Qt

from batola_desk.settings.list_shape import ListRow, Origin
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.labels import translated
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.plain_tip import plain_tip

NAME: Final = 1
_ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.SHIPPED: QT_TRANSLATE_NOOP("labels", "Bawaan"),
    Origin.CHANGED: QT_TRANSLATE_NOOP("labels", "Diubah TI"),
    Origin.OWN: QT_TRANSLATE_NOOP("labels", "Milik TI"),
}
_NAMES: Final = ("label", "call_sign", "text", "display_name", "number", "user", "kmh")


def name_of(row: ListRow, language: str) -> str:
    """What people call a row."""
    english = str(row.values.get("label_en", "")) if language == "en" else ""
    return english or next((str(row.values[name]) for name in _NAMES if row.values.get(name)), "")


class ListRowsModel(RowsModel[ListRow]):
    """One line for each row."""

    column_count = 3

    def __init__(self, language: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.code, parent)
        self._language = language

    def title(self, column: int) -> str:
        """Heading."""
        return (self.tr("Kode"), self.tr("Nama"), self.tr("Asal"))[column]

    def cell(self, row: ListRow, column: int, role: int) -> Any:
        """Text of a cell."""
        text = (row.code, name_of(row, self._language()), translated(_ORIGINS[row.origin]))[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole if column == NAME:
                return plain_tip(text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.title(column)}: {text}"
            case _:
                return None
