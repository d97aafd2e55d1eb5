"""All open incidents as a table, worst first. Source: domain.md §5.2."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.services.presence import PresenceView
from batola_desk.services.views import BoardRow
from batola_desk.ui import labels
from batola_desk.ui.boards.ticket_rows import AGE, TICKET, TicketRows, desk_and_name
from batola_desk.ui.incident.presence import long_words, short_words
from batola_desk.ui.plain_tip import plain_tip

AGENCIES, UNITS, CALLS, LATE, OWNER = range(AGE + 1, 11)
TASK_SIGNS = {
    "drafted": "…",
    "sent": "→",
    "delivered": "⇢",
    "acknowledged": "✓",
    "working": "✓✓",
    "reported": "✓✓",
    "completed": "■",
    "rejected": "✖",
    "escalated_1": "▲1",
    "escalated_2": "▲2",
    "escalated_3": "▲3",
    "cancelled": "–",
}


class IncidentModel(TicketRows):
    """The board of open incidents: who has been told, who is under way, who is in the ticket."""

    column_count = 11
    number_columns = frozenset({AGE, CALLS})

    def __init__(
        self,
        catalog: Catalog,
        now_us: Callable[[], int],
        language: Callable[[], str],
        presence: Callable[[str], Sequence[PresenceView]] = lambda _incident_id: (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(catalog, now_us, language, parent)
        self._presence = presence

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Prioritas"),
            self.tr("Tiket"),
            self.tr("Jenis"),
            self.tr("Tempat"),
            self.tr("Status"),
            self.tr("Umur"),
            self.tr("Instansi"),
            self.tr("Satuan"),
            self.tr("Pgl"),
            self.tr("Batas"),
            self.tr("Pemilik"),
        )[column]

    def cell(self, row: BoardRow, column: int, role: int) -> Any:
        """Text of a cell; the whole line as tooltip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == AGENCIES:
                return plain_tip(self._agencies(row, long=True))
            if column == TICKET:
                others = long_words(self._presence(row.incident_id))
                return plain_tip(f"{row.ticket_number}\n{others}" if others else row.ticket_number)
            return plain_tip(self.text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self.text(row, column)}"
        return None

    def matches(self, row: BoardRow, words: Sequence[str]) -> bool:
        """Whether every typed word is in the line somewhere; what the line hides is not found either."""
        secret = (row.type_code, row.type_label, row.place)
        shown = " ".join(
            (
                row.ticket_number,
                row.priority,
                *(() if row.confidential else secret),
                labels.word(labels.INCIDENT_STATES, row.state),
                self._agencies(row, long=False),
                " ".join(row.unit_call_signs),
                row.owner_name,
            )
        ).casefold()
        return all(word in shown for word in words)

    def text(self, row: BoardRow, column: int) -> str:
        """Words of a cell."""
        match column:
            case 1:
                mark = short_words(self._presence(row.incident_id))
                shown = super().text(row, column)
                return f"{shown} {mark}" if mark else shown
            case 6:
                return self._agencies(row, long=False)
            case 7:
                return ", ".join(row.unit_call_signs)
            case 8:
                return str(row.call_count) if row.call_count else ""
            case 9:
                return self._lateness(row)
            case 10:
                return desk_and_name(row.owner_desk, row.owner_name)
            case _:
                return super().text(row, column)

    def _agencies(self, row: BoardRow, *, long: bool) -> str:
        """Who was asked and how far they are; whose name would tell what it is about is not said."""
        if row.confidential:
            words = (labels.word(labels.TASK_STATES, state) for _, state in row.agencies)
            signs = (TASK_SIGNS.get(state, "•") for _, state in row.agencies)
            return "\n".join(words) if long else " ".join(signs)
        parts = []
        for code, state in row.agencies:
            agency = self._catalog.agencies.get(code)
            if long:
                name = label_of(agency, self._language()) if agency is not None else code
                parts.append(f"{name}: {labels.word(labels.TASK_STATES, state)}")
            else:
                name = (agency.short or agency.label) if agency is not None else code
                parts.append(f"{name} {TASK_SIGNS.get(state, '')}")
        return ("\n" if long else ", ").join(parts)
