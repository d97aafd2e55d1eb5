"""Why a weather warning or its source cannot be used; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_REST = QT_TRANSLATE_NOOP("labels", "Peringatan yang sudah tampil tetap ada.")
_ASK = QT_TRANSLATE_NOOP("labels", "Minta berkas CAP 1.2 yang utuh, atau lihat bmkg.go.id.")
_IT = QT_TRANSLATE_NOOP("labels", "Dicoba lagi sendiri. Kalau lama, beri tahu TI; lihat bmkg.go.id.")

WEATHER_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "weather_file_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Berkas {path} tidak bisa dibaca."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "Periksa nama dan izin berkasnya."),
    ),
    "weather_folder_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Folder peringatan cuaca tidak bisa dibaca."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "TI: periksa folder.path di weather.toml dan izinnya."),
    ),
    "weather_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Alamat peringatan cuaca tidak terjangkau."),
        _REST,
        _IT,
    ),
    "weather_late": (
        QT_TRANSLATE_NOOP("labels", "Alamat peringatan cuaca terlalu lambat menjawab."),
        _REST,
        _IT,
    ),
    "weather_certificate": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat alamat peringatan cuaca tidak bisa dipercaya."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "TI: periksa feed.address dan feed.authority di weather.toml."),
    ),
    "weather_refused": (
        QT_TRANSLATE_NOOP("labels", "Alamat peringatan cuaca menolak (HTTP {status})."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "TI: periksa feed.address di weather.toml."),
    ),
    "cap_not_xml": (
        QT_TRANSLATE_NOOP("labels", "Dokumen peringatan cuaca bukan XML yang utuh dan aman."),
        _REST,
        _ASK,
    ),
    "cap_too_large": (QT_TRANSLATE_NOOP("labels", "Dokumen peringatan cuaca terlalu besar."), _REST, _ASK),
    "cap_not_cap": (QT_TRANSLATE_NOOP("labels", "Dokumen ini bukan peringatan CAP."), _REST, _ASK),
    "cap_not_a_list": (
        QT_TRANSLATE_NOOP("labels", "Alamat peringatan cuaca tidak memberi daftar (RSS atau Atom)."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "TI: periksa feed.address di weather.toml."),
    ),
    "cap_version": (
        QT_TRANSLATE_NOOP("labels", "Dokumen peringatan ini CAP {found}; yang dibaca hanya CAP 1.2."),
        _REST,
        _ASK,
    ),
    "cap_incomplete": (
        QT_TRANSLATE_NOOP("labels", "Dokumen peringatan cuaca tidak lengkap: {element} tidak ada."),
        _REST,
        _ASK,
    ),
    "cap_value": (
        QT_TRANSLATE_NOOP("labels", "Dokumen peringatan cuaca salah: {element} = {found}."),
        _REST,
        _ASK,
    ),
    "cap_not_actual": (
        QT_TRANSLATE_NOOP("labels", "Ini bukan peringatan sungguhan (status {status}); tidak ditampilkan."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "Hanya status Actual yang ditampilkan."),
    ),
    "cap_not_a_warning": (
        QT_TRANSLATE_NOOP("labels", "Dokumen ini bukan peringatan (jenis {kind}); tidak ditampilkan."),
        _REST,
        QT_TRANSLATE_NOOP("labels", "Yang dibaca: Alert, Update, Cancel."),
    ),
}
