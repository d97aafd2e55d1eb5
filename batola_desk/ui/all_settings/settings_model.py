"""All settings as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.settings.book import SettingRow
from batola_desk.ui.all_settings.setting_words import (
    SUBJECTS,
    name_of,
    origin_words,
    subject_of,
    value_words,
)
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.labels import translated
from batola_desk.ui.plain_tip import plain_tip

SUBJECT, NAME, VALUE, ORIGIN = range(4)


class SettingsModel(RowsModel[SettingRow]):
    """One line for each setting."""

    column_count = 4

    def __init__(self, language: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(lambda row: (row.entry.file, row.entry.key), parent)
        self._language = language

    def title(self, column: int) -> str:
        """Heading."""
        return (self.tr("Bagian"), self.tr("Setelan"), self.tr("Nilai"), self.tr("Asal"))[column]

    def cell(self, row: SettingRow, column: int, role: int) -> Any:
        """Text of a cell."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole if column in {NAME, VALUE}:
                tip = f"{row.entry.file}  {row.entry.key}" if column == NAME else self._text(row, column)
                return plain_tip(tip)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.title(column)}: {self._text(row, column)}"
            case _:
                return None

    def _text(self, row: SettingRow, column: int) -> str:
        match column:
            case 0:
                return translated(SUBJECTS[subject_of(row.entry)])
            case 1:
                return name_of(row.entry, self._language())
            case 2:
                return value_words(row)
            case _:
                return origin_words(row.origin)
