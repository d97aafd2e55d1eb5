"""Warm transfer and conference: who hears whom, and that the caller is never lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.audio.routing import OPERATOR, Routing
from batola_desk.audio.tones import AlertName
from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import (
    AddParty,
    HandOver,
    JoinParties,
    MuteParty,
    ReturnToCaller,
    SwapParties,
    TransferBlind,
)
from batola_desk.telephony.leg_types import EndCause, LegState, TransferRequest, TransferState
from tests.unit.engine.engine_room import EngineRoom, FakeLeg


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    room = EngineRoom(tmp_path)
    yield room
    for fact in room.spool.pending():
        EVENT_CLASSES[fact.kind](**json.loads(json.dumps(fact.body)))
    room.close()


def hears(room: EngineRoom, *legs: FakeLeg) -> dict[str, set[str]]:
    """Who hears whom now, by number; the operator as such."""
    names = {leg.leg_id: leg.remote_number for leg in legs} | {OPERATOR: OPERATOR}
    routing = room.audio.routing
    return {name: {names[who] for who in routing.heard_by(key)} for key, name in names.items()}


def alone_with(other: str) -> dict[str, set[str]]:
    return {OPERATOR: {other}, other: {OPERATOR}}


def consulting(room: EngineRoom) -> tuple[FakeLeg, FakeLeg]:
    caller = room.answered("0811")
    agency = room.dials_party(caller, "119")
    room.becomes(agency, LegState.TALKING)
    return caller, agency


def conference(room: EngineRoom) -> tuple[FakeLeg, FakeLeg]:
    caller, agency = consulting(room)
    assert room.ask(JoinParties(call_id=caller.leg_id)) == ""
    return caller, agency


def test_an_added_party_is_dialled_while_the_caller_waits_on_hold(room: EngineRoom) -> None:
    caller = room.answered("0811")
    agency = room.dials_party(caller, "119")
    assert caller.asked[-1] == "hold"
    shown, dialled = room.last(caller), room.last(agency)
    assert (shown.local_hold, shown.group_id, shown.party_role) == (True, caller.leg_id, "caller")
    assert (dialled.purpose, dialled.party_role, dialled.party_code) == ("agency", "agency", "psc119")
    assert hears(room, caller, agency) == {"0811": set()} | alone_with("119")
    assert room.bodies("call.party_added") == [
        {"party_key": agency.call_key, "role": "agency", "code": "psc119", "number": "119"}
    ]


def test_joined_everybody_hears_the_others(room: EngineRoom) -> None:
    caller, agency = conference(room)
    assert hears(room, caller, agency) == {
        OPERATOR: {"0811", "119"},
        "0811": {OPERATOR, "119"},
        "119": {OPERATOR, "0811"},
    }
    assert caller.asked[-1] == "resume"
    shown, party = room.last(caller), room.last(agency)
    assert (shown.joined, shown.beside, shown.local_hold) == (True, False, False)
    assert (party.joined, party.beside, party.local_hold) == (True, True, False)
    assert room.facts()[-3:] == ["call.party_answered", "call.conference_started", "call.resumed"]


def test_a_fourth_is_asked_while_the_others_go_on_and_then_joins(room: EngineRoom) -> None:
    caller, agency = conference(room)
    desk = room.dials_party(caller, "sip:b@desk", role="desk", code="B")
    room.becomes(desk, LegState.TALKING)
    assert hears(room, caller, agency, desk) == {"0811": {"119"}, "119": {"0811"}} | alone_with("sip:b@desk")
    assert not room.last(caller).local_hold, "they speak with each other"
    assert room.ask(JoinParties(call_id=caller.leg_id)) == ""
    assert room.audio.routing == Routing.talk(caller.leg_id, agency.leg_id, desk.leg_id)


def test_swapping_goes_to_the_other_side_and_back(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    assert room.ask(SwapParties(call_id=caller.leg_id)) == ""
    assert hears(room, caller, agency) == {"119": set()} | alone_with("0811")
    assert agency.asked[-1] == "hold"
    assert room.ask(SwapParties(call_id=agency.leg_id)) == ""
    assert hears(room, caller, agency) == {"0811": set()} | alone_with("119")


def test_the_caller_may_be_spoken_to_while_the_agency_still_rings(room: EngineRoom) -> None:
    caller = room.answered("0811")
    agency = room.dials_party(caller, "119")
    assert room.ask(SwapParties(call_id=caller.leg_id)) == ""
    assert "hang_up" not in agency.asked
    assert room.last(agency).beside, "the screen must not take it for the call in the headset"
    assert not room.last(caller).beside
    room.becomes(agency, LegState.TALKING)
    assert hears(room, caller, agency) == {"119": set()} | alone_with("0811")


def test_going_back_drops_the_party(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    assert room.ask(ReturnToCaller(call_id=agency.leg_id)) == ""
    assert agency.asked[-1] == "hang_up"
    assert hears(room, caller) == alone_with("0811")
    room.ends(agency, EndCause.WE_HUNG_UP)
    assert room.last(caller).group_id == ""


@pytest.mark.parametrize(
    ("cause", "sip_code", "told"),
    [
        (EndCause.REJECTED, 486, "busy"),
        (EndCause.TIMEOUT, 408, "no_answer"),
        (EndCause.FAILED, 503, "failed"),
    ],
)
def test_a_party_that_does_not_come_gives_the_caller_back_at_once(
    room: EngineRoom, cause: EndCause, sip_code: int, told: str
) -> None:
    caller = room.answered("0811")
    agency = room.dials_party(caller, "119")
    room.ends(agency, cause, sip_code)
    assert hears(room, caller) == alone_with("0811")
    assert not room.last(caller).local_hold
    assert room.bodies("call.party_left") == [
        {"party_key": agency.call_key, "cause": told, "sip_code": sip_code}
    ]
    assert not room.heard(m.EngineAlarm), "the operator was there all the time"


def test_an_agency_that_dies_in_the_conference_leaves_the_caller_with_the_operator(room: EngineRoom) -> None:
    caller, agency = conference(room)
    room.ends(agency, EndCause.LOST)
    assert hears(room, caller) == alone_with("0811")
    assert room.last(caller).group_id == ""


def test_a_caller_who_leaves_leaves_the_operator_with_the_agency(room: EngineRoom) -> None:
    caller, agency = conference(room)
    room.ends(caller, EndCause.REMOTE_HUNG_UP)
    assert hears(room, agency) == alone_with("119")
    assert not room.last(agency).beside


def test_a_caller_who_hangs_up_on_hold_leaves_the_consultation_alone(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ends(caller, EndCause.REMOTE_HUNG_UP)
    assert hears(room, agency) == alone_with("119")
    assert "hang_up" not in agency.asked


def test_handing_over_bridges_first_and_then_asks_the_network(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    assert room.ask(HandOver(call_id=agency.leg_id, reason="medis")) == ""
    assert hears(room, caller, agency) == {OPERATOR: set(), "0811": {"119"}, "119": {"0811"}}
    assert caller.asked[-1] == f"transfer_to {agency.leg_id}"
    assert room.last(caller).handing_over == "asked"
    assert room.core.calls.focus is None, "the operator is free for the next caller"
    room.transfer_went(caller, TransferState.SUCCEEDED, 200)
    room.ends(caller, EndCause.TRANSFERRED)
    room.ends(agency, EndCause.REMOTE_HUNG_UP)
    (told,) = room.bodies("call.transferred")
    assert (told["result"], told["code"], told["reason"], told["mode"]) == (
        "completed",
        "psc119",
        "medis",
        "warm",
    )
    assert not room.core.calls.calls


def test_a_refused_transfer_leaves_this_desk_as_the_bridge(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.transfer_went(caller, TransferState.FAILED, 603)
    assert hears(room, caller, agency) == {OPERATOR: set(), "0811": {"119"}, "119": {"0811"}}
    assert (room.last(caller).handing_over, room.last(caller).beside) == ("bridged", True)
    (told,) = room.bodies("call.transferred")
    assert (told["result"], told["sip_code"]) == ("bridged", 603)
    assert room.ask(m.ResumeCall(call_id=caller.leg_id)) == "", "the operator may come back into it"
    assert hears(room, caller, agency)[OPERATOR] == {"0811", "119"}


def test_a_leg_that_cannot_be_transferred_is_bridged(room: EngineRoom) -> None:
    caller, _agency = consulting(room)
    caller.refuses_transfer = True
    assert room.ask(HandOver(call_id=caller.leg_id, reason="medis")) == ""
    assert room.last(caller).handing_over == "bridged"


def test_a_bridge_that_breaks_brings_the_caller_back(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.transfer_went(caller, TransferState.FAILED, 603)
    room.ends(agency, EndCause.LOST)
    assert hears(room, caller) == alone_with("0811")
    assert room.audio.alerts == [AlertName.CALL_WAITING], "a sign that somebody is in the ear again"


def test_a_bridge_that_breaks_during_another_call_puts_the_caller_on_hold_with_an_alarm(
    room: EngineRoom,
) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.transfer_went(caller, TransferState.FAILED, 603)
    other = room.answered("0822")
    room.ends(agency, EndCause.LOST)
    assert hears(room, caller, other) == {"0811": set()} | alone_with("0822")
    assert room.last(caller).local_hold
    assert room.ask(m.ResumeCall(call_id=caller.leg_id)) == ""
    told = [(alarm.code, alarm.active) for alarm in room.heard(m.EngineAlarm)]  # type: ignore[attr-defined]
    assert told == [("caller_returned", True), ("caller_returned", False)]


def test_a_caller_who_leaves_the_bridge_ends_it(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.transfer_went(caller, TransferState.FAILED, 603)
    room.ends(caller, EndCause.REMOTE_HUNG_UP)
    assert agency.asked[-1] == "hang_up"


def test_legs_a_transfer_leaves_behind_end_and_a_lonely_caller_comes_back(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.transfer_went(caller, TransferState.SUCCEEDED, 200)
    room.ends(caller, EndCause.TRANSFERRED)
    assert "hang_up" not in agency.asked
    room.wait(5)
    assert agency.asked[-1] == "hang_up", "the network did not end it"


def test_an_agency_that_vanishes_while_the_network_is_asked_brings_the_caller_back(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.ends(agency, EndCause.REMOTE_HUNG_UP)  # replaced, or gone? the network knows
    room.wait(5)
    assert hears(room, caller) == alone_with("0811")


def test_an_operator_who_came_back_meanwhile_is_not_told_that_the_caller_is_alone(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.ask(m.ResumeCall(call_id=caller.leg_id))
    room.ends(agency, EndCause.REMOTE_HUNG_UP)
    room.wait(5)
    assert hears(room, caller) == alone_with("0811")
    assert not room.heard(m.EngineAlarm)


def test_a_caller_who_hangs_up_while_the_network_is_asked_releases_the_agency(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    room.ask(HandOver(call_id=caller.leg_id, reason="medis"))
    room.ends(caller, EndCause.REMOTE_HUNG_UP)
    room.wait(5)
    assert agency.asked[-1] == "hang_up"


def test_a_conference_of_four_handed_over_stays_a_bridge(room: EngineRoom) -> None:
    caller, agency = conference(room)
    police = room.dials_party(caller, "110", code="polres")
    room.becomes(police, LegState.TALKING)
    assert room.ask(HandOver(call_id=caller.leg_id, reason="bersama")) == ""
    assert hears(room, caller, agency, police)["0811"] == {"119", "110"}
    assert not any(step.startswith("transfer") for step in caller.asked)
    assert room.bodies("call.transferred")[0]["result"] == "bridged"


def test_handing_over_needs_a_reason_and_somebody_who_answered(room: EngineRoom) -> None:
    caller = room.answered("0811")
    assert room.ask(HandOver(call_id=caller.leg_id, reason="x")) == "no_party"
    agency = room.dials_party(caller, "119")
    assert room.ask(HandOver(call_id=caller.leg_id, reason="x")) == "party_not_answered"
    assert room.ask(JoinParties(call_id=caller.leg_id)) == "party_not_answered"
    room.becomes(agency, LegState.TALKING)
    assert room.ask(HandOver(call_id=caller.leg_id, reason=" ")) == "reason_missing"
    assert hears(room, caller, agency) == {"0811": set()} | alone_with("119"), "nothing has moved"


def test_one_consultation_at_a_time(room: EngineRoom) -> None:
    caller, _agency = consulting(room)
    again = AddParty(call_id=caller.leg_id, number="110")
    assert room.ask(again) == "consultation_open"
    assert room.ask(AddParty(call_id=caller.leg_id, number="110", role="king")) == "party_role_unknown"


def test_a_blind_transfer_waits_for_the_word_of_the_network(room: EngineRoom) -> None:
    caller = room.answered("0811")
    ask = TransferBlind(call_id=caller.leg_id, number="sip:b@desk", role="desk", code="B", reason="wilayah")
    assert room.ask(ask) == ""
    assert caller.asked[-2:] == ["hold", "transfer sip:b@desk"]
    assert room.last(caller).handing_over == "asked"
    assert room.ask(ask) == "transfer_pending"
    room.transfer_went(caller, TransferState.SUCCEEDED, 200)
    room.ends(caller, EndCause.TRANSFERRED)
    (told,) = room.bodies("call.transferred")
    assert (told["result"], told["mode"], told["code"]) == ("completed", "blind", "B")


def test_a_refused_blind_transfer_gives_the_caller_back(room: EngineRoom) -> None:
    caller = room.answered("0811")
    room.ask(TransferBlind(call_id=caller.leg_id, number="117", reason="banjir"))
    room.transfer_went(caller, TransferState.FAILED, 486)
    assert hears(room, caller) == alone_with("0811")
    assert room.last(caller).handing_over == ""
    assert room.bodies("call.transferred")[0]["result"] == "refused"
    assert room.audio.alerts == [AlertName.CALL_WAITING], "a sign that somebody is in the ear again"


def test_who_listened_to_others_was_not_silent(room: EngineRoom) -> None:
    caller, agency = conference(room)
    room.audio.caller_dbfs = -90.0
    room.wait(20)
    room.ends(agency, EndCause.REMOTE_HUNG_UP)
    room.wait(0.2)
    assert (room.last(caller).silence_s or 0.0) < 1.0, "the silent procedure must not begin by itself"


def test_a_muted_party_hears_and_is_not_heard(room: EngineRoom) -> None:
    caller, agency = conference(room)
    assert room.ask(MuteParty(call_id=agency.leg_id, muted=True)) == ""
    assert hears(room, caller, agency) == {
        OPERATOR: {"0811"},
        "0811": {OPERATOR},
        "119": {OPERATOR, "0811"},
    }
    assert room.last(agency).party_muted
    assert room.ask(HandOver(call_id=caller.leg_id, reason="medis")) == ""
    assert hears(room, caller, agency)["0811"] == {"119"}, "nobody could give it the voice back"


def test_a_pair_of_whom_one_is_muted_waits_while_the_operator_is_away(room: EngineRoom) -> None:
    caller, agency = conference(room)
    room.ask(MuteParty(call_id=agency.leg_id, muted=True))
    other = room.answered("0822")
    assert hears(room, caller, agency, other) == {"0811": set(), "119": set()} | alone_with("0822")
    assert room.last(caller).local_hold, "who hears nobody is on hold, and the hold is counted"
    room.ask(m.ResumeCall(call_id=caller.leg_id))
    assert hears(room, caller, agency)["119"] == {OPERATOR, "0811"}


def test_another_call_answered_leaves_the_conference_speaking(room: EngineRoom) -> None:
    caller, agency = conference(room)
    other = room.answered("0822")
    assert hears(room, caller, agency, other) == {"0811": {"119"}, "119": {"0811"}} | alone_with("0822")
    room.ask(m.ResumeCall(call_id=caller.leg_id))
    assert hears(room, caller, agency)[OPERATOR] == {"0811", "119"}
    assert room.last(other).local_hold


def test_a_dead_screen_changes_nothing_and_finds_everything_again(room: EngineRoom) -> None:
    caller, agency = conference(room)
    before = hears(room, caller, agency)
    room.is_attached = False
    room.wait(3)
    assert hears(room, caller, agency) == before
    room.is_attached = True
    room.attach()
    snapshot = room.heard(m.Snapshot)[-1]
    assert isinstance(snapshot, m.Snapshot)
    assert {call.number: (call.group_id, call.party_role, call.joined) for call in snapshot.calls} == {
        "0811": (caller.leg_id, "caller", True),
        "119": (caller.leg_id, "agency", True),
    }
    assert snapshot.focus_call_id == caller.leg_id


def test_a_replaced_party_keeps_its_place(room: EngineRoom) -> None:
    caller, agency = conference(room)
    colleague = room.leg("1191")
    room.core.calls.successors.on_replaced(agency.leg_id, colleague, int(room.now_s * 1e6))
    room.becomes(colleague, LegState.TALKING)
    room.ends(agency, EndCause.REPLACED)
    assert hears(room, caller, colleague)[OPERATOR] == {"0811", "1191"}
    assert room.last(colleague).party_code == "psc119"


def referred(room: EngineRoom, caller: FakeLeg) -> FakeLeg:
    """The exchange sends us somewhere else in mid-call (RFC 3515)."""
    new = room.leg("0999")
    request = TransferRequest("sip:0999@pbx", "0999", "", new)  # type: ignore[arg-type]
    room.core.calls.successors.on_transfer_requested(caller.leg_id, request)
    return new


def test_a_caller_whose_exchange_sends_us_to_nobody_comes_back_to_the_operator(room: EngineRoom) -> None:
    caller = room.answered("0811")
    new = referred(room, caller)
    assert room.last(caller).local_hold
    room.ends(new, EndCause.FAILED, 404)
    assert hears(room, caller) == alone_with("0811")
    assert room.audio.alerts == [AlertName.CALL_WAITING], "a sign that somebody is in the ear again"


def test_he_comes_back_with_an_alarm_while_the_operator_speaks_with_another(room: EngineRoom) -> None:
    caller = room.answered("0811")
    new = referred(room, caller)
    room.answered("0822")
    assert new.asked[-1] == "hang_up"
    room.ends(new, EndCause.WE_HUNG_UP)
    assert [alarm.call_id for alarm in room.heard(m.EngineAlarm) if alarm.code == "caller_returned"] == [  # type: ignore[attr-defined]
        caller.leg_id
    ]


def test_a_bridge_whose_caller_is_sent_to_nobody_goes_on_as_it_was(room: EngineRoom) -> None:
    caller, agency = conference(room)
    room.ask(m.HoldCall(call_id=caller.leg_id))
    new = referred(room, caller)
    room.ends(new, EndCause.REJECTED, 486)
    assert hears(room, caller, agency) == {"0811": {"119"}, "119": {"0811"}, OPERATOR: set()}


def test_a_caller_replaced_while_the_network_is_asked_keeps_his_agency(room: EngineRoom) -> None:
    caller, agency = consulting(room)
    assert room.ask(HandOver(call_id=caller.leg_id, reason="medis")) == ""
    again = room.leg("0811b")
    room.core.calls.successors.on_replaced(caller.leg_id, again, int(room.now_s * 1e6))
    room.becomes(again, LegState.TALKING)
    room.transfer_went(caller, TransferState.UNREPORTED)
    room.ends(caller, EndCause.REPLACED)
    room.wait(6)
    assert "hang_up" not in agency.asked
    assert hears(room, again, agency) == {"0811b": {"119"}, "119": {"0811b"}, OPERATOR: set()}
    assert [told["result"] for told in room.bodies("call.transferred")] == ["bridged"]
