"""Incidents, units and the earlier points of the open ticket, from the desk to the map."""

from __future__ import annotations

from batola_desk.map.marks import PRIORITIES, FixMark, IncidentMark
from batola_desk.services.views import BoardRow
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.map.feeder import MapFeeder, MapStage


class IncidentFeeder(MapFeeder):
    """Open incidents with a place; a letter typed into a ticket moves no mark and paints no map."""

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self._marks: dict[str, tuple[BoardRow, IncidentMark]] = {}  # as built from this very row
        self._shown: tuple[IncidentMark, ...] = ()

    def feed(self) -> None:
        marks = self._incidents()
        if marks != self._shown:
            self._shown = marks
            self._stage.canvas.set_incidents(marks)

    def _incidents(self) -> tuple[IncidentMark, ...]:
        kept, self._marks = self._marks, {}
        for row in self._stage.desk.incidents.board():
            if row.latitude is None or row.longitude is None:
                continue
            selected = row.incident_id == self._stage.incident_id
            known = kept.get(row.incident_id)
            if known is not None and known[0] is row and known[1].selected == selected:
                self._marks[row.incident_id] = known
                continue
            mark = IncidentMark(
                row.incident_id,
                row.latitude,
                row.longitude,
                row.uncertainty_m,
                row.priority if row.priority in PRIORITIES else PRIORITIES[-1],
                _words(row),
                selected=selected,
                is_draft=row.is_draft,
            )
            self._marks[row.incident_id] = (row, mark)
        return tuple(mark for _, mark in self._marks.values())


class FixFeeder(MapFeeder):
    """Earlier points of the ticket in the form, so that a moved place can be judged."""

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self._shown: list[FixMark] = []

    def feed(self) -> None:
        fixes = self._fixes()
        if fixes != self._shown:
            self._shown = fixes
            self._stage.canvas.set_fixes(fixes)

    def _fixes(self) -> list[FixMark]:
        incident_id = self._stage.incident_id
        view = self._stage.desk.incidents.view(incident_id) if incident_id else None
        if view is None:
            return []
        return [
            FixMark(fix.latitude, fix.longitude, fix.uncertainty_m, labels.word(labels.SOURCES, fix.source))
            for fix in view.incident.location_history[-3:]
        ]


def _words(row: BoardRow) -> str:
    """What stands beside a mark; a confidential type is not named on a screen others may see."""
    parts = (short_ticket(row.ticket_number), "" if row.confidential else row.type_label)
    return " ".join(part for part in parts if part)
