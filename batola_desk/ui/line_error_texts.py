"""What is read when the line does not reach its exchange: in words IT can act on, with the SIP code."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_DIRECT_CALLS = QT_TRANSLATE_NOOP(
    "labels", "Panggilan langsung ke meja ini masih bisa masuk; pendaftaran dicoba terus."
)

LINE_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "registration_400": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral tidak memahami pendaftaran (SIP 400)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa user dan registrar di line.toml, lalu minta jejak sentral."),
    ),
    "registration_401": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral menolak nama pengguna atau sandi (SIP 401)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Cocokkan auth_user dan password di line.toml dengan data di sentral."),
    ),
    "registration_403": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral melarang akun ini mendaftar (SIP 403)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Minta pengelola sentral membuka akun atau alamat IP meja ini; periksa juga sandi."
        ),
    ),
    "registration_404": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral tidak mengenal akun ini (SIP 404)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Periksa user dan domain di line.toml; buat akunnya di sentral bila belum ada."
        ),
    ),
    "registration_405": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: peladen itu tidak menerima pendaftaran (SIP 405)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Periksa alamat registrar di line.toml; mungkin itu bukan sentral telepon."
        ),
    ),
    "registration_407": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: proksi menolak nama pengguna atau sandi (SIP 407)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Cocokkan auth_user dan password di line.toml dengan data di proksi."),
    ),
    "registration_408": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral di belakang proksi tidak menjawab (SIP 408)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa apakah sentral hidup dan terhubung dengan proksi."),
    ),
    "registration_423": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral meminta masa pendaftaran lebih lama (SIP 423)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Naikkan expires_s di line.toml."),
    ),
    "registration_480": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral sedang tidak melayani akun ini (SIP 480)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Tanyakan kepada pengelola sentral apakah akun ditutup sementara."),
    ),
    "registration_488": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral menolak cara media yang ditawarkan (SIP 488)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Cocokkan codecs dan srtp di line.toml dengan pengaturan akun di sentral."
        ),
    ),
    "registration_500": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: ada gangguan di dalam sentral (SIP 500)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Beri tahu pengelola sentral; periksa log sentral."),
    ),
    "registration_503": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral kelebihan beban atau sedang dirawat (SIP 503)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu pengelola sentral; tambahkan registrar cadangan di line.toml."
        ),
    ),
    "registration_504": (
        QT_TRANSLATE_NOOP(
            "labels", "Akun {account}: sentral tidak mencapai peladen di belakangnya (SIP 504)."
        ),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Beri tahu pengelola sentral."),
    ),
    "registration_603": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral menolak pendaftaran ini (SIP 603)."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Tanyakan alasannya kepada pengelola sentral."),
    ),
    "line_no_answer": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral tidak menjawab sama sekali."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Periksa apakah sentral hidup, alamat dan port registrar di line.toml, serta firewall."
        ),
    ),
    "line_name_unknown": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: nama sentral tidak ditemukan di DNS."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Periksa ejaan registrar di line.toml dan peladen DNS; alamat IP juga boleh ditulis."
        ),
    ),
    "line_network_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: tidak ada jalur jaringan ke sentral."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa kabel, sakelar dan gerbang jaringan meja ini."),
    ),
    "line_connection_refused": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral menolak sambungan pada port itu."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels",
            "Periksa port dan transport registrar di line.toml; mungkin layanan SIP di sentral mati.",
        ),
    ),
    "line_connection_timeout": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sambungan ke sentral tidak terbentuk."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Periksa alamat dan port registrar di line.toml serta firewall di antaranya."
        ),
    ),
    "line_connection_lost": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sambungan ke sentral terputus."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa sentral dan jaringan bila sering terjadi."),
    ),
    "line_connection_silent": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral berhenti menjawab pada sambungan yang ada."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa sentral dan firewall yang memutus sambungan diam."),
    ),
    "line_stream_unreadable": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral mengirim data yang bukan SIP."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa port registrar di line.toml; mungkin itu layanan lain."),
    ),
    "line_tls_expired": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sertifikat sentral sudah kedaluwarsa."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Perbarui sertifikat di sentral; periksa juga jam komputer ini."),
    ),
    "line_tls_not_yet_valid": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sertifikat sentral belum berlaku."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa jam komputer ini dan tanggal sertifikat di sentral."),
    ),
    "line_tls_unknown_ca": (
        QT_TRANSLATE_NOOP(
            "labels", "Akun {account}: sertifikat sentral ditandatangani pihak yang tidak dikenal meja ini."
        ),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Pasang berkas CA kabupaten dan tulis namanya pada tls.ca_file di line.toml."
        ),
    ),
    "line_tls_untrusted": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sertifikat sentral tidak dapat dipercaya."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa rantai sertifikat di sentral dan tls.ca_file di line.toml."),
    ),
    "line_tls_revoked": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sertifikat sentral sudah dicabut."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Pasang sertifikat baru di sentral."),
    ),
    "line_tls_wrong_name": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sertifikat sentral memuat nama lain."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Tulis registrar di line.toml persis seperti nama dalam sertifikat itu."),
    ),
    "line_tls_client_refused": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral tidak menerima sertifikat meja ini."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Pasang sertifikat meja dari CA sentral: certificate_file dan key_file di line.toml."
        ),
    ),
    "line_tls_not_spoken": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: peladen tidak berbicara TLS pada port itu."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa port registrar di line.toml; TLS biasanya 5061."),
    ),
    "line_tls_too_old": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral hanya mengenal TLS lama yang tidak aman."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Nyalakan TLS 1.2 atau lebih baru di sentral."),
    ),
    "line_tls_refused": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: sentral memutus jabat tangan TLS."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP("labels", "Periksa pengaturan TLS di sentral (sandi, sertifikat) dan log-nya."),
    ),
    "tls_files_unusable": (
        QT_TRANSLATE_NOOP("labels", "Berkas sertifikat {file} tidak dapat dipakai: {reason}."),
        QT_TRANSLATE_NOOP("labels", "Panggilan lewat UDP dan TCP tetap masuk."),
        QT_TRANSLATE_NOOP("labels", "Perbaiki berkas atau namanya pada bagian tls di line.toml."),
    ),
    "line_tls_files_unusable": (
        QT_TRANSLATE_NOOP("labels", "Akun {account}: berkas sertifikat meja ini tidak dapat dipakai."),
        _DIRECT_CALLS,
        QT_TRANSLATE_NOOP(
            "labels", "Perbaiki berkasnya (bagian tls di line.toml); dicoba lagi dengan sendirinya."
        ),
    ),
}

# Why a call we dialled did not come about, by the code of the answer.
CALL_REFUSALS: Mapping[int, str] = {
    400: QT_TRANSLATE_NOOP("labels", "sentral tidak memahami panggilan ini"),
    401: QT_TRANSLATE_NOOP("labels", "sentral menolak sandi meja ini"),
    403: QT_TRANSLATE_NOOP("labels", "sentral melarang nomor ini"),
    404: QT_TRANSLATE_NOOP("labels", "nomor tidak dikenal"),
    407: QT_TRANSLATE_NOOP("labels", "sentral menolak sandi meja ini"),
    408: QT_TRANSLATE_NOOP("labels", "tidak ada jawaban dari seberang"),
    410: QT_TRANSLATE_NOOP("labels", "nomor tidak dipakai lagi"),
    480: QT_TRANSLATE_NOOP("labels", "tujuan sedang tidak tersambung"),
    484: QT_TRANSLATE_NOOP("labels", "nomor tidak lengkap"),
    486: QT_TRANSLATE_NOOP("labels", "sibuk"),
    488: QT_TRANSLATE_NOOP("labels", "tidak ada cara suara yang cocok"),
    500: QT_TRANSLATE_NOOP("labels", "gangguan di sentral"),
    502: QT_TRANSLATE_NOOP("labels", "gangguan antar sentral"),
    503: QT_TRANSLATE_NOOP("labels", "sentral tidak melayani atau tidak tercapai"),
    504: QT_TRANSLATE_NOOP("labels", "sentral tidak mencapai tujuan"),
    600: QT_TRANSLATE_NOOP("labels", "sibuk"),
    603: QT_TRANSLATE_NOOP("labels", "ditolak tujuan"),
    606: QT_TRANSLATE_NOOP("labels", "tidak ada cara suara yang cocok"),
}
