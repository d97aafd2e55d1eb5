"""Which printer: those of the machine, the last used first, Enter prints. Not modal, hides no ringing call.

Without a printer the file remains: its button stands below the list.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.print.printer import printer_names
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner

SETTING = "print.printer"
Print = Callable[[str], Coroutine[Any, Any, int]]
Save = Callable[[], Coroutine[Any, Any, Path]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One paper.

    Attributes:
        what: its name, as the title says it.
        print_it: hands it to a printer; returns how many pages.
        save_it: writes it as PDF alone; returns where it lies.
    """

    what: str
    print_it: Print
    save_it: Save


class _Printers(QListWidget):
    """Ctrl+Enter is the sheet's: a list would take it for Enter."""

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            qt_event.ignore()
        else:
            super().keyPressEvent(qt_event)


class PrintSheet(Sheet):
    """Asks which printer; what is printed is said by who brings it up."""

    is_low = True

    def __init__(self, desk: Desk, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("print_sheet")
        self._desk = desk
        self._tasks = tasks
        self._job: PrintJob | None = None
        self._is_begun = False
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.printers = _Printers(self)
        self.printers.setObjectName("printers")
        self.printers.itemActivated.connect(self._begin)
        self.problem = label(self, "late", "print_problem")
        self.problem.setWordWrap(True)
        self.save = button(self, "quiet", "print_save")
        self.save.clicked.connect(self._save)
        parts: tuple[QWidget, ...] = (self.ask, self.printers, self.problem, self.save)
        for part in parts:
            self.body.addWidget(part)
        self.retranslate()

    def bring_up_for(self, job: PrintJob) -> None:
        """Ask where to print this; the printers come a moment later: the machine may have to look."""
        self._job, self._is_begun = job, False
        self.problem.hide()
        self.ask.show()
        self.printers.clear()
        self.printers.hide()
        self.retranslate()
        self.bring_up()
        self._tasks.run(printer_names(), "printers", done=self._offer)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        """Ctrl+Enter saves; Enter too where there is nothing else to do."""
        is_enter = qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_held = bool(qt_event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_enter and (is_held or self.save.hasFocus()):
            self.save.click()
        else:
            super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(
            self.tr("Cetak: %1").replace("%1", self._job.what if self._job is not None else "")
        )
        self.printers.setAccessibleName(self.tr("Pencetak"))
        self.save.setText(self.tr("Simpan PDF saja  Ctrl+Enter"))
        self.ask.setText(
            self.tr(
                "↑ ↓ memilih pencetak, Enter mencetak. Panggilan dan isian berjalan terus sambil mencetak."
            )
        )

    # ---------------------------------------------------------------- inner parts

    def _offer(self, names: tuple[str, ...]) -> None:
        if not self.isVisible():
            return
        used = str(self._desk.session.setting(SETTING))
        for name in sorted(names, key=lambda name: name != used):
            self.printers.addItem(QListWidgetItem(name))
        self.printers.setVisible(bool(names))
        self.ask.setVisible(bool(names))  # without one there is nothing to choose
        if names:
            self.printers.setCurrentRow(0)
            rows = min(8, len(names)) * self.printers.sizeHintForRow(0)
            self.printers.setFixedHeight(rows + 2 * self.printers.frameWidth() + 4)
            self.printers.setFocus(Qt.FocusReason.PopupFocusReason)
            self._fit()
        else:
            self._say(OperatorError("printer_none"))
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QListWidgetItem)
    def _begin(self, item: QListWidgetItem) -> None:
        if self._job is None or self._is_begun:
            return
        self._is_begun = True  # a key pressed twice prints nothing twice
        name = item.text()
        self._tasks.run(
            self._job.print_it(name),
            "print",
            done=lambda pages: self._on_printed(name, pages),
            refused=self._on_refused,
        )

    @Slot()
    def _save(self) -> None:
        if self._job is not None and not self._is_begun:
            self._is_begun = True
            self._tasks.run(self._job.save_it(), "print-save", done=self._on_saved, refused=self._on_refused)

    def _on_saved(self, path: Path) -> None:
        self.put_away()
        self._tasks.messages.info(self.tr("Disimpan: {path}").format(path=path))

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._is_begun = False
        self._say(refusal)
        return True

    def _on_printed(self, name: str, pages: int) -> None:
        self.put_away()
        with contextlib.suppress(OperatorError):  # a comfort: the next print tries again
            self._desk.session.set_setting(SETTING, name)
        said = self.tr("Dikirim ke pencetak {printer}: {pages} halaman.")
        self._tasks.messages.info(said.format(printer=name, pages=pages))

    def _say(self, refusal: OperatorError) -> None:
        self.problem.setText("▲ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()
