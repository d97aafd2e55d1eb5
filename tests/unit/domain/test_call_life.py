"""The machine of a call. Source: domain.md §5.1."""

from __future__ import annotations

import pytest

from batola_desk.domain.call import Call, CallState
from batola_desk.domain.events.call import (
    CallAnswered,
    CallClassified,
    CallDigitReceived,
    CallEnded,
    CallHeld,
    CallLinked,
    CallNoted,
    CallOffered,
    CallOverflowed,
    CallRecorded,
    CallRecordingFailed,
    CallResumed,
    CallUnlinked,
    SilentCheckCompleted,
    SilentCheckStarted,
    SilentCheckTicked,
)
from batola_desk.domain.facts import Verdict
from tests.support.folding import Story, story, us

OFFER = CallOffered(call_key="k", direction="inbound", number="0812")
DIAL = CallOffered(call_key="k", direction="outbound", number="113", purpose="agency", incident_id="i1")
END = CallEnded(cause="caller_hung_up", sip_code=200)


def test_an_inbound_call_rings_and_an_outbound_one_dials() -> None:
    ringing, dialling = story(OFFER), story(DIAL)
    assert (ringing.state, ringing.offered_us, ringing.number) == (CallState.RINGING, us(1), "0812")
    assert (dialling.state, dialling.incident_ids) == (CallState.DIALLING, ("i1",))
    assert ringing.is_live
    assert dialling.is_live


def test_a_call_nobody_answers_overflows_and_can_still_be_answered() -> None:
    assert story(OFFER, CallOverflowed()).state is CallState.OVERFLOWING
    call = story(OFFER, CallOverflowed(), CallAnswered())
    assert (call.state, call.overflowed_us, call.answered_us) == (CallState.TALKING, us(2), us(3))
    assert (call.desk, call.operator) == ("A", "siti")


def test_a_caller_who_leaves_before_the_answer_is_class_t_by_itself() -> None:
    call = story(OFFER, CallEnded(cause="cancelled", sip_code=487))
    assert (call.state, call.call_class, call.classified_us) == (CallState.ABANDONED, "T", None)
    assert (call.ended_us, call.sip_code) == (us(2), 487)


@pytest.mark.parametrize(
    ("events", "cause", "state"),
    [
        ((OFFER,), "answered_elsewhere", CallState.ANSWERED_ELSEWHERE),
        ((OFFER,), "unusable_offer", CallState.FAILED),
        ((OFFER,), "failed", CallState.FAILED),
        ((OFFER,), "engine_lost", CallState.ABANDONED),
        ((OFFER,), "a word of a newer engine", CallState.ABANDONED),
        ((DIAL,), "busy", CallState.FAILED),
        ((DIAL,), "cancelled", CallState.FAILED),
        ((OFFER, CallAnswered()), "caller_hung_up", CallState.WRAP_UP),
        ((OFFER, CallAnswered()), "operator_hung_up", CallState.WRAP_UP),
        ((OFFER, CallAnswered()), "lost", CallState.DROPPED),
        ((OFFER, CallAnswered()), "failed", CallState.DROPPED),
        ((OFFER, CallAnswered(), CallHeld()), "engine_lost", CallState.DROPPED),
        ((OFFER, CallAnswered(), CallClassified(call_class="I")), "lost", CallState.CLASSIFIED),
    ],
)
def test_how_a_call_ends(events: tuple[object, ...], cause: str, state: CallState) -> None:
    call = story(*events, CallEnded(cause=cause))
    assert call.state is state
    assert not call.is_live
    assert call.end_cause == cause


def test_only_an_unanswered_inbound_call_gets_class_t() -> None:
    assert story(DIAL, CallEnded(cause="busy")).call_class == ""
    assert story(OFFER, CallEnded(cause="unusable_offer")).call_class == ""
    assert story(OFFER, CallAnswered(), END).call_class == ""


def test_a_dropped_or_ended_call_waits_for_its_class() -> None:
    for cause in ("lost", "caller_hung_up"):
        call = story(OFFER, CallAnswered(), CallEnded(cause=cause), CallClassified(call_class="P"))
        assert (call.state, call.call_class, call.classified_us) == (CallState.CLASSIFIED, "P", us(4))


def test_a_class_given_while_talking_does_not_end_the_call() -> None:
    call = story(OFFER, CallAnswered(), CallClassified(call_class="N"))
    assert (call.state, call.call_class) == (CallState.TALKING, "N")


def test_a_held_call_comes_back_to_what_it_was() -> None:
    held = story(OFFER, CallAnswered(), CallHeld())
    assert (held.state, held.held_since_us) == (CallState.ON_HOLD, us(3))
    back = story(OFFER, CallAnswered(), CallHeld(), CallResumed())
    assert (back.state, back.held_since_us) == (CallState.TALKING, None)
    checking = story(OFFER, CallAnswered(), SilentCheckStarted(), CallHeld(), CallResumed())
    assert checking.state is CallState.SILENT_CHECK


def test_a_call_that_is_over_or_not_yet_answered_cannot_be_held() -> None:
    assert story(OFFER, CallHeld()).state is CallState.RINGING
    assert story(OFFER, CallAnswered(), END, CallHeld()).state is CallState.WRAP_UP


def test_the_silent_check_keeps_the_last_answer_of_each_line() -> None:
    call = story(
        OFFER,
        CallAnswered(),
        SilentCheckStarted(),
        SilentCheckTicked(item="water", heard=False),
        SilentCheckTicked(item="child", heard=False),
        SilentCheckTicked(item="water", heard=True),
        CallDigitReceived(digit="1"),
        CallDigitReceived(digit="1"),
    )
    assert (call.state, call.silent_started_us) == (CallState.SILENT_CHECK, us(3))
    assert call.silent_answers == (("child", False), ("water", True))
    assert (call.silent_completed, call.digits) == (False, "11")


def test_a_completed_silent_check_returns_to_talking() -> None:
    call = story(OFFER, CallAnswered(), SilentCheckStarted(), SilentCheckCompleted(listened_s=30))
    assert (call.state, call.silent_completed) == (CallState.TALKING, True)


def test_links_come_and_go_once_each() -> None:
    one, two = (CallLinked(call_key="k", incident_id=name) for name in ("i1", "i2"))
    assert story(OFFER, one, one, two).incident_ids == ("i1", "i2")
    assert story(OFFER, one, two, CallUnlinked(call_key="k", incident_id="i1")).incident_ids == ("i2",)


def test_notes_and_recordings_are_kept() -> None:
    recorded = CallRecorded(path="a.wav", sha256="00", duration_s=3.5, byte_count=9)
    call = story(OFFER, CallNoted(text="titipan"), recorded, CallRecordingFailed(code="disk_full"))
    assert dict(call.notes[0].values)["text"] == "titipan"
    assert (call.recordings[0].path, call.recordings[0].duration_s) == ("a.wav", 3.5)
    assert call.recording_failed == "disk_full"


def test_an_answer_journalled_after_the_end_still_counts() -> None:
    told = Story("call:k", Call)
    told.tell(OFFER)
    told.tell(CallEnded(cause="caller_hung_up"), at_s=30)
    call = told.tell(CallAnswered(), at_s=5)
    assert isinstance(call, Call)
    assert (call.state, call.answered_us, call.call_class) == (CallState.WRAP_UP, us(5), "")


def test_a_desk_that_lost_its_copy_does_not_end_the_call_another_desk_answers_later() -> None:
    told = Story("call:k", Call)
    told.tell(OFFER)
    told.tell(CallEnded(cause="engine_lost"), at_s=3, desk="B")
    call = told.tell(CallAnswered(), at_s=5, desk="A", actor="rusli")
    assert isinstance(call, Call)
    assert (call.state, call.ended_us, call.call_class, call.operator) == (
        CallState.TALKING,
        None,
        "",
        "rusli",
    )


def test_other_desks_that_stop_ringing_do_not_end_the_answered_call() -> None:
    told = Story("call:k", Call)
    told.tell(OFFER, CallAnswered())
    call = told.tell(CallEnded(cause="answered_elsewhere"), desk="B")
    assert isinstance(call, Call)
    assert (call.state, call.ended_us) == (CallState.TALKING, None)
    call = told.tell(END)
    assert isinstance(call, Call)
    assert (call.state, call.end_cause) == (CallState.WRAP_UP, "caller_hung_up")


def test_a_lost_claim_is_remembered_but_answers_nothing() -> None:
    told = Story("call:k", Call)
    told.tell(OFFER)
    call = told.tell(CallAnswered(), verdict=Verdict.LOST)
    assert isinstance(call, Call)
    assert (call.state, call.answered_us) == (CallState.RINGING, None)
    assert (call.timeline[-1].kind, call.timeline[-1].verdict) == ("call.answered", "lost")
