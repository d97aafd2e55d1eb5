"""A line of the command line in the operator's words: what Enter does, or why it does nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.services.orders import vocabulary as v
from batola_desk.services.orders.reading import Part, Reading, Trouble
from batola_desk.ui.labels import error_words
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

HEADS: Mapping[str, str] = {
    v.NEW: QT_TRANSLATE_NOOP("orders", "Tiket baru"),
    v.FILL: QT_TRANSLATE_NOOP("orders", "Isi tiket ini"),
    v.SEND: QT_TRANSLATE_NOOP("orders", "Kirim ke"),
    v.UNIT: QT_TRANSLATE_NOOP("orders", "Satuan"),
    v.UNITS: QT_TRANSLATE_NOOP("orders", "Satuan"),
    v.ASSIGN: QT_TRANSLATE_NOOP("orders", "Tugaskan ke tiket ini"),
    v.REPLAY: QT_TRANSLATE_NOOP("orders", "Dengar ulang"),
}
PARTS: Mapping[str, str] = {
    "type": "{text}",
    "place": QT_TRANSLATE_NOOP("orders", "tempat {text}"),
    "priority": "{text}",
    "agency": "{text}",
    "channel": QT_TRANSLATE_NOOP("orders", "lewat {text}"),
    "unit": "{text}",
    "state": "{text}",
    "seconds": QT_TRANSLATE_NOOP("orders", "{text} detik terakhir"),
    "number": QT_TRANSLATE_NOOP("orders", "nomor {text}"),
    "reporter": QT_TRANSLATE_NOOP("orders", "pelapor {text}"),
    "note": QT_TRANSLATE_NOOP("orders", "catatan “{text}”"),
    "reason": QT_TRANSLATE_NOOP("orders", "alasan “{text}”"),
}
_NEAREST = QT_TRANSLATE_NOOP("orders", " Mungkin: {nearest}.")
TROUBLES: Mapping[str, str] = {
    "word_unknown": QT_TRANSLATE_NOOP("orders", "Perintah “{typed}” tidak dikenal."),
    "type_unknown": QT_TRANSLATE_NOOP("orders", "Jenis “{typed}” tidak dikenal."),
    "type_ambiguous": QT_TRANSLATE_NOOP("orders", "Jenis “{typed}” bisa beberapa."),
    "priority_unknown": QT_TRANSLATE_NOOP("orders", "Prioritas “{typed}” tidak dikenal."),
    "priority_ambiguous": QT_TRANSLATE_NOOP("orders", "Prioritas “{typed}” bisa beberapa."),
    "agency_unknown": QT_TRANSLATE_NOOP("orders", "Instansi “{typed}” tidak dikenal."),
    "agency_ambiguous": QT_TRANSLATE_NOOP("orders", "Instansi “{typed}” bisa beberapa."),
    "agency_missing": QT_TRANSLATE_NOOP("orders", "Instansi belum disebut."),
    "channel_unknown": QT_TRANSLATE_NOOP("orders", "Saluran “{typed}” tidak dikenal."),
    "channel_ambiguous": QT_TRANSLATE_NOOP("orders", "Saluran “{typed}” bisa beberapa."),
    "channel_missing": QT_TRANSLATE_NOOP("orders", "Saluran setelah “lewat:” belum disebut."),
    "unit_unknown": QT_TRANSLATE_NOOP("orders", "Satuan “{typed}” tidak dikenal."),
    "unit_ambiguous": QT_TRANSLATE_NOOP("orders", "Satuan “{typed}” bisa beberapa."),
    "state_unknown": QT_TRANSLATE_NOOP("orders", "Keadaan “{typed}” tidak dikenal."),
    "state_ambiguous": QT_TRANSLATE_NOOP("orders", "Keadaan “{typed}” bisa beberapa."),
    "state_missing": QT_TRANSLATE_NOOP("orders", "Keadaan satuan belum disebut."),
    "field_unknown": QT_TRANSLATE_NOOP("orders", "Isian “{typed}” tidak dikenal."),
    "field_twice": QT_TRANSLATE_NOOP("orders", "Isian “{typed}” disebut dua kali."),
    "fields_missing": QT_TRANSLATE_NOOP(
        "orders", "Belum ada isian. Contoh: kb01 @handil bakti rt 4 !p1 /catatan"
    ),
    "number_wrong": QT_TRANSLATE_NOOP("orders", "“{typed}” bukan nomor telepon."),
    "no_ticket": QT_TRANSLATE_NOOP("orders", "Belum ada tiket di formulir. Buka satu, atau ketik: baru"),
    "argument_unwanted": QT_TRANSLATE_NOOP("orders", "Perintah ini berdiri sendiri; hapus “{typed}”."),
    "seconds_wrong": QT_TRANSLATE_NOOP("orders", "“{typed}” bukan jumlah detik dari 1 sampai 60."),
    "asked_already": QT_TRANSLATE_NOOP("orders", "{typed} sudah dikirimi dan belum selesai."),
    "too_many": QT_TRANSLATE_NOOP("orders", "{typed} instansi sekaligus terlalu banyak."),
}
FIELD_NAMES: Mapping[str, str] = {  # words of the command language: the same in every language
    "type": "jenis",
    "place": "tempat",
    "priority": "prioritas",
    "number": "nomor",
    "reporter": "pelapor",
    "reason": "alasan",
}
CLOSE_SIGN = "≈ "


def preview_words(reading: Reading) -> str:
    """What Enter does, as far as the line got: ``⏎ Kirim ke Damkar, BPK``; empty for a plain word."""
    head = HEADS.get(reading.word)
    if head is None or not reading.parts:
        return ""
    joined = ", ".join(_part(part) for part in reading.parts)
    return f"⏎ {_said(head)}: {joined}"


def trouble_words(trouble: Trouble) -> str:
    """Why Enter does nothing, with the nearest right words."""
    if trouble.refusal is not None:
        happened, _, next_step = error_words(trouble.refusal.code, trouble.refusal.values)
        return f"{happened} {next_step}".strip()
    typed = trouble.typed
    if trouble.code == "field_twice":
        typed = FIELD_NAMES.get(typed, typed)
    words = _said(TROUBLES[trouble.code]).replace("{typed}", typed)
    if trouble.nearest:
        words += _said(_NEAREST).replace("{nearest}", ", ".join(trouble.nearest))
    return words


def all_troubles(reading: Reading) -> str:
    """Everything that is wrong with a line."""
    return " ".join(trouble_words(trouble) for trouble in reading.troubles)


def _part(part: Part) -> str:
    sign = CLOSE_SIGN if part.is_close else ""
    words = _said(PARTS[part.kind]).replace("{text}", sign + part.text)
    if part.is_unsure:
        unsure = QCoreApplication.translate("orders", "titik belum pasti")
        others = ": " + " / ".join(part.others) if part.others else ""
        words += f" ({unsure}{others})"
    return words


def _said(text: str) -> str:
    return QCoreApplication.translate("orders", text)
