"""Calls by keyboard alone, on the whole window with a real desk behind it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.ipc import messages as m
from batola_desk.ipc.sound_messages import BoostListening
from tests.ui.shell_stage import open_shell


async def test_f2_answers_the_call_that_waits_longest(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        first = await shell.ring("081250001111")
        await shell.desk.forward(2)
        second = await shell.ring("081250002222")
        assert shell.window.left.queue.ringing.keys == (first, second)
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == first
        assert shell.window.left.queue.ringing.keys == (second,)
        assert shell.find(QLabel, "call_number").text() == "0812-5000-1111"


async def test_enter_on_a_chosen_card_answers_that_call(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring("081250001111")
        await shell.desk.forward(1)
        second = await shell.ring("081250002222")
        await shell.press("Ctrl+Q")
        await shell.press("Down")
        await shell.press("Return")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == second


async def test_f2_in_the_list_answers_the_chosen_card(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring("081250001111")
        await shell.desk.forward(1)
        second = await shell.ring("081250002222")
        await shell.press("Ctrl+Q")
        await shell.press("Down")
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == second


async def test_a_key_pressed_twice_does_not_put_the_caller_on_hold(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        first = await shell.ring("081250001111")
        await shell.desk.forward(1)
        second = await shell.ring("081250002222")
        await shell.press("F2")
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == first
        assert shell.window.left.queue.ringing.keys == (second,)
        await shell.desk.forward(1)
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == second


async def test_hold_and_take_back_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        first = await shell.answered("081250001111")
        await shell.press("F3")
        assert shell.window.line.in_headset is None
        assert [view.key for view in shell.window.line.held] == [first]
        await shell.ring("081250002222")
        await shell.press("F2")
        assert [view.key for view in shell.window.line.held] == [first]
        await shell.press("Ctrl+1")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == first


async def test_mute_is_a_switch_and_says_so_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await shell.press("F5")
        assert shell.services.session.status().muted
        assert "BISU" in shell.find(QLabel, "call_state").text()
        await shell.press("F5")
        assert not shell.services.session.status().muted
        assert "BISU" not in shell.find(QLabel, "call_state").text()


async def test_a_class_is_refused_with_the_reason_and_then_allowed(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        await shell.press("F10")
        await shell.type("n")
        refusal = shell.find(QLabel, "class_refusal")
        assert refusal.isVisible()
        assert "tiket" in refusal.text().lower()
        incident_id = await shell.services.incidents.new(call_key=key)
        await shell.settle()
        assert shell.services.incidents.view(incident_id) is not None
        await shell.press("F10")
        await shell.type("n")
        assert not refusal.isVisible()
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "N"


async def test_an_ended_call_waits_for_its_letter_in_the_line_panel(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        await shell.press("F4")
        subject = shell.window.line.subject
        assert subject is not None
        assert subject.key == key
        assert shell.window.left.queue.unclassified.keys == (key,)
        await shell.press("F10")
        await shell.type("p")
        view = await shell.services.calls.load(key)
        assert view is not None
        assert view.call.call_class == "P"
        assert shell.window.left.queue.unclassified.keys == ()
        assert shell.window.line.subject is None


async def test_the_silent_checklist_is_answered_by_single_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        await shell.press("F9")
        assert shell.window.left.silent_panel.isVisible()
        assert shell.window.left.silent_panel.hasFocus()
        await shell.type("bC")
        view = shell.services.calls.get(key)
        assert view is not None
        assert dict(view.call.silent_answers) == {"breathing": True, "crying": False}
        missing = shell.find(QLabel, "silent_missing")
        assert "water" in missing.text()
        await shell.type("0")
        await shell.press("F10")
        await shell.type("g")
        assert shell.find(QLabel, "class_refusal").isVisible(), "30 seconds have not passed"
        await shell.desk.forward(32)
        assert shell.window.left.silent.is_complete
        await shell.press("F10")
        await shell.type("g")
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "G"


async def test_a_procedure_that_begins_by_itself_leaves_the_keyboard_where_it_is(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        before = shell.window.focusWidget()
        shell.engine.silence(key, 7.0)
        await shell.desk.forward(1)
        await shell.settle()
        assert shell.window.left.silent_panel.isVisible()
        assert shell.window.focusWidget() is before
        await shell.press("F9")
        assert shell.window.left.silent_panel.hasFocus()


async def test_a_silent_caller_is_heard_louder_until_plus_the_panel_goes_or_he_has_a_class(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        button = shell.find(QPushButton, "silent_boost")
        call_id = next(iter(shell.engine.calls))

        def asked() -> list[bool]:
            found = [command for command in shell.engine.commands if isinstance(command, BoostListening)]
            assert {command.call_id for command in found} <= {call_id}
            return [command.on for command in found]

        shell.engine.silence(key, 7.0)
        await shell.desk.forward(1)
        await shell.settle()
        assert asked() == [True]
        assert button.isVisible()
        assert button.property("role") == "check_yes"
        await shell.press("F9")
        await shell.type("+")
        await shell.settle()
        assert asked() == [True, False]
        assert button.property("role") == "check"
        await shell.type("+")
        await shell.settle()
        await shell.press("Esc")
        await shell.settle()
        assert asked() == [True, False, True, False]


async def test_a_lost_number_is_called_back_with_enter_and_closed_with_a_digit(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        for number in ("081250001111", "081250002222"):
            key = await shell.ring(number)
            shell.engine.caller_hangs_up(key)
            await shell.settle()
        assert shell.window.left.queue.callbacks.rowCount() == 2
        await shell.press("Ctrl+B")
        first = shell.services.callbacks.open_items()[0]
        await shell.press("Return")
        await shell.until(lambda: shell.window.line.in_headset is not None)  # the claim is written first
        current = shell.window.line.in_headset
        assert current is not None
        assert current.call.number == first.number
        shell.engine.far_end_busy(current.key)
        await shell.settle()
        await shell.press("Ctrl+B")
        chosen = shell.window.left.tabs.callbacks.list.currentIndex().data(257)
        await shell.press("Delete")
        await shell.type("4")
        assert chosen not in shell.window.left.queue.callbacks.keys
        assert shell.window.left.tabs.callbacks.list.hasFocus()


async def test_one_key_calls_the_ended_caller_back_else_the_first_of_the_list(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.press("Ctrl+Shift+B")
        assert "Tidak ada nomor" in shell.words
        lost = await shell.ring("081250002222")
        shell.engine.caller_hangs_up(lost)
        talked = await shell.answered("081250001111")
        await shell.press("Ctrl+Shift+B")
        assert "masih berlangsung" in shell.words, "nobody is put on hold by a slip of the hand"
        shell.engine.caller_hangs_up(talked)
        await shell.settle()
        await shell.press("Ctrl+Shift+B")
        await shell.until(lambda: shell.window.line.in_headset is not None)
        current = shell.window.line.in_headset
        assert current is not None
        assert (current.call.number, current.call.purpose) == ("081250001111", "callback")
        shell.engine.far_end_answers(current.key)
        await shell.settle()
        await shell.press("F4")
        await shell.settle()
        shell.window.line.choose("")
        await shell.press("Ctrl+Shift+B")
        await shell.until(lambda: shell.window.line.in_headset is not None)
        current = shell.window.line.in_headset
        assert current is not None
        assert (current.call.number, current.call.purpose) == ("081250002222", "callback")


async def test_a_ringing_card_and_a_taken_call_tell_when_they_were_seen(
    qtbot: QtBot, tmp_path: Path, caplog
) -> None:
    caplog.set_level("DEBUG", "batola.ui")
    async with open_shell(tmp_path) as shell:
        key = await shell.ring()
        shell.find(QListView, "ringing").viewport().repaint()
        await shell.press("F2")
        shell.window.left.line_panel.repaint()
        QApplication.sendPostedEvents()
        told = [(record.message, getattr(record, "call_key", "")) for record in caplog.records]
        assert told.count(("ringing painted", key)) == 1
        assert told.count(("call shown", key)) == 1


async def test_an_ended_call_with_a_ticket_brings_its_checklist_only_when_asked(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.ring()
        await shell.press("F2")
        await shell.press("F9")
        panel = shell.window.left.silent_panel
        assert panel.isVisible()
        shell.window.form.focus_place()
        await shell.type("handil")
        await shell.until(lambda: bool(shell.window.form.incident_id))
        shell.engine.caller_hangs_up(key)
        await shell.settle()
        assert not panel.isVisible()
        await shell.press("F9")
        assert panel.isVisible()


async def test_the_trace_keeps_the_last_seconds_of_both_voices(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=(1920, 1040)) as shell:
        await shell.ring("081250001111")
        await shell.press("F2")
        trace = shell.window.left.line_panel.trace
        for level in (-50.0, -20.0, -100.0):
            shell.engine.levels(caller_dbfs=level, operator_dbfs=-30.0)
            await shell.settle()
        assert trace.isVisible()
        assert list(trace.caller) == [-50.0, -20.0, -60.0]
        assert trace.findChild(QWidget, "level_trace") is not None
        assert trace._curves[0].getData()[1].tolist() == [-50.0, -20.0, -60.0]


async def test_a_ticket_begun_after_the_caller_hung_up_is_still_about_that_call(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.ring()
        await shell.press("F2")
        shell.engine.caller_hangs_up(key)
        await shell.settle()
        shell.window.form.focus_place()
        await shell.type("handil")
        await shell.until(lambda: bool(shell.window.form.incident_id))
        first = shell.window.form.incident_id
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.incident_ids == (first,)
        await shell.press("F6")
        await shell.type("anjir")
        await shell.until(lambda: shell.window.form.incident_id not in {"", first})
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.incident_ids == (first,), "the next ticket is about something else"


async def test_after_a_class_the_keyboard_is_where_it_was_and_wipes_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring()
        await shell.press("F2")
        await shell.type("handil")
        await shell.until(lambda: bool(shell.window.form.incident_id))
        note = shell.window.form.details.chronology.input
        note.setFocus()
        await shell.press("F10")
        await shell.press("n")
        assert shell.window.focusWidget() is note
        await shell.press("F6")
        shell.window.form.open_unfinished()
        await shell.settle()
        shell.window.form.focus_place()
        assert not shell.window.form.details.place.field.hasSelectedText()


async def test_service_diversion_and_position_are_shown_while_ringing_and_after(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        shell.engine.ring(
            "081250001111",
            service="urn:service:sos.fire",
            diverted_from="110",
            has_location=True,
            position=m.LinePosition(latitude=-3.2, longitude=114.6, radius_m=50.0),
        )
        await shell.settle()
        model = shell.window.left.queue.ringing
        said = str(model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole))
        assert "minta pemadam kebakaran · posisi ikut terkirim · semula ke 110" in said
        await shell.press("F2")
        shown = shell.find(QLabel, "call_origin")
        assert shown.isVisible()
        assert shown.text().endswith("semula ke 110\n-3.20000, 114.60000 ± 50 m")
        await shell.desk.forward(1)
        await shell.answered("081250002222")
        assert not shell.find(QLabel, "call_origin").isVisible()
