"""Reads one CAP 1.2 document, strictly. Source: OASIS CAP 1.2 §3.2, §3.3.

Shown are messages of status Actual and kind Alert, Update or Cancel; all others are refused with their word.
Texts lose control and direction signs, so that none can dress up as something else on the screen.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from batola_desk.domain.weather import (
    CERTAINTIES,
    SEVERITIES,
    URGENCIES,
    Corners,
    MessageKind,
    WarnedArea,
    WarningInfo,
    WarningMessage,
)
from batola_desk.interop.cap.safe_xml import CapFault, Node, read_tree

CAP: Final = "urn:oasis:names:tc:emergency:cap:1.2"
_OLDER: Final = re.compile(r"urn:oasis:names:tc:emergency:cap:([\d.]{1,8})|.*emergency/cap/([\d.]{1,8})")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d:\d\d|Z)", re.ASCII)
_FORBIDDEN_IN_ID: Final = re.compile(r"[\s,<&]")
_YEARS: Final = range(2000, 2100)  # LIMIT: beyond them some clock cannot be written on the screen
_INFOS_MAX: Final = 16  # LIMIT: of one message; two languages and a handful of events
_AREAS_MAX: Final = 400  # LIMIT: of one part; a province has fewer kecamatan
_SHAPES_MAX: Final = 600
_CORNERS_MAX: Final = 2_000  # LIMIT: of one outline
_ALL_CORNERS_MAX: Final = 60_000
_REFERENCES_MAX: Final = 100
_SHORT: Final = 200  # letters of a line
_LONG: Final = 4_000  # of a description
RADIUS_KM_MAX: Final = 20_040.0  # half the earth's circumference


def read_message(document: bytes) -> WarningMessage:
    """What the document says.

    Raises:
        CapFault: why it is not shown (``interop.cap.safe_xml``).
    """
    return message_of(read_tree(document))


def message_of(root: Node) -> WarningMessage:
    """What a tree says; raises as `read_message`."""
    if root.name != "alert" or root.namespace != CAP:
        older = _OLDER.fullmatch(root.namespace) if root.name == "alert" else None
        if older is not None:
            raise CapFault("cap_version", found=older[1] or older[2])
        raise CapFault("cap_not_cap")
    status = _word(root, "status")
    if status != "Actual":
        raise CapFault("cap_not_actual", status=status)
    kind_word = _word(root, "msgType")
    if kind_word not in set(MessageKind):
        raise CapFault("cap_not_a_warning", kind=kind_word)
    _word(root, "scope")
    kind = MessageKind(kind_word)
    sent_us = _time_us(root, "sent")
    references = _references(root)
    if kind is MessageKind.CANCEL and not references:
        raise CapFault("cap_incomplete", element="references")
    infos = [_info(node, sent_us) for node in _in_one_language(list(root.all("info"))[:_INFOS_MAX])]
    if kind is not MessageKind.CANCEL and not infos:
        raise CapFault("cap_incomplete", element="info")
    corners = sum(len(ring) for info in infos for area in info.areas for ring in area.polygons)
    if corners > _ALL_CORNERS_MAX:
        raise CapFault("cap_too_large")
    return WarningMessage(
        sender=_name(root, "sender"),
        identifier=_name(root, "identifier"),
        sent_us=sent_us,
        kind=kind,
        references=references,
        infos=tuple(infos),
    )


def _in_one_language(infos: Sequence[Node]) -> list[Node]:
    """The Indonesian ones, else those of the first one's language. Source: CAP 1.2 §3.2.2 (default en-US)."""
    languages = [(_optional(node, "language") or "en-US").casefold() for node in infos]
    chosen = next((word for word in languages if word.split("-")[0] in {"id", "in", "ind"}), None)
    chosen = chosen or (languages[0] if languages else "")
    return [node for node, language in zip(infos, languages, strict=True) if language == chosen]


def _info(node: Node, sent_us: int) -> WarningInfo:
    effective_us = _time_us(node, "effective") if node.first("effective") is not None else sent_us
    from_us = _time_us(node, "onset") if node.first("onset") is not None else effective_us
    until_us = _time_us(node, "expires") if node.first("expires") is not None else None
    areas = list(node.all("area"))
    if len(areas) > _AREAS_MAX:
        raise CapFault("cap_too_large")
    return WarningInfo(
        event=_word(node, "event"),
        urgency=_choice(node, "urgency", URGENCIES),
        severity=_choice(node, "severity", SEVERITIES),
        certainty=_choice(node, "certainty", CERTAINTIES),
        from_us=from_us,
        until_us=until_us,
        language=_optional(node, "language"),
        sender_name=_optional(node, "senderName"),
        headline=_optional(node, "headline"),
        description=_optional(node, "description", _LONG),
        instruction=_optional(node, "instruction", _LONG),
        areas=tuple(map(_area, areas)),
    )


def _area(node: Node) -> WarnedArea:
    polygons, circles = list(node.all("polygon")), list(node.all("circle"))
    geocodes = list(node.all("geocode"))
    if len(polygons) + len(circles) + len(geocodes) > _SHAPES_MAX:
        raise CapFault("cap_too_large")
    return WarnedArea(
        words=_word(node, "areaDesc", _LONG),
        polygons=tuple(_polygon(shape.text) for shape in polygons),
        circles=tuple(_circle(shape.text) for shape in circles),
        geocodes=tuple((_word(code, "valueName"), _word(code, "value")) for code in geocodes),
    )


def _polygon(text: str) -> Corners:
    """``lat,lon lat,lon …``; an outline that forgets to come back to its first corner is closed here."""
    words = text.split()
    if len(words) > _CORNERS_MAX:
        raise CapFault("cap_too_large")
    corners = [_place("polygon", word) for word in words]
    ring = corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners
    if len(set(ring)) < 3:
        raise _wrong("polygon", text)
    return tuple(ring)


def _circle(text: str) -> tuple[float, float, float]:
    """``lat,lon radius``, the radius in kilometres."""
    words = text.split()
    if len(words) != 2:
        raise _wrong("circle", text)
    radius_km = _number("circle", words[1])
    if not 0 <= radius_km <= RADIUS_KM_MAX:
        raise _wrong("circle", text)
    return (*_place("circle", words[0]), radius_km * 1000.0)


def _place(element: str, word: str) -> tuple[float, float]:
    """Latitude first, as the standard says; nothing is guessed."""
    parts = word.split(",")
    if len(parts) != 2:
        raise _wrong(element, word)
    latitude, longitude = _number(element, parts[0]), _number(element, parts[1])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise _wrong(element, word)
    return latitude, longitude


def _number(element: str, word: str) -> float:
    if not word.isascii() or "_" in word:
        raise _wrong(element, word)
    try:
        number = float(word)
    except ValueError as fault:
        raise _wrong(element, word) from fault
    if not math.isfinite(number):
        raise _wrong(element, word)
    return number


def _references(root: Node) -> tuple[tuple[str, str], ...]:
    """``sender,identifier,sent`` of earlier messages, with spaces between them."""
    words = (node.text if (node := root.first("references")) is not None else "").split()
    if len(words) > _REFERENCES_MAX:
        raise CapFault("cap_too_large")
    found = []
    for word in words:
        parts = word.split(",")
        if len(parts) != 3 or not all(parts):
            raise _wrong("references", word)
        found.append((plain(parts[0]), plain(parts[1])))
    return tuple(found)


def _name(root: Node, element: str) -> str:
    """Sender and identifier: no spaces, commas or restricted letters. Source: CAP 1.2 §3.2.1."""
    word = _word(root, element)
    if _FORBIDDEN_IN_ID.search(word):
        raise _wrong(element, word)
    return word


def _time_us(node: Node, element: str) -> int:
    """A time with its zone; without one nobody knows when it is."""
    word = _word(node, element)
    if _DATE.fullmatch(word) is None:
        raise _wrong(element, word)
    try:
        moment = datetime.fromisoformat(word).astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise _wrong(element, word) from fault
    if moment.year not in _YEARS:
        raise _wrong(element, word)
    return int(moment.timestamp() * 1_000_000)


def _choice(node: Node, element: str, choices: Sequence[str]) -> str:
    word = _word(node, element)
    if word not in choices:
        raise _wrong(element, word)
    return word


def _word(node: Node, element: str, letters_max: int = _SHORT) -> str:
    """A text that must be there."""
    word = _optional(node, element, letters_max)
    if not word:
        raise CapFault("cap_incomplete", element=element)
    return word


def _optional(node: Node, element: str, letters_max: int = _SHORT) -> str:
    child = node.first(element)
    return plain(child.text, letters_max) if child is not None else ""


def plain(text: str, letters_max: int = _SHORT) -> str:
    """On one line, without control, direction and private signs."""
    head = text[: 4 * letters_max]
    clean = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in head)
    return " ".join(clean.split())[:letters_max]


def _wrong(element: str, found: str) -> CapFault:
    return CapFault("cap_value", element=element, found=plain(found, 40))
