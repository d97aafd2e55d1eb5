"""Named places for the form, the search box and the silent call: one ranking for all of them.

The index of the map pack is built in a thread and put in place when it is ready; until then, and without a
pack, gazetteer and landmarks answer. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.map.bearing import bearing_deg
from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.place_index import NamedPlace, PlaceBook, PlaceFound, PlaceIndex
from batola_desk.map.place_sources import gazetteer_places, pack_places
from batola_desk.services.nearby import NearPlace
from batola_desk.services.views import PlaceSuggestion

log = logging.getLogger("batola.services")

PLACES_MAX = 8


class Places:
    """Search and nearest over everything that has a name."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._fixed = gazetteer_places(gazetteer)
        self._small = PlaceIndex(self._fixed)
        self._large = PlaceIndex(())
        self._book = PlaceBook(self._small)
        self._pack_path: Path | None = None
        self._building: asyncio.Task[None] | None = None

    # ---------------------------------------------------------------- sources

    def set_landmarks(self, landmarks: Iterable[NamedPlace]) -> None:
        """The landmarks that people of this room drew; the index follows at once (hundreds, not more)."""
        self._small = PlaceIndex([*self._fixed, *landmarks])
        self._book = PlaceBook(self._small, self._large)

    def use_pack(self, path: Path | None) -> None:
        """Another map pack, or none: its names follow as soon as a thread has read them."""
        if path == self._pack_path:
            return
        self._pack_path = path
        if self._building is not None:
            self._building.cancel()
        self._building = asyncio.create_task(self._build(path), name="services:place-index")

    async def stop(self) -> None:
        """End a building that is under way."""
        if self._building is not None:
            self._building.cancel()
            await asyncio.gather(self._building, return_exceptions=True)

    async def _build(self, path: Path | None) -> None:
        try:
            large = await asyncio.to_thread(lambda: PlaceIndex(pack_places(path) if path is not None else ()))
        except EnvironmentFault as fault:  # the map says so itself; names of the gazetteer still answer
            log.warning("no names from the map pack: %s", fault.code)
            return
        if path == self._pack_path:
            self._large = large
            self._book = PlaceBook(self._small, large)

    # ---------------------------------------------------------------- asking

    def search(
        self, text: str, *, near: LatLon | None = None, limit: int = PLACES_MAX
    ) -> Sequence[PlaceSuggestion]:
        """What the text may mean, best first."""
        if not text.strip():
            return ()
        return tuple(self._suggestion(found) for found in self._book.search(text, limit=limit, near=near))

    def around(self, latitude: float, longitude: float, *, limit: int) -> Sequence[NearPlace]:
        """The nearest named places, nearest first."""
        return tuple(
            NearPlace(
                name=place.name,
                label=place.label,
                kind=place.kind,
                kecamatan=place.kecamatan,
                latitude=place.lat,
                longitude=place.lon,
                distance_m=away_m,
                bearing_deg=bearing_deg(latitude, longitude, place.lat, place.lon),
            )
            for place, away_m in self._book.nearest(latitude, longitude, limit=limit)
        )

    def point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The desa a point most likely lies in; None outside the regency."""
        if not self._gazetteer.is_inside_regency(latitude, longitude):
            return None
        place = self._gazetteer.nearest(latitude, longitude).place
        return PlaceSuggestion(
            place_code=place.code, label=place.label, name=place.name, kecamatan=place.kecamatan,
            latitude=place.lat, longitude=place.lon, uncertainty_m=place.radius_m, kind=str(place.kind),
        )  # fmt: skip

    def _suggestion(self, found: PlaceFound) -> PlaceSuggestion:
        place = found.place
        code = place.code
        if not code and self._gazetteer.is_inside_regency(place.lat, place.lon):
            code = self._gazetteer.nearest(place.lat, place.lon).place.code
        return PlaceSuggestion(
            place_code=code,
            label=place.label,
            name=place.name,
            kecamatan=place.kecamatan,
            latitude=place.lat,
            longitude=place.lon,
            uncertainty_m=place.radius_m,
            kind=place.kind,
            where=found.address.words,
            distance_m=found.distance_m,
            beside=found.beside,
        )
