"""When the line process is away or cannot work; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

ENGINE_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "line_down": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon sedang tidak siap."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Tunggu beberapa detik; pakai telepon cadangan bila perlu."),
    ),
    "registration_failed": (
        QT_TRANSLATE_NOOP("labels", "PBX menolak pendaftaran saluran."),
        QT_TRANSLATE_NOOP("labels", "Panggilan langsung tetap diterima."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa nama dan sandi di line.toml."),
    ),
    "sip_port_unavailable": (
        QT_TRANSLATE_NOOP("labels", "Port telepon sudah dipakai program lain."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Minta TI menutup program itu atau mengganti port."),
    ),
    "engine_lost": (
        QT_TRANSLATE_NOOP("labels", "Hubungan ke saluran telepon terputus."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap tersimpan; panggilan mungkin masih berjalan."),
        QT_TRANSLATE_NOOP("labels", "Saluran dihidupkan ulang otomatis; tunggu 2 detik."),
    ),
    "engine_silent": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon tidak menjawab."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Coba lagi."),
    ),
    "engine_not_reached": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon belum bisa dihubungi."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Dicoba terus; pakai telepon cadangan."),
    ),
    "engine_not_started": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon tidak bisa dinyalakan."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Jalankan batola-desk doctor, atau hubungi TI."),
    ),
    "engine_refused": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon menolak layar ini."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Tutup semua jendela Batola Desk, lalu buka lagi."),
    ),
    "protocol_version": (
        QT_TRANSLATE_NOOP("labels", "Layar dan saluran telepon berbeda versi."),
        QT_TRANSLATE_NOOP("labels", "Panggilan yang berjalan tidak diputus."),
        QT_TRANSLATE_NOOP("labels", "Setelah panggilan selesai, tutup dan buka lagi."),
    ),
    "screen_replaced": (
        QT_TRANSLATE_NOOP("labels", "Layar lain mengambil alih saluran ini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Pakai layar yang lain, atau tutup dan buka lagi."),
    ),
    "line_config_unusable": (
        QT_TRANSLATE_NOOP("labels", "Konfigurasi saluran (line.toml) salah."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memperbaiki: {file} baris {line}: {allowed}."),
    ),
    "spool_set_aside": (
        QT_TRANSLATE_NOOP("labels", "Catatan saluran yang rusak disisihkan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Beri tahu TI."),
    ),
}
