"""What goes wrong with recordings, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_KEPT_HERE = QT_TRANSLATE_NOOP("labels", "Rekaman tetap aman di meja ini; penyalinan dicoba terus.")

RECORDING_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "recording_not_written": (
        QT_TRANSLATE_NOOP("labels", "Rekaman uji tidak bisa ditulis: panggilan tidak akan terekam."),
        QT_TRANSLATE_NOOP("labels", "Panggilan bisa dijawab."),
        QT_TRANSLATE_NOOP("labels", "Lapor TI sekarang: ruang disk dan hak folder rekaman."),
    ),
    "recording_not_read": (
        QT_TRANSLATE_NOOP("labels", "Rekaman uji tidak terbaca sama seperti ditulis: disk rusak."),
        QT_TRANSLATE_NOOP("labels", "Panggilan bisa dijawab."),
        QT_TRANSLATE_NOOP("labels", "Lapor TI sekarang: ganti disk rekaman."),
    ),
    "recording_altered": (
        QT_TRANSLATE_NOOP("labels", "Berkas rekaman TIDAK SAMA dengan segelnya di jurnal. Tidak diputar."),
        QT_TRANSLATE_NOOP("labels", "Jurnal utuh; salinan di penyimpanan mungkin masih benar."),
        QT_TRANSLATE_NOOP("labels", "Jangan sentuh berkasnya. Lapor ketua regu dan TI: verify-recordings."),
    ),
    "recording_missing": (
        QT_TRANSLATE_NOOP("labels", "Berkas rekaman ini tidak ada di meja ini."),
        QT_TRANSLATE_NOOP("labels", "Data panggilan tetap ada."),
        QT_TRANSLATE_NOOP("labels", "Cari di meja yang menjawab, atau tanya TI."),
    ),
    "recording_unknown": (
        QT_TRANSLATE_NOOP("labels", "Rekaman ini tidak dikenal meja ini."),
        QT_TRANSLATE_NOOP("labels", "Data panggilan tetap ada."),
        QT_TRANSLATE_NOOP("labels", "Cari di meja yang menjawab, atau tanya TI."),
    ),
    "recording_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Berkas rekaman tidak bisa dibaca."),
        QT_TRANSLATE_NOOP("labels", "Salinan di penyimpanan mungkin masih baik."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa disk: verify-recordings."),
    ),
    "recording_room_short": (
        QT_TRANSLATE_NOOP("labels", "Ruang disk untuk rekaman hampir habis."),
        QT_TRANSLATE_NOOP("labels", "Panggilan dan jurnal berjalan terus; salinan lama dilepas lebih dulu."),
        QT_TRANSLATE_NOOP("labels", "Minta TI menambah ruang disk sekarang."),
    ),
    "recording_copy_late": (
        QT_TRANSLATE_NOOP("labels", "Rekaman terlalu lama belum disalin ke penyimpanan."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa penyimpanan rekaman (line.toml)."),
    ),
    "store_not_there": (
        QT_TRANSLATE_NOOP("labels", "Penyimpanan rekaman tidak ditemukan (folder, share atau bucket)."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memasang share atau memeriksa nama di line.toml."),
    ),
    "store_no_permission": (
        QT_TRANSLATE_NOOP("labels", "Penyimpanan rekaman menolak meja ini."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa hak tulis atau kunci di line.toml."),
    ),
    "store_full": (
        QT_TRANSLATE_NOOP("labels", "Penyimpanan rekaman penuh."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menambah ruang di penyimpanan."),
    ),
    "store_refused": (
        QT_TRANSLATE_NOOP("labels", "Nama rekaman tidak diterima penyimpanan."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Lapor TI dengan waktu panggilan."),
    ),
    "store_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Penyimpanan rekaman tidak bisa dihubungi."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Periksa jaringan; bila lama, hubungi TI."),
    ),
    "store_certificate": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat penyimpanan rekaman tidak dipercaya."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI mengisi ca_file di line.toml."),
    ),
    "store_copy_differs": (
        QT_TRANSLATE_NOOP("labels", "Salinan di penyimpanan tidak sama dengan aslinya."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa disk penyimpanan."),
    ),
    "store_fault": (
        QT_TRANSLATE_NOOP("labels", "Penyimpanan rekaman bermasalah."),
        _KEPT_HERE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa penyimpanan."),
    ),
    "call_not_recorded": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini sedang tidak direkam."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Minta penelepon mengulang."),
    ),
    "replay_not_yet": (
        QT_TRANSLATE_NOOP("labels", "Belum ada yang bisa diputar ulang."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Coba lagi satu detik lagi."),
    ),
    "play_not_allowed": (
        QT_TRANSLATE_NOOP("labels", "Rekaman ini bukan milik Anda atau lebih dari 24 jam."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta ketua regu memutarnya."),
    ),
    "export_not_allowed": (
        QT_TRANSLATE_NOOP("labels", "Hanya ketua regu atau auditor yang boleh mengekspor rekaman."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta ketua regu."),
    ),
    "witness_missing": (
        QT_TRANSLATE_NOOP("labels", "Ekspor perlu orang kedua."),
        "",
        QT_TRANSLATE_NOOP("labels", "Isi nama saksi; bukan nama Anda sendiri."),
    ),
    "extract_empty": (
        QT_TRANSLATE_NOOP("labels", "Potongan yang dipilih kosong."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih awal dan akhir pada gelombang suara."),
    ),
    "export_not_written": (
        QT_TRANSLATE_NOOP("labels", "Paket ekspor tidak bisa ditulis: {reason}"),
        QT_TRANSLATE_NOOP("labels", "Rekaman asli tidak disentuh."),
        QT_TRANSLATE_NOOP("labels", "Pilih folder lain atau periksa ruang disk."),
    ),
    "mark_text_missing": (
        QT_TRANSLATE_NOOP("labels", "Tanda perlu tulisan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis satu kata, lalu Enter."),
    ),
    "file_missing": (
        QT_TRANSLATE_NOOP("labels", "Berkas rekaman tidak ada di meja ini."),
        QT_TRANSLATE_NOOP("labels", "Data panggilan tetap ada."),
        QT_TRANSLATE_NOOP("labels", "Cari di meja yang menjawab, atau tanya TI."),
    ),
    "recording_failed": (
        QT_TRANSLATE_NOOP("labels", "Rekaman tidak bisa ditulis."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa ruang disk."),
    ),
}
