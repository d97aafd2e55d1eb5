"""``laporan-kementerian``: which days the report is of. 1 … 4 choose usual ones, a field takes others."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from batola_desk.domain.report_period import Period
from batola_desk.services.api import Desk
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.sheet import Sheet

USUAL = ("hari ini", "kemarin", "bulan ini", "bulan lalu")


class MinistrySheet(Sheet):
    """Asks for the days.

    Signals:
        period_wanted: words that ``MinistryUseCases.period`` reads.
    """

    period_wanted = Signal(str)
    is_low = True

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("ministry")
        self._desk = desk
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.choices: list[QPushButton] = []
        self.body.addWidget(self.ask)
        for at, words in enumerate(USUAL, start=1):
            made = button(self, "", f"ministry_{at}")
            made.clicked.connect(partial(self._want, words))
            self.choices.append(made)
            self.body.addWidget(made)
        self.days = QLineEdit(self)
        self.days.setObjectName("ministry_days")
        self.days.setMaxLength(60)
        self.days.returnPressed.connect(self._want_days)
        self.problem = label(self, "late", "ministry_problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.body.addWidget(self.days)
        self.body.addWidget(self.problem)
        self.retranslate()

    def bring_up(self) -> None:
        """Show it as of today."""
        self.days.clear()
        self.say_problem("")
        self.retranslate()
        super().bring_up()

    def say_problem(self, words: str) -> None:
        """Say why nothing is written."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if self.isVisible():
            self._fit()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        at = qt_event.text()
        if at.isascii() and at.isdigit() and 1 <= int(at) <= len(USUAL):
            self._want(USUAL[int(at) - 1])
        else:
            super().keyPressEvent(qt_event)

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Laporan kementerian"))
        self.ask.setText(
            self.tr(
                "Ditulis sebagai CSV dan JSON ke folder ekspor. Tiket rahasia hanya dihitung. "
                "1 … 4 memilih hari, atau Tab dan tulis sendiri."
            )
        )
        names = (self.tr("Hari ini"), self.tr("Kemarin"), self.tr("Bulan ini"), self.tr("Bulan lalu"))
        for at, (made, name, words) in enumerate(zip(self.choices, names, USUAL, strict=True), start=1):
            made.setText(f"{at}  {name} · {_days(self._desk.ministry.period(words))}")
        self.days.setPlaceholderText(self.tr("dari dan sampai, mis. 1-11-2026 15-11-2026, lalu Enter"))
        self.days.setAccessibleName(self.tr("Dari tanggal, sampai tanggal"))

    # ---------------------------------------------------------------- inner parts

    def _want(self, words: str, _is_checked: bool = False) -> None:
        self.period_wanted.emit(words)

    @Slot()
    def _want_days(self) -> None:
        self.period_wanted.emit(self.days.text())

    def focus_days(self) -> None:
        """The field, to mend what was typed."""
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)


def _days(period: Period) -> str:
    first, last = (f"{day:%d-%m-%Y}" for day in (period.first, period.last))
    return first if first == last else f"{first} – {last}"
