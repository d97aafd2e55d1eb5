"""Groups incidents that would cover each other at a zoom, and fans out those that share one place."""

from __future__ import annotations

import math
from collections import defaultdict
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
    members = rest[order]
    sizes = np.diff(starts, append=members.size)
    mean_x, mean_y = np.add.reduceat(x[members], starts) / sizes, np.add.reduceat(y[members], starts) / sizes
    worst = np.minimum.reduceat(priority[members], starts)
    listed = members.tolist()
    clusters = [
        Cluster(own_x, own_y, tuple(listed[start : start + size]), own_worst)
        for own_x, own_y, start, size, own_worst in zip(
            mean_x.tolist(), mean_y.tolist(), starts.tolist(), sizes.tolist(), worst.tolist(), strict=True
        )
    ]
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
    target = list(range(count))
    near = _neighbours(centre_x, centre_y)
    taken: set[int] = set()
    for leader in np.argsort(-size, kind="stable").tolist():
        if leader in taken or leader not in near:
            continue
        taken.add(leader)
        for other in near[leader]:
            if other not in taken:
                target[other] = leader
                taken.add(other)
    joined: NDArray[np.int64] = np.array(target, dtype=np.int64)[group]
    return joined


def _neighbours(x: NDArray[np.float64], y: NDArray[np.float64]) -> dict[int, list[int]]:
    """Which centres lie closer than the gap; most have no such neighbour and are not named."""
    order = np.argsort(x, kind="stable")
    sorted_x, sorted_y = x[order], y[order]
    near: defaultdict[int, list[int]] = defaultdict(list)
    for step in range(1, len(order)):  # each with the one that many places further east
        across = sorted_x[step:] - sorted_x[:-step]
        if float(across.min()) >= CLUSTER_GAP_PX:
            break
        close = np.flatnonzero(np.hypot(across, sorted_y[step:] - sorted_y[:-step]) < CLUSTER_GAP_PX)
        for one, other in zip(order[close].tolist(), order[close + step].tolist(), strict=True):
            near[one].append(other)
            near[other].append(one)
    return near
