"""How the desk stands to the secretariat, in words for the strip. Source: domain.md §5.7."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.services.seat_views import RoomView
from batola_desk.ui import labels
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT: Final = "room"
ALL: Final = 100
_SIGNS: Final[Mapping[str, tuple[str, str]]] = {
    "synced": ("●", "ok"),
    "delayed": ("▲", "warn"),
    "offline": ("✕", "late"),
    "catching_up": ("◌", "warn"),
}
_BEHIND: Final = QT_TRANSLATE_NOOP("room", "{count} dtk")
_WAITING: Final = QT_TRANSLATE_NOOP("room", "{count} menunggu")
_SHORT_AT_DESK: Final = QT_TRANSLATE_NOOP("room", "salinan {name}")
_SHORT_IN_FOLDER: Final = QT_TRANSLATE_NOOP("room", "salinan ✓")
_SENTENCES: Final[Mapping[str, str]] = {
    "synced": QT_TRANSLATE_NOOP("room", "Meja ini dan meja lain tahu yang sama (server {host})."),
    "delayed": QT_TRANSLATE_NOOP("room", "Meja ini tertinggal %n detik dari meja lain."),
    "offline": QT_TRANSLATE_NOOP("room", "Meja ini tidak tersambung dengan meja lain."),
    "catching_up": QT_TRANSLATE_NOOP("room", "Catatan meja lain dari masa terputus sedang disusul."),
}
_SHORT_HISTORY: Final = QT_TRANSLATE_NOOP("room", "riwayat {percent}%")
_HISTORY: Final = QT_TRANSLATE_NOOP(
    "room", "Riwayat lama sedang diambil ({percent}%); semua yang masih terbuka sudah ada di sini."
)
_OWN_WAIT: Final = QT_TRANSLATE_NOOP("room", "%n catatan meja ini menunggu dikirim.")
_COPY_IN_FOLDER: Final = QT_TRANSLATE_NOOP("room", "Salinannya ada di {name}.")
_COPY_AT_DESK: Final = QT_TRANSLATE_NOOP("room", "Salinannya ada di Meja {name}.")
_NO_COPY: Final = QT_TRANSLATE_NOOP("room", "Yang menunggu TIDAK punya salinan di tempat lain.")
_OTHERS_WAIT: Final = QT_TRANSLATE_NOOP("room", "%n catatan meja lain disimpan di sini untuk mereka.")
_AHEAD: Final = QT_TRANSLATE_NOOP("room", "Jam meja ini {difference} di depan jam sekretariat.")
_LATE: Final = QT_TRANSLATE_NOOP("room", "Jam meja ini {difference} di belakang jam sekretariat.")
_HOURS: Final = QT_TRANSLATE_NOOP("room", "{hours} jam {minutes} menit")
_MINUTES: Final = QT_TRANSLATE_NOOP("room", "{minutes} menit {seconds} detik")
_CONFLICTS: Final = QT_TRANSLATE_NOOP("room", "▲ %n konflik")


def mode_look(room: RoomView | None) -> tuple[str, str]:
    """Text and role of the strip's part; None: the desk stands alone."""
    if room is None:
        return labels.word(labels.DESK_MODES, "standalone"), "chip"
    sign, role = _SIGNS.get(room.mode, ("?", "warn"))
    if room.code and role == "ok":
        sign, role = "▲", "warn"  # in step, and yet something is to be mended
    words = f"{sign} {labels.word(labels.DESK_MODES, room.mode)}"
    if room.mode == "delayed" and room.behind_s:
        words += " " + _said(_BEHIND, count=room.behind_s)
    elif room.mode in {"offline", "catching_up"} and room.waiting_count:
        words += " · " + _said(_WAITING, count=room.waiting_count)
        for copy in [copy for copy in room.copies if copy.is_whole][-1:]:
            short = _SHORT_AT_DESK if copy.kind == "neighbour" else _SHORT_IN_FOLDER
            words += ", " + _said(short, name=copy.name)
    if room.mode != "offline" and room.history_percent < ALL:
        words += " · " + _said(_SHORT_HISTORY, percent=room.history_percent)
    return words, role


def mode_words(room: RoomView | None) -> str:
    """How it stands, what waits, what is wrong, what works, what to do; empty when the desk stands alone."""
    if room is None:
        return ""
    parts = [_said(_SENTENCES[room.mode], host=room.host, n=int(room.behind_s or 0))] * (
        room.mode in _SENTENCES
    )
    if room.history_percent < ALL:
        parts.append(_said(_HISTORY, percent=room.history_percent))
    if room.waiting_count:
        parts.append(_said(_OWN_WAIT, n=room.waiting_count))
        parts += _copies(room) or [_said(_NO_COPY)]
    if room.kept_count:
        parts.append(_said(_OTHERS_WAIT, n=room.kept_count))
    if room.code:
        parts += labels.error_words(labels.machine_code(room.code), room.values)
    for copy in room.copies:
        if copy.code:
            parts += labels.error_words(copy.code, copy.values)
    return "\n".join(part for part in parts if part)


def _copies(room: RoomView) -> list[str]:
    """Where else the waiting facts lie."""
    return [
        _said(_COPY_AT_DESK if copy.kind == "neighbour" else _COPY_IN_FOLDER, name=copy.name)
        for copy in room.copies
        if copy.is_whole
    ]


def clock_words(off_s: str) -> str:
    """By how much this computer's clock differs from the secretariat's."""
    try:
        seconds = int(off_s)
    except ValueError:
        return ""
    hours, rest = divmod(abs(seconds), 3600)
    difference = _said(_HOURS, hours=hours, minutes=rest // 60) if hours else ""
    difference = difference or _said(_MINUTES, minutes=rest // 60, seconds=rest % 60)
    return _said(_AHEAD if seconds > 0 else _LATE, difference=difference)


def conflict_words(count: int) -> str:
    """How many conflicts with other desks wait to be looked at; empty for none."""
    return _said(_CONFLICTS, n=count) if count else ""


def _said(text: str, n: int = -1, **values: object) -> str:
    return QCoreApplication.translate(CONTEXT, text, "", n).format(**values)
