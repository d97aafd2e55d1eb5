"""Names for the search: every piece of a road is the road, every mosque is a mosque of its own."""

from __future__ import annotations

from typing import Final

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.imports.texts import clean_name
from batola_desk.map.pack.kinds import Kind, Shape
from batola_desk.map.pack.schema import WORLD_UNITS, PackName
from batola_desk.map.pack.writer import NewFeature, PackWriter
from batola_desk.map.projection import unproject
from batola_desk.map.spelling import tokens_of

NAME_KEYS: Final = ("name", "alt_name", "loc_name", "old_name", "name:id", "official_name", "short_name")
_BATCH: Final = 2000


class NameCollector:
    """Gathers names while features are stored.

    Pieces of a line with one name in one kecamatan are one entry, at the middle of the longest piece.
    """

    def __init__(self, gazetteer: Gazetteer, writer: PackWriter) -> None:
        self._gazetteer = gazetteer
        self._writer = writer
        self._points: list[PackName] = []
        self._lines: dict[tuple[str, str, str], tuple[int, PackName]] = {}
        self.count = 0

    def add(self, feature_id: int, feature: NewFeature, words: dict[str, str]) -> None:
        """Take the names of one stored feature; ``words`` are its tags as the source has them."""
        if not feature.kind.searched:
            return
        points = feature.outlines[0].points
        x, y = (int(value) for value in points[len(points) // 2])
        kecamatan = self._kecamatan_at(x, y)
        for text in names_in(words):
            folded = " ".join(token.folded for token in tokens_of(text))
            if not folded:
                continue
            name = PackName(feature_id, text, folded, x, y, feature.kind.code, kecamatan)
            if feature.shape is Shape.LINE:
                key = (folded, _family(feature.kind), kecamatan)
                known = self._lines.get(key)
                if known is None or known[0] < len(points):
                    self._lines[key] = (len(points), name)
            else:
                self._points.append(name)
        if len(self._points) >= _BATCH:
            self._flush()

    def finish(self) -> None:
        """Store what is left."""
        self._points += [name for _, name in self._lines.values()]
        self._lines.clear()
        self._flush()

    def _flush(self) -> None:
        self.count += len(self._points)
        self._writer.add_names(self._points)
        self._points.clear()

    def _kecamatan_at(self, x: int, y: int) -> str:
        """Return the kecamatan, "" outside the regency: a neighbour's street is not in our kecamatan."""
        lat, lon = unproject(x / WORLD_UNITS, y / WORLD_UNITS)
        if not self._gazetteer.is_inside_regency(lat, lon):
            return ""
        return self._gazetteer.nearest(lat, lon).place.kecamatan


def names_in(words: dict[str, str]) -> list[str]:
    """Return every name of a feature once, the main one first."""
    found: dict[str, None] = {}
    for key in NAME_KEYS:
        for part in words.get(key, "").split(";"):
            name, _ = clean_name(part)
            if name:
                found[name] = None
    return list(found)


def _family(kind: Kind) -> str:
    return kind.code.split(".", maxsplit=1)[0]
