"""Words of the queue column, in the operator's language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from batola_desk.domain import phone_number
from batola_desk.domain.catalog import Catalog
from batola_desk.services.views import CallbackView, CallOrigin, CallView, MeasureView, NumberHistory
from batola_desk.ui import labels

MORE_KEY = "more"
RING_SHAPES = ("●", "▲", "◆", "■")  # one shape per step, so that colour is never alone

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreCallbacks:
    """The line that stands for the numbers below the most urgent ones."""

    count: int
    is_open: bool


def number_words(number: str) -> str:
    """A number in readable groups; a withheld one is said in words."""
    shown = phone_number.display(number)
    return shown or translate("queue_words", "nomor disembunyikan")


def number_title(number: str) -> str:
    """The same where it stands alone and large."""
    words = number_words(number)
    return words[:1].upper() + words[1:]


def clock_words(seconds: float) -> str:
    """``M:SS``, or ``H:MM:SS`` from an hour on."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def local_time(at_us: int, catalog: Catalog) -> datetime.datetime:
    """A moment on the centre's wall clock."""
    zone = datetime.timezone(datetime.timedelta(minutes=catalog.centre.utc_offset_min))
    return datetime.datetime.fromtimestamp(at_us / 1e6, zone)


def day_words(at_us: int, catalog: Catalog) -> str:
    """Day and month, e.g. ``3 Mei``."""
    moment = local_time(at_us, catalog)
    return f"{moment.day} {QLocale().standaloneMonthName(moment.month, QLocale.FormatType.ShortFormat)}"


def history_words(history: NumberHistory | None, catalog: Catalog) -> str:
    """``12 panggilan · 11 iseng · 1 nyata 3 Mei``; a care hint, never a reason to drop."""
    if history is None:
        return ""
    if history.total == 0 and not history.measures:
        return translate("queue_words", "nomor baru")
    total = history.total
    parts = [translate("queue_words", "%n panggilan", "", total)]
    counts = dict(history.by_class)
    if counts.get("P"):
        parts.append(translate("queue_words", "%1 iseng").replace("%1", str(counts["P"])))
    if counts.get("G"):
        parts.append(translate("queue_words", "%1 senyap").replace("%1", str(counts["G"])))
    real = counts.get("N", 0) + counts.get("L", 0)
    if real:
        text = translate("queue_words", "%1 nyata").replace("%1", str(real))
        parts.append(f"{text} {day_words(history.last_real_us, catalog)}" if history.last_real_us else text)
    if history.open_incident_ids:
        parts.append(translate("queue_words", "ada tiket terbuka"))
    parts += [measure_words(measure, catalog) for measure in history.measures]
    if history.is_sensitive:
        parts.append(translate("queue_words", "▲ hati-hati: jangan menelepon tanpa teks dulu"))
    return " · ".join(parts)


def measure_words(measure: MeasureView, catalog: Catalog) -> str:
    """A lead's measure: what, until when, why; a hint for whoever answers."""
    text = translate("queue_words", "▲ %1 sampai %2 (%3)")
    text = text.replace("%1", measure.label).replace("%2", day_words(measure.until_us, catalog))
    return text.replace("%3", measure.reason)


def step_words(step: int) -> str:
    """A step of the ring ladder in words."""
    return labels.word(labels.RING_STEPS, str(min(step, 3)))


def waiting_words(view: CallView) -> str:
    """Shape and word of the step, or that nobody knows whether it still rings."""
    if view.line_lost:
        return "✕ " + translate("queue_words", "saluran terputus, mungkin masih menunggu")
    if view.doubtful:
        return "✕ " + translate("queue_words", "sentral tidak menjawab, mungkin sudah ditutup")
    step = min(view.ring_step, 3)
    return f"{RING_SHAPES[step]} {step_words(step)}"


def origin_words(origin: CallOrigin) -> str:
    """Service asked for, whether a position came along, account, number first dialled; in one short line."""
    parts = [service_words(origin)]
    if origin.priority in labels.CALL_PRIORITIES:
        parts.append(labels.word(labels.CALL_PRIORITIES, origin.priority))
    if origin.position_uri:
        parts.append(translate("queue_words", "hanya alamat posisi yang terkirim"))
    elif origin.has_location:
        parts.append(translate("queue_words", "posisi ikut terkirim"))
    if origin.account:
        parts.append(translate("queue_words", "lewat %1").replace("%1", origin.account))
    if origin.diverted_from:
        number = number_words(origin.diverted_from)
        parts.append(translate("queue_words", "semula ke %1").replace("%1", number))
    return " · ".join(part for part in parts if part)


def service_words(origin: CallOrigin) -> str:
    """``minta polisi``; a service without a word of ours is said as it came."""
    if not origin.service:
        return ""
    return translate("queue_words", "minta %1").replace(
        "%1", labels.word(labels.SOS_SERVICES, origin.service)
    )


def ringing_s(view: CallView, now_us: int) -> float:
    """Seconds since this call was offered."""
    return max(0.0, (now_us - (view.call.offered_us or now_us)) / 1e6)


def ringing_line(view: CallView, catalog: Catalog, now_us: int) -> str:
    """One sentence for screen readers and tests."""
    seconds = int(ringing_s(view, now_us))
    parts = [
        number_words(view.call.number),
        translate("queue_words", "berdering %n detik", "", seconds),
        step_words(view.ring_step),
        origin_words(view.origin),
        history_words(view.history, catalog),
    ]
    return ", ".join(part for part in parts if part)


def callback_line(item: CallbackView | MoreCallbacks) -> str:
    """One line of the call-back list as text."""
    if isinstance(item, MoreCallbacks):
        return more_words(item.count, is_open=item.is_open)
    parts = [item.number_display, f"{item.lost_count}×", claim_words(item), *reason_words(item)]
    return " · ".join(part for part in parts if part)


def reason_words(item: CallbackView) -> list[str]:
    """Why a number stands where it stands; one whom nothing raises was lost in the queue."""
    words = [labels.word(labels.CALLBACK_REASONS, reason) for reason in item.reasons or ("abandoned",)]
    if item.is_text_first:
        words.insert(0, translate("queue_words", "▲ teks dulu, jangan berdering"))
    return words


def again_words(item: CallbackView, catalog: Catalog, now_us: int) -> str:
    """Until when the next attempt should be made, or that it is late."""
    if item.again_until_us is None or item.dialling:
        return ""
    if item.again_until_us < now_us:
        return translate("queue_words", "▲ percobaan berikutnya lewat waktu")
    text = translate("queue_words", "sebelum %1")
    return text.replace("%1", f"{local_time(item.again_until_us, catalog):%H:%M}")


def score_words(item: CallbackView, catalog: Catalog) -> str:
    """How the rank came about: points and what gave them."""
    scores = catalog.limits.callback_score
    parts = [
        f"{int(getattr(scores, reason)):+d} {labels.word(labels.CALLBACK_REASONS, reason)}"
        for reason in item.reasons
    ]
    text = translate("queue_words", "Peringkat %1")
    return ": ".join(part for part in (text.replace("%1", str(item.score)), ", ".join(parts)) if part)


def more_words(count: int, *, is_open: bool) -> str:
    """The line below the most urgent numbers."""
    if is_open:
        return translate("queue_words", "Ringkas lagi")
    return translate("queue_words", "%n nomor lagi yang kurang mendesak", "", count)


def claim_words(item: CallbackView) -> str:
    """Who has taken the line on, as long as somebody has."""
    if item.claim == "waiting":
        return translate("queue_words", "menunggu kata ruangan …")
    if item.is_held_elsewhere:
        whom = f"{item.claimed_desk} ({item.claimed_by})" if item.claimed_by else item.claimed_desk
        return translate("queue_words", "diurus Meja %1").replace("%1", whom)
    if not item.claimed_desk or item.dialling:
        return ""
    if item.claim == "provisional":
        return translate("queue_words", "saya urus (sementara)")
    return translate("queue_words", "saya urus")


def attempt_words(item: CallbackView) -> str:
    """What was tried so far."""
    if item.dialling:
        return translate("queue_words", "sedang dihubungi")
    if item.last_outcome == "text_failed":
        return translate("queue_words", "▲ teks otomatis gagal: T mengirim lagi")
    if not item.attempts:
        return ""
    text = translate("queue_words", "%1× dicoba").replace("%1", str(item.attempts))
    return f"{text}, {labels.word(labels.END_CAUSES, item.last_outcome)}" if item.last_outcome else text


def ended_line(view: CallView, catalog: Catalog) -> str:
    """One ended call without a class."""
    at_us = view.call.ended_us or view.call.answered_us or view.call.offered_us or 0
    return f"{local_time(at_us, catalog):%H:%M} · {number_words(view.call.number)}"
