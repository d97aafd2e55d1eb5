"""Queue, line controls, classes and the silent procedure, end to end over the real journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.ipc import messages
from batola_desk.ipc.recording_messages import PlayRecording
from tests.support.desk_double import DeskDouble, open_desk

CALLER = "081250001111"


async def answered(desk: DeskDouble, number: str = CALLER) -> str:
    key = desk.engine.ring(number)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    return key


async def tick_all(desk: DeskDouble, key: str) -> None:
    for item in desk.services.catalog.silent.items:
        await desk.services.calls.tick_silent(key, item.code, heard=False)


async def test_answer_without_a_key_takes_the_longest_ringing_call(desk: DeskDouble) -> None:
    first = desk.engine.ring("0811000001")
    await desk.forward(3)
    desk.engine.ring("0811000002")
    await desk.settle()
    assert await desk.services.calls.answer() == first
    await desk.settle()
    assert [view.key for view in desk.services.calls.live()] == [first]
    assert desk.services.calls.live()[0].in_headset


async def test_a_call_whose_caller_may_be_gone_is_answered_last(desk: DeskDouble) -> None:
    doubted = desk.engine.ring("0811000001")
    await desk.forward(3)
    sure = desk.engine.ring("0811000002")
    desk.engine.doubt(doubted)
    await desk.settle()
    assert [view.key for view in desk.services.calls.ringing()] == [sure, doubted]
    assert await desk.services.calls.answer() == sure
    await desk.settle()
    assert await desk.services.calls.answer() == doubted, "doubted is not gone"


async def test_nothing_rings_is_said_not_ignored(desk: DeskDouble) -> None:
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.answer()
    assert refusal.value.code == "no_call_ringing"


async def test_answering_does_not_wait_for_the_journal(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.until(lambda: bool(desk.services.calls.ringing()))
    facts_before = set(desk.engine.spool)
    await desk.services.calls.answer(key)
    assert desk.engine.by_key(key).state == "talking"
    assert facts_before <= set(desk.engine.spool) | set(desk.engine.confirmed)


async def test_a_second_answer_puts_the_first_call_on_hold(desk: DeskDouble) -> None:
    first = await answered(desk)
    second = await answered(desk, "0811000002")
    live = desk.services.calls.live()
    assert [(view.key, view.call.state) for view in live] == [
        (second, CallState.TALKING),
        (first, CallState.ON_HOLD),
    ]


async def test_a_ghost_is_refused_before_the_checklist(desk: DeskDouble) -> None:
    key = await answered(desk)
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.classify(key, "G")
    assert refusal.value.code == "class_needs_silent_check"


async def test_the_checklist_alone_is_not_enough_the_time_must_pass_too(desk: DeskDouble) -> None:
    key = await answered(desk)
    await desk.services.calls.start_silent_check(key)
    await tick_all(desk, key)
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.classify(key, "G")
    assert refusal.value.code == "class_needs_silent_check"
    with pytest.raises(OperatorError) as too_early:
        await desk.services.calls.hang_up(key)
    assert too_early.value.code == "silent_listen_longer"
    await desk.forward(31)
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.silent_completed
    await desk.services.calls.classify(key, "G")
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.call_class == "G"


async def test_a_caller_who_speaks_after_all_may_be_hung_up_on(desk: DeskDouble) -> None:
    key = await answered(desk)
    desk.engine.silence(key, 7.0)
    await desk.forward(1)
    await desk.services.calls.start_silent_check(key)
    with pytest.raises(OperatorError):
        await desk.services.calls.hang_up(key)
    await desk.forward(5)
    desk.engine.silence(key, 1.0)
    await desk.settle()
    await desk.services.calls.hang_up(key)


async def test_a_ghost_still_gets_one_call_back(desk: DeskDouble) -> None:
    key = await answered(desk)
    await desk.services.calls.start_silent_check(key)
    await tick_all(desk, key)
    await desk.forward(31)
    await desk.services.calls.hang_up(key)
    await desk.settle()
    await desk.services.calls.classify(key, "G")
    items = desk.services.callbacks.open_items()
    assert [(item.number, item.reasons) for item in items] == [(CALLER, ("silent",))]


async def test_the_silent_check_starts_by_itself_after_the_limit(desk: DeskDouble) -> None:
    key = await answered(desk)
    desk.engine.silence(key, 5.0)
    await desk.forward(1)
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.state is CallState.TALKING
    desk.engine.silence(key, 6.5)
    await desk.forward(1)
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.state is CallState.SILENT_CHECK


async def test_a_second_silent_call_of_a_number_goes_to_the_lead(desk: DeskDouble) -> None:
    for _ in range(2):
        key = await answered(desk)
        await desk.services.calls.start_silent_check(key)
        desk.engine.caller_hangs_up(key)
        await desk.settle()
    assert "silent_repeat" in {alarm.code for alarm in desk.services.session.status().alarms}


async def test_normal_is_refused_without_a_ticket(desk: DeskDouble) -> None:
    key = await answered(desk)
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.classify(key, "N")
    assert refusal.value.code == "class_needs_ticket"
    incident_id = await desk.services.incidents.new(call_key=key)
    await desk.services.calls.classify(key, "N")
    with pytest.raises(OperatorError) as kept:
        await desk.services.calls.unlink(key, incident_id, reason="salah")
    assert kept.value.code == "class_needs_ticket"


async def test_a_false_report_is_the_leads_to_call(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT") as desk:
        key = await answered(desk)
        with pytest.raises(OperatorError) as refusal:
            await desk.services.calls.classify(key, "F")
        assert refusal.value.code == "lead_only"


async def test_ended_calls_wait_for_their_class_and_then_leave_the_list(desk: DeskDouble) -> None:
    key = await answered(desk)
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    assert [view.key for view in desk.services.calls.to_classify()] == [key]
    await desk.services.calls.classify(key, "I")
    assert not desk.services.calls.to_classify()


async def test_a_call_answered_elsewhere_leaves_no_work_here(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    desk.engine.answered_elsewhere(key)
    await desk.settle()
    assert not desk.services.calls.ringing()
    assert not desk.services.calls.to_classify()
    assert not desk.services.callbacks.open_items()


async def test_the_history_of_a_number_counts_its_classes(desk: DeskDouble) -> None:
    for call_class in ("P", "P", "I"):
        key = await answered(desk)
        desk.engine.caller_hangs_up(key)
        await desk.settle()
        await desk.services.calls.classify(key, call_class)
    key = desk.engine.ring("+62 812-5000-1111")

    def known() -> bool:
        view = desk.services.calls.get(key)
        return view is not None and view.history is not None

    await desk.until(known)
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.history is not None
    assert view.history.total == 3
    assert view.history.by_class == (("P", 2), ("I", 1))


async def test_a_refusal_of_the_engine_reaches_the_person(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    desk.engine.refuse["AnswerCall"] = "call_gone"
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.answer(key)
    assert refusal.value.code == "call_gone"


async def test_levels_name_the_call_in_the_headset(desk: DeskDouble) -> None:
    key = await answered(desk)
    desk.engine.levels(caller_dbfs=-18.0)
    await desk.settle()
    levels = desk.services.session.levels()
    assert levels is not None
    assert (levels.call_key, levels.caller_dbfs) == (key, -18.0)


async def test_recordings_of_a_call_can_be_played(desk: DeskDouble) -> None:
    key = await answered(desk)
    desk.engine.caller_hangs_up(key)
    desk.engine.recorded(key, "2025/08/a.wav")
    await desk.settle()
    view = desk.services.calls.get(key)
    assert view is not None
    await desk.services.recordings.play(key)
    await desk.settle()
    playing = desk.services.session.playback()
    assert playing is not None
    assert playing.path == "2025/08/a.wav"
    assert isinstance(desk.engine.commands[-1], PlayRecording | messages.ConfirmFacts)


async def test_the_sip_trace_of_a_call_goes_to_a_file_without_its_number(desk: DeskDouble) -> None:
    key = await answered(desk)
    stem = await desk.services.calls.export_sip_trace(key)
    asked = [command for command in desk.engine.commands if isinstance(command, messages.ExportTrace)]
    assert [(command.call_key, command.stem) for command in asked] == [(key, stem)]
    assert CALLER not in Path(stem).name
    assert Path(stem).parent.name == "exports"
