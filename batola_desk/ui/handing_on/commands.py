"""Commands of handing on, beside those of ``ui.commands``."""

from __future__ import annotations

from batola_desk.ui.command import Command
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

HANDING_COMMANDS: tuple[Command, ...] = (
    Command(
        command_id="border",
        key="Alt+W",
        text=QT_TRANSLATE_NOOP("commands", "Salah wilayah: serahkan ke 112 tetangga"),
        word="wilayah",
        menu="parties",
    ),
    Command(
        command_id="print_border",
        key="Alt+Shift+K",
        text=QT_TRANSLATE_NOOP("commands", "Cetak kartu serah-terima tiket di formulir…"),
        word="cetak-kartu",
        menu="parties",
    ),
    Command(
        command_id="refer",
        key="Alt+N",
        text=QT_TRANSLATE_NOOP("commands", "Rujuk non-darurat / catat jawabannya"),
        word="rujuk",
        argument=QT_TRANSLATE_NOOP("commands", "isi laporan"),
        menu="ticket",
    ),
    Command(
        command_id="number_measure",
        key="Alt+C",
        text=QT_TRANSLATE_NOOP("commands", "Tindakan terhadap nomor ini (ketua regu)"),
        word="tindakan",
        argument=QT_TRANSLATE_NOOP("commands", "nomor"),
        menu="call",
    ),
    Command(
        command_id="export_referrals",
        text=QT_TRANSLATE_NOOP("commands", "Ekspor rujukan (CSV dan JSON)"),
        word="ekspor-rujukan",
        menu="ticket",
    ),
)
