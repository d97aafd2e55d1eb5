"""What is refused of tickets, places, tasks and units; part of ``error_texts.ERROR_TEXTS``."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

TICKET_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "name_missing": (
        QT_TRANSLATE_NOOP("labels", "Nama belum diisi."),
        QT_TRANSLATE_NOOP("labels", "Tugas tetap menunggu."),
        QT_TRANSLATE_NOOP("labels", "Tulis nama petugas yang menerima."),
    ),
    "kin_busy": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} masih punya tugas atau satuan yang berjalan."),
        QT_TRANSLATE_NOOP("labels", "Kedua tiket tetap seperti semula."),
        QT_TRANSLATE_NOOP("labels", "Selesaikan atau batalkan dulu, atau kaitkan saja (kaitkan)."),
    ),
    "kin_itself": (
        QT_TRANSLATE_NOOP("labels", "Itu tiket yang sama."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih tiket lain."),
    ),
    "kin_training": (
        QT_TRANSLATE_NOOP("labels", "Tiket latihan dan tiket sungguhan tidak digabung."),
        QT_TRANSLATE_NOOP("labels", "Kedua tiket tetap seperti semula."),
        QT_TRANSLATE_NOOP("labels", "Pilih tiket lain."),
    ),
    "kin_not_merged": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} tidak sedang digabung."),
        "",
        QT_TRANSLATE_NOOP("labels", "Lihat riwayatnya: mungkin meja lain sudah memisahkannya."),
    ),
    "kin_call_elsewhere": (
        QT_TRANSLATE_NOOP("labels", "Panggilan itu tidak ada di tiket ini."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap seperti semula."),
        QT_TRANSLATE_NOOP("labels", "Buka tiket tempat panggilan itu terkait."),
    ),
    "kin_only_call": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} hanya punya satu panggilan: tidak ada yang dipisahkan."),
        QT_TRANSLATE_NOOP("labels", "Tiket tetap seperti semula."),
        QT_TRANSLATE_NOOP("labels", "Lepas kaitan panggilan, atau buat tiket baru (F6)."),
    ),
    "kin_unclear": (
        QT_TRANSLATE_NOOP("labels", "Tiket “{typed}” tidak ditemukan, atau ada beberapa."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang diubah."),
        QT_TRANSLATE_NOOP("labels", "Tulis nomor pendeknya, misalnya A0007."),
    ),
    "incident_unknown": (
        QT_TRANSLATE_NOOP("labels", "Tiket ini tidak ditemukan."),
        "",
        QT_TRANSLATE_NOOP("labels", "Cari lewat Ctrl+F."),
    ),
    "incident_confidential": (
        QT_TRANSLATE_NOOP("labels", "Tiket {ticket} rahasia."),
        QT_TRANSLATE_NOOP("labels", "Petugas yang menangani dan ketua regu melihat isinya."),
        QT_TRANSLATE_NOOP("labels", "Ikut menangani? Minta dilimpahkan, atau ambil alih (Ctrl+Shift+A)."),
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
    "triage_question_unknown": (
        QT_TRANSLATE_NOOP("labels", "Pertanyaan itu bukan milik jenis kejadian ini lagi."),
        QT_TRANSLATE_NOOP("labels", "Jawaban lain tetap tersimpan."),
        QT_TRANSLATE_NOOP("labels", "Jawab pertanyaan yang ditampilkan sekarang (Alt+Q)."),
    ),
    "triage_answer_unusable": (
        QT_TRANSLATE_NOOP("labels", "Jawaban itu tidak cocok dengan pertanyaannya."),
        QT_TRANSLATE_NOOP("labels", "Jawaban sebelumnya tetap berlaku."),
        QT_TRANSLATE_NOOP("labels", "Tekan Y, T atau ?, atau ketik angka lalu Enter."),
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
    "agency_no_number": (
        QT_TRANSLATE_NOOP("labels", "Belum ada nomor telepon untuk {agency}."),
        QT_TRANSLATE_NOOP("labels", "Cara lain tetap bisa dipakai."),
        QT_TRANSLATE_NOOP("labels", "Pilih cara lain, dan minta admin mengisi kontaknya (agencies.toml)."),
    ),
    "mail_program_missing": (
        QT_TRANSLATE_NOOP("labels", "Program surel di komputer ini tidak bisa dibuka."),
        QT_TRANSLATE_NOOP("labels", "Isi pesannya sudah disalin."),
        QT_TRANSLATE_NOOP("labels", "Buka surel sendiri, tempel isinya, kirim ke {mail}."),
    ),
    "slip_none": (
        QT_TRANSLATE_NOOP("labels", "Ini bukan kode slip Batola Desk."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicatat."),
        QT_TRANSLATE_NOOP("labels", "Pindai QR pada slip, atau tempel kodenya utuh (diawali BD1)."),
    ),
    "slip_file_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Berkas itu tidak bisa dibaca: {why}."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicatat."),
        QT_TRANSLATE_NOOP("labels", "Pilih berkas lain, atau tempel kodenya."),
    ),
    "slip_newer": (
        QT_TRANSLATE_NOOP("labels", "Slip ini dicetak oleh versi yang lebih baru."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicatat."),
        QT_TRANSLATE_NOOP("labels", "Ketik isinya dari kertas, dan minta TI memperbarui meja ini."),
    ),
    "slip_damaged": (
        QT_TRANSLATE_NOOP("labels", "Kode slip tidak utuh: salah baca atau diubah."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicatat."),
        QT_TRANSLATE_NOOP("labels", "Pindai sekali lagi; bila tetap gagal, ketik isinya dari kertas."),
    ),
    "slip_unusable": (
        QT_TRANSLATE_NOOP("labels", "Isi slip tidak masuk akal."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicatat."),
        QT_TRANSLATE_NOOP("labels", "Tanyakan ke meja yang mencetaknya."),
    ),
    "slip_training": (
        QT_TRANSLATE_NOOP(
            "labels", "Slip latihan hanya untuk meja latihan, slip nyata hanya untuk meja nyata."
        ),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicatat."),
        QT_TRANSLATE_NOOP("labels", "Periksa slipnya."),
    ),
    "source_unknown": (
        QT_TRANSLATE_NOOP("labels", "Sumber {source} tidak dikenal."),
        "",
        QT_TRANSLATE_NOOP("labels", "Pilih salah satu sumber yang ditampilkan."),
    ),
    "reporter_too_long": (
        QT_TRANSLATE_NOOP("labels", "Nama pelapor terlalu panjang."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tulis paling banyak {limit} huruf; sisanya ke kronologi."),
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
    "undo_task_sent": (
        QT_TRANSLATE_NOOP("labels", "Yang sudah dikirim ke {agency} tidak bisa ditarik diam-diam."),
        QT_TRANSLATE_NOOP("labels", "Tugasnya tetap berjalan."),
        QT_TRANSLATE_NOOP("labels", "Tulis alasan untuk membatalkannya, lalu beri tahu instansi itu."),
    ),
    "undo_unit_sent": (
        QT_TRANSLATE_NOOP("labels", "{call_sign} sudah disuruh berangkat; itu tidak bisa ditarik diam-diam."),
        QT_TRANSLATE_NOOP("labels", "Satuan itu tetap di tiket ini."),
        QT_TRANSLATE_NOOP("labels", "Tulis alasan untuk melepasnya, lalu beri tahu satuan itu."),
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
}
