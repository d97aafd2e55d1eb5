"""What is refused of calls, numbers, classes, the silent procedure; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CALL_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
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
    "metronome_not_offered": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada metronom untuk panggilan ini."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Pilih jenis kejadian MD01 selama penelepon di saluran."),
    ),
    "metronome_unusable": (
        QT_TRANSLATE_NOOP("labels", "Irama metronom di luar 100 sampai 120 per menit."),
        QT_TRANSLATE_NOOP("labels", "Panggilan tidak terganggu."),
        QT_TRANSLATE_NOOP("labels", "Hitung sendiri; beri tahu TI."),
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
    "silent_listen_longer": (
        QT_TRANSLATE_NOOP(
            "labels", "Dengarkan {seconds} detik lagi; penelepon senyap tidak diputus sebelum 30 detik."
        ),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Bacakan kalimat berikutnya dan jawab daftar periksa."),
    ),
    "silent_items_open": (
        QT_TRANSLATE_NOOP("labels", "Daftar periksa senyap masih kurang {missing} baris."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Jawab daftar periksa; 0 menjawab sisanya: tidak terdengar."),
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
    "callback_unknown": (
        QT_TRANSLATE_NOOP("labels", "Nomor ini tidak ada lagi di daftar."),
        "",
        "",
    ),
    "callback_text_first": (
        QT_TRANSLATE_NOOP("labels", "Dering bisa membahayakan penelepon ini: teks dulu."),
        QT_TRANSLATE_NOOP("labels", "Nomor belum dihubungi."),
        QT_TRANSLATE_NOOP("labels", "T menyalin teks, lalu Enter menelepon. Tetap sekarang: Shift+Enter."),
    ),
    "callback_texted": (
        QT_TRANSLATE_NOOP("labels", "Nomor ini sudah mendapat teks {minutes} menit lalu."),
        "",
        QT_TRANSLATE_NOOP("labels", "Telepon: Enter."),
    ),
    "callback_texting": (
        QT_TRANSLATE_NOOP("labels", "Teks untuk nomor ini sedang dikirim."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunggu sebentar."),
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
}
