"""What is wrong with ways, reach and tide, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

REACH_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "tide_table_damaged": (
        QT_TRANSLATE_NOOP(
            "labels", "Tabel pasang surut {file}, baris {line}: {found}. Yang boleh: {allowed}."
        ),
        QT_TRANSLATE_NOOP("labels", "Tabel yang lama tetap dipakai."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki baris itu, lalu impor lagi."),
    ),
    "map_graph_damaged": (
        QT_TRANSLATE_NOOP("labels", "Jaringan jalan dalam paket peta rusak ({what})."),
        QT_TRANSLATE_NOOP("labels", "Waktu tempuh ditaksir dari garis lurus."),
        QT_TRANSLATE_NOOP("labels", "Minta TI mengimpor peta lagi."),
    ),
    "reach_no_network": (
        QT_TRANSLATE_NOOP("labels", "Belum ada jaringan jalan dan sungai di peta."),
        QT_TRANSLATE_NOOP("labels", "Waktu tempuh ditaksir dari garis lurus."),
        QT_TRANSLATE_NOOP("labels", "Minta TI mengimpor peta: batola-desk map import."),
    ),
    "no_advice": (
        QT_TRANSLATE_NOOP("labels", "Belum ada satuan yang disarankan untuk tiket ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Beri titik lokasi dan jenis kejadian, atau pilih satuan sendiri (F8)."),
    ),
    "reach_no_unit": (
        QT_TRANSLATE_NOOP("labels", "Satuan mana yang dimaksud?"),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih satuan (F8), atau tulis namanya: jangkauan damkar 1."),
    ),
    "reach_no_place": (
        QT_TRANSLATE_NOOP("labels", "Satuan ini belum punya posisi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunjuk posisinya di peta dulu."),
    ),
    "reach_off_network": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada jalan atau sungai di dekat posisi itu."),
        "",
        "",
    ),
}
