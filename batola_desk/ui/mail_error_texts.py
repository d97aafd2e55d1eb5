"""What is refused of e-mail to agencies; part of ``error_texts.ERROR_TEXTS``. Reasons are for histories."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_AGAIN = QT_TRANSLATE_NOOP("labels", "Tekan tombol yang sama untuk mencoba lagi, atau pakai cara berikutnya.")
_NOT_SENT = QT_TRANSLATE_NOOP("labels", "Surel tidak terkirim; percobaan dicatat gagal.")
_ASK_IT = QT_TRANSLATE_NOOP("labels", "Pakai cara berikutnya, dan beri tahu TI (mail.toml).")

MAIL_REASONS: Mapping[str, str] = {
    "mail_address_unusable": QT_TRANSLATE_NOOP("labels", "alamat surel tidak bisa dipakai"),
    "mail_unreachable": QT_TRANSLATE_NOOP("labels", "server surel tidak terjangkau"),
    "mail_late": QT_TRANSLATE_NOOP("labels", "server surel tidak menjawab pada waktunya"),
    "mail_not_secure": QT_TRANSLATE_NOOP("labels", "sambungan ke server surel tidak aman"),
    "mail_login_refused": QT_TRANSLATE_NOOP("labels", "server surel menolak nama masuk meja"),
    "mail_refused": QT_TRANSLATE_NOOP("labels", "ditolak server surel"),
    "mail_unsure": QT_TRANSLATE_NOOP("labels", "tidak pasti terkirim, sambungan putus di akhir"),
}

MAIL_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "mail_under_way": (
        QT_TRANSLATE_NOOP("labels", "Surel ke {mail} sedang dikirim."),
        "",
        QT_TRANSLATE_NOOP("labels", "Tunggu jawaban server; hasilnya tercatat di riwayat."),
    ),
    "mail_sent_already": (
        QT_TRANSLATE_NOOP("labels", "Surel dengan isi yang sama sudah terkirim ke {mail}."),
        QT_TRANSLATE_NOOP("labels", "Tidak dikirim dua kali."),
        QT_TRANSLATE_NOOP(
            "labels", "Bila tidak sampai, tekan X lalu kirim lagi; isi yang berubah langsung terkirim."
        ),
    ),
    "mail_sending_elsewhere": (
        QT_TRANSLATE_NOOP("labels", "Meja {desk} ({operator}) sedang mengirim surel ini ke {mail}."),
        QT_TRANSLATE_NOOP("labels", "Tidak dikirim dua kali."),
        QT_TRANSLATE_NOOP(
            "labels",
            "Bila {seconds} detik lagi belum tercatat terkirim di riwayat, tekan tombol yang sama.",
        ),
    ),
    "mail_address_unusable": (
        QT_TRANSLATE_NOOP("labels", "Alamat surel {mail} tidak bisa dipakai."),
        _NOT_SENT,
        QT_TRANSLATE_NOOP(
            "labels", "Pakai cara berikutnya, dan minta admin memperbaiki kontaknya (agencies.toml)."
        ),
    ),
    "mail_unreachable": (QT_TRANSLATE_NOOP("labels", "Server surel tidak terjangkau."), _NOT_SENT, _AGAIN),
    "mail_late": (
        QT_TRANSLATE_NOOP("labels", "Server surel tidak menjawab pada waktunya."),
        _NOT_SENT,
        _AGAIN,
    ),
    "mail_not_secure": (
        QT_TRANSLATE_NOOP("labels", "Sambungan ke server surel tidak aman: {words}"),
        _NOT_SENT,
        _ASK_IT,
    ),
    "mail_login_refused": (
        QT_TRANSLATE_NOOP("labels", "Server surel menolak nama masuk meja ini: {words}"),
        _NOT_SENT,
        _ASK_IT,
    ),
    "mail_refused": (
        QT_TRANSLATE_NOOP("labels", "Server surel menolak surel ke {mail}: {words}"),
        _NOT_SENT,
        _AGAIN,
    ),
    "mail_unsure": (
        QT_TRANSLATE_NOOP("labels", "Sambungan putus sebelum server memastikan surel ke {mail}."),
        QT_TRANSLATE_NOOP("labels", "Mungkin terkirim, mungkin tidak; dicatat tidak tersambung."),
        QT_TRANSLATE_NOOP(
            "labels", "Pastikan lewat telepon, atau tekan tombol yang sama untuk mengirim lagi."
        ),
    ),
}
