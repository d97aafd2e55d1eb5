"""The band with the worst warning and its source, and the list; everything by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFrame, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.interop.cap.document import read_message
from batola_desk.interop.cap.safe_xml import CapFault
from batola_desk.interop.cap.sources import Step
from batola_desk.ui.incident.parts import ElidedLabel
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.theme.tokens import LIGHT
from batola_desk.ui.weather.weather_model import EVENT, SEVERITY, SOURCE, SPAN, WHERE
from batola_desk.ui.weather.weather_on_map import WeatherOnMap
from tests.support.cap_documents import JAVA, alert, area, info, reference
from tests.support.desk_double import NOON_US
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


async def by_hand(shell: ShellStage, document: bytes, name: str = "cuaca.xml") -> None:
    path = shell.desk.home / name
    path.write_bytes(document)
    await shell.services.weather.take_file(str(path))
    await shell.settle()


def band(shell: ShellStage) -> str:
    banner = shell.window.findChild(QFrame, "weather_banner")
    if not banner.isVisible():
        return ""
    head, source = (banner.findChild(ElidedLabel, name).whole for name in ("weather_head", "weather_source"))
    return f"{head} | {source}"


async def test_the_worst_stands_in_the_band_with_its_source_until_it_ends(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        assert band(shell) == ""
        await by_hand(shell, alert("A"))
        assert band(shell).startswith("Sedang · Hujan Lebat disertai Petir · 13:00–15:00 · Kec. ")
        assert "Marabahan" in band(shell)
        assert "| Sumber: BMKG Kalimantan Selatan (berkas, diambil dengan tangan 13:00)" in band(shell)
        await by_hand(shell, alert("B", infos=info(event="Angin", severity="Extreme")))
        assert band(shell).startswith("✖ EKSTREM · Angin")
        assert "1 lagi di Alt+Shift+C" in band(shell)
        await shell.desk.forward(2 * 3600 + 1, step_s=3600)
        await shell.settle()
        assert band(shell) == ""


async def test_what_the_feed_says_names_whom_the_centre_owes_credit(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        weather = shell.services.weather

        class Feed:
            place = "https://office.example/id"

            def step(self, _now_s: float) -> Step:
                return Step(wait_s=300.0, has_answered=True, messages=(read_message(alert()),))

        weather.ask("feed", Feed(), silent_after_s=1800.0)
        await weather.tick()
        await shell.desk.until(lambda: bool(weather.standing()), limit_s=30.0)
        await shell.settle()
        assert "Sumber: BMKG (Badan Meteorologi, Klimatologi, dan Geofisika) · dikirim 12:59" in band(shell)
        await shell.press("Alt+Shift+C")
        sheet = shell.window.weather_sheet
        assert sheet.credit.text().startswith(
            "Sumber: BMKG (Badan Meteorologi, Klimatologi, dan Geofisika) · "
        )
        assert "Daftar: menjawab 13:00." in sheet.sources.text()
        assert sheet.model.index(0, SOURCE).data() == "Daftar"


async def test_a_hidden_band_comes_back_with_something_new_only(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await by_hand(shell, alert("A"))
        shell.find(QPushButton, "weather_away").click()
        assert band(shell) == ""
        assert len(shell.services.weather.standing()) == 1
        await shell.desk.forward(2)
        assert band(shell) == ""
        update = alert("B", kind="Update", sent_us=NOON_US, references=reference("A"))
        await by_hand(shell, update)
        assert band(shell).startswith("Sedang")


async def test_its_area_lies_on_the_map_as_long_as_the_band_says_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        canvas = shell.window.map_panel.canvas
        canvas.set_animated(False)
        canvas.fly_to(-3.0, 114.775, 10.0)  # the middle of the outline
        overlay = shell.window.findChild(WeatherOnMap).overlay
        assert (overlay.outlines, list(overlay.legend())) == ((), [])
        await by_hand(shell, alert("A"))
        (outline,) = overlay.outlines
        assert outline.shape == (4, 2)
        assert [row.words for row in overlay.legend()] == ["Wilayah peringatan cuaca"]
        camera = canvas.camera
        picture = QImage(camera.width_px, camera.height_px, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        with QPainter(picture) as painter:
            palette = MapPalette.from_tokens(LIGHT)
            overlay.draw(painter, camera, palette, GlyphStore(palette, canvas.font(), 1.0))
        white = picture.pixelColor(0, 0)
        assert white == Qt.GlobalColor.white  # outside
        assert picture.pixelColor(camera.width_px // 2, camera.height_px // 2) != white
        for zoom in (5.0, 14.0, 19.0):  # an outline may be far wider than the window
            canvas.fly_to(-3.0, 114.775, zoom)
            canvas.grab()
        shell.find(QPushButton, "weather_away").click()
        assert overlay.outlines == ()


async def test_a_space_typed_elsewhere_hides_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        focus = shell.window.focusWidget()
        await by_hand(shell, alert("A"))
        assert shell.window.focusWidget() is focus
        await shell.type("Jalan Hasan Basri ")
        assert band(shell)


async def test_the_list_tells_everything_and_says_how_sure(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        more = "<headline>Waspada</headline><description>Hujan &lt;b&gt;deras&lt;/b&gt;</description>"
        await by_hand(shell, alert("A", infos=info(more=more)))
        named = area("", words="Barito Kuala: Tabunganen")
        await by_hand(shell, alert("B", infos=info(event="Angin", severity="Severe", areas=named)))
        await shell.press("Alt+Shift+C")
        sheet = shell.window.weather_sheet
        assert sheet.isVisible() and sheet.table.hasFocus()
        rows = [[sheet.model.index(row, at).data() for at in (SEVERITY, EVENT, SPAN)] for row in range(2)]
        assert rows == [
            ["▲ BERAT", "Angin", "13:00–15:00"],
            ["Sedang", "Hujan Lebat disertai Petir", "13:00–15:00"],
        ]
        assert sheet.model.index(0, WHERE).data() == "Tabunganen"
        assert "Tabunganen (disebut namanya)" in sheet.whole.text()
        await shell.press("Down")
        whole = sheet.whole.text()
        assert "Waspada" in whole
        assert "Hujan <b>deras</b>" in whole
        assert sheet.whole.textFormat() is Qt.TextFormat.PlainText  # letters, not markup
        assert " desa)" in whole
        assert "sekarang juga, sudah terjadi, menurut BMKG Kalimantan Selatan" in whole
        assert sheet.band.text() == "Sembunyikan pita"
        sheet.band.click()
        assert band(shell) == ""
        assert sheet.band.text() == "Tampilkan pita lagi"
        sheet.band.click()
        assert band(shell)
        await shell.press("Escape")
        assert not sheet.isVisible()


async def test_an_empty_list_says_whether_anybody_was_asked(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        weather = shell.services.weather
        await shell.press("Alt+Shift+C")
        sheet = shell.window.weather_sheet
        assert "tidak mengambil peringatan cuaca sendiri" in sheet.empty.text()
        assert not sheet.table.isVisible() and not sheet.reading.isVisible()

        steps = [Step(wait_s=1.0, fault=CapFault("weather_unreachable"))]

        class Away:
            place = "https://office.example/id"

            def step(self, _now_s: float) -> Step:
                return steps.pop(0) if steps else Step(wait_s=300.0, has_answered=True)

        weather.ask("feed", Away(), silent_after_s=1800.0)
        await weather.tick()
        await shell.desk.until(lambda: weather.sources()[0].code != "", limit_s=30.0)
        await shell.settle()
        assert "belum berarti tidak ada peringatan" in sheet.empty.text()
        assert "Daftar: belum menjawab. Alamat peringatan cuaca tidak terjangkau." in sheet.sources.text()
        await shell.desk.forward(2)
        await shell.desk.until(lambda: weather.sources()[0].heard_us is not None, limit_s=30.0)
        await shell.settle()
        assert "Sumber data: BMKG (Badan Meteorologi" in sheet.sources.text()
        assert sheet.empty.text() == "Tidak ada peringatan cuaca yang berlaku di kabupaten ini."
        assert "Daftar: menjawab 13:00." in sheet.sources.text()


async def typed(shell: ShellStage, path: Path) -> None:
    await shell.press("Ctrl+K")
    shell.window.command_line.setText(f"peringatan-cuaca {path}")
    before = len(shell.said)
    await shell.press("Return")
    await shell.desk.until(lambda: len(shell.said) > before, limit_s=30.0)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (alert("A"), "Peringatan cuaca ditampilkan."),
        (alert("A", infos=info(areas=area(f"<polygon>{JAVA}</polygon>"))), "tidak menyentuh kabupaten"),
        (alert("A", status="Exercise"), "bukan peringatan sungguhan (status Exercise)"),
        (b"<html/>", "bukan peringatan CAP"),
        (alert("A")[:-9], "bukan XML yang utuh dan aman"),
    ],
)
async def test_a_file_is_taken_by_a_word(qtbot: QtBot, tmp_path: Path, document: bytes, words: str) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        path = tmp_path / "cuaca.xml"
        path.write_bytes(document)
        await typed(shell, path)
        assert words in shell.words
        assert bool(band(shell)) is (words == "Peringatan cuaca ditampilkan.")
