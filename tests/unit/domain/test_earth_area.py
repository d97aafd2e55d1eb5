"""Areas on the earth: their outline lies where they say, the circle around them holds them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.earth_area import (
    CORNERS_MAX,
    AreaShape,
    EarthArea,
    arc_band,
    area_around,
    destination,
    distance_m,
    ellipse,
    is_usable,
    polygon,
)

HERE = (-3.0, 114.6)
latitudes = st.floats(-75, 75)
longitudes = st.floats(-180, 180)
lengths = st.floats(1, 150_000)
angles = st.floats(-720, 720)


@st.composite
def areas(draw: st.DrawFn) -> EarthArea:
    at = draw(latitudes), draw(longitudes)
    kind = draw(st.sampled_from(["circle", "ellipse", "band", "polygon"]))
    made: EarthArea | None
    if kind == "circle":
        made = area_around(*at, draw(lengths))
    elif kind == "ellipse":
        made = ellipse(*at, draw(lengths), draw(lengths), draw(angles))
    elif kind == "band":
        outer_m = draw(lengths)
        made = arc_band(
            *at,
            inner_m=outer_m * draw(st.floats(0, 0.99)),
            outer_m=outer_m,
            start_deg=draw(angles),
            opening_deg=draw(st.floats(0.5, 360)),
        )
    else:
        bearings = sorted(draw(st.lists(st.floats(0, 359), min_size=3, max_size=12, unique=True)))
        made = polygon([_clipped(destination(*at, bearing, draw(lengths))) for bearing in bearings])
    if made is None:
        made = area_around(*at, 1.0)
    assert made is not None
    return made


def _clipped(at: tuple[float, float]) -> tuple[float, float]:
    return at[0], max(-180.0, min(180.0, at[1]))


@given(areas())
def test_the_circle_around_an_area_holds_its_whole_outline(area: EarthArea) -> None:
    latitude, longitude, radius_m = area.enclosing_circle()
    farthest = max(distance_m(latitude, longitude, *corner) for corner in area.outline())
    assert farthest <= radius_m * 1.001 + 0.5
    assert is_usable(area)


@given(areas())
def test_the_circle_around_is_not_far_too_wide(area: EarthArea) -> None:
    """Within three times what is needed: a helper must not search a whole district for a street."""
    latitude, longitude, radius_m = area.enclosing_circle()
    farthest = max(distance_m(latitude, longitude, *corner) for corner in area.outline())
    assert radius_m <= farthest * 3 + 1


def test_a_circle_and_an_ellipse_lie_where_they_say() -> None:
    circle = area_around(*HERE, 500.0)
    assert circle is not None
    assert {round(distance_m(*HERE, *at)) for at in circle.outline()} == {500}
    found = ellipse(*HERE, 400.0, 100.0, 90.0)  # the long axis points east
    assert found is not None
    east = max(found.outline(), key=lambda at: at[1])
    north = max(found.outline(), key=lambda at: at[0])
    assert distance_m(*HERE, *east) == pytest.approx(400, rel=0.01)
    assert distance_m(*HERE, *north) == pytest.approx(100, rel=0.01)


def test_half_axes_in_the_wrong_order_are_turned() -> None:
    turned, straight = ellipse(*HERE, 100.0, 400.0, 0.0), ellipse(*HERE, 400.0, 100.0, 90.0)
    assert turned == straight


def test_an_arc_band_opens_clockwise_from_its_start() -> None:
    band = arc_band(*HERE, inner_m=1000, outer_m=3000, start_deg=0, opening_deg=90)  # north to east
    assert band is not None
    assert all(at[0] >= HERE[0] - 1e-4 and at[1] >= HERE[1] - 1e-4 for at in band.outline())
    latitude, longitude, radius_m = band.enclosing_circle()
    assert distance_m(*HERE, latitude, longitude) > 1500  # not around the mast
    assert radius_m < 3000


def test_a_point_says_that_nobody_knows_how_exact_it_is() -> None:
    point = area_around(*HERE, None)
    assert point is not None
    assert point.shape is AreaShape.POINT
    assert point.enclosing_radius_m() is None
    assert area_around(*HERE, 0.0) == point


def test_a_ring_of_thousands_of_corners_becomes_the_circle_around_it() -> None:
    ring = [destination(*HERE, 360 * at / 1000, 700.0) for at in range(1000)]
    found = polygon(ring)
    assert found is not None
    assert found.shape is AreaShape.CIRCLE
    assert found.radius_m == pytest.approx(700, rel=0.01)
    assert len(ring) > CORNERS_MAX


@pytest.mark.parametrize(
    "made",
    [
        area_around(91, 0, 5),
        area_around(0, 181, 5),
        area_around(math.nan, 0, 5),
        ellipse(*HERE, math.inf, 5, 0),
        ellipse(*HERE, 5, 0, 0),
        arc_band(*HERE, inner_m=5, outer_m=5, start_deg=0, opening_deg=90),
        arc_band(*HERE, inner_m=0, outer_m=5, start_deg=0, opening_deg=0),
        arc_band(*HERE, inner_m=0, outer_m=5, start_deg=math.nan, opening_deg=9),
        polygon([HERE, (-3.1, 114.7)]),
        polygon([HERE, (-3.1, 114.7), (-93.1, 114.7)]),
    ],
)
def test_what_is_no_place_on_earth_is_none(made: EarthArea | None) -> None:
    assert made is None


@pytest.mark.parametrize(
    "area",
    [
        EarthArea(shape=AreaShape.CIRCLE, latitude=math.nan, longitude=0.0, radius_m=5),
        EarthArea(shape=AreaShape.CIRCLE, latitude=0.0, longitude=0.0, radius_m=0),
        EarthArea(shape=AreaShape.POLYGON, latitude=0.0, longitude=0.0, corners=((0.0, 0.0),)),
        EarthArea(
            shape=AreaShape.ARC_BAND, latitude=0.0, longitude=0.0, radius_m=5, minor_m=6, opening_deg=9
        ),
        EarthArea(shape=AreaShape.ELLIPSE, latitude=0.0, longitude=0.0, radius_m=5, minor_m=0),
    ],
)
def test_an_area_from_another_desk_is_looked_at_before_it_is_shown(area: EarthArea) -> None:
    assert not is_usable(area)
