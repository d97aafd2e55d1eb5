"""Suggestions while typing: places by name, types from the taxonomy. From memory, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from batola_desk.map.coordinates import LatLon
from batola_desk.services.places import Places
from batola_desk.services.rules import Rules
from batola_desk.services.views import PlaceSuggestion, TypeSuggestion

TYPES_MAX = 8


class Suggestions:
    """Answers the place and the type field."""

    def __init__(self, places: Places, rules: Rules, *, language: Callable[[], str]) -> None:
        self._places = places
        self._rules = rules
        self._language = language

    def places(self, text: str, *, near: LatLon | None = None) -> Sequence[PlaceSuggestion]:
        """Places named somewhere in the text, best first."""
        return self._places.search(text, near=near)

    def point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The desa a point most likely lies in; None outside the regency."""
        return self._places.point(latitude, longitude)

    def types(self, text: str) -> Sequence[TypeSuggestion]:
        """Types for the typed letters, best first."""
        return self._rules.suggest_types(text, self._language(), limit=TYPES_MAX)
