"""Location links in words: how far one got, why one was not sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.location_link import CallLink, LinkState
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_CONTEXT = "link_words"
STATES: Mapping[str, str] = {
    LinkState.REQUESTED: QT_TRANSLATE_NOOP("link_words", "dibuat, belum dibuka"),
    LinkState.NOT_SENT: QT_TRANSLATE_NOOP("link_words", "TIDAK terkirim"),
    LinkState.SENT: QT_TRANSLATE_NOOP("link_words", "terkirim, belum dibuka"),
    LinkState.OPENED: QT_TRANSLATE_NOOP("link_words", "dibuka penelepon"),
    LinkState.DECLINED: QT_TRANSLATE_NOOP("link_words", "lokasi tidak diizinkan, bisa menulis"),
    LinkState.CONSENTED: QT_TRANSLATE_NOOP("link_words", "diizinkan, lokasi dicari"),
    LinkState.LOCATED: QT_TRANSLATE_NOOP("link_words", "lokasi diterima"),
    LinkState.EXPIRED: QT_TRANSLATE_NOOP("link_words", "berakhir tanpa lokasi"),
}
CHANNELS: Mapping[str, str] = {
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "paste": QT_TRANSLATE_NOOP("link_words", "disalin"),
}
REASONS: Mapping[str, str] = {
    "send_number_unusable": QT_TRANSLATE_NOOP("link_words", "nomornya tidak bisa dikirimi"),
    "send_program_missing": QT_TRANSLATE_NOOP("link_words", "program pengirim tidak ada"),
    "send_program_failed": QT_TRANSLATE_NOOP("link_words", "program pengirim gagal"),
    "send_late": QT_TRANSLATE_NOOP("link_words", "pengirim terlalu lama menjawab"),
    "send_unreachable": QT_TRANSLATE_NOOP("link_words", "gateway tidak terhubung"),
    "send_refused": QT_TRANSLATE_NOOP("link_words", "gateway menolak"),
}


def link_words(links: Sequence[CallLink], now_us: int, utc_offset_min: int) -> tuple[str, str]:
    """The latest link of a call as one line, and the role of its look; empty without one.

    Args:
        links: the latest first.
    """
    if not links:
        return "", "small"
    link = links[0]
    is_over = not link.is_open(now_us) and link.state not in {LinkState.LOCATED, LinkState.EXPIRED}
    state = STATES[LinkState.EXPIRED] if is_over else STATES.get(link.state, link.state)
    shown = _tr(QT_TRANSLATE_NOOP("link_words", "Tautan lokasi ({channel}): {state}, {time}"))
    channel = CHANNELS.get(link.channel, link.channel)
    words = shown.format(
        channel=_tr(channel), state=_tr(state), time=local_time(link.changed_us, utc_offset_min)
    )
    if is_over or link.state in {LinkState.NOT_SENT, LinkState.DECLINED, LinkState.EXPIRED}:
        return words, "warn"
    return words, "ok" if link.state == LinkState.LOCATED else "info"


def state_word(state: str) -> str:
    """A state for the history; a newer program's word as it is."""
    return _tr(STATES[state]) if state in STATES else state


def reason_word(code: str) -> str:
    """Why a link was not sent."""
    return _tr(REASONS[code]) if code in REASONS else code


def channel_word(channel: str) -> str:
    """By what way it was sent."""
    return _tr(CHANNELS[channel]) if channel in CHANNELS else channel


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
