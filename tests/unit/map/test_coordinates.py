"""Coordinates as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.map.coordinates import format_decimal, format_dms, parse_coordinates

HANDIL_BAKTI = pytest.approx((-3.2372, 114.5846), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "-3.2372, 114.5846",
        "-3.2372 114.5846",
        "  -3.2372,114.5846 ",
        "114.5846, -3.2372",
        "-3,2372 114,5846",
        "-3,2372, 114,5846",
        "−3.2372; 114.5846",
        "3.2372 LS, 114.5846 BT",
        "S 3.2372 E 114.5846",
        "114.5846 BT 3.2372 LS",
        "3°14'13.92\"S 114°35'4.56\"E",
        "3°14′13.92″ LS 114°35′4.56″ BT",
        "3°14.232' S, 114°35.076' E",
        "3°14'13,92\" LS / 114°35'04,56\" BT",
    ],
)
def test_every_usual_form_is_read(text: str) -> None:
    assert parse_coordinates(text) == HANDIL_BAKTI


@pytest.mark.parametrize(
    "text",
    ["", "handil bakti", "-3.2372", "-3.2, 114.5, 7", "3.2 LS 114.5 LS", "95, 200", "3°75'0\"S 114°0'0\"E",
     "0812 3456 7890", "rt 3 rw 4", "3.2372 BT 114.5846 LS"],
)  # fmt: skip
def test_what_is_no_position_is_none(text: str) -> None:
    assert parse_coordinates(text) is None


@given(st.floats(-11, 11), st.floats(95, 141))
def test_what_is_written_is_read_back(lat: float, lon: float) -> None:
    assert parse_coordinates(format_decimal(lat, lon)) == pytest.approx((lat, lon), abs=6e-6)
    assert parse_coordinates(format_dms(lat, lon)) == pytest.approx((lat, lon), abs=2e-5)


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    found = parse_coordinates(text)
    assert found is None or (abs(found.lat) <= 90 and abs(found.lon) <= 180)


def test_seconds_never_show_sixty() -> None:
    assert format_dms(-3.9999999, 114.0) == "4°00'00.0\" LS  114°00'00.0\" BT"
