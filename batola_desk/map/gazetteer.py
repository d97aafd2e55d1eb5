"""The regency's places: load, find by position, find by words. Source: domain.md §1, §11."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batola_desk.domain.errors import OperatorError
from batola_desk.map.coordinates import LatLon
from batola_desk.map.place_search import PlaceNames, SearchHit
from batola_desk.map.projection import EARTH_RADIUS_M, distance_m

COLUMNS = ("code", "type", "name", "kecamatan", "lat", "lon", "area_km2")
AREA_WEIGHT = 0.6  # LIMIT: above it some small desa would lose their own reference point to a large neighbour
INSIDE_STRETCH = 1.25  # desa are longer than wide, along rivers and canals
INSIDE_PAD_M = 300.0
SURROUNDED_M = 8_000.0  # a swamp between desa that stand so near all round it is no other regency

Metres = NDArray[np.float64]


class PlaceKind(StrEnum):
    """Administrative rank, from wide to narrow."""

    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    DESA = "desa"


_PREFIX = {PlaceKind.KECAMATAN: "Kec.", PlaceKind.KELURAHAN: "Kel.", PlaceKind.DESA: "Desa"}


class GazetteerError(OperatorError):
    """A gazetteer file that cannot be trusted.

    Values: ``file``, ``line`` (0 = the file itself), ``field``, ``found``, ``allowed``; the last in
    Indonesian, for the person who edits the file.
    """

    def __init__(self, file: Path, line: int, field: str, found: str, allowed: str) -> None:
        super().__init__(
            "gazetteer_damaged", file=str(file), line=line, field=field, found=found, allowed=allowed
        )

    def __str__(self) -> str:
        values = self.values
        place = f"{values['file']}:{values['line']}"
        return f"{place}: {values['field']} = {values['found']!r}; allowed: {values['allowed']}"


@dataclass(frozen=True, slots=True)
class Place:
    """One kecamatan, desa or kelurahan."""

    code: str
    kind: PlaceKind
    name: str
    kecamatan: str
    lat: float
    lon: float
    area_km2: float

    @property
    def label(self) -> str:
        """``Desa Karya Baru, Kec. Barambai``: never without the kecamatan, two desa share that name."""
        own = f"{_PREFIX[self.kind]} {self.name}"
        return own if self.kind is PlaceKind.KECAMATAN else f"{own}, Kec. {self.kecamatan}"

    @property
    def radius_m(self) -> float:
        """Radius of a circle with this place's area."""
        return math.sqrt(self.area_km2 / math.pi) * 1000


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that the typed words may mean.

    Attributes:
        score: 0..100 and a little above; only for ordering within one answer.
        matched_text: the part of the typed text that named the place.
        remainder: what is left of the text: RT, landmark, the other bank.
    """

    place: Place
    label: str
    score: float
    matched_text: str
    remainder: str


class NearestPlace(NamedTuple):
    """The desa a position most likely lies in, and how far its reference point is."""

    place: Place
    distance_m: float


class Gazetteer:
    """All places, read once and never changed. Thread: any; it only reads after construction."""

    def __init__(self, places: Sequence[Place]) -> None:
        if not any(place.kind is not PlaceKind.KECAMATAN for place in places):
            raise ValueError("a gazetteer needs at least one desa or kelurahan")
        self.places = tuple(places)
        self.desa = tuple(place for place in places if place.kind is not PlaceKind.KECAMATAN)
        self.kecamatan = tuple(place for place in places if place.kind is PlaceKind.KECAMATAN)
        self._by_code = {place.code: place for place in places}
        self._names = PlaceNames(
            [(place.name, place.kecamatan, place.kind is PlaceKind.KECAMATAN) for place in places]
        )
        self._lat_rad = np.radians([place.lat for place in self.desa])
        self._lon_rad = np.radians([place.lon for place in self.desa])
        self._radius_m = np.array([place.radius_m for place in self.desa])

    @classmethod
    def load(cls, path: Path) -> Gazetteer:
        """Read a gazetteer file.

        Raises:
            GazetteerError: the file is missing, not UTF-8, or a row is damaged.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                return cls(_read_places(path, lines))
        except OSError as fault:
            raise GazetteerError(
                path, 0, "file", fault.strerror or str(fault), "berkas yang dapat dibaca"
            ) from fault
        except UnicodeDecodeError as fault:
            raise GazetteerError(path, 0, "file", fault.reason, "teks UTF-8") from fault
        except csv.Error as fault:
            raise GazetteerError(path, 0, "file", str(fault), "CSV") from fault

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east of all places with their extent, in degrees."""
        pads = [(place, place.radius_m / 111_320) for place in self.desa]
        return (
            min(place.lat - pad for place, pad in pads),
            min(place.lon - pad for place, pad in pads),
            max(place.lat + pad for place, pad in pads),
            max(place.lon + pad for place, pad in pads),
        )

    def by_code(self, code: str) -> Place | None:
        return self._by_code.get(code)

    def suggest(self, text: str, *, limit: int = 8, near: LatLon | None = None) -> list[PlaceHit]:
        """Places named somewhere in free text, best first; forgiving about spelling.

        Args:
            near: lifts places close to this position above equally good ones.
        """
        points = np.array(self._nearness(near)) if near is not None else None
        nearness = (lambda rows: points[rows]) if points is not None else None
        hits: list[SearchHit] = self._names.search(text, limit=limit, nearness=nearness)
        return [
            PlaceHit(place, place.label, hit.score, hit.matched_text, hit.remainder)
            for hit in hits
            for place in (self.places[hit.index],)
        ]

    def nearest(self, lat: float, lon: float) -> NearestPlace:
        """The desa or kelurahan a position most likely lies in: an estimate, to be shown as "sekitar".

        Weighs each reference point with its area (a power diagram). Measured on 2,500 random points
        against the desa boundaries: right desa 70 % (plain distance 67 %), right kecamatan 90 %.
        """
        distances = self._distances_m(lat, lon)
        index = int(np.argmin(distances**2 - (AREA_WEIGHT * self._radius_m) ** 2))
        return NearestPlace(self.desa[index], float(distances[index]))

    def is_inside_regency(self, lat: float, lon: float) -> bool:
        """Roughly: inside some desa's circle, a little widened, or with desa near by on every side.

        Measured on 20,000 points in a box around the regency, against its boundary: 98 % of those inside are
        found (the others lie within 3 km of the border), 2 % of those outside are taken for inside (none
        farther than 3 km). Near the border a person decides.
        """
        east_m, north_m = self._offsets_m(lat, lon)
        distances = np.hypot(east_m, north_m)
        if np.any(distances <= self._radius_m * INSIDE_STRETCH + INSIDE_PAD_M):
            return True
        near = distances <= SURROUNDED_M
        bearings = np.sort(np.arctan2(east_m[near], north_m[near]))
        if not bearings.size:
            return False
        gaps = np.diff(bearings, append=bearings[0] + 2 * np.pi)
        return bool(gaps.max() < np.pi)

    def neighbours(self, place: Place, *, limit: int = 6) -> list[NearestPlace]:
        """The closest other places of the same rank, nearest first."""
        pool: Iterable[Place] = self.kecamatan if place.kind is PlaceKind.KECAMATAN else self.desa
        near = [
            NearestPlace(other, distance_m(place.lat, place.lon, other.lat, other.lon))
            for other in pool
            if other.code != place.code
        ]
        near.sort(key=lambda entry: entry.distance_m)
        return near[:limit]

    def _distances_m(self, lat: float, lon: float) -> Metres:
        return np.hypot(*self._offsets_m(lat, lon))

    def _offsets_m(self, lat: float, lon: float) -> tuple[Metres, Metres]:
        """How far east and north of a point every desa lies; flat earth: exact to metres in a regency."""
        lat_rad, lon_rad = math.radians(lat), math.radians(lon)
        east_m = (self._lon_rad - lon_rad) * math.cos(lat_rad) * EARTH_RADIUS_M
        return east_m, (self._lat_rad - lat_rad) * EARTH_RADIUS_M

    def _nearness(self, near: LatLon) -> list[float]:
        """0..4 points per place: enough to break a tie, never enough to beat a better name."""
        return [
            4.0 * math.exp(-distance_m(near.lat, near.lon, place.lat, place.lon) / 8000)
            for place in self.places
        ]


def _read_places(path: Path, lines: Iterable[str]) -> list[Place]:
    reader = csv.reader(lines)
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise GazetteerError(path, 1, "header", ",".join(header), ",".join(COLUMNS))
    places: list[Place] = []
    seen: dict[str, int] = {}
    for row in reader:
        line = reader.line_num
        if not row:
            continue
        if len(row) != len(COLUMNS):
            raise GazetteerError(path, line, "row", f"{len(row)} kolom", f"{len(COLUMNS)} kolom")
        place = _read_place(path, line, row)
        if place.code in seen:
            raise GazetteerError(
                path, line, "code", place.code, f"kode yang belum dipakai (baris {seen[place.code]})"
            )
        seen[place.code] = line
        places.append(place)
    named = {place.kecamatan for place in places if place.kind is PlaceKind.KECAMATAN}
    for place in places:
        if place.kecamatan not in named:
            raise GazetteerError(
                path, seen[place.code], "kecamatan", place.kecamatan, "nama kecamatan dalam berkas ini"
            )
    if not any(place.kind is not PlaceKind.KECAMATAN for place in places):
        raise GazetteerError(path, reader.line_num, "row", "0 desa", "sedikitnya satu desa atau kelurahan")
    return places


def _read_place(path: Path, line: int, row: Sequence[str]) -> Place:
    code, kind_text, name, kecamatan = (cell.strip() for cell in row[:4])
    for field, cell in (("code", code), ("name", name), ("kecamatan", kecamatan)):
        if not cell:
            raise GazetteerError(path, line, field, "", "tidak boleh kosong")
    try:
        kind = PlaceKind(kind_text)
    except ValueError as fault:
        allowed = ", ".join(PlaceKind)
        raise GazetteerError(path, line, "type", kind_text, allowed) from fault

    def number(index: int, allowed: str, is_allowed: Callable[[float], bool]) -> float:
        try:
            value = float(row[index])
        except ValueError as fault:
            raise GazetteerError(path, line, COLUMNS[index], row[index], allowed) from fault
        if not is_allowed(value):
            raise GazetteerError(path, line, COLUMNS[index], row[index], allowed)
        return value

    lat = number(4, "-85..85", lambda value: -85 <= value <= 85)
    lon = number(5, "-180..180", lambda value: -180 <= value <= 180)
    area_km2 = number(6, "> 0", lambda value: 0 < value < math.inf)
    return Place(code, kind, name, kecamatan, lat, lon, area_km2)
