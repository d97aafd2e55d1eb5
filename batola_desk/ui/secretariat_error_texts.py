"""What goes wrong with the secretariat, in words: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_ALONE = QT_TRANSLATE_NOOP(
    "labels", "Meja ini bekerja terus sendiri; semua catatan menunggu dan tidak hilang."
)
_IT = QT_TRANSLATE_NOOP("labels", "Beri tahu TI; meja mencoba lagi sendiri.")

SECRETARIAT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "secretariat_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat tidak terjangkau."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Periksa kabel dan jaringan; meja mencoba lagi sendiri."),
    ),
    "secretariat_rules": (
        QT_TRANSLATE_NOOP(
            "labels", "Server menilai dengan aturan versi lain (server {program}, meja ini {own})."
        ),
        QT_TRANSLATE_NOOP("labels", "Semua catatan tetap dikirim dan diterima; putusan server yang berlaku."),
        QT_TRANSLATE_NOOP(
            "labels",
            "TI: batola-desk secretariat upgrade dengan versi terbaru, lalu perbarui meja yang lama.",
        ),
    ),
    "secretariat_not_postgres": (
        QT_TRANSLATE_NOOP(
            "labels", "Yang menjawab di alamat sekretariat bukan PostgreSQL, atau sedang mati."
        ),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels",
            "Minta TI memeriksa nama server dan port di secretariat.toml; meja mencoba lagi sendiri.",
        ),
    ),
    "secretariat_password": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat menolak nama atau sandi."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Ketik sandi lagi; bila lupa, minta TI memberi yang baru."),
    ),
    "secretariat_machine_password": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat menolak login atau sandi mesin ini."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Minta TI memeriksa password_file (secretariat.toml); sandi baru: secretariat add-desk."
        ),
    ),
    "secretariat_not_a_machine": (
        QT_TRANSLATE_NOOP("labels", "Login di secretariat.toml bukan login mesin untuk meja ini."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Minta TI memberi meja ini login sendiri: batola-desk secretariat add-desk."
        ),
    ),
    "secretariat_password_needed": (
        QT_TRANSLATE_NOOP("labels", "Server meminta sandi, dan tidak ada yang diberikan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Beri --password-file, isi ~/.pgpass, atau jalankan di terminal."),
    ),
    "secretariat_not_the_owner": (
        QT_TRANSLATE_NOOP("labels", "Login itu tidak berwenang untuk perintah ini."),
        "",
        QT_TRANSLATE_NOOP(
            "labels", "Pakai login pengelola database: superuser, atau pemilik database dengan CREATEROLE."
        ),
    ),
    "secretariat_disabled": (
        QT_TRANSLATE_NOOP("labels", "Login ini dikunci di sekretariat."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Tanyakan TI atau ketua regu."),
    ),
    "secretariat_not_admitted": (
        QT_TRANSLATE_NOOP("labels", "Server sekretariat tidak menerima mesin ini, atau tidak tanpa TLS."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa pg_hba.conf dan sslmode (docs/secretariat.md)."),
    ),
    "secretariat_no_role": (
        QT_TRANSLATE_NOOP("labels", "Login ini tidak punya peran di ruang ini."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menambahkannya: batola-desk secretariat add-user."),
    ),
    "secretariat_foreign": (
        QT_TRANSLATE_NOOP("labels", "Database itu bukan ruang meja 112."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Periksa nama server dan database; ruang baru dibuat dengan: secretariat init."
        ),
    ),
    "secretariat_too_old": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat lebih tua dari program meja ini."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menjalankan: batola-desk secretariat upgrade."),
    ),
    "secretariat_too_new": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat lebih baru dari program ini."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI memasang program versi baru."),
    ),
    "secretariat_certificate_expired": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat sekretariat sudah kedaluwarsa."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Minta TI memasang sertifikat baru di server; periksa juga jam meja ini."
        ),
    ),
    "secretariat_certificate_early": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat sekretariat belum berlaku menurut jam meja ini."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels",
            "Periksa dulu tanggal dan jam meja ini; bila benar, minta TI memeriksa sertifikat server.",
        ),
    ),
    "secretariat_certificate_name": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat sekretariat milik nama lain."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Jangan diabaikan: mungkin ada yang menyamar. Beri tahu TI."),
    ),
    "secretariat_certificate_unknown": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat sekretariat tidak dari penerbit yang dipercaya."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Jangan diabaikan: mungkin ada yang menyamar. Minta TI memeriksa sslrootcert."
        ),
    ),
    "secretariat_no_tls": (
        QT_TRANSLATE_NOOP("labels", "Sambungan terenkripsi dengan sekretariat tidak bisa dibuat."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menyalakan TLS di server (docs/secretariat.md)."),
    ),
    "secretariat_full": (
        QT_TRANSLATE_NOOP("labels", "Disk sekretariat penuh; ia tidak bisa menerima catatan."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI mengosongkan disk server sekarang."),
    ),
    "secretariat_busy": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat terlalu sibuk."),
        _ALONE,
        _IT,
    ),
    "secretariat_suspended": (
        QT_TRANSLATE_NOOP("labels", "Login ini berulang kali menahan sekretariat; ia menunggu satu menit."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Tutup program lain yang memakai login ini; beri tahu TI."),
    ),
    "secretariat_starting": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat sedang dinyalakan."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Tunggu sebentar; meja mencoba lagi sendiri."),
    ),
    "secretariat_standby": (
        QT_TRANSLATE_NOOP("labels", "Yang menjawab hanya server cadangan; tidak bisa ditulis."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Beri tahu TI: server utama mati, cadangan perlu dinaikkan."),
    ),
    "secretariat_no_database": (
        QT_TRANSLATE_NOOP("labels", "Database itu tidak ada di server."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Periksa nama database; ruang baru dibuat dengan: secretariat init."),
    ),
    "secretariat_address": (
        QT_TRANSLATE_NOOP("labels", "Alamat sekretariat tidak bisa dibaca."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Tulis postgresql://user@server/database, tanpa sandi."),
    ),
    "secretariat_config": (
        QT_TRANSLATE_NOOP("labels", "secretariat.toml salah, baris {line}, {key}: ditemukan {found}."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}."),
    ),
    "secretariat_new_origin": (
        QT_TRANSLATE_NOOP("labels", "Jurnal meja ini dipulihkan dari cadangan dan belum bernama sendiri."),
        QT_TRANSLATE_NOOP(
            "labels", "Meja bekerja sendiri; tidak ada yang dikirim ke ruang sampai itu selesai."
        ),
        QT_TRANSLATE_NOOP("labels", "Tutup meja, jalankan batola-desk new-origin, lalu buka lagi."),
    ),
    "secretariat_other_room": (
        QT_TRANSLATE_NOOP("labels", "Server ini tidak mengenal satu pun catatan dari ruang meja ini."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels",
            "Minta TI memeriksa alamatnya. Bila ruang memang dibuat baru: ketua regu mengesahkannya"
            " (Ctrl+Shift+Y).",
        ),
    ),
    "room_not_offered": (
        QT_TRANSLATE_NOOP("labels", "Yang menjawab sekarang bukan lagi ruang yang Anda lihat."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Buka lembar ini sekali lagi."),
    ),
    "origin_cloned": (
        QT_TRANSLATE_NOOP("labels", "Dua meja menulis dengan salinan berkas jurnal yang sama."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu TI sekarang: di komputer salinan itu, jalankan batola-desk new-origin."
        ),
    ),
    "room_gap": (
        QT_TRANSLATE_NOOP("labels", "Jurnal di sekretariat berlubang."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menjalankan: batola-desk secretariat verify."),
    ),
    "room_forked": (
        QT_TRANSLATE_NOOP("labels", "Jurnal di sekretariat tidak bersambung."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menjalankan: batola-desk secretariat verify."),
    ),
    "room_page_invalid": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat mengirim halaman jurnal yang tidak bisa dibaca."),
        _ALONE,
        QT_TRANSLATE_NOOP("labels", "Minta TI menjalankan: batola-desk secretariat verify."),
    ),
    "room_snapshot_wrong": (
        QT_TRANSLATE_NOOP(
            "labels", "Keadaan awal dari sekretariat tidak cocok dengan riwayat ({count} hal)."
        ),
        QT_TRANSLATE_NOOP("labels", "Semua sudah dibetulkan dari riwayat; yang tampil sekarang benar."),
        QT_TRANSLATE_NOOP("labels", "Beri tahu TI: periksa komputer yang membuat keadaan awal itu."),
    ),
    "room_snapshot_invalid": (
        QT_TRANSLATE_NOOP("labels", "Keadaan awal dari sekretariat tidak bisa dipakai."),
        _ALONE,
        _IT,
    ),
    "sync_broke": (
        QT_TRANSLATE_NOOP(
            "labels", "Ada kesalahan program dalam pertukaran dengan sekretariat; sudah dicatat."
        ),
        _ALONE,
        _IT,
    ),
    "secretariat_fault": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat menjawab dengan kesalahan."),
        _ALONE,
        _IT,
    ),
    "secretariat_gap": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat belum punya catatan yang lebih tua dari meja ini."),
        _ALONE,
        _IT,
    ),
    "secretariat_reused": (
        QT_TRANSLATE_NOOP("labels", "Berkas jurnal meja ini ada dua: nomor yang sama dipakai dua kali."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu TI: di komputer salinan itu, jalankan batola-desk new-origin."
        ),
    ),
    "secretariat_other_author": (
        QT_TRANSLATE_NOOP("labels", "Sesi ini tidak boleh menulis atas nama orang lain."),
        _ALONE,
        _IT,
    ),
    "secretariat_other_desk": (
        QT_TRANSLATE_NOOP("labels", "Jurnal meja ini terdaftar milik meja lain."),
        _ALONE,
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu TI: di komputer salinan itu, jalankan batola-desk new-origin."
        ),
    ),
    "secretariat_no_stream": (
        QT_TRANSLATE_NOOP("labels", "Aliran ruang ini tidak ada di sekretariat."),
        _ALONE,
        _IT,
    ),
    "secretariat_bad_envelope": (
        QT_TRANSLATE_NOOP("labels", "Sekretariat tidak mengenali sebuah catatan."),
        _ALONE,
        _IT,
    ),
    "secretariat_batch_too_big": (
        QT_TRANSLATE_NOOP("labels", "Kiriman ke sekretariat terlalu besar."),
        _ALONE,
        _IT,
    ),
    "secretariat_postgres_old": (
        QT_TRANSLATE_NOOP("labels", "PostgreSQL di server terlalu tua."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pasang PostgreSQL 15 atau lebih baru."),
    ),
    "secretariat_not_utf8": (
        QT_TRANSLATE_NOOP("labels", "Database itu tidak memakai UTF-8."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buat database baru dengan ENCODING 'UTF8'."),
    ),
    "secretariat_no_program": (
        QT_TRANSLATE_NOOP("labels", "Program PostgreSQL tidak ditemukan di mesin ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pasang paket klien PostgreSQL."),
    ),
    "member_login_bad": (
        QT_TRANSLATE_NOOP("labels", "Nama login itu tidak bisa dipakai."),
        "",
        QT_TRANSLATE_NOOP(
            "labels", "Huruf kecil, angka, titik, garis; 2 sampai 31 tanda, mulai dengan huruf."
        ),
    ),
    "member_login_foreign": (
        QT_TRANSLATE_NOOP("labels", "Login itu milik sesuatu yang lain di server ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih nama lain."),
    ),
    "member_password_short": (
        QT_TRANSLATE_NOOP("labels", "Sandi terlalu pendek."),
        "",
        QT_TRANSLATE_NOOP("labels", "Paling sedikit 10 tanda; beberapa kata lebih mudah diingat."),
    ),
    "member_desk_bad": (
        QT_TRANSLATE_NOOP("labels", "Huruf meja harus satu atau dua huruf besar."),
        "",
        "",
    ),
    "member_desk_taken": (
        QT_TRANSLATE_NOOP("labels", "Huruf itu sudah milik meja lain."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih huruf lain: nomor tiket dua meja tidak boleh sama."),
    ),
    "member_unknown": (
        QT_TRANSLATE_NOOP("labels", "Login itu bukan anggota ruang ini."),
        "",
        "",
    ),
    "member_is_machine": (
        QT_TRANSLATE_NOOP("labels", "Itu login sebuah mesin; perannya tidak diubah."),
        "",
        "",
    ),
    "member_disabled": (
        QT_TRANSLATE_NOOP("labels", "Login itu dikunci; perannya tidak diubah."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buka lagi dengan add-user (sandi baru; --role memberi peran baru)."),
    ),
    "password_file_empty": (
        QT_TRANSLATE_NOOP("labels", "Berkas sandi kosong."),
        "",
        "",
    ),
    "password_not_asked": (
        QT_TRANSLATE_NOOP("labels", "Sandi tidak bisa ditanyakan di sini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Beri --new-password-file."),
    ),
    "password_differs": (
        QT_TRANSLATE_NOOP("labels", "Kedua sandi berbeda."),
        "",
        QT_TRANSLATE_NOOP("labels", "Coba lagi."),
    ),
    "backup_exists": (
        QT_TRANSLATE_NOOP("labels", "Berkas cadangan itu sudah ada; tidak ditimpa."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih nama lain, misalnya dengan tanggal."),
    ),
    "backup_failed": (
        QT_TRANSLATE_NOOP("labels", "Program PostgreSQL untuk cadangan gagal."),
        "",
        "",
    ),
    "backup_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Cadangan atau berkas .json di sampingnya tidak bisa dibaca."),
        "",
        QT_TRANSLATE_NOOP("labels", "Keduanya harus ada di folder yang sama."),
    ),
    "backup_altered": (
        QT_TRANSLATE_NOOP("labels", "Cadangan TIDAK SAMA dengan hash-nya: rusak atau diubah."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ambil cadangan yang lain."),
    ),
    "restore_not_empty": (
        QT_TRANSLATE_NOOP("labels", "Database tujuan tidak kosong; tidak ada yang diubah."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pulihkan ke database baru, lalu arahkan meja ke sana."),
    ),
    "journal_damaged": (
        QT_TRANSLATE_NOOP("labels", "Jurnal {path} rusak dan tidak bisa dibaca."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buka program meja sekali: ia menyelamatkan isinya; lalu ulangi."),
    ),
    "rescue_other_room": (
        QT_TRANSLATE_NOOP("labels", "Salinan ini dari ruang lain, atau dari ruang ini sebelum dipulihkan."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diambil."),
        QT_TRANSLATE_NOOP("labels", "Bila benar milik ruang ini: ulangi dengan --other-room."),
    ),
    "rescue_unanswered": (
        QT_TRANSLATE_NOOP("labels", "Meja sedang terbuka dan tidak mengambil catatannya."),
        QT_TRANSLATE_NOOP("labels", "Berkas salinan tetap utuh."),
        QT_TRANSLATE_NOOP("labels", "Tutup program meja, lalu ulangi."),
    ),
}
