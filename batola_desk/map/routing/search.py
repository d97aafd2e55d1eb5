"""Shortest times from a few nodes outward, in numpy: Dijkstra in waves of nodes that lie equally far.

Nodes nearer than a threshold are final once no wave improves any of them; then the threshold moves on by
``step_s`` (delta-stepping, Meyer and Sanders 2003, with one pile of farther nodes). Exact, like Dijkstra
with a heap, and several times faster in Python because a wave is one array.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.routing.graph import F32, F64

I32 = NDArray[np.int32]
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs grouped by the node they leave.

    Attributes:
        first: where the arcs of each node begin; one more than nodes.
        target: node each arc leads to.
    """

    first: I32
    target: I32


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What a search found.

    Attributes:
        seconds: time of each node, infinite where it did not come.  Shape: (n,).
        arc: the arc by which each node was reached best, ``NOWHERE`` at a start.  Shape: (n,).
        settled_s: times up to here are final.
    """

    seconds: F64
    arc: I32
    settled_s: float


def spread_out(
    arcs: Arcs,
    weight_s: F32,
    starts: list[tuple[int, float]],
    *,
    step_s: float,
    is_enough: Callable[[F64, float], bool] | None = None,
) -> Spread:
    """Spread out from nodes that have a time already.

    Args:
        weight_s: seconds of each arc, infinite = closed.
        starts: node and its time.
        step_s: width of a wave; any positive number is right, a good one is fast.
        is_enough: asked with all times and the time up to which they are final.
    """
    seconds = np.full(arcs.first.size - 1, np.inf)
    arc_by = np.full(seconds.size, NOWHERE, dtype=np.int32)
    for node, at_s in starts:
        seconds[node] = min(seconds[node], at_s)
    far = np.unique(np.array([node for node, _ in starts], dtype=np.int32))
    threshold = 0.0
    while True:
        far = far[seconds[far] >= threshold]  # the others went with an earlier wave
        far = far[np.isfinite(seconds[far])]
        if far.size == 0:
            return Spread(seconds, arc_by, np.inf)
        threshold = max(threshold, float(seconds[far].min())) + step_s
        is_near = seconds[far] < threshold
        wave, far = far[is_near], far[~is_near]
        piles = [far]
        while wave.size:
            reached = _relax(arcs, weight_s, wave, seconds, arc_by)
            is_near = seconds[reached] < threshold
            wave = reached[is_near]
            piles.append(reached[~is_near])
        far = np.unique(np.concatenate(piles)) if len(piles) > 1 else far
        if is_enough is not None and is_enough(seconds, threshold):
            return Spread(seconds, arc_by, threshold)


def _relax(arcs: Arcs, weight_s: F32, wave: I32, seconds: F64, arc_by: I32) -> I32:
    """Follow every arc of the wave; returns the nodes that became nearer, each once."""
    begin = arcs.first[wave]
    count = arcs.first[wave + 1] - begin
    ends = np.cumsum(count)
    total = int(ends[-1])
    arc = np.arange(total, dtype=np.int32) + np.repeat(begin - (ends - count).astype(np.int32), count)
    time = np.repeat(seconds[wave], count) + weight_s[arc]
    target = arcs.target[arc]
    is_better = time < seconds[target]
    arc, time, target = arc[is_better], time[is_better], target[is_better]
    np.minimum.at(seconds, target, time)
    is_best = time == seconds[target]
    arc, target = arc[is_best], target[is_best]
    arc_by[target] = arc  # of equals, the last written; its time is the node's time like the others'
    improved: I32 = target[arc_by[target] == arc]
    return improved


def components(end_a: I32, end_b: I32, node_count: int) -> I32:
    """Number of the connected part that each node belongs to, whatever the direction of edges."""
    label = np.arange(node_count, dtype=np.int32)
    while True:
        lower = np.minimum(label[end_a], label[end_b])
        before = label.copy()
        np.minimum.at(label, label[end_a], lower)  # hook whole parts, not only the edge's own nodes
        np.minimum.at(label, label[end_b], lower)
        while True:
            jumped = label[label]
            if np.array_equal(jumped, label):
                break
            label = jumped
        if np.array_equal(label, before):
            return label
