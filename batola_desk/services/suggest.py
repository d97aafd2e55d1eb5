"""What the form offers for a point and for typed types. From memory, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from batola_desk.services.places import Places
from batola_desk.services.rules import Rules
from batola_desk.services.views import PlaceSuggestion, TypeSuggestion

TYPES_MAX = 8


class Suggestions:
    """Answers the label of a point and the type field."""

    def __init__(self, places: Places, rules: Rules, *, language: Callable[[], str]) -> None:
        self._places = places
        self._rules = rules
        self._language = language

    def point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The desa a point most likely lies in; None outside the regency."""
        return self._places.point(latitude, longitude)

    def types(self, text: str) -> Sequence[TypeSuggestion]:
        """Types for the typed letters, best first."""
        return self._rules.suggest_types(text, self._language(), limit=TYPES_MAX)
