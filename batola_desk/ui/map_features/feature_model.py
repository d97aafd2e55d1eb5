"""Features of the map as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.services.map_feature_views import FeatureView
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.incident.parts import local_time, short_ticket
from batola_desk.ui.map_features.feature_words import (
    kind_words,
    name_words,
    state_words,
    tide_words,
    time_words,
)
from batola_desk.ui.plain_tip import plain_tip

KIND, NAME, STATE, END, TICKET, CHANGED = range(6)


class FeatureModel(RowsModel[FeatureView]):
    """One line for each feature."""

    column_count = 6

    def __init__(
        self, now_us: Callable[[], int], offset_min: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(lambda view: view.feature_id, parent)
        self._now_us = now_us
        self._offset_min = offset_min

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Jenis"),
            self.tr("Nama"),
            self.tr("Keadaan"),
            self.tr("Berlaku s.d."),
            self.tr("Tiket"),
            self.tr("Diubah"),
        )[column]

    def cell(self, row: FeatureView, column: int, role: int) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            parts = (", ".join(row.feature.variants), row.feature.note)
            return plain_tip("\n".join(part for part in parts if part))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self._text(row, column)}"
        return None

    def _text(self, row: FeatureView, column: int) -> str:
        feature = row.feature
        match column:
            case 0:
                return kind_words(row.feature)
            case 1:
                return " · ".join(part for part in (name_words(row.feature), tide_words(row.feature)) if part)
            case 2:
                return state_words(row)
            case 3:
                end_us = feature.valid_until_us
                return time_words(end_us, self._now_us(), self._offset_min()) if end_us is not None else "–"
            case 4:
                return short_ticket(row.ticket_number) if row.ticket_number else ""
            case _:
                when = local_time(feature.changed_us or 0, self._offset_min(), "%d/%m %H:%M")
                return " ".join(part for part in (when, row.changed_by) if part)
