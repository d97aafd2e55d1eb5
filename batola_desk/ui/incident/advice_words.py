"""Why a unit is advised or not, in one sentence; times as ranges, guesses named as guesses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.map.tide import Level, Trend
from batola_desk.services.recommendation_views import ExcludedUnit, RankedUnit, RecommendationView, TidalState
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import distance_text, short_ticket
from batola_desk.ui.incident.way_choice import WayChoice
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.numbers import decimal

HOUR_FROM_MIN = 120  # from here on minutes would pretend to know too much

_WAYS: Mapping[str, str] = {
    "road": QT_TRANSLATE_NOOP("advice", "darat"),
    "water": QT_TRANSLATE_NOOP("advice", "air"),
    "both": QT_TRANSLATE_NOOP("advice", "darat dan air"),
}
_WHY: Mapping[str, str] = {
    "busy": QT_TRANSLATE_NOOP("advice", "bertugas di {detail}"),
    "busy_plain": QT_TRANSLATE_NOOP("advice", "sedang bertugas"),
    "out_of_service": QT_TRANSLATE_NOOP("advice", "tidak siap: {detail}"),
    "out_of_service_plain": QT_TRANSLATE_NOOP("advice", "tidak siap"),
    "emergency": QT_TRANSLATE_NOOP("advice", "awaknya sendiri dalam bahaya"),
    "capability": QT_TRANSLATE_NOOP("advice", "bukan untuk kejadian ini"),
    "no_position": QT_TRANSLATE_NOOP("advice", "posisinya tidak diketahui"),
    "no_way_road": QT_TRANSLATE_NOOP("advice", "tidak ada jalan darat ke sana"),
    "no_way_water": QT_TRANSLATE_NOOP("advice", "tidak ada jalan air ke sana"),
    "no_way": QT_TRANSLATE_NOOP("advice", "tidak ada jalan ke sana"),
    "closed": QT_TRANSLATE_NOOP("advice", "terputus: jalannya ditutup"),
    "dry": QT_TRANSLATE_NOOP("advice", "terputus: dermaga tidak bisa dipakai saat surut"),
}
_FIRST = QT_TRANSLATE_NOOP(
    "advice", "Paling cepat sampai di antara {who} yang bebas: {distance} lewat {way}{more}."
)
_OTHER = QT_TRANSLATE_NOOP("advice", "Bebas, {who}: {distance} lewat {way}{more}.")
_JETTY = QT_TRANSLATE_NOOP("advice", ", berganti di {jetty}")
_JETTY_PLAIN = QT_TRANSLATE_NOOP("advice", ", berganti di dermaga")
_GUESS = QT_TRANSLATE_NOOP("advice", ", perkiraan dari garis lurus")
_UNLINKED = QT_TRANSLATE_NOOP("advice", ", peta tidak mengenal jalannya: tanyakan dulu")
_STALE = QT_TRANSLATE_NOOP("advice", ", posisinya sudah lama")
_ANY = QT_TRANSLATE_NOOP("advice", "satuan")
_ABLE = QT_TRANSLATE_NOOP("advice", "satuan {can}")
_WAY_SHOWN = QT_TRANSLATE_NOOP("advice", "Di peta: {line}.")
_NO_WAY_SHOWN = QT_TRANSLATE_NOOP("advice", "Tidak ada jalur yang dikenal.")
_NOT_ADVISED = QT_TRANSLATE_NOOP("advice", "Tidak disarankan: {why}.")
_TRENDS: Mapping[Trend, str] = {
    Trend.RISING: QT_TRANSLATE_NOOP("advice", "naik"),
    Trend.FALLING: QT_TRANSLATE_NOOP("advice", "turun"),
    Trend.STEADY: QT_TRANSLATE_NOOP("advice", "tetap"),
}
_LEVEL = QT_TRANSLATE_NOOP("advice", "Air {level} m {trend} ({station})")
_LEVEL_THEN = QT_TRANSLATE_NOOP("advice", "Air {level} m {trend}, saat tiba {then} m ({station})")
_POINT_YES = QT_TRANSLATE_NOOP("advice", "✓ {name}: bisa dipakai")
_POINT_NO = QT_TRANSLATE_NOOP("advice", "✗ {name}: tidak bisa dipakai")
_POINT_BECOMES = QT_TRANSLATE_NOOP("advice", "✓ {name}: sekarang belum, saat tiba bisa dipakai")
_POINT_ENDS = QT_TRANSLATE_NOOP("advice", "✗ {name}: sekarang bisa, saat tiba tidak lagi")
_MINUTES = QT_TRANSLATE_NOOP("advice", "{low}–{high} mnt")
_HOURS = QT_TRANSLATE_NOOP("advice", "{low}–{high} jam")


def _tr(text: str) -> str:
    return QCoreApplication.translate("advice", text)


def range_text(low_s: float, high_s: float) -> str:
    """``6–10 mnt``: never a single number, never narrower than it is known."""
    low, high = max(1, math.floor(low_s / 60)), max(2, math.ceil(high_s / 60))
    if high >= HOUR_FROM_MIN:
        shown = _tr(_HOURS)
        return shown.format(low=max(1, math.floor(low_s / 3600)), high=max(2, math.ceil(high_s / 3600)))
    return _tr(_MINUTES).format(low=low, high=high)


def way_word(medium: str) -> str:
    """Darat, air, or both."""
    return _tr(_WAYS.get(medium, _WAYS["both"]))


def line_text(unit: RankedUnit, *, has_way: bool = True) -> str:
    """``Damkar 1 · 6–10 mnt · 4,2 km darat``; without the way up to the time."""
    about = "± " if unit.is_guess else ""
    where = f"{distance_text(unit.length_m)} {way_word(unit.medium)}"
    line = f"{unit.call_sign} · {about}{range_text(unit.low_s, unit.high_s)}"
    return f"{line} · {where}" if has_way else line


def reason_text(unit: RankedUnit, catalog: Catalog, language: str, *, is_first: bool) -> str:
    """Why this unit, in one sentence."""
    can = [
        label_of(catalog.capabilities[code], language) for code in unit.needs if code in catalog.capabilities
    ]
    who = _tr(_ABLE).format(can=" + ".join(can)) if can else _tr(_ANY)
    more = ""
    for jetty in unit.jetties:
        more += _tr(_JETTY).format(jetty=jetty) if jetty else _tr(_JETTY_PLAIN)
    if unit.is_guess:
        more += _tr(_GUESS)
    if unit.is_unlinked:
        more += _tr(_UNLINKED)
    if unit.is_stale:
        more += _tr(_STALE)
    return _tr(_FIRST if is_first else _OTHER).format(
        who=who, distance=distance_text(unit.length_m), way=way_word(unit.medium), more=more
    )


def excluded_text(unit: ExcludedUnit) -> str:
    """``Damkar 2: bertugas di A0007``."""
    return f"{unit.call_sign}: {why_text(unit)}"


def why_text(unit: ExcludedUnit) -> str:
    """Why a unit is not advised."""
    key = f"no_way_{unit.detail}" if unit.why == "no_way" else unit.why
    if not unit.detail and f"{key}_plain" in _WHY:
        key = f"{key}_plain"
    text = _WHY.get(key, _WHY["no_way"] if unit.why == "no_way" else unit.why)
    detail = unit.detail
    if unit.why == "busy":
        detail = ", ".join(short_ticket(ticket) for ticket in detail.split(", "))
    return _tr(text).format(detail=detail)


def in_order(units: Sequence[ExcludedUnit]) -> list[ExcludedUnit]:
    """Whoever could do the work first, then those for other work."""
    return sorted(units, key=lambda unit: (unit.why == "capability", unit.call_sign))


def chosen_text(choice: WayChoice, view: RecommendationView) -> str:
    """What the map shows of the chosen unit, or why nothing; empty while its way is looked for."""
    if not choice.is_known:
        return ""
    excluded = next((unit for unit in view.excluded if unit.unit_id == choice.unit_id), None)
    way = _tr(_WAY_SHOWN).format(line=line_text(choice.way)) if choice.way is not None else _tr(_NO_WAY_SHOWN)
    return way if excluded is None else f"{way} {_tr(_NOT_ADVISED).format(why=why_text(excluded))}"


def level_text(view: RecommendationView) -> str:
    """The tide near the place, now and when the first unit arrives; empty where no table knows."""
    return tide_text(view.level, view.level_then if view.first is not None else None)


def tide_text(now: Level | None, then: Level | None) -> str:
    """One line about the water; empty where nothing is known."""
    if now is None:
        return ""
    values = {"level": decimal(now.metres), "trend": _tr(_TRENDS[now.trend]), "station": now.station}
    if then is None:
        return _tr(_LEVEL).format(**values)
    return _tr(_LEVEL_THEN).format(**values, then=decimal(then.metres))


def points_text(view: RecommendationView) -> str:
    """Jetties and pump points near the place that the tide rules, nearest first."""
    return "\n".join(_point_text(point) for point in view.points)


def _point_text(point: TidalState) -> str:
    kind = labels.word(labels.FEATURE_KINDS, point.kind)
    name = (
        point.name
        if point.name.casefold().startswith(kind.split()[-1].casefold())
        else f"{kind} {point.name}"
    )
    if point.is_usable_then is None or point.is_usable_then == point.is_usable:
        return _tr(_POINT_YES if point.is_usable else _POINT_NO).format(name=name)
    return _tr(_POINT_BECOMES if point.is_usable_then else _POINT_ENDS).format(name=name)
