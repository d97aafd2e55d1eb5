"""Why another report may be the same happening, in one sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.services.duplicates import SimilarView
from batola_desk.ui.incident.parts import distance_text
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_EARLIER = QT_TRANSLATE_NOOP("similar", "{minutes} menit lalu")
_EARLIER_HOURS = QT_TRANSLATE_NOOP("similar", "{hours} jam lalu")
_LATER = QT_TRANSLATE_NOOP("similar", "{minutes} menit sesudahnya")
_NOW = QT_TRANSLATE_NOOP("similar", "baru saja")
_TYPES = {
    "same": QT_TRANSLATE_NOOP("similar", "jenis sama: {type}"),
    "group": QT_TRANSLATE_NOOP("similar", "jenis sekelompok: {type}"),
    "other": QT_TRANSLATE_NOOP("similar", "jenis lain: {type}"),
}
_NUMBERS = {
    "same": QT_TRANSLATE_NOOP("similar", "nomor sama"),
    "neighbour": QT_TRANSLATE_NOOP("similar", "nomor hampir sama"),
}


def reason_text(similar: SimilarView) -> str:
    """``350 m, 4 menit lalu, nomor sama, jenis sama: Kebakaran rumah``."""
    why = similar.likeness
    kind = similar.row.type_label if similar.row is not None and not similar.row.confidential else ""
    parts = [
        distance_text(why.distance_m) if why.distance_m is not None else "",
        _time_text(why.apart_s),
        _tr(_NUMBERS[why.number_match]) if why.number_match else "",
        _tr(_TYPES[why.type_match]).format(type=kind) if why.type_match and kind else kind,
    ]
    return ", ".join(part for part in parts if part)


def _time_text(apart_s: float) -> str:
    minutes = round(abs(apart_s) / 60)
    if minutes == 0:
        return _tr(_NOW)
    if apart_s < 0:
        return _tr(_LATER).format(minutes=minutes)
    if minutes >= 120:
        return _tr(_EARLIER_HOURS).format(hours=round(minutes / 60))
    return _tr(_EARLIER).format(minutes=minutes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("similar", text)
