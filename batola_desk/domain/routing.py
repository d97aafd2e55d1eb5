"""How fast what moves: speeds, factors and limits of ways, as the site configures them (routing.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MEDIA_OF = {"road": ("road",), "water": ("water",), "both": ("road", "water")}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySpeed:
    """Speed on one kind of road or waterway.

    Attributes:
        kind: code of a kind of the map (``road.primary``) or its family (``road``, ``water``).
        kmh: 0 = nobody may use it.
    """

    kind: str
    kmh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Numbers of ways that belong to no kind of road.

    Attributes:
        detour_road, detour_water, detour_both: a straight line times this is the guess without a network.
        guess_road_kmh, guess_water_kmh, guess_both_kmh: speed of that guess.
        low, high: a way's computed time times these is the range that is shown.
        guess_low, guess_high: the same for a guess.
        stale_high: the upper end grows by this when the unit's position is old.
        snap_limit_m: no way begins or ends farther than this from a road or waterway.
        access_kmh: speed between a place and the nearest road or waterway.
        access_factor: the straight line between them times this.
        transfer_s: to change between road and boat at a jetty.
        transfer_limit_m: a jetty serves roads and waterways so near.
        closure_width_m: a closed point or line closes what passes so near.
        turnout_low_s, turnout_high_s: until a unit that waits at its post moves.
    """

    detour_road: float = 1.4
    detour_water: float = 1.6
    detour_both: float = 1.5
    guess_road_kmh: float = 30.0
    guess_water_kmh: float = 18.0
    guess_both_kmh: float = 20.0
    low: float = 0.85
    high: float = 1.35
    guess_low: float = 0.7
    guess_high: float = 1.8
    stale_high: float = 1.25
    snap_limit_m: float = 1500.0
    access_kmh: float = 5.0
    access_factor: float = 1.3
    transfer_s: float = 300.0
    transfer_limit_m: float = 300.0
    closure_width_m: float = 15.0
    turnout_low_s: float = 30.0
    turnout_high_s: float = 120.0

    def detour(self, medium: str) -> float:
        """Factor of the straight line for a unit of this medium."""
        return {"road": self.detour_road, "water": self.detour_water}.get(medium, self.detour_both)

    def guess_kmh(self, medium: str) -> float:
        """Speed along a guessed way."""
        return {"road": self.guess_road_kmh, "water": self.guess_water_kmh}.get(medium, self.guess_both_kmh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Everything of ``routing.toml``."""

    travel: Travel = field(default_factory=Travel)
    speeds: Mapping[str, WaySpeed] = field(default_factory=dict)

    def kmh(self, kind: str) -> float:
        """Speed on a kind; its family's when it has none of its own, 0 when that has none either."""
        code = kind
        while code:
            known = self.speeds.get(code)
            if known is not None:
                return known.kmh
            code = code.rpartition(".")[0]
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What a unit can do or carries (pompa apung, AED, selam …). Source: domain.md §5.4."""

    code: str
    label: str
    label_en: str = ""
