"""Many calls near each other in space and time: one fire seen by seven people.

Reports fall into cells half as wide as a cluster; the reports of a cell are cut where nobody called for a
while, and such bursts of neighbouring cells are joined. The work grows with the reports, not with their
pairs. Source: decision 0032.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.likeness import Sighting
from batola_desk.domain.similar_limits import SimilarLimits
from batola_desk.services.sightings import id_of

_FORWARD = tuple((down, across) for down in range(3) for across in range(-2, 3) if (down, across) > (0, 0))
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCluster:
    """Reports that light up together.

    Attributes:
        members: ``incident:…`` and ``call:…``, the oldest first.
        calls: how many calls stand behind them.
        width_m: of the rectangle that holds them, corner to corner.
        minutes: from the first to the last of them.
    """

    latitude: float
    longitude: float
    radius_m: float
    width_m: float
    minutes: float
    calls: int
    members: tuple[str, ...]

    @property
    def key(self) -> str:
        """Stays while the cluster grows: its oldest member."""
        return self.members[0]


@dataclass(slots=True)
class _Burst:
    """Reports of one cell in one stretch of time."""

    members: list[Sighting]
    latitude: float
    longitude: float
    joined: _Burst | None = field(default=None, repr=False)

    def root(self) -> _Burst:
        burst = self
        while burst.joined is not None:
            burst.joined = burst.joined.joined or burst.joined
            burst = burst.joined
        return burst

    @property
    def from_us(self) -> int:
        return self.members[0].at_us

    @property
    def until_us(self) -> int:
        return self.members[-1].at_us


def clusters_of(reports: Iterable[Sighting], limits: SimilarLimits, *, since_us: int) -> list[CallCluster]:
    """Clusters among reports since a moment, the largest first."""
    gap_us = int(max(limits.cluster_minutes, 0.1) * 60e6)
    cells = _bursts(reports, max(limits.cluster_m, 10.0), gap_us, since_us)
    for (row, column), bursts in cells.items():
        for down, across in _FORWARD:
            for other in cells.get((row + down, column + across), ()):
                for burst in bursts:
                    if _are_one(burst, other, max(limits.cluster_m, 10.0), gap_us):
                        _join(burst, other)
    gathered: dict[int, list[Sighting]] = {}
    for bursts in cells.values():
        for burst in bursts:
            gathered.setdefault(id(burst.root()), []).extend(burst.members)
    found = [
        _cluster(sorted(members, key=lambda seen: (seen.at_us, seen.key))) for members in gathered.values()
    ]
    lit = [cluster for cluster in found if cluster.calls >= limits.cluster_calls and len(cluster.members) > 0]
    return sorted(lit, key=lambda cluster: (-cluster.calls, cluster.key))


def _bursts(
    reports: Iterable[Sighting], width_m: float, gap_us: int, since_us: int
) -> dict[tuple[int, int], list[_Burst]]:
    step = width_m / 2 / _METRES_PER_DEGREE
    in_cell: dict[tuple[int, int], list[Sighting]] = {}
    for report in reports:
        # What is known no better than the cluster is wide may have been anywhere.
        if (
            report.position is None
            or report.is_guess
            or report.at_us < since_us
            or report.reach_m > 2 * width_m
        ):
            continue
        cell = (math.floor(report.position[0] / step), math.floor(report.position[1] / step))
        in_cell.setdefault(cell, []).append(report)
    return {cell: _cut(sorted(found, key=lambda seen: seen.at_us), gap_us) for cell, found in in_cell.items()}


def _cut(reports: list[Sighting], gap_us: int) -> list[_Burst]:
    bursts: list[_Burst] = []
    for report in reports:
        assert report.position is not None
        if bursts and report.at_us - bursts[-1].until_us <= gap_us:
            bursts[-1].members.append(report)
        else:
            bursts.append(_Burst([report], *report.position))
    return bursts


def _are_one(a: _Burst, b: _Burst, width_m: float, gap_us: int) -> bool:
    in_time = a.from_us - gap_us <= b.until_us and b.from_us - gap_us <= a.until_us
    return in_time and distance_m(a.latitude, a.longitude, b.latitude, b.longitude) <= width_m


def _join(a: _Burst, b: _Burst) -> None:
    first, second = a.root(), b.root()
    if first is not second:
        second.joined = first


def _cluster(members: list[Sighting]) -> CallCluster:
    lats = [seen.position[0] for seen in members if seen.position is not None]
    lons = [seen.position[1] for seen in members if seen.position is not None]
    middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    width_m = distance_m(min(lats), min(lons), max(lats), max(lons))
    return CallCluster(
        latitude=middle[0], longitude=middle[1], radius_m=width_m / 2, width_m=width_m,
        minutes=(members[-1].at_us - members[0].at_us) / 60e6, calls=sum(seen.calls for seen in members),
        members=tuple(id_of(seen) for seen in members),
    )  # fmt: skip
