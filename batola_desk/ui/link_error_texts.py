"""What goes wrong with location links; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_CALL_GOES_ON = QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket berjalan biasa.")
_ASK = QT_TRANSLATE_NOOP("labels", "Tanya desa, RT dan patokan; beri tahu TI.")

LINK_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "intake_config": (
        QT_TRANSLATE_NOOP("labels", "intake.toml baris {line}: {key} = {found}."),
        _CALL_GOES_ON,
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}."),
    ),
    "intake_not_installed": (
        QT_TRANSLATE_NOOP("labels", "Layanan batola-desk intake tidak ikut terpasang di mesin ini."),
        QT_TRANSLATE_NOOP("labels", "Meja memakai layanan di mesin lain seperti biasa."),
        QT_TRANSLATE_NOOP("labels", "Pasang tambahannya: pip install batola-desk[intake]."),
    ),
    "link_off": (
        QT_TRANSLATE_NOOP("labels", "Tautan lokasi belum dinyalakan di meja ini."),
        _CALL_GOES_ON,
        QT_TRANSLATE_NOOP("labels", "Tanya desa, RT dan patokan; TI menyalakannya di intake.toml ([desk])."),
    ),
    "link_no_call": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada penelepon yang bisa dikirimi tautan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih panggilan, baris hubungi balik, atau tiket dengan nomor."),
    ),
    "link_channel_unknown": (
        QT_TRANSLATE_NOOP("labels", "Cara kirim “{channel}” tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis: tautan sms, tautan wa, atau tautan salin."),
    ),
    "link_running": (
        QT_TRANSLATE_NOOP("labels", "Tautan sedang dibuat."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunggu beberapa detik."),
    ),
    "link_none": (
        QT_TRANSLATE_NOOP("labels", "Penelepon ini tidak punya tautan yang masih berlaku."),
        "",
        QT_TRANSLATE_NOOP("labels", "Kirim tautan baru (Alt+O)."),
    ),
    "link_ended": (
        QT_TRANSLATE_NOOP("labels", "Tautan penelepon ini sudah berakhir."),
        QT_TRANSLATE_NOOP("labels", "Yang sudah diterima tetap tercatat."),
        QT_TRANSLATE_NOOP("labels", "Kirim tautan baru (Alt+O)."),
    ),
    "link_service_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Layanan tautan lokasi tidak menjawab."),
        _CALL_GOES_ON,
        _ASK,
    ),
    "link_service_certificate": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat layanan tautan lokasi tidak dipercaya."),
        _CALL_GOES_ON,
        _ASK,
    ),
    "link_service_token": (
        QT_TRANSLATE_NOOP("labels", "Layanan tautan lokasi menolak kata sandi meja ini."),
        _CALL_GOES_ON,
        _ASK,
    ),
    "link_service_full": (
        QT_TRANSLATE_NOOP("labels", "Layanan tautan lokasi penuh."),
        _CALL_GOES_ON,
        QT_TRANSLATE_NOOP("labels", "Coba lagi sebentar lagi; tanya desa, RT dan patokan."),
    ),
    "link_service_refused": (
        QT_TRANSLATE_NOOP("labels", "Layanan tautan lokasi menolak ({status})."),
        _CALL_GOES_ON,
        _ASK,
    ),
}
