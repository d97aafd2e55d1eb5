"""Rights, wishes and the program itself: journal, disk, settings; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

DESK_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "text_too_long": (
        QT_TRANSLATE_NOOP("labels", "Baris ini memuat {limit} huruf; selebihnya tidak masuk."),
        QT_TRANSLATE_NOOP("labels", "Yang sudah masuk tetap ada."),
        QT_TRANSLATE_NOOP("labels", "Periksa akhir baris; tulis sisanya di baris kronologi berikutnya."),
    ),
    "our_fault": (
        QT_TRANSLATE_NOOP("labels", "Ada kesalahan pada program ini; sudah dicatat."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus, data tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Lanjutkan bekerja; kalau berulang, beri tahu TI."),
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
    "self_test_in_call": (
        QT_TRANSLATE_NOOP("labels", "Masih ada panggilan: meja tidak diuji di samping panggilan."),
        QT_TRANSLATE_NOOP("labels", "Panggilan berjalan terus."),
        QT_TRANSLATE_NOOP("labels", "Uji meja sesudah panggilan selesai."),
    ),
    "self_test_person_missing": (
        QT_TRANSLATE_NOOP("labels", "Belum ada petugas yang masuk: uji meja ditandatangani dengan nama."),
        "",
        QT_TRANSLATE_NOOP("labels", "Masuk dulu (Ctrl+Shift+N), lalu ulangi."),
    ),
    "self_test_running": (
        QT_TRANSLATE_NOOP("labels", "Uji meja sedang berjalan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Hentikan dulu dengan Esc, lalu lewati."),
    ),
    "text_missing": (
        QT_TRANSLATE_NOOP("labels", "Isian masih kosong."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis dulu, lalu ulangi."),
    ),
    "reason_unknown": (
        QT_TRANSLATE_NOOP("labels", "Alasan {reason} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih dari daftar."),
    ),
    "command_unknown": (
        QT_TRANSLATE_NOOP("labels", "Perintah itu tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ketik ? untuk daftar perintah."),
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
    "setting_locked": (
        QT_TRANSLATE_NOOP("labels", "Setelan ini ditetapkan oleh kebijakan instansi dan terkunci."),
        QT_TRANSLATE_NOOP("labels", "Nilai dari kebijakan tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Minta admin TI mengubah kebijakannya."),
    ),
    "setting_not_yours": (
        QT_TRANSLATE_NOOP("labels", "Peran Anda tidak boleh mengubah setelan ini."),
        QT_TRANSLATE_NOOP("labels", "Nilai yang lama tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Minta yang boleh mengubahnya."),
    ),
    "setting_of_program": (
        QT_TRANSLATE_NOOP("labels", "Setelan ini diisi sendiri oleh program."),
        QT_TRANSLATE_NOOP("labels", "Nilai yang lama tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Ubah jendela atau peta; program mengingatnya."),
    ),
    "setting_in_file": (
        QT_TRANSLATE_NOOP("labels", "Setelan ini hanya ditulis di berkasnya."),
        QT_TRANSLATE_NOOP("labels", "Nilai yang lama tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Akun SIP: Ctrl+Shift+F9. Yang lain: minta admin TI mengubah berkasnya."),
    ),
    "list_row_ships": (
        QT_TRANSLATE_NOOP("labels", "Baris bawaan program tidak bisa dihapus."),
        "",
        QT_TRANSLATE_NOOP("labels", "Ubah isinya, atau biarkan."),
    ),
    "setting_no_rights": (
        QT_TRANSLATE_NOOP("labels", "Akun Windows ini tidak berhak menulis {file}."),
        QT_TRANSLATE_NOOP("labels", "Nilai yang lama tetap berlaku."),
        QT_TRANSLATE_NOOP(
            "labels", "Hak TI diperlukan (sebagai administrator: batola-deskctl set {file} {key} NILAI)."
        ),
    ),
    "setting_file_not_written": (
        QT_TRANSLATE_NOOP("labels", "{file} tidak bisa ditulis."),
        QT_TRANSLATE_NOOP("labels", "Nilai yang lama tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa ruang disk."),
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
}
