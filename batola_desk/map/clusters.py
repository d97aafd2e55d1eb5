"""Groups incidents that would cover each other at a zoom, and fans out those that share one place."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLUSTER_CELL_PX = 54.0
CLUSTER_GAP_PX = 40.0
FAN_ZOOM_MIN = 15.0
FAN_COUNT_MAX = 12


@dataclass(frozen=True, slots=True)
class Cluster:
    """Members that are drawn as one.

    Attributes:
        x, y: mean position, world fractions.
        members: indices into the arrays given, in their order.
        worst: lowest priority number among the members (1 = P1).
    """

    x: float
    y: float
    members: tuple[int, ...]
    worst: int


def cluster_points(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    priority: NDArray[np.int64],
    scale_px: float,
    *,
    apart: NDArray[np.bool_] | None = None,
) -> list[Cluster]:
    """Clusters at one zoom. Anchored to the world, so that panning changes nothing.

    Args:
        x, y: world fractions.  Shape: (n,).
        priority: 1..5.  Shape: (n,).
        scale_px: pixels per world fraction (``Camera.scale_px``).
        apart: True for points that must stand alone (selected, draft).  Shape: (n,).
    """
    alone = np.zeros(x.shape, dtype=bool) if apart is None else apart
    singles = [Cluster(float(x[i]), float(y[i]), (int(i),), int(priority[i])) for i in np.flatnonzero(alone)]
    rest = np.flatnonzero(~alone)
    if rest.size == 0:
        return singles
    px, py = x[rest] * scale_px, y[rest] * scale_px
    cell = np.floor(px / CLUSTER_CELL_PX).astype(np.int64) << 32 | np.floor(py / CLUSTER_CELL_PX).astype(
        np.int64
    )
    _, group = np.unique(cell, return_inverse=True)
    group = _merge_close(group, px, py)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    clusters: list[Cluster] = []
    for members in np.split(rest[order], starts[1:]):
        clusters.append(
            Cluster(
                float(x[members].mean()),
                float(y[members].mean()),
                tuple(int(member) for member in members),
                int(priority[members].min()),
            )
        )
    return clusters + singles


def fan_offsets(count: int, *, radius_px: float = 30.0) -> list[tuple[float, float]]:
    """Offsets on a circle for marks that share one place, the first to the north, clockwise."""
    radius = max(radius_px, count * 34.0 / (2 * math.pi))
    turns = [2 * math.pi * number / count for number in range(count)]
    return [(radius * math.sin(turn), -radius * math.cos(turn)) for turn in turns]


def _merge_close(
    group: NDArray[np.int64], px: NDArray[np.float64], py: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Join groups whose centres are closer than a mark is wide (neighbours across a cell border)."""
    count = int(group.max()) + 1
    size = np.bincount(group, minlength=count)
    centre_x, centre_y = np.bincount(group, px) / size, np.bincount(group, py) / size
    target = np.arange(count)
    by_size = np.argsort(-size, kind="stable")
    taken = np.zeros(count, dtype=bool)
    for leader in by_size:
        if taken[leader]:
            continue
        near = np.hypot(centre_x - centre_x[leader], centre_y - centre_y[leader]) < CLUSTER_GAP_PX
        near &= ~taken
        target[near] = leader
        taken |= near
    joined: NDArray[np.int64] = target[group]
    return joined
