"""The map of the desk: incidents, units, and the place of the ticket in the form."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.marks import AGENCY_SHAPES, PRIORITIES, FixMark, IncidentMark, UnitMark
from batola_desk.services.api import Desk
from batola_desk.services.views import BoardRow, Change
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import ElidedLabel, button, set_role, short_ticket
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.theme import current_theme, tokens

GATHER_MS = 100
AGES_EVERY = 20  # beats of the clock between two looks at the age of positions


class MapPanel(QWidget):
    """Feeds the canvas from the desk.

    Signals:
        picked: a place was chosen for the open ticket (latitude, longitude).
        incident_activated: an incident was opened (incident id).
        unit_activated: a unit was chosen (unit id).
    """

    picked = Signal(float, float)
    incident_activated = Signal(str)
    unit_activated = Signal(str)

    def __init__(self, desk: Desk, pulse: Pulse, gazetteer: Gazetteer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = current_theme()
        self._incident_id = ""
        self._beats = 0
        self._marks: dict[str, tuple[BoardRow, IncidentMark]] = {}  # as built from this very row
        self._shown: tuple[IncidentMark, ...] = ()
        self._has_new_units = True
        self._fixes_shown: list[FixMark] = []
        self.canvas = MapCanvas(gazetteer, self._palette(), self)
        self.canvas.set_stale_after_s(desk.catalog.limits.unit.position_stale_s)
        self.pick = button(self, "", "map_pick")
        self.pick.setCheckable(True)
        self.place = ElidedLabel(self)
        set_role(self.place, "small")
        row = QHBoxLayout()
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self.pick)
        row.addWidget(self.place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.canvas, 1)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._render_changed)
        self.canvas.picked.connect(self._on_picked)
        self.canvas.incident_activated.connect(self.incident_activated)
        self.canvas.unit_activated.connect(self.unit_activated)
        self.canvas.hovered_place.connect(self.place.set_whole)
        self.canvas.picking_changed.connect(self.pick.setChecked)
        self.pick.toggled.connect(self.canvas.set_picking)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()
        self.render_now()

    @Slot(str)
    def set_incident(self, incident_id: str) -> None:
        """Another ticket is in the form; its place is looked at if it has one."""
        if incident_id == self._incident_id:
            return
        self._incident_id = incident_id
        self.render_now()
        view = self._desk.incidents.view(incident_id) if incident_id else None
        if view is not None and view.incident.location is not None:
            self.fly_to(view.incident.location.latitude, view.incident.location.longitude)

    @Slot(float, float)
    def fly_to(self, latitude: float, longitude: float) -> None:
        """Look at a place."""
        self.canvas.fly_to(latitude, longitude)

    @Slot()
    def focus_map(self) -> None:
        """Put the focus on the map."""
        self.canvas.setFocus()

    @Slot()
    def render_now(self) -> None:
        """Give the canvas what the desk knows."""
        self._has_new_units = True
        self._render_changed()

    @Slot()
    def _render_changed(self) -> None:
        """Give the canvas what is new; a letter typed into a ticket moves no mark and paints no map."""
        marks = self._incidents()
        if marks != self._shown:
            self._shown = marks
            self.canvas.set_incidents(marks)
        if self._has_new_units:
            self._has_new_units = False
            self.canvas.set_units(self._units())
        fixes = self._fixes()
        if fixes != self._fixes_shown:
            self._fixes_shown = fixes
            self.canvas.set_fixes(fixes)

    def _incidents(self) -> tuple[IncidentMark, ...]:
        kept, self._marks = self._marks, {}
        for row in self._desk.incidents.board():
            if row.latitude is None or row.longitude is None:
                continue
            selected = row.incident_id == self._incident_id
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

    def _units(self) -> list[UnitMark]:
        agencies = self._desk.catalog.agencies
        marks = []
        for view in self._desk.dispatch.units():
            unit = view.unit
            if unit.latitude is None or unit.longitude is None:
                continue
            agency = agencies.get(unit.agency_code)
            symbol = agency.symbol if agency is not None else ""
            marks.append(
                UnitMark(
                    unit.unit_id,
                    unit.latitude,
                    unit.longitude,
                    unit.call_sign,
                    symbol if symbol in AGENCY_SHAPES else AGENCY_SHAPES[0],
                    unit.state.value,
                    heading_deg=unit.heading_deg,
                    age_s=view.position_age_s or 0.0,
                )
            )
        return marks

    def _fixes(self) -> list[FixMark]:
        """Earlier points of the ticket in the form, so that a moved place can be judged."""
        view = self._desk.incidents.view(self._incident_id) if self._incident_id else None
        if view is None:
            return []
        return [
            FixMark(fix.latitude, fix.longitude, fix.uncertainty_m, labels.word(labels.SOURCES, fix.source))
            for fix in view.incident.location_history[-3:]
        ]

    def _palette(self) -> MapPalette:
        return MapPalette.from_tokens(tokens(self._theme), name=self._theme)

    @Slot(float, float)
    def _on_picked(self, latitude: float, longitude: float) -> None:
        self.canvas.set_picking(False)
        self.picked.emit(latitude, longitude)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        self._has_new_units = self._has_new_units or bool(change.unit_ids)
        if (change.incident_ids or change.unit_ids) and not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _on_clock(self) -> None:
        self._beats += 1
        if self._beats % AGES_EVERY == 0 and self.isVisible():
            self.canvas.set_units(self._units())

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        if qt_event.type() == QEvent.Type.StyleChange and current_theme() != self._theme:
            self._theme = current_theme()
            self.canvas.set_map_palette(self._palette())

    def _retranslate(self) -> None:
        language = str(self._desk.session.setting("screen.language"))
        names = {code: label_of(known, language) for code, known in self._desk.catalog.priorities.items()}
        self.canvas.set_priority_names(names)
        self.pick.setText(self.tr("Tunjuk lokasi di peta"))
        self.setAccessibleName(self.tr("Peta"))


def _words(row: BoardRow) -> str:
    """What stands beside a mark; a confidential type is not named on a screen others may see."""
    parts = (short_ticket(row.ticket_number), "" if row.confidential else row.type_label)
    return " ".join(part for part in parts if part)


def build_map_panel(
    desk: Desk, pulse: Pulse, gazetteer: Gazetteer, parent: QWidget | None = None
) -> MapPanel:
    """The map for the right column of the window."""
    return MapPanel(desk, pulse, gazetteer, parent)
