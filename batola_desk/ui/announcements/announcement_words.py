"""Messages to the room in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.services.announcements import AnnouncementView, ReadingView
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

LEVELS: Mapping[str, str] = {
    "normal": QT_TRANSLATE_NOOP("labels", "Biasa"),
    "important": QT_TRANSLATE_NOOP("labels", "▲ PENTING"),
    "urgent": QT_TRANSLATE_NOOP("labels", "✖ DARURAT"),
}
LEVEL_ROLES: Mapping[str, str] = {"normal": "info", "important": "warn", "urgent": "late"}
AUDIENCES: Mapping[str, str] = {
    "all": QT_TRANSLATE_NOOP("labels", "Semua meja"),
    "leads": QT_TRANSLATE_NOOP("labels", "Ketua regu"),
    "desk": QT_TRANSLATE_NOOP("labels", "Giliran berikut di meja ini"),
}


def desk_words(desk: str) -> str:
    """``Meja B``."""
    return QCoreApplication.translate("announcements", "Meja {desk}").format(desk=desk)


def person_words(name: str, desk: str) -> str:
    """``Budi (Meja B)``, or the desk alone."""
    return f"{name} ({desk_words(desk)})" if name else desk_words(desk)


def head_words(view: AnnouncementView, offset_min: int) -> str:
    """Level, who and when: ``▲ PENTING · Budi (Meja B) 10:21``."""
    who = person_words(view.author, view.desk)
    return f"{labels.word(LEVELS, view.level)} · {who} {local_time(view.at_us, offset_min, '%H:%M')}"


def readings_words(view: AnnouncementView, offset_min: int) -> str:
    """Who has read it and which desks have not."""
    parts = []
    if view.readings:
        read = QCoreApplication.translate("announcements", "Dibaca: {who}")
        parts.append(read.format(who=", ".join(_reading(reading, offset_min) for reading in view.readings)))
    if view.unread_desks:
        unread = QCoreApplication.translate("announcements", "Belum: {desks}")
        parts.append(unread.format(desks=", ".join(desk_words(desk) for desk in view.unread_desks)))
    if not parts:
        parts.append(QCoreApplication.translate("announcements", "Belum dibaca siapa pun"))
    return " · ".join(parts)


def _reading(reading: ReadingView, offset_min: int) -> str:
    who = person_words(reading.name, reading.desk)
    return f"{who} {local_time(reading.at_us, offset_min, '%H:%M')}"
