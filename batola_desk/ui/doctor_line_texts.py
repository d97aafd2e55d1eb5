"""What the doctor says of telephone line, secretariat, clock and certificates; see ``ui.doctor_texts``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

LINE_TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "line_up": (
        QT_TRANSLATE_NOOP("labels", "saluran"),
        QT_TRANSLATE_NOOP("labels", "batola-line berjalan ({calls} panggilan)."),
        "",
        "",
    ),
    "line_not_answering": (
        QT_TRANSLATE_NOOP("labels", "saluran"),
        QT_TRANSLATE_NOOP("labels", "batola-line berjalan tetapi tidak menjawab pertanyaan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan yang ada tidak terganggu."),
        QT_TRANSLATE_NOOP(
            "labels", "Tunggu sebentar, lalu ulangi; kalau tetap, buka meja lagi di luar panggilan."
        ),
    ),
    "line_config_wrong": (
        QT_TRANSLATE_NOOP("labels", "saluran"),
        QT_TRANSLATE_NOOP("labels", "line.toml salah: {key}; yang boleh: {allowed}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Perbaiki line.toml; tanpa itu saluran tidak menyala."),
    ),
    "line_keys_in_clear": (
        QT_TRANSLATE_NOOP("labels", "enkripsi"),
        QT_TRANSLATE_NOOP(
            "labels", "Akun {account}: srtp = mandatory tanpa TLS; kunci suara terbaca di jaringan."
        ),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Pakai transport = tls pada registrar atau proxy."),
    ),
    "line_port_free": (
        QT_TRANSLATE_NOOP("labels", "port SIP"),
        QT_TRANSLATE_NOOP("labels", "{port} bebas ({host})."),
        "",
        "",
    ),
    "line_port_used": (
        QT_TRANSLATE_NOOP("labels", "port SIP"),
        QT_TRANSLATE_NOOP("labels", "{port} sedang dipakai."),
        QT_TRANSLATE_NOOP("labels", "Kalau meja ini terbuka, itu saluran meja ini sendiri."),
        QT_TRANSLATE_NOOP("labels", "Kalau tidak: cari program yang memakainya."),
    ),
    "line_address_foreign": (
        QT_TRANSLATE_NOOP("labels", "port SIP"),
        QT_TRANSLATE_NOOP("labels", "Alamat {host} tidak ada di komputer ini."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa sip_host di line.toml."),
    ),
    "line_direct": (
        QT_TRANSLATE_NOOP("labels", "saluran"),
        QT_TRANSLATE_NOOP("labels", "Tanpa registrar: menerima panggilan langsung."),
        "",
        "",
    ),
    "exchange_found": (
        QT_TRANSLATE_NOOP("labels", "saluran"),
        QT_TRANSLATE_NOOP("labels", "Akun {account}: {uri} ditemukan ({where})."),
        "",
        "",
    ),
    "exchange_unknown": (
        QT_TRANSLATE_NOOP("labels", "saluran"),
        QT_TRANSLATE_NOOP("labels", "Akun {account}: {uri} tidak ditemukan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan langsung ke alamat komputer ini masih bisa masuk."),
        QT_TRANSLATE_NOOP("labels", "Periksa line.toml, DNS dan jaringan."),
    ),
    "account_registered": (
        QT_TRANSLATE_NOOP("labels", "pendaftaran"),
        QT_TRANSLATE_NOOP("labels", "Akun {account} terdaftar di {way}."),
        "",
        "",
    ),
    "account_registering": (
        QT_TRANSLATE_NOOP("labels", "pendaftaran"),
        QT_TRANSLATE_NOOP("labels", "Akun {account} belum selesai mendaftar."),
        QT_TRANSLATE_NOOP("labels", "Pendaftaran dicoba terus."),
        QT_TRANSLATE_NOOP("labels", "Tunggu, lalu ulangi."),
    ),
    "account_standby": (
        QT_TRANSLATE_NOOP("labels", "pendaftaran"),
        QT_TRANSLATE_NOOP("labels", "Akun {account}: registrar utama diam, cadangan {way} dipakai."),
        QT_TRANSLATE_NOOP("labels", "Panggilan masuk lewat cadangan."),
        QT_TRANSLATE_NOOP("labels", "Periksa registrar utama."),
    ),
    "account_unverified": (
        QT_TRANSLATE_NOOP("labels", "pendaftaran"),
        QT_TRANSLATE_NOOP("labels", "Akun {account} menerima sertifikat TLS apa saja."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap bekerja, tetapi server palsu tidak ketahuan."),
        QT_TRANSLATE_NOOP("labels", "Hapus verify = false di line.toml."),
    ),
    "account_not_tried": (
        QT_TRANSLATE_NOOP("labels", "pendaftaran"),
        QT_TRANSLATE_NOOP(
            "labels", "Akun {account} tidak dicoba: saluran meja mati dan pendaftaran tidak diminta."
        ),
        "",
        QT_TRANSLATE_NOOP("labels", "Uji: batola-desk doctor --call, atau buka meja."),
    ),
    "account_failed": (
        QT_TRANSLATE_NOOP("labels", "pendaftaran"),
        "{why}",
        QT_TRANSLATE_NOOP("labels", "Panggilan langsung ke alamat komputer ini masih bisa masuk."),
        "{advice}",
    ),
    "echo_none": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Tanpa nomor uji (doctor.echo_number kosong): tidak ada panggilan uji."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta PBX menyediakan nomor gema, lalu isi doctor.echo_number."),
    ),
    "echo_not_asked": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Nomor uji {number} ada, tetapi panggilan uji tidak diminta."),
        "",
        QT_TRANSLATE_NOOP("labels", "Uji: batola-desk doctor --call."),
    ),
    "echo_good": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP(
            "labels",
            "Nomor uji {number} menjawab; suara kembali setelah {delay_ms} ms, {level_db} dB, {codec}.",
        ),
        "",
        "",
    ),
    "echo_soft": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Nomor uji {number}: suara kembali terlalu pelan ({level_db} dB)."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tersambung."),
        QT_TRANSLATE_NOOP("labels", "Periksa penguatan di PBX dan nomor gemanya."),
    ),
    "echo_one_way": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Nomor uji {number} menjawab, tetapi tidak ada suara yang kembali."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tersambung tanpa suara."),
        QT_TRANSLATE_NOOP(
            "labels",
            "Periksa firewall untuk RTP (line.toml: rtp_port_first …), NAT dan nomor gemanya.",
        ),
    ),
    "echo_failed": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Nomor uji {number} tidak tersambung: {sip_code} {reason}"),
        QT_TRANSLATE_NOOP("labels", "Panggilan masuk tidak ikut diuji."),
        QT_TRANSLATE_NOOP("labels", "Periksa hak menelepon akun ini di PBX dan doctor.echo_number."),
    ),
    "echo_emergency_number": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Nomor uji {number} adalah nomor darurat; tidak dipanggil."),
        "",
        QT_TRANSLATE_NOOP("labels", "Isi nomor gema PBX di doctor.echo_number."),
    ),
    "echo_call_lives": (
        QT_TRANSLATE_NOOP("labels", "panggilan uji"),
        QT_TRANSLATE_NOOP("labels", "Tidak diuji: ada panggilan hidup di meja ini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan itu tidak diganggu."),
        QT_TRANSLATE_NOOP("labels", "Ulangi di luar panggilan."),
    ),
    "store_none": (
        QT_TRANSLATE_NOOP("labels", "rekaman"),
        QT_TRANSLATE_NOOP("labels", "Tanpa [recording_store]: rekaman hanya ada di meja ini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan direkam di meja ini."),
        QT_TRANSLATE_NOOP("labels", "Isi [recording_store] di line.toml."),
    ),
    "store_not_ready": (
        QT_TRANSLATE_NOOP("labels", "rekaman"),
        QT_TRANSLATE_NOOP("labels", "Penyimpanan {kind} tidak siap: {detail}."),
        QT_TRANSLATE_NOOP("labels", "Rekaman tetap ditulis di meja ini dan disalin nanti."),
        QT_TRANSLATE_NOOP("labels", "Periksa [recording_store] di line.toml, alamat dan haknya."),
    ),
    "store_answers": (
        QT_TRANSLATE_NOOP("labels", "rekaman"),
        QT_TRANSLATE_NOOP("labels", "Penyimpanan {store} menjawab."),
        "",
        "",
    ),
    "room_alone": (
        QT_TRANSLATE_NOOP("labels", "sekretariat"),
        QT_TRANSLATE_NOOP("labels", "Meja tunggal (tanpa secretariat.toml)."),
        "",
        "",
    ),
    "room_password_open": (
        QT_TRANSLATE_NOOP("labels", "sekretariat"),
        QT_TRANSLATE_NOOP("labels", "Berkas sandi bisa dibaca orang lain."),
        QT_TRANSLATE_NOOP("labels", "Meja tetap tersambung."),
        QT_TRANSLATE_NOOP("labels", "chmod 600 pada berkas itu."),
    ),
    "room_joined": (
        QT_TRANSLATE_NOOP("labels", "sekretariat"),
        QT_TRANSLATE_NOOP("labels", "{login} masuk di {host}; {count} catatan di ruang."),
        "",
        "",
    ),
    "sync_sent": (
        QT_TRANSLATE_NOOP("labels", "sinkron"),
        QT_TRANSLATE_NOOP("labels", "Semua catatan meja ini sudah diterima ruang."),
        "",
        "",
    ),
    "sync_waiting": (
        QT_TRANSLATE_NOOP("labels", "sinkron"),
        QT_TRANSLATE_NOOP("labels", "{count} catatan meja ini menunggu ruang, yang tertua {age}."),
        QT_TRANSLATE_NOOP("labels", "Semua catatan aman di meja ini dan dikirim sendiri begitu bisa."),
        QT_TRANSLATE_NOOP(
            "labels", "Periksa baris sekretariat; jangan matikan komputer ini sebelum terkirim."
        ),
    ),
    "sync_level": (
        QT_TRANSLATE_NOOP("labels", "sinkron"),
        QT_TRANSLATE_NOOP("labels", "Meja ini tahu semua {seq} catatan ruang."),
        "",
        "",
    ),
    "sync_behind": (
        QT_TRANSLATE_NOOP("labels", "sinkron"),
        QT_TRANSLATE_NOOP(
            "labels", "Meja ini tertinggal {count} catatan; catatan ruang terakhir di sini {age} lalu."
        ),
        QT_TRANSLATE_NOOP(
            "labels", "Yang sudah ada tetap terlihat; meja mengejar sendiri begitu terbuka dan tersambung."
        ),
        QT_TRANSLATE_NOOP(
            "labels", "Buka meja dan tunggu; kalau tidak berkurang, periksa jaringan ke sekretariat."
        ),
    ),
    "clock_right": (
        QT_TRANSLATE_NOOP("labels", "jam"),
        QT_TRANSLATE_NOOP("labels", "Jam komputer ini {off_s} s dari jam server."),
        "",
        "",
    ),
    "clock_wrong": (
        QT_TRANSLATE_NOOP("labels", "jam"),
        QT_TRANSLATE_NOOP("labels", "Jam komputer ini {off_s} s dari jam server."),
        QT_TRANSLATE_NOOP("labels", "Urutan catatan tetap benar; waktu yang ditulis salah."),
        QT_TRANSLATE_NOOP("labels", "Nyalakan sinkronisasi waktu (NTP) di komputer ini dan di server."),
    ),
    "clock_unsure": (
        QT_TRANSLATE_NOOP("labels", "jam"),
        QT_TRANSLATE_NOOP(
            "labels", "Server menjawab terlalu lambat ({took_s} s): beda jam tidak bisa diukur."
        ),
        QT_TRANSLATE_NOOP("labels", "Meja tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Periksa jaringan, lalu ulangi."),
    ),
    "certificate_valid": (
        QT_TRANSLATE_NOOP("labels", "sertifikat"),
        QT_TRANSLATE_NOOP("labels", "{owner}: berlaku {days} hari lagi (sampai {until})."),
        "",
        "",
    ),
    "certificate_soon": (
        QT_TRANSLATE_NOOP("labels", "sertifikat"),
        QT_TRANSLATE_NOOP("labels", "{owner}: habis dalam {days} hari ({until})."),
        QT_TRANSLATE_NOOP("labels", "Masih dipakai sampai tanggal itu."),
        QT_TRANSLATE_NOOP("labels", "Minta dan pasang sertifikat baru sebelum tanggal itu."),
    ),
    "certificate_expired": (
        QT_TRANSLATE_NOOP("labels", "sertifikat"),
        QT_TRANSLATE_NOOP("labels", "{owner}: sudah habis sejak {until}."),
        QT_TRANSLATE_NOOP("labels", "Yang memeriksa sertifikat ini menolak sambungan."),
        QT_TRANSLATE_NOOP("labels", "Pasang sertifikat baru sekarang."),
    ),
    "certificate_early": (
        QT_TRANSLATE_NOOP("labels", "sertifikat"),
        QT_TRANSLATE_NOOP("labels", "{owner}: baru berlaku mulai {until}."),
        QT_TRANSLATE_NOOP("labels", "Yang memeriksa sertifikat ini menolak sambungan."),
        QT_TRANSLATE_NOOP("labels", "Periksa jam komputer ini dan sertifikatnya."),
    ),
    "certificate_unreadable": (
        QT_TRANSLATE_NOOP("labels", "sertifikat"),
        QT_TRANSLATE_NOOP("labels", "{owner}: {file} tidak bisa dibaca ({detail})."),
        QT_TRANSLATE_NOOP("labels", "Sambungan yang memerlukannya gagal."),
        QT_TRANSLATE_NOOP("labels", "Taruh berkas PEM yang utuh di sana."),
    ),
    "server_certificate_unseen": (
        QT_TRANSLATE_NOOP("labels", "sertifikat"),
        QT_TRANSLATE_NOOP("labels", "Sertifikat {owner} tidak bisa dilihat ({detail})."),
        QT_TRANSLATE_NOOP("labels", "Meja tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Lihat baris sekretariat atau pendaftaran."),
    ),
    "copy_folder_good": (
        QT_TRANSLATE_NOOP("labels", "salinan"),
        QT_TRANSLATE_NOOP("labels", "{folder} bisa ditulis, {ms} ms per tulis yang dipastikan."),
        "",
        "",
    ),
    "neighbour_keeps": (
        QT_TRANSLATE_NOOP("labels", "salinan"),
        QT_TRANSLATE_NOOP(
            "labels", "Meja {desk} menyimpan untuk meja ini; sertifikatnya berlaku {days} hari lagi."
        ),
        "",
        "",
    ),
    "neighbour_certificate_soon": (
        QT_TRANSLATE_NOOP("labels", "salinan"),
        QT_TRANSLATE_NOOP(
            "labels", "Meja {desk} menyimpan untuk meja ini; sertifikatnya habis dalam {days} hari."
        ),
        QT_TRANSLATE_NOOP("labels", "Masih dipakai sampai hari itu."),
        QT_TRANSLATE_NOOP("labels", "Pasang sertifikat baru di meja {desk}."),
    ),
    "neighbour_silent": (
        QT_TRANSLATE_NOOP("labels", "salinan"),
        QT_TRANSLATE_NOOP("labels", "Meja {desk}: {place} tidak menjawab sebagai tetangga ({detail})."),
        QT_TRANSLATE_NOOP("labels", "Catatan tetap aman di meja ini."),
        QT_TRANSLATE_NOOP("labels", "Periksa apakah meja {desk} terbuka dan jaringannya."),
    ),
}
