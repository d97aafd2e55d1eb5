"""What people draw on the room's map: landmarks, jetties, closures. Source: domain.md §11, design.md §6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeatureDrawn:
    """Somebody drew a feature; its kind and its author never change.

    Attributes:
        kind: one of ``domain.map_feature.FeatureKind``.
        shape: ``point``, ``line`` or ``polygon``.
        points: (latitude, longitude) in degrees; a polygon's ring does not repeat its first corner.
        variants: other spellings and names by which callers know it.
        valid_until_us: it ends by itself then; None = it stays.
        usable_from_m, usable_to_m: of a jetty or a pump point: tide levels between which it can be used.
        incident_id: the ticket it belongs to (touches it then).
    """

    TYPE: ClassVar[str] = "map_feature.drawn"
    VERSION: ClassVar[int] = 1

    kind: str
    shape: str
    points: tuple[tuple[float, float], ...]
    name: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""
    valid_until_us: int | None = None
    usable_from_m: float | None = None
    usable_to_m: float | None = None
    incident_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeatureChanged:
    """Somebody corrected a feature.

    Attributes:
        fields: what was changed (``domain.map_feature.FIELDS``); the other values say nothing.
        replaces: facts whose words about these fields the author had read. Source: decision 0030.
        stays_after_us: end of its ticket (``Incident.closed_us``) after which it was said to stay on the map.
    """

    TYPE: ClassVar[str] = "map_feature.changed"
    VERSION: ClassVar[int] = 1

    fields: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    shape: str = ""
    points: tuple[tuple[float, float], ...] = ()
    name: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""
    valid_until_us: int | None = None
    usable_from_m: float | None = None
    usable_to_m: float | None = None
    incident_id: str = ""
    stays_after_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeatureRemoved:
    """Somebody took a feature off the map; it stays in the journal and can be put back.

    Attributes:
        standing: why its author may: ``own`` (he drew it), ``passing`` (a closed road or a danger area) or
            ``lasting`` (another person's landmark, jetty, pump point or post: a lead's word).
        replaces: every fact about the feature that the author had read.
    """

    TYPE: ClassVar[str] = "map_feature.removed"
    VERSION: ClassVar[int] = 1

    standing: str
    replaces: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeatureRestored:
    """Somebody put a removed feature back as it was.

    Attributes:
        replaces: the removals that the author had read.
    """

    TYPE: ClassVar[str] = "map_feature.restored"
    VERSION: ClassVar[int] = 1

    replaces: tuple[str, ...] = ()


EVENTS: tuple[type[Event], ...] = (
    MapFeatureDrawn,
    MapFeatureChanged,
    MapFeatureRemoved,
    MapFeatureRestored,
)
