"""Why somebody could not sign on, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_CALLS = QT_TRANSLATE_NOOP("labels", "Panggilan tetap berdering dan F2 tetap menjawab.")
_EMERGENCY = QT_TRANSLATE_NOOP("labels", "Mendesak? Bekerja dulu tanpa login (Alt+D).")

PEOPLE_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "sign_on_password": (
        QT_TRANSLATE_NOOP("labels", "Nama atau sandi salah."),
        _CALLS,
        QT_TRANSLATE_NOOP("labels", "Ketik lagi; bila lupa sandi, minta TI. Mendesak: Alt+D."),
    ),
    "sign_on_disabled": (
        QT_TRANSLATE_NOOP("labels", "Login {login} dikunci."),
        _CALLS,
        QT_TRANSLATE_NOOP("labels", "Tanyakan TI atau ketua regu. Mendesak: Alt+D."),
    ),
    "sign_on_no_role": (
        QT_TRANSLATE_NOOP("labels", "Login {login} bukan login petugas (mesin atau pembaca laporan)."),
        _CALLS,
        QT_TRANSLATE_NOOP("labels", "Pakai login sendiri, atau minta TI memberi peran. Mendesak: Alt+D."),
    ),
    "sign_on_offline_wrong": (
        QT_TRANSLATE_NOOP(
            "labels", "Server tidak bisa ditanya. Nama atau sandi salah, atau belum dikenal di meja ini."
        ),
        _CALLS,
        _EMERGENCY,
    ),
    "sign_on_expired": (
        QT_TRANSLATE_NOOP(
            "labels", "Server tidak bisa ditanya, dan sudah lebih dari {days} hari login ini tidak diperiksa."
        ),
        _CALLS,
        _EMERGENCY,
    ),
    "sign_on_wait": (
        QT_TRANSLATE_NOOP("labels", "Terlalu sering salah: tunggu {seconds} detik."),
        _CALLS,
        _EMERGENCY,
    ),
    "sign_on_busy": (
        QT_TRANSLATE_NOOP("labels", "Masih memeriksa nama dan sandi."),
        _CALLS,
        QT_TRANSLATE_NOOP("labels", "Tunggu sebentar."),
    ),
    "sign_on_incomplete": (
        QT_TRANSLATE_NOOP("labels", "Nama atau sandi masih kosong."),
        _CALLS,
        QT_TRANSLATE_NOOP("labels", "Isi keduanya, lalu Enter."),
    ),
    "sign_on_alone": (
        QT_TRANSLATE_NOOP("labels", "Meja ini berdiri sendiri; orangnya ditentukan di pengaturan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Login perlu sekretariat (secretariat.toml)."),
    ),
    "person_missing": (
        QT_TRANSLATE_NOOP("labels", "Nama orang yang duduk di sini belum diisi."),
        _CALLS,
        QT_TRANSLATE_NOOP("labels", "Tulis nama dan alasannya, lalu Enter."),
    ),
    "shift_unknown": (
        QT_TRANSLATE_NOOP("labels", "Dinas {shift} tidak ada."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih dinas dari daftar."),
    ),
    "role_unknown": (
        QT_TRANSLATE_NOOP("labels", "Peran {role} tidak bisa diambil."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih peran lain dari daftar."),
    ),
}
