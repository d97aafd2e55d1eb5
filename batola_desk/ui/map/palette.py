"""Colours of the map by role, filled from the theme's tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor

from batola_desk.map.marks import PRIORITIES

_SINGLE_TOKENS = (
    "map_background",
    "map_outline",
    "map_desa_line",
    "map_kecamatan_line",
    "map_place_dot",
    "map_desa_text",
    "map_kecamatan_text",
    "map_text_halo",
    "map_graticule",
    "map_graticule_text",
    "map_panel_bg",
    "map_panel_text",
    "map_panel_muted",
    "map_panel_border",
    "map_mark_outline",
    "map_mark_shadow",
    "map_focus",
    "map_fix",
    "map_draft",
    "map_crosshair",
    "map_feature_landmark",
    "map_feature_jetty",
    "map_feature_pump",
    "map_feature_post",
    "map_feature_paper",
    "map_closed",
    "map_closed_gap",
    "map_danger",
    "map_unit_ready",
    "map_unit_moving",
    "map_unit_on_scene",
    "map_unit_out",
    "map_unit_danger",
    "map_unit_text",
    "map_unit_text_out",
    "map_land",
    "map_land_wetland",
    "map_land_farm",
    "map_land_forest",
    "map_land_residential",
    "map_water",
    "map_water_edge",
    "map_river",
    "map_canal",
    "map_building",
    "map_building_edge",
    "map_border",
    "map_border_desa",
    "map_track",
    "map_road_thin",
    "map_road_minor",
    "map_road_minor_edge",
    "map_road_major",
    "map_road_major_edge",
    "map_road_trunk",
    "map_road_trunk_edge",
    "map_ferry",
    "map_rail",
    "map_jetty",
    "map_poi",
    "map_water_text",
    "map_road_text",
    "map_poi_text",
    "map_measure",
    "map_weather",
    "map_heat_1",
    "map_heat_2",
    "map_heat_3",
    "map_heat_4",
    "map_route",
    "map_route_edge",
    "map_route_water",
    "map_reach_1",
    "map_reach_2",
    "map_reach_3",
    "map_reach_4",
)
_LAND_TOKENS = tuple(f"map_land_{number}" for number in range(1, 6))
_PRIORITY_TOKENS = tuple(f"map_{priority.lower()}" for priority in PRIORITIES)
_PRIORITY_TEXT_TOKENS = tuple(f"map_{priority.lower()}_text" for priority in PRIORITIES)
TOKENS = _SINGLE_TOKENS + _LAND_TOKENS + _PRIORITY_TOKENS + _PRIORITY_TEXT_TOKENS


@dataclass(frozen=True)
class MapPalette:
    """One theme's colours. ``name`` keeps tiles and glyphs of two themes apart.

    Tokens, all opaque ``#rrggbb`` (the painter adds transparency itself):

    - ground: ``map_background``, ``map_land_1`` .. ``map_land_5`` (tints of neighbouring kecamatan),
      ``map_outline``, ``map_desa_line``, ``map_kecamatan_line``, ``map_place_dot``, ``map_graticule``;
    - words: ``map_desa_text``, ``map_kecamatan_text``, ``map_text_halo``, ``map_graticule_text``;
    - panels: ``map_panel_bg``, ``map_panel_text``, ``map_panel_muted``, ``map_panel_border``;
    - incidents: ``map_p1`` .. ``map_p5`` with ``map_p1_text`` .. ``map_p5_text`` on them,
      ``map_mark_outline``, ``map_mark_shadow``, ``map_focus``, ``map_draft``, ``map_fix``, ``map_crosshair``;
    - what people drew: ``map_feature_landmark``, ``map_feature_jetty``, ``map_feature_pump``,
      ``map_feature_post`` on ``map_feature_paper``; ``map_closed`` with ``map_closed_gap`` between its
      dashes, ``map_danger``;
    - units: ``map_unit_ready``, ``map_unit_moving``, ``map_unit_on_scene``, ``map_unit_out``,
      ``map_unit_danger`` with ``map_unit_text`` on them (``map_unit_text_out`` on ``map_unit_out``);
    - a map pack: ``map_land``, ``map_land_*`` (not the numbered ones), ``map_water``, ``map_canal``,
      ``map_road_*`` with their casings ``*_edge``, ``map_building``, ``map_border`` and so on, words
      ``map_water_text``, ``map_road_text``, ``map_poi_text``;
    - ``map_measure`` (the ruler), ``map_weather`` (areas of weather warnings),
      ``map_heat_1`` .. ``map_heat_4`` (density, few to many);
    - ways: ``map_route``, ``map_route_water`` on ``map_route_edge``; areas within reach, near to far:
      ``map_reach_1`` .. ``map_reach_4``.
    """

    name: str
    colours: Mapping[str, QColor]
    lands: tuple[QColor, ...]
    priorities: Mapping[str, QColor]
    priority_texts: Mapping[str, QColor]

    @classmethod
    def from_tokens(cls, tokens: Mapping[str, str], *, name: str = "") -> MapPalette:
        """Build from token name -> ``#rrggbb``.

        Raises:
            ValueError: a token is missing or is no colour; the text names all of them.
        """
        bad = [token for token in TOKENS if not QColor.isValidColorName(tokens.get(token, ""))]
        if bad:
            raise ValueError("map tokens missing or not a colour: " + ", ".join(bad))
        return cls(
            name=name or tokens["map_background"],
            colours={token.removeprefix("map_"): QColor(tokens[token]) for token in _SINGLE_TOKENS},
            lands=tuple(QColor(tokens[token]) for token in _LAND_TOKENS),
            priorities={p: QColor(tokens[t]) for p, t in zip(PRIORITIES, _PRIORITY_TOKENS, strict=True)},
            priority_texts={
                p: QColor(tokens[t]) for p, t in zip(PRIORITIES, _PRIORITY_TEXT_TOKENS, strict=True)
            },
        )

    def colour(self, role: str, *, alpha: int = 255) -> QColor:
        """A role's colour, e.g. ``colour("graticule", alpha=60)``."""
        colour = QColor(self.colours[role])
        colour.setAlpha(alpha)
        return colour
