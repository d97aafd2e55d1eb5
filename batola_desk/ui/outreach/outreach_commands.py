"""Keys of agencies: the acceptance board, reports that came another way. Part of ``ui.commands.COMMANDS``."""

from __future__ import annotations

from batola_desk.ui.command import Command
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

OUTREACH_COMMANDS: tuple[Command, ...] = (
    Command(
        command_id="acceptance_board",
        key="Alt+A",
        text=QT_TRANSLATE_NOOP("commands", "Papan penerimaan instansi (sisa waktu)"),
        word="terima",
        menu="view",
    ),
    Command(
        command_id="other_source",
        key="Alt+I",
        text=QT_TRANSLATE_NOOP("commands", "Laporan dari sumber lain (110, 113, 119, radio, datang)"),
        word="sumber",
        argument=QT_TRANSLATE_NOOP("commands", "sumber, pelapor"),
        menu="ticket",
    ),
    Command(
        command_id="print_slip",
        key="Alt+Shift+S",
        text=QT_TRANSLATE_NOOP("commands", "Cetak slip disposisi…"),
        word="cetak-slip",
        argument=QT_TRANSLATE_NOOP("commands", "instansi"),
        menu="ticket",
    ),
    Command(
        command_id="slip_import",
        key="Alt+E",
        text=QT_TRANSLATE_NOOP("commands", "Terima slip dari meja lain (pindai QR)"),
        word="slip",
        argument=QT_TRANSLATE_NOOP("commands", "kode slip"),
        menu="ticket",
    ),
)
