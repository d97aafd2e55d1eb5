"""Border card and referral by keys, counted. Source: domain.md §6.1, §12.4."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import segno
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import IncidentState
from batola_desk.ui.qr_picture import QUIET_MODULES, SCREEN_BYTES_MAX, SCREEN_DOTS_PER_MODULE, qr_of_words
from tests.support.shipped import shipped_catalog
from tests.ui.counted_keys import KEY_S, CountedKeys
from tests.ui.shell_stage import open_shell


def catalog_with_a_number() -> Catalog:
    catalog = shipped_catalog()
    centre = replace(catalog.agencies["l112_banjarbaru"], contacts=("Pusat 0511-000112",))
    return replace(catalog, agencies={**catalog.agencies, centre.code: centre})


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


async def test_three_keys_and_a_name_hand_a_caller_to_the_neighbour(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as shell:
        key = await shell.answered()
        hand = CountedKeys(shell)
        await hand.press("Alt+W")
        shown = shell.find(QListWidget, "border_neighbours")
        assert isinstance(shown, QListWidget)
        assert shown.item(0).text() == "1  Kota Banjarbaru"
        assert "tanpa nomor" in shown.item(1).text()
        await hand.press("Return")
        await shell.desk.until(lambda: "SERAH-TERIMA" in clipboard(), 10)
        assert [call.number for call in shell.engine.calls.values() if call.direction == "outbound"] == [
            "0511-000112"
        ]
        shell.engine.far_end_answers(shell.services.parties.group()[1].key)
        await shell.settle()
        name = shell.find(QLineEdit, "border_name")
        assert name.hasFocus()
        await shell.type("Budi")
        await hand.press("Return")
        await shell.desk.until(lambda: not shell.find(QWidget, "border").isVisible(), 10)
        assert hand.keys == 3
        call = await shell.services.calls.load(key)
        assert call is not None
        assert call.call.call_class == "S"
        assert "Diterima Budi" in shell.words


async def test_left_and_taken_up_again_the_sheet_waits_for_the_name(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as shell:
        await shell.answered()
        await shell.press("Alt+W")
        await shell.press("1")
        await shell.desk.until(lambda: shell.find(QLineEdit, "border_name").isVisible(), 10)
        await shell.press("Esc")
        assert not shell.find(QWidget, "border").isVisible()
        await shell.settle()
        await shell.press("Alt+W")
        assert shell.find(QLineEdit, "border_name").hasFocus()
        assert not shell.find(QListWidget, "border_neighbours").isVisible()


async def test_a_neighbour_without_a_number_gets_the_card_alone(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as shell:
        await shell.answered()
        await shell.press("Alt+W")
        await shell.press("2")
        await shell.desk.until(lambda: shell.find(QLineEdit, "border_name").isVisible(), 10)
        problem = shell.find(QLabel, "border_problem")
        assert isinstance(problem, QLabel)
        assert "belum diisi" in problem.text()
        assert "SERAH-TERIMA" in clipboard()


async def test_a_referral_takes_less_than_ten_seconds_of_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        key = await shell.answered()
        hand = CountedKeys(shell)
        words = "lampu jalan mati"
        await hand.press("Alt+N")
        await shell.type(words)
        await hand.press("Return")
        await shell.desk.until(lambda: "Rujukan 112 LPB-" in clipboard(), 10)
        assert hand.keys == 2
        assert (hand.keys + len(words)) * KEY_S <= 10
        code = shell.find(QLabel, "referral_code")
        assert isinstance(code, QLabel)
        assert "LPB-" in code.text()
        assert words in clipboard()
        call = await shell.services.calls.load(key)
        assert call is not None
        assert call.call.call_class == "R"
        await shell.press("Esc")
        assert not shell.find(QWidget, "referral").isVisible()


async def test_the_answer_of_a_referral_is_entered_by_the_same_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        done = await shell.services.handing_on.refer(
            "lapor_bupati", incident_id="", call_key="", what="Lampu mati"
        )
        await shell.settle()
        shell.window.open_incident(done.incident_id)
        await shell.settle()
        await shell.press("Alt+N")
        assert not shell.find(QListWidget, "referral_targets").isVisible()
        await shell.type("Sudah diganti")
        await shell.press("Return")
        await shell.desk.until(lambda: "dicatat" in shell.words, 10)
        view = await shell.services.incidents.open_view(done.incident_id)
        assert view.incident.state is IncidentState.REFERRED
        assert view.incident.referral_answer == "Sudah diganti"


@pytest.mark.parametrize("line", ["rujuk lampu jalan mati", "wilayah"])
async def test_the_command_line_knows_both(qtbot: QtBot, tmp_path: Path, line: str) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await shell.press("Ctrl+K")
        await shell.type(line)
        await shell.press("Return")
        name = "referral" if line.startswith("rujuk") else "border"
        assert shell.find(QWidget, name).isVisible()
        if name == "referral":
            words = shell.find(QLineEdit, "referral_words")
            assert isinstance(words, QLineEdit)
            assert words.text() == "lampu jalan mati"


async def test_an_export_without_referrals_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await shell.press("Ctrl+K")
        await shell.type("ekspor-rujukan")
        await shell.press("Return")
        await shell.desk.until(lambda: "Belum ada rujukan" in shell.words, 10)


def modules(image: QImage) -> list[list[int]]:
    """The squares of a picture on the screen."""
    dots, half = SCREEN_DOTS_PER_MODULE, SCREEN_DOTS_PER_MODULE // 2
    side = image.width() // dots
    return [
        [int(image.pixelColor(x * dots + half, y * dots + half).lightness() < 128) for x in range(side)]
        for y in range(side)
    ]


async def test_the_card_stands_there_as_qr_and_as_eido(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as shell:
        await shell.answered()
        await shell.press("Alt+W")
        await shell.press("Return")
        code, told = shell.find(QLabel, "border_code"), shell.find(QLabel, "border_eido")
        assert isinstance(code, QLabel)
        assert isinstance(told, QLabel)
        await shell.desk.until(told.isVisible, 20)
        (written,) = shell.desk.paths.exports.glob("eido-*.json")
        assert str(written) in told.text()
        made = segno.make_qr(clipboard(), error="l", encoding="utf-8", boost_error=False)
        quiet = [[int(dot) for dot in row] for row in made.matrix_iter(border=QUIET_MODULES)]
        assert modules(code.pixmap().toImage()) == quiet
        sheet = shell.find(QWidget, "border")
        for part in (code, shell.find(QLineEdit, "border_name")):
            assert sheet.rect().contains(part.geometry()), part.objectName()
        assert shell.find(QLineEdit, "border_name").hasFocus()


async def test_opened_again_it_is_this_tickets_card(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        tickets = []
        for place in ("Jalan Mawar", "Jalan Melati"):
            incident_id = await shell.services.incidents.new()
            shell.services.incidents.set_field(incident_id, "place_text", place)
            await shell.services.incidents.flush()
            await shell.services.handing_on.begin_handover("banjarbaru", incident_id=incident_id, call_key="")
            tickets.append(incident_id)
        card = shell.find(QLabel, "border_card")
        assert isinstance(card, QLabel)
        for incident_id, place in zip(tickets, ("Mawar", "Melati"), strict=True):
            shell.window.open_incident(incident_id)
            await shell.desk.until(lambda key=incident_id: shell.window.form.incident_id == key, 20)
            await shell.settle()
            await shell.press("Alt+W")
            await shell.desk.until(lambda place=place: place in card.text(), 20)
            assert card.isVisible()
            await shell.press("Esc")


def test_a_card_that_fits_no_screen_has_no_code() -> None:
    assert qr_of_words("") is None
    assert qr_of_words("é" * (SCREEN_BYTES_MAX // 2 + 1)) is None
    assert qr_of_words("é" * (SCREEN_BYTES_MAX // 2)) is not None
