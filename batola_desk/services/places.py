"""Named places for the form, the search box and the silent call: one ranking for all of them.

The index of the map pack is built in a thread and put in place when it is ready; until then, and without a
pack, gazetteer and landmarks answer. So is the index of thousands of landmarks: those known before answer
meanwhile. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.map.bearing import bearing_deg
from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.pack.store import PackStore
from batola_desk.map.place_index import NamedPlace, PlaceBook, PlaceFound, PlaceIndex
from batola_desk.map.place_sources import gazetteer_places, pack_places
from batola_desk.services.context import Context
from batola_desk.services.map_feature_views import Landmark
from batola_desk.services.nearby import NearPlace
from batola_desk.services.place_reading import PastedView, PlaceReading
from batola_desk.services.views import PlaceSuggestion

log = logging.getLogger("batola.services")

PLACES_MAX = 8
PACK_LOOKED_AFTER_S = 5  # reading one small file, in a thread
LANDMARK_RADIUS_M = 50.0
AT_ONCE_MAX = 200  # LIMIT: their index takes 10 ms, 40 µs for each landmark; more would hold up a key


class LandmarkSource(Protocol):
    """Who knows what people of this room drew (``services.map_features``)."""

    @property
    def revision(self) -> int: ...

    def landmarks(self) -> Sequence[Landmark]: ...


class Places:
    """Search and nearest over everything that has a name."""

    def __init__(
        self, gazetteer: Gazetteer, landmarks: LandmarkSource, packs: PackStore, reading: PlaceReading
    ) -> None:
        self._gazetteer = gazetteer
        self._landmarks = landmarks
        self._packs = packs
        self._reading = reading
        self._revision = -1
        self._ticks = 0
        self._fixed = gazetteer_places(gazetteer)
        self._small = PlaceIndex(self._fixed)
        self._large = PlaceIndex(())
        self._book = PlaceBook(self._small)
        self._pack_path: Path | None = None
        self._building: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None

    # ---------------------------------------------------------------- sources

    async def tick(self) -> None:
        """Once a second: is there another map pack?"""
        self._ticks += 1
        if self._ticks % PACK_LOOKED_AFTER_S == 1:
            self.use_pack(await asyncio.to_thread(self._packs.current))

    def _follow_landmarks(self) -> None:
        """The small index follows what people drew when it is asked; thousands of names in a thread."""
        is_under_way = self._following is not None and not self._following.done()
        if self._landmarks.revision == self._revision or is_under_way:
            return
        revision, marks = self._landmarks.revision, self._landmarks.landmarks()
        if len(marks) <= AT_ONCE_MAX:
            self._use_small(revision, self._index_of(marks))
        else:
            self._following = asyncio.create_task(self._follow(revision, marks), name="services:landmarks")

    async def _follow(self, revision: int, marks: Sequence[Landmark]) -> None:
        self._use_small(revision, await asyncio.to_thread(self._index_of, marks))

    def _index_of(self, marks: Sequence[Landmark]) -> PlaceIndex:
        """Thread: any."""
        drawn = [
            NamedPlace(
                name=mark.name, kind=mark.kind, kecamatan=self._kecamatan_at(mark.latitude, mark.longitude),
                lat=mark.latitude, lon=mark.longitude, variants=mark.variants, radius_m=LANDMARK_RADIUS_M,
            )
            for mark in marks
        ]  # fmt: skip
        return PlaceIndex([*self._fixed, *drawn])

    def _use_small(self, revision: int, small: PlaceIndex) -> None:
        self._revision, self._small = revision, small
        self._book = PlaceBook(small, self._large)

    def _kecamatan_at(self, latitude: float, longitude: float) -> str:
        if not self._gazetteer.is_inside_regency(latitude, longitude):
            return ""
        return self._gazetteer.nearest(latitude, longitude).place.kecamatan

    def use_pack(self, path: Path | None) -> None:
        """Another map pack, or none: its names follow as soon as a thread has read them."""
        if path == self._pack_path:
            return
        self._pack_path = path
        if self._building is not None:
            self._building.cancel()
        self._building = asyncio.create_task(self._build(path), name="services:place-index")

    async def stop(self) -> None:
        """End what is being built."""
        under_way = [task for task in (self._building, self._following) if task is not None]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

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
        self._follow_landmarks()
        return tuple(self._suggestion(found) for found in self._book.search(text, limit=limit, near=near))

    def around(self, latitude: float, longitude: float, *, limit: int) -> Sequence[NearPlace]:
        """The nearest named places, nearest first."""
        self._follow_landmarks()
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

    def read(self, text: str) -> PastedView:
        """Positions in a text, with where each lies."""
        return self._reading.read(text)

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


def build_places(context: Context, landmarks: LandmarkSource, packs: Path) -> Places:
    """The places of a desk."""
    neighbours = tuple(context.catalog.neighbours.values())
    reading = PlaceReading(context.gazetteer, neighbours, language=context.language)
    return Places(context.gazetteer, landmarks, PackStore(packs), reading)
