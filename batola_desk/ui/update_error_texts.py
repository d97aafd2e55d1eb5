"""Why an update is not taken, not installed or not taken back; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.updates.attempt import Outcome

_NOTHING = QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah; versi yang ada tetap dipakai.")

_PUT_BACK = QT_TRANSLATE_NOOP("labels", "Keadaan semula dipulihkan; versi lama tetap dipakai.")
UNKNOWN_END = "update_ended"

UPDATE_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "update_no_key": (
        QT_TRANSLATE_NOOP("labels", "Meja ini belum tahu pembaruan siapa yang boleh dipercaya."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "TI menulis public_keys di update.toml (docs/it/update.md)."),
    ),
    "update_config": (
        QT_TRANSLATE_NOOP("labels", "update.toml salah di baris {line}: {key}."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}."),
    ),
    "update_no_source": (
        QT_TRANSLATE_NOOP("labels", "Tidak disebut dari mana pembaruan diambil."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Sebut foldernya di perintah, atau tulis source di update.toml."),
    ),
    "update_not_found": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada pembaruan di sana: {file} tidak ada di {place}."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Periksa nama foldernya; paketnya tiga berkas dalam satu folder."),
    ),
    "update_unreachable": (
        QT_TRANSLATE_NOOP("labels", "{place} tidak bisa dibaca ({why})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Periksa jaringan atau stik USB, lalu ulangi."),
    ),
    "update_unsigned": (
        QT_TRANSLATE_NOOP("labels", "Tanda tangan pembaruan ini tidak sah: bukan dari pembuat yang dikenal."),
        _NOTHING,
        QT_TRANSLATE_NOOP(
            "labels", "Jangan dipakai. Ambil lagi dari pembuatnya; periksa public_keys di update.toml."
        ),
    ),
    "update_damaged": (
        QT_TRANSLATE_NOOP("labels", "Paket pembaruan tidak utuh: {file} ({why})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Salin lagi dari asalnya."),
    ),
    "update_product": (
        QT_TRANSLATE_NOOP("labels", "Ini pembaruan untuk program lain ({product})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Pakai paket Batola Desk."),
    ),
    "update_same": (
        QT_TRANSLATE_NOOP("labels", "Versi {version} sudah terpasang."),
        "",
        "",
    ),
    "update_older": (
        QT_TRANSLATE_NOOP("labels", "Paket itu versi {version}; yang terpasang lebih baru ({installed})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Kembali ke versi sebelumnya: batola-deskctl update rollback."),
    ),
    "update_too_far": (
        QT_TRANSLATE_NOOP(
            "labels", "Versi {version} butuh sedikitnya versi {minimum}; yang terpasang {installed}."
        ),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Pasang dulu versi {minimum}."),
    ),
    "update_expired": (
        QT_TRANSLATE_NOOP("labels", "Paket ini berlaku sampai {expires} dan tidak diterima lagi."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Ambil paket yang baru; periksa juga tanggal komputer ini."),
    ),
    "update_disk_full": (
        QT_TRANSLATE_NOOP("labels", "Disk terlalu penuh untuk pembaruan."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Kosongkan sedikitnya {need_mb} MB, lalu ulangi."),
    ),
    "update_unwritable": (
        QT_TRANSLATE_NOOP("labels", "Pembaruan tidak bisa disiapkan: {file} ({why})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Jalankan sebagai administrator."),
    ),
    "update_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Pembaruan yang disiapkan tidak bisa dibaca: {file} ({why})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Siapkan lagi: batola-deskctl update stage."),
    ),
    "update_none_staged": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada pembaruan yang disiapkan di meja ini."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Siapkan dulu: batola-deskctl update stage FOLDER."),
    ),
    "update_no_previous": (
        QT_TRANSLATE_NOOP("labels", "Di komputer ini tidak ada versi sebelumnya."),
        _NOTHING,
        "",
    ),
    "update_not_installed": (
        QT_TRANSLATE_NOOP(
            "labels",
            "Program ini tidak dipasang oleh pemasang Windows; di sini tidak ada yang bisa dipasang.",
        ),
        _NOTHING,
        "",
    ),
    "update_not_admin": (
        QT_TRANSLATE_NOOP("labels", "Memasang hanya boleh oleh administrator."),
        _NOTHING,
        QT_TRANSLATE_NOOP(
            "labels", "Jalankan sebagai administrator, atau lewat tugas terjadwal (docs/it/update.md)."
        ),
    ),
    "update_not_attended": (
        QT_TRANSLATE_NOOP("labels", "Di komputer ini tidak ada tugas yang memasang pembaruan."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Beri tahu TI: batola-deskctl update install (docs/it/update.md)."),
    ),
    "update_not_started": (
        QT_TRANSLATE_NOOP("labels", "{file} tidak bisa dijalankan ({why})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Pasang ulang Batola Desk dengan pemasangnya."),
    ),
    "update_fits_files": (
        QT_TRANSLATE_NOOP("labels", "Berkas versi sebelumnya tidak utuh lagi ({why})."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Pasang versi lama dengan pemasangnya (docs/it/update.md)."),
    ),
    "update_fits_config": (
        QT_TRANSLATE_NOOP(
            "labels", "Versi sebelumnya tidak menerima konfigurasi yang sekarang: {file}, {key}."
        ),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Keluarkan kunci itu dulu, lalu ulangi. Yang boleh: {allowed}."),
    ),
    "update_fits_journal": (
        QT_TRANSLATE_NOOP(
            "labels",
            "Versi yang sekarang sudah membawa jurnal ke bentuk {file_revision}; versi sebelumnya hanya bisa"
            " membaca sampai {program_revision}.",
        ),
        QT_TRANSLATE_NOOP(
            "labels", "Tidak ada yang diubah dan tidak ada yang hilang; versi yang ada tetap dipakai."
        ),
        QT_TRANSLATE_NOOP("labels", "Tidak ada jalan kembali: pasang versi perbaikan (docs/it/update.md)."),
    ),
    "update_fits_spool": (
        QT_TRANSLATE_NOOP(
            "labels", "Versi sebelumnya tidak bisa membaca catatan saluran yang belum disimpan."
        ),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Buka meja sekali sampai jurnal tersimpan, tutup, lalu ulangi."),
    ),
    # How setup ended where it did not do what was wanted, by its exit code (setup_words.Code).
    "update_ended_1": (QT_TRANSLATE_NOOP("labels", "Dibatalkan di layar pemasang."), _NOTHING, ""),
    "update_ended_10": (QT_TRANSLATE_NOOP("labels", "Windows ini bukan 64-bit."), _NOTHING, ""),
    "update_ended_11": (QT_TRANSLATE_NOOP("labels", "Windows ini lebih lama dari Windows 10."), _NOTHING, ""),
    "update_ended_12": (QT_TRANSLATE_NOOP("labels", "Versi yang lebih baru sudah terpasang."), _NOTHING, ""),
    "update_ended_13": (
        QT_TRANSLATE_NOOP("labels", "Meja ini terbuka, atau tidak menutup pada waktunya."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Tutup meja di semua sesi Windows, lalu ulangi."),
    ),
    "update_ended_14": (
        QT_TRANSLATE_NOOP("labels", "Masih ada panggilan."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Ulangi setelah panggilan selesai."),
    ),
    "update_ended_15": (
        QT_TRANSLATE_NOOP("labels", "Berkas program sedang dipakai, atau pemasang lain sedang berjalan."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Tutup yang lain, lalu ulangi."),
    ),
    "update_ended_16": (
        QT_TRANSLATE_NOOP("labels", "Berkas tidak bisa ditulis: disk penuh, atau haknya kurang."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Kosongkan disk, lalu ulangi."),
    ),
    "update_ended_17": (
        QT_TRANSLATE_NOOP("labels", "Versi itu tidak menerima konfigurasi meja ini."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "TI membaca setup.log: berkas, baris dan kunci ada di sana."),
    ),
    "update_ended_18": (
        QT_TRANSLATE_NOOP("labels", "Konfigurasi tidak bisa ditulis."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "TI membaca setup.log."),
    ),
    "update_ended_19": (
        QT_TRANSLATE_NOOP("labels", "Uji diri setelah pemasangan gagal."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "TI membaca setup.log."),
    ),
    "update_ended_20": (QT_TRANSLATE_NOOP("labels", "Sebuah pilihan pemasang salah."), _NOTHING, ""),
    "update_ended_21": (
        QT_TRANSLATE_NOOP("labels", "Ruang disk kurang."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Kosongkan disk, lalu ulangi."),
    ),
    "update_ended_22": (
        QT_TRANSLATE_NOOP("labels", "Pemasang tidak berjalan sebagai administrator."),
        _NOTHING,
        "",
    ),
    "update_ended_23": (
        QT_TRANSLATE_NOOP("labels", "Di komputer ini tidak ada versi sebelumnya."),
        _NOTHING,
        "",
    ),
    "update_ended_24": (
        QT_TRANSLATE_NOOP("labels", "Versi sebelumnya tidak bisa dipakai dengan data di sini."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "TI membaca setup.log."),
    ),
    "update_ended_25": (QT_TRANSLATE_NOOP("labels", "Masih ada yang bertugas di meja ini."), _NOTHING, ""),
    "update_ended_26": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal, dan versi lama belum bisa dipulihkan."),
        QT_TRANSLATE_NOOP("labels", "Jurnal, rekaman dan konfigurasi utuh."),
        QT_TRANSLATE_NOOP("labels", "TI memulai ulang komputer ini dan menjalankan pemasang sekali lagi."),
    ),
    UNKNOWN_END: (
        QT_TRANSLATE_NOOP("labels", "Pemasang berakhir dengan kode {code}."),
        "",
        QT_TRANSLATE_NOOP("labels", "TI membaca setup.log."),
    ),
    "update_config_refused": (
        QT_TRANSLATE_NOOP("labels", "Versi itu tidak menerima konfigurasi meja ini: {file}, {key}."),
        _NOTHING,
        QT_TRANSLATE_NOOP("labels", "Perbaiki kunci itu, lalu ulangi. Yang boleh: {allowed}."),
    ),
    # What of the self test failed (doctor --installed).
    "update_test_files": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal: sebuah berkas program berubah atau hilang."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "Periksa pemindai virus; setup.log menyebut berkasnya."),
    ),
    "update_test_libraries": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal: sebuah pustaka program tidak bekerja."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "Periksa pemindai virus; setup.log menyebut pustakanya."),
    ),
    "update_test_config": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal: konfigurasi tidak terbaca."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "setup.log menyebut berkas dan kuncinya."),
    ),
    "update_test_folders": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal: sebuah folder meja tidak bisa ditulis."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "Periksa disk dan hak akses; setup.log menyebut foldernya."),
    ),
    "update_test_map": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal: peta tidak tergambar."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "TI membaca setup.log."),
    ),
    "update_test_rehearsal": (
        QT_TRANSLATE_NOOP("labels", "Uji diri gagal: panggilan latihan tidak berhasil."),
        _PUT_BACK,
        QT_TRANSLATE_NOOP("labels", "setup.log menyebut langkahnya."),
    ),
}


def failure_code(outcome: Outcome) -> str:
    """Return the code whose words say why a try failed: the reason, else the exit code, else any end."""
    for code in (outcome.reason, f"update_ended_{outcome.code}"):
        if code in UPDATE_ERROR_TEXTS:
            return code
    return UNKNOWN_END
