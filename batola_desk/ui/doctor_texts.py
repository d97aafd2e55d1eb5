"""What the doctor says of the machine: subject, what it found, what still works, what to do.

Codes stay: programs read them (``doctor --json``), and docs/it/doctor.md is made of this table.
"""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

MACHINE_TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "check_broke": (
        QT_TRANSLATE_NOOP("labels", "pemeriksaan"),
        QT_TRANSLATE_NOOP("labels", "Pemeriksaan {check} sendiri gagal: {detail}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Kirim paket dukungan (doctor --bundle) ke pembuat program."),
    ),
    "versions": (
        QT_TRANSLATE_NOOP("labels", "versi"),
        QT_TRANSLATE_NOOP(
            "labels",
            "batola-desk {desk}, Python {python}, Qt {qt}, SQLite {sqlite}, {system}.",
        ),
        "",
        "",
    ),
    "python_unsupported": (
        QT_TRANSLATE_NOOP("labels", "versi"),
        QT_TRANSLATE_NOOP("labels", "Python {python} tidak didukung."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pasang Python 3.11, 3.12 atau 3.13, atau pakai pemasang."),
    ),
    "folder_writable": (
        QT_TRANSLATE_NOOP("labels", "folder"),
        QT_TRANSLATE_NOOP("labels", "{folder} bisa ditulis."),
        "",
        "",
    ),
    "folder_not_writable": (
        QT_TRANSLATE_NOOP("labels", "folder"),
        QT_TRANSLATE_NOOP("labels", "{folder} tidak bisa ditulis ({detail})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Beri akun ini hak tulis di folder itu."),
    ),
    "config_readable": (
        QT_TRANSLATE_NOOP("labels", "konfigurasi"),
        QT_TRANSLATE_NOOP("labels", "{folder} ({count} berkas, hanya TI yang mengubah)."),
        "",
        "",
    ),
    "config_unreadable": (
        QT_TRANSLATE_NOOP("labels", "konfigurasi"),
        QT_TRANSLATE_NOOP("labels", "{folder} tidak bisa dibaca ({detail})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Masukkan akun ini ke petugas meja."),
    ),
    "disk_space": (
        QT_TRANSLATE_NOOP("labels", "ruang disk"),
        QT_TRANSLATE_NOOP("labels", "{gb} GB kosong di {folder}."),
        "",
        "",
    ),
    "disk_space_low": (
        QT_TRANSLATE_NOOP("labels", "ruang disk"),
        QT_TRANSLATE_NOOP("labels", "Hanya {gb} GB kosong di {folder}."),
        QT_TRANSLATE_NOOP("labels", "Meja masih bekerja; rekaman dan jurnal masih ditulis."),
        QT_TRANSLATE_NOOP(
            "labels", "Kosongkan disk sampai lebih dari {least} GB, atau pindahkan data ke disk lain."
        ),
    ),
    "disk_speed": (
        QT_TRANSLATE_NOOP("labels", "kecepatan disk"),
        QT_TRANSLATE_NOOP("labels", "{ms} ms per tulis yang dipastikan (fsync), {mb_per_s} MB/s berurutan."),
        "",
        "",
    ),
    "disk_slow": (
        QT_TRANSLATE_NOOP("labels", "kecepatan disk"),
        QT_TRANSLATE_NOOP(
            "labels", "Disk lambat: {ms} ms per tulis yang dipastikan (fsync), {mb_per_s} MB/s berurutan."
        ),
        QT_TRANSLATE_NOOP("labels", "Meja bekerja; menyimpan terasa lambat."),
        QT_TRANSLATE_NOOP("labels", "Periksa disk dan pengecualian antivirus untuk folder data; pakai SSD."),
    ),
    "catalog_read": (
        QT_TRANSLATE_NOOP("labels", "katalog"),
        QT_TRANSLATE_NOOP("labels", "{types} jenis kejadian, {agencies} instansi, {units} satuan."),
        "",
        "",
    ),
    "config_value_ignored": (
        QT_TRANSLATE_NOOP("labels", "konfigurasi"),
        QT_TRANSLATE_NOOP("labels", "{detail}."),
        QT_TRANSLATE_NOOP("labels", "Nilai bawaan dipakai."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki baris itu, lalu buka meja lagi."),
    ),
    "agencies_without_number": (
        QT_TRANSLATE_NOOP("labels", "instansi"),
        QT_TRANSLATE_NOOP("labels", "{count} instansi belum punya nomor."),
        QT_TRANSLATE_NOOP(
            "labels", "Instansi itu tetap bisa dipilih, tetapi tidak bisa ditelepon dengan satu tombol."
        ),
        QT_TRANSLATE_NOOP("labels", "Isi nomornya di agencies.toml."),
    ),
    "units_none": (
        QT_TRANSLATE_NOOP("labels", "satuan"),
        QT_TRANSLATE_NOOP("labels", "Belum ada satuan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Isi units.toml, atau tambah satuan di meja."),
    ),
    "journal_new": (
        QT_TRANSLATE_NOOP("labels", "jurnal"),
        QT_TRANSLATE_NOOP("labels", "Belum ada; dibuat saat meja dibuka pertama kali."),
        "",
        "",
    ),
    "journal_whole": (
        QT_TRANSLATE_NOOP("labels", "jurnal"),
        QT_TRANSLATE_NOOP("labels", "{count} fakta, {mb} MB; periksa penuh: batola-desk verify."),
        "",
        "",
    ),
    "journal_unreadable": (
        QT_TRANSLATE_NOOP("labels", "jurnal"),
        QT_TRANSLATE_NOOP("labels", "{file} tidak bisa dibaca: {detail}."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap diterima dan direkam."),
        QT_TRANSLATE_NOOP(
            "labels", "Buka meja: berkas rusak akan diselamatkan; kalau tidak bisa, pulihkan dari cadangan."
        ),
    ),
    "journal_broken": (
        QT_TRANSLATE_NOOP("labels", "jurnal"),
        QT_TRANSLATE_NOOP("labels", "Jurnal rusak ({detail})."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap diterima dan direkam."),
        QT_TRANSLATE_NOOP(
            "labels", "Buka meja: berkas rusak akan diselamatkan; kalau tidak bisa, pulihkan dari cadangan."
        ),
    ),
    "sound_problem": (
        QT_TRANSLATE_NOOP("labels", "suara"),
        QT_TRANSLATE_NOOP("labels", "{problem}."),
        QT_TRANSLATE_NOOP("labels", "Meja tetap bekerja; panggilan direkam tetapi mungkin tidak terdengar."),
        QT_TRANSLATE_NOOP("labels", "Periksa kabel headset dan pilihan perangkat di Pengaturan."),
    ),
    "sound_device": (
        QT_TRANSLATE_NOOP("labels", "perangkat"),
        QT_TRANSLATE_NOOP("labels", "{name} ({api}): dengar {outputs}, mikrofon {inputs}, {hz} Hz."),
        "",
        "",
    ),
    "sound_test_good": (
        QT_TRANSLATE_NOOP("labels", "uji suara"),
        "{result}",
        "",
        "",
    ),
    "sound_test_bad": (
        QT_TRANSLATE_NOOP("labels", "uji suara"),
        "{result}",
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap masuk dan direkam."),
        "",
    ),
    "sound_test_line_runs": (
        QT_TRANSLATE_NOOP("labels", "uji suara"),
        QT_TRANSLATE_NOOP("labels", "Tidak diuji: saluran sedang menyala dan memegang perangkat suara."),
        QT_TRANSLATE_NOOP("labels", "Meja bekerja."),
        QT_TRANSLATE_NOOP("labels", "Pakai Uji suara di Pengaturan meja, di luar panggilan."),
    ),
    "sound_test_no_headset": (
        QT_TRANSLATE_NOOP("labels", "uji suara"),
        QT_TRANSLATE_NOOP("labels", "Tidak ada headset dengan mikrofon; tidak bisa diuji."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap masuk dan direkam."),
        QT_TRANSLATE_NOOP("labels", "Pasang headset, lalu ulangi."),
    ),
    "sound_level": (
        QT_TRANSLATE_NOOP("labels", "uji suara"),
        QT_TRANSLATE_NOOP("labels", "Mikrofon terbuka: {dbfs} dBFS, perangkat memberi suara."),
        "",
        "",
    ),
    "sound_level_dead": (
        QT_TRANSLATE_NOOP("labels", "uji suara"),
        QT_TRANSLATE_NOOP("labels", "Mikrofon tidak memberi suara sama sekali ({dbfs} dBFS)."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap masuk dan direkam; penelepon tidak mendengar petugas."),
        QT_TRANSLATE_NOOP("labels", "Periksa tombol bisu pada kabel dan hak mikrofon, lalu ulangi."),
    ),
    "prompts_read": (
        QT_TRANSLATE_NOOP("labels", "kalimat"),
        QT_TRANSLATE_NOOP("labels", "{count} rekaman; milik sendiri ditaruh di {folder}."),
        "",
        "",
    ),
    "prompt_unreadable": (
        QT_TRANSLATE_NOOP("labels", "kalimat"),
        QT_TRANSLATE_NOOP("labels", "{file}: bukan berkas WAV yang utuh ({found})."),
        QT_TRANSLATE_NOOP("labels", "Kalimat bawaan diputar."),
        QT_TRANSLATE_NOOP("labels", "Ganti berkas itu."),
    ),
    "prompt_format": (
        QT_TRANSLATE_NOOP("labels", "kalimat"),
        QT_TRANSLATE_NOOP("labels", "{file}: harus 16 bit, 1 atau 2 kanal, 8000 sampai 48000 Hz ({found})."),
        QT_TRANSLATE_NOOP("labels", "Kalimat bawaan diputar."),
        QT_TRANSLATE_NOOP("labels", "Simpan ulang berkas itu dalam bentuk tersebut."),
    ),
    "prompt_length": (
        QT_TRANSLATE_NOOP("labels", "kalimat"),
        QT_TRANSLATE_NOOP("labels", "{file}: panjangnya harus 0,5 sampai 20 detik ({found})."),
        QT_TRANSLATE_NOOP("labels", "Kalimat bawaan diputar."),
        QT_TRANSLATE_NOOP("labels", "Potong atau rekam ulang."),
    ),
    "prompt_too_soft": (
        QT_TRANSLATE_NOOP("labels", "kalimat"),
        QT_TRANSLATE_NOOP("labels", "{file}: terlalu pelan, bagian keras minimal -35 dBFS ({found})."),
        QT_TRANSLATE_NOOP("labels", "Kalimat bawaan diputar."),
        QT_TRANSLATE_NOOP("labels", "Rekam ulang lebih keras."),
    ),
    "prompt_too_loud": (
        QT_TRANSLATE_NOOP("labels", "kalimat"),
        QT_TRANSLATE_NOOP(
            "labels", "{file}: terlalu keras atau pecah, bagian keras maksimal -10 dBFS ({found})."
        ),
        QT_TRANSLATE_NOOP("labels", "Kalimat bawaan diputar."),
        QT_TRANSLATE_NOOP("labels", "Rekam ulang lebih pelan."),
    ),
    "map_pack_none": (
        QT_TRANSLATE_NOOP("labels", "peta"),
        QT_TRANSLATE_NOOP("labels", "Tanpa paket peta."),
        QT_TRANSLATE_NOOP("labels", "Tempat tetap dicari dan ditulis; peta hanya skema."),
        QT_TRANSLATE_NOOP("labels", "Impor: batola-desk map import BERKAS, atau Ctrl+Shift+F12 di meja."),
    ),
    "map_pack_whole": (
        QT_TRANSLATE_NOOP("labels", "peta"),
        QT_TRANSLATE_NOOP("labels", "{name}, data {date}, utuh."),
        "",
        "",
    ),
    "map_pack_no_roads": (
        QT_TRANSLATE_NOOP("labels", "peta"),
        QT_TRANSLATE_NOOP("labels", "Paket peta tanpa jaringan jalan."),
        QT_TRANSLATE_NOOP("labels", "Waktu tempuh hanya perkiraan garis lurus."),
        QT_TRANSLATE_NOOP("labels", "Impor data yang memuat jalan."),
    ),
    "map_pack_old": (
        QT_TRANSLATE_NOOP("labels", "peta"),
        QT_TRANSLATE_NOOP("labels", "Data peta lebih dari dua tahun."),
        QT_TRANSLATE_NOOP("labels", "Peta tetap dipakai."),
        QT_TRANSLATE_NOOP("labels", "Impor data yang baru."),
    ),
    "map_share_missing": (
        QT_TRANSLATE_NOOP("labels", "peta"),
        QT_TRANSLATE_NOOP("labels", "Folder paket bersama {folder} tidak ada (map.pack_folder)."),
        QT_TRANSLATE_NOOP("labels", "Peta yang ada tetap dipakai."),
        QT_TRANSLATE_NOOP("labels", "Sambungkan folder itu, atau kosongkan pengaturannya."),
    ),
    "caller_config_wrong": (
        QT_TRANSLATE_NOOP("labels", "posisi penelepon"),
        "{detail}",
        QT_TRANSLATE_NOOP("labels", "Posisi yang datang bersama panggilan tetap dipakai."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki baris itu di caller_positions.toml."),
    ),
    "aml_off": (
        QT_TRANSLATE_NOOP("labels", "posisi penelepon"),
        QT_TRANSLATE_NOOP("labels", "AML tidak diterima di meja ini (caller_positions.toml: [aml])."),
        "",
        "",
    ),
    "aml_port_free": (
        QT_TRANSLATE_NOOP("labels", "posisi penelepon"),
        QT_TRANSLATE_NOOP("labels", "AML {place} ({way}), port bebas."),
        "",
        "",
    ),
    "aml_port_used": (
        QT_TRANSLATE_NOOP("labels", "posisi penelepon"),
        QT_TRANSLATE_NOOP("labels", "AML {place} ({way}): port sedang dipakai."),
        QT_TRANSLATE_NOOP("labels", "Kalau meja ini terbuka, itu meja ini sendiri."),
        QT_TRANSLATE_NOOP("labels", "Kalau tidak: cari program yang memakainya."),
    ),
    "aml_file_missing": (
        QT_TRANSLATE_NOOP("labels", "posisi penelepon"),
        QT_TRANSLATE_NOOP("labels", "AML {place}: {file} tidak ada."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap bekerja; AML tidak akan diterima."),
        QT_TRANSLATE_NOOP("labels", "Taruh berkas itu, atau perbaiki namanya."),
    ),
    "held_hosts": (
        QT_TRANSLATE_NOOP("labels", "posisi penelepon"),
        QT_TRANSLATE_NOOP("labels", "Posisi boleh diminta dari {hosts} (paling lama {limit_s} s)."),
        "",
        "",
    ),
    "links_off": (
        QT_TRANSLATE_NOOP("labels", "tautan lokasi"),
        QT_TRANSLATE_NOOP("labels", "Meja ini tidak mengirim tautan lokasi (intake.toml: [desk])."),
        "",
        "",
    ),
    "links_work": (
        QT_TRANSLATE_NOOP("labels", "tautan lokasi"),
        QT_TRANSLATE_NOOP("labels", "{place} menjawab meja ini; SMS: {sms}, WhatsApp: {whatsapp}."),
        "",
        "",
    ),
    "intake_runs": (
        QT_TRANSLATE_NOOP("labels", "layanan tautan"),
        QT_TRANSLATE_NOOP("labels", "{place}, berjalan."),
        "",
        "",
    ),
    "intake_set_up": (
        QT_TRANSLATE_NOOP("labels", "layanan tautan"),
        QT_TRANSLATE_NOOP("labels", "{place} dengan TLS."),
        "",
        "",
    ),
    "intake_not_running": (
        QT_TRANSLATE_NOOP("labels", "layanan tautan"),
        QT_TRANSLATE_NOOP("labels", "{place}, TIDAK berjalan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket berjalan biasa."),
        QT_TRANSLATE_NOOP("labels", "Jalankan batola-desk intake."),
    ),
    "intake_file_missing": (
        QT_TRANSLATE_NOOP("labels", "layanan tautan"),
        QT_TRANSLATE_NOOP("labels", "{file} tidak ada; {place} tidak bisa dimulai."),
        QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket berjalan biasa."),
        QT_TRANSLATE_NOOP("labels", "Taruh sertifikat dan kuncinya, atau betulkan intake.toml."),
    ),
    "intake_config_wrong": (
        QT_TRANSLATE_NOOP("labels", "tautan lokasi"),
        "{detail}",
        QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket berjalan biasa."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki baris itu di intake.toml."),
    ),
    "links_fail": (
        QT_TRANSLATE_NOOP("labels", "tautan lokasi"),
        QT_TRANSLATE_NOOP("labels", "{why} ({place})"),
        QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket berjalan biasa."),
        QT_TRANSLATE_NOOP(
            "labels", "Periksa batola-desk intake, proksi, dan intake.toml (docs/it/intake.md)."
        ),
    ),
    "mail_works": (
        QT_TRANSLATE_NOOP("labels", "surel"),
        QT_TRANSLATE_NOOP("labels", "{place} menerima meja ini; surel ke instansi dikirim dari sini."),
        "",
        "",
    ),
    "mail_fails": (
        QT_TRANSLATE_NOOP("labels", "surel"),
        QT_TRANSLATE_NOOP("labels", "{why} ({place})"),
        QT_TRANSLATE_NOOP("labels", "Cara lain ke instansi tetap bisa dipakai."),
        QT_TRANSLATE_NOOP("labels", "Periksa jaringan, sertifikat, dan mail.toml (docs/agencies.md)."),
    ),
    "mail_config_wrong": (
        QT_TRANSLATE_NOOP("labels", "surel"),
        "{detail}",
        QT_TRANSLATE_NOOP("labels", "Program surel yang dibuka, seperti tanpa berkas itu."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki baris itu di mail.toml."),
    ),
    "avl_config_wrong": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        "{detail}",
        QT_TRANSLATE_NOOP("labels", "Satuan tetap bisa diletakkan dengan tangan."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki baris itu di avl.toml."),
    ),
    "avl_off": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Penerima posisi mati (avl.toml: enabled = true menyalakan)."),
        "",
        "",
    ),
    "avl_runs": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "{place}, berjalan."),
        "",
        "",
    ),
    "avl_not_running": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "{place}, TIDAK berjalan."),
        QT_TRANSLATE_NOOP("labels", "Satuan tetap bisa diletakkan dengan tangan."),
        QT_TRANSLATE_NOOP("labels", "Jalankan batola-desk avl."),
    ),
    "avl_in_clear": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Penerima posisi tanpa TLS: token dan posisi terbaca di jaringan."),
        QT_TRANSLATE_NOOP("labels", "Posisi tetap diterima."),
        QT_TRANSLATE_NOOP("labels", "Isi certificate dan key di avl.toml."),
    ),
    "avl_no_token": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Penerima posisi tanpa token."),
        QT_TRANSLATE_NOOP("labels", "Posisi tetap diterima, dari siapa saja."),
        QT_TRANSLATE_NOOP("labels", "batola-desk avl token membuat satu."),
    ),
    "avl_unknown_device": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "{count} perangkat tidak dikenal penerima ini."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Lihat perintah perangkat di meja (Ctrl+Shift+U)."),
    ),
    "avl_future": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "{count} perangkat dengan jam terlalu cepat."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Betulkan jam perangkat itu."),
    ),
    "avl_encrypted": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "{count} perangkat dengan pesan tersandi."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Matikan sandi di OwnTracks."),
    ),
    "avl_refused_wrong_token": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Ditolak {count} kali: token salah."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Isi token yang benar di perangkat itu."),
    ),
    "avl_refused_too_often": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Ditolak {count} kali: terlalu sering."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Perpanjang jeda kirim di perangkat itu."),
    ),
    "avl_refused_bad": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Ditolak {count} kali: bukan posisi."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Periksa jenis kiriman perangkat itu."),
    ),
    "avl_refused_hung_up": (
        QT_TRANSLATE_NOOP("labels", "posisi satuan"),
        QT_TRANSLATE_NOOP("labels", "Diputus {count} kali karena salah terus."),
        QT_TRANSLATE_NOOP("labels", "Satuan lain tetap terlihat."),
        QT_TRANSLATE_NOOP("labels", "Periksa siapa yang mengirim ke port itu."),
    ),
}
