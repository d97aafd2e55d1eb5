"""The map of keys on paper: every key and every word of the book, in both languages, on A4."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import OperatorError
from batola_desk.settings.whole_file import write_whole
from batola_desk.ui.command_book import key_text
from batola_desk.ui.keys_overlay import is_later
from batola_desk.ui.print import paper
from batola_desk.ui.print.key_map import key_map_body
from batola_desk.ui.print.paper import new_document, text, write_pdf
from tests.ui.shell_stage import ShellStage, open_shell


def _pdfs(shell: ShellStage) -> list[Path]:
    return sorted(Path(shell.services.exports.new_file("x", ".pdf")).parent.glob("*.pdf"))


async def test_every_key_and_word_of_the_book_stands_on_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        for language in ("id", "en"):
            shell.window.keep_setting("screen.language", language)
            await shell.settle()
            words = new_document(key_map_body(shell.window.book)).toPlainText()
            for command in shell.window.book:
                if is_later(command):
                    continue
                assert command.word in words
                assert not command.key or key_text(command.key) in words, command.command_id
            assert ("Panggilan" in words) == (language == "id")
            assert ("@handil bakti" in words) and "Alt+K" in words


async def test_f1_and_p_or_the_word_write_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.press("F1")
        assert shell.find(QPushButton, "keys_on_paper").text().endswith("P")
        await shell.press("P")
        await shell.desk.until(lambda: ".pdf" in shell.words, 30)
        first = _pdfs(shell)
        assert len(first) == 1
        assert first[0].read_bytes().startswith(b"%PDF-")
        assert str(first[0]) in shell.words
        await shell.press("Escape")
        shell.window.commands.obey("key_map", "")
        await shell.desk.until(lambda: len(_pdfs(shell)) == 2, 30)  # nothing is written over
        assert not list(first[0].parent.glob("*.new"))


async def test_a_long_document_has_pages_of_a4(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    pages = await write_pdf(new_document("<p>baris</p>" * 300), path, title="x")
    assert pages > 2
    points = QPageSize(QPageSize.PageSizeId.A4).sizePoints()
    assert f"/MediaBox [0 0 {points.width()}".encode() in path.read_bytes()
    assert QCoreApplication.instance() is not None


def test_words_are_never_markup(qtbot: QtBot) -> None:
    document = new_document(f"<p>{text('<img src=x onerror=1> & <b>')}</p>")
    assert document.toPlainText() == "<img src=x onerror=1> & <b>"


async def test_the_disk_is_written_outside_the_thread_of_the_screen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[threading.Thread] = []

    def write(path: Path, content: bytes) -> None:
        writers.append(threading.current_thread())
        write_whole(path, content)

    monkeypatch.setattr(paper, "write_whole", write)
    await write_pdf(new_document("<p>x</p>"), tmp_path / "x.pdf", title="x")
    assert len(writers) == 1
    assert writers[0] is not threading.current_thread()
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


async def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with pytest.raises(OperatorError, match="export_not_written"):
        await write_pdf(new_document("<p>x</p>"), tmp_path / "none" / "x.pdf", title="x")
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240
