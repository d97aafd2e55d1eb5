"""Units from the desk to the map: all of them when facts say so, the moved ones as often as they report."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_position import MICROSECONDS
from batola_desk.map.marks import AGENCY_SHAPES, UnitMark
from batola_desk.services.change import Change
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.overlay import ORDER_UNITS, Overlay
from batola_desk.ui.map.unit_overlay import UnitOverlay
from batola_desk.ui.unit_words import position_words


class UnitFeeder(MapFeeder):
    """Units with a known position, and the one that is looked at.

    Attributes:
        selected: the unit that is looked at; empty: none.
        is_following: the map goes where it goes.
    """

    ages = True

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.selected = ""
        self.is_following = False
        self._positions: dict[str, int | None] = {}  # as shown
        self._overlay = UnitOverlay(stage.canvas.unit_at, self.words, _trail_words)
        stage.canvas.add_overlay(self._overlay, order=ORDER_UNITS)
        stage.canvas.overlay_activated.connect(self._on_overlay)
        stage.pulse.changed.connect(self._on_live)

    def is_touched_by(self, change: Change) -> bool:
        return bool(change.unit_ids)

    def feed(self) -> None:
        units = self._stage.desk.unit_positions.units()
        self._stage.canvas.set_units(self._marks(units))
        self._positions = {unit.unit_id: unit.position_us for unit in units}
        self._show_selected()

    def select(self, unit_id: str) -> None:
        """Look at this unit; empty: at none."""
        self.is_following = self.is_following and unit_id == self.selected
        self.selected = unit_id
        self._show_selected()
        self._stage.canvas.overlay_changed()

    def follow(self, *, wanted: bool) -> None:
        """Let the map go where the unit goes, or no more."""
        self.is_following = wanted and bool(self.selected)
        self._show_selected()

    def drag_to(self, place: tuple[float, float] | None) -> None:
        """The unit that is looked at follows the pointer; None: it does not any more."""
        self._overlay.show_ghost(place)
        self._stage.canvas.overlay_changed()

    def words(self, unit_id: str) -> str:
        """The line about a unit."""
        desk = self._stage.desk
        view = next((view for view in desk.dispatch.units() if view.unit.unit_id == unit_id), None)
        if view is None:
            return ""
        limit_s = desk.catalog.limits.unit.position_stale_s
        return position_words(view, desk.unit_positions.live(unit_id), limit_s)

    def _on_live(self, change: Change) -> None:
        """Live positions pass by the gathering of facts: what is late by a tenth of a second jumps."""
        if "unit_positions" not in change.what:
            return
        units = [
            unit
            for unit in self._stage.desk.unit_positions.units()
            if unit.position_us != self._positions.get(unit.unit_id)
        ]
        if not units:
            return
        self._positions.update((unit.unit_id, unit.position_us) for unit in units)
        self._stage.canvas.move_units(self._marks(units))
        if any(unit.unit_id == self.selected for unit in units):
            self._show_selected()

    def _show_selected(self) -> None:
        self._stage.canvas.ring_unit(self.selected)
        unit = self._stage.desk.unit_positions.unit(self.selected) if self.selected else None
        if unit is None or unit.latitude is None or unit.longitude is None:
            self._overlay.show_unit(None, ())
            return
        place = (unit.latitude, unit.longitude)
        self._overlay.show_unit(place, self._stage.desk.unit_positions.trail(self.selected))
        if self.is_following:
            self._stage.canvas.fly_to(*place, self._stage.canvas.target_zoom)

    def _marks(self, units: Iterable[Unit]) -> list[UnitMark]:
        desk = self._stage.desk
        agencies, now_us = desk.catalog.agencies, desk.now_us()
        marks = []
        for unit in units:
            if unit.latitude is None or unit.longitude is None:
                continue
            agency = agencies.get(unit.agency_code)
            symbol = agency.symbol if agency is not None else ""
            age_us = now_us - unit.position_us if unit.position_us is not None else 0
            marks.append(
                UnitMark(
                    unit.unit_id,
                    unit.latitude,
                    unit.longitude,
                    unit.call_sign,
                    symbol if symbol in AGENCY_SHAPES else AGENCY_SHAPES[0],
                    unit.state.value,
                    heading_deg=unit.heading_deg,
                    age_s=max(0.0, age_us / MICROSECONDS),
                )
            )
        return marks

    def _on_overlay(self, overlay: Overlay, hit_id: str) -> None:
        if overlay is self._overlay:
            self._stage.canvas.unit_activated.emit(hit_id)


def _trail_words() -> str:
    return QCoreApplication.translate("UnitFeeder", "Jalur 10 menit terakhir")
