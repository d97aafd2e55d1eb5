"""What a pasted text may mean: one or several readings, and why each is doubted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Sort(StrEnum):
    """How the position was written."""

    DEGREES = "degrees"
    SPOKEN = "spoken"
    LINK = "link"
    GEO_URI = "geo_uri"
    PLUS_CODE = "plus_code"
    GRID = "grid"


class Doubt(StrEnum):
    """What a reading assumes beyond what is written; a reading with one is never taken without asking."""

    SIGN = "sign"  # the minus (or LS, BB) is not written, or not this way round
    ORDER = "order"  # longitude before latitude, or nobody knows which is which
    MINUTES = "minutes"  # "3.15" read as three degrees fifteen minutes
    SPLIT = "split"  # digits read aloud without a pause between the two numbers
    ZONE = "zone"  # a grid position without its zone
    VIEW = "view"  # the middle of a shared view, not a marked point
    SHORT = "short"  # a short plus code without the name of a place
    PLACE = "place"  # a short plus code beside a name that several places have
    SITE = "site"  # a link to a site that is not known
    REST = "rest"  # a third number was left aside


class Trouble(StrEnum):
    """Why a text that speaks of a position gives none."""

    SHORT_LINK = "short_link"  # only the internet knows where it leads
    THREE_WORDS = "three_words"  # only its owner's service knows
    LINK_WITHOUT_POINT = "link_without_point"
    FOREIGN_DATUM = "foreign_datum"  # a geo: URI in another reference system
    BAD_CODE = "bad_code"  # looks like a plus code and is none


@dataclass(frozen=True, slots=True)
class Reading:
    """One position the text may mean.

    Attributes:
        uncertainty_m: from the digits written or the size of the cell; 0 = a few metres.
        confidence: 0..1, for the order of the list only.
        label: a name that came with it.
    """

    lat: float
    lon: float
    sort: Sort
    uncertainty_m: float = 0.0
    doubts: tuple[Doubt, ...] = ()
    label: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found in a text.

    Attributes:
        readings: the most credible first; none: no position in it.
        words: a place name out of a link, to be searched for.
    """

    readings: tuple[Reading, ...] = ()
    trouble: Trouble | None = None
    words: str = ""

    @property
    def certain(self) -> Reading | None:
        """The only reading, when nothing in it is assumed and it lies here: taken without a question."""
        alone = self.readings[0] if len(self.readings) == 1 else None
        return alone if alone is not None and not alone.doubts and alone.confidence == 1.0 else None


class Area(Protocol):
    """What the reader knows of the country round this centre."""

    def is_near(self, lat: float, lon: float) -> bool:
        """In the regency, or so near that people may well report from there."""

    def named(self, text: str) -> list[tuple[float, float]]:
        """Positions of places that the text may name, best first; equally good ones all."""

    @property
    def middle(self) -> tuple[float, float]: ...


def is_on_earth(lat: float, lon: float) -> bool:
    """Whether both angles are possible."""
    return -90 <= lat <= 90 and -180 <= lon <= 180
