"""The map of the desk: incidents, units, and the place of the ticket in the form."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.ui.incident.parts import ElidedLabel, button, set_role
from batola_desk.ui.map.base_keeper import BaseKeeper
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.desk_feeders import FixFeeder, IncidentFeeder
from batola_desk.ui.map.feature_feeder import FeatureFeeder
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.fix_feeder import CallerFeeder
from batola_desk.ui.map.look import MapLook
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.route_feeder import RouteFeeder
from batola_desk.ui.map.unit_feeder import UnitFeeder
from batola_desk.ui.map_commands import PICK_KEY
from batola_desk.ui.map_packs.delivery_feeder import DeliveryFeeder
from batola_desk.ui.places.find_feeder import FindFeeder
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.theme import current_theme, tokens
from batola_desk.ui.wrapping_row import WrappingRow

GATHER_MS = 100
AGES_EVERY = 20  # beats of the clock between two looks at the age of positions

# What the map is fed with; each part of the map adds one line.
FEEDERS: tuple[type[MapFeeder], ...] = (
    FeatureFeeder,
    IncidentFeeder,
    UnitFeeder,
    FixFeeder,
    CallerFeeder,
    RouteFeeder,
    FindFeeder,
    DeliveryFeeder,
)


FeederT = TypeVar("FeederT", bound=MapFeeder)


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
        self.gazetteer = gazetteer
        self._theme = current_theme()
        self._beats = 0
        self.canvas = MapCanvas(gazetteer, self._palette(), self)
        self.canvas.set_stale_after_s(desk.catalog.limits.unit.position_stale_s)
        self.pick = button(self, "", "map_pick")
        self.pick.setCheckable(True)
        self.place = ElidedLabel(self)
        set_role(self.place, "small")
        row = QHBoxLayout()
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(8)
        bar = WrappingRow(gap_px=8)
        bar.addWidget(self.pick)
        row.addLayout(bar)
        row.addWidget(self.place, 1)
        self._stage = MapStage(desk, pulse, gazetteer, self.canvas, self, bar)
        self._feeders = tuple(make(self._stage) for make in FEEDERS)
        self._due = set(self._feeders)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.canvas, 1)
        self.base = BaseKeeper(self.canvas, desk.map_packs.pack_path, self)
        self.look = MapLook(self._stage, self.base)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._feed_due)
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

    def close_map(self) -> None:
        """The desk ends: let go of the map pack."""
        self.look.close()
        self.base.close()

    @Slot(str)
    def set_incident(self, incident_id: str) -> None:
        """Another ticket is in the form; its place is looked at if it has one."""
        if incident_id == self._stage.incident_id:
            return
        self._stage.incident_id = incident_id
        self.render_now()
        view = self._desk.incidents.view(incident_id) if incident_id else None
        if view is not None and view.incident.location is not None:
            self.fly_to(view.incident.location.latitude, view.incident.location.longitude)

    @Slot(float, float)
    def fly_to(self, latitude: float, longitude: float) -> None:
        """Look at a place."""
        self.canvas.fly_to(latitude, longitude)

    def feeder(self, kind: type[FeederT]) -> FeederT:
        """The feeder of a kind, for who works on what it shows."""
        return next(feeder for feeder in self._feeders if isinstance(feeder, kind))

    def add_button(self, made: QPushButton) -> None:
        """One more button above the map."""
        self._stage.bar.addWidget(made)

    def add_row(self, made: QWidget) -> None:
        """One more row between the buttons and the map."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, made)

    @Slot()
    def toggle_picking(self) -> None:
        """Choose the place of the ticket on the map, with the keyboard too; again: not any more."""
        self.pick.toggle()
        if self.pick.isChecked():
            self.focus_map()

    def centre(self) -> LatLon:
        """The middle of what is seen."""
        return self.canvas.camera.centre

    @Slot()
    def focus_map(self) -> None:
        """Put the focus on the map."""
        self.canvas.setFocus()

    @Slot()
    def render_now(self) -> None:
        """Give the canvas what the desk knows."""
        self._due = set(self._feeders)
        self._feed_due()

    @Slot()
    def _feed_due(self) -> None:
        """Feed what a change touched, in the order of the feeders."""
        due, self._due = self._due, set()
        for feeder in self._feeders:
            if feeder in due:
                feeder.feed()

    def _palette(self) -> MapPalette:
        return MapPalette.from_tokens(tokens(self._theme), name=self._theme)

    @Slot(float, float)
    def _on_picked(self, latitude: float, longitude: float) -> None:
        self.canvas.set_picking(False)
        self.picked.emit(latitude, longitude)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        self._due.update(feeder for feeder in self._feeders if feeder.is_touched_by(change))
        if self._due and not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _on_clock(self) -> None:
        self._beats += 1
        if self._beats % AGES_EVERY == 0 and self.isVisible():
            for feeder in self._feeders:
                if feeder.ages:
                    feeder.feed()

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
        self.pick.setText(self.tr("Tunjuk lokasi") + f"  {PICK_KEY}")
        self.pick.setToolTip(self.tr("Klik peta, atau geser dengan panah lalu Spasi: itu lokasi tiket"))
        self.setAccessibleName(self.tr("Peta"))
        for feeder in self._feeders:
            feeder.retranslate()


def build_map_panel(
    desk: Desk, pulse: Pulse, gazetteer: Gazetteer, parent: QWidget | None = None
) -> MapPanel:
    """The map for the right column of the window."""
    return MapPanel(desk, pulse, gazetteer, parent)
