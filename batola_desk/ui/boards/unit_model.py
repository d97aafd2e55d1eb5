"""Units as a table: for the dispatch pane and for the unit board."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.services.views import UnitView
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.numbers import kilometres
from batola_desk.ui.plain_tip import plain_tip

CALL_SIGN, AGENCY, MEDIUM, STATE, DISTANCE, AGE, TICKETS = range(7)
MEDIUM_SIGNS = {"road": "▬", "water": "≈", "both": "▬≈"}
STATE_SIGNS = {
    "available": "●",
    "staged": "◐",
    "assigned": "◔",
    "en_route": "►",
    "on_scene": "■",
    "transporting": "►",
    "at_facility": "■",
    "returning": "◄",
    "out_of_service": "✖",
    "emergency": "‼",
}


class UnitModel(RowsModel[UnitView]):
    """One line per unit; a stale position says so in words."""

    column_count = 7
    number_columns = frozenset({DISTANCE, AGE})

    def __init__(
        self, stale_after_s: float, parent: QObject | None = None, *, is_narrow: bool = False
    ) -> None:
        super().__init__(lambda view: view.unit.unit_id, parent)
        self._stale_after_s = stale_after_s
        self._is_narrow = is_narrow  # signs without their words; the tooltip says the words

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Satuan"),
            self.tr("Instansi"),
            self.tr("Via"),
            self.tr("Status"),
            self.tr("Jarak"),
            self.tr("Posisi"),
            self.tr("Tiket"),
        )[column]

    def cell(self, row: UnitView, column: int, role: int) -> Any:
        """Text of a cell, the whole story as tooltip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._narrow_text(row, column) if self._is_narrow else self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = (self._text(row, at) for at in range(self.column_count))
            return plain_tip(" · ".join(words for words in shown if words))
        return None

    def _narrow_text(self, row: UnitView, column: int) -> str:
        if column == MEDIUM:
            return MEDIUM_SIGNS.get(row.unit.medium, "")
        text = self._text(row, column)
        return text.removesuffix(self.tr("(basi)")).rstrip() if column == AGE else text

    def _text(self, row: UnitView, column: int) -> str:
        unit = row.unit
        match column:
            case 0:
                return unit.call_sign
            case 1:
                return row.agency_name
            case 2:
                return f"{MEDIUM_SIGNS.get(unit.medium, '')} {labels.word(labels.MEDIA, unit.medium)}"
            case 3:
                state = unit.state.value
                return f"{STATE_SIGNS.get(state, '')} {labels.word(labels.UNIT_STATES, state)}"
            case 4:
                return kilometres(row.distance_km * 1000) if row.distance_km is not None else "–"
            case 5:
                return self._age(row.position_age_s)
            case _:
                return ", ".join(number.rpartition("-")[2] for number in row.ticket_numbers)

    def _age(self, age_s: float | None) -> str:
        if age_s is None:
            return self.tr("tidak ada")
        if age_s < 60:
            words = self.tr("baru")
        elif age_s < 5400:
            words = self.tr("{minutes} mnt").format(minutes=int(age_s // 60))
        else:
            words = self.tr("{hours} jam").format(hours=int(age_s // 3600))
        return f"▲ {words} " + self.tr("(basi)") if age_s > self._stale_after_s else words
