"""Where names of a map pack may stand: along rivers, canals and roads, beside villages and buildings.

Only candidates, with their importance; which of them find room is decided on the screen (``labels``).
Runs beside the screen thread.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack, PackFeature
from batola_desk.map.pack.schema import WORLD_UNITS
from batola_desk.map.projection import world_size_px
from batola_desk.map.tile_shapes import ANJIR, class_of

REPEAT_PX = 420.0  # the same name comes again along a line after so much
SAME_PLACE = 1.5e-4  # world fractions, 6 km: two places of one name are farther from each other
LINE_PX_MIN = 70.0  # a shorter line has no name
BEND_PX_MAX = 4.0  # a name stands where its line leaves the straight by less
RIVER_BEND_PX_MAX = 9.0  # a river is wide, and winds
LETTER_SHARE = 0.62  # width of a letter by its height, on average and a little more
SPOTS_MAX = 500  # LIMIT: more than any window shows; the least important are left out
_TRIES = (0.0, -0.25, 0.25, -0.5, 0.5)  # in shares of the distance between two names


class NameStyle(NamedTuple):
    """When a class shows its names, how important they are, how large they are written (points)."""

    zoom_min: float
    rank: float
    role: str
    points: float
    is_italic: bool = False
    is_bold: bool = False


STYLES: dict[str, NameStyle] = {
    "place.city": NameStyle(7, 2.0, "kecamatan_text", 11.0, is_bold=True),
    "place.town": NameStyle(9, 2.2, "kecamatan_text", 10.0, is_bold=True),
    "place.island": NameStyle(11, 3.0, "desa_text", 8.5, is_italic=True),
    "place.village": NameStyle(12, 3.2, "desa_text", 8.5),
    "place.suburb": NameStyle(13, 3.4, "desa_text", 8.5),
    "place.hamlet": NameStyle(13, 3.6, "desa_text", 8.0),
    "place.locality": NameStyle(14, 4.2, "desa_text", 8.0),
    "water.river": NameStyle(9, 2.6, "water_text", 9.0, is_italic=True),
    ANJIR: NameStyle(10, 2.8, "water_text", 8.5, is_italic=True),
    "water.canal": NameStyle(13, 4.4, "water_text", 8.0, is_italic=True),
    "water.stream": NameStyle(15, 6.0, "water_text", 7.5, is_italic=True),
    "water.area": NameStyle(12, 4.0, "water_text", 8.5, is_italic=True),
    "road.trunk": NameStyle(11, 3.1, "road_text", 8.5),
    "road.primary": NameStyle(12, 3.3, "road_text", 8.5),
    "road.secondary": NameStyle(12.5, 3.5, "road_text", 8.0),
    "road.tertiary": NameStyle(13, 4.6, "road_text", 8.0),
    "road.residential": NameStyle(15, 5.6, "road_text", 7.5),
    "road.service": NameStyle(16, 5.9, "road_text", 7.5),
    "road.path": NameStyle(16, 6.1, "road_text", 7.5),
    "ferry": NameStyle(13, 5.0, "water_text", 7.5, is_italic=True),
    "jetty": NameStyle(14, 4.1, "poi_text", 7.5),
    "poi.health": NameStyle(14, 3.8, "poi_text", 8.0, is_bold=True),
    "poi.police": NameStyle(14, 3.9, "poi_text", 8.0),
    "poi.fire": NameStyle(14, 3.85, "poi_text", 8.0),
    "poi.worship": NameStyle(15, 5.0, "poi_text", 7.5),
    "poi.school": NameStyle(15, 5.1, "poi_text", 7.5),
    "poi.market": NameStyle(15, 5.2, "poi_text", 7.5),
    "poi.government": NameStyle(15, 5.3, "poi_text", 7.5),
    "poi.fuel": NameStyle(15, 5.4, "poi_text", 7.5),
}


@dataclass(frozen=True, slots=True)
class LabelSpot:
    """A name and where it could stand.

    Attributes:
        x, y: the middle of the words (of a point: the point), world fractions.
        angle_deg: clockwise, -90..90; None = a point, the words stand beside it.
        name_class: key of ``STYLES``.
    """

    text: str
    x: float
    y: float
    angle_deg: float | None
    name_class: str
    rank: float


def spots_in(
    pack: MapPack, box: Box, zoom: float, named: Mapping[str, Sequence[tuple[float, float]]]
) -> list[LabelSpot]:
    """Candidates in a rectangle at a zoom, the most important first.

    Args:
        named: places that have their name on the map already: casefolded text → world fractions.
    """
    shown = {name for name, style in STYLES.items() if zoom >= style.zoom_min}
    kinds = {"water.canal" if name == ANJIR else name for name in shown}
    features = [f for f in pack.features_in(box, zoom, kinds=sorted(kinds)) if f.name]
    spots = spots_of(features, zoom, shown)
    return [spot for spot in spots if not _is_named(spot, named)][:SPOTS_MAX]


def _is_named(spot: LabelSpot, named: Mapping[str, Sequence[tuple[float, float]]]) -> bool:
    """A village that the gazetteer names too: its point there is somewhere else, its name is the same."""
    return spot.name_class.startswith("place.") and any(
        abs(x - spot.x) < SAME_PLACE and abs(y - spot.y) < SAME_PLACE
        for x, y in named.get(spot.text.casefold(), ())
    )


def spots_of(features: Sequence[PackFeature], zoom: float, shown: set[str]) -> list[LabelSpot]:
    """Candidates of these features, the most important first."""
    lines: defaultdict[tuple[str, str], list[NDArray[np.float64]]] = defaultdict(list)
    spots: list[LabelSpot] = []
    size = world_size_px(zoom)
    for feature in features:
        name_class = class_of(feature)
        if name_class not in shown:
            continue
        if feature.shape is Shape.LINE:
            for part in feature.each_part():
                lines[feature.name, name_class].append(part.astype(np.float64) * (size / WORLD_UNITS))
        else:
            spots += _of_place(feature, name_class, size)
    for (text, name_class), parts in lines.items():
        style = STYLES[name_class]
        words_px = len(text) * style.points * 96 / 72 * LETTER_SHARE
        for chain in chained(parts):
            bend_px = RIVER_BEND_PX_MAX if name_class == "water.river" else BEND_PX_MAX
            for x, y, angle_deg in _along(chain, words_px, bend_px):
                spots.append(LabelSpot(text, x / size, y / size, angle_deg, name_class, style.rank))
    on_lines = {text for text, name_class in lines if name_class.startswith("water")}
    spots = [s for s in spots if not (s.name_class == "water.area" and s.text in on_lines)]
    spots.sort(key=lambda spot: (spot.rank, spot.text))
    return spots


def _of_place(feature: PackFeature, name_class: str, size: float) -> Iterator[LabelSpot]:
    at = feature.points.astype(np.float64) / WORLD_UNITS
    low, high = at.min(axis=0), at.max(axis=0)
    if feature.shape is Shape.AREA and (high[0] - low[0]) * size < LINE_PX_MIN:
        return
    x, y = ((low + high) / 2).tolist()
    yield LabelSpot(feature.name, x, y, None, name_class, STYLES[name_class].rank)


def chained(parts: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Lines of one name joined where they meet end to end: a road comes in many pieces."""
    chains: list[NDArray[np.float64]] = []
    by_end: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        for end in (part[0], part[-1]):
            by_end[end[0], end[1]].append(index)
    used = [False] * len(parts)
    for index, part in enumerate(parts):
        if used[index]:
            continue
        used[index] = True
        chain = [part]
        for is_tail in (True, False):
            while True:
                end = chain[-1][-1] if is_tail else chain[0][0]
                following = next((i for i in by_end[end[0], end[1]] if not used[i]), None)
                if following is None:
                    break
                used[following] = True
                piece = parts[following]
                starts_here = bool((piece[0] == end).all())
                if is_tail:
                    chain.append(piece if starts_here else piece[::-1])
                else:
                    chain.insert(0, piece[::-1] if starts_here else piece)
        chains.append(np.concatenate(chain))
    return chains


def _along(
    line: NDArray[np.float64], words_px: float, bend_px_max: float
) -> Iterator[tuple[float, float, float]]:
    """Middle and angle of the words, again and again along a line, where it is straight enough."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    length = float(way[-1])
    if length < max(LINE_PX_MIN, words_px):
        return
    count = max(1, int(length / REPEAT_PX))
    gap = length / count
    for number in range(count):
        for share in _TRIES:
            middle = (number + 0.5 + share * 0.9) * gap
            start, end = middle - words_px / 2, middle + words_px / 2
            if start < 0 or end > length:
                continue
            at = np.linspace(start, end, 7)
            xs, ys = np.interp(at, way, line[:, 0]), np.interp(at, way, line[:, 1])
            dx, dy = float(xs[-1] - xs[0]), float(ys[-1] - ys[0])
            chord = math.hypot(dx, dy)
            if chord < 1:
                continue
            bend = np.abs((xs - xs[0]) * dy - (ys - ys[0]) * dx) / chord
            if float(bend.max()) > bend_px_max:
                continue
            angle = math.degrees(math.atan2(dy, dx))
            if angle > 90 or angle <= -90:  # never upside down
                angle += 180 if angle < 0 else -180
            yield float((xs[0] + xs[-1]) / 2), float((ys[0] + ys[-1]) / 2), angle
            break
