"""Positions of callers in words: where from, how exact, how old, what is odd."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.catalog import Neighbour, label_of
from batola_desk.services.position_views import FetchView, FixView
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import distance_text
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_CONTEXT = "fix_words"
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400

DOUBTS: Mapping[str, str] = {
    "null_island": QT_TRANSLATE_NOOP("fix_words", "0°, 0°: alat belum menemukan posisi"),
    "wide": QT_TRANSLATE_NOOP("fix_words", "terlalu luas untuk dicari"),
    "future": QT_TRANSLATE_NOOP("fix_words", "jamnya di masa depan"),
    "old": QT_TRANSLATE_NOOP("fix_words", "posisi lama, sebelum panggilan"),
    "cut": QT_TRANSLATE_NOOP("fix_words", "pesannya terpotong"),
    "swapped": QT_TRANSLATE_NOOP("fix_words", "lintang dan bujur tertukar"),
    "no_position": QT_TRANSLATE_NOOP("fix_words", "tanpa posisi"),
}
METHODS: Mapping[str, str] = {
    "gnss": QT_TRANSLATE_NOOP("fix_words", "satelit"),
    "gps": QT_TRANSLATE_NOOP("fix_words", "satelit"),
    "a-gps": QT_TRANSLATE_NOOP("fix_words", "satelit"),
    "device-based_a-gps": QT_TRANSLATE_NOOP("fix_words", "satelit"),
    "wifi": QT_TRANSLATE_NOOP("fix_words", "Wi-Fi"),
    "802.11": QT_TRANSLATE_NOOP("fix_words", "Wi-Fi"),
    "cell": QT_TRANSLATE_NOOP("fix_words", "sel menara"),
    "triangulation": QT_TRANSLATE_NOOP("fix_words", "beberapa menara"),
    "tdoa": QT_TRANSLATE_NOOP("fix_words", "beberapa menara"),
    "manual": QT_TRANSLATE_NOOP("fix_words", "diisi sendiri"),
    "fused": QT_TRANSLATE_NOOP("fix_words", "gabungan"),
    "bluetooth": QT_TRANSLATE_NOOP("fix_words", "Bluetooth"),
}  # Source: IANA registry "Method Tokens" (RFC 4119 §6.1)
FETCHES: Mapping[str, str] = {
    "held_unreachable": QT_TRANSLATE_NOOP("fix_words", "server posisi tidak terhubung"),
    "held_certificate": QT_TRANSLATE_NOOP("fix_words", "sertifikat server posisi tidak dipercaya"),
    "held_late": QT_TRANSLATE_NOOP("fix_words", "server posisi terlalu lama menjawab"),
    "held_refused": QT_TRANSLATE_NOOP("fix_words", "server posisi menolak"),
    "held_too_large": QT_TRANSLATE_NOOP("fix_words", "jawaban server posisi terlalu besar"),
    "held_no_place": QT_TRANSLATE_NOOP("fix_words", "server posisi tidak tahu di mana penelepon"),
    "held_not_allowed": QT_TRANSLATE_NOOP("fix_words", "server itu tidak ada di daftar TI"),
}
# From the special to the general. Source: RFC 5139 §3.1, RFC 4119 §2.2.1.
_CIVIC_ORDER = (
    *("LMK", "NAM", "BLD", "UNIT", "FLR", "ROOM", "RD", "A6", "STS", "HNO", "HNS", "LOC"),
    *("A5", "A4", "A3", "A2", "A1"),
)


def age_words(age_s: float) -> str:
    """``12 dtk``, ``4 mnt``, ``3 jam``, ``2 hari``."""
    if age_s < MINUTE_S:
        return _tr(QT_TRANSLATE_NOOP("fix_words", "{n} dtk")).format(n=int(age_s))
    if age_s < HOUR_S:
        return _tr(QT_TRANSLATE_NOOP("fix_words", "{n} mnt")).format(n=int(age_s // MINUTE_S))
    if age_s < DAY_S:
        return _tr(QT_TRANSLATE_NOOP("fix_words", "{n} jam")).format(n=int(age_s // HOUR_S))
    return _tr(QT_TRANSLATE_NOOP("fix_words", "{n} hari")).format(n=int(age_s // DAY_S))


def reach_words(view: FixView) -> str:
    """``±25 m``; a question mark when nobody said how exact it is; empty for an address."""
    if view.fix.area is None:
        return ""
    return "±?" if view.radius_m is None else f"±{reach_text(view.radius_m)}"


def reach_text(metres: float) -> str:
    """Small ones to the metre: they tell a house from a street."""
    return f"{round(metres)} m" if metres < 100 else distance_text(metres)


def source_words(view: FixView) -> str:
    """Where it comes from and how it was measured."""
    method = view.fix.method.strip()
    known = METHODS.get(method.lower())
    parts = (labels.word(labels.SOURCES, view.fix.source), _tr(known) if known else method[:24])
    return " · ".join(part for part in parts if part)


def map_words(view: FixView, now_us: int) -> str:
    """What stands beside the area on the map."""
    parts = (source_words(view), reach_words(view), age_words(view.fix.age_s(now_us)))
    return " · ".join(part for part in parts if part)


def place_words(view: FixView, language: str) -> str:
    """The desa, whose place it probably is outside, or the address that came along."""
    if view.fix.area is None or view.fix.civic:
        address = civic_words(view.fix.civic)
        if view.fix.area is None or not view.place:
            return address or outside_words(view.neighbour, language)
    return view.place or outside_words(view.neighbour, language)


def outside_words(neighbour: Neighbour | None, language: str) -> str:
    """Outside the regency, and whose place it probably is."""
    if neighbour is None:
        return _tr(QT_TRANSLATE_NOOP("fix_words", "di luar Batola"))
    shown = _tr(QT_TRANSLATE_NOOP("fix_words", "di luar Batola, kira-kira {name}"))
    return shown.format(name=label_of(neighbour, language))


def civic_words(civic: tuple[tuple[str, str], ...]) -> str:
    """An address as people write one, the special first."""
    known = dict(reversed(civic))
    return ", ".join(known[name] for name in _CIVIC_ORDER if name in known)


def doubt_words(view: FixView) -> str:
    """What is odd about it; empty when nothing is."""
    return ", ".join(_tr(DOUBTS[code]) if code in DOUBTS else code for code in view.doubts)


def fetch_words(view: FetchView) -> str:
    """How the fetching of a position stands; empty when there is nothing to say."""
    if view.is_running:
        return _tr(QT_TRANSLATE_NOOP("fix_words", "Posisi diminta dari {host} …")).format(host=view.host)
    if not view.code:
        return ""
    reason = _tr(FETCHES[view.code]) if view.code in FETCHES else view.code
    shown = _tr(QT_TRANSLATE_NOOP("fix_words", "Posisi tidak didapat: {reason} ({host})"))
    return shown.format(reason=reason, host=view.host)


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
