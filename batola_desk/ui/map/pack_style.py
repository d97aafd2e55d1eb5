"""How the classes of a map pack look: roles of the palette, widths by zoom, order. No colours here.

A calm base: water is what one looks at first (in this land rivers and canals are streets), roads are
light, and nothing has the strength of an incident's mark.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt

from batola_desk.map.tile_shapes import ANJIR

CASING_WIDTH_MIN = 2.0  # narrower roads are one stroke, in the colour of thin roads


@dataclass(frozen=True, slots=True)
class LineStyle:
    """A stroke.

    Attributes:
        widths: (zoom, pixels of a tile), rising; in between they grow evenly.
        edge_role: colour of the casing, "" = none.
        dashes: in stroke widths, () = solid.
    """

    role: str
    widths: tuple[tuple[int, float], ...]
    edge_role: str = ""
    dashes: tuple[float, ...] = ()
    alpha: int = 255
    cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap

    def width(self, zoom: int) -> float:
        """Width at a zoom; 0 = not drawn there."""
        return width_at(self.widths, zoom)


@dataclass(frozen=True, slots=True)
class AreaStyle:
    """A fill, with a thin edge from ``edge_zoom_min`` on."""

    role: str
    edge_role: str = ""
    edge_zoom_min: int = 0
    edge_width: float = 1.0


def width_at(widths: tuple[tuple[int, float], ...], zoom: int) -> float:
    """Between two entries the width is that in proportion; before the first there is none."""
    if zoom < widths[0][0]:
        return 0.0
    for (low, thin), (high, thick) in itertools.pairwise(widths):
        if zoom <= high:
            return thin + (thick - thin) * (zoom - low) / (high - low)
    return widths[-1][1]


# In the order in which they are painted; lines of water lie between land and water, whose areas cover them.
AREAS: Mapping[str, AreaStyle] = {
    "land.wetland": AreaStyle("land_wetland"),
    "land.farm": AreaStyle("land_farm"),
    "land.forest": AreaStyle("land_forest"),
    "land.residential": AreaStyle("land_residential"),
    "water.area": AreaStyle("water", "water_edge", 11),
    "building": AreaStyle("building", "building_edge", 16, 0.8),
}
_CANAL = ((12, 1.0), (13, 1.3), (14, 2.0), (15, 3.0), (16, 4.5), (17, 7.0), (18, 11.0))
WATERS: Mapping[str, LineStyle] = {
    "water.stream": LineStyle("canal", ((14, 0.8), (15, 1.2), (16, 1.8), (17, 3.0), (18, 5.0)), alpha=200),
    "water.canal": LineStyle("canal", _CANAL),
    # From afar an anjir is as wide as a great river: it is the way there, by boat and by the road beside.
    ANJIR: LineStyle(
        "canal", ((8, 1.2), (10, 1.7), (12, 2.4), (13, 3.0), (14, 4.0), (15, 6.0), (16, 9.0), (18, 20.0))
    ),
    "water.river": LineStyle(
        "river", ((7, 1.4), (9, 2.0), (11, 2.6), (13, 3.4), (14, 4.4), (15, 6.0), (16, 8.0), (18, 16.0))
    ),
}
_FLAT = Qt.PenCapStyle.FlatCap
BORDERS: Mapping[str, LineStyle] = {
    "boundary.desa": LineStyle("border_desa", ((12, 0.8), (15, 1.2)), alpha=130),
    "boundary.kecamatan": LineStyle("border", ((9, 1.0), (12, 1.4), (15, 2.0)), dashes=(5.0, 3.0), cap=_FLAT),
    "boundary.regency": LineStyle("border", ((7, 1.4), (11, 2.0), (15, 2.8)), dashes=(6.0, 2.5), cap=_FLAT),
}
# Minor before major: where they cross the major one goes through.
ROADS: Mapping[str, LineStyle] = {
    "road.path": LineStyle(
        "track", ((15, 1.0), (16, 1.4), (18, 2.2)), dashes=(3.0, 2.0), cap=_FLAT
    ),
    "road.track": LineStyle(
        "track", ((14, 0.9), (15, 1.3), (16, 1.8), (18, 3.2)), dashes=(6.0, 2.0), cap=_FLAT
    ),
    "road.service": LineStyle("road_minor", ((15, 1.4), (16, 2.6), (17, 4.5), (18, 8.0)), "road_minor_edge"),
    "road.residential": LineStyle(
        "road_minor", ((13, 0.9), (14, 1.9), (15, 3.4), (16, 5.5), (17, 9.0), (18, 14.0)), "road_minor_edge"
    ),
    "road.tertiary": LineStyle(
        "road_minor",
        ((11, 0.9), (12, 1.5), (13, 2.3), (14, 3.4), (15, 5.0), (16, 7.5), (17, 11.0), (18, 17.0)),
        "road_minor_edge",
    ),
    "road.secondary": LineStyle(
        "road_major",
        ((10, 1.0), (11, 1.4), (12, 2.2), (13, 3.0), (14, 4.2), (15, 6.0), (16, 9.0), (18, 20.0)),
        "road_major_edge",
    ),
    "road.primary": LineStyle(
        "road_major",
        ((9, 1.0), (11, 1.8), (12, 2.6), (13, 3.5), (14, 5.0), (15, 7.0), (16, 10.0), (18, 22.0)),
        "road_major_edge",
    ),
    "road.trunk": LineStyle(
        "road_trunk",
        ((8, 1.1), (10, 1.6), (12, 3.0), (13, 4.0), (14, 5.5), (15, 8.0), (16, 11.0), (18, 24.0)),
        "road_trunk_edge",
    ),
}  # fmt: skip
OTHERS: Mapping[str, LineStyle] = {
    "ferry": LineStyle("ferry", ((11, 1.2), (15, 1.8)), dashes=(5.0, 4.0), cap=_FLAT),
    "rail": LineStyle("rail", ((11, 1.0), (14, 1.8), (17, 3.0))),
    "jetty": LineStyle("jetty", ((13, 1.4), (15, 2.4), (18, 5.0)), cap=_FLAT),
}
JETTY_ZOOM_MIN = 13
POI_ZOOM_MIN = 15  # their dots; names and signs belong to the labels
