"""What became of a GeoJSON file, in words: counts, what was understood how, what was skipped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from batola_desk.services.map_layer_import import LayerLine, LayerPlan
from batola_desk.ui import labels
from batola_desk.ui.map_features.feature_words import said
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

LISTED_MAX: Final = 200  # LIMIT: lines of a report; a file of strangers may hold thousands of bad features
_COUNTS: Final = QT_TRANSLATE_NOOP(
    "map_features", "{drawn} baru, {changed} diubah, {same} sudah ada, {skipped} dilewati"
)
_MAPPED: Final = QT_TRANSLATE_NOOP("map_features", "{foreign} dibaca sebagai {own} (%n kali)")
_LINE: Final = QT_TRANSLATE_NOOP("map_features", "Objek {number}: {what}")
_REST: Final = QT_TRANSLATE_NOOP("map_features", "… dan {count} lagi")
OWN: Final[Mapping[str, str]] = {
    "kind": QT_TRANSLATE_NOOP("map_features", "jenis"),
    "name": QT_TRANSLATE_NOOP("map_features", "nama"),
    "variants": QT_TRANSLATE_NOOP("map_features", "sebutan lain"),
    "note": QT_TRANSLATE_NOOP("map_features", "catatan"),
    "valid_until": QT_TRANSLATE_NOOP("map_features", "berlaku sampai"),
    "usable_from_m": QT_TRANSLATE_NOOP("map_features", "pasang terendah"),
    "usable_to_m": QT_TRANSLATE_NOOP("map_features", "pasang tertinggi"),
}
WHY: Final[Mapping[str, str]] = {
    "no_feature": QT_TRANSLATE_NOOP("map_features", "bukan objek GeoJSON"),
    "no_geometry": QT_TRANSLATE_NOOP("map_features", "tanpa letak"),
    "geometry_unknown": QT_TRANSLATE_NOOP("map_features", "bentuk letaknya tidak dikenal"),
    "several_parts": QT_TRANSLATE_NOOP("map_features", "terdiri dari beberapa bagian terpisah"),
    "coordinates": QT_TRANSLATE_NOOP("map_features", "koordinatnya salah (urutannya bujur, lintang)"),
    "kind_missing": QT_TRANSLATE_NOOP("map_features", "jenisnya tidak ditulis"),
    "kind_unknown": QT_TRANSLATE_NOOP("map_features", "jenisnya tidak dikenal"),
    "kind_differs": QT_TRANSLATE_NOOP("map_features", "di peta jenisnya lain"),
    "shape_unfit": QT_TRANSLATE_NOOP("map_features", "bentuknya tidak cocok untuk jenisnya"),
    "too_few_points": QT_TRANSLATE_NOOP("map_features", "titiknya terlalu sedikit"),
    "twice": QT_TRANSLATE_NOOP("map_features", "sudah ada dalam berkas ini"),
    "removed": QT_TRANSLATE_NOOP("map_features", "sudah dihapus dari peta; kembalikan lewat daftar"),
    "right": QT_TRANSLATE_NOOP("map_features", "peran Anda tidak boleh menggambar jenis ini"),
    "full": QT_TRANSLATE_NOOP("map_features", "peta sudah penuh"),
}
REMARKS: Final[Mapping[str, str]] = {
    "kind_guessed": QT_TRANSLATE_NOOP("map_features", "dianggap patokan"),
    "middle_taken": QT_TRANSLATE_NOOP("map_features", "diambil titik tengahnya"),
    "holes_filled": QT_TRANSLATE_NOOP("map_features", "lubangnya diabaikan"),
    "simplified": QT_TRANSLATE_NOOP("map_features", "titiknya dikurangi"),
    "end_unreadable": QT_TRANSLATE_NOOP("map_features", "waktu berakhirnya tidak terbaca"),
    "tide_unreadable": QT_TRANSLATE_NOOP("map_features", "batas pasangnya tidak terbaca"),
}


def counts_words(plan: LayerPlan) -> str:
    """The whole in one line."""
    counts = Counter(line.outcome for line in plan.lines)
    return said(_COUNTS, **{name: counts[name] for name in ("drawn", "changed", "same", "skipped")})


def report_lines(plan: LayerPlan) -> Iterator[str]:
    """How the file was understood, then each feature that was skipped or made to fit."""
    for own, foreign, count in plan.mapped:
        yield said(_MAPPED, foreign=foreign, own=said(OWN[own]) if own in OWN else own, n=count)
    told = [line for line in plan.lines if line.outcome == "skipped" or line.remarks]
    for line in told[:LISTED_MAX]:
        yield _line_words(line)
    if len(told) > LISTED_MAX:
        yield said(_REST, count=len(told) - LISTED_MAX)


def _line_words(line: LayerLine) -> str:
    parts = [said(REMARKS[code]) for code in line.remarks if code in REMARKS]
    if line.outcome == "skipped":
        parts.insert(0, _why_words(line.why))
    number = f"{line.number} “{line.name}”" if line.name else str(line.number)
    return said(_LINE, number=number, what="; ".join(parts))


def _why_words(code: str) -> str:
    if code in WHY:
        return said(WHY[code])
    happened, _, _ = labels.error_words(code, {})
    return happened.rstrip(".")
