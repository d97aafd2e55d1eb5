"""Incidents with their owners, as a table that can be dragged from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, Qt

from batola_desk.services.views import BoardRow
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import AnyIndex
from batola_desk.ui.boards.ticket_rows import AGE, TICKET, TicketRows, desk_and_name
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.plain_tip import plain_tip

OWNER, SINCE, WISH, LATE = range(AGE + 1, 10)
LATE_RANK = {"late": 0, "warn": 1, "": 2}
MIME = "application/x-batola-incidents"


def incidents_of(data: QMimeData) -> list[str]:
    """Return the incidents that are being dragged."""
    return bytes(data.data(MIME).data()).decode("ascii", "replace").split() if data.hasFormat(MIME) else []


class OwnedModel(TicketRows):
    """Whose each incident is, since when, and who wants it passed on."""

    column_count = 10
    number_columns = frozenset({AGE, SINCE})

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Prio"),
            self.tr("Tiket"),
            self.tr("Jenis"),
            self.tr("Tempat"),
            self.tr("Status"),
            self.tr("Umur"),
            self.tr("Pemilik"),
            self.tr("Sejak"),
            self.tr("Diminta"),
            self.tr("Batas"),
        )[column]

    def cell(self, row: BoardRow, column: int, role: int) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            if column == TICKET and row.training:  # on a small screen the whole word would be dots
                return self.tr("{ticket} LAT").format(ticket=short_ticket(row.ticket_number))
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._wish(row, long=True) if column == WISH else self.text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self.text(row, column)}"
        return None

    def sort_key(self, row: BoardRow, column: int) -> tuple[Any, ...]:
        """What a column is sorted by; the worst first where there is a worst."""
        first: Any
        match column:
            case 1:
                first = row.ticket_number
            case 2 | 3:
                first = self.text(row, column).casefold()  # what is hidden is not told by its place either
            case 4:
                first = labels.word(labels.INCIDENT_STATES, row.state)
            case 5:
                first = row.opened_us
            case 6:
                first = (row.owner_desk, row.owner_name.casefold())
            case 7:
                first = row.owner_since_us or 0
            case 8:
                first = (row.wish is None, row.wish.at_us if row.wish is not None else 0)
            case 9:
                first = LATE_RANK.get(row.late, 3)
            case _:
                first = row.priority or "P9"
        return (first, LATE_RANK.get(row.late, 3), row.opened_us, row.incident_id)

    def matches(self, row: BoardRow, words: Sequence[str]) -> bool:
        """Whether every typed word is in the line somewhere."""
        shown = " ".join(self.text(row, column) for column in range(self.column_count)).casefold()
        return all(word in shown for word in words)

    def text(self, row: BoardRow, column: int) -> str:
        """Words of a cell."""
        match column:
            case 6:
                return self._owner(row)
            case 7:
                return self._age(row.owner_since_us) if row.owner_since_us is not None else ""
            case 8:
                return self._wish(row, long=False)
            case 9:
                return self._lateness(row)
            case _:
                return super().text(row, column)

    def _owner(self, row: BoardRow) -> str:
        words = desk_and_name(row.owner_desk, row.owner_name) or "–"
        match row.claim:
            case "waiting":
                return self.tr("… {owner}, menunggu kata ruangan").format(owner=words)
            case "provisional":
                return self.tr("▲ {owner}, sementara").format(owner=words)
            case _:
                return words

    def _wish(self, row: BoardRow, *, long: bool) -> str:
        wish = row.wish
        if wish is None:
            return ""
        if not long:
            return self.tr("→ {target}").format(target=desk_and_name(wish.to_desk, wish.to_operator) or "–")
        asked = self.tr("{by} (Meja {desk}) meminta: {reason}")
        return asked.format(by=wish.asked_by, desk=wish.from_desk, reason=wish.reason)

    # ---------------------------------------------------------------- dragging

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = sorted({index.row() for index in indexes})
        data = QMimeData()
        data.setData(MIME, " ".join(self.rows[at].incident_id for at in rows).encode("ascii"))
        return data
