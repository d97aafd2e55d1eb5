"""What lies round a position, for a caller who cannot speak."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Neighbour, RoughCircle
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.map.place_sources import pack_places
from batola_desk.services.place_reading import PlaceReading
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shipped import shipped_catalog, shipped_gazetteer

HERE = (-3.2372, 114.5846)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as opened:
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
    await services.map_features.draw(
        FeatureWish(kind="jetty", shape="point", points=((HERE[0], HERE[1] + 0.001),), name="Dermaga Lama")
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


async def test_a_landmark_is_found_by_its_variants_as_soon_as_it_is_drawn_and_not_after(
    desk: DeskDouble,
) -> None:
    services = desk.services
    wish = FeatureWish(
        kind="landmark", shape="point", points=(HERE,), name="Pabrik Es Barito", variants=("kilang batu es",)
    )
    assert services.places.search("kilang batu es") == ()
    feature_id = await services.map_features.draw(wish)
    found = services.places.search("kilang batu es")[0]
    assert (found.label, found.kind) == ("Pabrik Es Barito, Kec. Alalak", "landmark")
    assert found.place_code.startswith("63.04.")
    await services.map_features.remove(feature_id, reason="salah")
    assert services.places.search("kilang batu es") == ()


def test_outside_the_neighbour_is_named() -> None:
    gazetteer = shipped_gazetteer()
    city = Neighbour(
        code="bjm",
        label="Kota Banjarmasin",
        areas=(RoughCircle(latitude=-3.32, longitude=114.59, radius_km=8),),
    )
    read = PlaceReading(gazetteer, (city,), language=lambda: "id").read
    found = read("-3.3194, 114.5908")
    assert found.certain is None
    assert (found.choices[0].desa, found.choices[0].neighbour) == ("", "Kota Banjarmasin")


async def test_a_position_in_a_text_says_where_it_lies(desk: DeskDouble) -> None:
    read = desk.services.places.read
    inside = read("-3.2372, 114.5846")
    assert inside.certain is not None and inside.certain.desa.endswith("Kec. Alalak")
    far = read("-6.2088, 106.8456").choices[0]
    assert (far.desa, far.neighbour) == ("", "")
    assert far.outside_m > 800_000


async def test_names_of_a_map_pack_follow_when_it_comes_and_go_with_it(
    desk: DeskDouble, network_pack: Path
) -> None:
    places = desk.services.places
    name = next(place.name for place in pack_places(network_pack) if place.kind.startswith("water."))
    assert name not in [found.name for found in places.search(name)]
    places.use_pack(network_pack)
    await desk.until(lambda: name in [found.name for found in places.search(name)])
    assert any(near.kind.startswith(("water.", "road.", "place.")) for near in places.around(*HERE, limit=50))
    places.use_pack(None)
    await desk.until(lambda: name not in [found.name for found in places.search(name)])


async def test_a_pack_that_cannot_be_read_leaves_the_gazetteer(
    desk: DeskDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad = tmp_path / "bad.btmap"
    bad.write_bytes(b"nothing of the kind" * 100)
    desk.services.places.use_pack(bad)
    await desk.until(lambda: "no names from the map pack" in caplog.text)
    assert desk.services.places.search("handil bakti")[0].label == "Kel. Handil Bakti, Kec. Alalak"
    caplog.clear()
