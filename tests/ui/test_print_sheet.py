"""Cetak: a printer of the machine, chosen by keys; nothing of it stops a call. No printer: clear words."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QPagedPaintDevice, QPdfWriter
from PySide6.QtWidgets import QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import OperatorError
from batola_desk.ui.print import printer
from tests.ui.shell_stage import ShellStage, open_shell


class Printers:
    """Two printers; what is handed to one becomes a file."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
        self.folder = folder
        self.threads: list[threading.Thread] = []
        self.gone = False
        self.titles: list[str] = []
        monkeypatch.setattr(printer, "_names", lambda: names)
        monkeypatch.setattr(printer, "open_printer", self.open)

    def open(self, name: str, title: str) -> QPagedPaintDevice:
        self.threads.append(threading.current_thread())
        if self.gone:
            raise OperatorError("printer_gone", printer=name)
        self.titles.append(title)
        device = QPdfWriter(str(self.folder / f"{name}.pdf"))
        device.setResolution(288)
        return device


async def ticket(shell: ShellStage) -> str:
    incident_id = await shell.services.incidents.new(source="manual")
    shell.services.incidents.set_field(incident_id, "place_text", "Handil Bakti")
    await shell.services.incidents.flush()
    shell.window.form.open_incident(incident_id)
    await shell.settle()
    return incident_id


async def test_a_report_goes_to_the_chosen_printer(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printers = Printers(tmp_path, monkeypatch, "Sekretariat", "Lobi")
    async with open_shell(tmp_path / "desk") as shell:
        await ticket(shell)
        shell.window.commands.obey("print_report", "")
        shown = shell.find(QListWidget, "printers")
        assert isinstance(shown, QListWidget)
        await shell.desk.until(lambda: shown.count() == 2, 30)
        assert shown.item(0).text() == "Sekretariat"
        await shell.ring()
        await shell.press("Down")
        await shell.press("Return")
        await shell.desk.until(lambda: "Lobi" in shell.words, 30)
        assert (tmp_path / "Lobi.pdf").read_bytes().startswith(b"%PDF-")
        assert printers.threads[0] is not threading.current_thread()
        assert not shell.find(QWidget, "print_sheet").isVisible()
        await shell.press("F2")
        assert shell.window.line.in_headset is not None


async def test_without_a_printer_it_says_so_and_what_remains(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Printers(tmp_path, monkeypatch)
    async with open_shell(tmp_path / "desk") as shell:
        await ticket(shell)
        shell.window.commands.obey("print_report", "")
        problem = shell.find(QLabel, "print_problem")
        assert isinstance(problem, QLabel)
        await shell.desk.until(problem.isVisible, 30)
        assert "Tidak ada pencetak" in problem.text()
        assert "PDF" in problem.text()


async def test_a_printer_that_is_gone_is_told_and_another_can_be_chosen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printers = Printers(tmp_path, monkeypatch, "Sekretariat")
    printers.gone = True
    async with open_shell(tmp_path / "desk") as shell:
        await ticket(shell)
        shell.window.commands.obey("print_report", "")
        shown = shell.find(QListWidget, "printers")
        problem = shell.find(QLabel, "print_problem")
        assert isinstance(shown, QListWidget)
        assert isinstance(problem, QLabel)
        await shell.desk.until(lambda: shown.count() == 1, 30)
        await shell.press("Return")
        await shell.desk.until(problem.isVisible, 30)
        assert "Sekretariat" in problem.text()
        printers.gone = False
        await shell.press("Return")
        await shell.desk.until(lambda: "Dikirim ke pencetak" in shell.words, 30)


def test_a_printer_nobody_has_is_no_printer(qtbot: QtBot) -> None:
    with pytest.raises(OperatorError, match="printer_gone"):
        printer.open_printer("tidak ada di mana pun", "x")


async def test_without_a_ticket_there_is_nothing_to_print(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        shell.window.commands.obey("print_report", "")
        await shell.settle()
        assert "Belum ada tiket" in shell.words
        assert not shell.find(QWidget, "print_sheet").isVisible()
