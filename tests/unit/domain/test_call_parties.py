"""Calls with more than two parties, as the journal remembers them. Source: domain.md §5.1, §14."""

from __future__ import annotations

from batola_desk.domain.call import LIVE_STATES, Call, CallState
from batola_desk.domain.events import call as events
from batola_desk.domain.facts import Event
from tests.support.folding import story

ADDED = events.CallPartyAdded(party_key="p1", role="agency", code="psc119", number="119")
OFFERED = events.CallOffered(call_key="k", direction="inbound", number="0811")


def after(*happened: Event) -> Call:
    return story(OFFERED, events.CallAnswered(), *happened)


def test_a_held_caller_with_an_agency_dialled_is_in_consultation() -> None:
    call = after(events.CallHeld(), ADDED)
    assert call.state is CallState.CONSULTING
    assert call.held_since_us is not None, "the waiting of the caller is still counted"
    assert [party.code for party in call.parties] == ["psc119"]


def test_a_conference_lasts_while_a_joined_party_is_there() -> None:
    second = events.CallPartyAdded(party_key="p2", role="desk", code="B", number="sip:b@desk")
    joined = after(
        events.CallHeld(),
        ADDED,
        events.CallPartyAnswered(party_key="p1"),
        events.CallResumed(),
        events.CallConferenceStarted(party_key="p1"),
        second,
    )
    assert joined.state is CallState.CONFERENCE, "dialling a fourth does not end it"
    alone = after(
        ADDED,
        events.CallConferenceStarted(party_key="p1"),
        second,
        events.CallPartyLeft(party_key="p1", cause="caller_hung_up"),
    )
    assert alone.state is CallState.CONSULTING
    assert [party.party_key for party in alone.parties] == ["p2"]


def test_a_party_that_fails_gives_the_caller_back() -> None:
    busy = events.CallPartyLeft(party_key="p1", cause="busy", sip_code=486)
    assert after(events.CallHeld(), ADDED, busy).state is CallState.ON_HOLD
    assert after(events.CallHeld(), ADDED, busy, events.CallResumed()).state is CallState.TALKING
    assert after(events.CallHeld(), ADDED, events.CallResumed(), busy).state is CallState.TALKING


def test_a_silent_check_goes_on_after_a_consultation() -> None:
    call = after(
        events.SilentCheckStarted(),
        events.CallHeld(),
        ADDED,
        events.CallPartyLeft(party_key="p1", cause="busy"),
        events.CallResumed(),
    )
    assert call.state is CallState.SILENT_CHECK


def test_a_transfer_is_told_and_the_call_ends_into_its_notes() -> None:
    done = events.CallTransferred(
        role="agency", code="psc119", number="119", mode="warm", result="completed", reason="medis"
    )
    call = after(ADDED, events.CallConferenceStarted(party_key="p1"), done)
    assert call.state is CallState.TRANSFERRED
    assert call.state in LIVE_STATES, "our leg still exists; a dead engine must not leave it for ever"
    ended = after(ADDED, done, events.CallEnded(cause="operator_hung_up"))
    assert (ended.state, ended.transferred_to) == (CallState.WRAP_UP, "psc119")
    assert ended.parties == ()


def test_a_bridge_stays_a_conference_and_a_refusal_changes_nothing() -> None:
    bridged = events.CallTransferred(
        role="agency", code="psc119", mode="warm", result="bridged", reason="medis", sip_code=603
    )
    call = after(ADDED, events.CallConferenceStarted(party_key="p1"), bridged)
    assert (call.state, call.transfer_result, call.transferred_to) == (
        CallState.CONFERENCE,
        "bridged",
        "psc119",
    )
    refused = events.CallTransferred(role="desk", code="B", mode="blind", result="refused", reason="x")
    call = after(refused)
    assert (call.state, call.transferred_to) == (CallState.TALKING, "")


def test_who_listens_is_known_while_he_does() -> None:
    listening = events.CallSupervised(lead="Rusli", desk="K", mode="listen", from_us=5)
    call = after(listening)
    assert (call.supervised_by, call.supervision_mode) == ("Rusli", "listen")
    over = events.CallSupervised(lead="Rusli", desk="K", mode="listen", from_us=5, until_us=9)
    assert after(listening, over).supervised_by == ""
    assert after(listening, events.CallEnded(cause="caller_hung_up")).supervised_by == ""


def test_a_party_muted_and_facts_about_strangers() -> None:
    muted = events.CallPartyMuted(party_key="p1", muted=True)
    assert after(ADDED, muted).parties[0].muted
    stranger = events.CallConferenceStarted(party_key="nobody")
    assert after(ADDED, stranger).state is CallState.CONSULTING


def test_only_a_callers_own_call_gets_a_class() -> None:
    assert after().gets_class
    taken_over = events.CallOffered(call_key="k", direction="inbound", number="1191", purpose="agency")
    assert not story(taken_over, events.CallAnswered()).gets_class
    assert not story(events.CallOffered(call_key="k", direction="outbound", number="110")).gets_class
