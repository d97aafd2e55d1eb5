"""Open agency tasks as lanes: one per agency, the one with least time left on top. Source: domain.md §5.3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.domain.catalog import Agency, label_of
from batola_desk.domain.escalation import WAITING
from batola_desk.services.api import Desk
from batola_desk.services.views import BoardRow, TaskView
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.incident.clocks_row import LEVEL_SIGNS
from batola_desk.ui.incident.parts import priority_words, short_ticket, span_text
from batola_desk.ui.plain_tip import plain_tip

NO_LIMIT_S = 1e9
AGENCY, CLOCK, TICKET, PRIORITY, TYPE, STATE, WAY, PERSON, OWNER = range(9)


@dataclass(frozen=True, slots=True)
class Lane:
    """One open task with the ticket it belongs to.

    Attributes:
        head: name of the lane on its first line, with how many wait in it; empty on the others.
    """

    row: BoardRow
    task: TaskView
    head: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has accepted by name yet."""
        return self.task.task.state in WAITING


def in_lanes(lanes: Iterable[Lane], now_us: int, agencies: Mapping[str, Agency]) -> list[Lane]:
    """Order by lane, worst lane first; in each lane the one with least time left on top."""
    by_agency: dict[str, list[Lane]] = {}
    for lane in lanes:
        by_agency.setdefault(lane.task.task.agency_code, []).append(lane)
    ordered = []
    for members in by_agency.values():
        members.sort(key=lambda lane: (not lane.is_waiting, time_left_s(lane, now_us), lane.row.opened_us))
    for members in sorted(by_agency.values(), key=lambda members: _worst(members, now_us)):
        waiting = sum(lane.is_waiting for lane in members)
        known = agencies.get(members[0].task.task.agency_code)
        name = known.short if known is not None and known.short else members[0].task.agency_name
        head = name + (f"  {waiting}/{len(members)}" if len(members) > 1 else "")
        ordered += [replace(members[0], head=head), *members[1:]]
    return ordered


def time_left_s(lane: Lane, now_us: int) -> float:
    """Seconds until the task is late; without a limit, or once accepted, it may wait."""
    clock = lane.task.clock
    left_s = clock.remaining_s(now_us) if clock is not None and lane.is_waiting else None
    return NO_LIMIT_S if left_s is None else left_s


def _worst(members: list[Lane], now_us: int) -> tuple[bool, float, str]:
    first = members[0]
    return (not first.is_waiting, time_left_s(first, now_us), first.task.agency_name)


class LaneModel(RowsModel[Lane]):
    """Lines of the acceptance board."""

    column_count = 9

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(lambda lane: lane.task.task.task_id, parent)
        self._desk = desk

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Instansi"),
            self.tr("Sisa waktu"),
            self.tr("Tiket"),
            self.tr("Prioritas"),
            self.tr("Jenis dan tempat"),
            self.tr("Status"),
            self.tr("Dicoba lewat"),
            self.tr("Penerima"),
            self.tr("Meja"),
        )[column]

    def cell(self, row: Lane, column: int, role: int) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            words = row.task.agency_name if column == AGENCY else self._text(row, column)
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def _text(self, lane: Lane, column: int) -> str:
        row, view = lane.row, lane.task
        match column:
            case 0:
                return lane.head
            case 1:
                return self._clock(lane)
            case 2:
                return short_ticket(row.ticket_number)
            case 3:
                return priority_words(self._desk.catalog, row.priority, "id", short=True)
            case 4:
                if row.confidential:
                    return self.tr("(rahasia)")
                return " · ".join(part for part in (row.type_label, row.place) if part)
            case 5:
                return labels.word(labels.TASK_STATES, view.task.state.value)
            case 6:
                return self._ways(lane)
            case 7:
                return view.task.acknowledged_by
            case _:
                return row.owner_desk

    def _ways(self, lane: Lane) -> str:
        """Ways that were tried, each once, a failed one with its mark."""
        language = str(self._desk.session.setting("screen.language"))
        known = self._desk.catalog.channels
        tried = {attempt.channel: attempt.failed_us is not None for attempt in lane.task.task.attempts}
        tried = tried or {lane.task.task.channel: False}
        return ", ".join(
            label_of(known[code], language) + (" ✖" if has_failed else "")
            for code, has_failed in tried.items()
            if code in known
        )

    def _clock(self, lane: Lane) -> str:
        clock = lane.task.clock
        if clock is None:
            return ""
        now_us = self._desk.now_us()
        left_s = clock.remaining_s(now_us)
        sign = LEVEL_SIGNS[clock.level(now_us)]
        if left_s is None:
            return f"{sign}{span_text(clock.elapsed_s(now_us))}"
        words = self.tr("sisa {time}") if left_s >= 0 else self.tr("lewat {time}")
        return sign + words.format(time=span_text(abs(left_s)))
