"""OpenStreetMap extracts (.osm.pbf), read in one stream: nodes, then ways, then areas."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium
import shapely

from batola_desk.map.imports.limits import BATCH
from batola_desk.map.imports.report import BROKEN, FileReport, Progress
from batola_desk.map.imports.shaping import RawBatch
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.kinds import TAG_KEYS, Shape, classify

ATTRIBUTION: Final = "© Kontributor OpenStreetMap (ODbL, openstreetmap.org/copyright)"
_IN_MEMORY_BYTES: Final = 64 * 2**20  # LIMIT: larger extracts keep the places of their nodes on the disk
_ONLY_LINE: Final = frozenset({Shape.LINE})


def osm_date(path: Path) -> str:
    """Return the day of the data as the file's header says it, "" if it does not."""
    header = _guarded(path, lambda: osmium.io.Reader(str(path)).header())
    stamp: str = header.get("osmosis_replication_timestamp") or header.get("timestamp") or ""
    return stamp[:10]


def read_osm(path: Path, work: Path, report: FileReport, progress: Progress) -> Iterator[RawBatch]:
    """Yield everything that has a tag the map knows.

    Args:
        work: file for the places of a large extract's nodes; deleted afterwards.
    """
    storage = "flex_mem" if path.stat().st_size <= _IN_MEMORY_BYTES else f"sparse_file_array,{work}"
    batch = _Batch(report)
    read = 0
    try:
        processor = _guarded(
            path,
            lambda: osmium.FileProcessor(str(path)).with_locations(storage).with_areas().with_filter(
                osmium.filter.KeyFilter(*TAG_KEYS)
            ),
        )  # fmt: skip
        objects = _guarded(path, lambda: iter(processor))
        while (thing := _guarded(path, lambda: next(objects, None))) is not None:
            batch.take(thing)
            if len(batch.tags) >= BATCH:
                read += len(batch.tags)
                progress("read", read, 0)
                yield batch.pop()
        progress("read", read + len(batch.tags), 0)
        yield batch.pop()
    finally:
        with contextlib.suppress(OSError):
            work.unlink(missing_ok=True)


def _guarded(path: Path, act: Any) -> Any:
    try:
        return act()
    except (RuntimeError, ValueError, OverflowError) as fault:  # what osmium says of damaged files
        raise MapPackFault("map_file_damaged", file=path.name) from fault


class _Batch:
    """Objects are valid only while osmium shows them: what is needed is copied at once."""

    def __init__(self, report: FileReport) -> None:
        self._report = report
        self._factory = osmium.geom.WKBFactory()
        self.tags: list[dict[str, str]] = []
        self._wkb: list[bytes] = []

    def take(self, thing: Any) -> None:
        tags = dict(thing.tags)
        try:
            if thing.is_node():
                self._add(tags, self._factory.create_point(thing))
            elif thing.is_way():
                self._take_way(thing, tags)
            elif thing.is_area() and not (thing.from_way() and _is_road_or_water(tags)):
                self._add(tags, self._factory.create_multipolygon(thing))
        except osmium.InvalidLocationError:
            self._report.skipped[BROKEN] += 1
        except RuntimeError:  # osmium's geometry_error: fewer than two points, an area without a ring
            self._report.skipped[BROKEN] += 1

    def _take_way(self, way: Any, tags: dict[str, str]) -> None:
        kinds = classify(tags, Shape.LINE)
        if not kinds or (way.is_closed() and kinds[0].shapes != _ONLY_LINE):
            return  # a closed way comes again as an area
        if all(node.location.valid() for node in way.nodes):
            self._add(tags, self._factory.create_linestring(way))
            return
        lines = _known_runs(way)  # an extract cut in the middle of a way lacks some of its nodes
        if lines:
            self._report.mended += 1
            self._add(tags, shapely.to_wkb(shapely.multilinestrings(lines)))
        else:
            self._report.skipped[BROKEN] += 1

    def _add(self, tags: dict[str, str], wkb: str | bytes) -> None:
        self.tags.append(tags)
        self._wkb.append(bytes.fromhex(wkb) if isinstance(wkb, str) else wkb)

    def pop(self) -> RawBatch:
        """Return what was gathered and begin anew."""
        geometries = shapely.from_wkb(np.array(self._wkb, dtype=object), on_invalid="ignore")
        batch = RawBatch(self.tags, geometries)
        self.tags, self._wkb = [], []
        return batch


def _is_road_or_water(tags: dict[str, str]) -> bool:
    """Whether a closed way is a line that happens to close (a roundabout), not a surface."""
    kinds = classify(tags, Shape.LINE)
    return bool(kinds) and kinds[0].shapes == _ONLY_LINE and tags.get("area") != "yes"


def _known_runs(way: Any) -> list[Any]:
    runs: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            runs[-1].append((node.location.lon, node.location.lat))
        elif runs[-1]:
            runs.append([])
    return [shapely.LineString(run) for run in runs if len(run) > 1]
