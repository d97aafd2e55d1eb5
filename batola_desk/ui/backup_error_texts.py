"""Why a backup was not made, or not taken: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_ANOTHER = QT_TRANSLATE_NOOP("labels", "Pakai cadangan yang lain.")
_CLOSE = QT_TRANSLATE_NOOP("labels", "Tutup dulu: batola-desk close.")

BACKUP_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "archive_missing": (QT_TRANSLATE_NOOP("labels", "Tidak ada berkas cadangan di {file}."), "", ""),
    "archive_exists": (
        QT_TRANSLATE_NOOP("labels", "{file} sudah ada dan tidak ditimpa."),
        "",
        QT_TRANSLATE_NOOP("labels", "Beri nama lain."),
    ),
    "archive_foreign": (QT_TRANSLATE_NOOP("labels", "{file} bukan cadangan meja Batola Desk."), "", ""),
    "archive_newer": (
        QT_TRANSLATE_NOOP("labels", "{file} dibuat versi yang lebih baru (format {format})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pasang versi itu dulu."),
    ),
    "archive_damaged": (QT_TRANSLATE_NOOP("labels", "{file} rusak (bagian: {part})."), "", _ANOTHER),
    "archive_unsound": (
        QT_TRANSLATE_NOOP("labels", "Jurnal dalam cadangan tidak utuh ({what})."),
        "",
        _ANOTHER,
    ),
    "archive_other_desk": (
        QT_TRANSLATE_NOOP("labels", "Cadangan ini milik meja {desk}, dan jurnal di sini milik meja lain."),
        "",
        QT_TRANSLATE_NOOP("labels", "Bila memang dimaksud: --other-desk."),
    ),
    "archive_no_backup": (QT_TRANSLATE_NOOP("labels", "Tidak ada cadangan meja ini di {folder}."), "", ""),
    "backup_folder_missing": (
        QT_TRANSLATE_NOOP("labels", "Folder cadangan {folder} tidak ada."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa disk atau jaringan."),
    ),
    "journal_missing": (QT_TRANSLATE_NOOP("labels", "Belum ada jurnal di {path}."), "", ""),
    "line_running": (QT_TRANSLATE_NOOP("labels", "Saluran telepon masih berjalan."), "", _CLOSE),
    "restore_unfinished": (
        QT_TRANSLATE_NOOP("labels", "Pemulihan cadangan terputus dan belum selesai."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang hilang; berkas lama disisihkan, yang baru sudah diuji."),
        QT_TRANSLATE_NOOP(
            "labels", "Minta TI menjalankan batola-desk restore sekali lagi (Windows: sebagai administrator)."
        ),
    ),
}
