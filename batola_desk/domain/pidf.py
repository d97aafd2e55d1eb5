"""Positions inside location documents (PIDF-LO). Source: RFC 4119, RFC 5139 (civic), RFC 5491 (shapes).

The one reader of such documents: the engine asks it for the first place, the fold of a call for all of them.

Tolerant: any namespace prefix, shapes anywhere in the document, latitude and longitude changed over when only
that makes sense, an end that is missing. What strangers must not do is refused by ``domain.hardened_xml``;
text is limited here. What is not understood gives no position; the document itself is kept by others.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime

from batola_desk.domain.earth_area import EarthArea
from batola_desk.domain.hardened_xml import UnreadableXMLError, feed
from batola_desk.domain.pidf_shapes import METRES, SHAPES, RawShape, number_of

DOCUMENT_BYTES_MAX = 65_536  # LIMIT: issue 3; the largest seen is a polygon of about 10 kB
LOCATIONS_MAX = 16  # LIMIT: of one document; a network and a telephone give one or two
_DEPTH_MAX = 64
_ELEMENTS_MAX = 4000
_TEXT_MAX = 24_000  # LIMIT: a ring of 256 corners with heights, long numbers
_WORDS_MAX = 200  # LIMIT: of one line of an address, a method, a provider
_CIVIC_MAX = 40  # LIMIT: lines of an address; the registry knows about as many
_HOLDERS = frozenset({"tuple", "device", "person"})  # RFC 4479: what a position is of
_RADIANS = "9101"


@dataclass(frozen=True, slots=True, kw_only=True)
class PidfLocation:
    """One place that a document describes.

    Attributes:
        area: None = an address only.
        civic: (element, words) as the document has them, e.g. ``("A3", "Marabahan")``. Source: RFC 5139 §3.
        method: how it was measured (``GPS``, ``Cell``, ``Wifi`` …). Source: RFC 4119 §6.1.
        provider: who says so.
        timestamp_us: when it was so; None = not said.
        confidence_percent: how sure the source is that the area holds the place. Source: RFC 7459 §4.
        may_be_passed_on: what the rules in the document say; None = nothing. Source: RFC 4119 §2.2.2.
        keep_until_us: when the rules want it forgotten; for people to know, the journal keeps evidence.
    """

    area: EarthArea | None = None
    civic: tuple[tuple[str, str], ...] = ()
    method: str = ""
    provider: str = ""
    timestamp_us: int | None = None
    confidence_percent: float | None = None
    may_be_passed_on: bool | None = None
    keep_until_us: int | None = None


class _EnoughError(Exception):
    """Stop reading."""


def read_locations(document: bytes | str, *, areas_max: int = LOCATIONS_MAX) -> list[PidfLocation]:
    """All places in the order of the document. Never raises.

    Args:
        areas_max: stop after so many areas; the line only needs the first.
    """
    reader = _Reader(areas_max)
    # The end may be missing or cut, the encoding unknown; what was found before counts.
    with contextlib.suppress(UnreadableXMLError, _EnoughError):
        feed(document[:DOCUMENT_BYTES_MAX], reader, depth_max=_DEPTH_MAX, elements_max=_ELEMENTS_MAX)
    return reader.finished()


@dataclass(slots=True)
class _Holder:
    """What is said about everything inside one tuple, device or person."""

    timestamp_us: int | None = None


@dataclass(slots=True)
class _Object:
    """One ``geopriv`` element."""

    holder: _Holder = field(default_factory=_Holder)
    areas: list[tuple[EarthArea, float | None]] = field(default_factory=list)
    civic: list[tuple[str, str]] = field(default_factory=list)
    method: str = ""
    provider: str = ""
    confidence_percent: float | None = None
    may_be_passed_on: bool | None = None
    keep_until_us: int | None = None


class _Reader:
    """Collects areas and addresses, and what is said beside them."""

    def __init__(self, areas_max: int) -> None:
        self._areas_left = areas_max
        self._objects = [_Object()]  # what stands outside any geopriv element
        self._path: list[str] = []
        self._shape: RawShape | None = None
        self._shape_depth = 0
        self._civic_depth = 0
        self._provider_depth = 0
        self._unit = 1.0
        self._text: list[str] = []
        self._text_length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        self._path.append(local)
        self._text, self._text_length = [], 0
        unit = attributes.get("uom", "").rpartition(":")[2]
        self._unit = math.degrees(1.0) if unit == _RADIANS else METRES.get(unit, 1.0)
        if self._shape is not None:
            self._shape.note_frame(attributes)
        elif local in SHAPES:
            self._shape, self._shape_depth = RawShape(local), len(self._path)
            self._shape.note_frame(attributes)
        elif local == "geopriv":
            self._objects.append(_Object(holder=self._objects[-1].holder))
        elif local in _HOLDERS:
            self._objects.append(_Object())
        elif local == "civicaddress" and not self._civic_depth:
            self._civic_depth = len(self._path)
        elif local == "provided-by" and not self._provider_depth:
            self._provider_depth = len(self._path)

    def text(self, data: str) -> None:
        if self._text_length < _TEXT_MAX:
            self._text.append(data)
            self._text_length += len(data)

    def end(self, name: str) -> None:
        depth = len(self._path)
        local = _local(name)
        whole = "".join(self._text)[:_TEXT_MAX]
        if self._shape is not None:
            self._end_in_shape(local, whole, depth)
        elif self._civic_depth:
            self._end_in_address(name, whole, depth)
        elif self._provider_depth:
            self._end_in_provider(whole, depth)
        else:
            self._end_beside(local, whole.strip())
        self._text, self._text_length = [], 0
        self._path.pop()

    def _end_in_shape(self, local: str, whole: str, depth: int) -> None:
        assert self._shape is not None
        if depth > self._shape_depth:
            self._shape.take(local, whole, self._unit)
            return
        area = self._shape.area()
        confidence = self._shape.confidence_percent
        self._shape = None
        if area is None:
            return
        self._objects[-1].areas.append((area, confidence))
        self._areas_left -= 1
        if self._areas_left <= 0:
            raise _EnoughError

    def _end_in_address(self, name: str, whole: str, depth: int) -> None:
        civic = self._objects[-1].civic
        words = " ".join(whole[: 4 * _WORDS_MAX].split())[:_WORDS_MAX]
        if depth > self._civic_depth:
            if words and len(civic) < _CIVIC_MAX:
                civic.append((name.rpartition(":")[2][:20], words))
        else:
            self._civic_depth = 0

    def _end_in_provider(self, whole: str, depth: int) -> None:
        words = " ".join(whole[: 4 * _WORDS_MAX].split())
        target = self._objects[-1]
        if words:
            target.provider = f"{target.provider} {words}".strip()[:_WORDS_MAX]
        if depth == self._provider_depth:
            self._provider_depth = 0

    def _end_beside(self, local: str, words: str) -> None:
        target = self._objects[-1]
        match local:
            case "method":
                target.method = words[:_WORDS_MAX]
            case "timestamp":
                target.holder.timestamp_us = _time_us(words)
            case "retransmission-allowed":
                target.may_be_passed_on = {"yes": True, "true": True, "1": True}.get(words.lower(), False)
            case "retention-expiry":
                target.keep_until_us = _time_us(words)
            case "confidence":
                target.confidence_percent = number_of(words)

    def finished(self) -> list[PidfLocation]:
        """What was found, an address beside the first area of its own object."""
        found: list[PidfLocation] = []
        for item in self._objects:
            civic = tuple(item.civic)
            areas: list[tuple[EarthArea | None, float | None]] = [*item.areas] or [(None, None)] * bool(civic)
            for area, confidence in areas:
                found.append(
                    PidfLocation(
                        area=area,
                        civic=civic,
                        method=item.method,
                        provider=item.provider,
                        timestamp_us=item.holder.timestamp_us,
                        confidence_percent=percent(
                            item.confidence_percent if confidence is None else confidence
                        ),
                        may_be_passed_on=item.may_be_passed_on,
                        keep_until_us=item.keep_until_us,
                    )
                )
                civic = ()
        return found[:LOCATIONS_MAX]


def percent(value: float | None) -> float | None:
    """A share of a hundred that says something, else None."""
    return value if value is not None and 0 < value <= 100 else None


def _time_us(words: str) -> int | None:
    """A time of RFC 3339, None when it has no zone or is none."""
    try:
        moment = datetime.fromisoformat(words[:40])
        return None if moment.tzinfo is None else int(moment.astimezone(UTC).timestamp() * 1e6)
    except (ValueError, OverflowError):
        return None


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
