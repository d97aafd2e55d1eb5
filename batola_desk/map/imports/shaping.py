"""From raw geometries to features: mended, clipped, projected, simplified, a batch at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from batola_desk.map.imports.limits import FEATURE_POINTS_MAX
from batola_desk.map.imports.report import BROKEN, DUPLICATE, NO_SHAPE, OUTSIDE, UNKNOWN, FileReport
from batola_desk.map.imports.texts import clean_name
from batola_desk.map.pack.kinds import Kind, Shape, classify, min_zoom_of
from batola_desk.map.pack.meta import Bounds
from batola_desk.map.pack.schema import LEVEL_ZOOM_MAX, LEVELS, half_pixel, units_of
from batola_desk.map.pack.writer import NewFeature, Outline
from batola_desk.map.projection import project

Tags = dict[str, str]
Geometries = NDArray[np.object_]
KEPT_TAGS: Final = (
    "ref", "oneway", "junction", "bridge", "tunnel", "layer", "surface", "width", "maxspeed", "access",
    "motor_vehicle", "boat", "intermittent", "tidal", "capacity", "religion", "amenity", "medium", "height_m",
)  # fmt: skip
_TAG_LETTERS_MAX: Final = 60
_TYPES_OF_SHAPE: Final = {Shape.POINT: (0, 4), Shape.LINE: (1, 2, 5), Shape.AREA: (3, 6)}
_COLLECTION: Final = 7


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Features as a source gives them: tags, and geometries in degrees of WGS 84 (x = longitude)."""

    tags: list[Tags]
    geometries: Geometries


@dataclass(frozen=True, slots=True)
class _Row:
    tags: Tags
    kind: Kind
    shape: Shape
    geometry: Any


class Shaper:
    """Makes features of one file's batches and counts what it could not take."""

    def __init__(self, region: Bounds, report: FileReport, source: int, seen: set[int]) -> None:
        """Args: seen: marks of everything stored so far, shared by all files of an import."""
        self._region = region
        self._frame = shapely.box(region.west, region.south, region.east, region.north)
        self._report = report
        self._source = source
        self._seen = seen

    def shape(self, batch: RawBatch) -> Iterator[tuple[NewFeature, Tags]]:
        """Yield features with the tags they came with."""
        geometries = self._clipped(self._mended(batch.geometries))
        rows: dict[Shape, list[_Row]] = {shape: [] for shape in Shape}
        for tags, geometry in zip(batch.tags, geometries, strict=True):
            if geometry is not None:
                for row in self._rows_of(tags, geometry):
                    rows[row.shape].append(row)
        for shape, found in rows.items():
            if found:
                yield from self._features(shape, found)

    # ------------------------------------------------------------------ geometry

    def _mended(self, raw: Geometries) -> Geometries:
        """Return valid geometries; None where nothing can be made of one."""
        geometries: Geometries = shapely.force_2d(raw)
        missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
        self._report.skipped[NO_SHAPE] += int(missing.sum())
        geometries[missing] = None
        coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
        endless = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
        huge = np.flatnonzero(shapely.get_num_coordinates(geometries) > FEATURE_POINTS_MAX)
        for bad in np.union1d(endless, huge):
            geometries[bad] = None
            self._report.skipped[BROKEN] += 1
        present = ~shapely.is_missing(geometries)
        for index in np.flatnonzero(present & ~shapely.is_valid(geometries)):
            mended = _of_dimension(shapely.make_valid(geometries[index]), geometries[index])
            geometries[index] = mended
            if mended is None:
                self._report.skipped[BROKEN] += 1
            else:
                self._report.mended += 1
        return geometries

    def _clipped(self, geometries: Geometries) -> Geometries:
        """Return what lies inside the region; None for what lies outside of it."""
        region = self._region
        west, south, east, north = shapely.bounds(geometries).T
        present = ~shapely.is_missing(geometries)
        outside = present & (
            (east < region.west) | (west > region.east) | (north < region.south) | (south > region.north)
        )
        inside = (
            (west >= region.west) & (east <= region.east) & (south >= region.south) & (north <= region.north)
        )
        geometries[outside] = None
        for index in np.flatnonzero(present & ~outside & ~inside):
            geometries[index] = self._cut(geometries[index])
            if geometries[index] is None:
                outside[index] = True
            else:
                self._report.clipped += 1
        self._report.skipped[OUTSIDE] += int(outside.sum())
        return geometries

    def _cut(self, geometry: Any) -> Any:
        # intersection() would also cut a line where it crosses itself; a rectangle's own clip does not.
        if shapely.get_dimensions(geometry) == 1:
            region = self._region
            cut = shapely.clip_by_rect(geometry, region.west, region.south, region.east, region.north)
        else:
            cut = shapely.intersection(geometry, self._frame)
        return _of_dimension(cut, geometry)

    # ------------------------------------------------------------------ features

    def _rows_of(self, tags: Tags, geometry: Any) -> Iterator[_Row]:
        type_id = int(shapely.get_type_id(geometry))
        shape = next((shape for shape, types in _TYPES_OF_SHAPE.items() if type_id in types), None)
        kinds = classify(tags, shape) if shape is not None else ()
        if shape is None or not kinds:
            self._report.skipped[UNKNOWN] += 1
            return
        for kind in kinds:
            if shape in kind.shapes:
                yield _Row(tags, kind, shape, geometry)
            else:
                yield _Row(tags, kind, Shape.POINT, shapely.point_on_surface(geometry))

    def _features(self, shape: Shape, rows: list[_Row]) -> Iterator[tuple[NewFeature, Tags]]:
        geometries = np.array([row.geometry for row in rows], dtype=object)
        x, y = project(*shapely.get_coordinates(geometries).T[::-1])
        geometries = shapely.set_coordinates(geometries, np.column_stack([x, y]))
        names = [self._name_of(row.tags) for row in rows]
        min_zooms = [min_zoom_of(row.kind, name) for row, name in zip(rows, names, strict=True)]
        levels = [_outlines(geometries, np.arange(len(rows)))]
        levels += [
            self._simplified(shape, geometries, np.array(min_zooms), level) for level in range(1, LEVELS)
        ]
        for index, (row, name) in enumerate(zip(rows, names, strict=True)):
            outline = levels[0][index]
            mark = hash((row.kind.code, name, outline.points.tobytes()))
            if mark in self._seen:
                self._report.skipped[DUPLICATE] += 1
                continue
            self._seen.add(mark)
            self._report.taken[row.kind.code] += 1
            if shape is Shape.LINE:
                self._report.segments += len(outline.points) - len(outline.parts)
            feature = NewFeature(
                kind=row.kind, shape=shape, min_zoom=min_zooms[index], name=name, tags=_kept(row.tags),
                source=self._source,
                outlines={level: found[index] for level, found in enumerate(levels) if index in found},
            )  # fmt: skip
            yield feature, row.tags

    def _simplified(
        self, shape: Shape, geometries: Geometries, min_zooms: NDArray[np.int_], level: int
    ) -> dict[int, Outline]:
        """Return the outlines of a level for those large enough to be seen there."""
        half = half_pixel(level)
        zoom_max = LEVEL_ZOOM_MAX[level]
        assert zoom_max is not None
        chosen = np.flatnonzero(min_zooms <= zoom_max)
        if shape is not Shape.POINT and chosen.size:
            low_x, low_y, high_x, high_y = shapely.bounds(geometries[chosen]).T
            extent = np.maximum(high_x - low_x, high_y - low_y)
            chosen = chosen[extent >= (2 * half if shape is Shape.AREA else half)]
        if not chosen.size:
            return {}
        simple = shapely.simplify(geometries[chosen], half, preserve_topology=False)
        return _outlines(simple, chosen)

    def _name_of(self, tags: Tags) -> str:
        raw = tags.get("name", "")
        if not raw:
            return ""
        name, changed = clean_name(raw)
        self._report.shortened += changed
        return name


def _of_dimension(geometry: Any, like: Any) -> Any:
    """Return the part of a geometry that has the dimension of another; None if there is none."""
    wanted = int(shapely.get_dimensions(like))
    if shapely.get_type_id(geometry) == _COLLECTION:
        parts = shapely.get_parts(shapely.get_parts(geometry))
        parts = parts[shapely.get_dimensions(parts) == wanted]
        join = (shapely.multipoints, shapely.multilinestrings, shapely.union_all)[wanted]
        geometry = join(parts) if parts.size else None
    if geometry is None or geometry.is_empty or int(shapely.get_dimensions(geometry)) != wanted:
        return None
    return geometry


def _outlines(geometries: Geometries, owners: NDArray[np.intp]) -> dict[int, Outline]:
    """Return the outline of each geometry that is not empty, by its owner's number."""
    parts, owner_of_part = shapely.get_parts(geometries, return_index=True)
    rings, owner_of_ring = parts, owner_of_part
    if parts.size and shapely.get_dimensions(parts[0]) == 2:
        rings, part_of_ring = shapely.get_rings(parts, return_index=True)
        owner_of_ring = owner_of_part[part_of_ring]
    coordinates, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    points = units_of(coordinates)
    sizes = np.bincount(ring_of_point, minlength=len(rings)).astype(np.uint32)
    rings_of = np.bincount(owner_of_ring, minlength=len(geometries))
    ring_ends = np.cumsum(rings_of)
    point_ends = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    found: dict[int, Outline] = {}
    for index, owner in enumerate(owners):
        first, last = int(ring_ends[index] - rings_of[index]), int(ring_ends[index])
        if last > first:
            span = slice(int(point_ends[first]), int(point_ends[last]))
            found[int(owner)] = Outline(sizes[first:last], points[span])
    return found


def _kept(tags: Tags) -> Tags:
    return {key: clean_name(tags[key])[0][:_TAG_LETTERS_MAX] for key in KEPT_TAGS if key in tags}
