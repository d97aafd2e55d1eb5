"""What goes wrong with the second copy of unsent facts: what happened, what still works, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_WORKS = QT_TRANSLATE_NOOP(
    "labels", "Meja bekerja terus; yang belum terkirim hanya ada di komputer ini. Jangan matikan."
)
_AGAIN = QT_TRANSLATE_NOOP("labels", "Beri tahu TI; salinan dilanjutkan sendiri begitu bisa.")

COPY_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "copy_none": (
        QT_TRANSLATE_NOOP("labels", "Meja ini tidak punya tempat salinan kedua."),
        _WORKS,
        QT_TRANSLATE_NOOP("labels", "Minta TI mengisi [safe_copy] atau [neighbours] di secretariat.toml."),
    ),
    "copy_folder_missing": (
        QT_TRANSLATE_NOOP("labels", "Folder salinan tidak ada; disk atau USB terlepas?"),
        _WORKS,
        QT_TRANSLATE_NOOP(
            "labels", "Pasang kembali disk atau USB itu ({folder}); salinan dilanjutkan sendiri."
        ),
    ),
    "copy_folder_failed": (
        QT_TRANSLATE_NOOP("labels", "Folder salinan tidak bisa ditulis."),
        _WORKS,
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu TI ({folder}: {detail}); salinan dilanjutkan sendiri begitu bisa."
        ),
    ),
    "copy_folder_full": (
        QT_TRANSLATE_NOOP("labels", "Folder salinan penuh."),
        _WORKS,
        QT_TRANSLATE_NOOP(
            "labels", "Kosongkan disk itu ({folder}), atau perbesar limit_mb di secretariat.toml."
        ),
    ),
    "copy_same_disk": (
        QT_TRANSLATE_NOOP("labels", "Folder salinan ada di disk yang sama dengan jurnal."),
        _WORKS,
        QT_TRANSLATE_NOOP("labels", "Pasang disk atau USB lain; mungkin USB-nya terlepas ({folder})."),
    ),
    "copy_stuck": (
        QT_TRANSLATE_NOOP("labels", "Tempat salinan kedua tidak menjawab."),
        _WORKS,
        _AGAIN,
    ),
    "copy_broke": (
        QT_TRANSLATE_NOOP("labels", "Ada kesalahan program saat menyalin; sudah dicatat."),
        _WORKS,
        _AGAIN,
    ),
    "copy_clash": (
        QT_TRANSLATE_NOOP("labels", "Di tempat salinan ada catatan lain dengan nomor dari jurnal ini."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang ditimpa; meja bekerja terus."),
        QT_TRANSLATE_NOOP(
            "labels", "Beri tahu TI: berkas jurnal ini disalin ke meja lain, atau versi lama dipasang lagi."
        ),
    ),
    "neighbour_none": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada meja tetangga lain dalam daftar."),
        _WORKS,
        QT_TRANSLATE_NOOP("labels", "Minta TI mengisi [neighbours.desks] di secretariat.toml."),
    ),
    "neighbour_unreachable": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada meja tetangga yang menjawab."),
        _WORKS,
        QT_TRANSLATE_NOOP("labels", "Periksa apakah meja lain menyala dan jaringan tersambung."),
    ),
    "neighbour_certificate": (
        QT_TRANSLATE_NOOP("labels", "Sertifikat meja tetangga atau meja ini tidak diterima."),
        _WORKS,
        QT_TRANSLATE_NOOP(
            "labels", "Minta TI memeriksa tanggal dan nama di sertifikat meja ini dan Meja {desk}."
        ),
    ),
    "neighbour_full": (
        QT_TRANSLATE_NOOP("labels", "Meja tetangga sudah menyimpan terlalu banyak."),
        _WORKS,
        _AGAIN,
    ),
    "neighbour_busy": (
        QT_TRANSLATE_NOOP("labels", "Meja tetangga tidak bisa menyimpan sekarang."),
        _WORKS,
        _AGAIN,
    ),
    "neighbour_no_port": (
        QT_TRANSLATE_NOOP(
            "labels", "Meja ini tidak bisa mendengarkan meja tetangga: alamat atau port dipakai."
        ),
        QT_TRANSLATE_NOOP("labels", "Catatan meja ini tidak terpengaruh."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memeriksa listen di secretariat.toml."),
    ),
}
