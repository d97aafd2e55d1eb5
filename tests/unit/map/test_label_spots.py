"""Where names along rivers and roads may stand."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
import pytest

from batola_desk.map.label_spots import REPEAT_PX, STYLES, LabelSpot, chained, spots_in, spots_of
from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack, PackFeature
from batola_desk.map.pack.schema import WORLD_UNITS
from batola_desk.map.projection import world_size_px

ZOOM = 15.0
ALL = set(STYLES)
LEFT, TOP = 850_000.0 * 8, 510_000.0 * 8


def line(kind: str, name: str, *points: tuple[float, float], shape: Shape = Shape.LINE) -> PackFeature:
    """A feature whose points are given in pixels of the zoom."""
    pixels = np.array(points, dtype=np.float64) + np.array((LEFT, TOP))
    units = np.rint(pixels / world_size_px(ZOOM) * WORLD_UNITS).astype(np.uint32)
    return PackFeature(1, kind, name, 0, shape, "", np.array([len(points)], np.uint32), units)


def pixel(spot: LabelSpot) -> tuple[float, float]:
    return spot.x * world_size_px(ZOOM) - LEFT, spot.y * world_size_px(ZOOM) - TOP


def test_a_name_stands_in_the_middle_of_its_road() -> None:
    (spot,) = spots_of([line("road.tertiary", "Jalan Veteran", (0, 0), (300, 0))], ZOOM, ALL)
    assert pixel(spot) == pytest.approx((150, 0), abs=1)
    assert spot.angle_deg == pytest.approx(0, abs=0.5)


def test_words_are_never_upside_down() -> None:
    for turn in range(0, 360, 15):
        end = 400 * math.cos(math.radians(turn)), 400 * math.sin(math.radians(turn))
        (spot,) = spots_of([line("road.tertiary", "Jalan Veteran", (0, 0), end)], ZOOM, ALL)
        assert spot.angle_deg is not None
        assert -90 < spot.angle_deg <= 90
        assert math.tan(math.radians(spot.angle_deg)) == pytest.approx(
            math.tan(math.radians(turn)), rel=0.05, abs=0.02
        ) or abs(spot.angle_deg) == pytest.approx(90, abs=1)


def test_a_road_in_pieces_is_named_as_one() -> None:
    pieces = [line("road.tertiary", "Jalan Veteran", (60 * i, 0), (60 * i + 60, 0)) for i in range(5)]
    pieces[1], pieces[3] = pieces[3], line("road.tertiary", "Jalan Veteran", (120, 0), (60, 0))
    assert len(spots_of(pieces, ZOOM, ALL)) == 1
    chains = chained(
        [np.array([(0.0, 0.0), (1, 0)]), np.array([(2.0, 0.0), (1, 0)]), np.array([(0.0, 0), (0, 5)])]
    )
    assert [len(chain) for chain in chains] == [6]
    assert chains[0][0].tolist() in ([0, 5], [2, 0])


def test_a_long_name_comes_again_and_a_short_line_has_none() -> None:
    long = spots_of([line("water.river", "Sungai Barito", (0, 0), (REPEAT_PX * 3 + 10, 0))], ZOOM, ALL)
    assert len(long) == 3
    assert spots_of([line("water.river", "Sungai Barito", (0, 0), (50, 0))], ZOOM, ALL) == []


def test_a_name_avoids_the_bend() -> None:
    bent = line("road.tertiary", "Jalan Tepi", (0, 0), (200, 0), (200, 200))
    (spot,) = spots_of([bent], ZOOM, ALL)
    assert spot.angle_deg in (pytest.approx(0, abs=2), pytest.approx(90, abs=2))
    zigzag = [(i * 8.0, (i % 2) * 30.0) for i in range(40)]
    assert spots_of([line("road.tertiary", "Jalan Tepi", *zigzag)], ZOOM, ALL) == []


def test_important_names_come_first_and_hidden_classes_do_not_come() -> None:
    features = [
        line("road.residential", "Gang Damai", (0, 0), (200, 0)),
        line("road.trunk", "Trans Kalimantan", (0, 50), (300, 50)),
        line("poi.school", "SDN 1", (5, 5), shape=Shape.POINT),
    ]
    assert [spot.text for spot in spots_of(features, ZOOM, ALL)] == [
        "Trans Kalimantan",
        "SDN 1",
        "Gang Damai",
    ]
    assert [spot.text for spot in spots_of(features, ZOOM, {"road.trunk"})] == ["Trans Kalimantan"]


def test_a_lake_is_named_unless_its_river_is() -> None:
    ring = [(0, 0), (200, 0), (200, 200), (0, 200), (0, 0)]
    lake = line("water.area", "Danau", *ring, shape=Shape.AREA)
    (spot,) = spots_of([lake], ZOOM, ALL)
    assert pixel(spot) == pytest.approx((100, 100), abs=1)
    river = line("water.river", "Danau", (0, 100), (200, 100))
    assert [s.name_class for s in spots_of([lake, river], ZOOM, ALL)] == ["water.river"]


def test_a_village_that_the_gazetteer_names_is_not_named_twice() -> None:
    class OnePack:
        def features_in(self, *_: object, **__: object) -> list[PackFeature]:
            return [
                line("place.village", name, (50, 50), shape=Shape.POINT) for name in ("Tumih", "Dusun Baru")
            ]

    size = world_size_px(ZOOM)
    near, far = ((LEFT + 500) / size, (TOP + 300) / size), (0.2, 0.2)
    box = Box(0.0, 0.0, 1.0, 1.0)
    pack = cast("MapPack", OnePack())
    assert [s.text for s in spots_in(pack, box, ZOOM, {"tumih": [far, near]})] == ["Dusun Baru"]
    assert len(spots_in(pack, box, ZOOM, {"tumih": [far]})) == 2
