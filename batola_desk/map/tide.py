"""The tide from a table: the level of the water now and later, or nothing where the table says nothing.

A table is a CSV file with the columns ``station,time,level_m``: high and low water (or any closer steps)
as a tide book prints them. Between two of them the water follows half a cosine (the usual rule between
high and low water). A place on the river is a station of its own whose tide comes later and is lower than
the book's: ``tides.toml`` gives minutes and metres. Source: domain.md §3, §19 question 7.
"""

from __future__ import annotations

import bisect
import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.tide_station import TideStation
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import distance_m

COLUMNS = ("station", "time", "level_m")
GAP_MAX_S = 14 * 3600  # LIMIT: high and low water lie at most half a day apart, where the tide is daily too
LEVEL_ABS_MAX_M = 10.0
ROWS_MAX = 200_000  # LIMIT: a station has 1,460 a year, or 52,560 in steps of ten minutes
FILE_BYTES_MAX = 20_000_000
STEADY_M = 0.02  # LIMIT: less than this in ten minutes is slack water
TREND_S = 600


class TideTableError(OperatorError):
    """A table that cannot be trusted.

    Values: ``file``, ``line`` (0 = the file itself), ``found``, ``allowed``.
    """

    def __init__(self, file: Path, line: int, found: str, allowed: str) -> None:
        super().__init__("tide_table_damaged", file=file.name, line=line, found=found, allowed=allowed)


class Trend(StrEnum):
    """Where the water goes."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


class Level(NamedTuple):
    """The water at one moment."""

    station: str
    metres: float
    trend: Trend


@dataclass(frozen=True, slots=True)
class Series:
    """Levels of one station of the table, in order of time; seconds since 1970 UTC."""

    times: tuple[float, ...]
    levels: tuple[float, ...]

    def level_m(self, at_s: float) -> float | None:
        """The level at a moment; None before the first, after the last, and in a gap."""
        after = bisect.bisect_right(self.times, at_s)
        if after == len(self.times):
            return self.levels[-1] if self.times and at_s == self.times[-1] else None
        if after == 0:
            return None
        begin, end = self.times[after - 1], self.times[after]
        if end - begin > GAP_MAX_S:
            return self.levels[after - 1] if at_s == begin else None
        low, high = self.levels[after - 1], self.levels[after]
        return (low + high) / 2 + (low - high) / 2 * math.cos(math.pi * (at_s - begin) / (end - begin))


@dataclass(frozen=True, slots=True)
class TideTable:
    """Stations of one file, and the places on the river that follow them."""

    series: Mapping[str, Series]
    stations: Sequence[TideStation] = ()

    def level_at(self, place: LatLon, at_s: float) -> Level | None:
        """The level at the station that speaks for a place; None when nobody knows.

        With one series and no stations that series speaks for the whole regency. Several series without
        a station that has a place say nothing: which of them is meant would be a guess.
        """
        station = self._station_of(place)
        if station is None:
            return None
        now = self._level_m(station, at_s)
        if now is None:
            return None
        later = self._level_m(station, at_s + TREND_S)
        change = 0.0 if later is None else later - now
        trend = Trend.RISING if change > STEADY_M else Trend.FALLING if change < -STEADY_M else Trend.STEADY
        return Level(station.label, now, trend)

    def _station_of(self, place: LatLon) -> TideStation | None:
        known = [station for station in self.stations if station.table in self.series]
        if known:
            return min(known, key=lambda one: distance_m(place.lat, place.lon, one.latitude, one.longitude))
        if len(self.series) == 1:
            name = next(iter(self.series))
            return TideStation(code=name, label=name, table=name, latitude=0.0, longitude=0.0)
        return None

    def _level_m(self, station: TideStation, at_s: float) -> float | None:
        level_m = self.series[station.table].level_m(at_s - station.offset_min * 60)
        return None if level_m is None else level_m + station.offset_m


def read_tide_table(path: Path, *, utc_offset_min: int, stations: Sequence[TideStation] = ()) -> TideTable:
    """Read a table; every row is looked at, and one bad row refuses the file.

    Args:
        utc_offset_min: of times that name no zone.

    Raises:
        TideTableError: with the line and what is allowed there.
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise TideTableError(path, 0, "terlalu besar", f"paling besar {FILE_BYTES_MAX // 10**6} MB")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return TideTable(_read(path, lines, timezone(timedelta(minutes=utc_offset_min))), tuple(stations))
    except OSError as fault:
        raise TideTableError(path, 0, fault.strerror or "", "berkas yang dapat dibaca") from fault
    except UnicodeDecodeError as fault:
        raise TideTableError(path, 0, fault.reason, "teks UTF-8") from fault
    except csv.Error as fault:
        raise TideTableError(path, 0, str(fault), "CSV") from fault


def _read(path: Path, lines: Iterable[str], zone: timezone) -> dict[str, Series]:
    reader = csv.reader(lines)
    header: list[str] | None = None
    found: dict[str, dict[float, float]] = {}
    count = 0
    for row in reader:
        if not row or row[0].lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in row]
        if header is None:
            header = cells
            if tuple(header) != COLUMNS:
                raise TideTableError(path, reader.line_num, ",".join(header), ",".join(COLUMNS))
            continue
        count += 1
        if count > ROWS_MAX:
            raise TideTableError(path, reader.line_num, f"{count} baris", f"paling banyak {ROWS_MAX} baris")
        station, at_s, level_m = _row(path, reader.line_num, cells, zone)
        known = found.setdefault(station, {})
        if at_s in known:
            raise TideTableError(path, reader.line_num, cells[1], "waktu yang belum ada untuk stasiun ini")
        known[at_s] = level_m
    if header is None or not found:
        raise TideTableError(path, reader.line_num, "0 baris", "sedikitnya satu stasiun")
    for station, known in found.items():
        if len(known) < 2:
            raise TideTableError(path, 0, f"{station}: 1 baris", "sedikitnya dua waktu setiap stasiun")
    series = {}
    for station, known in found.items():
        times = tuple(sorted(known))
        series[station] = Series(times, tuple(known[at_s] for at_s in times))
    return series


def _row(path: Path, line: int, cells: Sequence[str], zone: timezone) -> tuple[str, float, float]:
    if len(cells) != len(COLUMNS):
        raise TideTableError(path, line, f"{len(cells)} kolom", f"{len(COLUMNS)} kolom")
    station, time_text, level_text = cells
    if not station:
        raise TideTableError(path, line, "station kosong", "nama stasiun")
    try:
        moment = datetime.fromisoformat(time_text)
    except ValueError as fault:
        allowed = "waktu ISO 8601, mis. 2026-11-26T04:10+08:00"
        raise TideTableError(path, line, time_text, allowed) from fault
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    allowed = f"meter, -{LEVEL_ABS_MAX_M:g} sampai {LEVEL_ABS_MAX_M:g}, dengan titik desimal"
    try:
        level_m = float(level_text)
    except ValueError as fault:
        raise TideTableError(path, line, level_text, allowed) from fault
    if not abs(level_m) <= LEVEL_ABS_MAX_M:
        raise TideTableError(path, line, level_text, allowed)
    return station, moment.timestamp(), level_m
