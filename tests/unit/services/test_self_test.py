"""The self-test of a shift: what is asked and found, who signs, what a call does to it, who is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import DeskSelfTested, DeskStarted
from batola_desk.domain.self_test import GOOD, Outcome, Part, SelfTest
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.ipc.recording_messages import TryRecording
from batola_desk.models.journal import Journal
from batola_desk.services.context import Person
from batola_desk.services.seat import nobody
from batola_desk.services.seat_views import RoomView
from batola_desk.services.self_test import LASTS_US, LIMIT_S, SelfTestService
from batola_desk.services.self_test_api import Question
from batola_desk.services.self_test_parts import line_finding, room_finding
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.neighbour_desk import Neighbour
from tests.support.shipped import shipped_catalog

WAIT_S = 5.0


def service(desk: DeskDouble) -> SelfTestService:
    return desk.services.self_test


def last_on_board(desk: DeskDouble, letter: str) -> SelfTest | None:
    """What the lead's board says of it."""
    return next(line.self_test for line in desk.services.room_board.desks() if line.letter == letter)


def replace_devices(desk: DeskDouble, **values: Any) -> m.DeviceStatus:
    return msgspec.structs.replace(desk.engine.devices, **values)


async def decided(desk: DeskDouble, *parts: Part) -> None:
    """What needs the disk answers beside the loop."""
    await desk.until(lambda: set(parts) <= set(service(desk).view().findings))
    await desk.settle()


async def began(desk: DeskDouble) -> None:
    await service(desk).start()
    await desk.settle()
    await decided(desk, Part.RECORDING, Part.MAP)


async def sounded(desk: DeskDouble, role: str) -> None:
    desk.engine.tell(sm.SoundCheckChanged(check=sm.SoundCheckStatus(kind="tone", role=role, phase="done")))
    await desk.settle()


async def spoken(desk: DeskDouble, dbfs: float) -> None:
    desk.engine.tell(sm.DeviceLevels(dbfs={"microphone": dbfs}))
    await desk.settle()


async def passed(desk: DeskDouble) -> None:
    await began(desk)
    await service(desk).answer(good=True)
    await spoken(desk, -20.0)
    await service(desk).answer(good=True)
    await desk.settle()


def journalled(desk: DeskDouble, letter: str = "A") -> list[tuple[str, str, DeskSelfTested]]:
    """Author, desk and fact of each test in the journal."""
    journal = desk.services._journal
    assert isinstance(journal, Journal)
    facts = journal.reader.facts_of(f"desk:{letter}").result(WAIT_S)
    return [(fact.actor, fact.desk, fact.event) for fact in facts if isinstance(fact.event, DeskSelfTested)]


def tones(desk: DeskDouble) -> list[str]:
    return [told.role for told in desk.engine.commands if isinstance(told, sm.StartSoundCheck)]


def alarms(desk: DeskDouble, code: str = "self_test_failed") -> list[str]:
    return [v.subject for v in desk.services.session.status().alarms if v.code == code and not v.cleared]


def sit(desk: DeskDouble, person: Person) -> None:
    desk.services.people._change_person(person, desk.services.people.seat())


async def test_a_whole_test_is_signed_by_the_person_with_every_finding(desk: DeskDouble) -> None:
    assert service(desk).is_offered()
    await began(desk)
    view = service(desk).view()
    assert view.question is Question.TONE
    assert {part for part in Part if part in view.findings} == {
        Part.HEADSET,
        Part.RECORDING,
        Part.LINE,
        Part.ROOM,
        Part.MAP,
    }
    assert any(isinstance(told, TryRecording) for told in desk.engine.commands)
    assert tones(desk) == ["ear"]
    await sounded(desk, "ear")
    assert tones(desk) == ["ear", "loudspeaker"]
    await service(desk).answer(good=True)
    assert service(desk).view().question is Question.VOICE
    await spoken(desk, -20.0)
    assert service(desk).view().was_heard
    await service(desk).answer(good=True)
    await desk.settle()
    assert not service(desk).view().is_running
    ((actor, letter, fact),) = journalled(desk)
    assert (actor, letter, fact.name, fact.outcome) == ("sari", "A", "Sari", "passed")
    assert dict(fact.findings) == {
        **dict.fromkeys(("headset", "microphone", "tone", "recording", "line"), GOOD),
        "room": "room_none",
        "map": "map_simple",
    }
    assert not service(desk).is_offered()
    assert alarms(desk) == []


@pytest.mark.parametrize(
    ("first", "dbfs", "second", "findings"),
    [
        (False, -20.0, True, {"tone": "tone_unheard"}),
        (True, -20.0, False, {"microphone": "microphone_bad"}),
        (True, -70.0, True, {"microphone": "microphone_silent"}),  # yes is not enough: nothing was heard
    ],
)
async def test_what_the_person_says_counts_and_what_the_meter_says_too(
    desk: DeskDouble, first: bool, dbfs: float, second: bool, findings: dict[str, str]
) -> None:
    await began(desk)
    await service(desk).answer(good=first)
    await spoken(desk, dbfs)
    await service(desk).answer(good=second)
    await desk.settle()
    (_, _, fact) = journalled(desk)[0]
    assert fact.outcome == "failed"
    assert {part: code for part, code in fact.findings if part in findings} == findings
    assert alarms(desk) == ["desk:A"]
    await passed(desk)
    assert alarms(desk) == [], "the next test that passes takes it away"


async def test_a_voice_before_the_question_is_no_proof(desk: DeskDouble) -> None:
    await began(desk)
    await spoken(desk, -10.0)  # the tone itself, or a colleague
    await service(desk).answer(good=True)
    assert not service(desk).view().was_heard


async def test_missing_devices_are_said_without_a_question(desk: DeskDouble) -> None:
    desk.engine.devices = m.DeviceStatus(problems=("no_headset", "no_microphone"))
    desk.engine.tell(m.DevicesChanged(devices=desk.engine.devices))
    await desk.settle()
    await service(desk).start()
    await desk.until(lambda: not service(desk).view().is_running)
    await desk.settle()
    (_, _, fact) = journalled(desk)[0]
    found = dict(fact.findings)
    assert (found["headset"], found["microphone"], found["tone"]) == (
        "headset_none",
        "microphone_none",
        "tone_no_device",
    )
    assert tones(desk) == []


async def test_a_tone_only_in_the_headset_is_not_enough_where_there_is_to_be_a_loudspeaker(
    desk: DeskDouble,
) -> None:
    desk.engine.devices = replace_devices(desk, loudspeaker="", problems=("loudspeaker_missing",))
    desk.engine.tell(m.DevicesChanged(devices=desk.engine.devices))
    await desk.settle()
    await began(desk)
    await service(desk).answer(good=True)
    assert service(desk).view().findings[Part.TONE] == "loudspeaker_none"


async def test_a_disk_that_takes_no_recording_raises_the_alert_of_recordings(desk: DeskDouble) -> None:
    desk.engine.refuse["TryRecording"] = "recording_not_written"
    await began(desk)
    assert service(desk).view().findings[Part.RECORDING] == "recording_not_written"
    assert alarms(desk, "recording_failed") == ["desk:A"]
    await service(desk).stop()
    desk.engine.refuse.clear()
    await began(desk)
    assert alarms(desk, "recording_failed") == []


async def test_nobody_answers_and_after_twenty_seconds_it_is_over(desk: DeskDouble) -> None:
    await began(desk)
    await desk.forward(LIMIT_S - 1)
    assert service(desk).view().is_running
    await desk.forward(1)
    assert not service(desk).view().is_running
    (_, _, fact) = journalled(desk)[0]
    assert fact.seconds <= 20.0
    assert dict(fact.findings)["tone"] == "unanswered"
    assert fact.outcome == "failed"


async def test_the_clock_of_a_test_that_is_over_ends_no_other(desk: DeskDouble) -> None:
    await began(desk)
    await desk.forward(15)
    await service(desk).stop()
    await began(desk)
    await desk.forward(10)
    assert service(desk).view().is_running


async def test_what_comes_after_the_end_signs_nothing_more(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()
    monkeypatch.setattr(service(desk), "_pack_path", lambda: slow.wait(WAIT_S) and None)
    await service(desk).start()
    await decided(desk, Part.RECORDING)
    await service(desk).answer(good=True)
    await spoken(desk, -20.0)
    await service(desk).answer(good=True)
    await service(desk).stop()
    slow.set()
    await desk.until(lambda: not service(desk)._chores._running)
    await desk.settle()
    assert [fact.outcome for _, _, fact in journalled(desk)] == ["interrupted"]


async def test_a_line_on_its_way_is_waited_for(desk: DeskDouble) -> None:
    desk.engine.tell(m.LineChanged(line=m.LineStatus(mode="registering")))
    await desk.settle()
    await began(desk)
    assert Part.LINE not in service(desk).view().findings
    desk.engine.tell(m.LineChanged(line=m.LineStatus(mode="registered")))
    await desk.settle()
    assert service(desk).view().findings[Part.LINE] == GOOD


async def test_a_ringing_call_breaks_it_off_and_it_stays_offered(desk: DeskDouble) -> None:
    await began(desk)
    desk.engine.ring()
    await desk.settle()
    assert not service(desk).view().is_running
    (_, _, fact) = journalled(desk)[0]
    assert fact.outcome == "interrupted"
    assert "tone" not in dict(fact.findings)
    assert any(isinstance(told, sm.StopSoundCheck) for told in desk.engine.commands)
    assert alarms(desk) == [], "a call is no fault of the desk"
    assert service(desk).is_offered()
    await desk.forward(30)
    assert len(journalled(desk)) == 1, "its clock ended with it"


async def test_beside_a_call_it_is_refused_in_words(desk: DeskDouble) -> None:
    desk.engine.ring()
    await desk.settle()
    before = len(desk.engine.commands)
    with pytest.raises(OperatorError, match="self_test_in_call"):
        await service(desk).start()
    assert desk.engine.commands[before:] == []


async def test_an_answer_during_the_tone_silences_it(desk: DeskDouble) -> None:
    await began(desk)
    await service(desk).answer(good=True)
    await desk.settle()
    assert any(isinstance(told, sm.StopSoundCheck) for told in desk.engine.commands)
    await sounded(desk, "ear")
    assert tones(desk) == ["ear"], "the second device is not sounded any more"


async def test_the_tone_can_be_heard_again_while_it_is_asked_about(desk: DeskDouble) -> None:
    await began(desk)
    await sounded(desk, "ear")
    await sounded(desk, "loudspeaker")
    await service(desk).repeat_tone()
    await desk.settle()
    assert tones(desk) == ["ear", "loudspeaker", "ear"]
    await service(desk).answer(good=True)
    await service(desk).repeat_tone()
    await desk.settle()
    assert len(tones(desk)) == 3


async def test_it_is_skipped_only_with_a_reason_which_is_journalled(desk: DeskDouble) -> None:
    with pytest.raises(OperatorError, match="reason_missing"):
        await service(desk).skip("  ")
    assert journalled(desk) == []
    await service(desk).skip(" antrean penuh ")
    await desk.settle()
    ((actor, _, fact),) = journalled(desk)
    assert (actor, fact.outcome, fact.reason, fact.findings) == ("sari", "skipped", "antrean penuh", ())
    assert not service(desk).is_offered()
    await began(desk)
    with pytest.raises(OperatorError, match="self_test_running"):
        await service(desk).skip("tidak sempat")


async def test_nobody_signs_for_nobody(desk: DeskDouble) -> None:
    sit(desk, nobody("A", "PTDS"))
    assert not service(desk).is_offered()
    for wish in (service(desk).start(), service(desk).skip("x")):
        with pytest.raises(OperatorError, match="self_test_person_missing"):
            await wish


async def test_who_began_it_signs_it_even_when_another_sits_down(desk: DeskDouble) -> None:
    await began(desk)
    sit(desk, Person(operator_id="rina", name="Rina", role="PTDS"))
    await desk.settle()
    ((actor, _, fact),) = journalled(desk)
    assert (actor, fact.name, fact.outcome) == ("sari", "Sari", "interrupted")
    assert service(desk).is_offered(), "to Rina"


async def test_each_shift_is_offered_one_again(desk: DeskDouble) -> None:
    await passed(desk)
    assert not service(desk).is_offered()
    sit(desk, Person(operator_id="rina", name="Rina", role="PTDS"))
    assert service(desk).is_offered()
    sit(desk, Person(operator_id="sari", name="Sari", role="KS"))
    assert not service(desk).is_offered()
    assert desk.clock is not None
    desk.clock.forward(LASTS_US / 1e6 + 1)
    assert service(desk).is_offered()


async def test_a_restart_knows_the_last_test(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as first:
        await began(first)
        await service(first).answer(good=False)
        await spoken(first, -20.0)
        await service(first).answer(good=True)
        await first.settle()
        clock = first.clock
    async with open_desk(tmp_path, clock=clock) as again:
        last = service(again).last_of("A")
        assert last is not None
        assert (last.outcome, last.name, last.troubles) == (
            Outcome.FAILED,
            "Sari",
            (("tone", "tone_unheard"),),
        )
        assert not service(again).is_offered()
        assert alarms(again) == ["desk:A"]


async def test_the_leads_board_and_alerts_tell_of_another_desk(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        neighbour = Neighbour(desk)
        bad = DeskSelfTested(outcome="failed", name="Rina", findings=(("tone", "tone_unheard"),))
        await neighbour.writes((DeskStarted(app_version="1", unclean=False), "desk:B"), (bad, "desk:B"))
        told = last_on_board(desk, "B")
        assert told is not None
        assert (told.outcome, told.name) == ("failed", "Rina")
        assert last_on_board(desk, "A") is None
        assert alarms(desk) == ["desk:B"]
        sit(desk, Person(operator_id="tari", name="Tari", role="PTDS"))
        assert alarms(desk) == [], "an operator is told of his own desk only"
        sit(desk, Person(operator_id="sari", name="Sari", role="KS"))
        assert alarms(desk) == ["desk:B"]
        await neighbour.writes((replace(bad, outcome="passed", findings=()), "desk:B"))
        assert alarms(desk) == []


async def test_a_lost_engine_is_said_and_ends_nothing_by_an_error(desk: DeskDouble) -> None:
    desk.engine.can_start = False
    desk.engine.die()
    await desk.until(lambda: desk.services.session.status().line_mode == "engine_lost")
    await service(desk).start()
    await decided(desk, Part.MAP)
    assert set(service(desk).view().findings) == {Part.MAP, Part.ROOM}, "it is started again: one waits"
    await desk.forward(LIMIT_S)
    found = dict(journalled(desk)[0][2].findings)
    assert found["line"] == found["headset"] == found["recording"] == found["tone"] == "engine_lost"


async def test_an_engine_that_comes_late_is_tested_all_the_same(desk: DeskDouble) -> None:
    """At the start of the program the key may be quicker than the sound devices."""
    devices, desk.engine.devices = desk.engine.devices, m.DeviceStatus()
    desk.engine.tell(m.DevicesChanged(devices=m.DeviceStatus()))
    await desk.settle()
    await service(desk).start()
    await decided(desk, Part.MAP)
    assert Part.HEADSET not in service(desk).view().findings
    assert tones(desk) == []
    desk.engine.tell(m.DevicesChanged(devices=devices))
    await desk.settle()
    await decided(desk, Part.RECORDING)
    assert service(desk).view().findings[Part.HEADSET] == GOOD
    assert service(desk).view().question is Question.TONE
    assert tones(desk) == ["ear"]


@pytest.mark.parametrize(
    ("mode", "code"), [("synced", GOOD), ("offline", "room_offline"), ("catching_up", ""), ("delayed", "")]
)
def test_the_room_is_judged_by_how_the_desk_stands_to_it(mode: str, code: str) -> None:
    assert room_finding(RoomView(mode=mode)) == code


def test_a_failed_line_is_no_waiting_line(desk: Any) -> None:
    desk.services._line.line = m.LineStatus(mode="failed")
    desk.services._line.attached = True
    assert line_finding(desk.services._line) == "line_failed"
