"""A shift lead listens, whispers, barges in: only with a pass, seen by the operator, journalled."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.audio.routing import OPERATOR
from batola_desk.domain.call import SupervisionMode
from batola_desk.engine.alarm_board import SHOWN_S
from batola_desk.engine.config import LineSettings
from batola_desk.engine.engine_call import LegView
from batola_desk.engine.supervision import (
    HEADER,
    LIFE_S,
    PassGate,
    PassRefused,
    SupervisionPass,
    write_pass,
)
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import JoinParties, SetSupervision, SuperviseDesk
from batola_desk.telephony.leg_types import EndCause, LegChange, LegEnd, LegState
from tests.unit.engine.engine_room import EngineRoom, FakeLeg, FakeMedia

SECRET = "rahasia-bersama-regu-jaga"
NOW_US = 1_756_098_000_000_000
WISH = SupervisionPass(mode=SupervisionMode.LISTEN, lead="Rusli; Ketua=1", from_desk="K", to_desk="A")


def gate(at_us: int = NOW_US, *, secret: str = SECRET, desk: str = "A") -> PassGate:
    uptime_s = itertools.chain([0.0], itertools.repeat(3600.0))
    return PassGate(secret, desk, lambda: at_us, lambda: next(uptime_s))


def reason(refusing: PassGate, text: str) -> str:
    with pytest.raises(PassRefused) as refusal:
        refusing.read(text)
    return refusal.value.reason


# ------------------------------------------------------------------ the pass


def test_a_pass_says_what_was_signed() -> None:
    assert gate().read(write_pass(WISH, SECRET, now_us=NOW_US)) == WISH


def test_a_pass_opens_once() -> None:
    door, text = gate(), write_pass(WISH, SECRET, now_us=NOW_US)
    door.read(text)
    assert reason(door, text) == "repeated"


def test_a_pass_is_remembered_as_long_as_it_would_be_valid() -> None:
    now_us = [NOW_US]
    door = PassGate(SECRET, "A", lambda: now_us[0], lambda: now_us[0] / 1e6)
    now_us[0] += 1_000_000
    text = write_pass(WISH, SECRET, now_us=NOW_US + int(LIFE_S * 1e6))  # a clock that runs ahead
    door.read(text)
    for later_s in (2, LIFE_S, 2 * LIFE_S - 1):
        now_us[0] = NOW_US + int(later_s * 1e6)
        assert reason(door, text) == "repeated"
    now_us[0] = NOW_US + int((2 * LIFE_S + 2) * 1e6)
    assert reason(door, text) == "old"


def test_a_pass_used_before_a_restart_opens_nothing_after_it() -> None:
    """Whatever the engine before has let in is forgotten, so nothing older than this engine comes in."""
    now_us = [NOW_US]

    def engine() -> PassGate:
        return PassGate(SECRET, "A", lambda: now_us[0], lambda: 7.0 + now_us[0] / 1e6)

    door = engine()
    now_us[0] += 10_000_000
    text = write_pass(WISH, SECRET, now_us=now_us[0])
    door.read(text)
    now_us[0] += 1_500_000
    door = engine()
    for later_s in (0, 1, 30, LIFE_S):
        now_us[0] += int(later_s * 1e6)
        assert reason(door, text) == "old"
    assert door.read(write_pass(WISH, SECRET, now_us=now_us[0])) == WISH


def test_a_clock_that_was_set_back_shuts_no_lead_out() -> None:
    uptime_s = iter([0.0, 5.0])
    door = PassGate(SECRET, "A", lambda: NOW_US - 3_600_000_000, lambda: next(uptime_s))
    assert door.read(write_pass(WISH, SECRET, now_us=NOW_US - 3_600_000_000)) == WISH


@pytest.mark.parametrize("skew_s", [LIFE_S + 2, -LIFE_S - 2])
def test_an_old_pass_opens_nothing(skew_s: float) -> None:
    text = write_pass(WISH, SECRET, now_us=NOW_US + int(skew_s * 1e6))
    assert reason(gate(), text) == "old"


def test_a_pass_for_another_desk_or_with_another_secret_opens_nothing() -> None:
    text = write_pass(WISH, SECRET, now_us=NOW_US)
    assert reason(gate(desk="B"), text) == "other_desk"
    assert reason(gate(secret="ein-anderes-geheimnis"), text) == "unsigned"
    assert reason(gate(secret=""), text) == "not_set_up"
    assert reason(gate(secret="short"), text) == "not_set_up"


def test_every_part_of_a_pass_is_under_the_signature() -> None:
    text = write_pass(WISH, SECRET, now_us=NOW_US)
    for changed in (
        text.replace("mode=listen", "mode=barge"),
        text.replace("call=*", "call=other"),
        text.replace("lead=Rusli", "lead=Siti"),
        text.replace("to=A", "to=B"),
        text.replace(";mac=", ";x=1;mac="),
        text[:-1] + ("0" if text[-1] != "0" else "1"),
    ):
        assert changed != text
        assert reason(gate(), changed) == "unsigned"


@given(st.text(max_size=300))
def test_any_text_is_refused_in_words(text: str) -> None:
    assert reason(gate(), text) in {"unsigned", "unreadable"}
    assert reason(gate(), text + ";mac=" + text) in {"unsigned", "unreadable"}


def test_a_signed_pass_with_nonsense_in_it_is_refused() -> None:
    nonsense = replace(WISH, mode="shout")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        write_pass(nonsense, SECRET, now_us=NOW_US)
    assert reason(gate(), "x" * 5000) == "unreadable"


# ------------------------------------------------------------------ the desk that is supervised


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    room = EngineRoom(tmp_path, LineSettings(supervision_secret=SECRET, supervision_desk="A"))
    room.now_s += 2.0  # no lead knows of an engine in its first second
    yield room
    room.close()


def pass_for(room: EngineRoom, mode: str = "listen", *, lead: str = "Rusli", secret: str = SECRET) -> str:
    wish = SupervisionPass(mode=SupervisionMode(mode), lead=lead, from_desk="K", to_desk="A")
    return write_pass(wish, secret, now_us=int(room.now_s * 1e6))


def comes(room: EngineRoom, text: str) -> FakeLeg:
    """A lead's leg reaches this desk; it talks if the desk answered it."""
    leg = room.leg("meja-k")
    room.core.supervision.on_request(leg, text)
    if leg.asked == ["answer"]:
        leg.media = FakeMedia()
        room.core.on_leg_changed(leg.leg_id, LegView(LegState.TALKING), LegChange.STATE)
    return leg


def leaves(room: EngineRoom, leg: FakeLeg) -> None:
    view = LegView(LegState.ENDED, end=LegEnd(EndCause.REMOTE_HUNG_UP))
    room.core.on_leg_changed(leg.leg_id, view, LegChange.STATE)


def hears(room: EngineRoom, leg: FakeLeg | None) -> set[str]:
    return set(room.audio.routing.heard_by(OPERATOR if leg is None else leg.leg_id))


def test_a_listener_hears_both_and_is_heard_by_nobody(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room))
    assert lead.asked == ["answer"], "answered by itself"
    assert hears(room, lead) == {OPERATOR, caller.leg_id}
    assert hears(room, caller) == {OPERATOR}
    assert hears(room, None) == {caller.leg_id}
    assert room.audio.ring is None, "it never rings"
    shown = room.last(caller)
    assert (shown.supervision, shown.supervisor) == ("listen", "Rusli")
    assert lead.leg_id not in room.audio.recordings
    assert lead.leg_id not in {call.call_id for call in room.core.calls.line_calls()}


def test_a_whisper_is_for_the_operator_only_and_barging_is_for_all(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room, "whisper"))
    assert hears(room, caller) == {OPERATOR}
    assert hears(room, None) == {caller.leg_id, lead.leg_id}
    room.core.on_message(lead.leg_id, pass_for(room, "barge"))
    assert hears(room, caller) == {OPERATOR, lead.leg_id}
    assert room.last(caller).supervision == "barge"


def test_everything_is_journalled_on_the_supervised_call(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room))
    begin_us = int(room.now_s * 1e6)
    room.wait(2)
    room.core.on_message(lead.leg_id, pass_for(room, "whisper"))
    change_us = int(room.now_s * 1e6)
    room.wait(3)
    leaves(room, lead)
    told = [
        (fact.aggregates, fact.body["lead"], fact.body["desk"], fact.body["mode"], fact.body["from_us"],
         fact.body["until_us"])
        for fact in room.spool.pending()
        if fact.kind == "call.supervised"
    ]  # fmt: skip
    who = ((f"call:{caller.call_key}",), "Rusli", "K")
    assert told == [
        (*who, "listen", begin_us, None),
        (*who, "listen", begin_us, change_us),
        (*who, "whisper", change_us, None),
        (*who, "whisper", change_us, int(room.now_s * 1e6)),
    ]
    assert room.last(caller).supervisor == ""
    assert room.audio.calls.keys() == {caller.leg_id}


@pytest.mark.parametrize("text", ["", "mode=listen", "v=1;mode=listen;call=*;mac=00"])
def test_everybody_else_is_refused_with_an_alarm_and_hears_nothing(room: EngineRoom, text: str) -> None:
    caller = room.answered("0811")
    stranger = comes(room, text)
    assert stranger.asked == ["reject 403"]
    assert room.audio.calls.keys() == {caller.leg_id}
    (alarm,) = room.heard(m.EngineAlarm)
    assert isinstance(alarm, m.EngineAlarm)
    assert alarm.code == "supervision_refused"
    assert "call.supervised" not in room.facts()


def test_a_flood_of_forged_passes_is_one_alarm_and_tomorrows_is_another(room: EngineRoom) -> None:
    room.answered("0811")
    for _ in range(50):
        comes(room, "mode=listen")
    assert [alarm.active for alarm in room.heard(m.EngineAlarm)] == [True]  # type: ignore[attr-defined]
    room.wait(SHOWN_S + 1)
    comes(room, "mode=listen")
    assert [alarm.active for alarm in room.heard(m.EngineAlarm)] == [True, False, True]  # type: ignore[attr-defined]


def test_a_forged_wish_in_the_dialog_changes_nothing(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room))
    for text in ("mode=barge", pass_for(room, "barge", secret="ein-anderes-geheimnis"),
                 pass_for(room, "barge", lead="Siti")):  # fmt: skip
        room.core.on_message(lead.leg_id, text)
    assert hears(room, caller) == {OPERATOR}
    assert room.last(caller).supervision == "listen"
    told = [alarm.values["reason"] for alarm in room.heard(m.EngineAlarm)]  # type: ignore[attr-defined]
    assert told == ["unsigned", "other_lead"]
    assert not room.heard(m.TextReceived), "a pass is no message for the operator"


def test_without_a_call_there_is_nothing_to_listen_to(room: EngineRoom) -> None:
    assert comes(room, pass_for(room)).asked == ["reject 480"]


def test_the_microphone_of_an_operator_without_a_call_is_never_open(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room))
    room.ask(m.HoldCall(call_id=caller.leg_id))
    assert hears(room, lead) == set()
    other = room.answered("0822")
    assert hears(room, lead) == set(), "another caller was not asked for"
    assert hears(room, other) == {OPERATOR}


def test_a_lead_follows_his_call_into_its_consultation(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room))
    agency = room.dials_party(caller, "119")
    room.becomes(agency, LegState.TALKING)
    assert hears(room, lead) == {OPERATOR, agency.leg_id}
    room.ask(JoinParties(call_id=caller.leg_id))
    assert hears(room, lead) == {OPERATOR, caller.leg_id, agency.leg_id}


def test_the_guest_goes_with_the_call(room: EngineRoom) -> None:
    caller = room.answered("0811")
    lead = comes(room, pass_for(room))
    room.ends(caller, EndCause.REMOTE_HUNG_UP)
    room.wait(0.2)
    assert lead.asked == ["answer", "hang_up"]
    leaves(room, lead)
    assert room.audio.calls == {}


def test_a_fourth_guest_finds_no_seat(room: EngineRoom) -> None:
    room.answered("0811")
    for _ in range(3):
        assert comes(room, pass_for(room)).asked == ["answer"]
    assert comes(room, pass_for(room)).asked == ["reject 486"]


# ------------------------------------------------------------------ the lead's own desk


def supervises(room: EngineRoom, mode: str = "listen") -> str:
    return room.ask(SuperviseDesk(uri="sip:b@127.0.0.1:5062", code="B", mode=mode, lead="Rusli", desk="A"))


def test_a_lead_calls_with_a_pass_and_changes_with_another(room: EngineRoom) -> None:
    assert supervises(room) == ""
    leg = room.dialled_leg
    other = gate(int(room.now_s * 1e6), desk="B")
    assert other.read(leg.headers[HEADER]).mode is SupervisionMode.LISTEN
    room.becomes(leg, LegState.TALKING)
    shown = room.last(leg)
    assert (shown.purpose, shown.party_code, shown.supervision) == ("supervise", "B", "listen")
    assert room.ask(SetSupervision(call_id=leg.leg_id, mode="whisper")) == ""
    text = leg.asked[-1].removeprefix("text ")
    assert other.read(text).mode is SupervisionMode.WHISPER
    assert room.last(leg).supervision == "whisper"
    assert room.ask(SetSupervision(call_id=leg.leg_id, mode="shout")) == "supervision_mode_unknown"


def test_a_change_the_other_desk_did_not_take_is_not_shown(room: EngineRoom) -> None:
    supervises(room)
    leg = room.dialled_leg
    room.becomes(leg, LegState.TALKING)
    room.ask(SetSupervision(call_id=leg.leg_id, mode="barge"))
    room.core.on_leg_changed(leg.leg_id, LegView(LegState.TALKING), LegChange.TEXT_FAILED)
    assert room.last(leg).supervision == "listen"


def test_a_desk_without_the_secret_says_so(tmp_path: Path) -> None:
    with closing(EngineRoom(tmp_path)) as room:
        assert supervises(room) == "supervision_not_set_up"
