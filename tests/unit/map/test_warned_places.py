"""Which kecamatan an area touches: by outline, by circle, by code, by name; outside nothing."""

from __future__ import annotations

import pytest

from batola_desk.domain.weather import WarnedArea
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.warned_places import How, WarnedPlace, WarnedPlaces
from tests.support.shipped import shipped_gazetteer

WHOLE = ((-2.3, 114.1), (-2.3, 115.1), (-3.8, 115.1), (-3.8, 114.1))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture(scope="module")
def places(gazetteer: Gazetteer) -> WarnedPlaces:
    return WarnedPlaces(gazetteer, regency="Barito Kuala", province="Kalimantan Selatan")


def of(places: WarnedPlaces, words: str = "Wilayah", **shapes: object) -> dict[str, WarnedPlace]:
    area = WarnedArea(words=words, **shapes)  # type: ignore[arg-type]
    return {place.name: place for place in places.touched([area])}


def test_an_outline_round_everything_touches_all_with_all_their_desa(
    places: WarnedPlaces, gazetteer: Gazetteer
) -> None:
    found = of(places, polygons=(WHOLE,))
    assert list(found) == [place.name for place in gazetteer.kecamatan]
    assert len(found) == 17
    assert all(
        place.how is How.INSIDE and place.desa_inside == place.desa_count > 0 for place in found.values()
    )
    assert sum(place.desa_count for place in found.values()) == len(gazetteer.desa)
    assert of(places, polygons=(tuple(reversed(WHOLE)),)) == found


def test_an_outline_counts_exactly_the_points_inside(places: WarnedPlaces, gazetteer: Gazetteer) -> None:
    """Compared with a rectangle, where inside is four comparisons."""
    south, west, north, east = -3.10, 114.60, -2.90, 114.80
    found = of(places, polygons=(((south, west), (north, west), (north, east), (south, east)),))
    for kecamatan in gazetteer.kecamatan:
        inside = sum(
            south < desa.lat < north and west < desa.lon < east
            for desa in gazetteer.desa
            if desa.kecamatan == kecamatan.name
        )
        told = found.get(kecamatan.name)
        assert (told.desa_inside if told is not None else 0) == inside, kecamatan.name
        if inside:
            assert told is not None and told.how is How.INSIDE
        elif told is not None:
            assert told.how is How.EDGE


def test_a_hollow_outline_does_not_touch_its_hollow(places: WarnedPlaces, gazetteer: Gazetteer) -> None:
    """A U whose two arms lie left and right of the regency, the base above it."""
    outline = (
        (-1.0, 113.0), (-1.0, 116.0), (-5.0, 116.0), (-5.0, 115.6),
        (-1.5, 115.6), (-1.5, 113.4), (-5.0, 113.4), (-5.0, 113.0),
    )  # fmt: skip
    assert of(places, polygons=(outline,)) == {}


def test_a_circle_touches_by_its_radius(places: WarnedPlaces, gazetteer: Gazetteer) -> None:
    desa = next(place for place in gazetteer.desa if place.kecamatan == "Marabahan")
    found = of(places, circles=((desa.lat, desa.lon, 50.0),))
    assert found["Marabahan"].how is How.INSIDE
    assert found["Marabahan"].desa_inside == 1
    assert all(place.how is How.EDGE for name, place in found.items() if name != "Marabahan")
    assert len(of(places, circles=((desa.lat, desa.lon, 300_000.0),))) == 17


def test_a_point_or_a_small_outline_between_the_desa_is_not_lost(
    places: WarnedPlaces, gazetteer: Gazetteer
) -> None:
    for kecamatan in gazetteer.kecamatan:
        lat, lon = kecamatan.lat, kecamatan.lon
        small = ((lat, lon), (lat + 1e-4, lon), (lat, lon + 1e-4))
        nearest = gazetteer.nearest(lat, lon).place.kecamatan
        assert nearest in of(places, polygons=(small,))
        assert nearest in of(places, circles=((lat, lon, 0.0),))


def test_what_lies_outside_touches_nothing(places: WarnedPlaces) -> None:
    bandung = ((-6.9, 107.5), (-6.9, 107.7), (-7.1, 107.7), (-7.1, 107.5))
    assert of(places, polygons=(bandung,)) == {}
    assert of(places, circles=((-6.9, 107.6, 30_000.0),)) == {}
    assert (
        of(places, words="Kalimantan Selatan, Barito Kuala", polygons=(bandung,)) == {}
    )  # the outline counts


@pytest.mark.parametrize("value", ["63.04.01", "630401", "63.04.01.2001", "6304012001"])
def test_a_code_of_the_ministry_names_a_kecamatan(places: WarnedPlaces, value: str) -> None:
    found = of(places, geocodes=(("kode", value),))
    assert {name: place.how for name, place in found.items()} == {"Tabunganen": How.NAMED}


def test_a_code_of_the_regency_names_all_and_other_codes_nothing(places: WarnedPlaces) -> None:
    assert len(of(places, geocodes=(("kode", "63.04"),))) == 17
    assert len(of(places, geocodes=(("kode", "63"),))) == 17
    for value in ("63.03.01", "6304010", "abc", "", "63.04.", "٦٣٠٤٠١"):
        assert of(places, geocodes=(("kode", value),)) == {}, value


def test_names_count_beside_the_regency_only(places: WarnedPlaces) -> None:
    found = of(places, words="Kab. Barito Kuala: Kecamatan MARABAHAN, Cerbon dan Anjir Pasar")
    assert set(found) == {"Marabahan", "Cerbon", "Anjir Pasar"}
    assert {place.how for place in found.values()} == {How.NAMED}
    assert of(places, words="Kecamatan Kuripan, Probolinggo") == {}  # that name exists elsewhere too
    assert len(of(places, words="KABUPATEN BARITO KUALA")) == 17
    assert len(of(places, words="Sebagian Kalimantan Selatan")) == 17
    assert of(places, words="Kalimantan Tengah") == {}


def test_several_areas_add_up_and_the_surest_way_counts(places: WarnedPlaces, gazetteer: Gazetteer) -> None:
    named = WarnedArea(words="Barito Kuala: Tabunganen, Marabahan")
    desa = next(place for place in gazetteer.desa if place.kecamatan == "Marabahan")
    drawn = WarnedArea(words="x", circles=((desa.lat, desa.lon, 10.0),))
    found = {place.name: place.how for place in places.touched([named, drawn])}
    assert found["Marabahan"] is How.INSIDE
    assert found["Tabunganen"] is How.NAMED


def test_what_is_drawn_lies_near_and_is_little_enough(places: WarnedPlaces) -> None:
    near = ((-3.0, 114.6), (-3.0, 114.8), (-3.2, 114.8))
    bandung = ((-6.9, 107.5), (-6.9, 107.7), (-7.1, 107.7))
    area = WarnedArea(words="x", polygons=(near, bandung, WHOLE), circles=((-3.1, 114.6, 5_000.0),))
    drawn = places.outlines([area])
    assert drawn[:2] == (near, WHOLE)
    assert len(drawn) == 3
    assert all(abs(lat + 3.1) < 0.1 and abs(lon - 114.6) < 0.1 for lat, lon in drawn[2])
    wide = WarnedArea(words="x", circles=((-3.1, 114.6, 2e7), (-3.1, 114.6, 0.0)))
    assert places.outlines([wide]) == ()
    assert places.outlines([WarnedArea(words="x", polygons=(near,) * 2_000)]) == ()
