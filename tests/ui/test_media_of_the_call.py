"""What the window shows of a call's media: written words, pressed keys, the lock, the quality, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.call import CallQuality
from batola_desk.domain.limits import QualityLimits
from batola_desk.ipc import messages as m
from batola_desk.services.seat_views import LevelsView
from batola_desk.ui.line.line_words import media_refusal_words, quality_words, whole_quality_words
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

LIMITS = QualityLimits()


def pane(shell: ShellStage) -> QWidget:
    return shell.find(QWidget, "text_pane")


def shown(shell: ShellStage) -> list[str]:
    """The lines of the pane without their times."""
    lines = shell.find(QPlainTextEdit, "text_lines")
    assert isinstance(lines, QPlainTextEdit)
    return [
        line.partition(" ")[2] if line[:1].isdigit() else line for line in lines.toPlainText().split("\n")
    ]


def sent(shell: ShellStage) -> list[str]:
    return [command.text for command in shell.engine.commands if isinstance(command, m.SendText)]


async def test_a_call_without_text_has_no_text_pane(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        assert pane(shell).isHidden()


async def test_the_caller_is_read_letter_by_letter_and_line_by_line(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        shell.engine.media(key, has_text=True)
        await shell.settle()
        assert pane(shell).isVisible()
        shell.engine.letters(key, "Tolonh")
        await shell.settle()
        assert shown(shell) == ["◀ Tolonh▌"]
        shell.engine.letters(key, "\bg\nada a")
        await shell.settle()
        assert shown(shell) == ["◀ Tolong", "◀ ada a▌"]
        call = shell.services.calls.get(key)
        assert call is not None
        assert [line.text for line in call.call.texts] == ["Tolong"], "and it is in the journal"


async def test_ctrl_p_and_enter_send_a_line(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        shell.engine.media(key, has_text=True)
        await shell.settle()
        await shell.press("Ctrl+P")
        await shell.type("di mana")
        assert sent(shell) == []
        await shell.press("Return")
        assert sent(shell) == ["di mana\n"]
        assert shown(shell) == ["▶ di mana"]
        await shell.press("Escape")
        assert shell.window.focusWidget() is not shell.window.left.line_panel.text.edit


async def test_live_writing_sends_every_letter_and_its_erasing(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        shell.engine.media(key, has_text=True)
        await shell.settle()
        live = shell.find(QCheckBox, "text_live")
        assert isinstance(live, QCheckBox)
        live.setChecked(True)
        await shell.press("Ctrl+P")
        await shell.type("diq")
        await shell.press("Backspace")
        await shell.press("Return")
        assert sent(shell) == ["d", "i", "q", "\b", "\n"]
        assert shown(shell) == ["▶ di"]


async def test_quick_replies_are_data_and_have_keys(qtbot: QtBot, tmp_path: Path) -> None:
    catalog = shipped_catalog()
    async with open_shell(tmp_path, catalog=catalog) as shell:
        key = await shell.answered()
        shell.engine.media(key, has_text=True)
        await shell.settle()
        await shell.press("Ctrl+P")
        await shell.press("Ctrl+Shift+1")
        assert sent(shell) == ["112 Batola. Di mana lokasi kejadiannya?\n"]


async def test_a_message_opens_the_pane_of_a_plain_call_and_is_answered_by_message(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        shell.engine.message(key, "saya bersembunyi")
        await shell.settle()
        assert pane(shell).isVisible()
        assert shown(shell) == ["◀ saya bersembunyi"]
        await shell.press("Ctrl+P")
        await shell.type("baik")
        await shell.press("Return")
        assert sent(shell) == ["baik"]
        assert not shell.find(QCheckBox, "text_live").isVisible()


async def test_half_a_line_is_not_sent_to_the_next_caller(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        first = await shell.answered("081250001111")
        shell.engine.media(first, has_text=True)
        await shell.settle()
        await shell.press("Ctrl+P")
        await shell.type("alamat ib")
        second = await shell.ring("081250002222")
        await shell.desk.forward(1)
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == second
        shell.engine.media(second, has_text=True)
        await shell.settle()
        await shell.press("Ctrl+P")
        await shell.press("Return")
        assert sent(shell) == []


async def test_pressed_keys_are_big_and_fade_into_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        shell.engine.digit(key, "1")
        shell.engine.digit(key, "3")
        await shell.settle()
        panel = shell.window.left.line_panel.keys
        assert panel.isVisible()
        assert panel.big.text() == "1  3"
        assert panel.big.font().pointSizeF() > 1.8 * panel.earlier.font().pointSizeF()
        await shell.desk.forward(30)
        panel.render_keys()
        assert not panel.big.isVisible()
        assert panel.earlier.text().startswith("Tombol sebelumnya: 1 ")
        assert " · 3 " in panel.earlier.text()


async def test_keys_of_a_held_caller_are_shown_with_his_number(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        held = await shell.answered("081250001111")
        await shell.press("F3")
        await shell.desk.forward(1)
        await shell.answered("081250002222")
        shell.engine.digit(held, "5")
        await shell.settle()
        panel = shell.window.left.line_panel.keys
        assert panel.big.text() == "5"
        assert "0812-5000-1111 (ditahan)" in panel.who.text()


async def test_an_encrypted_call_has_a_lock_and_the_word(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        sign = shell.window.left.line_panel.lock
        assert sign.isHidden()
        shell.engine.media(key, secure=True)
        await shell.settle()
        assert sign.isVisible()
        assert sign.words.text() == "terenkripsi"
        shell.engine.media(key, secure=False)
        await shell.settle()
        assert sign.isHidden()


async def test_poor_sound_is_an_alert_only_when_it_stays(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()

        async def listen(mos: float, seconds: int) -> bool:
            for _ in range(seconds):
                shell.engine.levels(mos=mos)
                await shell.desk.forward(1)
                await shell.settle()
            alarms = shell.services.session.status().alarms
            return any(alarm.code == "call_quality_bad" and not alarm.cleared for alarm in alarms)

        assert not await listen(2.5, 3)
        assert not await listen(4.2, 2)
        assert await listen(2.9, 7)
        assert await listen(3.4, 10), "not yet good"
        assert "Mutu cukup 3,4" in shell.window.left.line_panel.findChild(QLabel, "call_quality").text()
        assert not await listen(4.2, 7)


async def test_an_ended_call_still_says_how_it_sounded(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        shell.engine.measured(key, mos_mean=3.3, mos_min=2.8)
        await shell.press("F4")
        await shell.settle()
        words = shell.find(QLabel, "call_quality")
        assert isinstance(words, QLabel)
        assert words.isVisible()
        assert words.text().startswith("Mutu cukup 3,3 · terendah 2,8")


async def test_media_that_did_not_fit_are_explained_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.services.calls.dial("0511123456")
        await shell.settle()
        (call,) = shell.engine.calls.values()
        shell.engine.refuses_media(call.call_key, cause="no_common_codec", theirs="G729", ours="PCMA, PCMU")
        await shell.settle()
        (alarm,) = [a for a in shell.services.session.status().alarms if a.code == "call_media_refused"]
        words = shell.window.left.alarms.line(alarm)
        assert "Seberang meminta: G729. Kami tawarkan: PCMA, PCMU." in words


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("no_common_codec||G722", "Seberang menolak media kami. Kami tawarkan: G722."),
        ("plain_not_allowed|PCMA|PCMA", 'srtp = "mandatory"'),
        ("secure_not_allowed||", 'srtp = "off"'),
        ("keys_unusable||", "a=crypto"),
        ("something_new", "tidak menawarkan"),
    ],
)
def test_every_cause_has_its_sentence(detail: str, words: str) -> None:
    assert words in media_refusal_words(detail)


@pytest.mark.parametrize(
    ("mos", "head", "role"),
    [(4.3, "Mutu baik 4,3", "small"), (3.59, "Mutu cukup 3,6", "warn"), (3.0, "Mutu buruk 3,0", "late")],
)
def test_the_estimate_is_a_word_with_a_figure(mos: float, head: str, role: str) -> None:
    levels = LevelsView(
        call_key="c",
        caller_dbfs=-20,
        operator_dbfs=-20,
        loss_percent=1.25,
        jitter_ms=8,
        delay_ms=45,
        mos=mos,
        remote_loss_percent=2.0,
    )
    words, looks = quality_words(levels, LIMITS)
    assert "ms" in words and " ms" not in words, "a line never ends between a number and its unit"
    words = words.replace("\N{NO-BREAK SPACE}", " ")
    assert words.startswith(head)
    assert looks == role
    assert "hilang di seberang 2,0 %" in words
    assert words.count("1,2 %") == 1


def test_an_ended_call_says_how_it_sounded() -> None:
    quality = CallQuality(
        mos_mean=4.1,
        mos_min=3.2,
        loss_percent=1.0,
        concealed_percent=1.5,
        jitter_ms_max=40.0,
        delay_ms=80.0,
        codec="G722",
        encrypted=True,
    )
    assert whole_quality_words(quality, LIMITS) == (
        "Mutu baik 4,1 · terendah 3,2 · hilang 1,0 % · jitter 40 ms · tunda 80 ms · G722 · terenkripsi"
    )
    assert whole_quality_words(None, LIMITS) == ""
