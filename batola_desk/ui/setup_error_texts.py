"""What the tests of the first start found, in words: what is so, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

SETUP_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "setup_letter_good": (QT_TRANSLATE_NOOP("labels", "Meja ini menjadi meja {letter}."), "", ""),
    "setup_letter_none": (
        QT_TRANSLATE_NOOP("labels", "Huruf meja belum benar."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ketik satu huruf A sampai Z; setiap meja punya hurufnya sendiri."),
    ),
    "setup_letter_changes": (
        QT_TRANSLATE_NOOP("labels", "Tiket lama di komputer ini memakai huruf {old}; yang baru {letter}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tiket lama tetap bernama seperti dulu. Lanjutkan bila memang pindah."),
    ),
    "setup_letter_taken": (
        QT_TRANSLATE_NOOP("labels", "Meja {letter} sedang bekerja di ruang ini dari komputer lain."),
        "",
        QT_TRANSLATE_NOOP(
            "labels", "Pilih huruf lain di halaman pertama, atau tutup dulu meja yang lain itu."
        ),
    ),
    "setup_letter_used": (
        QT_TRANSLATE_NOOP("labels", "Huruf {letter} baru-baru ini dipakai meja lain di ruang ini."),
        "",
        QT_TRANSLATE_NOOP(
            "labels", "Lanjutkan hanya bila komputer ini menggantikan meja itu; selain itu pilih huruf lain."
        ),
    ),
    "setup_room_good": (
        QT_TRANSLATE_NOOP("labels", "{login} masuk di {host}; ruang ini berisi {count} catatan."),
        "",
        "",
    ),
    "setup_room_incomplete": (
        QT_TRANSLATE_NOOP("labels", "Server dan nama database belum diisi."),
        "",
        QT_TRANSLATE_NOOP(
            "labels", "Isi keduanya, atau lewati halaman ini: meja bekerja sendiri sampai ada databasenya."
        ),
    ),
    "setup_password_missing": (
        QT_TRANSLATE_NOOP("labels", "Sandi mesin untuk database belum diisi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ketik sandi yang diberikan TI (batola-desk secretariat add-desk)."),
    ),
    "setup_not_this_desk": (
        QT_TRANSLATE_NOOP(
            "labels", "Login {login} milik meja {other} menurut server, bukan meja {letter} ini."
        ),
        "",
        QT_TRANSLATE_NOOP("labels", "Pakai login meja ini sendiri, atau ganti huruf di halaman pertama."),
    ),
    "setup_host_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada server bernama {host}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa ejaan dan DNS; alamat IP juga boleh ditulis."),
    ),
    "setup_host_refuses": (
        QT_TRANSLATE_NOOP("labels", "{host} ada, tetapi menolak sambungan pada port {port}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa port (server:5433), dan apakah PostgreSQL menyala di sana."),
    ),
    "setup_host_silent": (
        QT_TRANSLATE_NOOP("labels", "{host} tidak menjawab pada port {port}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa kabel, alamat dan firewall di antara meja dan server."),
    ),
    "setup_line_good": (
        QT_TRANSLATE_NOOP("labels", "Sentral ({way}) menerima akun {user} dengan sandi ini."),
        "",
        "",
    ),
    "setup_sip_password": (
        QT_TRANSLATE_NOOP("labels", "Sentral menolak nama akun atau sandi ini (SIP {sip_code})."),
        "",
        QT_TRANSLATE_NOOP("labels", "Cocokkan nama akun dengan data di sentral, dan ketik sandi lagi."),
    ),
    "setup_sip_silent": (
        QT_TRANSLATE_NOOP("labels", "Sentral {host} tidak menjawab sama sekali."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa alamat dan port sentral (pbx:5062), kabel, dan firewall."),
    ),
    "setup_line_direct": (
        QT_TRANSLATE_NOOP("labels", "Tanpa registrar: meja menerima panggilan langsung pada port {port}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Lanjutkan bila sentral memang mengirim panggilan ke alamat meja ini."),
    ),
    "setup_account_elsewhere": (
        QT_TRANSLATE_NOOP("labels", "Akun {user} sedang terdaftar di pesawat lain juga."),
        "",
        QT_TRANSLATE_NOOP(
            "labels",
            "Setiap meja sebaiknya punya akun sendiri; bila sengaja bersama, tulis is_shared = true.",
        ),
    ),
    "setup_user_missing": (
        QT_TRANSLATE_NOOP("labels", "Nama akun SIP belum diisi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ketik nama akun meja ini di sentral, misalnya 112b."),
    ),
    "setup_accounts_by_hand": (
        QT_TRANSLATE_NOOP("labels", "line.toml meja ini berisi beberapa akun ([[account]])."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ubah di berkas itu; lewati halaman ini."),
    ),
    "setup_port_taken": (
        QT_TRANSLATE_NOOP("labels", "Port SIP {port} sedang dipakai program lain di komputer ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tutup program itu (softphone?), atau tulis port lain."),
    ),
    "setup_address_foreign": (
        QT_TRANSLATE_NOOP("labels", "Alamat {host} bukan alamat komputer ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa sip_host di line.toml."),
    ),
    "setup_sound_stopped": (
        QT_TRANSLATE_NOOP("labels", "Uji suara berhenti sebelum selesai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ulangi di luar panggilan."),
    ),
    "setup_map_good": (
        QT_TRANSLATE_NOOP("labels", "Paket peta utuh: {name}, dibuat {date}."),
        "",
        "",
    ),
    "setup_map_folder_old": (
        QT_TRANSLATE_NOOP("labels", "Folder {folder} tidak berisi paket peta yang lebih baru."),
        "",
        QT_TRANSLATE_NOOP("labels", "Folder ini diperiksa lagi setiap kali meja dibuka."),
    ),
    "setup_value": (
        QT_TRANSLATE_NOOP("labels", "Isian {key} tidak bisa dipakai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}"),
    ),
    "setup_broke": (
        QT_TRANSLATE_NOOP("labels", "Uji ini gagal karena kesalahan program."),
        "",
        QT_TRANSLATE_NOOP("labels", "Coba lagi; kalau berulang, beri tahu TI."),
    ),
    "setup_stopped": (
        QT_TRANSLATE_NOOP("labels", "Ada halaman yang tidak boleh disimpan begitu (■)."),
        QT_TRANSLATE_NOOP("labels", "Belum ada yang ditulis."),
        QT_TRANSLATE_NOOP("labels", "Kembali ke halaman itu: perbaiki, atau lewati."),
    ),
    "setup_doubtful": (
        QT_TRANSLATE_NOOP("labels", "Ada halaman yang belum tersambung atau belum diuji."),
        QT_TRANSLATE_NOOP("labels", "Belum ada yang ditulis."),
        QT_TRANSLATE_NOOP("labels", "Ctrl+Enter menyimpan walau belum terhubung."),
    ),
    "setup_refused": (
        QT_TRANSLATE_NOOP("labels", "Tidak disimpan: isian {key} tidak bisa dipakai."),
        QT_TRANSLATE_NOOP("labels", "Konfigurasi lama tidak berubah."),
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}"),
    ),
    "setup_not_saved": (
        QT_TRANSLATE_NOOP("labels", "Konfigurasi tidak bisa ditulis: {reason}."),
        QT_TRANSLATE_NOOP("labels", "Konfigurasi lama tidak berubah."),
        QT_TRANSLATE_NOOP(
            "labels", "Di meja yang dipasang TI hanya administrator yang menulis: batola-deskctl configure."
        ),
    ),
    "setup_call_lives": (
        QT_TRANSLATE_NOOP("labels", "Masih ada panggilan: meja tidak dibuka ulang sekarang."),
        QT_TRANSLATE_NOOP("labels", "Konfigurasi sudah tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Ulangi setelah panggilan selesai, atau berlaku saat meja dibuka lagi."),
    ),
    "setup_in_training": (
        QT_TRANSLATE_NOOP("labels", "Dalam LATIHAN meja tidak disiapkan."),
        QT_TRANSLATE_NOOP("labels", "Latihan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Buka meja yang sungguhan: batola-desk."),
    ),
}
