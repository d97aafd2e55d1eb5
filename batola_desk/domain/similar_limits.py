"""Limits of the comparison of reports; part of limits.toml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarLimits:
    """When two reports are offered as one happening, and when many light up. See ``domain.likeness``.

    Attributes:
        km, hours: beyond either nothing is compared, except calls of one number.
        offered_from: points from which a report is offered.
        cluster_m, cluster_minutes, cluster_calls: so many calls so near each other are a cluster.
        calls_minutes: a call without a ticket is compared for so long.
    """

    km: float = 2.0
    hours: float = 6.0
    points_near: int = 50
    points_time: int = 15
    points_type: int = 20
    points_group: int = 10
    points_other_group: int = -40
    points_number: int = 40
    points_neighbour_number: int = 10
    offered_from: int = 30
    calls_minutes: float = 60.0
    cluster_m: float = 400.0
    cluster_minutes: float = 20.0
    cluster_calls: int = 3
