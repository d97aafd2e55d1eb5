"""Words of the line panel: state, quality, what is wrong with the line and what still works."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.call import CallState
from batola_desk.map.coordinates import format_decimal
from batola_desk.services.views import CallOrigin, CallView, LevelsView
from batola_desk.ui import labels
from batola_desk.ui.queue import queue_words

translate = QCoreApplication.translate
LOSS_WARN_PERCENT = 3.0
JITTER_WARN_MS = 60.0
DELAY_WARN_MS = 200.0
STATE_ROLES = {
    CallState.TALKING: "ok",
    CallState.SILENT_CHECK: "warn",
    CallState.ON_HOLD: "warn",
    CallState.DIALLING: "info",
    CallState.CONSULTING: "info",
    CallState.CONFERENCE: "info",
    CallState.TRANSFERRED: "info",
    CallState.DROPPED: "late",
    CallState.FAILED: "late",
}
COMPANY_SIGNS = {
    CallState.CONSULTING: "◐ K",
    CallState.CONFERENCE: "◆ F",
    CallState.TRANSFERRED: "➜ D",
}  # a letter and a shape of their own: these three are told apart at a glance
STATE_SIGNS = {"ok": "●", "warn": "▲", "info": "➜", "late": "■"}


def state_words(view: CallView) -> tuple[str, str]:
    """Return words and role of a call's state."""
    role = STATE_ROLES.get(view.call.state, "chip")
    sign = COMPANY_SIGNS.get(view.call.state) or STATE_SIGNS.get(role, "○")
    words = labels.word(labels.CALL_STATES, view.call.state.value)
    if view.line_lost and view.call.is_live:
        text = translate("line_words", "saluran terputus, terakhir: %1")
        return "✕ " + text.replace("%1", words), "late"
    if view.handing_over:
        words += " · " + labels.word(labels.HANDED_OVER, view.handing_over)
    if view.remote_hold:
        words += " · " + translate("line_words", "ditahan penelepon")
    if view.muted and view.call.is_live:
        words += " · " + translate("line_words", "MIKROFON BISU")
        role = "late"
    return f"{sign} {words}", role


def quality_words(levels: LevelsView | None) -> tuple[str, str]:
    """Return words and role of the sound quality of the call in the headset."""
    if levels is None:
        return "", "small"
    is_bad = (
        levels.loss_percent >= LOSS_WARN_PERCENT
        or levels.jitter_ms >= JITTER_WARN_MS
        or levels.delay_ms >= DELAY_WARN_MS
    )
    head = translate("line_words", "Mutu buruk") if is_bad else translate("line_words", "Mutu baik")
    text = translate("line_words", "hilang %1 % · jitter %2 ms · tunda %3 ms")
    text = text.replace("%1", f"{levels.loss_percent:.1f}".replace(".", ","))
    text = text.replace("%2", f"{levels.jitter_ms:.0f}").replace("%3", f"{levels.delay_ms:.0f}")
    return f"{head}: {text}", "warn" if is_bad else "small"


def origin_words(origin: CallOrigin) -> str:
    """What came with the call beyond its number, with the position in figures if it could be read."""
    short = queue_words.origin_words(origin)
    if origin.position is None:
        return short
    latitude, longitude, radius_m = origin.position
    words = f"{short}: {format_decimal(latitude, longitude)}"
    if radius_m is None:
        return words
    return words + translate("line_words", " ± %1 m").replace("%1", f"{radius_m:.0f}")


OWN_WORDS = frozenset({"", "engine_lost", "engine_not_reached", "registration_failed"})


def line_trouble(line_mode: str, code: str = "") -> str:
    """What is wrong with the telephone line, what works, what to do; empty when all is well.

    Args:
        code: why, if more is known than the mode says (a taken port, a wrong ``line.toml`` …).
    """
    if line_mode in {"starting", "failed", "engine_lost"} and code not in OWN_WORDS:
        happened, works, _ = labels.error_words(code, {})
        where = translate("line_words", "Rincian dan langkah berikutnya: daftar peringatan, Ctrl+L.")
        return " ".join(part for part in (happened, works, where) if part)
    if line_mode == "engine_lost":
        return translate(
            "line_words",
            "Saluran telepon berhenti dan sedang dihidupkan ulang. Tiket, papan dan peta tetap bekerja."
            " Tunggu beberapa detik; panggilan baru masuk lagi dengan sendirinya.",
        )
    if line_mode == "starting":
        return translate("line_words", "Saluran telepon sedang dinyalakan. Tiket sudah bisa diisi.")
    if line_mode == "failed":
        return translate(
            "line_words",
            "Tidak terdaftar di sentral telepon; dicoba terus. Panggilan langsung masih bisa masuk."
            " Beri tahu ketua regu bila lebih dari satu menit.",
        )
    return ""


def audio_trouble(problems: tuple[str, ...]) -> str:
    """What is wrong with the sound devices, what works, what to do; empty when all is well."""
    if not problems:
        return ""
    names = ", ".join(dict.fromkeys(labels.word(labels.AUDIO_PROBLEMS, code) for code in problems))
    text = translate(
        "line_words",
        "Suara: %1. Panggilan tetap tersambung dan direkam. Pasang headset atau pilih perangkat: Ctrl+,",
    )
    return text.replace("%1", names)


def audio_trouble_short(problems: tuple[str, ...]) -> str:
    """The same in one line: how many things are missing is in the whole text."""
    if not problems:
        return ""
    return translate("line_words", "✕ Suara: %1 · Ctrl+,").replace(
        "%1", labels.word(labels.AUDIO_PROBLEMS, problems[0])
    )
