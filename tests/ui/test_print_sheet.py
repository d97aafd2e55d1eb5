"""Cetak: a printer of the machine, chosen by keys; nothing of it stops a call. No printer: clear words."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QPagedPaintDevice, QPdfWriter
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import OperatorError
from batola_desk.ui.print import printer
from tests.support.shipped import shipped_catalog
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


async def fire(shell: ShellStage, *agencies: str) -> str:
    """A fire that these agencies were asked for, in the form."""
    incident_id = await ticket(shell)
    shell.services.incidents.set_field(incident_id, "type_code", "KB01")
    await shell.services.incidents.flush()
    for agency in agencies:
        await shell.services.dispatch.send_task(incident_id, agency, channel="voice")
    await shell.settle()
    return incident_id


def pages(path: Path) -> list[str]:
    """Sizes of the pages in points."""
    found = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", path.read_bytes())
    return [f"{float(width):.0f}x{float(height):.0f}" for width, height in found]


def offered(shell: ShellStage) -> list[str]:
    shown = shell.find(QListWidget, "printers")
    assert isinstance(shown, QListWidget)
    return [shown.item(at).text() for at in range(shown.count())]


def tries(shell: ShellStage, incident_id: str, channel: str) -> int:
    view = shell.services.incidents.view(incident_id)
    assert view is not None
    return sum(attempt.channel == channel for task in view.tasks for attempt in task.task.attempts)


async def test_the_slip_goes_to_a_printer_that_is_offered_first_from_then_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printers = Printers(tmp_path, monkeypatch, "Sekretariat", "Lobi")
    printers.gone = True
    async with open_shell(tmp_path / "desk", catalog=shipped_catalog()) as shell:
        incident_id = await fire(shell, "damkar")
        await shell.press("Alt+Shift+S")
        await shell.desk.until(lambda: offered(shell) == ["Sekretariat", "Lobi"], 30)
        await shell.press("Down")
        await shell.press("Return")
        problem = shell.find(QLabel, "print_problem")
        await shell.desk.until(problem.isVisible, 30)
        printers.gone = False
        await shell.press("Return")
        await shell.desk.until(lambda: "Dikirim ke pencetak Lobi: 1 halaman" in shell.words, 30)
        assert pages(tmp_path / "Lobi.pdf") == ["420x595"], "one page of A5"
        assert tries(shell, incident_id, "paper") == 1, "a second printer is no second try"
        await shell.press("Alt+Shift+P")
        await shell.desk.until(lambda: offered(shell) == ["Lobi", "Sekretariat"], 30)


async def test_of_several_agencies_one_is_named_or_has_the_keyboard(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Printers(tmp_path, monkeypatch, "Lobi")
    async with open_shell(tmp_path / "desk", catalog=shipped_catalog()) as shell:
        await shell.press("Alt+Shift+S")
        assert "Belum ada tiket" in shell.words
        incident_id = await ticket(shell)
        await shell.press("Alt+Shift+S")
        assert "Tidak ada disposisi" in shell.words
        for agency in ("damkar", "polres"):
            await shell.services.dispatch.send_task(incident_id, agency, channel="voice")
        await shell.settle()
        await shell.press("Alt+Shift+S")
        assert "Beberapa disposisi" in shell.words
        sheet = shell.window.paper.printing
        assert not sheet.isVisible()
        shell.window.commands.obey("print_slip", "polres")
        await shell.settle()
        assert "Polres" in sheet.title.text()
        sheet.put_away()
        shell.window.form.send_task()
        cards = shell.window.form.dispatch.cards
        next(card for card in cards if "Damkar" in card.name.text()).setFocus()
        await shell.press("Alt+Shift+S")
        assert "Damkar" in sheet.title.text()
        sheet.put_away()
        await shell.press("Alt+A")
        board = shell.window.boards.agencies
        await shell.desk.until(lambda: board.chosen is not None, 30)
        chosen = board.chosen
        assert chosen is not None
        await shell.press("Alt+Shift+S")
        assert chosen.task.agency_name in sheet.title.text()


async def test_without_a_printer_enter_writes_the_slip_as_pdf(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Printers(tmp_path, monkeypatch)
    async with open_shell(tmp_path / "desk", catalog=shipped_catalog()) as shell:
        incident_id = await fire(shell, "damkar")
        await shell.press("Alt+Shift+S")
        problem = shell.find(QLabel, "print_problem")
        assert isinstance(problem, QLabel)
        await shell.desk.until(problem.isVisible, 30)
        assert "Enter menyimpannya" in problem.text()
        assert not shell.window.paper.printing.ask.isVisible(), "nothing to choose"
        await shell.press("Return")
        await shell.desk.until(lambda: "Disimpan: " in shell.words, 30)
        (saved,) = (tmp_path / "desk").rglob("slip-*.pdf")
        assert pages(saved) == ["420x595"]
        assert tries(shell, incident_id, "paper") == 1


async def test_with_a_printer_ctrl_enter_writes_the_pdf_alone(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Printers(tmp_path, monkeypatch, "Lobi")
    async with open_shell(tmp_path / "desk", catalog=shipped_catalog()) as shell:
        await fire(shell, "damkar")
        await shell.press("Alt+Shift+S")
        await shell.desk.until(lambda: offered(shell) == ["Lobi"], 30)
        await shell.press("Ctrl+Return")
        await shell.desk.until(lambda: "Disimpan: " in shell.words, 30)
        assert list((tmp_path / "desk").rglob("slip-*.pdf"))
        assert not (tmp_path / "Lobi.pdf").exists()


async def test_the_border_card_is_printed_before_and_after_the_other_centre_accepts(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Printers(tmp_path, monkeypatch, "Lobi")
    async with open_shell(tmp_path / "desk", catalog=shipped_catalog()) as shell:
        incident_id = await ticket(shell)
        await shell.press("Alt+Shift+K")
        assert "belum diserahkan" in shell.words
        await shell.press("Alt+W")
        await shell.press("1")
        await shell.desk.until(lambda: shell.find(QLineEdit, "border_name").isVisible(), 30)
        await shell.press("Alt+Shift+K")
        await shell.desk.until(lambda: offered(shell) == ["Lobi"], 30)
        await shell.press("Return")
        await shell.desk.until(lambda: "Dikirim ke pencetak Lobi: 1 halaman" in shell.words, 30)
        assert pages(tmp_path / "Lobi.pdf") == ["420x595"]
        border = shell.window.handing_on.border
        code = border.handed_to
        await shell.services.handing_on.accept_handover(code, incident_id=incident_id, name="Budi")
        await shell.settle()
        border.put_away()
        await shell.press("Alt+Shift+K")
        await shell.desk.until(lambda: offered(shell) == ["Lobi"], 30)
        await shell.press("Ctrl+Return")
        await shell.desk.until(lambda: len(list((tmp_path / "desk").rglob("kartu-*.pdf"))) == 2, 30)


def test_a_printer_nobody_has_is_no_printer(qtbot: QtBot) -> None:
    with pytest.raises(OperatorError, match="printer_gone"):
        printer.open_printer("tidak ada di mana pun", "x")


async def test_without_a_ticket_there_is_nothing_to_print(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        shell.window.commands.obey("print_report", "")
        await shell.settle()
        assert "Belum ada tiket" in shell.words
        assert not shell.find(QWidget, "print_sheet").isVisible()
