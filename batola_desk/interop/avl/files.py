"""Positions from a file: GPX tracks and NMEA sentences, however much of it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.avl.report import KNOT_MPS, BadReportError, Report, make_report

FILE: Final = "file"
FILE_BYTES_MAX: Final = 64 << 20  # LIMIT: a receiver's whole month
POINTS_MAX: Final = 500_000
_LINE_CHARS_MAX: Final = 1024  # source: NMEA 0183, 82; AIS and cheap receivers write longer ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What a file says.

    Attributes:
        points: at least one, in the order of the file.
        skipped: points and sentences that are broken.
    """

    points: tuple[Report, ...]
    skipped: int = 0


def read_track(path: Path, device: str) -> Track:
    """Read a GPX or NMEA file.

    Raises:
        EnvironmentFault: ``track_unreadable`` (``file``, ``detail``), ``track_empty`` (``file``).
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise EnvironmentFault("track_unreadable", file=path.name, detail=f"> {FILE_BYTES_MAX >> 20} MB")
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as fault:
        detail = fault.strerror or type(fault).__name__
        raise EnvironmentFault("track_unreadable", file=path.name, detail=detail) from fault
    is_gpx = text.lstrip().startswith("<")
    found = list(_gpx(text, path.name, device) if is_gpx else _nmea(text, device))
    points = tuple(point for point in found if point is not None)
    if not points:
        raise EnvironmentFault("track_empty", file=path.name)
    return Track(points=points, skipped=len(found) - len(points))


def _gpx(text: str, name: str, device: str) -> Iterator[Report | None]:
    """Tracks, routes and way points; None for one that is broken.

    Entities are refused: they can blow a small file up to gigabytes.
    """
    import gpxpy
    import gpxpy.gpx

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise EnvironmentFault("track_unreadable", file=name, detail="DOCTYPE")
    try:
        found = gpxpy.parse(text)
    except (gpxpy.gpx.GPXException, ValueError, TypeError, RecursionError) as fault:
        raise EnvironmentFault("track_unreadable", file=name, detail=type(fault).__name__) from fault
    points: list[Any] = [p for track in found.tracks for part in track.segments for p in part.points]
    points += [p for route in found.routes for p in route.points]
    points += found.waypoints
    for point in points[:POINTS_MAX]:
        at = point.time.isoformat() if isinstance(point.time, datetime) else None
        motion = (getattr(point, "speed", None), getattr(point, "course", None), None)
        try:
            yield make_report((device,), (point.latitude, point.longitude), FILE, at=at, motion=motion)
        except BadReportError:
            yield None


def _nmea(text: str, device: str) -> Iterator[Report | None]:
    """RMC (place, time, speed, course), GGA (place, time of day), VTG (speed, course of the last place).

    A sentence with a wrong checksum is None, everything between sentences is passed over. GGA says no date:
    it counts only beside an RMC that did, and only when that one does not tell of the same moment.
    """
    from pynmea2 import parse
    from pynmea2.nmea import ParseError

    parse_line: Any = parse
    day: date | None = None
    last: Report | None = None
    count = 0
    for line in text.splitlines():
        start = line.find("$")
        if start < 0 or len(line) > _LINE_CHARS_MAX:
            continue
        try:
            sentence: Any = parse_line(line[start:].strip(), check=True)
            kind = getattr(sentence, "sentence_type", "")
            if kind == "RMC" and sentence.status == "A":
                day = sentence.datestamp
                report = _place(sentence, device, day, (sentence.spd_over_grnd, sentence.true_course, None))
            elif kind == "GGA" and day is not None and int(sentence.gps_qual or 0) > 0:
                report = _place(sentence, device, day, (None, None, None))
            elif kind == "VTG" and last is not None:
                motion = (sentence.spd_over_grnd_kts, sentence.true_track, None)
                known = _place_of(last, device, motion)
                last = replace(last, speed_mps=known.speed_mps, heading_deg=known.heading_deg)
                continue
            else:
                continue
        except (ParseError, BadReportError, ValueError, TypeError, AttributeError, OverflowError):
            yield None
            continue
        if last is not None and report.at_us == last.at_us:
            continue
        if last is not None:
            yield last
            count += 1
            if count >= POINTS_MAX:
                return
        last = report
    if last is not None:
        yield last


def _place(sentence: Any, device: str, day: date | None, motion: tuple[object, object, object]) -> Report:
    if day is None or sentence.timestamp is None:
        raise BadReportError("no time")
    at = datetime.combine(day, sentence.timestamp.replace(tzinfo=None), UTC).isoformat(timespec="seconds")
    place = (sentence.latitude, sentence.longitude)
    return make_report((device,), place, FILE, at=at, motion=_numbers(motion), speed_unit_mps=KNOT_MPS)


def _place_of(last: Report, device: str, motion: tuple[object, object, object]) -> Report:
    place = (last.latitude, last.longitude)
    return make_report((device,), place, FILE, motion=_numbers(motion), speed_unit_mps=KNOT_MPS)


def _numbers(motion: tuple[object, object, object]) -> tuple[object, object, object]:
    """pynmea2 gives decimals for some fields."""
    speed, heading, accuracy = (None if part is None else str(part) for part in motion)
    return speed, heading, accuracy
