"""What the doctor says of backups; see ``doctor_texts``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

DOCTOR_BACKUP_TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "backup_off": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Tanpa cadangan harian (backup.folder kosong)."),
        QT_TRANSLATE_NOOP("labels", "Jurnal dan rekaman ada di komputer ini."),
        QT_TRANSLATE_NOOP("labels", "Isi backup.folder: disk lain atau jaringan (docs/it/backup.md)."),
    ),
    "backup_recent": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Cadangan terakhir {days} hari lalu: {file}."),
        "",
        "",
    ),
    "backup_old": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Cadangan terakhir sudah {days} hari (batas {limit}): {file}."),
        QT_TRANSLATE_NOOP("labels", "Yang terjadi sesudahnya hanya ada di komputer ini."),
        QT_TRANSLATE_NOOP("labels", "Buka meja pada malam hari, atau: batola-desk backup FOLDER."),
    ),
    "backup_missing": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Belum ada cadangan meja ini di {folder}."),
        QT_TRANSLATE_NOOP("labels", "Jurnal dan rekaman ada di komputer ini."),
        QT_TRANSLATE_NOOP(
            "labels", "Buat sekarang: batola-desk backup FOLDER; lihat peringatan cadangan harian."
        ),
    ),
    "backup_folder_gone": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Folder cadangan {folder} tidak terbaca ({detail})."),
        QT_TRANSLATE_NOOP("labels", "Jurnal dan rekaman ada di komputer ini."),
        QT_TRANSLATE_NOOP("labels", "Periksa disk atau jaringan itu, dan hak membacanya."),
    ),
    "drill_recent": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Cadangan dibuktikan {days} hari lalu."),
        "",
        "",
    ),
    "drill_old": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Cadangan terakhir dibuktikan {days} hari lalu (batas {limit})."),
        QT_TRANSLATE_NOOP("labels", "Cadangan tetap dibuat; apakah bisa dipakai, belum dicoba lagi."),
        QT_TRANSLATE_NOOP("labels", "Jalankan: batola-desk backup-drill FOLDER."),
    ),
    "drill_never": (
        QT_TRANSLATE_NOOP("labels", "cadangan"),
        QT_TRANSLATE_NOOP("labels", "Belum pernah ada cadangan meja ini yang dibuktikan."),
        QT_TRANSLATE_NOOP("labels", "Cadangan yang ada mungkin baik; itu belum dicoba."),
        QT_TRANSLATE_NOOP("labels", "Jalankan: batola-desk backup-drill FOLDER, lalu sekali sebulan."),
    ),
}
