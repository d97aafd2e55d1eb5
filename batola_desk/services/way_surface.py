"""What people drew on the map, as the routing takes it: jetties, closed roads, danger areas."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.domain.map_feature import FeatureKind, Shape
from batola_desk.map.coordinates import LatLon
from batola_desk.map.routing.closures import Closure
from batola_desk.map.routing.network import Jetty
from batola_desk.services.map_feature_views import MapFeatureUseCases
from batola_desk.services.way_desk import Surface, TidalJetty


def surface_of(features: MapFeatureUseCases, place: LatLon) -> Surface:
    """Everything drawn now; a danger area round the place itself does not close the way in."""
    jetties = tuple(
        TidalJetty(
            Jetty(LatLon(point.latitude, point.longitude), point.feature_id, point.name),
            point.usable_from_m,
            point.usable_to_m,
        )
        for point in features.tidal_points()
        if point.kind == FeatureKind.JETTY
    )
    closures = []
    for closed in features.closures():
        points = tuple(LatLon(*point) for point in closed.points)
        is_area = closed.shape == Shape.POLYGON
        medium = "road" if closed.kind == FeatureKind.CLOSED_ROAD else "both"
        if not (is_area and is_inside(place, points)):
            closures.append(Closure(points, is_area=is_area, medium=medium))
    return Surface(jetties, tuple(closures))


def is_inside(place: LatLon, outline: Sequence[LatLon]) -> bool:
    """Whether a place lies in an outline (rays to the east cross it an odd number of times)."""
    inside = False
    for one, other in zip(outline, (*outline[1:], *outline[:1]), strict=True):
        if (one.lat > place.lat) != (other.lat > place.lat):
            share = (place.lat - one.lat) / (other.lat - one.lat)
            inside ^= place.lon < one.lon + share * (other.lon - one.lon)
    return inside
