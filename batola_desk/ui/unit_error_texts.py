"""Why a unit was not sent or not placed, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

UNIT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "unit_unknown": (
        QT_TRANSLATE_NOOP("labels", "Satuan ini tidak dikenal."),
        "",
        "",
    ),
    "unit_busy": (
        QT_TRANSLATE_NOOP("labels", "{call_sign} sedang bertugas ({tickets})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih satuan lain, atau tegaskan bila tetap dipakai."),
    ),
    "unit_already_here": (
        QT_TRANSLATE_NOOP("labels", "{call_sign} sudah ditugaskan ke tiket ini."),
        "",
        "",
    ),
    "unit_not_here": (
        QT_TRANSLATE_NOOP("labels", "{call_sign} tidak bertugas di tiket ini."),
        "",
        "",
    ),
    "unit_out_of_service": (
        QT_TRANSLATE_NOOP("labels", "{call_sign} tidak siap: {reason}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih satuan lain."),
    ),
    "unit_emergency": (
        QT_TRANSLATE_NOOP("labels", "{call_sign} sendiri dalam keadaan DARURAT."),
        "",
        QT_TRANSLATE_NOOP("labels", "Hubungi satuan itu dan kirim bantuan."),
    ),
    "unit_state_not_now": (
        QT_TRANSLATE_NOOP("labels", "Keadaan itu belum bisa dari keadaan sekarang."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih salah satu yang ditampilkan."),
    ),
    "unit_place_undo": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada penempatan satuan yang bisa dibatalkan."),
        QT_TRANSLATE_NOOP("labels", "Posisi terakhir yang tampil tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Letakkan satuan di tempat yang benar."),
    ),
    "device_undo": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada pemberian perangkat yang bisa dibatalkan."),
        QT_TRANSLATE_NOOP("labels", "Daftar tetap seperti tampil; mungkin meja lain sudah mengaturnya."),
        QT_TRANSLATE_NOOP("labels", "Atur perangkat itu lagi di daftar."),
    ),
    "device_unusable": (
        QT_TRANSLATE_NOOP("labels", "Nama perangkat ini tidak bisa dipakai (1 sampai {limit} huruf)."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ganti nama perangkat di aplikasinya."),
    ),
    "track_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Berkas jalur {file} tidak bisa dibaca ({detail})."),
        QT_TRANSLATE_NOOP("labels", "Posisi satuan tidak berubah."),
        QT_TRANSLATE_NOOP("labels", "Pilih berkas GPX atau NMEA yang utuh."),
    ),
    "track_empty": (
        QT_TRANSLATE_NOOP("labels", "Berkas jalur {file} tidak berisi satu titik pun."),
        QT_TRANSLATE_NOOP("labels", "Posisi satuan tidak berubah."),
        QT_TRANSLATE_NOOP("labels", "Pilih berkas GPX atau NMEA yang utuh."),
    ),
    "track_older": (
        QT_TRANSLATE_NOOP("labels", "Berkas itu {minutes} menit lebih tua dari posisi yang tampil."),
        QT_TRANSLATE_NOOP("labels", "Posisi yang lebih baru tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Bila satuan benar di sana, letakkan dengan tangan (Alt+G)."),
    ),
    "avl_config": (
        QT_TRANSLATE_NOOP("labels", "avl.toml baris {line}: {key} = {found}."),
        QT_TRANSLATE_NOOP("labels", "Posisi satuan tidak diterima; yang lain bekerja."),
        QT_TRANSLATE_NOOP("labels", "Boleh: {allowed}."),
    ),
    "avl_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Penerima posisi di {host}:{port} tidak menjawab."),
        "",
        QT_TRANSLATE_NOOP("labels", "Jalankan batola-desk avl, lalu ulangi."),
    ),
    "listener_address": (
        QT_TRANSLATE_NOOP("labels", "Alamat {host} bukan alamat komputer ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Isi host dengan 127.0.0.1 atau alamat kartu jaringan."),
    ),
    "listener_port": (
        QT_TRANSLATE_NOOP("labels", "Porta {port} di {host} tidak bisa dibuka ({detail})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tutup program yang memakainya atau pilih porta lain."),
    ),
    "listener_certificate": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat {file} tidak bisa dipakai ({detail})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa berkas PEM dari certificate dan key."),
    ),
    "listener_token_missing": (
        QT_TRANSLATE_NOOP("labels", "Tanpa token penerima tidak dibuka di {host}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buat satu dengan batola-desk avl token dan isi di berkasnya."),
    ),
}
