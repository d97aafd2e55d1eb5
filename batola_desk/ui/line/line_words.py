"""Words of the line panel: state, quality, what is wrong with the line and what still works."""

from __future__ import annotations

from difflib import get_close_matches

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.call import Call, CallQuality, CallState
from batola_desk.domain.limits import QualityLimits
from batola_desk.map.coordinates import format_decimal
from batola_desk.services.seat_views import LevelsView, LineAccountView
from batola_desk.services.views import CallOrigin, CallView
from batola_desk.ui import labels
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.numbers import decimal
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
    CallState.CONSULTING: QT_TRANSLATE_NOOP("line_words", "◐ K"),
    CallState.CONFERENCE: QT_TRANSLATE_NOOP("line_words", "◆ F"),
    CallState.TRANSFERRED: QT_TRANSLATE_NOOP("line_words", "➜ D"),
}  # a letter and a shape of their own: these three are told apart at a glance
SUPERVISING = {
    "listen": QT_TRANSLATE_NOOP("line_words", "Mendampingi: dengar"),
    "whisper": QT_TRANSLATE_NOOP("line_words", "Mendampingi: bisik"),
    "barge": QT_TRANSLATE_NOOP("line_words", "Mendampingi: ikut bicara"),
}  # a lead who only listens does not talk
STATE_SIGNS = {"ok": "●", "warn": "▲", "info": "➜", "late": "■"}


def state_words(view: CallView) -> tuple[str, str]:
    """Return words and role of a call's state."""
    role = STATE_ROLES.get(view.call.state, "chip")
    company = COMPANY_SIGNS.get(view.call.state)
    sign = translate("line_words", company) if company else STATE_SIGNS.get(role, "○")
    words = labels.word(labels.CALL_STATES, view.call.state.value)
    if view.line_lost and view.call.is_live:
        text = translate("line_words", "Saluran terputus, terakhir: %1")
        return "✕ " + text.replace("%1", words), "late"
    if view.supervision in SUPERVISING and view.call.state is CallState.TALKING and not view.supervisor:
        return "◉ " + translate("line_words", SUPERVISING[view.supervision]), "info"
    if view.handing_over == "bridged" and view.call.is_live:
        return "◇ " + translate("line_words", "Tersambung tanpa Anda"), "info"
    if view.remote_hold:
        words += " · " + translate("line_words", "ditahan penelepon")
    if view.doubtful and view.call.is_live:
        words += " · " + _doubt_words(view.call)
        role = "late"
    if refusal := _refusal_words(view.call):
        words += f" · {refusal}"
    if view.muted and view.call.is_live:
        words += " · " + translate("line_words", "MIKROFON BISU")
        role = "late"
    return f"{sign} {words}", role


def _doubt_words(call: Call) -> str:
    """A call on hold has no sound anyway; there the exchange was asked in vain."""
    if call.state is CallState.ON_HOLD:
        return translate("line_words", "SEBERANG TIDAK MENJAWAB")
    return translate("line_words", "TIDAK ADA SUARA DARI SEBERANG")


def quality_words(levels: LevelsView | None, limits: QualityLimits) -> tuple[str, str]:
    """Return words and role of the sound quality of the call in the headset.

    The estimate (MOS) judges; without one (nobody speaks to us yet) the plain figures do.
    """
    if levels is None:
        return "", "small"
    if levels.mos is None:
        is_poor = (
            levels.loss_percent >= LOSS_WARN_PERCENT
            or levels.jitter_ms >= JITTER_WARN_MS
            or levels.delay_ms >= DELAY_WARN_MS
        )
        unknown = translate("line_words", "Mutu belum terukur")
        head = translate("line_words", "Mutu buruk") if is_poor else unknown
        role = "warn" if is_poor else "small"
    else:
        head, role = _judged(levels.mos, limits)
    text = translate("line_words", "hilang %1 % · jitter %2 ms · tunda %3 ms")
    text = text.replace("%1", decimal(levels.loss_percent))
    text = text.replace("%2", f"{levels.jitter_ms:.0f}").replace("%3", f"{levels.delay_ms:.0f}")
    if levels.remote_loss_percent:
        there = translate("line_words", "hilang di seberang %1 %")
        text += " · " + there.replace("%1", decimal(levels.remote_loss_percent))
    for unit in ("ms", "%"):  # a line of the panel must not end between a number and its unit
        text = text.replace(f" {unit}", f"\N{NO-BREAK SPACE}{unit}")
    return f"{head}: {text}", role


def _judged(mos: float, limits: QualityLimits) -> tuple[str, str]:
    if mos >= limits.mos_warn:
        words, role = translate("line_words", "Mutu baik %1"), "small"
    elif mos >= limits.mos_alarm:
        words, role = translate("line_words", "Mutu cukup %1"), "warn"
    else:
        words, role = translate("line_words", "Mutu buruk %1"), "late"
    return words.replace("%1", decimal(mos)), role


def whole_quality_words(quality: CallQuality | None, limits: QualityLimits) -> str:
    """How an ended call sounded, in one line; empty if nothing was measured."""
    if quality is None:
        return ""
    head, _ = _judged(quality.mos_mean, limits)
    worst = translate("line_words", "terendah %1").replace("%1", decimal(quality.mos_min))
    figures = translate("line_words", "hilang %1 % · jitter %2 ms · tunda %3 ms")
    figures = figures.replace("%1", decimal(quality.loss_percent))
    figures = figures.replace("%2", f"{quality.jitter_ms_max:.0f}").replace("%3", f"{quality.delay_ms:.0f}")
    safe = translate("line_words", "terenkripsi") if quality.encrypted else ""
    return " · ".join(part for part in (head, worst, figures, quality.codec, safe) if part)


def media_refusal_words(detail: str) -> str:
    """Why two telephones found no common way to speak.

    Args:
        detail: ``cause|codecs of the other side|our codecs``, as the engine tells it.
    """
    cause, theirs, ours = (*detail.split("|"), "", "", "")[:3]
    if cause == "no_common_codec" and not theirs:
        text = translate("line_words", "Seberang menolak media kami. Kami tawarkan: %2.")
    else:
        known = MEDIA_REFUSALS.get(cause, MEDIA_REFUSALS["no_stream"])
        text = translate("line_words", known)
    return text.replace("%1", theirs or "–").replace("%2", ours or "–")


MEDIA_REFUSALS = {
    "no_common_codec": QT_TRANSLATE_NOOP(
        "line_words", "Tidak ada codec yang sama. Seberang meminta: %1. Kami tawarkan: %2."
    ),
    "plain_not_allowed": QT_TRANSLATE_NOOP(
        "line_words", 'Seberang tidak mengenkripsi suara; akun ini mewajibkannya (srtp = "mandatory").'
    ),
    "secure_not_allowed": QT_TRANSLATE_NOOP(
        "line_words", 'Seberang mewajibkan enkripsi suara; di sini dimatikan (srtp = "off").'
    ),
    "keys_unusable": QT_TRANSLATE_NOOP(
        "line_words", "Kunci enkripsi (a=crypto) dari seberang tidak bisa dipakai."
    ),
    "no_stream": QT_TRANSLATE_NOOP(
        "line_words", "Seberang tidak menawarkan suara atau teks yang bisa dijangkau."
    ),
}


def origin_words(origin: CallOrigin) -> str:
    """What came with the call beyond its number: the position in figures if it could be read, and addresses.

    Addresses are shown for IT or another centre to open: this desk asks only servers that IT has listed.
    """
    lines = [queue_words.origin_words(origin)]
    if origin.resource_priority:
        said = translate("line_words", "prioritas jaringan: %1")
        lines.append(said.replace("%1", origin.resource_priority[:_ADDRESS_SHOWN]))
    if origin.position is not None:
        latitude, longitude, radius_m = origin.position
        place = format_decimal(latitude, longitude)
        if radius_m is not None:
            place += translate("line_words", " ± %1 m").replace("%1", f"{radius_m:.0f}")
        lines.append(place)
    lines += [_short_address(address) for address in (origin.position_uri, *origin.info) if address]
    return "\n".join(line for line in lines if line)


def _short_address(address: str) -> str:
    return address if len(address) <= _ADDRESS_SHOWN else f"{address[: _ADDRESS_SHOWN - 1]}…"


_ADDRESS_SHOWN = 80  # LIMIT: a call must not push the clock and the keys out of sight; the journal has it all
OWN_WORDS = frozenset({"", "engine_lost", "engine_not_reached", "registration_failed"})


def line_trouble(line_mode: str, code: str = "", account: str = "") -> str:
    """What is wrong with the telephone line, what works, what to do; empty when all is well.

    Args:
        code: why, if more is known than the mode says (a taken port, a wrong ``line.toml`` …).
        account: whose registration failed.
    """
    if line_mode in {"starting", "failed", "engine_lost"} and code not in OWN_WORDS:
        happened, works, _ = labels.error_words(code, {"account": account})
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


def account_words(view: LineAccountView) -> str:
    """How one account stands, in one line: name, state, registrar in use, what is wrong."""
    parts = [labels.word(labels.ACCOUNT_MODES, view.mode), view.way]
    if view.code:
        happened, _, next_step = labels.error_words(view.code, {"account": view.name})
        parts.append(f"{happened} {next_step}")
    if view.retry_in_s is not None:
        seconds = round(view.retry_in_s)
        parts.append(translate("line_words", "dicoba lagi setelah %n detik", "", seconds))
    if view.is_standby:
        parts.append(translate("line_words", "sentral cadangan"))
    others = view.others
    if others:
        parts.append(translate("line_words", "juga di %n tempat lain", "", others))
    if view.is_unverified:
        parts.append(translate("line_words", "SERTIFIKAT TIDAK DIPERIKSA"))
    return f"{view.name}: " + " · ".join(part for part in parts if part)


def configuration_words(detail: str) -> str:
    """Which place of a file is wrong, and what may stand there; a slip of the pen is guessed.

    Args:
        detail: ``file|place|allowed values``, as the line desk writes it, or fewer of them.
    """
    file, place, allowed = (*detail.split("|"), "", "")[:3]
    parts = [file]
    if place:
        parts.append(translate("line_words", "bagian %1 salah.").replace("%1", place))
    choices = [word for word in allowed.split(", ") if word]
    meant = get_close_matches(place.rpartition(".")[2], choices, 1)
    if meant:
        parts.append(translate("line_words", "Mungkin maksudnya: %1.").replace("%1", meant[0]))
    elif allowed:
        parts.append(translate("line_words", "Yang boleh: %1.").replace("%1", allowed))
    return " ".join(parts)


def registration_words(detail: str) -> str:
    """What an alarm about a registration says.

    Args:
        detail: ``account|code``, as the line desk writes it, or a code alone.
    """
    account, bar, code = detail.partition("|")
    if not bar:
        return detail
    happened, _, next_step = labels.error_words(code, {"account": account})
    return " ".join(part for part in (happened, next_step) if part)


def _refusal_words(call: Call) -> str:
    """Why a call we dialled did not come about, with the code for IT; empty if it did or nothing was said."""
    if call.direction != "outbound" or call.is_live or call.answered_us is not None or not call.sip_code:
        return ""
    words = labels.refusal(call.sip_code)
    return f"{words} (SIP {call.sip_code})" if words else f"SIP {call.sip_code}"


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
