"""What lies round a position, for a caller who cannot speak."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batola_desk.map.place_index import NamedPlace
from tests.support.desk_double import DeskDouble, open_desk

HERE = (-3.2372, 114.5846)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def test_places_incidents_and_calls_of_the_number(desk: DeskDouble) -> None:
    services = desk.services
    keys = []
    for _ in range(2):
        keys.append(desk.engine.ring("081250001111"))
        await desk.settle()
        await services.calls.answer()
        await services.calls.hang_up(services.calls.live()[0].key)
        await desk.settle()
    near, far = await services.incidents.new(source="manual"), await services.incidents.new(source="manual")
    await services.incidents.set_location(near, HERE[0] + 0.003, HERE[1], source="map_click")
    await services.incidents.set_location(far, HERE[0] + 0.3, HERE[1], source="map_click")
    services.places.set_landmarks(
        [NamedPlace(name="Dermaga Lama", kind="jetty", kecamatan="Alalak", lat=HERE[0], lon=HERE[1] + 0.001)]
    )
    round_it = await services.nearby.look(*HERE, number="081250001111")
    assert round_it.is_inside and round_it.desa.endswith("Kec. Alalak")
    assert round_it.places[0].name == "Dermaga Lama"
    assert round_it.places[0].distance_m == pytest.approx(111, abs=2)
    assert round_it.places[0].bearing_deg == pytest.approx(90, abs=1)
    assert [found.row.incident_id for found in round_it.incidents] == [near]
    assert round_it.incidents[0].bearing_deg == pytest.approx(0, abs=1)
    assert len(round_it.calls) == 2
    asking = round_it.calls[0].call_key
    rest = await services.nearby.calls_of("081250001111", besides=asking)
    assert [call.call_key for call in rest] == [round_it.calls[1].call_key]


async def test_a_withheld_number_has_no_history_and_a_far_point_no_desa(desk: DeskDouble) -> None:
    found = await desk.services.nearby.look(-6.2, 106.8, number="anonymous")
    assert not found.is_inside
    assert found.calls == ()
    assert found.incidents == ()
