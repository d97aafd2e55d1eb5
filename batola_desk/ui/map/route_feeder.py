"""Ways of the advised units and areas within reach, from the desk to the map."""

from __future__ import annotations

from batola_desk.map.routing.reach import ReachAreas
from batola_desk.services.recommendation_views import RecommendationView
from batola_desk.services.views import Change
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.overlay import ORDER_AREAS, ORDER_ROUTES
from batola_desk.ui.map.reach_overlay import ReachOverlay
from batola_desk.ui.map.route_overlay import RouteOverlay


class RouteFeeder(MapFeeder):
    """The ways to the ticket in the form; areas are set by ``ui.reach_desk``."""

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.routes = RouteOverlay()
        self.reach = ReachOverlay()
        self._shown: RecommendationView | None = None
        stage.canvas.add_overlay(self.routes, order=ORDER_ROUTES)
        stage.canvas.add_overlay(self.reach, order=ORDER_AREAS)

    def is_touched_by(self, change: Change) -> bool:
        return bool(
            change.incident_ids or change.unit_ids or change.what & {"recommendation", "map_features"}
        )

    def feed(self) -> None:
        incident_id = self._stage.incident_id
        view = self._stage.desk.recommendation.view(incident_id) if incident_id else None
        if view is not self._shown:
            self._shown = view
            self.routes.set_units(view.ranked if view is not None else ())
            self._stage.canvas.overlay_changed()

    def show_reach(self, areas: ReachAreas | None) -> None:
        """Lay areas over the map, or take them away."""
        self.reach.set_areas(areas)
        self._stage.canvas.overlay_changed()
