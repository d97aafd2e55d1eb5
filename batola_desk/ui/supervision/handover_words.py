"""Alerts of incidents that change hands, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.services.handover_notices import ASKED, GIVEN, LOST, TAKEN, Handover, handover_of
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT = "handover"

_WORDS = {
    GIVEN: QT_TRANSLATE_NOOP("handover", "{ticket} dari {source}, oleh {by}: {reason}"),
    TAKEN: QT_TRANSLATE_NOOP("handover", "{ticket} sekarang pada {target}, oleh {by}: {reason}"),
    ASKED: QT_TRANSLATE_NOOP("handover", "{by} meminta {ticket} ke {target}: {reason}"),
    LOST: QT_TRANSLATE_NOOP("handover", "{ticket} sudah diambil {target}"),
}
_LOST_LINE = QT_TRANSLATE_NOOP("handover", "nomor itu sudah diambil {target}")
_DESK = QT_TRANSLATE_NOOP("handover", "Meja {desk}")


def place_words(desk: str, name: str) -> str:
    """``Meja B (Rina)``, or less when less is known."""
    text = QCoreApplication.translate(CONTEXT, _DESK).replace("{desk}", desk) if desk else ""
    if text and name:
        return f"{text} ({name})"
    return text or name or "–"


def handover_words(code: str, detail: str) -> str:
    """Return such an alert's detail in words; empty when it is no such alert."""
    found = handover_of(detail) if code in _WORDS else None
    if found is None:
        return ""
    text = _LOST_LINE if code == LOST and not found.ticket else _WORDS[code]
    return _filled(QCoreApplication.translate(CONTEXT, text), found)


def _filled(text: str, found: Handover) -> str:
    return text.format(
        ticket=short_ticket(found.ticket),
        source=place_words(found.from_desk, found.from_name),
        target=place_words(found.to_desk, found.to_name),
        by=found.by or "–",
        reason=found.reason or "–",
    )
