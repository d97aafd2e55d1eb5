"""The copying of recordings in words, for the strip and the settings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.services.seat_views import StoreView
from batola_desk.ui import labels
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT = "recordings"
_KINDS = {
    "folder": QT_TRANSLATE_NOOP("recordings", "folder atau share"),
    "s3": QT_TRANSLATE_NOOP("recordings", "S3"),
}
_NONE = QT_TRANSLATE_NOOP("recordings", "Penyimpanan rekaman tidak diatur: rekaman hanya ada di meja ini.")
_DONE = QT_TRANSLATE_NOOP("recordings", "Penyimpanan rekaman ({kind}): semua rekaman sudah disalin.")
_WAITING = QT_TRANSLATE_NOOP("recordings", "Penyimpanan rekaman ({kind}): %n rekaman menunggu disalin.")


def store_words(store: StoreView) -> str:
    """One or two sentences: how far the copying is, and why it does not go on."""
    if store.kind == "none":
        return QCoreApplication.translate(CONTEXT, _NONE)
    kind = QCoreApplication.translate(CONTEXT, _KINDS.get(store.kind, store.kind))
    count = store.waiting_count
    words = QCoreApplication.translate(CONTEXT, _WAITING if count else _DONE, "", count).format(kind=kind)
    if not store.code:
        return words
    return f"{words} {labels.error_line(store.code, {})}"
