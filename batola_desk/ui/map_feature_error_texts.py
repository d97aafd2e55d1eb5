"""Why something was not drawn on the map, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

MAP_FEATURE_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "map_kind_unknown": (
        QT_TRANSLATE_NOOP("labels", "Jenis objek peta {kind} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih jenis dari daftar."),
    ),
    "map_shape_unusable": (
        QT_TRANSLATE_NOOP("labels", "Bentuk ini tidak cocok untuk jenis objeknya."),
        "",
        QT_TRANSLATE_NOOP("labels", "Patokan berupa titik, jalan ditutup garis, zona bahaya bidang."),
    ),
    "map_points_unusable": (
        QT_TRANSLATE_NOOP("labels", "Titiknya kurang dari {least} atau lebih dari {limit}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tambah atau kurangi titik, lalu Enter."),
    ),
    "map_name_missing": (
        QT_TRANSLATE_NOOP("labels", "Objek ini belum bernama."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis nama yang dipakai warga."),
    ),
    "map_text_too_long": (
        QT_TRANSLATE_NOOP("labels", "Teksnya {length} huruf; paling banyak {limit}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Persingkat: yang penting dulu."),
    ),
    "map_variants_too_many": (
        QT_TRANSLATE_NOOP("labels", "Paling banyak {limit} sebutan lain."),
        "",
        QT_TRANSLATE_NOOP("labels", "Simpan yang paling sering dipakai."),
    ),
    "map_end_unusable": (
        QT_TRANSLATE_NOOP("labels", "Waktu berakhir tidak bisa dipakai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih waktu sesudah sekarang, paling lama {days} hari."),
    ),
    "map_tide_unusable": (
        QT_TRANSLATE_NOOP("labels", "Batas pasang surut tidak bisa dipakai."),
        "",
        QT_TRANSLATE_NOOP(
            "labels",
            "Isi meter dari {lowest} sampai {highest}, yang rendah dulu; hanya dermaga dan titik pompa.",
        ),
    ),
    "map_feature_unknown": (
        QT_TRANSLATE_NOOP("labels", "Objek peta ini tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih objek dari daftar."),
    ),
    "map_feature_removed": (
        QT_TRANSLATE_NOOP("labels", "Objek peta ini sudah dihapus."),
        "",
        QT_TRANSLATE_NOOP("labels", "Kembalikan dulu lewat daftar objek peta."),
    ),
    "map_feature_there": (
        QT_TRANSLATE_NOOP("labels", "Objek ini masih ada di peta."),
        "",
        "",
    ),
    "map_features_full": (
        QT_TRANSLATE_NOOP("labels", "Peta sudah memuat {limit} objek."),
        QT_TRANSLATE_NOOP("labels", "Objek yang ada tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Hapus yang tidak dipakai lagi."),
    ),
    "map_place_missing": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} belum punya titik lokasi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunjuk lokasinya di peta dulu, atau gambar zonanya sendiri."),
    ),
    "layers_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Berkas tidak bisa dibaca: {reason}."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        QT_TRANSLATE_NOOP("labels", "Periksa nama berkas dan foldernya."),
    ),
    "layers_too_big": (
        QT_TRANSLATE_NOOP("labels", "Berkas lebih besar dari {limit} MB."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        QT_TRANSLATE_NOOP("labels", "Peta dasar diimpor sebagai paket peta, bukan sebagai objek."),
    ),
    "layers_too_many": (
        QT_TRANSLATE_NOOP("labels", "Berkas memuat {count} objek; paling banyak {limit}."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        QT_TRANSLATE_NOOP("labels", "Bagi berkasnya, atau impor sebagai paket peta."),
    ),
    "layers_empty": (
        QT_TRANSLATE_NOOP("labels", "Berkas tidak memuat objek."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        "",
    ),
    "layers_not_json": (
        QT_TRANSLATE_NOOP("labels", "Berkas bukan GeoJSON: isinya rusak atau bukan teks UTF-8."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        QT_TRANSLATE_NOOP("labels", "Simpan ulang dari program asalnya sebagai GeoJSON."),
    ),
    "layers_not_geojson": (
        QT_TRANSLATE_NOOP("labels", "Berkas bukan kumpulan objek GeoJSON (FeatureCollection)."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        QT_TRANSLATE_NOOP("labels", "Simpan ulang dari program asalnya sebagai GeoJSON."),
    ),
    "layers_projection": (
        QT_TRANSLATE_NOOP("labels", "Berkas memakai proyeksi lain, bukan lintang dan bujur (WGS 84)."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah di peta."),
        QT_TRANSLATE_NOOP("labels", "Simpan ulang dengan EPSG:4326."),
    ),
    "map_radius_unusable": (
        QT_TRANSLATE_NOOP("labels", "Jari-jari zona bahaya tidak bisa dipakai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Isi meter, paling banyak {limit}."),
    ),
}
