"""Ways to a place: what a person sees of them, and the corners a random network rarely meets."""

from __future__ import annotations

import itertools

import pytest

from batola_desk.map.projection import distance_m, project
from batola_desk.map.routing.closures import Closure
from batola_desk.map.routing.graph import empty_graph
from batola_desk.map.routing.network import Jetty, Network
from batola_desk.map.routing.snapping import SnapIndex
from batola_desk.map.routing.way import guess, time_range
from batola_desk.map.routing.ways import Finder
from tests.support.small_roads import FAST, ROUTING, SLOW, TRAVEL, WATER, Lines, at, unit


def test_a_time_that_is_not_final_is_not_given_out() -> None:
    lines = Lines().line(SLOW, (0, 0), (1000, 0)).line(FAST, (0, 0), (0, 900), (1000, 900), (1000, 0))
    lines.line(FAST, (0, 0), (-20, 0)).line(SLOW, (1000, 0), (1100, 0))
    finder = lines.finder()
    finder.network.step_s = 1.0
    near, far = unit("near", -20, 0), unit("far", 1100, 0)
    assert set(finder.nearest(at(0, 0), [near, far], 1)) == {"near"}
    both = finder.nearest(at(0, 0), [near, far], 2)
    assert both["far"].seconds == pytest.approx(2800 / (60 / 3.6) + 60, rel=0.01)


def test_places_beside_the_road_are_reached_on_foot() -> None:
    finder = Lines().line(FAST, (0, 0), (2000, 0)).finder()
    way = finder.nearest(at(500, 100), [unit("u", 1500, 30)], 1)["u"]
    assert [leg.medium for leg in way.legs] == ["access", "road", "access"]
    walked_s = 130 * TRAVEL.access_factor / (TRAVEL.access_kmh / 3.6)
    assert way.seconds == pytest.approx(1000 / (60 / 3.6) + walked_s, rel=0.01)
    ends = [way.legs[0].points[0], way.legs[-1].points[-1]]
    for (x, y), place in zip(ends, (at(1500, 30), at(500, 100)), strict=True):
        assert (x, y) == pytest.approx([float(part) for part in project(place.lat, place.lon)], abs=1e-9)
    for before, after in itertools.pairwise(way.legs):
        assert before.points[-1] == pytest.approx(after.points[0], abs=1e-9)


def test_beyond_the_limit_there_is_no_way() -> None:
    finder = Lines().line(FAST, (0, 0), (2000, 0)).finder()
    assert finder.nearest(at(500, 500), [unit("u", 1500, 0)], 1) == {}


def test_a_one_way_street_is_not_driven_backwards_even_within_one_edge() -> None:
    finder = Lines().line(FAST, (0, 0), (2000, 0), one_way=True).finder()
    ways = finder.nearest(at(1000, 0), [unit("before", 500, 0), unit("after", 1500, 0)], 2)
    assert set(ways) == {"before"}


def test_who_may_both_changes_at_a_jetty_and_only_there() -> None:
    lines = Lines().line(FAST, (0, 0), (3000, 0)).line(WATER, (2000, 40), (2000, 3000))
    jetty = Jetty(at(2000, 20), "dermaga")
    units = [unit("road", 1000, 0), unit("boat", 2000, 1000, "water"), unit("both", 1000, 0, "both")]
    place = at(2000, 2500)
    assert set(lines.finder().nearest(place, units, 3)) == {"boat"}
    ways = lines.finder(jetties=(jetty,)).nearest(place, units, 3)
    assert set(ways) == {"boat", "both"}
    way = ways["both"]
    assert [leg.medium for leg in way.legs] == ["road", "transfer", "water"]
    assert way.medium == "both"
    assert way.water_m == pytest.approx(2480, rel=0.02)
    [(leg, begins_s)] = way.transfers()
    assert begins_s == pytest.approx(1000 / (60 / 3.6), rel=0.01)
    assert leg.jetty == 0


def test_a_jetty_that_is_dry_on_arrival_is_not_used() -> None:
    lines = Lines().line(FAST, (0, 0), (6000, 0))
    lines.line(WATER, (2000, 40), (2000, 3000), (5000, 3000), (5000, 40))
    jetties = (Jetty(at(2000, 20), "near"), Jetty(at(5000, 20), "far"))
    finder = lines.finder(jetties=jetties)
    asked: list[tuple[int, float]] = []

    def usable(jetty: int, at_s: float) -> bool:
        asked.append((jetty, at_s))
        return jetty != 0 or at_s < 30.0  # the tide leaves the near one before anybody comes

    place, going = at(2000, 2500), [unit("both", 1000, 0, "both")]
    assert [leg.jetty for leg, _ in finder.nearest(place, going, 1)["both"].transfers()] == [0]
    way = finder.nearest(place, going, 1, is_jetty_usable=usable)["both"]
    assert [leg.jetty for leg, _ in way.transfers()] == [1]
    assert asked[0] == (0, pytest.approx(60.0, rel=0.01))
    closed = finder.nearest(place, going, 1, is_jetty_usable=lambda _jetty, _at_s: False)
    assert closed == {}


def test_a_jetty_of_the_pack_joins_as_one_that_was_drawn() -> None:
    lines = Lines().line(FAST, (0, 0), (3000, 0)).line(WATER, (2000, 40), (2000, 3000)).jetty(2000, 20)
    way = lines.finder().nearest(at(2000, 2500), [unit("both", 1000, 0, "both")], 1)["both"]
    assert [leg.medium for leg in way.legs] == ["road", "transfer", "water"]


def test_at_a_closed_bank_the_jetty_is_reached_by_the_other_road() -> None:
    lines = Lines().line(FAST, (0, 0), (4000, 0)).line(FAST, (0, -30), (4000, -30))
    lines.line(WATER, (2000, 40), (2000, 3000))
    jetty = Jetty(at(2000, 20), "dermaga")  # both roads are within its limit
    finder = lines.finder(Closure((at(2000, 0),)), jetties=(jetty,))
    way = finder.nearest(at(2000, 2500), [unit("both", 1000, -30, "both")], 1)["both"]
    assert [leg.medium for leg in way.legs] == ["road", "transfer", "water"]
    assert way.legs[0].length_m == pytest.approx(1000, rel=0.01)


def test_a_jetty_too_far_from_the_water_joins_nothing() -> None:
    lines = Lines().line(FAST, (0, 0), (3000, 0)).line(WATER, (2000, 200), (2000, 3000))
    assert lines.finder(jetties=(Jetty(at(2000, 0)),)).network.jetties == []


def test_a_place_behind_a_closed_road_is_reached_from_its_open_side() -> None:
    lines = Lines().line(FAST, (0, 0), (4000, 0))
    finder = lines.finder(Closure((at(2000, 0),)))
    ways = finder.nearest(at(3000, 0), [unit("west", 1000, 0), unit("east", 3500, 0)], 2)
    assert set(ways) == {"east"}
    assert finder.network.has_closures


def test_a_jetty_beside_a_closure_does_not_open_it() -> None:
    lines = Lines().line(FAST, (0, 0), (4000, 0)).line(WATER, (1000, 40), (1000, 3000))
    finder = lines.finder(Closure((at(2000, 0),)), jetties=(Jetty(at(1000, 20)),))
    assert all(piece.begin < piece.end for piece in finder.network.pieces)
    assert finder.nearest(at(500, 0), [unit("u", 3500, 0)], 1) == {}
    assert set(finder.nearest(at(1000, 2000), [unit("both", 500, 0, "both")], 1)) == {"both"}


def test_a_closure_inside_another_opens_nothing() -> None:
    around = Closure((at(1000, -300), at(3000, -300), at(3000, 300), at(1000, 300)), is_area=True)
    finder = Lines().line(FAST, (0, 0), (4000, 0)).finder(around, Closure((at(1500, 0),)))
    ways = finder.nearest(at(2000, 0), [unit("u", 2400, 0)], 1)
    assert all(leg.medium == "access" or leg.length_m < 1 for way in ways.values() for leg in way.legs)


def test_an_outline_that_crosses_itself_closes_both_its_halves() -> None:
    bow = Closure((at(0, -400), at(1600, 400), at(1600, -400), at(0, 400)), is_area=True)
    for east_m in (300, 1300):
        finder = Lines().line(FAST, (east_m, -3000), (east_m, 3000)).finder(bow)
        assert finder.nearest(at(east_m, -2000), [unit("u", east_m, 2000)], 1) == {}, east_m


def test_a_closed_road_does_not_close_the_water_under_it() -> None:
    lines = Lines().line(FAST, (0, 0), (4000, 0)).line(WATER, (2000, -1000), (2000, 1000))
    finder = lines.finder(Closure((at(2000, 0),)))
    assert set(finder.nearest(at(2000, 800), [unit("boat", 2000, -800, "water")], 1)) == {"boat"}


def test_a_kind_without_speed_is_used_by_nobody() -> None:
    finder = Lines().line("road.path", (0, 0), (2000, 0)).finder()
    assert finder.nearest(at(500, 0), [unit("u", 1500, 0)], 1) == {}


@pytest.mark.parametrize("closures", [(), (Closure((at(1900, 10),)),)])
def test_a_road_that_nobody_may_use_does_not_hide_the_one_behind_it(closures: tuple[Closure, ...]) -> None:
    lines = Lines().line("road.path", (0, 10), (2000, 10)).line(FAST, (0, 60), (1800, 60))
    way = lines.finder(*closures).nearest(at(500, 0), [unit("u", 1500, 60)], 1)["u"]
    assert [leg.medium for leg in way.legs] == ["road", "access"]
    assert way.legs[0].length_m == pytest.approx(1000, rel=0.01)


def test_without_anything_there_is_no_way_and_no_fault() -> None:
    graph = empty_graph()
    finder = Finder(Network(graph, SnapIndex(graph), ROUTING, closures=(Closure((at(0, 0),)),)))
    assert finder.nearest(at(0, 0), [unit("u", 5, 5, "both")], 3) == {}
    assert finder.nearest(at(0, 0), [], 3) == {}


def test_a_guess_is_a_line_times_a_factor_and_says_so() -> None:
    way = guess("u", at(0, 0), at(3000, 4000), "water", TRAVEL)
    straight_m = distance_m(*at(0, 0), *at(3000, 4000))
    assert way.is_guess
    assert way.length_m == pytest.approx(straight_m * TRAVEL.detour_water)
    assert way.seconds == pytest.approx(way.length_m / (TRAVEL.guess_water_kmh / 3.6))


def test_a_range_is_wider_for_a_guess_and_for_an_old_position() -> None:
    sure = Lines().line(FAST, (0, 0), (9000, 0)).finder().nearest(at(0, 0), [unit("u", 8000, 0)], 1)["u"]
    low, high = time_range(sure, TRAVEL, is_stale=False, waits_at_post=False)
    assert low < sure.seconds < high
    assert time_range(sure, TRAVEL, is_stale=True, waits_at_post=False)[1] > high
    ready = time_range(sure, TRAVEL, is_stale=False, waits_at_post=True)
    assert ready == (pytest.approx(low + TRAVEL.turnout_low_s), pytest.approx(high + TRAVEL.turnout_high_s))
    guessed = guess("u", at(0, 0), at(8000, 0), "road", TRAVEL)
    guess_low, guess_high = time_range(guessed, TRAVEL, is_stale=False, waits_at_post=False)
    assert guess_high / guess_low > high / low


def test_a_stray_piece_of_the_map_does_not_hide_the_road_behind_it() -> None:
    lines = Lines().line(FAST, (400, 60), (600, 60))  # a yard that joins nothing, nearer than the road
    for number in range(60):
        lines.line(FAST, (number * 100, 0), (number * 100 + 100, 0)).line(
            FAST, (number * 100, 0), (number * 100, -50)
        )
    finder = lines.finder()
    way = finder.nearest(at(500, 70), [unit("u", 3000, 0)], 1)["u"]
    assert way.legs[-1].medium == "access"
    assert way.legs[-1].length_m == pytest.approx(70 * TRAVEL.access_factor, rel=0.01)
