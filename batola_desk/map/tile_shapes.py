"""Features of a map pack as one tile draws them: in tile pixels, sorted by class, cut to the tile.

Runs beside the screen thread, so that painting a tile is nothing but painting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.pack.kinds import ANJIR_ZOOM_MIN, BY_CODE, Shape, min_zoom_of
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import PackFeature
from batola_desk.map.pack.schema import WORLD_UNITS
from batola_desk.map.projection import TILE_SIZE_PX, Tile

MARGIN_PX = 16.0  # LIMIT: half of the widest stroke; what stands outside reaches into the tile with it
PIECE_BYTES = 160  # of a line or ring beside its points: an array's head and its place in a list (measured)
ANJIR = "water.anjir"  # class of a canal that is seen from afar
Pixels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TileShapes:
    """What one tile shows, by class: the kind's code, or ``ANJIR``.

    Attributes:
        lines: each (n, 2) in tile pixels.
        areas: each a tuple of rings, (n, 2); more than one: the others are holes or further parts.
        points: (n, 2).
        byte_count: of all of it; short lines are mostly what Python adds to them.
    """

    lines: Mapping[str, Sequence[Pixels]]
    areas: Mapping[str, Sequence[tuple[Pixels, ...]]]
    points: Mapping[str, Sequence[Pixels]]
    byte_count: int


def box_of(tile: Tile) -> Box:
    """What a tile must know of: itself and a margin, in world fractions."""
    size, margin = 2.0**tile.zoom, MARGIN_PX / TILE_SIZE_PX
    return Box(
        (tile.x - margin) / size,
        (tile.y - margin) / size,
        (tile.x + 1 + margin) / size,
        (tile.y + 1 + margin) / size,
    )


def shapes_of(features: Sequence[PackFeature], tile: Tile) -> TileShapes:
    """Sort and cut the features that touch a tile."""
    lines: defaultdict[str, list[Pixels]] = defaultdict(list)
    areas: defaultdict[str, list[tuple[Pixels, ...]]] = defaultdict(list)
    points: defaultdict[str, list[Pixels]] = defaultdict(list)
    if not features:
        return TileShapes({}, {}, {}, 0)
    scale = TILE_SIZE_PX * 2.0**tile.zoom / WORLD_UNITS
    # One sum for all features of the tile: numpy's price is per call, not per point.
    everything = np.concatenate([feature.points for feature in features]) * scale
    everything -= (tile.x * TILE_SIZE_PX, tile.y * TILE_SIZE_PX)
    counts = np.concatenate([feature.parts for feature in features]).astype(np.int64)
    starts = np.cumsum(counts) - counts
    low = np.minimum.reduceat(everything, starts, axis=0)
    high = np.maximum.reduceat(everything, starts, axis=0)
    least, most = -MARGIN_PX, TILE_SIZE_PX + MARGIN_PX
    touches: list[bool] = np.all((low <= most) & (high >= least), axis=1).tolist()
    inside: list[bool] = np.all((low >= least) & (high <= most), axis=1).tolist()
    part = 0
    for feature in features:
        own = range(part, part + len(feature.parts))
        part = own.stop
        name = class_of(feature)
        pieces = [(everything[starts[i] : starts[i] + counts[i]], inside[i]) for i in own if touches[i]]
        if not pieces:
            continue
        if feature.shape is Shape.POINT:
            points[name].append(pieces[0][0])
        elif feature.shape is Shape.LINE:
            for piece, is_inside in pieces:
                lines[name].extend([piece] if is_inside else runs_inside(piece, least, most))
        else:
            rings = tuple(ring if is_in else clipped(ring, least, most) for ring, is_in in pieces)
            rings = tuple(ring for ring in rings if len(ring) >= 3)
            if rings:
                areas[name].append(rings)
    byte_count = everything.nbytes + PIECE_BYTES * sum(touches)
    return TileShapes(dict(lines), dict(areas), dict(points), byte_count)


def class_of(feature: PackFeature) -> str:
    """The class a feature is drawn as."""
    is_named_canal = feature.kind == "water.canal" and feature.name
    if is_named_canal and min_zoom_of(BY_CODE[feature.kind], feature.name) == ANJIR_ZOOM_MIN:
        return ANJIR
    return feature.kind


def runs_inside(line: Pixels, least: float, most: float) -> Iterator[Pixels]:
    """The pieces of a line whose segments come near the square from ``least`` to ``most``."""
    first, second = line[:-1], line[1:]
    near = (np.minimum(first, second) <= most) & (np.maximum(first, second) >= least)
    keep = near[:, 0] & near[:, 1]
    edges = np.flatnonzero(np.diff(keep, prepend=False, append=False))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield line[start : end + 1]


def clipped(ring: Pixels, least: float, most: float) -> Pixels:
    """A ring cut to the square (Sutherland and Hodgman, one side after the other)."""
    for axis in (0, 1):
        for sign, limit in ((1.0, least), (-1.0, -most)):
            if len(ring) < 3:
                return ring[:0]
            ring = _half_plane(ring, ring[:, axis] * sign - limit, axis, limit * sign)
    return ring


def _half_plane(ring: Pixels, over: NDArray[np.float64], axis: int, at: float) -> Pixels:
    """Keep what lies where ``over`` is not negative."""
    is_in = over >= 0
    if is_in.all():
        return ring
    if not is_in.any():
        return ring[:0]
    following = np.roll(ring, -1, axis=0)
    over_next = np.roll(over, -1)
    crosses = is_in != (over_next >= 0)
    share = np.zeros(len(ring))
    share[crosses] = over[crosses] / (over[crosses] - over_next[crosses])
    cuts = ring + share[:, None] * (following - ring)
    cuts[:, axis] = np.where(crosses, at, cuts[:, axis])
    # Each corner that stays, then the cut behind it: both in the order of the ring.
    both = np.stack([ring, cuts], axis=1).reshape(-1, 2)
    kept = np.stack([is_in, crosses], axis=1).reshape(-1)
    return np.asarray(both[kept])
