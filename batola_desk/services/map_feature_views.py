"""Features of the map as the screen, the place search and the routing read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from batola_desk.domain.map_feature import FeatureWish, MapFeature, Points

if TYPE_CHECKING:
    from batola_desk.services.map_layer_import import LayerPlan  # which judges wishes of this module


SOON_US: Final = 30 * 60 * 1_000_000  # what ends within it fades on the map


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureView:
    """One feature as lists and the map show it.

    Attributes:
        author, changed_by: names.
        ticket_number: of the ticket it belongs to; empty when there is none, or nothing is known of it here.
        is_over: its end has come.
        ends_soon: its end comes within half an hour.
        is_left: its ticket has ended, and it has not.
        is_kept: and somebody has said that it stays.
    """

    feature: MapFeature
    author: str = ""
    changed_by: str = ""
    ticket_number: str = ""
    is_over: bool = False
    ends_soon: bool = False
    is_left: bool = False
    is_kept: bool = False
    can_change: bool = False
    can_remove: bool = False

    @property
    def feature_id(self) -> str:
        """Its id."""
        return self.feature.feature_id

    @property
    def is_shown(self) -> bool:
        """Whether it is on the map now."""
        return self.feature.is_drawn and not self.is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A place that people find by its name: a landmark, a jetty, a pump point, a post."""

    feature_id: str
    kind: str
    name: str
    variants: tuple[str, ...]
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Where nobody gets through now.

    Attributes:
        kind: ``closed_road`` (a line) or ``danger_area`` (a polygon).
        valid_until_us: it ends by itself then; None = not at all.
    """

    feature_id: str
    kind: str
    name: str
    shape: str
    points: Points
    valid_until_us: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TidalPoint:
    """A jetty or a pump point, usable between two levels of the tide; None = whatever the level."""

    feature_id: str
    kind: str
    name: str
    latitude: float
    longitude: float
    usable_from_m: float | None
    usable_to_m: float | None

    def is_usable_at(self, level_m: float) -> bool:
        """Whether it can be used at a level."""
        low, high = self.usable_from_m, self.usable_to_m
        return (low is None or level_m >= low) and (high is None or level_m <= high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back: ``drawn``, ``changed``, ``removed``, ``restored``, ``kept`` or ``imported``."""

    act: str
    feature_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """What a ticket that has ended left on the map, to be asked about."""

    incident_id: str
    ticket_number: str
    features: tuple[FeatureView, ...]


class LayerFileUseCases(Protocol):
    """GeoJSON files of the map's features."""

    async def import_file(self, path: Path, told: Callable[[int, int], None] | None = None) -> LayerPlan: ...

    async def export_file(self) -> Path: ...


class MapFeatureUseCases(Protocol):
    """What people draw on the map. ``Change.what`` holds ``map_features`` when any of this changed."""

    @property
    def revision(self) -> int:
        """Grows whenever something here changed, the passing of time included."""

    @property
    def files(self) -> LayerFileUseCases: ...

    def shown(self) -> Sequence[FeatureView]:
        """What is on the map now."""

    def standing(self) -> tuple[MapFeature, ...]:
        """The same without names and rights: for who looks often."""

    def listed(self) -> Sequence[MapFeature]:
        """Everything of the last days, removed and over included, the newest change first.

        Whoever shows them asks ``view`` for what is seen: a file brings thousands.
        """

    def view(self, feature_id: str) -> FeatureView | None: ...

    def landmarks(self) -> Sequence[Landmark]:
        """What the place search finds by its name."""

    def closures(self) -> Sequence[Closure]:
        """What routes avoid now."""

    def tidal_points(self) -> Sequence[TidalPoint]:
        """Jetties and pump points."""

    def kinds_to_draw(self) -> Sequence[str]:
        """What the person here may draw."""

    def left_by(self, incident_id: str) -> Sequence[FeatureView]:
        """What belongs to a ticket and is still on the map."""

    def left_to_ask(self) -> LeftBehind | None:
        """What a ticket of this desk left that ended, also before this start; None: nothing, or answered."""

    def put_off_left(self, incident_id: str) -> None:
        """Ask again at the next start, not before."""

    async def keep_left(self, incident_id: str) -> int:
        """It stays until its own end; no desk asks again."""

    async def remove_left(self, incident_id: str) -> int: ...

    async def draw(self, wish: FeatureWish) -> str: ...

    async def change(self, feature_id: str, **changes: object) -> None: ...

    async def remove(self, feature_id: str, *, reason: str = "") -> None: ...

    async def restore(self, feature_id: str) -> None: ...

    async def mark_danger(self, incident_id: str, radius_m: float) -> str:
        """A circle around the place of a ticket, as its danger area."""

    async def undo(self) -> Undone | None:
        """Take back the last of what was done here; None when nothing is left to take back."""
