"""Devices as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.domain.unit_position import MICROSECONDS
from batola_desk.services.unit_device_views import DeviceView
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.numbers import whole
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.unit_words import POSITION_SOURCES, age_words

DEVICE, UNIT, SOURCE, PLACE, AGE, HEARD = range(6)


class DeviceModel(RowsModel[DeviceView]):
    """One line for each device.

    Args:
        place_text: latitude and longitude → words.
    """

    column_count = 6
    number_columns = frozenset({AGE, HEARD})

    def __init__(
        self,
        now_us: Callable[[], int],
        place_text: Callable[[float, float], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lambda view: view.device, parent)
        self._now_us = now_us
        self._place_text = place_text

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Perangkat"),
            self.tr("Satuan"),
            self.tr("Asal"),
            self.tr("Posisi terakhir"),
            self.tr("Umur"),
            self.tr("Kabar"),
        )[column]

    def cell(self, row: DeviceView, column: int, role: int) -> Any:
        """Text of a cell."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole if column == UNIT and row.shipped_for:
                return plain_tip(self.tr("units.toml menyebut {unit}").format(unit=row.shipped_for))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.title(column)}: {self._text(row, column)}"
            case _:
                return None

    def _text(self, row: DeviceView, column: int) -> str:
        match column:
            case 0:
                return row.device
            case 1:
                return self._unit(row)
            case 2:
                return labels.word(POSITION_SOURCES, row.source) if row.source else "–"
            case 3:
                return self._place(row)
            case 4:
                return self._age(row)
            case _:
                return whole(row.heard) if row.heard is not None else "–"

    def _unit(self, row: DeviceView) -> str:
        if not row.unit_id:
            return "▲ " + self.tr("belum dikenal")
        return row.call_sign + (" " + self.tr("(units.toml)") if row.is_shipped else "")

    def _place(self, row: DeviceView) -> str:
        if row.trouble == "future":
            return "▲ " + self.tr("jam perangkat terlalu cepat")
        if row.trouble == "encrypted":
            return "▲ " + self.tr("pesan tersandi: matikan sandi di OwnTracks")
        if row.latitude is None or row.longitude is None:
            return self.tr("belum terdengar")
        return self._place_text(row.latitude, row.longitude)

    def _age(self, row: DeviceView) -> str:
        if row.at_us is None:
            return "–"
        return age_words(max(0.0, (self._now_us() - row.at_us) / MICROSECONDS))
