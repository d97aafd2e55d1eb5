"""What is refused of handing on; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

HANDING_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "neighbour_unknown": (
        QT_TRANSLATE_NOOP("labels", "Wilayah ini tidak ada di daftar tetangga."),
        QT_TRANSLATE_NOOP("labels", "Penelepon tetap di sini."),
        QT_TRANSLATE_NOOP("labels", "Pilih dari daftar, atau hubungi lewat Ctrl+I."),
    ),
    "referral_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tujuan rujukan belum ada."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta TI mengisi referrals.toml."),
    ),
    "referral_empty": (
        QT_TRANSLATE_NOOP("labels", "Belum tertulis apa laporannya."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis satu baris, lalu Enter."),
    ),
    "measure_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tindakan ini tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih dari daftar (number_measures.toml)."),
    ),
    "measure_too_long": (
        QT_TRANSLATE_NOOP("labels", "Tindakan ini paling lama {days} hari."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tetapkan lagi sesudahnya bila masih perlu."),
    ),
    "incident_not_referred": (
        QT_TRANSLATE_NOOP("labels", "Tiket ini tidak dirujuk."),
        "",
        "",
    ),
    "referrals_none": (
        QT_TRANSLATE_NOOP("labels", "Belum ada rujukan untuk diekspor."),
        "",
        "",
    ),
    "referrals_not_written": (
        QT_TRANSLATE_NOOP("labels", "Ekspor rujukan tidak bisa ditulis."),
        QT_TRANSLATE_NOOP("labels", "Rujukan tetap tersimpan di jurnal."),
        QT_TRANSLATE_NOOP("labels", "Periksa ruang disk, lalu ulangi."),
    ),
}
