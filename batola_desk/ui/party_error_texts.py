"""Error texts about calls with more than two parties; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

PARTY_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "conference_hang_up": (
        QT_TRANSLATE_NOOP("labels", "F4 tidak menutup konferensi: masih ada beberapa pihak."),
        QT_TRANSLATE_NOOP("labels", "Semua tetap tersambung."),
        QT_TRANSLATE_NOOP(
            "labels",
            "Tinggalkan semua tetap tersambung: Serahkan (Ctrl+S). Lepas satu per satu: Ctrl+Shift+G.",
        ),
    ),
    "consultation_open": (
        QT_TRANSLATE_NOOP("labels", "Masih ada pihak yang sedang dihubungi."),
        QT_TRANSLATE_NOOP("labels", "Penelepon dan pihak itu tetap tersambung."),
        QT_TRANSLATE_NOOP("labels", "Gabung (Ctrl+G) atau kembali (Ctrl+E) dulu."),
    ),
    "desk_unknown": (
        QT_TRANSLATE_NOOP("labels", "Meja {desk} tidak ada dalam daftar meja lain."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa hurufnya; daftar meja diisi admin di desks.toml."),
    ),
    "no_party": (
        QT_TRANSLATE_NOOP("labels", "Hanya ada penelepon dalam panggilan ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Hubungi instansi: tombolnya (Shift+F1 …) atau daftar (Ctrl+I)."),
    ),
    "nobody_to_swap": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada pihak yang menunggu."),
        QT_TRANSLATE_NOOP("labels", "Percakapan tidak berubah."),
        "",
    ),
    "nothing_dialled": (
        QT_TRANSLATE_NOOP("labels", "Belum ada nomor yang ditelepon sejak layar dinyalakan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ctrl+D untuk menelepon."),
    ),
    "party_not_answered": (
        QT_TRANSLATE_NOOP("labels", "Pihak yang dihubungi belum menjawab."),
        QT_TRANSLATE_NOOP("labels", "Penelepon menunggu, panggilan keluar diteruskan."),
        QT_TRANSLATE_NOOP("labels", "Tunggu, bicara dulu dengan penelepon (Ctrl+W), atau kembali (Ctrl+E)."),
    ),
    "party_role_unknown": (
        QT_TRANSLATE_NOOP("labels", "Jenis pihak {role} tidak dikenal."),
        "",
        "",
    ),
    "supervise_not_allowed": (
        QT_TRANSLATE_NOOP("labels", "Hanya ketua regu yang boleh mendampingi meja lain."),
        "",
        "",
    ),
    "supervision_mode_unknown": (
        QT_TRANSLATE_NOOP("labels", "Cara mendampingi {mode} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih dengar, bisik atau ikut."),
    ),
    "supervision_not_set_up": (
        QT_TRANSLATE_NOOP("labels", "Pendampingan antar-meja belum disiapkan di sini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan lain tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Minta TI mengisi supervision_secret di line.toml, sama di semua meja."),
    ),
    "too_many_parties": (
        QT_TRANSLATE_NOOP("labels", "Konferensi ini sudah penuh."),
        QT_TRANSLATE_NOOP("labels", "Semua tetap tersambung."),
        QT_TRANSLATE_NOOP("labels", "Lepas satu pihak dulu."),
    ),
}  # fmt: skip
