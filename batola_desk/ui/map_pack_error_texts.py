"""Why a map file was not taken: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_OLD_STAYS = QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah; peta yang ada tetap dipakai.")

MAP_PACK_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "map_file_missing": (
        QT_TRANSLATE_NOOP("labels", "Berkas {file} tidak ada."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Periksa nama dan foldernya."),
    ),
    "map_file_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Berkas {file} tidak boleh dibaca oleh pengguna ini."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Beri hak baca, atau salin ke folder sendiri."),
    ),
    "map_file_empty": (
        QT_TRANSLATE_NOOP("labels", "Berkas {file} kosong."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Ambil atau salin berkas itu lagi."),
    ),
    "map_is_folder": (
        QT_TRANSLATE_NOOP("labels", "{file} adalah folder."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels", "Pilih berkas di dalamnya; geodatabase (.gdb) simpan dulu sebagai GeoPackage."
        ),
    ),
    "map_not_a_file": (
        QT_TRANSLATE_NOOP("labels", "{file} bukan berkas biasa."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Salin isinya ke sebuah berkas dulu."),
    ),
    "map_is_web_page": (
        QT_TRANSLATE_NOOP("labels", "Isi {file} adalah halaman web, bukan peta: unduhannya gagal."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Buka berkas itu di peramban untuk membaca sebabnya, lalu unduh lagi."),
    ),
    "map_zip_locked": (
        QT_TRANSLATE_NOOP("labels", "{file} terkunci dengan sandi."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Buka arsip itu dulu, lalu pilih berkas di dalamnya."),
    ),
    "map_only_broken": (
        QT_TRANSLATE_NOOP("labels", "Semua bentuk di {file} rusak atau tidak lengkap."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Ambil berkas itu lagi; .osm.pbf harus terurut (osmium sort)."),
    ),
    "map_unknown_format": (
        QT_TRANSLATE_NOOP("labels", "{file} bukan berkas peta yang dikenal."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels",
            "Yang bisa: .osm.pbf, GeoPackage, shapefile (juga .zip), GeoJSON, MBTiles atau PMTiles berisi"
            " gambar, dan paket .btmap.",
        ),
    ),
    "map_file_damaged": (
        QT_TRANSLATE_NOOP("labels", "Isi {file} rusak atau terpotong."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Ambil atau salin berkas itu lagi, lalu ulangi."),
    ),
    "map_file_too_large": (
        QT_TRANSLATE_NOOP("labels", "{file} terlalu besar (paling banyak {limit_mb} MB)."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels", "Potong dulu menjadi sekitar kabupaten: osmium extract, atau simpan sebagai GeoPackage."
        ),
    ),
    "map_too_large": (
        QT_TRANSLATE_NOOP("labels", "{file} berisi lebih banyak dari yang bisa ditampung satu paket."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Ambil hanya lapisan yang perlu, atau potong menjadi sekitar kabupaten."),
    ),
    "map_choose_shp": (
        QT_TRANSLATE_NOOP("labels", "{file} adalah bagian dari shapefile."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Pilih berkas yang berakhiran .shp; bagian lain dibaca sendiri."),
    ),
    "map_part_missing": (
        QT_TRANSLATE_NOOP("labels", "Untuk {file} tidak ada {part}."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels", "Salin semua bagian shapefile (.shp, .shx, .dbf, .prj) ke folder yang sama."
        ),
    ),
    "map_no_projection": (
        QT_TRANSLATE_NOOP("labels", "{file} tidak mengatakan proyeksinya (.prj hilang atau tidak terbaca)."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels",
            "Minta berkas .prj dari pembuatnya, atau sebutkan: --crs EPSG:4326 (derajat) atau --crs"
            " EPSG:32750 (UTM 50S). Tidak ditebak: peta yang bergeser berbahaya.",
        ),
    ),
    "map_wrong_projection": (
        QT_TRANSLATE_NOOP("labels", "Angka di {file} tidak cocok dengan proyeksi yang disebut ({crs})."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels",
            "Minta berkas dengan .prj yang benar; untuk GeoJSON sebutkan proyeksinya: --crs EPSG:32750.",
        ),
    ),
    "map_unknown_projection": (
        QT_TRANSLATE_NOOP("labels", "Proyeksi {crs} tidak dikenal ({file})."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Tulis sebagai EPSG:nomor, misalnya EPSG:32750."),
    ),
    "map_axes_swapped": (
        QT_TRANSLATE_NOOP("labels", "Lintang dan bujur di {file} tertukar."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Tukar kedua kolom di pembuat berkas itu, lalu simpan lagi."),
    ),
    "map_elsewhere": (
        QT_TRANSLATE_NOOP("labels", "Seluruh isi {file} di luar kabupaten dan 20 km di sekitarnya."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Periksa apakah ini berkas untuk daerah lain."),
    ),
    "map_no_features": (
        QT_TRANSLATE_NOOP("labels", "{file} tidak berisi satu pun bentuk."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Periksa berkas itu di pembuatnya."),
    ),
    "map_nothing_for_us": (
        QT_TRANSLATE_NOOP(
            "labels", "Dari {file} tidak ada yang bisa dipakai: semua di luar daerah atau tidak dikenal."
        ),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Periksa isi dan nama kolomnya (docs/map.md)."),
    ),
    "map_vector_tiles": (
        QT_TRANSLATE_NOOP("labels", "{file} berisi ubin vektor; itu tidak bisa diambil."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP(
            "labels", "Pakai data asalnya (.osm.pbf atau GeoPackage), atau MBTiles/PMTiles berisi gambar."
        ),
    ),
    "map_nothing_given": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada berkas yang dipilih."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Pilih sedikitnya satu berkas."),
    ),
    "map_pack_alone": (
        QT_TRANSLATE_NOOP("labels", "Paket jadi ({file}) dipasang sendiri, tidak bersama berkas lain."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Pasang paket itu dulu; tambahkan berkas lain sesudahnya."),
    ),
    "map_pack_damaged": (
        QT_TRANSLATE_NOOP("labels", "Paket peta {file} rusak atau diubah."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Salin lagi dari meja yang membuatnya, atau impor ulang."),
    ),
    "map_not_a_pack": (
        QT_TRANSLATE_NOOP("labels", "{file} bukan paket peta."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Pilih berkas .btmap dari batola-desk map export."),
    ),
    "map_pack_newer": (
        QT_TRANSLATE_NOOP("labels", "Paket {file} dibuat oleh versi program yang lebih baru."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Perbarui program meja ini dulu."),
    ),
    "map_pack_overtaken": (
        QT_TRANSLATE_NOOP("labels", "Paket {file} tidak lebih baru dari yang dipakai meja ini."),
        _OLD_STAYS,
        "",
    ),
    "map_no_pack": (
        QT_TRANSLATE_NOOP("labels", "Meja ini tidak punya paket peta."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Impor dulu: batola-desk map import BERKAS."),
    ),
    "map_disk_full": (
        QT_TRANSLATE_NOOP("labels", "Disk penuh."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Kosongkan disk, lalu ulangi."),
    ),
    "map_disk": (
        QT_TRANSLATE_NOOP("labels", "Disk tidak bisa ditulis ({detail})."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Periksa disk dan folder data meja ini, lalu ulangi."),
    ),
    "map_not_writable": (
        QT_TRANSLATE_NOOP("labels", "Folder peta tidak boleh ditulis oleh pengguna ini."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Beri hak tulis pada folder data meja ini."),
    ),
    "map_import_running": (
        QT_TRANSLATE_NOOP("labels", "Impor peta lain sedang berjalan di komputer ini."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Tunggu sampai selesai, atau batalkan dulu."),
    ),
    "map_bad_date": (
        QT_TRANSLATE_NOOP("labels", "{date} bukan tanggal."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Tulis sebagai TAHUN-BULAN-HARI, misalnya 2026-11-01."),
    ),
    "map_folder_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Folder {file} tidak ada atau tidak boleh dibaca."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Periksa jaringan dan hak baca folder itu."),
    ),
    "map_import_broke": (
        QT_TRANSLATE_NOOP("labels", "Impor berhenti karena kesalahan; sudah dicatat."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Coba lagi; kalau berulang, beri tahu TI."),
    ),
    "map_admin_only": (
        QT_TRANSLATE_NOOP("labels", "Paket peta hanya boleh diganti admin TI atau ketua regu."),
        _OLD_STAYS,
        QT_TRANSLATE_NOOP("labels", "Minta admin TI."),
    ),
}
