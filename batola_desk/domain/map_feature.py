"""A feature that people drew on the room's map, folded from its facts. Source: domain.md §11, decision 0030.

Each field keeps the words that nobody has replaced: usually one. What an author had read goes when he
writes; two words that did not know of each other stay, the newest counts, and people look at them. So the
outcome does not depend on the order in which desks hear of each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.timeline import TimelineEntry

POINTS_MAX: Final = 500  # LIMIT: a fact travels to every desk; a closed road needs a dozen corners
NAME_MAX: Final = 80  # LIMIT: a label on the map
VARIANTS_MAX: Final = 20
NOTE_MAX: Final = 500
TIDE_MIN_M: Final = -5.0
TIDE_MAX_M: Final = 15.0  # LIMIT: levels above chart datum; the tide of the Barito is below 3 m

Points = tuple[tuple[float, float], ...]


class FeatureKind(StrEnum):
    """What can be drawn."""

    LANDMARK = "landmark"
    JETTY = "jetty"
    PUMP = "pump"
    POST = "post"
    CLOSED_ROAD = "closed_road"
    DANGER_AREA = "danger_area"


class Shape(StrEnum):
    """How it lies on the ground."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"


class Standing(StrEnum):
    """Why somebody may take a feature off the map."""

    OWN = "own"
    PASSING = "passing"
    LASTING = "lasting"


PASSING: Final = frozenset({FeatureKind.CLOSED_ROAD, FeatureKind.DANGER_AREA})
"""Kinds that end by themselves, and that everybody may end: they belong to what happens now."""

TIDAL: Final = frozenset({FeatureKind.JETTY, FeatureKind.PUMP})
"""Kinds that low or high water makes unusable."""

SHAPES: Final[Mapping[FeatureKind, Shape]] = MappingProxyType(
    {
        FeatureKind.LANDMARK: Shape.POINT,
        FeatureKind.JETTY: Shape.POINT,
        FeatureKind.PUMP: Shape.POINT,
        FeatureKind.POST: Shape.POINT,
        FeatureKind.CLOSED_ROAD: Shape.LINE,
        FeatureKind.DANGER_AREA: Shape.POLYGON,
    }
)
POINTS_MIN: Final[Mapping[Shape, int]] = MappingProxyType({Shape.POINT: 1, Shape.LINE: 2, Shape.POLYGON: 3})

GEOMETRY: Final = "geometry"
PRESENCE: Final = "presence"  # written by every fact: a change says that the feature is there
STAYS: Final = "stays_after_us"  # said when its ticket had ended: leave it there
FIELDS: Final = (GEOMETRY, "name", "variants", "note", "valid_until_us", "tide", "incident_id", STAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureWish:
    """What somebody, or a file, wants to have drawn: the values of ``MapFeatureDrawn``."""

    kind: str
    shape: str
    points: Points
    name: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""
    valid_until_us: int | None = None
    usable_from_m: float | None = None
    usable_to_m: float | None = None
    incident_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one fact says about one field.

    Attributes:
        value: as JSON text, so that words of all fields are alike.
    """

    fact_id: str
    origin: str
    actor: str
    desk: str
    at_us: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeature:
    """One feature. Until ``drawn_us`` is known nothing of it may be shown.

    Attributes:
        kind: a ``FeatureKind``; of a newer program perhaps another word.
        author: login of who drew it first.
        words: field → words that nobody has replaced, the one that counts first.
        stays_after_us: the end of its ticket after which somebody said that it stays.
        replaced: (field, fact) pairs that somebody had read and that have not come yet.
    """

    feature_id: str
    kind: str = ""
    author: str = ""
    desk: str = ""
    drawn_us: int | None = None
    drawn_fact_id: str = ""
    changed_us: int | None = None
    changed_by: str = ""
    shape: str = ""
    points: Points = ()
    name: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""
    valid_until_us: int | None = None
    usable_from_m: float | None = None
    usable_to_m: float | None = None
    incident_id: str = ""
    stays_after_us: int | None = None
    is_removed: bool = False
    words: tuple[tuple[str, tuple[Word, ...]], ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)
    conflicts: Conflicts = ()

    @property
    def is_drawn(self) -> bool:
        """Whether it is on the map, were it not for its end."""
        return self.drawn_us is not None and not self.is_removed

    @property
    def is_passing(self) -> bool:
        """Whether everybody may end it."""
        return self.kind in PASSING

    @property
    def gone_us(self) -> int | None:
        """When it was removed, or ends by itself; None = it stays."""
        if not self.is_removed:
            return self.valid_until_us
        return max(
            (word.at_us for name, words in self.words if name == PRESENCE for word in words), default=0
        )

    def is_over(self, now_us: int) -> bool:
        """Whether its end has come."""
        return self.valid_until_us is not None and self.valid_until_us <= now_us

    def facts_of(self, *fields: str) -> tuple[str, ...]:
        """Ids of the facts whose words about these fields stand; of all fields when none is named."""
        ids = (
            word.fact_id
            for field_name, words in self.words
            if not fields or field_name in fields
            for word in words
        )
        return tuple(dict.fromkeys(ids))

    def standing_of(self, actor: str) -> Standing:
        """On what ground a person may remove it."""
        if self.is_passing:
            return Standing.PASSING
        return Standing.OWN if actor == self.author else Standing.LASTING
