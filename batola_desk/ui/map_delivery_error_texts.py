"""Why a map pack is not published, or not taken from the secretariat; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_NOTHING = QT_TRANSLATE_NOOP("labels", "Tidak ada yang diterbitkan; meja-meja tetap memakai peta mereka.")
_OLD_STAYS = QT_TRANSLATE_NOOP("labels", "Peta yang ada tetap dipakai.")

MAP_DELIVERY_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "map_publish_not_admin": (
        QT_TRANSLATE_NOOP("labels", "Paket peta hanya boleh diterbitkan atau ditarik oleh login admin."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Sebut login admin: --as LOGIN (batola-desk secretariat set-role)."),
    ),
    "map_publish_no_room": (
        QT_TRANSLATE_NOOP("labels", "Meja ini tidak punya sekretariat."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Beri alamatnya: --url postgresql://login@server/ruang."),
    ),
    "map_publish_old_room": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat ini dari versi yang belum bisa menyimpan paket peta."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Perbarui: batola-desk secretariat upgrade."),
    ),
    "map_publish_older": (
        QT_TRANSLATE_NOOP("labels", "Di sekretariat sudah ada paket yang lebih baru atau sama umurnya."),
        _NOTHING,
        QT_TRANSLATE_NOOP(
            "labels",
            "Lihat batola-desk map published. Kembali ke peta lama: impor lagi berkas asalnya, lalu"
            " terbitkan.",
        ),
    ),
    "map_publish_large": (
        QT_TRANSLATE_NOOP("labels", "Paket ini terlalu besar untuk sekretariat (batas {limit_mb} MB)."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Sebarkan dengan map export dan folder bersama, atau kurangi gambarnya."),
    ),
    "map_publish_clock": (
        QT_TRANSLATE_NOOP("labels", "Paket ini dibuat di masa depan menurut jam server."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Betulkan jam komputer pembuatnya, lalu impor lagi."),
    ),
    "map_publish_part": (
        QT_TRANSLATE_NOOP("labels", "Sepotong paket tidak sampai dengan utuh."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Ulangi perintah yang sama: yang sudah sampai tidak dikirim lagi."),
    ),
    "map_publish_gone": (
        QT_TRANSLATE_NOOP("labels", "Pengiriman ini dibatalkan oleh penerbitan lain."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Lihat batola-desk map published, lalu ulangi bila perlu."),
    ),
    "map_publish_stream": (
        QT_TRANSLATE_NOOP("labels", "Ruang ini tidak lengkap."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Periksa dengan batola-desk secretariat status."),
    ),
    "map_publish_none": (
        QT_TRANSLATE_NOOP("labels", "Paket itu tidak ada di sekretariat."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Lihat batola-desk map published."),
    ),
    "map_room_damaged": (
        QT_TRANSLATE_NOOP("labels", "Paket peta di sekretariat rusak; meja ini tidak memakainya."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu TI: batola-desk map unpublish, lalu terbitkan lagi dari berkas yang utuh."
        ),
    ),
    "map_room_newer": (
        QT_TRANSLATE_NOOP("labels", "Paket peta di sekretariat butuh program yang lebih baru."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Beri tahu TI: perbarui program meja ini."),
    ),
    "map_room_disk_full": (
        QT_TRANSLATE_NOOP("labels", "Disk terlalu penuh untuk paket peta baru dari sekretariat."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Kosongkan sedikitnya {need_mb} MB; meja ini mencoba lagi sendiri."),
    ),
    "map_room_stopped": (
        QT_TRANSLATE_NOOP("labels", "Pemasangan paket peta dari sekretariat dihentikan di meja ini."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Ambil lagi bila diinginkan."),
    ),
    "map_room_cut": (
        QT_TRANSLATE_NOOP("labels", "Sambungan ke sekretariat putus; pengambilan paket peta menunggu."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Dilanjutkan sendiri dari tempat terputus."),
    ),
}
