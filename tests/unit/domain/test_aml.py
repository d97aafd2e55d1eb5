"""AML messages: the standard's, and what networks and gateways make of them. Source: ETSI TS 103 625 §6."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.aml import REPORTS_MAX, is_aml_text, read_aml_form, read_aml_text
from batola_desk.domain.earth_area import AreaShape, is_usable

SMS = (
    'A"ML=1;lt=-2.98410;lg=+114.76310;rd=50;top=20261126124100;lc=90;pm=W;si=123456789012345;'
    "ei=1234567890123456;mcc=510;mnc=10;ml=128"
)
AT_US = int(datetime(2026, 11, 26, 12, 41, tzinfo=UTC).timestamp() * 1e6)
MIXED = 'Tolong! a"ml = 1; LG=114,7631 ;LT= -2,9841;pm=c' + SMS + ' A"ML=1;pm=N'


def test_the_message_of_the_standard() -> None:
    (found,) = read_aml_text(SMS, number="081234567890")
    assert found.area is not None
    assert (found.area.shape, found.area.radius_m) == (AreaShape.CIRCLE, 50.0)
    assert (found.area.latitude, found.area.longitude) == (-2.9841, 114.7631)
    assert (found.fixed_us, found.confidence_percent, found.method) == (AT_US, 90.0, "WiFi")
    assert (found.number, found.doubts) == ("081234567890", ())


@pytest.mark.parametrize(
    "text",
    [
        SMS.lower(),
        SMS.replace(";", " ; "),
        SMS.replace(".", ","),
        SMS.replace('A"ML', "A''ML"),
        SMS.replace('A"ML', "A”ML"),
        SMS.replace("lt=-2", "lt=−2"),
        'A"ML=1;' + ";".join(reversed(SMS.removeprefix('A"ML=1;').split(";"))),
        "Pesan darurat: " + SMS,
        'A"ML=1;lt=114.76310;lg=-2.98410;rd=50;top=20261126124100;lc=90;pm=W',
    ],
)
def test_what_networks_make_of_it_is_read_all_the_same(text: str) -> None:
    (found,) = read_aml_text(text)
    assert found.area is not None
    assert (found.area.latitude, found.area.longitude) == pytest.approx((-2.9841, 114.7631))
    assert found.area.radius_m == 50.0
    assert found.fixed_us == AT_US


def test_several_messages_in_one_text_are_several_reports() -> None:
    first, second, third = read_aml_text(MIXED)
    assert first.area is not None
    assert first.area.shape is AreaShape.POINT  # no radius: nobody said how exact
    assert first.method == "Cell"
    assert second.confidence_percent == 90
    assert (third.area, third.doubts) == (None, ("no_position",))
    assert len(read_aml_text(SMS * 30)) == REPORTS_MAX


def test_a_message_that_is_shorter_than_it_says_is_marked() -> None:
    (found,) = read_aml_text('A"ML=1;lt=-2.9;lg=114.7;rd=50;ml=128')
    assert found.doubts == ("cut",)
    assert found.area is not None


@pytest.mark.parametrize(
    "fields",
    ["lt=-95.0;lg=200.0", "lt=;lg=", "lt=nan;lg=1", "lt=1e999;lg=1", "lg=114.7", "lt=-2.9;lg=114.7;pm=N", ""],
)
def test_what_is_no_place_gives_none_and_says_so(fields: str) -> None:
    (found,) = read_aml_text(f'A"ML=1;{fields};rd=20')
    assert found.area is None
    assert "no_position" in found.doubts


@pytest.mark.parametrize("top", ["20261326124100", "99999999999999", "2026", "-5", "٢٠٢٦١١٢٦١٢٤١٠٠", ""])
def test_a_time_that_is_none_is_left_out(top: str) -> None:
    (found,) = read_aml_text(f'A"ML=1;lt=-2.9;lg=114.7;top={top}')
    assert found.fixed_us is None


def test_ordinary_texts_are_none() -> None:
    for text in ("Tolong saya", "AML = bagus", "", 'A"M', "lt=-2.9;lg=114.7"):
        assert not is_aml_text(text)
        assert read_aml_text(text) == []


def test_the_form_of_the_standard() -> None:
    (found,) = read_aml_form(
        {
            "v": "1",
            "device_number": "+6281234567890",
            "location_latitude": "-2.9841",
            "location_longitude": "114.7631",
            "location_time": str(AT_US // 1000),
            "location_accuracy": "18.5",
            "location_confidence": "68",
            "location_source": "gps",
            "emergency_number": "112",
        }
    )
    assert found.area is not None
    assert (found.area.radius_m, found.method, found.fixed_us) == (18.5, "GNSS", AT_US)
    assert (found.number, found.confidence_percent) == ("+6281234567890", 68.0)


def test_a_gateway_may_pass_the_message_on_as_a_text() -> None:
    (found,) = read_aml_form({"From": "+6281234567890", "Text": SMS})
    assert found.number == "+6281234567890"
    assert found.area is not None


def test_a_form_without_a_place_is_no_report() -> None:
    assert read_aml_form({}) == []
    assert read_aml_form({"text": "halo"}) == []


PIECES = st.sampled_from(
    [
        SMS,
        'A"ML=',
        "a''ml=1;",
        "lt=",
        "lg=",
        ";",
        "=",
        "-2,9841",
        "1e308",
        "nan",
        "top=2026",
        "ml=9999",
        "\x00",
        "\ud800",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join), st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_text_is_survived_and_places_are_on_the_earth(text: str, number: str) -> None:
    for found in (*read_aml_text(text, number=number), *read_aml_form({"text": text, "from": number})):
        assert found.area is None or is_usable(found.area)
        assert (found.area is None) == ("no_position" in found.doubts)


@given(
    st.dictionaries(
        st.sampled_from(["lat", "lon", "location_accuracy", "lt", "location_time", "pm"])
        | st.text(max_size=5),
        st.text(max_size=20) | st.floats().map(str),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_form_is_survived(fields: dict[str, str]) -> None:
    for found in read_aml_form(fields):
        assert found.area is None or is_usable(found.area)


@pytest.mark.parametrize("piece", ['A"ML=1;', 'A"', "A ", "lt=;", ";", 'A"ML=1;lt=' + "1" * 50 + ";"])
def test_twice_as_long_is_not_four_times_as_slow(piece: str) -> None:
    def seconds(size: int) -> float:
        best = 1e9
        for _ in range(5):
            start = time.thread_time()
            read_aml_text(piece * (size // len(piece)))
            best = min(best, time.thread_time() - start)
        return best

    assert seconds(400_000) < 3 * seconds(200_000) + 0.005
