"""The tide table: levels between high and low water, other places, nothing where nothing is known."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from batola_desk.domain.tide_station import TideStation
from batola_desk.map.coordinates import LatLon
from batola_desk.map.tide import TideTable, TideTableError, Trend, read_tide_table

HERE = LatLon(-2.98, 114.77)
TABLE = """# taken from a book
station,time,level_m
Muara,2026-11-26T04:00+08:00,0.4
Muara,2026-11-26T10:00+08:00,2.4
Muara,2026-11-26T16:00,0.6
"""


def table(tmp_path: Path, text: str, *stations: TideStation) -> TideTable:
    path = tmp_path / "tide.csv"
    path.write_text(text, encoding="utf-8")
    return read_tide_table(path, utc_offset_min=480, stations=stations)


def at(hour: int, minute: int = 0) -> float:
    """Seconds since 1970 of a local time (WITA) of the day."""
    return datetime(2026, 11, 26, hour, minute, tzinfo=UTC).timestamp() - 8 * 3600


def test_the_level_follows_half_a_cosine_between_high_and_low_water(tmp_path: Path) -> None:
    tides = table(tmp_path, TABLE)
    expected = {4: 0.4, 5: 1.4 - math.cos(math.pi / 6), 7: 1.4, 10: 2.4, 13: 1.5, 16: 0.6}
    for hour, metres in expected.items():
        level = tides.level_at(HERE, at(hour))
        assert level is not None
        assert level.metres == pytest.approx(metres, abs=0.001)


@pytest.mark.parametrize(
    ("hour", "trend"), [(7, Trend.RISING), (12, Trend.FALLING), (4, Trend.STEADY), (16, Trend.STEADY)]
)
def test_it_says_where_the_water_goes(tmp_path: Path, hour: int, trend: Trend) -> None:
    level = table(tmp_path, TABLE).level_at(HERE, at(hour))
    assert level is not None
    assert level.trend is trend


@pytest.mark.parametrize("hour", [3, 17])
def test_beyond_the_table_it_says_nothing(tmp_path: Path, hour: int) -> None:
    assert table(tmp_path, TABLE).level_at(HERE, at(hour)) is None


def test_in_a_gap_it_says_nothing(tmp_path: Path) -> None:
    tides = table(tmp_path, TABLE + "Muara,2026-11-27T16:00,0.5\n")
    assert tides.level_at(HERE, at(22)) is None
    assert tides.level_at(HERE, at(13)) is not None


def test_a_place_up_the_river_has_its_tide_later_and_lower(tmp_path: Path) -> None:
    place = TideStation(
        code="m", label="Marabahan", table="Muara", latitude=-2.98, longitude=114.77,
        offset_min=120, offset_m=-0.4,
    )  # fmt: skip
    level = table(tmp_path, TABLE, place).level_at(HERE, at(12))
    assert level is not None
    assert level.station == "Marabahan"
    assert level.metres == pytest.approx(2.0)


def test_the_nearest_place_speaks_and_several_without_a_place_do_not(tmp_path: Path) -> None:
    two = TABLE + "Hulu,2026-11-26T04:00,5.0\nHulu,2026-11-26T10:00,5.0\n"
    assert table(tmp_path, two).level_at(HERE, at(9)) is None
    near = TideStation(code="h", label="Hulu", table="Hulu", latitude=-2.9, longitude=114.8)
    far = TideStation(code="m", label="Muara", table="Muara", latitude=-3.5, longitude=114.5)
    gone = TideStation(code="x", label="X", table="nobody", latitude=-2.98, longitude=114.77)
    level = table(tmp_path, two, far, near, gone).level_at(HERE, at(9))
    assert level is not None
    assert level.station == "Hulu"


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("station,time\n", 1, "station,time"),
        ("station,time,level_m\nMuara,2026-11-26T04:00\n", 2, "2 kolom"),
        ("station,time,level_m\nMuara,besok,1.0\n", 2, "besok"),
        ('station,time,level_m\nMuara,2026-11-26T04:00,"1,5"\n', 2, "1,5"),
        ("station,time,level_m\nMuara,2026-11-26T04:00,nan\n", 2, "nan"),
        ("station,time,level_m\nMuara,2026-11-26T04:00,99\n", 2, "99"),
        ("station,time,level_m\n,2026-11-26T04:00,1\n", 2, "station kosong"),
        ("station,time,level_m\nM,2026-11-26T04:00,1\n\nM,2026-11-26T04:00,2\n", 4, "2026-11-26T04:00"),
        ("station,time,level_m\nM,2026-11-26T04:00,1\n", 0, "M: 1 baris"),
        ("station,time,level_m\n", 1, "0 baris"),
        ("", 0, "0 baris"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path: Path, text: str, line: int, found: str) -> None:
    with pytest.raises(TideTableError) as refused:
        table(tmp_path, text)
    assert (refused.value.values["line"], refused.value.values["found"]) == (line, found)


def test_files_that_are_no_text_or_not_there_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tide.csv"
    with pytest.raises(TideTableError):
        read_tide_table(path, utc_offset_min=480)
    path.write_bytes(b"station,time,level_m\n\xff\xfe,1,2\n")
    with pytest.raises(TideTableError):
        read_tide_table(path, utc_offset_min=480)
