"""What the window has of handing on: two keys, two sheets, the export for the other system."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from batola_desk.domain.catalog import Neighbour
from batola_desk.ui.handing_on.border_sheet import BorderSheet
from batola_desk.ui.handing_on.measure_sheet import MeasureSheet
from batola_desk.ui.handing_on.referral_sheet import ReferralSheet

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class HandingDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.border = BorderSheet(window.form.vm, window.stage)
        self.referral = ReferralSheet(window.form.vm, window.stage)
        self.measures = MeasureSheet(window.desk, window.tasks, window.stage)
        window.form.wrong_area.connect(self._on_wrong_area)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "border": self._border,
            "refer": partial(self.referral.bring_up_with, ""),
            "export_referrals": self._export,
            "number_measure": self._measure_at_hand,
        }

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"refer": self.referral.bring_up_with, "number_measure": self._measure}

    @Slot()
    def _border(self) -> None:
        neighbour = self._window.form.fixes.neighbour
        self.border.bring_up_for(neighbour.code if neighbour is not None else "")

    @Slot(object)
    def _on_wrong_area(self, neighbour: Neighbour) -> None:
        self.border.bring_up_for(neighbour.code)

    def _measure_at_hand(self) -> None:
        view = self._window.commands.call_at_hand()
        self._measure(view.call.number if view is not None else "")

    def _measure(self, number: str) -> None:
        """Only a lead decides, and only about a number."""
        if not self._window.desk.measures.may_decide():
            self._window.messages.error("lead_only")
        elif not any(letter.isdigit() for letter in number):
            self._window.messages.info(self.tr("Tidak ada nomor. Tulis: tindakan, lalu nomornya."))
        else:
            self.measures.bring_up_for(number)

    def _export(self) -> None:
        self._window.tasks.run(
            self._window.desk.handing_on.export_referrals(), "export-referrals", done=self._on_exported
        )

    def _on_exported(self, written: tuple[str, int]) -> None:
        stem, count = written
        done = QCoreApplication.translate(
            "HandingDesk",
            "%n rujukan ditulis: {path} (.csv dan .json). Isinya data pelapor; simpan baik-baik.",
            "",
            count,
        )
        self._window.messages.info(done.format(path=stem))
