"""What the reader of pasted positions knows of the country: from the gazetteer and the names of the map."""

from __future__ import annotations

from batola_desk.map.gazetteer import Gazetteer

NEAR_DEG = 0.6  # LIMIT: some 65 km round the regency: neighbours call too, the Java Sea does not
AS_GOOD_POINTS = 4.0  # names within so many points of the best are equally meant


class RegencyArea:
    """Implements ``paste.reading.Area``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._south, self._west, self._north, self._east = gazetteer.bounds

    def is_near(self, lat: float, lon: float) -> bool:
        """Within the regency's rectangle and a margin."""
        return (
            self._south - NEAR_DEG <= lat <= self._north + NEAR_DEG
            and self._west - NEAR_DEG <= lon <= self._east + NEAR_DEG
        )

    def named(self, text: str) -> list[tuple[float, float]]:
        """Reference points of places named in the text, equally good ones all."""
        hits = self._gazetteer.suggest(text, limit=4)
        return [(hit.place.lat, hit.place.lon) for hit in hits if hit.score >= hits[0].score - AS_GOOD_POINTS]

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the rectangle."""
        return (self._south + self._north) / 2, (self._west + self._east) / 2
