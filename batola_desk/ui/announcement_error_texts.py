"""Why a message was not sent or read, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

ANNOUNCEMENT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "announcement_not_allowed": (
        QT_TRANSLATE_NOOP("labels", "Peran Anda tidak boleh mengumumkan ke penerima ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis ke ketua regu, atau minta ketua regu mengumumkan."),
    ),
    "announcement_text_missing": (
        QT_TRANSLATE_NOOP("labels", "Pengumuman masih kosong."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis isinya, lalu Enter."),
    ),
    "announcement_too_long": (
        QT_TRANSLATE_NOOP("labels", "Pengumuman {length} huruf; paling banyak {limit}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Persingkat: yang penting dulu."),
    ),
    "announcement_end_unusable": (
        QT_TRANSLATE_NOOP("labels", "Waktu berakhir pengumuman tidak bisa dipakai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih waktu dalam tujuh hari ke depan."),
    ),
    "announcement_level_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tingkat pengumuman {level} tidak ada."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih biasa, penting, atau darurat."),
    ),
    "announcement_unknown": (
        QT_TRANSLATE_NOOP("labels", "Pengumuman itu tidak ada lagi di meja ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buka daftar pengumuman (Ctrl+Shift+I)."),
    ),
    "announcement_person_missing": (
        QT_TRANSLATE_NOOP(
            "labels", "Belum ada orang yang masuk di meja ini; pengumuman dibaca atas nama orang."
        ),
        QT_TRANSLATE_NOOP(
            "labels", "Pengumuman tetap terlihat. Panggilan tetap berdering dan F2 tetap menjawab."
        ),
        QT_TRANSLATE_NOOP("labels", "Masuk dulu dengan nama dan sandi, lalu tandai sudah dibaca."),
    ),
}
