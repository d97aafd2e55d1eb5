"""Plus codes against what the published implementation answered."""

from __future__ import annotations

import pytest

from batola_desk.map.paste.plus_code import cell_of, is_valid, is_whole, nearest_whole
from tests.support.plus_codes import plus_code_of

CELLS = [
    ("8FVC9G8F+6X", 47.3655625, 8.5249375),
    ("4FCQ32FQ+P5", -41.9256875, 15.0379375),
    ("5GFQ58VM+44M", -20.8071625, 35.332796875),
    ("73GJ478H+4W354", 20.1152505, -147.7201904297),
    ("2PJP4P00+", -77.875, 114.725),
    ("46HF0000+", -38.5, -90.5),
]


@pytest.mark.parametrize(("code", "lat", "lon"), CELLS)
def test_the_middle_of_a_cell(code: str, lat: float, lon: float) -> None:
    assert is_valid(code)
    assert is_whole(code)
    assert cell_of(code).middle == pytest.approx((lat, lon), abs=1e-9)


@pytest.mark.parametrize(
    ("short", "lat", "lon", "whole"),
    [
        ("QH7M+4R", -3.2, 114.6, "6P8PQH7M+4R"),
        ("7M+4R", -3.24, 114.58, "6P8PQH7M+4R"),
        ("QH7M+4R", -3.9, 114.05, "6P7MQH7M+4R"),
        ("9G8F+6X", 47.4, 8.6, "8FVC9G8F+6X"),
    ],
)
def test_a_short_code_is_the_nearest_of_its_name(short: str, lat: float, lon: float, whole: str) -> None:
    assert is_valid(short)
    assert not is_whole(short)
    assert nearest_whole(short, lat, lon) == whole


@pytest.mark.parametrize(
    "code",
    ["", "+", "+22", "8FVC9G8F", "8FVC9G8F+6", "8FV+6X", "8FVC0000+22", "AFVC9G8F+6X", "00VC9G8F+",
     "8FVC9G8F6X+", "X2VC9G8F+6X+"],
)  # fmt: skip
def test_what_is_no_plus_code(code: str) -> None:
    assert not is_valid(code)


def test_a_code_beyond_the_earth_is_not_whole() -> None:
    assert not is_whole("X2VC9G8F+6X")


def test_the_codes_of_the_tests_are_right() -> None:
    assert plus_code_of(-3.2372, 114.5846) == "6P8PQH7M+4R"
    assert plus_code_of(-3.2372, 114.5846, 11) == "6P8PQH7M+4RH"
    assert plus_code_of(47.36559, 8.524997, 11)[:-1] == "8FVC9G8F+6X"
