"""What the operator reads when nothing comes out of a printer."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.noop import QT_TRANSLATE_NOOP

PRINT_ERROR_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "printer_none": (
        QT_TRANSLATE_NOOP("labels", "Tidak ada pencetak di komputer ini."),
        QT_TRANSLATE_NOOP("labels", "PDF tetap bisa dibuat: laporan Ctrl+Shift+Z."),
        QT_TRANSLATE_NOOP("labels", "Minta TI memasang pencetak di sistem operasi, lalu coba lagi."),
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
