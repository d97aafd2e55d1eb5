"""The command of the ministry's report, beside those of ``ui.commands``."""

from __future__ import annotations

from batola_desk.ui.command import Command
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

MINISTRY_COMMANDS: tuple[Command, ...] = (
    Command(
        command_id="ministry_report",
        text=QT_TRANSLATE_NOOP("commands", "Laporan kementerian (CSV dan JSON)"),
        word="laporan-kementerian",
        argument=QT_TRANSLATE_NOOP("commands", "hari ini, kemarin, bulan ini, bulan lalu, dari sampai"),
        menu="ticket",
    ),
)
