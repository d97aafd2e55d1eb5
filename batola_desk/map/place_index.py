"""Everything that has a name on the map in one ranking: gazetteer, landmarks, names of the map pack.

An index never changes: other landmarks or another pack are another index, built beside it in a thread.
Names are held in columns; 100,000 of them fit into the memory that one large picture takes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.address_words import Address, AddressReader, kinds_of_word
from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import PlaceKind
from batola_desk.map.name_grams import Rows
from batola_desk.map.place_search import SCORE_SPREAD, PlaceNames
from batola_desk.map.projection import EARTH_RADIUS_M, distance_m
from batola_desk.map.spelling import fold_name

GAZETTEER_KINDS = tuple(PlaceKind)
LANDMARK_KINDS = ("landmark", "jetty", "pump", "post")  # what people of this room drew (services, layers)
BESIDE_MAX = 3  # landmarks of the spoken kind that are offered under a place
BESIDE_REACH_M = 2_500.0
_NEAR_SCALE_M = 8_000.0
_NEAR_POINTS = 4.0
_GAZETTEER_POINTS = 3.0  # a desa before a street of its name
_LANDMARK_POINTS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """One thing with a name.

    Attributes:
        kind: a ``PlaceKind``, one of ``LANDMARK_KINDS``, or a kind of ``map.pack.kinds``.
        code: the gazetteer's code, else empty.
        variants: other names people use.
        folded: ``spelling.fold_name`` of the name where it is known already.
        radius_m: radius of what the name stands for.
    """

    name: str
    kind: str
    kecamatan: str
    lat: float
    lon: float
    code: str = ""
    variants: tuple[str, ...] = ()
    folded: str = ""
    radius_m: float = 0.0

    @property
    def label(self) -> str:
        """Never without the kecamatan where it is known."""
        prefix = {"kecamatan": "Kec. ", "kelurahan": "Kel. ", "desa": "Desa "}.get(self.kind, "")
        own = f"{prefix}{self.name}"
        return (
            own if self.kind == PlaceKind.KECAMATAN or not self.kecamatan else f"{own}, Kec. {self.kecamatan}"
        )


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """One answer.

    Attributes:
        score: only for ordering within one answer.
        address: how the rest of the text says where exactly: RT, beside what.
        distance_m: from the position that was given with the question; None without one.
        beside: label of the place near which this landmark was looked for; empty for a named one.
    """

    place: NamedPlace
    score: float
    matched_text: str
    address: Address
    distance_m: float | None = None
    beside: str = ""


class PlaceIndex:
    """Search and nearest over named places. Thread: any, one search at a time."""

    def __init__(self, places: Iterable[NamedPlace]) -> None:
        # Plain tuples of plain values: the garbage collector stops walking through them.
        self._kept: list[tuple[str, str, str, float, float, str, tuple[str, ...], float]] = []
        names: list[tuple[str, str, bool]] = []
        folded: list[str] = []
        owner: list[int] = []
        for at, place in enumerate(places):
            self._kept.append(_plain(place))
            for name in dict.fromkeys((place.name, *place.variants)):
                names.append((name, place.kecamatan, place.kind == PlaceKind.KECAMATAN))
                folded.append(place.folded if place.folded and name == place.name else fold_name(name))
                owner.append(at)
        self._owner = np.array(owner, dtype=np.int32)
        self._lat_rad = np.radians(np.array([kept[3] for kept in self._kept], dtype=np.float64))
        self._lon_rad = np.radians(np.array([kept[4] for kept in self._kept], dtype=np.float64))
        kinds = {kind: _points_of(kind) for kind in {kept[1] for kept in self._kept}}
        of_place = np.array([kinds[kept[1]] for kept in self._kept], dtype=np.float32)
        weights = of_place[self._owner] if owner else np.empty(0, dtype=np.float32)
        self._names = PlaceNames(names, folded=folded, weights=weights)
        of_kind: dict[str, list[int]] = {}
        for at, kept in enumerate(self._kept):
            of_kind.setdefault(kept[1], []).append(at)
        self._by_kind = {kind: np.array(found, dtype=np.int32) for kind, found in of_kind.items()}
        self._addresses = AddressReader()

    def __len__(self) -> int:
        return len(self._kept)

    def _place(self, at: int) -> NamedPlace:
        name, kind, kecamatan, lat, lon, code, variants, radius_m = self._kept[at]
        return NamedPlace(
            name=name, kind=kind, kecamatan=kecamatan, lat=lat, lon=lon, code=code, variants=variants,
            radius_m=radius_m,
        )  # fmt: skip

    def search(self, text: str, *, limit: int = 8, near: LatLon | None = None) -> list[PlaceFound]:
        """What the text may mean, best first.

        Args:
            near: lifts what is near above equally good names, and gives the distances.
        """
        nearness = self._nearness(near) if near is not None else None
        hits = self._names.search(text, limit=limit * 2, nearness=nearness)
        found: dict[int, PlaceFound] = {}
        for hit in hits:
            at = int(self._owner[hit.index])
            if at not in found:
                found[at] = PlaceFound(
                    self._place(at), hit.score, hit.matched_text, self._addresses.read(hit.remainder),
                    self._distance_m(near, at),
                )  # fmt: skip
        return list(found.values())[:limit]

    def nearest(
        self, lat: float, lon: float, *, limit: int = 5, kinds: Sequence[str] | None = None
    ) -> list[tuple[NamedPlace, float]]:
        """The nearest places with their distance in metres, nearest first.

        Args:
            kinds: only these; None = all but kecamatan, whose point says little about a position.
        """
        wanted = kinds if kinds is not None else [k for k in self._by_kind if k != PlaceKind.KECAMATAN]
        pools = [self._by_kind[kind] for kind in wanted if kind in self._by_kind]
        if not pools or limit < 1:
            return []
        pool = np.concatenate(pools)
        distances = self._distances_m(lat, lon, pool)
        order = np.argsort(distances, kind="stable") if len(pool) <= limit else None
        if order is None:
            part = np.argpartition(distances, limit - 1)[:limit]
            order = part[np.argsort(distances[part], kind="stable")]
        return [(self._place(int(pool[at])), float(distances[at])) for at in order]

    def _nearness(self, near: LatLon) -> Callable[[Rows], NDArray[np.float64]]:
        def points(rows: Rows) -> NDArray[np.float64]:
            return _NEAR_POINTS * np.exp(
                -self._distances_m(near.lat, near.lon, self._owner[rows]) / _NEAR_SCALE_M
            )

        return points

    def _distances_m(self, lat: float, lon: float, places: Rows) -> NDArray[np.float64]:
        # Flat earth around the point: exact to metres at the size of a regency, and fast.
        lat_rad, lon_rad = math.radians(lat), math.radians(lon)
        across = (self._lon_rad[places] - lon_rad) * math.cos(lat_rad)
        return np.hypot(across, self._lat_rad[places] - lat_rad) * EARTH_RADIUS_M

    def _distance_m(self, near: LatLon | None, at: int) -> float | None:
        if near is None:
            return None
        return float(self._distances_m(near.lat, near.lon, np.array([at], dtype=np.int32))[0])


class PlaceBook:
    """Several indexes answering as one: the small one that people change, the large one of the map pack."""

    def __init__(self, *indexes: PlaceIndex) -> None:
        self._indexes = indexes

    def __len__(self) -> int:
        return sum(len(index) for index in self._indexes)

    def search(self, text: str, *, limit: int = 8, near: LatLon | None = None) -> list[PlaceFound]:
        """What the text may mean, best first; under a desa the landmarks of the kind that was said."""
        found = [hit for index in self._indexes for hit in index.search(text, limit=limit, near=near)]
        if not found:
            return []
        found.sort(key=lambda hit: -hit.score)
        least = found[0].score - SCORE_SPREAD
        return self._with_beside([hit for hit in found if hit.score >= least], near)[:limit]

    def nearest(
        self, lat: float, lon: float, *, limit: int = 5, kinds: Sequence[str] | None = None
    ) -> list[tuple[NamedPlace, float]]:
        """The nearest places of all indexes with their distance in metres."""
        found = [hit for index in self._indexes for hit in index.nearest(lat, lon, limit=limit, kinds=kinds)]
        return sorted(found, key=lambda hit: hit[1])[:limit]

    def _with_beside(self, answers: list[PlaceFound], near: LatLon | None) -> list[PlaceFound]:
        """Under a desa, the landmarks of the spoken kind: "desa X seberang masjid" → the mosques of X."""
        best = answers[0]
        kinds = kinds_of_word(best.address.landmark)
        if not kinds or best.place.kind not in GAZETTEER_KINDS:
            return answers
        known = {answer.place for answer in answers}
        reach_m = max(best.place.radius_m, BESIDE_REACH_M)
        beside = [
            PlaceFound(
                place, best.score, best.matched_text, best.address,
                distance_m(near.lat, near.lon, place.lat, place.lon) if near is not None else None,
                best.place.label,
            )
            for place, away_m in self.nearest(best.place.lat, best.place.lon, limit=BESIDE_MAX, kinds=kinds)
            if away_m <= reach_m and place not in known
        ]  # fmt: skip
        return [best, *beside, *answers[1:]]


def _plain(place: NamedPlace) -> tuple[str, str, str, float, float, str, tuple[str, ...], float]:
    return (
        place.name, place.kind, place.kecamatan, place.lat, place.lon, place.code, place.variants,
        place.radius_m,
    )  # fmt: skip


def _points_of(kind: str) -> float:
    if kind in GAZETTEER_KINDS:
        return _GAZETTEER_POINTS
    return _LANDMARK_POINTS if kind in LANDMARK_KINDS else 0.0
