"""One ranking over gazetteer, landmarks and the names of a map pack."""

from __future__ import annotations

import gc
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.map.coordinates import LatLon
from batola_desk.map.place_index import NamedPlace, PlaceBook, PlaceIndex
from batola_desk.map.place_sources import gazetteer_places
from batola_desk.map.projection import distance_m
from batola_desk.map.spelling import fold_name
from tests.support.cpu_time import least_cpu_s
from tests.support.place_names import many_places
from tests.support.shipped import shipped_gazetteer

GAZETTEER = shipped_gazetteer()
HANDIL_BAKTI = next(place for place in GAZETTEER.desa if place.name == "Handil Bakti")
MANY = many_places(GAZETTEER, 20_000)
MOSQUE = NamedPlace(
    name="Masjid Al-Falah", kind="poi.worship", kecamatan="Alalak",
    lat=HANDIL_BAKTI.lat + 0.004, lon=HANDIL_BAKTI.lon,
)  # fmt: skip
FERRY = NamedPlace(
    name="Dermaga Feri Marabahan", kind="jetty", kecamatan="Marabahan", lat=-2.98, lon=114.77,
    variants=("Pelabuhan Feri", "Ferry Marabahan"),
)  # fmt: skip
BOOK = PlaceBook(PlaceIndex([*gazetteer_places(GAZETTEER), FERRY]), PlaceIndex([*MANY, MOSQUE]))


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("handil bakti rt 4 seberang masjid", "Kel. Handil Bakti, Kec. Alalak"),
        ("handilbakti", "Kel. Handil Bakti, Kec. Alalak"),
        ("soengai loembah", "Desa Sungai Lumbah, Kec. Alalak"),
        ("tatah masjid", "Desa Tatah Mesjid, Kec. Alalak"),
        ("sidomulio", "Desa Sidomulyo, Kec. Wanaraya"),
        ("sidomilyo", "Desa Sidomulyo, Kec. Wanaraya"),
        ("kel. berangas", "Kel. Berangas, Kec. Alalak"),
        ("karya baru barambai", "Desa Karya Baru, Kec. Barambai"),
        ("pelabuhan feri", "Dermaga Feri Marabahan, Kec. Marabahan"),
        ("fery marabahan", "Dermaga Feri Marabahan, Kec. Marabahan"),
        ("mesjid al falah", "Masjid Al-Falah, Kec. Alalak"),
        ("masjid alfalah", "Masjid Al-Falah, Kec. Alalak"),
        ("di belakang masjid al palah", "Masjid Al-Falah, Kec. Alalak"),
    ],
)
def test_places_are_found_among_twenty_thousand_names(typed: str, label: str) -> None:
    assert BOOK.search(typed)[0].place.label == label


def test_every_name_finds_itself_and_one_typing_error_hides_hardly_any() -> None:
    chance = random.Random(11)
    asked = chance.sample(MANY, 200)
    for place in asked:
        near = LatLon(place.lat, place.lon)
        assert BOOK.search(place.name + " ", near=near)[0].place.name == place.name
    missed = []
    for place in asked:
        name = place.name.lower()
        at = chance.randrange(name.index(" ") + 2, len(name))
        wrong = name[:at] + chance.choice("bdgklmnprst") + name[at + 1 :]
        names = {hit.place.name for hit in BOOK.search(wrong + " ", near=LatLon(place.lat, place.lon))}
        if place.name not in names and len(name.split()[-1]) > 4:
            missed.append((place.name, wrong))
    assert len(missed) <= 4, missed


def test_the_beginning_of_a_name_offers_it_while_it_is_typed() -> None:
    for typed in ("masjid al f", "masjid al fal", "dermaga feri mar"):
        near = LatLon(MOSQUE.lat, MOSQUE.lon) if typed.startswith("masjid") else LatLon(FERRY.lat, FERRY.lon)
        wanted = MOSQUE if typed.startswith("masjid") else FERRY
        assert wanted in [hit.place for hit in BOOK.search(typed, near=near)]


def test_one_wrong_letter_in_the_middle_of_a_short_word_leaves_no_three_and_is_forgiven() -> None:
    for wrong, right in (("bakus", "Bagus"), ("desa bapus rt 2", "Bagus")):
        assert right in [hit.place.name for hit in BOOK.search(wrong + " ")], wrong


def test_of_many_beginnings_the_near_ones_are_kept() -> None:
    lanes = [NamedPlace(name=f"Gang Rukun {at}", kind="road.residential", kecamatan="", lat=-3.5 + at * 0.002,
                        lon=114.6) for at in range(500)]  # fmt: skip
    book = PlaceBook(PlaceIndex(lanes))
    for wanted in lanes[7:500:60]:
        hits = book.search("ga", near=LatLon(wanted.lat, wanted.lon))
        assert wanted in [hit.place for hit in hits]


def test_a_landmark_far_from_the_place_is_not_beside_it() -> None:
    far = NamedPlace(
        name="Masjid Jauh", kind="poi.worship", kecamatan="", lat=HANDIL_BAKTI.lat + 0.2, lon=115.0
    )
    book = PlaceBook(PlaceIndex([*gazetteer_places(GAZETTEER), far]))
    assert not [hit for hit in book.search("handil bakti seberang masjid ") if hit.beside]


def test_a_landmark_that_was_only_named_by_its_kind_is_looked_for_beside_the_place() -> None:
    hits = BOOK.search("handil bakti rt 4 seberang masjid", near=LatLon(-3.2, 114.6))
    assert (hits[0].address.rt, hits[0].address.relation, hits[0].address.landmark) == (
        "4",
        "across",
        "masjid",
    )
    beside = [hit for hit in hits if hit.beside]
    assert beside and all(hit.place.kind == "poi.worship" for hit in beside)
    assert MOSQUE in [hit.place for hit in beside]
    assert {hit.beside for hit in beside} == {HANDIL_BAKTI.label}


def test_distances_are_those_from_the_asking_point() -> None:
    for hit in BOOK.search("handil bakti", near=LatLon(-3.2, 114.6)):
        expected = distance_m(-3.2, 114.6, hit.place.lat, hit.place.lon)
        assert hit.distance_m == pytest.approx(expected, rel=0.01, abs=5)
    assert BOOK.search("handil bakti")[0].distance_m is None


def test_of_equal_names_the_nearer_one_comes_first() -> None:
    twins = [NamedPlace(name="Gang Rukun Jaya", kind="road.residential", kecamatan=desa.kecamatan,
                        lat=desa.lat, lon=desa.lon) for desa in GAZETTEER.desa]  # fmt: skip
    book = PlaceBook(PlaceIndex(gazetteer_places(GAZETTEER)), PlaceIndex(twins))
    for wanted in (twins[3], twins[150]):
        assert book.search("gang rukun jaya", near=LatLon(wanted.lat, wanted.lon))[0].place == wanted


def test_the_nearest_are_the_nearest_of_all_and_in_order() -> None:
    found = BOOK.nearest(-3.1, 114.65, limit=7)
    everything = [p for p in [*gazetteer_places(GAZETTEER), FERRY, *MANY, MOSQUE] if p.kind != "kecamatan"]
    expected = sorted(distance_m(-3.1, 114.65, p.lat, p.lon) for p in everything)[:7]
    assert [away for _, away in found] == pytest.approx(expected, rel=0.01, abs=2)
    jetties = BOOK.nearest(-3.1, 114.65, limit=3, kinds=("jetty",))
    assert {place.kind for place, _ in jetties} == {"jetty"}


def test_a_name_that_is_folded_already_is_not_folded_again() -> None:
    plain = PlaceIndex(MANY[:500])
    given_folded = PlaceIndex(
        NamedPlace(
            name=p.name, kind=p.kind, kecamatan=p.kecamatan, lat=p.lat, lon=p.lon, folded=fold_name(p.name)
        )
        for p in MANY[:500]
    )
    for place in MANY[:500:50]:
        assert [h.place.name for h in plain.search(place.name)] == [
            h.place.name for h in given_folded.search(place.name)
        ]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.integers(0, 10))
def test_any_text_is_answered_in_order_and_within_the_limit(text: str, limit: int) -> None:
    hits = BOOK.search(text, limit=limit, near=LatLon(-3.2, 114.6))
    assert len(hits) <= limit
    named = [hit.score for hit in hits if not hit.beside]
    assert named == sorted(named, reverse=True)


@pytest.mark.parametrize("names", [[], [""], ["?!"], ["Ñandú 漢字 \U0001f6a4"], ["", "a", "A a"]])
def test_strange_sets_of_names_break_nothing(names: list[str]) -> None:
    index = PlaceIndex(NamedPlace(name=name, kind="other", kecamatan="", lat=0, lon=0) for name in names)
    assert index.search("") == []
    assert index.search("xyz qqq") == []
    assert len(index.nearest(0.0, 0.0, limit=3)) == len(names)


def test_a_pasted_chronicle_costs_no_more_than_a_key_may() -> None:
    text = "ada kebakaran rumah warga di belakang sekolah dekat jembatan besar " * 1500
    near = LatLon(-3.2, 114.6)
    assert least_cpu_s(lambda: BOOK.search(text, near=near)) < 0.05  # 5 ms; unlimited it would be seconds


def test_the_collector_walks_through_no_index() -> None:
    """Names of a pack stay for good: were each an object to look at, every pause would grow by theirs."""
    gc.collect()
    before = len(gc.get_objects())
    index = PlaceIndex(MANY[:5_000])
    gc.collect()
    assert len(gc.get_objects()) - before < len(index) / 10
