"""Whose an incident or a call-back line is. Source: design.md §5 (Verdicts), domain.md §14."""

from __future__ import annotations

import pytest

from batola_desk.domain.callback import Callback
from batola_desk.domain.events.callback import CallbackClosed, CallbackMissedAgain, CallbackOpened
from batola_desk.domain.events.incident import IncidentClosed, IncidentOpened
from batola_desk.domain.events.ownership import (
    CallClaimed,
    CallReleased,
    IncidentReassignDeclined,
    IncidentReassigned,
    IncidentReassignRequested,
)
from batola_desk.domain.facts import Verdict
from batola_desk.domain.incident import Incident
from batola_desk.domain.ownership import (
    callback_guard,
    incident_guard,
    is_claim_provisional,
    is_owner_provisional,
    owner_of_token,
    owner_token,
    release_guard,
)
from batola_desk.domain.reducers import confirm
from tests.support.folding import Story, us

OPENED = IncidentOpened(ticket_number="112-6304-20250825-A0007")
VOID = [verdict for verdict in Verdict if not verdict.takes_effect]


def ticket() -> Story:
    story = Story("incident:i", Incident)
    story.tell(OPENED)
    return story


def now(story: Story) -> Incident:
    assert isinstance(story.state, Incident)
    return story.state


def line() -> Story:
    story = Story("callback:b", Callback)
    story.tell(CallbackOpened(number="0811", call_key="c1", reason="abandoned"))
    return story


def item(story: Story) -> Callback:
    assert isinstance(story.state, Callback)
    return story.state


def test_a_ticket_belongs_to_who_opened_it() -> None:
    incident = now(ticket())
    assert (incident.owner_desk, incident.owner, incident.owner_fact_id) == ("A", "siti", "")
    assert incident.owner_since_us == us(1)
    assert incident_guard(incident, "B", "rina", forced=False).expect is None


def test_a_machine_owns_nothing_its_desk_does() -> None:
    story = Story("incident:i", Incident)
    story.tell(OPENED, actor="system", desk="B")
    assert (now(story).owner_desk, now(story).owner) == ("B", "")


def test_a_reassignment_changes_the_owner_and_not_the_opener() -> None:
    story = ticket()
    story.tell(IncidentReassigned(to_desk="B", to_operator="rina", reason="sibuk"), actor="budi")
    incident = now(story)
    assert (incident.owner_desk, incident.owner) == ("B", "rina")
    assert (incident.desk, incident.operator) == ("A", "siti")
    assert incident.owner_since_us == us(2)
    guard = incident_guard(incident, "C", "", forced=False)
    assert (guard.key, guard.expect, guard.set) == ("incident:i", "B/rina", "C/")
    assert incident_guard(incident, "C", "", forced=True).expect == "*"
    assert owner_of_token(owner_token("C", "a/b")) == ("C", "a/b")


@pytest.mark.parametrize("verdict", VOID)
def test_a_lost_claim_changes_no_owner(verdict: Verdict) -> None:
    story = ticket()
    before = now(story)
    story.tell(IncidentReassigned(to_desk="B"), verdict=verdict)
    assert (now(story).owner_desk, now(story).owner) == (before.owner_desk, before.owner)
    assert incident_guard(now(story), "C", "", forced=False).expect is None


def test_a_claim_is_provisional_until_the_room_has_spoken() -> None:
    story = ticket()
    story.tell(IncidentReassigned(to_desk="B"), verdict=Verdict.PENDING)
    assert is_owner_provisional(now(story))
    confirmed = confirm(now(story), {now(story).owner_fact_id})
    assert isinstance(confirmed, Incident)
    assert not is_owner_provisional(confirmed)
    assert not is_owner_provisional(now(ticket()))


def test_a_wish_stands_until_somebody_decides() -> None:
    asked = IncidentReassignRequested(to_desk="B", to_operator="rina", reason="banyak panggilan")
    story = ticket()
    story.tell(asked)
    wish = now(story).transfer_wish
    assert wish is not None
    assert (wish.to_desk, wish.to_operator, wish.asked_by, wish.from_desk) == ("B", "rina", "siti", "A")
    story.tell(IncidentReassignDeclined(reason="tidak perlu"), actor="budi")
    assert now(story).transfer_wish is None
    story.tell(asked)
    story.tell(IncidentReassigned(to_desk="B"), verdict=Verdict.LOST)
    assert now(story).transfer_wish is not None
    story.tell(IncidentReassigned(to_desk="B"))
    assert now(story).transfer_wish is None


def test_closing_leaves_the_owner() -> None:
    story = ticket()
    story.tell(IncidentReassigned(to_desk="B"), IncidentClosed(disposition="x", caller_informed="yes"))
    assert now(story).owner_desk == "B"


def test_a_line_is_whose_claim_counts_until_it_is_let_go() -> None:
    story = line()
    assert callback_guard(item(story), "B", "rina", forced=False).expect is None
    story.tell(CallClaimed(), desk="B", actor="rina")
    held = item(story)
    assert (held.claimed_desk, held.claimed_by, held.claimed_us) == ("B", "rina", us(2))
    guard = callback_guard(held, "A", "siti", forced=False)
    assert (guard.key, guard.expect, guard.set) == ("call:b", "B/rina", "A/siti")
    assert callback_guard(held, "A", "siti", forced=True).expect == "*"
    story.tell(CallClaimed(), desk="A", verdict=Verdict.LOST)
    assert item(story).claimed_desk == "B"
    story.tell(CallReleased(), desk="B", actor="rina")
    assert (item(story).claimed_desk, item(story).claim_guard) == ("", None)
    let_go = release_guard("b", "B", "rina")
    assert (let_go.key, let_go.expect, let_go.set) == ("call:b", "B/rina", None)


def test_a_closed_line_is_nobodys_although_the_room_still_holds_the_guard() -> None:
    story = line()
    story.tell(CallClaimed(), desk="B", actor="rina")
    story.tell(CallbackClosed(reason="reached"))
    assert item(story).claimed_desk == ""
    story.tell(CallbackMissedAgain(call_key="c2", reason="abandoned"))
    assert callback_guard(item(story), "A", "siti", forced=False).expect == "B/rina"


def test_a_claim_of_a_line_is_provisional_until_the_room_has_spoken() -> None:
    story = line()
    story.tell(CallClaimed(), verdict=Verdict.PENDING)
    assert is_claim_provisional(item(story))
    story.tell(CallClaimed())
    assert not is_claim_provisional(item(story))


def test_only_the_lost_claim_is_a_conflict_not_what_lets_it_go() -> None:
    story = line()
    story.tell(CallClaimed(), desk="B", actor="rina")
    story.tell(CallClaimed(), verdict=Verdict.LOST)
    story.tell(CallReleased(), verdict=Verdict.LOST)
    assert [conflict.detail for conflict in item(story).conflicts] == ["call.claimed"]


def test_what_was_opened_before_anybody_signed_on_is_the_desks() -> None:
    story = Story("incident:i", Incident)
    story.tell(OPENED, actor="meja:B", desk="B")
    assert (now(story).owner_desk, now(story).owner) == ("B", "")
