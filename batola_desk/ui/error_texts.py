"""What the operator reads for each error code: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.announcement_error_texts import ANNOUNCEMENT_ERROR_TEXTS
from batola_desk.ui.conflict_error_texts import CONFLICT_ERROR_TEXTS
from batola_desk.ui.copy_error_texts import COPY_ERROR_TEXTS
from batola_desk.ui.line_error_texts import LINE_ERROR_TEXTS
from batola_desk.ui.map_feature_error_texts import MAP_FEATURE_ERROR_TEXTS
from batola_desk.ui.map_pack_error_texts import MAP_PACK_ERROR_TEXTS
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.ownership_texts import OWNERSHIP_ERROR_TEXTS
from batola_desk.ui.party_texts import PARTY_ERROR_TEXTS
from batola_desk.ui.people_error_texts import PEOPLE_ERROR_TEXTS
from batola_desk.ui.position_error_texts import POSITION_ERROR_TEXTS
from batola_desk.ui.reach_error_texts import REACH_ERROR_TEXTS
from batola_desk.ui.recording_error_texts import RECORDING_ERROR_TEXTS
from batola_desk.ui.secretariat_error_texts import SECRETARIAT_ERROR_TEXTS
from batola_desk.ui.unit_error_texts import UNIT_ERROR_TEXTS

Texts = tuple[str, str, str]

FALLBACK: Texts = (
    QT_TRANSLATE_NOOP("labels", "Perintah tidak bisa dijalankan ({code})."),
    QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket tidak berubah."),
    QT_TRANSLATE_NOOP("labels", "Coba lagi; kalau berulang, beri tahu TI."),
)

ERROR_TEXTS: Mapping[str, Texts] = {
    **CONFLICT_ERROR_TEXTS,
    **PARTY_ERROR_TEXTS,
    **PEOPLE_ERROR_TEXTS,
    **OWNERSHIP_ERROR_TEXTS,
    **ANNOUNCEMENT_ERROR_TEXTS,
    **MAP_FEATURE_ERROR_TEXTS,
    **REACH_ERROR_TEXTS,
    **POSITION_ERROR_TEXTS,
    **UNIT_ERROR_TEXTS,
    **MAP_PACK_ERROR_TEXTS,
    "our_fault": (
        QT_TRANSLATE_NOOP("labels", "Ada kesalahan pada program ini; sudah dicatat."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus, data tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Lanjutkan bekerja; kalau berulang, beri tahu TI."),
    ),
    "no_call_ringing": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada panggilan yang berdering."),
        "",
        "",
    ),
    "trace_empty": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada jejak SIP untuk panggilan ini; jejak disimpan satu jam saja."),
        "",
        QT_TRANSLATE_NOOP("labels", "Simpan jejak segera setelah panggilan yang bermasalah."),
    ),
    "trace_not_written": (
        QT_TRANSLATE_NOOP("labels", "Jejak SIP tidak bisa ditulis ke {path} ({reason})."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus; jejak masih ada di memori."),
        QT_TRANSLATE_NOOP("labels", "Periksa ruang dan hak tulis folder itu, lalu ulangi."),
    ),
    "call_unknown": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini tidak dikenal lagi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih panggilan lain."),
    ),
    "call_gone": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini sudah berakhir."),
        QT_TRANSLATE_NOOP("labels", "Nomornya tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Hubungi balik dari daftar."),
    ),
    "no_call_in_headset": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada panggilan di headset."),
        "",
        "",
    ),
    "call_not_held": (
        QT_TRANSLATE_NOOP("labels", "Panggilan itu tidak ada di daftar ditahan."),
        "",
        "",
    ),
    "call_not_ringing": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini tidak berdering lagi."),
        "",
        "",
    ),
    "call_not_talking": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini sedang tidak tersambung."),
        "",
        "",
    ),
    "transfer_pending": (
        QT_TRANSLATE_NOOP("labels", "Pengalihan panggilan ini masih berjalan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap tersambung."),
        QT_TRANSLATE_NOOP("labels", "Tunggu kabar hasilnya, lalu ulangi bila gagal."),
    ),
    "call_not_answered": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini tidak dijawab; jenisnya sudah T (terputus)."),
        "",
        "",
    ),
    "call_not_linked": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini tidak terkait dengan tiket itu."),
        "",
        "",
    ),
    "calls_alive": (
        QT_TRANSLATE_NOOP("labels", "Masih ada panggilan berjalan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tidak diputus."),
        QT_TRANSLATE_NOOP("labels", "Tutup panggilan dulu (F4)."),
    ),
    "sound_check_in_call": (
        QT_TRANSLATE_NOOP("labels", "Uji suara tidak bisa selama ada panggilan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Ulangi setelah panggilan selesai."),
    ),
    "sound_check_no_device": (
        QT_TRANSLATE_NOOP("labels", "Perangkat untuk uji ini tidak ada."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pasang atau pilih perangkat, lalu ulangi."),
    ),
    "sound_check_unknown": (
        QT_TRANSLATE_NOOP("labels", "Uji suara {kind} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Saluran dan layar berbeda versi; hubungi TI."),
    ),
    "prompt_unknown": (
        QT_TRANSLATE_NOOP("labels", "Rekaman kalimat {name} tidak ada."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Ucapkan kalimat itu sendiri; beri tahu TI."),
    ),
    "class_unknown": (
        QT_TRANSLATE_NOOP("labels", "Jenis panggilan {call_class} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih salah satu huruf yang ditampilkan."),
    ),
    "class_automatic": (
        QT_TRANSLATE_NOOP("labels", "Jenis {call_class} dipasang otomatis."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih jenis lain."),
    ),
    "class_needs_ticket": (
        QT_TRANSLATE_NOOP("labels", "Jenis {call_class} perlu tiket."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap tercatat."),
        QT_TRANSLATE_NOOP("labels", "Buat tiket (F6) atau kaitkan panggilan ke tiket yang ada."),
    ),
    "class_needs_silent_check": (
        QT_TRANSLATE_NOOP("labels", "Ghost hanya boleh setelah prosedur senyap lengkap."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap tercatat."),
        QT_TRANSLATE_NOOP("labels", "Tekan F9 dan jawab semua baris daftar periksa."),
    ),
    "lead_only": (
        QT_TRANSLATE_NOOP("labels", "Ini hanya boleh dilakukan ketua regu."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta ketua regu."),
    ),
    "right_missing": (
        QT_TRANSLATE_NOOP("labels", "Peran Anda belum boleh melakukan ini."),
        QT_TRANSLATE_NOOP("labels", "Tiket tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Minta petugas pengirim atau ketua regu."),
    ),
    "reason_missing": (
        QT_TRANSLATE_NOOP("labels", "Alasan belum diisi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis alasannya, lalu ulangi."),
    ),
    "name_missing": (
        QT_TRANSLATE_NOOP("labels", "Nama belum diisi."),
        QT_TRANSLATE_NOOP("labels", "Tugas tetap menunggu."),
        QT_TRANSLATE_NOOP("labels", "Tulis nama petugas yang menerima."),
    ),
    "text_missing": (
        QT_TRANSLATE_NOOP("labels", "Isian masih kosong."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis dulu, lalu ulangi."),
    ),
    "silent_listen_longer": (
        QT_TRANSLATE_NOOP(
            "labels", "Dengarkan {seconds} detik lagi; penelepon senyap tidak diputus sebelum 30 detik."
        ),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Bacakan kalimat berikutnya dan jawab daftar periksa."),
    ),
    "silent_check_not_started": (
        QT_TRANSLATE_NOOP("labels", "Prosedur senyap belum dimulai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tekan F9."),
    ),
    "silent_item_unknown": (
        QT_TRANSLATE_NOOP("labels", "Baris daftar periksa tidak dikenal."),
        "",
        "",
    ),
    "incident_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tiket ini tidak ditemukan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Cari lewat Ctrl+F."),
    ),
    "no_ticket_open": (
        QT_TRANSLATE_NOOP("labels", "Belum ada tiket yang terbuka."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buat tiket baru (F6) atau buka satu dari papan."),
    ),
    "incident_ended": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} sudah berakhir."),
        QT_TRANSLATE_NOOP("labels", "Isinya masih bisa dibaca."),
        QT_TRANSLATE_NOOP("labels", "Buka kembali bila perlu (ketua regu)."),
    ),
    "incident_not_ended": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} masih terbuka."),
        "",
        "",
    ),
    "incident_state_unknown": (
        QT_TRANSLATE_NOOP("labels", "Keadaan tiket {state} tidak dikenal."),
        "",
        "",
    ),
    "disposition_missing": (
        QT_TRANSLATE_NOOP("labels", "Hasil akhir belum dipilih."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap terbuka."),
        QT_TRANSLATE_NOOP("labels", "Pilih hasil akhir."),
    ),
    "caller_informed_missing": (
        QT_TRANSLATE_NOOP("labels", "Belum dicatat apakah pelapor sudah diberi tahu."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap terbuka."),
        QT_TRANSLATE_NOOP("labels", "Pilih ya, tidak bisa dihubungi, atau tidak perlu."),
    ),
    "tasks_open": (
        QT_TRANSLATE_NOOP("labels", "Instansi masih bekerja: {agencies}."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap terbuka."),
        QT_TRANSLATE_NOOP("labels", "Selesaikan atau batalkan tugas instansi dulu."),
    ),
    "priority_unknown": (
        QT_TRANSLATE_NOOP("labels", "Prioritas {priority} tidak dikenal."),
        "",
        "",
    ),
    "field_unknown": (
        QT_TRANSLATE_NOOP("labels", "Isian {field} tidak dikenal."),
        "",
        "",
    ),
    "number_expected": (
        QT_TRANSLATE_NOOP("labels", "Di sini harus angka."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis angka 0 atau lebih."),
    ),
    "point_unusable": (
        QT_TRANSLATE_NOOP("labels", "Titik itu bukan koordinat yang mungkin."),
        QT_TRANSLATE_NOOP("labels", "Tempat yang lama tetap."),
        QT_TRANSLATE_NOOP("labels", "Periksa angka lintang dan bujur."),
    ),
    "agency_unknown": (
        QT_TRANSLATE_NOOP("labels", "Instansi {agency} tidak dikenal."),
        "",
        "",
    ),
    "channel_unknown": (
        QT_TRANSLATE_NOOP("labels", "Cara kirim {channel} tidak dikenal."),
        "",
        "",
    ),
    "task_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tugas instansi ini tidak dikenal lagi."),
        "",
        "",
    ),
    "task_already_sent": (
        QT_TRANSLATE_NOOP("labels", "Sudah dikirim ke instansi itu."),
        QT_TRANSLATE_NOOP("labels", "Tugas yang lama masih berjalan."),
        QT_TRANSLATE_NOOP("labels", "Ulangi lewat eskalasi pada tugasnya."),
    ),
    "task_action_not_now": (
        QT_TRANSLATE_NOOP("labels", "Langkah itu belum bisa sekarang."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih salah satu langkah yang ditampilkan."),
    ),
    "call_sign_taken": (
        QT_TRANSLATE_NOOP("labels", "Nama panggilan {call_sign} sudah dipakai."),
        "",
        QT_TRANSLATE_NOOP("labels", "Beri nama lain."),
    ),
    "medium_unknown": (
        QT_TRANSLATE_NOOP("labels", "Media {medium} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih darat, air, atau keduanya."),
    ),
    "callback_unknown": (
        QT_TRANSLATE_NOOP("labels", "Nomor ini tidak ada lagi di daftar."),
        "",
        "",
    ),
    "callback_none": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada nomor yang perlu dihubungi balik."),
        "",
        QT_TRANSLATE_NOOP("labels", "Nomor lain: Ctrl+D."),
    ),
    "call_still_live": (
        QT_TRANSLATE_NOOP("labels", "Panggilan ini masih berlangsung."),
        "",
        QT_TRANSLATE_NOOP("labels", "Hubungi balik setelah selesai."),
    ),
    "callback_dialling": (
        QT_TRANSLATE_NOOP("labels", "Nomor ini sedang dihubungi."),
        "",
        "",
    ),
    "reason_unknown": (
        QT_TRANSLATE_NOOP("labels", "Alasan {reason} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih dari daftar."),
    ),
    "number_unusable": (
        QT_TRANSLATE_NOOP("labels", "Nomor {number} tidak bisa dihubungi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa nomornya."),
    ),
    "digits_unusable": (
        QT_TRANSLATE_NOOP("labels", "Hanya angka, * dan # yang bisa dikirim."),
        "",
        "",
    ),
    "digits_not_taken": (
        QT_TRANSLATE_NOOP("labels", "Penelepon ini tidak bisa menerima nada angka."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        "",
    ),
    "dial_needs_registrar": (
        QT_TRANSLATE_NOOP("labels", "Tanpa PBX, meja ini tidak bisa menelepon nomor biasa."),
        QT_TRANSLATE_NOOP("labels", "Panggilan masuk tetap diterima."),
        QT_TRANSLATE_NOOP("labels", "Pakai telepon lain, dan minta TI mengisi line.toml."),
    ),
    "dial_target_invalid": (
        QT_TRANSLATE_NOOP("labels", "Alamat tujuan tidak bisa dihubungi."),
        "",
        QT_TRANSLATE_NOOP("labels", "Periksa nomornya."),
    ),
    "line_down": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon sedang tidak siap."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Tunggu beberapa detik; pakai telepon cadangan bila perlu."),
    ),
    "answer_failed": (
        QT_TRANSLATE_NOOP("labels", "Panggilan tidak bisa dijawab."),
        QT_TRANSLATE_NOOP("labels", "Nomornya tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Hubungi balik."),
    ),
    "resume_failed": (
        QT_TRANSLATE_NOOP("labels", "Panggilan belum bisa dilanjutkan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan masih ditahan."),
        QT_TRANSLATE_NOOP("labels", "Coba lagi dengan F3."),
    ),
    "transfer_declined": (
        QT_TRANSLATE_NOOP("labels", "Pihak seberang meminta meja ini menelepon nomor lain; itu ditolak."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tetap tersambung seperti semula."),
        QT_TRANSLATE_NOOP(
            "labels", "Bila perlu, telepon sendiri. TI: alamat sentral di accept_transfers_from (line.toml)."
        ),
    ),
    "text_unusable": (
        QT_TRANSLATE_NOOP("labels", "Teks kosong atau terlalu panjang (paling banyak 2000 huruf)."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Pendekkan, lalu kirim lagi."),
    ),
    "text_not_taken": (
        QT_TRANSLATE_NOOP("labels", "Teks belum terkirim semua: seberang membaca terlalu lambat."),
        QT_TRANSLATE_NOOP("labels", "Suara dan teks yang masuk tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Tunggu sebentar, lalu kirim sisanya."),
    ),
    "text_failed": (
        QT_TRANSLATE_NOOP("labels", "Teks tidak terkirim: telepon seberang tidak menerimanya."),
        QT_TRANSLATE_NOOP("labels", "Suara dan teks yang masuk tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Sampaikan dengan suara."),
    ),
    "headset_in_use": (
        QT_TRANSLATE_NOOP("labels", "Headset sedang dipakai untuk bicara."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Putar rekaman setelah panggilan selesai atau ditahan."),
    ),
    "call_without_sound": (
        QT_TRANSLATE_NOOP("labels", "Panggilan tersambung tanpa suara."),
        QT_TRANSLATE_NOOP("labels", "Sambungan tetap ada."),
        QT_TRANSLATE_NOOP("labels", "Minta penelepon menelepon lagi, atau hubungi balik."),
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
    "registration_failed": (
        QT_TRANSLATE_NOOP("labels", "PBX menolak pendaftaran saluran."),
        QT_TRANSLATE_NOOP("labels", "Panggilan langsung tetap diterima."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa nama dan sandi di line.toml."),
    ),
    "sip_port_unavailable": (
        QT_TRANSLATE_NOOP("labels", "Port telepon sudah dipakai program lain."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Minta TI menutup program itu atau mengganti port."),
    ),
    "engine_lost": (
        QT_TRANSLATE_NOOP("labels", "Hubungan ke saluran telepon terputus."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap tersimpan; panggilan mungkin masih berjalan."),
        QT_TRANSLATE_NOOP("labels", "Saluran dihidupkan ulang otomatis; tunggu 2 detik."),
    ),
    "engine_silent": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon tidak menjawab."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Coba lagi."),
    ),
    "engine_not_reached": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon belum bisa dihubungi."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Dicoba terus; pakai telepon cadangan."),
    ),
    "engine_not_started": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon tidak bisa dinyalakan."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Jalankan batola-desk doctor, atau hubungi TI."),
    ),
    "engine_refused": (
        QT_TRANSLATE_NOOP("labels", "Saluran telepon menolak layar ini."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Tutup semua jendela Batola Desk, lalu buka lagi."),
    ),
    "protocol_version": (
        QT_TRANSLATE_NOOP("labels", "Layar dan saluran telepon berbeda versi."),
        QT_TRANSLATE_NOOP("labels", "Panggilan yang berjalan tidak diputus."),
        QT_TRANSLATE_NOOP("labels", "Setelah panggilan selesai, tutup dan buka lagi."),
    ),
    "screen_replaced": (
        QT_TRANSLATE_NOOP("labels", "Layar lain mengambil alih saluran ini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Pakai layar yang lain, atau tutup dan buka lagi."),
    ),
    "command_unknown": (
        QT_TRANSLATE_NOOP("labels", "Perintah itu tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ketik ? untuk daftar perintah."),
    ),
    "line_config_unusable": (
        QT_TRANSLATE_NOOP("labels", "Konfigurasi saluran (line.toml) salah."),
        QT_TRANSLATE_NOOP("labels", "Tiket dan peta tetap bekerja."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memperbaiki: {file} baris {line}: {allowed}."),
    ),
    "runtime_folder_unsafe": (
        QT_TRANSLATE_NOOP("labels", "Folder kerja bisa dibaca orang lain."),
        "",
        QT_TRANSLATE_NOOP("labels", "Minta TI memperbaiki hak folder."),
    ),
    "journal_in_use": (
        QT_TRANSLATE_NOOP("labels", "Batola Desk sudah terbuka di komputer ini."),
        QT_TRANSLATE_NOOP("labels", "Jendela yang lain bekerja terus."),
        QT_TRANSLATE_NOOP("labels", "Pakai jendela yang sudah terbuka."),
    ),
    "journal_newer": (
        QT_TRANSLATE_NOOP("labels", "Data di komputer ini ditulis oleh versi yang lebih baru."),
        QT_TRANSLATE_NOOP("labels", "Data tidak disentuh."),
        QT_TRANSLATE_NOOP("labels", "Pasang versi yang lebih baru, atau hubungi TI."),
    ),
    "journal_not_open": (
        QT_TRANSLATE_NOOP("labels", "Catatan belum terbuka."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunggu sebentar."),
    ),
    "journal_closed": (
        QT_TRANSLATE_NOOP("labels", "Catatan sudah ditutup."),
        "",
        QT_TRANSLATE_NOOP("labels", "Buka lagi programnya."),
    ),
    "journal_not_written": (
        QT_TRANSLATE_NOOP("labels", "Ada catatan yang belum sampai ke disk."),
        QT_TRANSLATE_NOOP("labels", "Masih ada di memori selama program terbuka."),
        QT_TRANSLATE_NOOP("labels", "Jangan matikan komputer; hubungi TI."),
    ),
    "journal_queue_full": (
        QT_TRANSLATE_NOOP("labels", "Terlalu banyak catatan menunggu disk."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Catat di kertas, hubungi TI sekarang."),
    ),
    "disk_full": (
        QT_TRANSLATE_NOOP("labels", "Disk penuh."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus; catatan ditahan di memori."),
        QT_TRANSLATE_NOOP("labels", "Minta TI mengosongkan disk; jangan matikan komputer."),
    ),
    "disk_io": (
        QT_TRANSLATE_NOOP("labels", "Disk tidak menjawab dengan benar."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus; catatan ditahan di memori."),
        QT_TRANSLATE_NOOP("labels", "Hubungi TI; jangan matikan komputer."),
    ),
    "config_invalid": (
        QT_TRANSLATE_NOOP("labels", "Konfigurasi salah: {file} baris {line}, {key}: ditemukan {found}."),
        QT_TRANSLATE_NOOP("labels", "Nilai bawaan dipakai."),
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}."),
    ),
    "gazetteer_damaged": (
        QT_TRANSLATE_NOOP("labels", "Daftar desa rusak: {file} baris {line}."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pasang ulang program, atau hubungi TI."),
    ),
    "alarm_unknown": (
        QT_TRANSLATE_NOOP("labels", "Peringatan ini tidak ada lagi."),
        "",
        "",
    ),
    "alert_unknown": (
        QT_TRANSLATE_NOOP("labels", "Nada peringatan itu tidak dikenal."),
        "",
        "",
    ),
    "operator_state_unknown": (
        QT_TRANSLATE_NOOP("labels", "Keadaan petugas {state} tidak dikenal."),
        "",
        "",
    ),
    "setting_unknown": (
        QT_TRANSLATE_NOOP("labels", "Setelan {key} tidak dikenal."),
        "",
        "",
    ),
    "setting_not_saved": (
        QT_TRANSLATE_NOOP("labels", "Setelan tidak bisa disimpan ke disk."),
        QT_TRANSLATE_NOOP("labels", "Setelan berlaku sampai program ditutup."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa ruang disk."),
    ),
    "setting_unusable": (
        QT_TRANSLATE_NOOP("labels", "Nilai itu tidak bisa dipakai."),
        QT_TRANSLATE_NOOP("labels", "Nilai lama tetap."),
        QT_TRANSLATE_NOOP("labels", "Yang boleh: {allowed}."),
    ),
    "volume_unusable": (
        QT_TRANSLATE_NOOP("labels", "Volume harus antara 0 dan 100."),
        "",
        "",
    ),
    "search_cursor_bad": (
        QT_TRANSLATE_NOOP("labels", "Daftar hasil sudah berubah."),
        "",
        QT_TRANSLATE_NOOP("labels", "Cari lagi."),
    ),
    "search_failed": (
        QT_TRANSLATE_NOOP("labels", "Pencarian gagal."),
        QT_TRANSLATE_NOOP("labels", "Pekerjaan lain tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Coba lagi."),
    ),
    "search_kind_unknown": (
        QT_TRANSLATE_NOOP("labels", "Jenis pencarian tidak dikenal."),
        "",
        "",
    ),
    "spool_set_aside": (
        QT_TRANSLATE_NOOP("labels", "Catatan saluran yang rusak disisihkan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Beri tahu TI."),
    ),
    **RECORDING_ERROR_TEXTS,
    **LINE_ERROR_TEXTS,
    **SECRETARIAT_ERROR_TEXTS,
    **COPY_ERROR_TEXTS,
}
