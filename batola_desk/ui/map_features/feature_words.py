"""Features of the map in words: label, hint, state, end, tide."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.map_feature import PRESENCE, STAYS, MapFeature
from batola_desk.domain.map_feature_reducer import HERE
from batola_desk.map.coordinates import format_decimal
from batola_desk.services.map_feature_views import FeatureView
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import local_time, short_ticket
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.numbers import plain

CONTEXT: Final = "map_features"
DAY_US: Final = 24 * 3600 * 1_000_000
_UNTIL: Final = QT_TRANSLATE_NOOP("map_features", "s.d. {time}")
_TIDE_BETWEEN: Final = QT_TRANSLATE_NOOP("map_features", "pasang {low}–{high} m")
_TIDE_FROM: Final = QT_TRANSLATE_NOOP("map_features", "pasang ≥ {low} m")
_TIDE_TO: Final = QT_TRANSLATE_NOOP("map_features", "pasang ≤ {high} m")
_ALSO: Final = QT_TRANSLATE_NOOP("map_features", "juga: {variants}")
_TICKET: Final = QT_TRANSLATE_NOOP("map_features", "tiket {ticket}")
_DRAWN: Final = QT_TRANSLATE_NOOP("map_features", "oleh {person}")
_STAYS: Final = QT_TRANSLATE_NOOP("map_features", "tetap di peta")
_GONE: Final = QT_TRANSLATE_NOOP("map_features", "dihapus dari peta")
_AROUND: Final = QT_TRANSLATE_NOOP("map_features", "sekitar {place} (%n titik)")
_ALWAYS: Final = QT_TRANSLATE_NOOP("map_features", "tanpa batas waktu")
STATES: Final[Mapping[str, str]] = {
    "shown": QT_TRANSLATE_NOOP("map_features", "Berlaku"),
    "soon": QT_TRANSLATE_NOOP("map_features", "Segera berakhir"),
    "left": QT_TRANSLATE_NOOP("map_features", "Tiket sudah selesai"),
    "over": QT_TRANSLATE_NOOP("map_features", "Lewat"),
    "removed": QT_TRANSLATE_NOOP("map_features", "Dihapus"),
}


def said(text: str, n: int = -1, **values: object) -> str:
    """A text of this room in the operator's language; ``n`` chooses between one and many."""
    return QCoreApplication.translate(CONTEXT, text, "", n).format(**values)


def kind_words(feature: MapFeature) -> str:
    """What it is."""
    return labels.word(labels.FEATURE_KINDS, feature.kind)


def name_words(feature: MapFeature) -> str:
    """Its name; a closed road and a danger area may have none."""
    return feature.name or kind_words(feature)


def time_words(at_us: int, now_us: int, offset_min: int) -> str:
    """A time, with its day when that is not today."""
    day = local_time(at_us, offset_min, "%d/%m")
    clock = local_time(at_us, offset_min, "%H:%M")
    return clock if day == local_time(now_us, offset_min, "%d/%m") else f"{day} {clock}"


def end_words(feature: MapFeature, now_us: int, offset_min: int) -> str:
    """Until when it holds; empty when it stays."""
    end_us = feature.valid_until_us
    return said(_UNTIL, time=time_words(end_us, now_us, offset_min)) if end_us is not None else ""


def tide_words(feature: MapFeature) -> str:
    """Between which levels it can be used; empty when at all of them."""
    low, high = feature.usable_from_m, feature.usable_to_m
    if low is None and high is None:
        return ""
    text = _TIDE_BETWEEN if low is not None and high is not None else _TIDE_FROM if high is None else _TIDE_TO
    return said(text, low=metres(low), high=metres(high))


def metres(level_m: float | None) -> str:
    """A level as people write it."""
    return plain(level_m) if level_m is not None else ""


def label_words(feature: MapFeature, now_us: int, offset_min: int) -> str:
    """What stands beside it on the map."""
    return " ".join(part for part in (name_words(feature), end_words(feature, now_us, offset_min)) if part)


def hint_words(view: FeatureView, now_us: int, offset_min: int) -> str:
    """What the pointer reads when it rests on it."""
    feature = view.feature
    also = said(_ALSO, variants=", ".join(feature.variants)) if feature.variants else ""
    ticket = said(_TICKET, ticket=short_ticket(view.ticket_number)) if view.ticket_number else ""
    drawn = said(_DRAWN, person=view.changed_by) if view.changed_by else ""
    first = " · ".join(dict.fromkeys((kind_words(feature), name_words(feature))))
    parts = (tide_words(feature), end_words(feature, now_us, offset_min), ticket, drawn)
    lines = (first, also, feature.note, " · ".join(part for part in parts if part))
    return "\n".join(line for line in lines if line)


def feature_value_words(field: str, value: str, time_of: Callable[[int], str]) -> str:
    """One desk's word about a field (JSON, as the fold keeps it), to be read beside another desk's."""
    if field == PRESENCE:
        return said(_STAYS if value == HERE else _GONE)
    told = json.loads(value)
    if field == STAYS:
        return said(_STAYS) if told is not None else "–"
    match field:
        case "geometry":
            lat = sum(point[0] for point in told[1]) / len(told[1])
            lon = sum(point[1] for point in told[1]) / len(told[1])
            return said(_AROUND, place=format_decimal(lat, lon), n=len(told[1]))
        case "tide":
            return f"{metres(told[0]) or '–'} – {metres(told[1]) or '–'} m"
        case "variants":
            return ", ".join(told) or "–"
        case "valid_until_us":
            return said(_UNTIL, time=time_of(told)) if told is not None else said(_ALWAYS)
        case _:
            return str(told) or "–"


def state_of(view: FeatureView) -> str:
    """Code of ``STATES``."""
    if view.feature.is_removed:
        return "removed"
    if view.is_over:
        return "over"
    if view.is_left:
        return "left"
    return "soon" if view.ends_soon else "shown"


def state_words(view: FeatureView) -> str:
    """How it stands with it."""
    return said(STATES[state_of(view)])
