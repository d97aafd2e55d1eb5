"""The settings sheet on a real desk: what is chosen counts at once and reaches the engine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc import messages as m
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.ui.preferences.preferences_view_model import VOLUME_GAP_MS, VOLUMES
from tests.ui.preferences_stage import open_stage


async def test_a_theme_is_chosen_by_keys_and_marked_by_more_than_colour(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        dark, light = stage.find(QPushButton, "theme_dark"), stage.find(QPushButton, "theme_light")
        assert isinstance(dark, QPushButton)
        assert isinstance(light, QPushButton)
        assert stage.window.focusWidget() is dark
        QTest.keyClick(dark, Qt.Key.Key_Tab)
        light.setFocus()
        QTest.keyClick(light, Qt.Key.Key_Space)
        await stage.settle()
        assert stage.desk.services.session.setting("screen.theme") == "light"
        assert light.text().startswith("✓")
        assert not dark.text().startswith("✓")
        assert [(fact.key, fact.before, fact.after) for fact in stage.facts()] == [
            ("screen.theme", "dark", "light")
        ]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
async def test_tab_goes_round_within_the_sheet_and_what_has_it_is_seen(
    qtbot: QtBot, tmp_path: Path, key: Qt.Key
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        began = stage.window.focusWidget()
        seen: list[QWidget] = []
        for _ in range(60):
            QTest.keyClick(stage.window.focusWidget(), key)
            now = stage.window.focusWidget()
            assert stage.sheet.isAncestorOf(now), "what lies below the sheet is not meant"
            assert now.visibleRegion().boundingRect().height() > 0.8 * now.height(), now.objectName()
            if now is began:
                break
            seen.append(now)
        assert stage.window.focusWidget() is began
        assert len(seen) > 15
        if key == Qt.Key.Key_Tab:
            read = [part for part in seen if part.objectName() != "sheet_away"]
            tops = [part.mapTo(stage.sheet.page, QPoint()).y() for part in read]
            assert tops == sorted(tops), "as the eye reads"
        names = {part.objectName() for part in seen}
        assert {"test_echo", "volume_sidetone"} <= names
        assert names & {"gain_on", "gain_off"}


async def test_escape_puts_the_sheet_away_and_gives_the_keyboard_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.field.setFocus()
        stage.sheet.bring_up()
        assert stage.sheet.isVisible()
        QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Escape)
        assert not stage.sheet.isVisible()
        assert stage.window.focusWidget() is stage.field


async def test_a_volume_reaches_the_engine_once_however_often_the_slider_moves(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        slider = stage.find(QSlider, "volume_headset")
        assert isinstance(slider, QSlider)
        for percent in (70, 60, 50, 40):
            slider.setValue(percent)
        await asyncio.sleep(0.01)
        qtbot.wait(VOLUME_GAP_MS + 60)
        await stage.settle()
        sent = stage.commands(m.SetVolumes)
        assert [command.volumes for command in sent] == [{"headset": 0.4}]  # type: ignore[attr-defined]
        kept = stage.desk.services.session
        qtbot.waitUntil(lambda: kept.setting("audio.headset_volume") == 0.4, timeout=20_000)
        await stage.settle()
        assert [(fact.key, fact.before, fact.after) for fact in stage.facts()] == [
            ("audio.headset_volume", "0.8", "0.4")
        ]


async def test_ring_and_alerts_can_not_be_made_silent(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        for role in ("ring", "alerts"):
            slider = stage.find(QSlider, f"volume_{role}")
            assert isinstance(slider, QSlider)
            slider.setValue(0)
            assert slider.value() == 10
        qtbot.wait(VOLUME_GAP_MS + 60)
        await stage.settle()
        assert stage.commands(m.SetVolumes)[-1].volumes == {"ring": 0.1, "alerts": 0.1}  # type: ignore[attr-defined]


async def test_the_floor_of_ring_and_alerts_does_not_hang_on_the_slider(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        for volume in VOLUMES:
            stage.vm.set_volume(volume, -20)
        floors = {volume.role: stage.vm.volume_percent(volume) for volume in VOLUMES}
        assert floors == {"headset": 5, "ring": 10, "alerts": 10, "sidetone": 0}
        qtbot.wait(VOLUME_GAP_MS + 60)


async def test_a_device_that_is_away_stays_chosen_and_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.desk.services.session.set_setting("audio.headset_output", "Jabra 20")
        stage.sheet.bring_up()
        stage.sheet.render_settings()
        combo = stage.find(QComboBox, "headset_output")
        assert isinstance(combo, QComboBox)
        assert combo.currentData() == "Jabra 20"
        assert "tidak terpasang" in combo.currentText()


async def test_another_device_is_told_to_the_engine_with_the_rest_unchanged(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.desk.services.session.set_setting("audio.loudspeaker", "Meja")
        stage.vm.choose_device("headset_output", "Jabra 20")
        await stage.settle()
        chosen = stage.commands(m.SelectDevices)[-1]
        assert (chosen.headset_output, chosen.loudspeaker) == ("Jabra 20", "Meja")  # type: ignore[attr-defined]
        stage.vm.choose_device("headset_output", "Jabra 20")
        await stage.settle()
        assert len(stage.commands(m.SelectDevices)) == 1


async def test_the_example_is_played_with_the_volume_just_set(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        slider = stage.find(QSlider, "volume_alerts")
        test = stage.find(QPushButton, "test_sound")
        assert isinstance(slider, QSlider)
        assert isinstance(test, QPushButton)
        slider.setValue(30)
        QTest.mouseClick(test, Qt.MouseButton.LeftButton)
        await stage.settle()
        kinds = [type(command) for command in stage.desk.engine.commands]
        assert kinds.index(m.SetVolumes) < kinds.index(m.PlayAlert)


async def test_a_setting_that_can_not_be_kept_is_told_and_not_lost_silently(
    qtbot: QtBot, tmp_path: Path, monkeypatch: object
) -> None:
    async with open_stage(tmp_path) as stage:

        def refuse(key: str, value: object) -> None:
            raise OperatorError("setting_not_saved", key=key)

        stage.desk.services.session.set_setting = refuse  # type: ignore[method-assign]
        stage.vm.set_theme("light")
        assert [message.happened for message in stage.said] == ["Setelan tidak bisa disimpan ke disk."]


async def test_the_sheet_lists_every_account_of_the_line(tmp_path: Path, qtbot: QtBot) -> None:
    async with open_stage(tmp_path) as stage:
        accounts = (
            AccountStatus(name="trunk", mode="registered", way="TLS 10.0.0.5:5061", is_standby=True),
            AccountStatus(name="dalam", mode="failed", code="registration_401", sip_code=401),
        )
        line = m.LineStatus(mode="failed", code="registration_401", accounts=accounts)
        stage.desk.engine.tell(m.LineChanged(line=line))
        await stage.settle()
        shown = stage.find(QLabel, "line_accounts")
        assert isinstance(shown, QLabel)
        first, second = shown.text().splitlines()
        assert first == "trunk: terdaftar · TLS 10.0.0.5:5061 · sentral cadangan"
        assert "SIP 401" in second
