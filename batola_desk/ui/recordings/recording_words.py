"""Words of marks on a recording. Source language Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.services.recording_views import OWN, MarkView
from batola_desk.ui.incident.parts import span_text
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT = "recordings"
KINDS: Mapping[str, str] = {
    "call.answered": QT_TRANSLATE_NOOP("recordings", "Dijawab"),
    "call.held": QT_TRANSLATE_NOOP("recordings", "Ditahan"),
    "call.resumed": QT_TRANSLATE_NOOP("recordings", "Dilanjutkan"),
    "call.silent_check_started": QT_TRANSLATE_NOOP("recordings", "Periksa senyap mulai"),
    "call.silent_check_completed": QT_TRANSLATE_NOOP("recordings", "Periksa senyap berakhir"),
    "call.digit_received": QT_TRANSLATE_NOOP("recordings", "Tombol"),
    "call.text_received": QT_TRANSLATE_NOOP("recordings", "Teks masuk"),
    "call.text_sent": QT_TRANSLATE_NOOP("recordings", "Teks keluar"),
    "call.party_added": QT_TRANSLATE_NOOP("recordings", "Pihak dipanggil"),
    "call.party_answered": QT_TRANSLATE_NOOP("recordings", "Pihak menjawab"),
    "call.party_left": QT_TRANSLATE_NOOP("recordings", "Pihak keluar"),
    "call.conference_started": QT_TRANSLATE_NOOP("recordings", "Konferensi"),
    "call.transferred": QT_TRANSLATE_NOOP("recordings", "Dialihkan"),
    "call.supervised": QT_TRANSLATE_NOOP("recordings", "Ketua regu ikut"),
    "call.noted": QT_TRANSLATE_NOOP("recordings", "Catatan"),
    "call.recording_failed": QT_TRANSLATE_NOOP("recordings", "Disk gagal"),
    "call.ended": QT_TRANSLATE_NOOP("recordings", "Berakhir"),
}


def mark_words(mark: MarkView) -> str:
    """What a mark says: ``Tombol 1``, or the words of an own mark."""
    if mark.kind == OWN:
        return mark.text
    words = QCoreApplication.translate(CONTEXT, KINDS.get(mark.kind, mark.kind))
    return f"{words} {mark.text}".strip() if mark.kind in _WITH_TEXT else words


def mark_line(mark: MarkView) -> str:
    """A mark as a line of the list: time, sign, words."""
    sign = "★" if mark.kind == OWN else "·"
    return f"{span_text(mark.at_s)}  {sign} {mark_words(mark)}"


_WITH_TEXT = frozenset({"call.digit_received", "call.text_received", "call.text_sent", "call.noted"})
