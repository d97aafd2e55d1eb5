"""The copying of recordings in words, for the strip and the settings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.services.views import StoreView
from batola_desk.ui import labels
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT = "recordings"
_KINDS = {
    "folder": QT_TRANSLATE_NOOP("recordings", "folder atau share"),
    "s3": QT_TRANSLATE_NOOP("recordings", "S3"),
}
_NONE = QT_TRANSLATE_NOOP("recordings", "Penyimpanan rekaman tidak diatur: rekaman hanya ada di meja ini.")
_DONE = QT_TRANSLATE_NOOP("recordings", "Penyimpanan rekaman ({kind}): semua rekaman sudah disalin.")
_WAITING = QT_TRANSLATE_NOOP("recordings", "Penyimpanan rekaman ({kind}): {count} rekaman menunggu disalin.")


def store_words(store: StoreView) -> str:
    """One or two sentences: how far the copying is, and why it does not go on."""
    if store.kind == "none":
        return QCoreApplication.translate(CONTEXT, _NONE)
    kind = QCoreApplication.translate(CONTEXT, _KINDS.get(store.kind, store.kind))
    text = QCoreApplication.translate(CONTEXT, _WAITING if store.waiting_count else _DONE)
    words = text.format(kind=kind, count=store.waiting_count)
    if not store.code:
        return words
    return " ".join((words, *(part for part in labels.error_words(store.code, {}) if part)))
