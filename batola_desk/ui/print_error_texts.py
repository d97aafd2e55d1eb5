"""What the operator reads when nothing comes out of a printer."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

PRINT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "printer_none": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada pencetak di komputer ini."),
        QT_TRANSLATE_NOOP("labels", "PDF tetap bisa dibuat: Enter menyimpannya di folder ekspor."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memasang pencetak di sistem operasi, lalu coba lagi."),
    ),
    "slip_no_task": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada disposisi terbuka untuk dicetak slipnya."),
        QT_TRANSLATE_NOOP("labels", "Tiket tidak berubah."),
        QT_TRANSLATE_NOOP("labels", "Kirim dulu ke instansi (F7), lalu Alt+Shift+S."),
    ),
    "slip_which": (
        QT_TRANSLATE_NOOP("labels", "Beberapa disposisi terbuka: {agencies}."),
        QT_TRANSLATE_NOOP("labels", "Belum ada yang dicetak."),
        QT_TRANSLATE_NOOP("labels", "Pilih kartunya, Alt+Shift+S; atau ketik cetak-slip dan instansinya."),
    ),
    "border_no_card": (
        QT_TRANSLATE_NOOP("labels", "Tiket ini belum diserahkan ke 112 tetangga."),
        QT_TRANSLATE_NOOP("labels", "Tiket tidak berubah."),
        QT_TRANSLATE_NOOP("labels", "Serahkan dulu: Alt+W. Kartunya lalu bisa dicetak."),
    ),
    "printer_gone": (
        QT_TRANSLATE_NOOP("labels", "Pencetak {printer} tidak ditemukan lagi."),
        QT_TRANSLATE_NOOP("labels", "Tidak ada yang dicetak."),
        QT_TRANSLATE_NOOP("labels", "Periksa kabel dan dayanya, atau pilih pencetak lain."),
    ),
    "print_failed": (
        QT_TRANSLATE_NOOP("labels", "Pencetak {printer} menolak cetakan."),
        QT_TRANSLATE_NOOP("labels", "PDF-nya tersimpan di folder ekspor."),
        QT_TRANSLATE_NOOP("labels", "Periksa kertas dan antrean cetak, lalu Enter lagi."),
    ),
}
