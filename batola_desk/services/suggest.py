"""Suggestions while typing: places from the gazetteer, types from the taxonomy. From memory, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from batola_desk.map.gazetteer import Gazetteer, Place
from batola_desk.services.rules import Rules
from batola_desk.services.views import PlaceSuggestion, TypeSuggestion

PLACES_MAX = 8
TYPES_MAX = 8


class Suggestions:
    """Answers the place and the type field."""

    def __init__(self, gazetteer: Gazetteer, rules: Rules, *, language: Callable[[], str]) -> None:
        self._gazetteer = gazetteer
        self._rules = rules
        self._language = language

    def places(self, text: str) -> Sequence[PlaceSuggestion]:
        """Places named somewhere in the text, best first."""
        if not text.strip():
            return ()
        return tuple(_of_place(hit.place) for hit in self._gazetteer.suggest(text, limit=PLACES_MAX))

    def point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The desa a point most likely lies in; None outside the regency."""
        if not self._gazetteer.is_inside_regency(latitude, longitude):
            return None
        return _of_place(self._gazetteer.nearest(latitude, longitude).place)

    def types(self, text: str) -> Sequence[TypeSuggestion]:
        """Types for the typed letters, best first."""
        return self._rules.suggest_types(text, self._language(), limit=TYPES_MAX)


def _of_place(place: Place) -> PlaceSuggestion:
    return PlaceSuggestion(
        place_code=place.code,
        label=place.label,
        name=place.name,
        kecamatan=place.kecamatan,
        latitude=place.lat,
        longitude=place.lon,
        uncertainty_m=place.radius_m,
    )
