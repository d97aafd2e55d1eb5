"""What every table of incidents says alike: priority, ticket, type, place, state, age, owner, lateness."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from batola_desk.domain.catalog import Catalog
from batola_desk.services.views import BoardRow
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import DeskRows
from batola_desk.ui.incident.parts import priority_words, short_ticket, span_text

PRIORITY, TICKET, TYPE, PLACE, STATE, AGE = range(6)  # of all tables; each adds its own after them
LATE_SIGNS = {"late": "✖ ", "warn": "▲ "}


def desk_and_name(desk: str, name: str) -> str:
    """``B (Rina)``, or less when less is known."""
    return f"{desk} ({name})" if desk and name else desk or name


class TicketRows(DeskRows[BoardRow]):
    """One line per incident; times are read when they are painted, so a quiet table costs nothing."""

    def __init__(
        self,
        catalog: Catalog,
        now_us: Callable[[], int],
        language: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lambda row: row.incident_id, catalog, now_us, language, parent)

    def text(self, row: BoardRow, column: int) -> str:
        """Words of a column that all tables have; the confidential ones say neither type nor place."""
        match column:
            case 0:
                words = priority_words(self._catalog, row.priority, self._language(), short=True)
                return words if row.priority else "–"
            case 1:
                number = short_ticket(row.ticket_number)
                return self.tr("{ticket} LATIHAN").format(ticket=number) if row.training else number
            case 2 | 3 if row.confidential:
                return self.tr("(rahasia)")
            case 2:
                return row.type_label or "–"
            case 3:
                return row.place or "–"
            case 4:
                return labels.word(labels.INCIDENT_STATES, row.state)
            case _:
                return self._age(row.opened_us)

    def _age(self, since_us: int) -> str:
        return span_text(self._age_s(since_us))

    @staticmethod
    def _lateness(row: BoardRow) -> str:
        sign = LATE_SIGNS.get(row.late, "")
        return sign + labels.word(labels.CLOCK_LEVELS, row.late) if row.late else ""
