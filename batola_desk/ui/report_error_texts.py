"""What is refused of reports; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_AS = QT_TRANSLATE_NOOP("labels", "Tulis misalnya: kemarin, bulan lalu, 2026-11, atau 1-11-2026 15-11-2026.")

REPORT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "report_not_allowed": (
        QT_TRANSLATE_NOOP("labels", "Laporan kementerian ditulis ketua regu, analis atau auditor."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta salah satunya (roles.toml: report_ministry)."),
    ),
    "report_running": (
        QT_TRANSLATE_NOOP("labels", "Laporan kementerian sedang ditulis."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunggu sampai selesai."),
    ),
    "report_empty": (
        QT_TRANSLATE_NOOP("labels", "Laporan kementerian tidak punya kolom."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta TI mengisi ministry_report.toml."),
    ),
    "period_unknown": (QT_TRANSLATE_NOOP("labels", "Hari tidak dikenal: {words}."), "", _AS),
    "period_reversed": (
        QT_TRANSLATE_NOOP("labels", "Tanggal pertama sesudah tanggal terakhir."),
        "",
        _AS,
    ),
    "period_future": (QT_TRANSLATE_NOOP("labels", "Hari itu belum tiba."), "", _AS),
    "period_too_long": (
        QT_TRANSLATE_NOOP("labels", "Satu laporan paling banyak {days} hari."),
        "",
        QT_TRANSLATE_NOOP("labels", "Bagi menjadi beberapa laporan."),
    ),
}
