"""Positions out of what people paste, dictate and read over the radio."""

from __future__ import annotations

import math
from urllib.parse import quote

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.map.coordinates import format_decimal, format_dms
from batola_desk.map.paste.plus_code import cell_of
from batola_desk.map.paste.reader import PasteReader
from batola_desk.map.paste.reading import Doubt, Sort, Trouble
from batola_desk.map.paste.regency_area import RegencyArea
from batola_desk.map.projection import distance_m
from tests.support.cpu_time import least_cpu_s
from tests.support.plus_codes import plus_code_of
from tests.support.shipped import shipped_gazetteer

GAZETTEER = shipped_gazetteer()
READER = PasteReader(RegencyArea(GAZETTEER))
HERE = (-3.2372, 114.5846)
LATITUDES = st.floats(-3.6, -2.4)
LONGITUDES = st.floats(114.3, 115.0)

CERTAIN = [
    "https://wa.me/?text=Di%20sini%20https%3A%2F%2Fmaps.google.com%2F%3Fq%3D-3.2372%2C114.5846",
    "https://www.google.com/url?q=https://www.openstreetmap.org/%3Fmlat%3D-3.2372%26mlon%3D114.5846&sa=D",
    "-3.2372, 114.5846",
    "-3.2372 114.5846",
    "  -3.2372,114.5846 ",
    "114.5846, -3.2372",
    "-3,2372 114,5846",
    "-3,2372, 114,5846",
    "-3,2372,114,5846",
    "−3.2372; 114.5846",
    "(-3.2372 / 114.5846)",
    "3.2372 LS, 114.5846 BT",
    "S 3.2372 E 114.5846",
    "3.2372S114.5846E",
    "114.5846 BT 3.2372 LS",
    "T 114.5846 S 3.2372",
    "Lat: -3.2372 Long: 114.5846",
    "latitude=-3.2372&longitude=114.5846",
    "lintang -3.2372 bujur 114.5846",
    "3.2372 lintang selatan 114.5846 bujur timur",
    "lintang selatan 3,2372 bujur timur 114,5846",
    "3°14'13.92\"S 114°35'4.56\"E",
    "3°14′13.92″ LS 114°35′4.56″ BT",
    "3º 14’ 13.92’’ S, 114º 35’ 4.56’’ E",
    "3°14.232' S, 114°35.076' E",
    "3°14'13,92\" LS / 114°35'04,56\" BT",
    "3 14 13.92 S 114 35 4.56 E",
    "S3 14 13.92 E114 35 4.56",
    "3.14.13,92 LS 114.35.4,56 BT",
    "3 derajat 14 menit 13,92 detik lintang selatan, 114 derajat 35 menit 4,56 detik bujur timur",
    "0314.232,S,11435.076,E",
    "tiga koma dua tiga tujuh dua selatan seratus empat belas koma lima delapan empat enam timur",
    "minus tiga koma dua tiga tujuh dua koma seratus empat belas koma lima delapan empat enam",
    "selatan tiga titik dua tiga tujuh dua timur satu satu empat titik lima delapan empat enam",
    "three decimal two three seven two south one one four decimal five eight four six east",
    "minus three point two three seven two, one hundred and fourteen point five eight four six",
    "tolong pak rumah saya terbakar -3.2372, 114.5846 cepat rt 3 no 12",
    "posisi 3°14'13.92\"S 114°35'4.56\"E dekat jembatan",
    "https://maps.google.com/?q=-3.2372,114.5846",
    "https://maps.google.com/maps?q=-3.2372%2C114.5846&z=17&hl=id",
    "https://www.google.com/maps?q=loc:-3.2372,114.5846",
    "https://www.google.com/maps/search/?api=1&query=-3.2372%2C114.5846",
    "https://www.google.com/maps/search/-3.2372,+114.5846?entry=tts",
    "https://www.google.co.id/maps/dir/?api=1&destination=-3.2372,114.5846&travelmode=driving",
    "https://www.google.com/maps/place/Handil+Bakti/@-3.24,114.59,17z/data=!3m1!4b1!4m5!8m2!3d-3.2372!4d114.5846",
    "https://www.google.com/maps/place/3%C2%B014'13.92%22S+114%C2%B035'04.56%22E/@-3.2,114.5,17z",
    "Lokasi saya:\nhttps://maps.google.com/maps?q=-3.2372,114.5846.",
    "google.navigation:q=-3.2372,114.5846",
    "comgooglemaps://?q=-3.2372,114.5846",
    "https://www.openstreetmap.org/?mlat=-3.2372&mlon=114.5846#map=17/-3.24/114.59",
    "https://maps.apple.com/?ll=-3.2372,114.5846&q=Pin",
    "https://maps.apple.com/place?coordinate=-3.2372,114.5846&name=Pin",
    "https://www.waze.com/ul?ll=-3.2372%2C114.5846&navigate=yes",
    "https://www.waze.com/live-map/directions?to=ll.-3.2372%2C114.5846",
    "https://share.here.com/l/-3.2372,114.5846",
    "geo:-3.2372,114.5846",
    "geo:-3.2372,114.5846;crs=WGS84;u=35",
    "geo:0,0?q=-3.2372,114.5846(Rumah)",
]


@pytest.mark.parametrize("text", CERTAIN)
def test_what_is_written_in_full_is_taken_without_a_question(text: str) -> None:
    found = READER.read(text)
    assert found.certain is not None, found
    assert distance_m(*HERE, found.certain.lat, found.certain.lon) < 1


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("3.2372 114.5846", Doubt.SIGN),
        ("3.2372, -114.5846", Doubt.SIGN),
        ("3 14 13.92 114 35 4.56", Doubt.SIGN),
        ("114.5846 LS 3.2372 BT", Doubt.ORDER),
        ("https://maps.google.com/?q=114.5846,-3.2372", Doubt.ORDER),
        ("https://www.google.com/maps/@-3.2372,114.5846,17z", Doubt.VIEW),
        ("https://www.openstreetmap.org/#map=17/-3.2372/114.5846", Doubt.VIEW),
        ("https://peta.example/?q=-3.2372,114.5846", Doubt.SITE),
        ("tiga koma dua tiga tujuh dua satu satu empat koma lima delapan empat enam", Doubt.SPLIT),
        ("-3.2372, 114.5846, 12", Doubt.REST),
        ("QH7M+4RH", Doubt.SHORT),
    ],
)
def test_what_leaves_something_open_is_asked_and_the_likely_reading_comes_first(
    text: str, doubt: Doubt
) -> None:
    found = READER.read(text)
    assert found.certain is None
    assert doubt in found.readings[0].doubts
    assert distance_m(*HERE, found.readings[0].lat, found.readings[0].lon) < 6


def test_a_plus_sign_that_may_be_meant_stays_on_the_list() -> None:
    found = READER.read("3.2372 114.5846")
    assert [(reading.lat, reading.lon) for reading in found.readings] == [
        (-3.2372, 114.5846),
        (3.2372, 114.5846),
    ]


def test_two_digits_behind_the_point_may_be_minutes() -> None:
    readings = READER.read("-3.15 114.35").readings
    assert (-3.15, 114.35) in [(reading.lat, reading.lon) for reading in readings]
    minutes = next(reading for reading in readings if Doubt.MINUTES in reading.doubts)
    assert (minutes.lat, minutes.lon) == pytest.approx((-3.25, 114.58333), abs=1e-4)


def test_few_digits_are_a_large_circle() -> None:
    assert READER.read("-3.237, 114.585").readings[0].uncertainty_m == pytest.approx(55.7, abs=1)
    assert READER.read("-3.23721, 114.58461").readings[0].uncertainty_m == 0


def test_a_position_far_away_is_never_taken_by_itself() -> None:
    found = READER.read("-6.2088, 106.8456")
    assert found.certain is None
    assert [(reading.lat, reading.lon) for reading in found.readings] == [(-6.2088, 106.8456)]


def test_several_positions_in_one_text_are_a_list() -> None:
    found = READER.read("-3.2372, 114.5846 atau -3.1000, 114.7000")
    assert len(found.readings) == 2
    assert found.certain is None
    route = READER.read("https://www.google.com/maps/dir/-3.3,114.6/-3.2372,114.5846/@-3.2,114.5,12z")
    assert len(route.readings) == 2


@pytest.mark.parametrize(
    "text",
    ["", "handil bakti", "-3.2372", "-3.2, 114.5, 7", "3.2 LS 114.5 LS", "95, 200", "3°75'0\"S 114°0'0\"E",
     "0812 3456 7890", "rt 3 rw 4", "kebakaran km 12,5 no 3,2", "jelapat dua rt tiga", "3 114", "12-05-2026",
     "tanggal 27.11.2026 jam 03.45", "nomor 3.2372 dan 114 orang", "titik koordinat", "QH7M+4",
     "+62 812 3456 7890",
     "https://www.bing.com/", "10.11.12.13", "1,5 2,5 3,5"],
)  # fmt: skip
def test_what_is_no_position_is_none(text: str) -> None:
    assert READER.read(text).readings == ()


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("https://maps.app.goo.gl/AbCdEf123", Trouble.SHORT_LINK),
        ("https://goo.gl/maps/xyz", Trouble.SHORT_LINK),
        ("maps.app.goo.gl/AbCdEf123?g_st=iw", Trouble.SHORT_LINK),
        ("///isi.kata.tiga", Trouble.THREE_WORDS),
        ("https://w3w.co/isi.kata.tiga", Trouble.THREE_WORDS),
        ("geo:1,2;crs=moon-2011", Trouble.FOREIGN_DATUM),
        ("https://maps.google.com/?cid=123456", Trouble.LINK_WITHOUT_POINT),
        ("ZZZZ2222+22", None),
        ("handil bakti", None),
    ],
)
def test_why_there_is_no_position_is_known(text: str, trouble: Trouble | None) -> None:
    found = READER.read(text)
    assert (found.readings, found.trouble) == ((), trouble)


def test_a_name_in_a_link_is_handed_on_to_the_search() -> None:
    assert READER.read("https://maps.google.com/?q=Handil+Bakti").words == "Handil Bakti"
    assert READER.read("geo:0,0?q=Pasar%20Marabahan").words == "Pasar Marabahan"
    assert READER.read("https://www.google.com/maps/place/Pasar+Marabahan/").words == "Pasar Marabahan"


def test_a_short_link_beside_a_written_position_does_not_hide_it() -> None:
    found = READER.read("https://maps.app.goo.gl/AbCdEf123 -3.2372, 114.5846")
    assert found.certain is not None
    assert found.trouble is None


def test_geo_uri_keeps_its_uncertainty_and_label() -> None:
    found = READER.read("geo:-3.2372,114.5846,12;u=35").certain
    assert found is not None
    assert (found.uncertainty_m, found.sort) == (35.0, Sort.GEO_URI)
    named = READER.read("geo:-3.2372,114.5846?q=-3.2372,114.5846(Rumah%20Pak%20RT)").certain
    assert named is not None
    assert named.label == "Rumah Pak RT"


def test_a_short_plus_code_is_resolved_by_the_place_beside_it() -> None:
    for place in GAZETTEER.desa[::20]:
        full = plus_code_of(place.lat + 0.01, place.lon - 0.01)
        found = READER.read(f"{full[4:]} {place.name}, {place.kecamatan}")
        assert found.readings, place.name
        best = found.readings[0]
        assert distance_m(best.lat, best.lon, *cell_of(full).middle) < 5, place.name


def test_a_short_code_beside_a_name_of_two_places_asks_when_they_differ() -> None:
    barambai = next(place for place in GAZETTEER.desa if place.name == "Karya Baru")
    short = plus_code_of(barambai.lat, barambai.lon)[6:]
    found = READER.read(f"{short} karya baru")
    assert len(found.readings) == 2
    assert all(Doubt.PLACE in reading.doubts for reading in found.readings)


def _links(lat: float, lon: float) -> list[str]:
    pair, dms = f"{lat:.6f},{lon:.6f}", format_dms(lat, lon)
    return [
        pair, f"{lon:.6f}, {lat:.6f}", format_decimal(lat, lon), dms,
        f"{-lat:.6f} LS {lon:.6f} BT".replace(".", ","),
        f"https://maps.google.com/?q={quote(pair)}",
        f"https://www.google.com/maps/place/x/@1,1,3z/data=!3d{lat:.6f}!4d{lon:.6f}",
        f"https://www.google.com/maps/place/{quote(dms)}/@1,1,17z",
        f"https://maps.apple.com/?ll={pair}", f"https://waze.com/ul?ll={pair}",
        f"https://www.openstreetmap.org/?mlat={lat:.6f}&mlon={lon:.6f}", f"geo:{pair}",
        plus_code_of(lat, lon, 11),
        f"https://plus.codes/{plus_code_of(lat, lon)}",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES)
def test_every_form_comes_back(lat: float, lon: float) -> None:
    for text in _links(lat, lon):
        found = READER.read(text)
        assert found.certain is not None, (text, found)
        assert distance_m(lat, lon, found.certain.lat, found.certain.lon) < 15, text


SAID = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


@settings(max_examples=80, deadline=None)
@given(LATITUDES, LONGITUDES)
def test_what_is_read_out_digit_by_digit_comes_back(lat: float, lon: float) -> None:
    lat, lon = round(lat, 4), round(lon, 4)

    def said(value: float) -> str:
        return " ".join(SAID[int(letter)] if letter.isdigit() else "koma" for letter in f"{abs(value):.4f}")

    found = READER.read(f"{said(lat)} selatan {said(lon)} timur")
    assert found.certain is not None
    assert (found.certain.lat, found.certain.lon) == pytest.approx((lat, lon), abs=1e-9)
    assert found.certain.sort is Sort.SPOKEN


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES)
def test_utm_and_mgrs_come_back(lat: float, lon: float) -> None:
    east, north = pyproj.Transformer.from_crs(4326, 32750, always_xy=True).transform(lon, lat)
    east, north = math.floor(east), math.floor(north)
    for text in (f"50S {east} {north}", f"50 M {east} mE {north} mN", f"UTM zona 50 S X: {east} Y: {north}",
                 f"50S {north} {east}"):  # fmt: skip
        found = READER.read(text)
        assert found.certain is not None, (text, found)
        assert distance_m(lat, lon, found.certain.lat, found.certain.lon) < 3, text
    asked = READER.read(f"{east} {north}")
    assert asked.certain is None
    assert Doubt.ZONE in asked.readings[0].doubts
    column = "ABCDEFGHJKLMNPQRSTUVWXYZ"["ABCDEFGHJKLMNPQRSTUVWXYZ".index("J") + east // 100_000 - 1]
    row = "ABCDEFGHJKLMNPQRSTUV"[(north // 100_000 + 5) % 20]
    square = f"{column}{row}"
    read = READER.read(f"50M {square} {east % 100_000:05d} {north % 100_000:05d}")
    assert read.certain is not None
    assert distance_m(lat, lon, read.certain.lat, read.certain.lon) < 3


def test_a_published_grid_reference() -> None:
    found = READER.read("4QFJ1234567890").readings[0]
    assert (found.lat, found.lon) == pytest.approx((21.40977, -157.91608), abs=2e-4)


def test_the_geohash_of_a_waze_link_and_the_short_link_of_openstreetmap() -> None:
    waze = READER.read("https://waze.com/ul/hezs42").readings[0]
    assert (waze.lat, waze.lon) == pytest.approx((42.605, -5.603), abs=0.01)
    osm = READER.read("https://osm.org/go/0EEQjE--").readings[0]
    assert (osm.lat, osm.lon) == pytest.approx((51.510, 0.055), abs=0.02)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet="0123456789.,-+°'\" SENWLTBU/@:;&=?#%!()\n", max_size=120),
        st.lists(st.sampled_from(["tiga", "koma", "seratus", "-3.2", "114,5", "LS", "E", "°", "geo:",
                                  "https://g.co", "QH7M+4R", "50S", "231456", "9641234", "belas", "puluh",
                                  "lat", "'", "?q="]),
                 max_size=25).map(" ".join),
        st.sampled_from(["https://maps.google.com/?q=", "geo:", "https://osm.org/go/", "https://waze.com/ul/h",
                         "https://[", "https://plus.codes/"]).flatmap(
            lambda head: st.text(max_size=80).map(lambda tail: head + tail)),
    )
)  # fmt: skip
def test_any_text_is_answered_with_positions_on_earth(text: str) -> None:
    found = READER.read(text)
    assert len(found.readings) <= 8
    for reading in found.readings:
        assert -90 <= reading.lat <= 90
        assert -180 <= reading.lon <= 180
        assert 0 < reading.confidence <= 1
        assert math.isfinite(reading.uncertainty_m)


HOSTILE = ["1", "1,", "-1", "1.", "°'\"", " ", "S ", "https://maps.google.com/?q=1 ", "a=1&", "QH7M+4R ",
           "231456 ", "50S ", "50MKB ", "tiga koma ", "23456789+", "geo:1,2;a=b ", "((", "///", "E 231456 ",
           "9641234 ",
           "-3.2372, 114.5846 ", "3 14 ", "https://waze.com/ul/h "]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_paste_of_100_kb_takes_linear_time(piece: str) -> None:
    def took(letters: int) -> float:
        text = (piece * (letters // len(piece) + 1))[:letters]
        return least_cpu_s(lambda: READER.read(text), turns=3)

    # Four times as long; sixteen times if it were the square. A busy machine is given several tries.
    assert any(took(100_000) < max(8 * took(25_000), 0.04) for _ in range(5))
