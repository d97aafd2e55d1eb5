"""Areas that a unit reaches in some minutes."""

from __future__ import annotations

import pytest

from batola_desk.map.projection import project
from batola_desk.map.routing.closures import Closure
from batola_desk.map.routing.network import Jetty, Network
from batola_desk.map.routing.reach import SIDE_MAX, reach_areas
from tests.support.small_roads import FAST, SLOW, WATER, Lines, at

MINUTES = (5, 10, 15, 30)


def minutes_at(network: Network, medium: str, east_m: float, south_m: float) -> int | None:
    areas = reach_areas(network, at(0, 0), medium, MINUTES)
    assert areas is not None
    place = at(east_m, south_m)
    x, y = project(place.lat, place.lon)
    return areas.minutes_at(float(x), float(y))


@pytest.mark.parametrize(
    ("east_m", "expected"), [(0, 5), (4700, 5), (5400, 10), (9700, 10), (14700, 15), (16000, 30), (29000, 30)]
)
def test_a_road_is_reached_as_far_as_its_speed_goes(east_m: float, expected: int) -> None:
    network = Lines().line(FAST, (-500, 0), (40_000, 0)).finder().network  # 1 km each minute
    assert minutes_at(network, "road", east_m, 0) == expected
    assert minutes_at(network, "road", 31_000, 0) is None


def test_houses_beside_the_road_belong_to_it_and_the_swamp_behind_them_does_not() -> None:
    network = Lines().line(FAST, (-500, 0), (4_000, 0)).finder().network
    assert minutes_at(network, "road", 2000, 100) == 5
    assert minutes_at(network, "road", 2000, 900) is None


def test_one_way_streets_and_closures_end_the_area() -> None:
    lines = Lines().line(FAST, (0, 0), (4_000, 0)).line(FAST, (-4_000, 0), (0, 0), one_way=True)
    assert minutes_at(lines.finder().network, "road", -1000, 0) is None
    assert minutes_at(lines.finder().network, "road", 3000, 0) == 5
    closed = lines.finder(Closure((at(2000, 0),))).network
    assert minutes_at(closed, "road", 1800, 0) == 5
    assert minutes_at(closed, "road", 3000, 0) is None


def test_only_who_may_both_goes_on_by_boat() -> None:
    lines = Lines().line(FAST, (0, 0), (2_000, 0)).line(WATER, (2_000, 40), (2_000, 3_000))
    network = lines.finder(jetties=(Jetty(at(2000, 20)),)).network
    assert minutes_at(network, "road", 2000, 1000) is None
    assert minutes_at(network, "both", 2000, 400) == 10  # 2 min driving, 5 changing, 1.2 on the water
    assert minutes_at(network, "both", 2000, 1500) == 15


def test_a_slow_road_is_entered_but_not_followed_far() -> None:
    network = Lines().line(FAST, (0, 0), (2_000, 0)).line(SLOW, (2_000, 0), (2_000, 5_000)).finder().network
    assert minutes_at(network, "road", 2000, 200) == 5
    assert minutes_at(network, "road", 2000, 700) == 10


def test_the_grid_stays_small_however_far_one_comes() -> None:
    network = Lines().line(FAST, (-40_000, -40_000), (0, 0), (40_000, 40_000)).finder().network
    areas = reach_areas(network, at(0, 0), "road", MINUTES)
    assert areas is not None
    assert max(areas.band.shape) <= SIDE_MAX + 1


def test_away_from_everything_there_is_no_area() -> None:
    network = Lines().line(FAST, (0, 0), (2_000, 0)).finder().network
    assert reach_areas(network, at(0, 9_000), "road", MINUTES) is None
    assert reach_areas(network, at(0, 0), "water", MINUTES) is None


def test_the_middle_of_a_long_road_is_reached_later_than_its_ends() -> None:
    lines = Lines().line(SLOW, (0, 500), (2_000, 500)).line(FAST, (0, 0), (2_000, 0))
    lines.line(FAST, (0, 0), (0, 500)).line(FAST, (2_000, 0), (2_000, 500)).line(FAST, (2_000, 0), (2_500, 0))
    network = lines.finder().network
    assert minutes_at(network, "road", 100, 500) == 5
    assert minutes_at(network, "road", 1_900, 500) == 5
    assert minutes_at(network, "road", 1_000, 500) == 10  # 10.5 min; houses 150 m nearer count
