"""Ways of units to the ticket and areas within reach, from the desk to the map."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.map.routing.reach import ReachAreas
from batola_desk.services.change import Change
from batola_desk.services.recommendation_views import RankedUnit, RecommendationView, TidalState
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.overlay import ORDER_AREAS, ORDER_ROUTES
from batola_desk.ui.map.reach_overlay import ReachOverlay
from batola_desk.ui.map.route_overlay import RouteOverlay
from batola_desk.ui.map.tide_overlay import TideOverlay


class RouteFeeder(MapFeeder):
    """The ways to the ticket in the form, and the tide; ``ui.reach_desk`` gives areas and a chosen way."""

    ages = True  # the water moves

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.routes = RouteOverlay()
        self.reach = ReachOverlay()
        self.tide = TideOverlay()
        self._shown: RecommendationView | None = None
        self._chosen: RankedUnit | None = None
        self._states: Sequence[TidalState] = ()
        stage.canvas.add_overlay(self.routes, order=ORDER_ROUTES)
        stage.canvas.add_overlay(self.reach, order=ORDER_AREAS)
        stage.canvas.add_overlay(self.tide, order=ORDER_ROUTES)

    def is_touched_by(self, change: Change) -> bool:
        return bool(
            change.incident_ids or change.unit_ids or change.what & {"recommendation", "map_features", "tide"}
        )

    def feed(self) -> None:
        incident_id = self._stage.incident_id
        view = self._stage.desk.recommendation.view(incident_id) if incident_id else None
        if view is not self._shown:
            self._shown = view
            self._draw_ways()
        states = self._stage.desk.recommendation.tidal_states()
        if states != self._states:
            self._states = states
            self.tide.set_states(states)
            self._stage.canvas.overlay_changed()

    def show_way(self, chosen: RankedUnit | None) -> None:
        """Draw this unit's way strongest, whether it is advised or not; None = as advised."""
        if chosen is not self._chosen:
            self._chosen = chosen
            self._draw_ways()

    def _draw_ways(self) -> None:
        advised = self._shown.ranked if self._shown is not None else ()
        if self._chosen is not None:
            others = [unit for unit in advised if unit.unit_id != self._chosen.unit_id]
            advised = (self._chosen, *others)
        self.routes.set_units(advised)
        self._stage.canvas.overlay_changed()

    def show_reach(self, areas: ReachAreas | None) -> None:
        """Lay areas over the map, or take them away."""
        self.reach.set_areas(areas)
        self._stage.canvas.overlay_changed()
