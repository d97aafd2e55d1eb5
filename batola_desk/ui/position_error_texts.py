"""What goes wrong with callers' positions; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

POSITION_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "fix_without_area": (
        QT_TRANSLATE_NOOP("labels", "Posisi ini hanya berupa alamat, tidak ada titiknya."),
        QT_TRANSLATE_NOOP("labels", "Alamatnya tetap tercatat pada panggilan."),
        QT_TRANSLATE_NOOP("labels", "Cari alamat itu di kolom tempat, atau tunjuk di peta."),
    ),
    "position_unknown": (
        QT_TRANSLATE_NOOP("labels", "Posisi ini sudah milik panggilan lain, atau sudah lewat."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih posisi lain dari daftar."),
    ),
    "held_off": (
        QT_TRANSLATE_NOOP("labels", "Posisi panggilan ini tidak boleh diminta dari sini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan biasa; alamat servernya tercatat."),
        QT_TRANSLATE_NOOP(
            "labels", "Tanya penelepon; TI bisa mengizinkan server itu di caller_positions.toml."
        ),
    ),
    "held_nothing_named": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini tidak menyebut server posisi yang diizinkan TI."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tanya penelepon di mana kejadiannya."),
    ),
    "held_running": (
        QT_TRANSLATE_NOOP("labels", "Posisi sedang diminta."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunggu beberapa detik."),
    ),
    "neighbour_without_number": (
        QT_TRANSLATE_NOOP("labels", "Nomor 112 untuk {name} belum diisi."),
        QT_TRANSLATE_NOOP("labels", "Penelepon tetap di sini; tiket bisa diisi terus."),
        QT_TRANSLATE_NOOP(
            "labels", "Hubungi lewat Ctrl+I; minta TI mengisi neighbours.toml dan agencies.toml."
        ),
    ),
}
