"""What the window has of the ministry's report: a word, a sheet for the days, what was written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from batola_desk.domain.errors import OperatorError
from batola_desk.services.ministry.report import ALONE, WrittenReport
from batola_desk.ui import labels
from batola_desk.ui.ministry.ministry_sheet import MinistrySheet

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class MinistryDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {"ministry_report": self.ask}

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"ministry_report": self.write}

    @cached_property
    def sheet(self) -> MinistrySheet:
        """Made when somebody wants it."""
        made = MinistrySheet(self._window.desk, self._window.stage)
        made.period_wanted.connect(self.write)
        return made

    @Slot()
    def ask(self) -> None:
        """Which days?"""
        if self._window.desk.ministry.may_write():
            self.sheet.bring_up()
        else:
            self._window.messages.error("report_not_allowed")

    @Slot(str)
    def write(self, words: str) -> None:
        """Write the report of the days that these words mean."""
        self._window.tasks.run(
            self._write(words), "ministry-report", done=self._on_written, refused=self._on_refused
        )

    async def _write(self, words: str) -> WrittenReport:
        ministry = self._window.desk.ministry
        return await ministry.write(ministry.period(words))

    def _on_refused(self, refusal: OperatorError) -> bool:
        if "sheet" not in self.__dict__ or not self.sheet.isVisible():
            return False
        told = labels.error_words(refusal.code, refusal.values)
        self.sheet.say_problem(" ".join(part for part in told if part))
        if refusal.code.startswith("period_"):
            self.sheet.focus_days()
        return True

    def _on_written(self, done: WrittenReport) -> None:
        if "sheet" in self.__dict__:
            self.sheet.put_away()
        words = self.tr(
            "Laporan kementerian ditulis: {folder}. {calls} panggilan, {tickets} tiket. "
            "Fakta meja {desks}: {cover}"
        )
        if done.room == ALONE:
            cover = self.tr("meja ini berdiri sendiri.")
        elif done.is_whole:
            cover = self.tr("sama dengan ruang.")
        else:
            cover = self.tr("ruang tidak terbaca penuh, meja lain mungkin belum lengkap.")
        self._window.messages.info(
            words.format(
                folder=done.folder,
                calls=done.call_count,
                tickets=done.incident_count,
                desks=", ".join(done.desks),
                cover=cover,
            )
        )
