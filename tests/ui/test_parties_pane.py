"""Warm transfer and conference by keyboard alone, on the whole window with a real desk behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain import catalog as c
from batola_desk.domain.timeline import TimelineEntry
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import (
    AddParty,
    HandOver,
    MuteParty,
    SetSupervision,
    SuperviseDesk,
    TransferBlind,
)
from batola_desk.ui.incident.history_words import sentence
from tests.support.small_catalog import small_catalog
from tests.ui.shell_stage import ShellStage, open_shell


def catalog() -> c.Catalog:
    plain = small_catalog()
    return replace(
        plain,
        roles={**plain.roles, "KS": replace(plain.roles["KS"], actions=("answer", "ticket", "supervise"))},
        speed_dials={
            "110": c.SpeedDial(code="110", agency="polres", number="110"),
            "119": c.SpeedDial(code="119", agency="psc119"),
        },
        desks={"B": c.DeskPlace(letter="B", label="Meja B", label_en="Desk B", uri="sip:b@127.0.0.1:5062")},
    )


async def consulting(shell: ShellStage) -> tuple[str, str]:
    """A caller on hold and the police on the line."""
    caller = await shell.answered()
    await shell.press("Shift+F1")
    police = shell.services.parties.group()[1].key
    shell.engine.far_end_answers(police)
    await shell.settle()
    return caller, police


def signs(shell: ShellStage) -> list[str]:
    """What the lines of the pane say."""
    found = [shell.window.findChild(QLabel, f"member_sign_{number}") for number in range(3)]
    return [label.text() for label in found if isinstance(label, QLabel) and label.isVisible()]


async def test_a_plain_call_shows_no_pane_and_one_key_calls_the_agency(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        caller = await shell.answered()
        pane = shell.find(QWidget, "parties")
        assert not pane.isVisible()
        await shell.press("Shift+F1")
        assert pane.isVisible()
        assert shell.find(QLabel, "call_state").text().startswith("◐ K Konsultasi")
        assert shell.find(QLabel, "call_number").text() == "0812-5000-1111", "the work is about the caller"
        assert signs(shell)[0].startswith("○ menunggu")
        assert signs(shell)[1] == "➜ dipanggil …"
        assert not shell.find(QPushButton, "do_join").isEnabled()
        added = next(command for command in shell.engine.commands if isinstance(command, AddParty))
        assert (added.number, added.code) == ("110", "polres")
        subject = shell.window.line.subject
        assert subject is not None
        assert subject.key == caller


async def test_the_members_are_muted_and_dropped_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await shell.press("Ctrl+Shift+G")
        assert "Tidak ada panggilan di headset" in shell.said[-1].happened
        caller, _police = await consulting(shell)
        await shell.press("Ctrl+G")
        assert shell.find(QLabel, "parties_title").text().endswith("Ctrl+Shift+G")
        await shell.press("Ctrl+Shift+G")
        await shell.press("Down")
        await shell.press("Return")
        muted = [command for command in shell.engine.commands if isinstance(command, MuteParty)]
        assert len(muted) == 1
        assert shell.find(QPushButton, "member_mute_1").text() == "Buka"
        await shell.press("Down")
        await shell.press("Return")
        assert [view.key for view in shell.services.calls.live()] == [caller], "the police was dropped"
        await shell.press("Ctrl+Shift+G")
        assert "Hanya ada penelepon" in shell.said[-1].happened


async def test_escape_brings_the_keyboard_from_the_members_to_the_ticket(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await consulting(shell)
        await shell.press("Ctrl+Shift+G")
        assert shell.find(QWidget, "parties").isAncestorOf(shell.window.focusWidget())
        await shell.press("Esc")
        assert shell.window.form.isAncestorOf(shell.window.focusWidget())


async def test_gabung_serahkan_ganti_kembali_by_their_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await consulting(shell)
        await shell.press("Ctrl+W")
        assert signs(shell) == ["● bicara", "○ menunggu 0:00"]
        await shell.press("F3")
        assert signs(shell)[1] == "● bicara", "F3 changes sides too"
        await shell.press("Ctrl+G")
        assert signs(shell) == ["● bicara", "● bicara"]
        assert shell.find(QLabel, "call_state").text().startswith("◆ F Konferensi")
        await shell.press("F4")
        assert "Serahkan (Ctrl+S)" in shell.words
        assert len(shell.services.parties.group()) == 2, "nobody was hung up"
        await shell.press("Ctrl+S")
        assert shell.window.line.in_headset is None
        assert shell.find(QLabel, "parties_title").text() == "Sedang diserahkan …"
    async with open_shell(tmp_path / "back", catalog=catalog()) as shell:
        await consulting(shell)
        await shell.press("Ctrl+E")
        assert not shell.find(QWidget, "parties").isVisible()
        assert shell.window.line.in_headset is not None


async def test_a_busy_agency_is_told_in_words_and_the_caller_is_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        caller = await shell.answered()
        await shell.press("Shift+F1")
        shell.engine.far_end_busy(shell.services.parties.group()[1].key)
        await shell.settle()
        assert "Polres tidak tersambung lagi (sibuk). Penelepon tetap pada Anda." in shell.words
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == caller
        assert not shell.find(QWidget, "parties").isVisible()


async def test_a_waiting_caller_shows_his_limits(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await consulting(shell)
        for seconds, sign in ((31, "▲"), (30, "■")):
            await shell.desk.forward(seconds)
            shell.window.left.parties_pane.render_parties()
            assert sign in signs(shell)[0], signs(shell)


async def test_a_bridge_is_told_and_found_among_the_held_calls(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        caller, _police = await consulting(shell)
        await shell.press("Ctrl+S")
        shell.engine.transfer_refused(caller)
        await shell.settle()
        assert "lewat meja ini" in shell.words
        await shell.ring("081250002222")
        await shell.press("F2")
        assert [view.key for view in shell.window.line.held] == [caller]
        assert not shell.find(QWidget, "parties").isVisible(), "the pane is about the call in the headset"


async def test_the_list_is_narrowed_by_typing_and_enter_calls(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await shell.answered()
        await shell.press("Ctrl+I")
        assert shell.find(QLineEdit, "target_filter").hasFocus()
        listed = shell.window.findChild(QListWidget, "target_list")
        assert isinstance(listed, QListWidget)
        assert "[Shift+F1]" in listed.item(0).text()
        await shell.type("meja b")
        assert [listed.item(row).text() for row in range(listed.count())] == [
            "Meja B  ·  sip:b@127.0.0.1:5062    [Shift+F3]"
        ]
        await shell.press("Return")
        added = next(command for command in shell.engine.commands if isinstance(command, AddParty))
        assert (added.role, added.code) == ("desk", "B")
        assert not shell.window.targets.isVisible()


async def test_shift_enter_in_the_list_sends_the_caller_on_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await shell.answered()
        await shell.press("Ctrl+I")
        await shell.type("119")
        await shell.press("Shift+Return")
        sent = [command for command in shell.engine.commands if isinstance(command, TransferBlind)]
        assert [(command.number, command.reason) for command in sent] == [("119", "handed_to_agency")]
        assert shell.find(QLabel, "call_state").text().startswith("➜ D Dialihkan")


async def test_the_command_line_knows_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await shell.answered()
        await shell.press("Ctrl+K")
        await shell.type("alihkan 119")
        await shell.press("Return")
        added = next(command for command in shell.engine.commands if isinstance(command, AddParty))
        assert added.code == "psc119"
        shell.engine.far_end_answers(shell.services.parties.group()[1].key)
        await shell.settle()
        await shell.press("Ctrl+K")
        await shell.type("serahkan korban sadar")
        await shell.press("Return")
        handed = next(command for command in shell.engine.commands if isinstance(command, HandOver))
        assert handed.reason == "korban sadar"


async def test_a_party_is_muted_and_dropped_with_its_own_buttons(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await consulting(shell)
        await shell.press("Ctrl+G")
        mute = shell.window.findChild(QPushButton, "member_mute_1")
        drop = shell.window.findChild(QPushButton, "member_drop_1")
        assert isinstance(mute, QPushButton)
        assert isinstance(drop, QPushButton)
        mute.click()
        await shell.settle()
        assert shell.services.parties.group()[1].party_muted
        assert mute.text() == "Buka"
        drop.click()
        await shell.settle()
        assert shell.services.parties.group() == ()


async def test_the_list_has_the_last_numbers_too(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        shell.window.line.dial("0511-4799")
        await shell.settle()
        await shell.press("Ctrl+I")
        await shell.type("4799")
        listed = shell.window.findChild(QListWidget, "target_list")
        assert isinstance(listed, QListWidget)
        assert listed.item(0).text() == "terakhir ditelepon  ·  0511-4799"


async def test_redial_and_an_empty_key_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await shell.press("Ctrl+Shift+D")
        assert "Belum ada nomor" in shell.words
        await shell.press("Shift+F7")
        assert "speed_dial.toml" in shell.words


async def test_a_lead_takes_part_and_both_sides_see_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog(), role="KS") as shell:
        await shell.press("Ctrl+M")
        await shell.type("B")
        await shell.press("Return")
        asked = next(command for command in shell.engine.commands if isinstance(command, SuperviseDesk))
        assert (asked.code, asked.mode) == ("B", "listen")
        assert shell.find(QLabel, "parties_title").text() == "Mendampingi Meja B"
        await shell.press("Ctrl+F10")
        assert any(isinstance(command, SetSupervision) for command in shell.engine.commands)
        (leg,) = shell.services.calls.live()
        shell.engine.far_end_refuses(leg.key, 403)
        await shell.settle()
        assert "Meja B menolak pendampingan. Minta TI" in shell.words
    async with open_shell(tmp_path / "target", catalog=catalog()) as shell:
        caller = await shell.answered()
        shell.engine.supervised(caller, "Rusli", "listen")
        await shell.settle()
        sign = shell.find(QLabel, "supervised")
        assert isinstance(sign, QLabel)
        assert sign.text() == "◉ Ketua regu mendengarkan: Rusli"
        shell.engine.supervised(caller, "", "")
        await shell.settle()
        assert not shell.find(QWidget, "parties").isVisible()


def test_history_says_who_was_called_and_how_it_went(qtbot: QtBot) -> None:
    def told(kind: str, **values: str) -> str:
        entry = TimelineEntry(
            fact_id="f", kind=kind, at_us=0, actor="siti", desk="A", values=tuple(values.items())
        )
        return sentence(entry, catalog(), "id", task_agencies={}, call_signs={})

    assert told("call.party_added", role="agency", code="polres", number="110") == (
        "Polres dihubungi untuk penelepon"
    )
    assert told(
        "call.transferred",
        role="desk",
        code="B",
        number="sip:b@127.0.0.1",
        result="bridged",
        reason="handed_to_desk",
    ) == ("Diserahkan ke Meja B: tersambung lewat meja ini; alasan: diserahkan kepada meja lain")
    assert told("call.supervised", lead="Rusli", desk="K", mode="listen", until_us="None") == (
        "Ketua regu mendengarkan: Rusli (meja K) mulai"
    )


async def test_the_bridge_leaves_the_operator_free(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        caller, _police = await consulting(shell)
        await shell.press("Ctrl+G")
        assert shell.services.session.status().operator_state == "talking"
        shell.engine.transfer_refused(caller)
        await shell.settle()
        assert shell.services.session.status().operator_state == "available"
        assert shell.find(QLabel, "call_state").text() == "◇ Tersambung tanpa Anda"


async def test_a_lead_sees_whom_he_accompanies_and_how(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        await shell.press("Ctrl+M")
        await shell.type("B")
        await shell.press("Return")
        (leg,) = shell.services.calls.live()
        shell.engine.far_end_answers(leg.key)
        await shell.settle()
        assert shell.find(QLabel, "call_number").text() == "Meja B"
        assert shell.find(QLabel, "call_state").text() == "◉ Mendampingi: dengar", "he does not talk"
        assert not shell.find(QWidget, "class_grid").isVisible()
        await shell.press("F10")
        assert "tidak perlu klasifikasi" in shell.words
        await shell.press("Ctrl+F10")
        assert shell.find(QLabel, "call_state").text() == "◉ Mendampingi: bisik"


async def test_of_two_agencies_that_talk_on_without_a_caller_one_leaves(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        caller, police = await consulting(shell)
        await shell.press("Ctrl+G")
        await shell.press("Shift+F2")
        psc = shell.services.parties.group()[2].key
        shell.engine.far_end_answers(psc)
        await shell.settle()
        shell.engine.caller_hangs_up(caller)
        leg = shell.engine.by_key(psc)
        shell.engine.tell(m.CallChanged(call=msgspec.structs.replace(leg, group_id="", party_role="")))
        await shell.settle()
        shell.engine.caller_hangs_up(police)
        await shell.settle()
        assert "Polres tidak tersambung lagi (ditutup pihak itu)." in shell.words
        assert "Penelepon tetap pada Anda" not in shell.words


async def test_nobody_is_promised_a_caller_who_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        caller, police = await consulting(shell)
        for key in (caller, police):
            leg = shell.engine.by_key(key)
            ended = msgspec.structs.replace(leg, state="ended", end_cause="engine_lost")
            shell.engine.tell(m.CallChanged(call=ended))
        await shell.settle()
        assert "tidak tersambung lagi" in shell.words
        assert "Penelepon tetap pada Anda" not in shell.words


async def test_an_agency_that_still_has_the_caller_has_not_left(qtbot: QtBot, tmp_path: Path) -> None:
    """After a hand-over its leg stays for a moment, in no group any more."""
    async with open_shell(tmp_path, catalog=catalog()) as shell:
        _caller, police = await consulting(shell)
        leg = shell.engine.by_key(police)
        shell.engine.tell(
            m.CallChanged(call=msgspec.structs.replace(leg, group_id="", party_role="", local_hold=True))
        )
        await shell.settle()
        assert "tidak tersambung lagi" not in shell.words
