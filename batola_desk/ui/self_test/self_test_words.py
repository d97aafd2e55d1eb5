"""What a self-test found, in words: what is wrong and what to do, for the sheet, the board and the band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.self_test import FINE, Outcome, Part, SelfTest
from batola_desk.services.self_test_api import Question
from batola_desk.ui import labels
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

WORDS_MAX: Final = 120  # LIMIT: a reason or a code of another desk must not fill the screen

PARTS: Mapping[str, str] = {
    Part.HEADSET: QT_TRANSLATE_NOOP("self_test", "Headset"),
    Part.MICROPHONE: QT_TRANSLATE_NOOP("self_test", "Mikrofon"),
    Part.TONE: QT_TRANSLATE_NOOP("self_test", "Nada peringatan"),
    Part.RECORDING: QT_TRANSLATE_NOOP("self_test", "Rekaman"),
    Part.LINE: QT_TRANSLATE_NOOP("self_test", "Saluran telepon"),
    Part.ROOM: QT_TRANSLATE_NOOP("self_test", "Ruang data bersama"),
    Part.MAP: QT_TRANSLATE_NOOP("self_test", "Peta"),
}
GOOD_WORDS: Mapping[str, str] = {
    Part.HEADSET: QT_TRANSLATE_NOOP("self_test", "tersambung"),
    Part.MICROPHONE: QT_TRANSLATE_NOOP("self_test", "suara Anda terdengar"),
    Part.TONE: QT_TRANSLATE_NOOP("self_test", "terdengar"),
    Part.RECORDING: QT_TRANSLATE_NOOP("self_test", "ditulis dan terbaca kembali"),
    Part.LINE: QT_TRANSLATE_NOOP("self_test", "terdaftar, panggilan masuk ke meja ini"),
    Part.ROOM: QT_TRANSLATE_NOOP("self_test", "tersinkron"),
    Part.MAP: QT_TRANSLATE_NOOP("self_test", "paket peta terbuka"),
}
FINDINGS: Mapping[str, str] = {
    "engine_lost": QT_TRANSLATE_NOOP(
        "self_test", "Mesin saluran tidak menjawab. Ia dinyalakan lagi sendiri; ulangi sebentar lagi."
    ),
    "headset_none": QT_TRANSLATE_NOOP(
        "self_test", "Tidak ada headset. Pasang kabelnya, atau pilih di Pengaturan (Ctrl+,)."
    ),
    "headset_other": QT_TRANSLATE_NOOP(
        "self_test", "Headset meja ini tidak ada, perangkat lain dipakai. Pasang headset yang benar."
    ),
    "microphone_none": QT_TRANSLATE_NOOP(
        "self_test", "Tidak ada mikrofon. Pasang kabelnya, atau pilih di Pengaturan (Ctrl+,)."
    ),
    "microphone_other": QT_TRANSLATE_NOOP(
        "self_test", "Mikrofon meja ini tidak ada, perangkat lain dipakai. Pasang headset yang benar."
    ),
    "microphone_bad": QT_TRANSLATE_NOOP(
        "self_test", "Menurut Anda belum baik. Periksa tombol bisu di kabel, dekatkan mikrofon ke mulut."
    ),
    "microphone_silent": QT_TRANSLATE_NOOP(
        "self_test", "Suara tidak sampai ke mikrofon ini. Periksa tombol bisu di kabel dan pilihan mikrofon."
    ),
    "tone_no_device": QT_TRANSLATE_NOOP(
        "self_test", "Tidak ada perangkat yang bisa berbunyi. Pasang headset atau pengeras suara."
    ),
    "tone_not_played": QT_TRANSLATE_NOOP(
        "self_test", "Nada tidak bisa diputar. Cabut dan pasang lagi headset, lalu ulangi."
    ),
    "tone_unheard": QT_TRANSLATE_NOOP(
        "self_test", "Tidak terdengar. Besarkan volume peringatan di Pengaturan (Ctrl+,), lalu ulangi."
    ),
    "loudspeaker_none": QT_TRANSLATE_NOOP(
        "self_test", "Pengeras suara tidak ada: dering hanya di headset. Pasang pengeras suara."
    ),
    "recording_not_written": QT_TRANSLATE_NOOP(
        "self_test", "Tidak bisa ditulis: panggilan tidak akan terekam. Lapor TI sekarang (disk, hak folder)."
    ),
    "recording_not_read": QT_TRANSLATE_NOOP(
        "self_test", "Terbaca lain dari yang ditulis: disk rusak. Lapor TI sekarang."
    ),
    "recording_slow": QT_TRANSLATE_NOOP("self_test", "Disk rekaman terlalu lambat. Lapor TI."),
    "line_failed": QT_TRANSLATE_NOOP(
        "self_test", "Tidak terdaftar: panggilan tidak masuk ke meja ini. Lapor ketua regu dan TI."
    ),
    "line_slow": QT_TRANSLATE_NOOP(
        "self_test", "Belum terdaftar. Ulangi sebentar lagi; bila tetap, lapor ketua regu dan TI."
    ),
    "room_none": QT_TRANSLATE_NOOP("self_test", "meja ini berdiri sendiri"),
    "room_offline": QT_TRANSLATE_NOOP(
        "self_test", "Luring. Meja tetap bekerja dan mengirim nanti; beri tahu ketua regu."
    ),
    "room_behind": QT_TRANSLATE_NOOP(
        "self_test", "Masih menyusul. Meja tetap bekerja; ulangi sebentar lagi."
    ),
    "map_simple": QT_TRANSLATE_NOOP("self_test", "peta sederhana, tanpa paket"),
    "map_unusable": QT_TRANSLATE_NOOP(
        "self_test", "Paket peta rusak, peta sederhana dipakai. Lapor TI: impor lagi paketnya."
    ),
    "map_slow": QT_TRANSLATE_NOOP("self_test", "Paket peta lambat dibuka. Lapor TI."),
    "unanswered": QT_TRANSLATE_NOOP("self_test", "Tidak dijawab dalam waktunya. Ulangi."),
}
QUESTIONS: Mapping[str, str] = {
    Question.TONE: QT_TRANSLATE_NOOP(
        "self_test", "Apakah Anda mendengar nada di headset dan di pengeras suara?"
    ),
    Question.VOICE: QT_TRANSLATE_NOOP(
        "self_test", "Bicaralah sekarang seperti kepada penelepon. Apakah garisnya mengikuti suara Anda?"
    ),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.PASSED: QT_TRANSLATE_NOOP("self_test", "LULUS"),
    Outcome.FAILED: QT_TRANSLATE_NOOP("self_test", "TIDAK LULUS"),
    Outcome.INTERRUPTED: QT_TRANSLATE_NOOP("self_test", "terputus"),
    Outcome.SKIPPED: QT_TRANSLATE_NOOP("self_test", "dilewati"),
}
SIGNS: Final[Mapping[str, str]] = {
    Outcome.PASSED: "✔",
    Outcome.FAILED: "✖",
    Outcome.INTERRUPTED: "‖",
    Outcome.SKIPPED: "–",
}


def say(text: str) -> str:
    """A text of this room in the operator's language."""
    return QCoreApplication.translate("self_test", text)


def part_words(part: str) -> str:
    """Name of a part; one of a newer desk by its code."""
    return say(PARTS[part]) if part in PARTS else part[:WORDS_MAX]


def finding_words(part: str, code: str) -> str:
    """What was found: good in a word, else what is wrong and what to do."""
    if code in FINDINGS:
        return say(FINDINGS[code])
    if code in FINE:
        return say(GOOD_WORDS[part]) if part in GOOD_WORDS else ""
    return labels.error_words(code[:WORDS_MAX], {})[0]


def brief_words(last: SelfTest) -> str:
    """Only what somebody must act on, or why there was no test: beside the sign of how it ended."""
    if last.outcome == Outcome.FAILED:
        return ", ".join(part_words(part) for part, _ in last.troubles[: len(Part)])
    return last.reason[:WORDS_MAX]


def outcome_words(last: SelfTest) -> str:
    """The same with how it ended in a word."""
    known, brief = OUTCOMES.get(last.outcome), brief_words(last)
    words = say(known) if known else last.outcome[:WORDS_MAX]
    return f"{words}: {brief}" if brief else words
