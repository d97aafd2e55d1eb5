"""Weather warnings in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.map.warned_places import How, WarnedPlace
from batola_desk.services.weather_views import WeatherSourceView, WeatherView
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

SEVERITY_WORDS: Final[Mapping[str, str]] = {
    "Extreme": QT_TRANSLATE_NOOP("labels", "✖ EKSTREM"),
    "Severe": QT_TRANSLATE_NOOP("labels", "▲ BERAT"),
    "Moderate": QT_TRANSLATE_NOOP("labels", "Sedang"),
    "Minor": QT_TRANSLATE_NOOP("labels", "Ringan"),
    "Unknown": QT_TRANSLATE_NOOP("labels", "Tingkat tidak disebut"),
}
SEVERITY_ROLES: Final[Mapping[str, str]] = {"Extreme": "late", "Severe": "warn"}
URGENCY_WORDS: Final[Mapping[str, str]] = {
    "Immediate": QT_TRANSLATE_NOOP("labels", "sekarang juga"),
    "Expected": QT_TRANSLATE_NOOP("labels", "dalam satu jam"),
    "Future": QT_TRANSLATE_NOOP("labels", "nanti"),
    "Past": QT_TRANSLATE_NOOP("labels", "sudah lewat"),
    "Unknown": QT_TRANSLATE_NOOP("labels", "waktu tidak disebut"),
}
CERTAINTY_WORDS: Final[Mapping[str, str]] = {
    "Observed": QT_TRANSLATE_NOOP("labels", "sudah terjadi"),
    "Likely": QT_TRANSLATE_NOOP("labels", "kemungkinan besar"),
    "Possible": QT_TRANSLATE_NOOP("labels", "mungkin"),
    "Unlikely": QT_TRANSLATE_NOOP("labels", "kecil kemungkinannya"),
    "Unknown": QT_TRANSLATE_NOOP("labels", "kepastian tidak disebut"),
}
NAMES_MAX: Final = 6  # LIMIT: in the band; the list names them all


def severity_words(view: WeatherView) -> str:
    """How bad: ``▲ BERAT``."""
    return labels.word(SEVERITY_WORDS, view.severity)


def span_words(view: WeatherView, offset_min: int, now_us: int) -> str:
    """From when until when: ``13:00–15:00``; with the day where it is not today."""
    begin = _moment(view.from_us, offset_min, now_us)
    if not view.has_end:
        return QCoreApplication.translate("weather", "mulai {begin}, akhirnya tidak disebut").format(
            begin=begin
        )
    return f"{begin}–{_moment(view.until_us, offset_min, now_us)}"


def where_words(places: Sequence[WarnedPlace], names_max: int | None = None) -> str:
    """Names of the kecamatan; a question mark: perhaps."""
    names = [f"{place.name}?" if place.how is How.EDGE else place.name for place in places]
    shown = names if names_max is None else names[:names_max]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" +{more}" if more else "")


def how_words(places: Sequence[WarnedPlace]) -> str:
    """Each kecamatan with how it is known."""
    return ", ".join(f"{place.name} ({_how(place)})" for place in places)


def _how(place: WarnedPlace) -> str:
    match place.how:
        case How.INSIDE:
            text = QCoreApplication.translate("weather", "{inside} dari {count} desa")
            return text.format(inside=place.desa_inside, count=place.desa_count)
        case How.EDGE:
            return QCoreApplication.translate("weather", "mungkin: di tepi wilayah")
        case _:
            return QCoreApplication.translate("weather", "disebut namanya")


def source_words(view: WeatherView, credit: str, offset_min: int, now_us: int) -> str:
    """Who says so, and when it was sent and came here."""
    sent, taken = (_moment(at_us, offset_min, now_us) for at_us in (view.sent_us, view.taken_us))
    if view.source == "hand":
        text = QCoreApplication.translate(
            "weather", "Sumber: {who} (berkas, diambil dengan tangan {taken}) · dikirim {sent}"
        )
        return text.format(who=view.sender, taken=taken, sent=sent)
    text = QCoreApplication.translate("weather", "Sumber: {who} · dikirim {sent}, diterima {taken}")
    return text.format(who=credit, sent=sent, taken=taken)


def head_words(view: WeatherView, offset_min: int, now_us: int) -> str:
    """The band's first line: how bad, what, when, where."""
    where = where_words(view.places, NAMES_MAX)
    span = span_words(view, offset_min, now_us)
    return " · ".join(
        (
            severity_words(view),
            view.event,
            span,
            QCoreApplication.translate("weather", "Kec. {names}").format(names=where),
        )
    )


def whole_words(view: WeatherView) -> str:
    """All that a message says, as it says it."""
    judged = ", ".join(
        (
            labels.word(URGENCY_WORDS, view.urgency),
            labels.word(CERTAINTY_WORDS, view.certainty),
            QCoreApplication.translate("weather", "menurut {who}").format(who=view.sender),
        )
    )
    lines = (
        view.headline or view.event,
        QCoreApplication.translate("weather", "Kecamatan: {places}").format(places=how_words(view.places)),
        judged,
        view.description,
        view.instruction,
    )
    return "\n".join(line for line in lines if line)


def state_words(source: WeatherSourceView, offset_min: int, now_us: int) -> str:
    """How a source stands, in one sentence."""
    name = (
        QCoreApplication.translate("weather", "Daftar")
        if source.kind == "feed"
        else QCoreApplication.translate("weather", "Folder")
    )
    heard = _moment(source.heard_us, offset_min, now_us) if source.heard_us is not None else ""
    why = labels.error_words(source.code, dict(source.values))[0] if source.code else ""
    if source.is_silent and heard:
        text = QCoreApplication.translate("weather", "{name}: TIDAK menjawab sejak {heard}.").format(
            name=name, heard=heard
        )
    elif source.is_silent:
        text = QCoreApplication.translate("weather", "{name}: TIDAK menjawab sejak meja dibuka.").format(
            name=name
        )
    elif heard:
        text = QCoreApplication.translate("weather", "{name}: menjawab {heard}.").format(
            name=name, heard=heard
        )
    else:
        text = QCoreApplication.translate("weather", "{name}: belum menjawab.").format(name=name)
    return f"{text} {why}".strip()


def _moment(at_us: int, offset_min: int, now_us: int) -> str:
    is_today = local_time(at_us, offset_min, "%j%Y") == local_time(now_us, offset_min, "%j%Y")
    return local_time(at_us, offset_min, "%H:%M" if is_today else "%d/%m %H:%M")
