"""The weather warnings that hold here as a table, the worst first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.services.weather_views import WeatherView
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.weather.weather_view_model import WeatherViewModel
from batola_desk.ui.weather.weather_words import severity_words, source_words, span_words, where_words

SEVERITY, EVENT, WHERE, SPAN, SOURCE = range(5)


class WeatherModel(RowsModel[WeatherView]):
    """One line for each part of a message."""

    column_count = 5

    def __init__(self, vm: WeatherViewModel, parent: QObject | None = None) -> None:
        super().__init__(lambda view: view.key, parent)
        self._vm = vm

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Tingkat"),
            self.tr("Peringatan"),
            self.tr("Kecamatan"),
            self.tr("Berlaku"),
            self.tr("Asal"),
        )[column]

    def cell(self, row: WeatherView, column: int, role: int) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == SOURCE:
                return plain_tip(source_words(row, self._vm.credit, self._vm.offset_min, self._vm.now_us))
            return plain_tip(self._text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self._text(row, column)}"
        return None

    def _text(self, row: WeatherView, column: int) -> str:
        match column:
            case 0:
                return severity_words(row)
            case 1:
                return row.event
            case 2:
                return where_words(row.places)
            case 3:
                return span_words(row, self._vm.offset_min, self._vm.now_us)
            case _:
                return self._origin(row)

    def _origin(self, row: WeatherView) -> str:
        if row.source == "hand":
            return self.tr("Berkas, dengan tangan")
        return self.tr("Daftar") if row.source == "feed" else self.tr("Folder")
