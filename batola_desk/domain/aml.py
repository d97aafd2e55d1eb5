"""Positions that a telephone sends beside its emergency call (Advanced Mobile Location).

Source: ETSI TS 103 625 §6 (SMS: ``A"ML=1;lt=…``; HTTPS: a form of ``location_latitude`` …), domain.md §11.
Nothing in it is trusted: what cannot be is left out and said (``doubts``), what cannot be read gives nothing.
Tolerant of order, case, spaces, decimal commas, missing fields, cut ends and several messages in one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from batola_desk.domain.earth_area import EarthArea, area_around
from batola_desk.domain.pidf import percent
from batola_desk.domain.pidf_shapes import number_of

TEXT_MAX = 4_000  # LIMIT: an AML message has at most 160 signs; several may come glued together
REPORTS_MAX = 8  # LIMIT: of one text
_FIELDS_MAX = 40
_VALUE_MAX = 60
_RAW_MAX = 500  # LIMIT: of what is kept as it came

_HEAD = re.compile(r"A ?[\"'”“″´`]{1,2} ?ML ?(?==)", re.IGNORECASE)
_METHODS = {
    "g": "GNSS",
    "gnss": "GNSS",
    "gps": "GNSS",
    "w": "WiFi",
    "wifi": "WiFi",
    "wlan": "WiFi",
    "c": "Cell",
    "cell": "Cell",
    "b": "Bluetooth",
    "f": "Fused",
    "fused": "Fused",
    "n": "",
    "none": "",
    "unknown": "",
}
_NO_POSITION = frozenset({"n", "none"})
# One name for what the SMS and the form call differently; the first that is there counts.
_LATITUDE = ("lt", "location_latitude", "latitude", "lat")
_LONGITUDE = ("lg", "location_longitude", "longitude", "lon", "lng")
_RADIUS = ("rd", "location_accuracy", "accuracy", "radius")
_TIME = ("top", "location_time", "tp")
_CONFIDENCE = ("lc", "location_confidence", "location_certainty", "confidence")
_METHOD = ("pm", "location_source", "location_method")
_NUMBER = ("device_number", "msisdn", "number", "from", "sender")
_TEXT = ("text", "message", "sms", "body", "content")
_EMPTY = frozenset({"", "-", "--", "n/a", "na", "null", "none", "n"})
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmlReport:
    """What one message says.

    Attributes:
        number: of the telephone, as the message or its sender names it; empty = it does not.
        area: None = the telephone found no position, or what it sent is none.
        fixed_us: when it was there.
        method: ``GNSS``, ``WiFi``, ``Cell`` … in the words of this program; empty = not said.
        doubts: ``swapped``, ``cut``, ``no_position``.
        raw: as it came, shortened.
    """

    number: str = ""
    area: EarthArea | None = None
    fixed_us: int | None = None
    confidence_percent: float | None = None
    method: str = ""
    doubts: tuple[str, ...] = ()
    raw: str = ""


def is_aml_text(text: str) -> bool:
    """Whether a text is (also) an AML message."""
    return _HEAD.search(text[:TEXT_MAX]) is not None


def read_aml_text(text: str, *, number: str = "") -> list[AmlReport]:
    """The AML messages in a text; none in an ordinary one. Never raises.

    Args:
        number: who sent it, as the network says.
    """
    text = text[:TEXT_MAX]
    starts = [found.start() for found in _HEAD.finditer(text)][:REPORTS_MAX]
    ends = [*starts[1:], len(text)]
    return [_of_message(text[start:end].strip(), number) for start, end in zip(starts, ends, strict=False)]


def read_aml_form(fields: Mapping[str, str]) -> list[AmlReport]:
    """The reports in the fields of an HTTPS message, or of a gateway that passes an SMS on. Never raises."""
    known = {str(name).strip().lower(): str(value)[:TEXT_MAX] for name, value in list(fields.items())[:100]}
    number = _first(known, _NUMBER)
    for name in _TEXT:
        if is_aml_text(known.get(name, "")):
            return read_aml_text(known[name], number=number)
    if not any(name in known for name in (*_LATITUDE, *_LONGITUDE)):
        return []
    raw = "&".join(f"{name}={value}" for name, value in known.items())
    return [_report(known, number, raw)]


def _of_message(message: str, number: str) -> AmlReport:
    fields: dict[str, str] = {}
    for pair in message.split(";")[:_FIELDS_MAX]:
        name, separator, value = pair.partition("=")
        if separator:
            fields.setdefault(name.strip().lower(), value)
    report = _report(fields, number, message)
    told = number_of(_plain(fields.get("ml", "")))
    is_cut = told is not None and 0 < len(message) < told
    if not is_cut:
        return report
    return AmlReport(
        number=report.number,
        area=report.area,
        fixed_us=report.fixed_us,
        confidence_percent=report.confidence_percent,
        method=report.method,
        doubts=(*report.doubts, "cut"),
        raw=report.raw,
    )


def _report(fields: Mapping[str, str], number: str, raw: str) -> AmlReport:
    latitude, longitude = _number(fields, _LATITUDE), _number(fields, _LONGITUDE)
    method = _first(fields, _METHOD).lower()
    doubts: list[str] = []
    area = None
    if latitude is not None and longitude is not None and method not in _NO_POSITION:
        if abs(latitude) > 90 >= abs(longitude):
            latitude, longitude = longitude, latitude
            doubts.append("swapped")
        area = area_around(latitude, longitude, _number(fields, _RADIUS))
    if area is None:
        doubts.append("no_position")
    return AmlReport(
        number=number,
        area=area,
        fixed_us=_time_us(_plain(_first(fields, _TIME))),
        confidence_percent=percent(_number(fields, _CONFIDENCE)),
        method=_METHODS.get(method, method[:20]),
        doubts=tuple(doubts),
        raw=raw[:_RAW_MAX],
    )


def _first(fields: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name].strip()[:_VALUE_MAX] for name in names if name in fields), "")


def _number(fields: Mapping[str, str], names: tuple[str, ...]) -> float | None:
    value = _plain(_first(fields, names))
    return None if value.lower() in _EMPTY else number_of(value)


def _plain(value: str) -> str:
    """Without spaces, with a point for a decimal comma and a plain sign."""
    return re.sub(r"\s", "", value[:_VALUE_MAX]).replace("−", "-").replace("–", "-").replace(",", ".")


def _time_us(value: str) -> int | None:
    """``20261126204100`` (UTC), or milliseconds or seconds since 1970. Source: TS 103 625 §6."""
    if not (value.isascii() and value.isdigit()):
        return None
    try:
        if len(value) == 14:
            moment = datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        elif len(value) in {10, 13}:
            seconds = int(value) / (1000 if len(value) == 13 else 1)
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return int(moment.timestamp() * 1e6) if moment.year in _YEARS else None
