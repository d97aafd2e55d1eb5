"""Places found in what operators type while they listen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import Place, PlaceKind
from batola_desk.map.spelling import tokens_of
from tests.support.cpu_time import least_cpu_s
from tests.support.shipped import shipped_gazetteer

GAZETTEER = shipped_gazetteer()


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("handil bakti", "Kel. Handil Bakti, Kec. Alalak"),
        ("handilbakti", "Kel. Handil Bakti, Kec. Alalak"),
        ("handl bakti", "Kel. Handil Bakti, Kec. Alalak"),
        ("handel bhakti", "Kel. Handil Bakti, Kec. Alalak"),
        ("HANDIL  BAKTI", "Kel. Handil Bakti, Kec. Alalak"),
        ("sei lumbah", "Desa Sungai Lumbah, Kec. Alalak"),
        ("sei. lumbah", "Desa Sungai Lumbah, Kec. Alalak"),
        ("soengai loembah", "Desa Sungai Lumbah, Kec. Alalak"),
        ("sungai ramania", "Desa Sei Ramania, Kec. Mandastana"),
        ("ds. tjahaja baru", "Desa Cahaya Baru, Kec. Jejangkit"),
        ("tjahaya baru", "Desa Cahaya Baru, Kec. Jejangkit"),
        ("tatah masjid", "Desa Tatah Mesjid, Kec. Alalak"),
        ("hulu benteng", "Kel. Ulu Benteng, Kec. Marabahan"),
        ("baringin jaya", "Desa Beringin Jaya, Kec. Anjir Muara"),
        ("sidomulio", "Desa Sidomulyo, Kec. Wanaraya"),
        ("jelapat 2", "Desa Jelapat II, Kec. Mekarsari"),
        ("kec alalak", "Kec. Alalak"),
        ("kel. berangas", "Kel. Berangas, Kec. Alalak"),
        ("ha", "Kel. Handil Bakti, Kec. Alalak"),
    ],
)
def test_spelling_variants_and_typing_errors_find_the_place(typed: str, label: str) -> None:
    assert GAZETTEER.suggest(typed)[0].label == label


def test_free_text_is_divided_into_place_and_remainder() -> None:
    hit = GAZETTEER.suggest("handil bakti rt 4 seberang masjid")[0]
    assert (hit.place.name, hit.matched_text, hit.remainder) == (
        "Handil Bakti",
        "handil bakti",
        "rt 4 seberang masjid",
    )


def test_the_place_may_stand_in_the_middle_and_the_kecamatan_is_no_remainder() -> None:
    hit = GAZETTEER.suggest("kebakaran, di desa Karya Baru kec. Barambai dekat pasar")[0]
    assert hit.label == "Desa Karya Baru, Kec. Barambai"
    assert hit.remainder == "kebakaran, di dekat pasar"


def test_naming_the_kecamatan_decides_between_two_desa_of_one_name() -> None:
    for kecamatan in ("Barambai", "Tabunganen"):
        assert (
            GAZETTEER.suggest(f"karya baru {kecamatan.lower()}")[0].label
            == f"Desa Karya Baru, Kec. {kecamatan}"
        )


def test_short_names_must_be_spelt_right() -> None:
    assert GAZETTEER.suggest("tumih ")[0].place.name == "Tumih"
    assert GAZETTEER.suggest("tumis ") == []


def test_two_desa_of_one_name_are_both_offered_with_their_kecamatan() -> None:
    labels = {hit.label for hit in GAZETTEER.suggest("karya baru")[:2]}
    assert labels == {"Desa Karya Baru, Kec. Barambai", "Desa Karya Baru, Kec. Tabunganen"}


def test_the_nearer_of_two_equal_names_comes_first() -> None:
    for kecamatan in ("Barambai", "Tabunganen"):
        place = next(p for p in GAZETTEER.desa if (p.name, p.kecamatan) == ("Karya Baru", kecamatan))
        hits = GAZETTEER.suggest("karya baru", near=LatLon(place.lat, place.lon))
        assert hits[0].place == place


def test_house_numbers_are_not_part_of_a_name() -> None:
    hit = GAZETTEER.suggest("jelapat i rt 2")[0]
    assert (hit.label, hit.remainder) == ("Desa Jelapat I, Kec. Tamban", "rt 2")


def test_landmarks_alone_name_no_place() -> None:
    names = [hit.place.name for hit in GAZETTEER.suggest("bagus dekat pasar baru ")]
    assert names == ["Bagus"]


@pytest.mark.parametrize("typed", ["", "   ", "?!", "xyz qq", "mnopqrst"])
def test_what_names_nothing_finds_nothing(typed: str) -> None:
    assert GAZETTEER.suggest(typed) == []


@pytest.mark.parametrize("place", GAZETTEER.places, ids=lambda place: place.code)
def test_every_official_name_finds_itself_among_the_first_two_complete_names(place: Place) -> None:
    """A kecamatan and its desa may share a name, so may two desa; nothing else may come before them."""
    designator = "kec. " if place.kind is PlaceKind.KECAMATAN else "desa "
    hits = GAZETTEER.suggest(designator + place.name)
    assert place in [hit.place for hit in hits[:2]], [hit.label for hit in hits]
    assert hits[0].place.name == place.name


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(0, 12))
def test_any_text_gives_at_most_the_limit_in_order_and_never_invents_words(text: str, limit: int) -> None:
    hits = GAZETTEER.suggest(text, limit=limit)
    assert len(hits) <= limit
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.matched_text in text
        letters = iter(text)  # the remainder is the text with pieces cut out, in order
        assert all(
            any(letter == other for other in letters) for letter in hit.remainder if not letter.isspace()
        )


def test_a_pasted_chronicle_costs_no_more_than_a_key_may() -> None:
    text = "ada kebakaran rumah warga di belakang sekolah dekat jembatan besar " * 600
    assert least_cpu_s(lambda: GAZETTEER.suggest(text)) < 0.05  # 1 ms; unlimited it would be 700


def test_short_words_are_written_out_and_sounds_fall_together() -> None:
    assert [token.word for token in tokens_of("ds. sei Tjahaja")] == ["desa", "sungai", "cahaja"]
    assert tokens_of("Masjid")[0].folded == tokens_of("mesjid")[0].folded
    assert tokens_of("Bhakti")[0].folded == tokens_of("bakti")[0].folded
    assert tokens_of("bagus")[0].folded != tokens_of("bagas")[0].folded
