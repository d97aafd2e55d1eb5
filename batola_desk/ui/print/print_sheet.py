"""Which printer: a list of those of the machine, Enter prints. Not modal, below no ringing call."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import label
from batola_desk.ui.print.printer import printer_names
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner

Print = Callable[[str], Coroutine[Any, Any, int]]


class PrintSheet(Sheet):
    """Asks which printer; what is printed is said by who brings it up."""

    is_low = True

    def __init__(self, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("print_sheet")
        self._tasks = tasks
        self._print: Print | None = None
        self._what = ""
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.printers = QListWidget(self)
        self.printers.setObjectName("printers")
        self.printers.itemActivated.connect(self._begin)
        self.problem = label(self, "late", "print_problem")
        self.problem.setWordWrap(True)
        for part in (self.ask, self.printers, self.problem):
            self.body.addWidget(part)
        self.retranslate()

    def bring_up_for(self, what: str, print_it: Print) -> None:
        """Ask where to print this; the printers come a moment later: the machine may have to look."""
        self._what, self._print = what, print_it
        self.problem.hide()
        self.printers.clear()
        self.printers.hide()
        self.retranslate()
        self.bring_up()
        self._tasks.run(printer_names(), "printers", done=self._offer)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Cetak: %1").replace("%1", self._what))
        self.printers.setAccessibleName(self.tr("Pencetak"))
        self.ask.setText(
            self.tr(
                "↑ ↓ memilih pencetak, Enter mencetak. Panggilan dan isian berjalan terus sambil mencetak."
            )
        )

    # ---------------------------------------------------------------- inner parts

    def _offer(self, names: tuple[str, ...]) -> None:
        if not self.isVisible():
            return
        for name in names:
            self.printers.addItem(QListWidgetItem(name))
        self.printers.setVisible(bool(names))
        if names:
            self.printers.setCurrentRow(0)
            rows = min(8, len(names)) * self.printers.sizeHintForRow(0)
            self.printers.setFixedHeight(rows + 2 * self.printers.frameWidth() + 4)
            self.printers.setFocus(Qt.FocusReason.PopupFocusReason)
            self._fit()
        else:
            self._say(OperatorError("printer_none"))

    @Slot(QListWidgetItem)
    def _begin(self, item: QListWidgetItem) -> None:
        if self._print is None:
            return
        print_it, self._print = self._print, None  # a key pressed twice prints nothing twice
        name = item.text()

        def refused(refusal: OperatorError) -> bool:
            self._print = print_it
            self._say(refusal)
            return True

        self._tasks.run(
            print_it(name), "print", done=lambda pages: self._on_printed(name, pages), refused=refused
        )

    def _on_printed(self, name: str, pages: int) -> None:
        self.put_away()
        said = self.tr("Dikirim ke pencetak {printer}: {pages} halaman.")
        self._tasks.messages.info(said.format(printer=name, pages=pages))

    def _say(self, refusal: OperatorError) -> None:
        self.problem.setText("▲ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()
