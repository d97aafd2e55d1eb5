"""Has somebody else already reported it?"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.likeness import Sighting, alike_score, likeness
from batola_desk.domain.similar_limits import SimilarLimits
from batola_desk.services.call_clusters import clusters_of
from batola_desk.services.sightings import Sightings, id_of
from tests.support.cpu_time import least_cpu_s
from tests.support.desk_double import DeskDouble, open_desk

LIMITS = SimilarLimits()
HERE = (-3.2372, 114.5846)
NOON_US = 1_756_098_000_000_000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def _ticket(desk: DeskDouble, type_code: str, north_m: float = 0.0, number: str = "") -> str:
    incidents = desk.services.incidents
    incident_id = await incidents.new(source="manual")
    incidents.set_field(incident_id, "type_code", type_code)
    if number:
        incidents.set_field(incident_id, "callback_number", number)
    await incidents.set_location(incident_id, HERE[0] + north_m / 111_195, HERE[1], source="map_click")
    await incidents.flush(incident_id)
    return incident_id


async def _answered(desk: DeskDouble, number: str) -> str:
    key = desk.engine.ring(number)
    await desk.settle()
    await desk.services.calls.answer()
    await desk.settle()
    return key


def _others(desk: DeskDouble, incident_id: str) -> list[str]:
    return [found.other for found in desk.services.duplicates.of(incident_id)]


async def test_the_place_that_is_being_typed_is_enough_to_offer_a_ticket(desk: DeskDouble) -> None:
    known = await _ticket(desk, "KB01")
    written = await desk.services.incidents.new(source="manual")
    assert _others(desk, written) == []
    desk.services.incidents.set_field(written, "place_text", "handil bakti rt 4")
    desk.services.incidents.set_field(written, "type_code", "KB01")
    assert _others(desk, written) == [f"incident:{known}"]
    desk.services.incidents.set_field(written, "type_code", "MD14")
    assert _others(desk, written) == []


async def test_the_number_of_a_ticket_and_of_its_calls_counts(desk: DeskDouble) -> None:
    first = await _ticket(desk, "KB01", number="0812 5000 1111")
    await _answered(desk, "+6281250001111")
    second = await desk.services.incidents.new(call_key=desk.services.calls.live()[0].key)
    found = desk.services.duplicates.of(second)
    assert [view.other for view in found] == [f"incident:{first}"]
    assert found[0].likeness.number_match == "same"


async def test_a_call_without_a_ticket_is_offered_until_it_gets_one(desk: DeskDouble) -> None:
    call = await _answered(desk, "081250001111")
    await desk.services.calls.hang_up(call)
    await desk.settle()
    ticket = await _ticket(desk, "KB01", number="081250001111")
    assert _others(desk, ticket) == [f"call:{call}"]
    await desk.services.calls.link(call, ticket)
    assert _others(desk, ticket) == []
    assert await desk.services.incidents.undo(ticket) == "link"
    assert _others(desk, ticket) == [f"call:{call}"]


async def test_an_old_call_without_a_ticket_is_offered_no_longer(desk: DeskDouble) -> None:
    call = await _answered(desk, "081250001111")
    await desk.services.calls.hang_up(call)
    await desk.settle()
    assert desk.clock is not None
    desk.clock.forward(59 * 60)
    ticket = await _ticket(desk, "KB01", number="081250001111")
    assert _others(desk, ticket) == [f"call:{call}"]
    desk.clock.forward(2 * 60)
    assert _others(desk, ticket) == []


async def test_another_happening_is_said_once_for_both_sides_and_can_be_taken_back(desk: DeskDouble) -> None:
    first, second = await _ticket(desk, "KB01"), await _ticket(desk, "KB01", 200)
    assert _others(desk, first) == [f"incident:{second}"]
    await desk.services.incidents.judge_similar(first, f"incident:{second}")
    assert _others(desk, first) == []
    assert _others(desk, second) == []
    assert await desk.services.incidents.undo(first) == "similar"
    assert _others(desk, second) == [f"incident:{first}"]


async def test_what_was_said_is_remembered_over_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first, second = await _ticket(desk, "KB01"), await _ticket(desk, "KB01", 200)
        await desk.services.incidents.judge_similar(first, f"incident:{second}")
    async with open_desk(tmp_path) as desk:
        await desk.services.incidents.open_view(first)
        assert _others(desk, first) == []


async def test_a_closed_ticket_is_no_longer_offered(desk: DeskDouble) -> None:
    first, second = await _ticket(desk, "KB01"), await _ticket(desk, "KB01", 200)
    assert _others(desk, second) == [f"incident:{first}"]
    await desk.services.incidents.set_state(first, "cancelled", reason="salah")
    assert _others(desk, second) == []
    with pytest.raises(OperatorError):
        await desk.services.incidents.judge_similar(first, f"incident:{second}")


async def test_three_tickets_at_one_place_light_up(desk: DeskDouble) -> None:
    ids = [await _ticket(desk, "KB01", north_m) for north_m in (0, 150, 300)]
    await _ticket(desk, "KB01", 3_000)
    clusters = desk.services.duplicates.clusters()
    assert [set(cluster.members) for cluster in clusters] == [{f"incident:{key}" for key in ids}]
    assert (clusters[0].calls, round(clusters[0].width_m, -1)) == (3, 300)
    assert desk.services.duplicates.clusters() is clusters


def _many(count: int, seed: int, spread_deg: float) -> list[Sighting]:
    chance = random.Random(seed)
    return [
        Sighting(
            kind="incident" if at % 8 else "call", key=str(at), at_us=NOON_US - chance.randrange(int(3600e6)),
            position=(HERE[0] + chance.gauss(0, spread_deg), HERE[1] + chance.gauss(0, spread_deg)),
            reach_m=chance.choice((0.0, 50.0, 3_000.0, 9_000.0)),
            type_code=chance.choice(("KB01", "MD14", "")),
            numbers=frozenset({f"62812500{chance.randrange(10_000):05d}"}),
        )
        for at in range(count)
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.001, 0.02, 0.2]))
def test_the_grid_finds_what_comparing_all_finds(seed: int, spread_deg: float) -> None:
    reports = _many(120, seed, spread_deg)
    known = Sightings()
    for report in reports:
        known.put(report)
    for report in reports[:40]:
        known.drop(id_of(report))
        known.put(report)
    asking = reports[0]
    found = {
        id_of(other) for other in known.near(asking, LIMITS.km * 1000) if likeness(asking, other, LIMITS)
    }
    assert found == {id_of(other) for other in reports if likeness(asking, other, LIMITS)}


def test_a_key_is_compared_with_its_neighbours_not_with_all() -> None:
    reports = [replace(report, reach_m=50.0) for report in _many(2_300, 5, 0.2)]
    known = Sightings()
    for report in reports:
        known.put(report)
    compared = sorted(sum(1 for _ in known.near(asking, LIMITS.km * 1000)) for asking in reports[:100])
    assert compared[50] < len(reports) / 10  # what it costs is in the bench


@pytest.mark.parametrize("spread_deg", [0.002, 0.1])
def test_a_key_over_2300_reports_costs_a_few_milliseconds(spread_deg: float) -> None:
    reports = _many(2_300, 5, spread_deg)
    known = Sightings()
    for report in reports:
        known.put(report)
    asking = iter(reports)

    def key() -> None:
        mine = next(asking)
        known.put(mine)
        for other in known.near(mine, LIMITS.km * 1000):
            alike_score(mine, other, LIMITS)

    assert least_cpu_s(key, turns=20) < 0.020  # LIMIT: twice the budget, which the bench measures
    assert least_cpu_s(lambda: clusters_of(known, LIMITS, since_us=0)) < 0.2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_clusters_hold_every_report_once_and_are_as_wide_as_they_say(seed: int) -> None:
    reports = _many(150, seed, 0.01)
    clusters = clusters_of(reports, LIMITS, since_us=0)
    members = [member for cluster in clusters for member in cluster.members]
    assert len(members) == len(set(members))
    by_id = {id_of(report): report for report in reports}
    for cluster in clusters:
        assert cluster.calls >= LIMITS.cluster_calls
        for member in cluster.members:
            position = by_id[member].position
            assert position is not None
            assert distance_m(*position, cluster.latitude, cluster.longitude) <= cluster.radius_m * 1.01 + 1
