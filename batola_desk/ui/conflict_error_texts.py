"""Error texts about conflicts between desks; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONFLICT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "conflict_unknown": (
        QT_TRANSLATE_NOOP("labels", "Konflik ini sudah dilihat orang lain."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih “Semua” (T) untuk membaca siapa dan kapan."),
    ),
    "conflict_no_choice": (
        QT_TRANSLATE_NOOP("labels", "Untuk konflik ini tidak ada nilai atau pengiriman yang bisa dipilih."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buka tiketnya (Enter), lalu tandai sudah dilihat (L)."),
    ),
}
