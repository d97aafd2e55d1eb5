"""Positions read out of a text, each with where it lies, so that a person can choose between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from batola_desk.domain.catalog import Neighbour, label_of
from batola_desk.domain.neighbours import neighbour_at
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.paste.reader import PasteReader
from batola_desk.map.paste.reading import Pasted, Reading
from batola_desk.map.paste.regency_area import RegencyArea
from batola_desk.map.projection import distance_m


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChoice:
    """One position that a text may mean.

    Attributes:
        desa: "Desa X, Kec. Y" where it lies; empty outside the regency.
        neighbour: name of the neighbouring regency it seems to lie in, outside.
        outside_m: distance from the nearest desa's reference point; 0 inside.
        doubts: values of ``map.paste.reading.Doubt``.
        name: a name that came with it.
    """

    latitude: float
    longitude: float
    desa: str
    neighbour: str = ""
    outside_m: float = 0.0
    uncertainty_m: float = 0.0
    doubts: tuple[str, ...] = ()
    sort: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedView:
    """What was read out of a text.

    Attributes:
        certain: the only position, with nothing assumed and inside the regency: may be taken without asking.
        trouble: a value of ``map.paste.reading.Trouble``; empty = none.
        words: a place name out of a link, to be searched for.
    """

    choices: tuple[PointChoice, ...] = ()
    certain: PointChoice | None = None
    trouble: str = ""
    words: str = ""


class PlaceReading:
    """Reads texts against the gazetteer and the neighbours."""

    def __init__(
        self, gazetteer: Gazetteer, neighbours: tuple[Neighbour, ...], *, language: Callable[[], str]
    ) -> None:
        self._gazetteer = gazetteer
        self._neighbours = neighbours
        self._language = language
        self._reader = PasteReader(RegencyArea(gazetteer))

    def read(self, text: str) -> PastedView:
        """Positions in a text, the most credible first."""
        found = self._reader.read(text)
        choices = tuple(self._choice(reading) for reading in found.readings)
        return PastedView(
            choices=choices,
            certain=self._certain(found, choices),
            trouble=str(found.trouble or ""),
            words=found.words,
        )

    def _certain(self, found: Pasted, choices: tuple[PointChoice, ...]) -> PointChoice | None:
        return choices[0] if found.certain is not None and choices[0].desa else None

    def _choice(self, reading: Reading) -> PointChoice:
        nearest = self._gazetteer.nearest(reading.lat, reading.lon).place
        inside = self._gazetteer.is_inside_regency(reading.lat, reading.lon)
        neighbour = None if inside else neighbour_at(self._neighbours, reading.lat, reading.lon)
        return PointChoice(
            latitude=reading.lat,
            longitude=reading.lon,
            desa=nearest.label if inside else "",
            neighbour=label_of(neighbour, self._language()) if neighbour is not None else "",
            # Over the sphere: far away the flat earth of the gazetteer is wrong.
            outside_m=0.0 if inside else distance_m(reading.lat, reading.lon, nearest.lat, nearest.lon),
            uncertainty_m=reading.uncertainty_m,
            doubts=tuple(str(doubt) for doubt in reading.doubts),
            sort=str(reading.sort),
            name=reading.label,
        )
