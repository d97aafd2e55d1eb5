"""GeoPackage, shapefile and GeoJSON: read in pieces, brought to WGS 84, columns read as tags."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from batola_desk.map.imports.limits import BATCH
from batola_desk.map.imports.region import overlaps
from batola_desk.map.imports.report import NO_SHAPE, OUTSIDE, FileReport, ImportRequest, Progress
from batola_desk.map.imports.shaping import RawBatch
from batola_desk.map.imports.tag_mapping import tags_of
from batola_desk.map.imports.texts import TextDecoder
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import Bounds

_WGS84: Final = "EPSG:4326"
_JSON_ENDINGS: Final = frozenset({".geojson", ".json"})
_READ_AT_ONCE: Final = 50_000  # LIMIT: each piece of a GeoJSON file costs reading all of it again
_LOOKED_THROUGH_MAX: Final = 2_000_000  # LIMIT: rows whose boxes are read once more only to count the broken
_FAULTS: Final = (DataSourceError, DataLayerError, FieldError, GeometryError, ValueError, RuntimeError)
# Latin-1 gives back every byte as it is; TextDecoder then decides text by text.
_BYTES: Final = "ISO-8859-1"


class VectorSource:
    """One file with one or more layers."""

    def __init__(self, path: Path, where: str, region: Bounds, request: ImportRequest) -> None:
        """Args: where: how GDAL finds it; inside a zip archive that is not the file's path."""
        self._path = path
        self._where = where
        self._region = region
        self._request = request
        self._decoder = TextDecoder(_declared_encoding(Path(where)))
        self.has_osm_ids = False
        layers = self._guarded(lambda: pyogrio.list_layers(where))
        self._layers = [str(name) for name, shape in layers if shape is not None]
        if not self._layers:
            raise MapPackFault("map_no_features", file=path.name)

    def read(self, report: FileReport, progress: Progress) -> Iterator[RawBatch]:
        """Yield everything that may lie inside the region; what cannot is counted without being read.

        Raises:
            MapPackFault: the file is damaged, says no projection or a wrong one, or lies elsewhere.
        """
        features = 0
        near: list[tuple[str, dict[str, Any]]] = []
        for layer in self._layers:
            info = self._guarded(
                lambda layer=layer: pyogrio.read_info(
                    self._where, layer=layer, force_feature_count=True, force_total_bounds=True,
                    encoding=_BYTES,
                )
            )  # fmt: skip
            if info["features"] and info["total_bounds"] is not None:
                features += int(info["features"])
                near += [(layer, info)]
        if not near:
            raise MapPackFault("map_no_features", file=self._path.name)
        elsewhere: list[MapPackFault] = []
        for layer, info in near:
            try:
                yield from self._read_layer(layer, info, report, progress)
            except _LayerElsewhere as fault:
                elsewhere.append(fault.args[0])
        if len(elsewhere) == len(near):
            raise elsewhere[0]
        report.recoded = self._decoder.recoded

    def _read_layer(
        self, layer: str, info: Mapping[str, Any], report: FileReport, progress: Progress
    ) -> Iterator[RawBatch]:
        to_wgs84 = self._transformer(info)
        bounds = self._bounds_in_wgs84(info, to_wgs84)
        if not overlaps(bounds, self._region):
            raise _LayerElsewhere(self._elsewhere(info, to_wgs84))
        columns = [str(name) for name in info["fields"]]
        self.has_osm_ids = self.has_osm_ids or "osm_id" in columns
        frame = self._frame_in_layer(to_wgs84)
        total, read, placeless = int(info["features"]), 0, 0
        while True:
            _, _, wkb, data = self._guarded(
                lambda read=read: pyogrio.raw.read(
                    self._where, layer=layer, bbox=frame, skip_features=read, max_features=_READ_AT_ONCE,
                    encoding=_BYTES, datetime_as_string=True,
                )
            )  # fmt: skip
            for start in range(0, len(wkb), BATCH):
                piece = slice(start, start + BATCH)
                yield RawBatch(
                    self._tags(columns, [column[piece] for column in data], layer, len(wkb[piece])),
                    self._geometries(wkb[piece], to_wgs84),
                )
                progress("read", read + min(start + BATCH, len(wkb)), total)
            read += len(wkb)
            placeless += sum(shape is None for shape in wkb)
            if len(wkb) < _READ_AT_ONCE:
                break
        unread = total - read
        if unread:  # by GDAL's own filter: what lies elsewhere, and what it could not read or has no shape
            broken = min(unread, self._count_placeless(layer, total) - placeless)
            report.skipped[NO_SHAPE] += broken
            report.skipped[OUTSIDE] += unread - broken

    def _count_placeless(self, layer: str, total: int) -> int:
        """How many rows have no shape that can be read; not looked for among very many."""
        if total > _LOOKED_THROUGH_MAX:
            return 0
        _, bounds = self._guarded(lambda: pyogrio.read_bounds(self._where, layer=layer))
        return int(np.isnan(bounds).any(axis=0).sum()) + max(0, total - int(bounds.shape[1]))

    # ------------------------------------------------------------------ projection

    def _transformer(self, info: Mapping[str, Any]) -> pyproj.Transformer:
        word = info["crs"] or self._request.crs
        if not word:
            raise MapPackFault("map_no_projection", file=self._path.name)
        try:
            crs = pyproj.CRS.from_user_input(word)
            is_degrees = _looks_geographic(info["total_bounds"])
            if self._request.crs and not is_degrees and self._path.suffix.lower() in _JSON_ENDINGS:
                crs = pyproj.CRS.from_user_input(self._request.crs)  # it says WGS 84 by saying nothing
            if crs.is_geographic != is_degrees:
                raise MapPackFault("map_wrong_projection", file=self._path.name, crs=crs.name)
            return pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True)
        except pyproj.exceptions.ProjError as fault:
            raise MapPackFault("map_unknown_projection", file=self._path.name, crs=str(word)[:60]) from fault

    def _bounds_in_wgs84(self, info: Mapping[str, Any], to_wgs84: pyproj.Transformer) -> Bounds:
        west, south, east, north = to_wgs84.transform_bounds(*info["total_bounds"])
        if not all(math.isfinite(value) for value in (west, south, east, north)):
            raise MapPackFault("map_wrong_projection", file=self._path.name, crs=str(info["crs"])[:60])
        return Bounds(south, west, north, east)

    def _frame_in_layer(self, to_wgs84: pyproj.Transformer) -> tuple[float, float, float, float] | None:
        south, west, north, east = self._region
        frame = to_wgs84.transform_bounds(
            west, south, east, north, direction=pyproj.enums.TransformDirection.INVERSE
        )
        return frame if all(math.isfinite(value) for value in frame) else None

    def _elsewhere(self, info: Mapping[str, Any], to_wgs84: pyproj.Transformer) -> MapPackFault:
        """Say whether it lies here when its two axes are exchanged."""
        left, bottom, right, top = info["total_bounds"]
        west, south, east, north = to_wgs84.transform_bounds(bottom, left, top, right)
        is_known = all(math.isfinite(value) for value in (west, south, east, north))
        is_swapped = is_known and overlaps(Bounds(south, west, north, east), self._region)
        return MapPackFault("map_axes_swapped" if is_swapped else "map_elsewhere", file=self._path.name)

    # ------------------------------------------------------------------ rows

    def _geometries(self, wkb: Any, to_wgs84: pyproj.Transformer) -> Any:
        geometries = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
        if to_wgs84.source_crs != to_wgs84.target_crs:
            coordinates = shapely.get_coordinates(geometries)
            x, y = to_wgs84.transform(coordinates[:, 0], coordinates[:, 1])
            geometries = shapely.set_coordinates(geometries, np.column_stack([x, y]))
        return geometries

    def _tags(self, columns: list[str], data: list[Any], layer: str, count: int) -> list[dict[str, str]]:
        decoded = [self._words(column) for column in data]
        keys = [column.lower() for column in columns]
        place = layer.lower()
        rows = zip(*decoded, strict=True) if decoded else [()] * count  # shapes without a table
        return [
            tags_of({key: word for key, word in zip(keys, row, strict=True) if word}, place) for row in rows
        ]

    def _words(self, column: Any) -> list[str]:
        if column.dtype == np.bool_:
            return ["yes" if value else "no" for value in column]
        if column.dtype != np.object_:
            return [_number_word(value) for value in column.tolist()]
        return [
            self._decoder.decode(value.encode("latin-1", "replace")) if isinstance(value, str) else ""
            for value in column
        ]

    def _guarded(self, act: Any) -> Any:
        try:
            with (
                warnings.catch_warnings()
            ):  # GDAL warns of each oddity of a file; the report counts what matters
                warnings.simplefilter("ignore")
                return act()
        except _FAULTS as fault:
            raise MapPackFault("map_file_damaged", file=self._path.name) from fault


class _LayerElsewhere(Exception):
    """One layer lies outside; another may not."""


def _looks_geographic(bounds: tuple[float, float, float, float]) -> bool:
    """Whether numbers can be degrees; in metres no file of a whole regency fits into them."""
    return max(map(abs, bounds)) <= 360.0


def _number_word(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _declared_encoding(path: Path) -> str:
    """Return what the file beside a shapefile says of its texts, "" if nothing does."""
    if path.suffix.lower() != ".shp":
        return ""
    for suffix in (".cpg", ".CPG"):
        beside = path.with_suffix(suffix)
        if beside.is_file():
            return beside.read_text(encoding="ascii", errors="replace").strip()[:40]
    return ""
