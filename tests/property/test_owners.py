"""Desks that know more or less of it claim the same thing: the fold shows what the room's guard holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.callback import Callback
from batola_desk.domain.events.callback import CallbackClosed, CallbackMissedAgain
from batola_desk.domain.events.incident import IncidentOpened
from batola_desk.domain.events.ownership import CallClaimed, CallReleased, IncidentReassigned
from batola_desk.domain.facts import Event, Fact, Guard, Verdict
from batola_desk.domain.incident import Incident
from batola_desk.domain.ownership import (
    ANY_OWNER,
    callback_guard,
    incident_guard,
    owner_token,
    release_guard,
)
from batola_desk.domain.reducers import State, fold, initial_state

DESKS = ("A", "B", "C")
steps = st.lists(
    st.tuples(
        st.sampled_from(DESKS),
        st.sampled_from((*DESKS, "let go", "close", "lose again")),
        st.integers(0, 6),  # so many of the newest entries this desk has not heard of
        st.booleans(),  # a lead forces
    ),
    max_size=30,
)


@dataclass
class Room:
    """Judges as the server does: compare and set, one after the other."""

    name: str
    entries: list[Fact] = field(default_factory=list)
    held: str | None = None

    def known(self, behind: int) -> State:
        """What a desk shows that has not heard of the newest entries."""
        state = initial_state(self.name)
        for fact in self.entries[: max(1, len(self.entries) - behind)]:
            state = fold(state, fact)
        return state

    def take(self, desk: str, event: Event, guard: Guard | None = None) -> Verdict:
        verdict = Verdict.OK
        if guard is not None:
            if guard.expect != ANY_OWNER and self.held not in (guard.expect, guard.set):
                verdict = Verdict.LOST
            else:
                self.held = guard.set
        number = len(self.entries)
        fact = Fact(
            fact_id=f"f{number}",
            origin=desk,
            oseq=number,
            aggregates=(self.name,),
            actor=f"op{desk}",
            desk=desk,
            occurred_us=1_000 - number,  # no clock decides
            event=event,
            verdict=verdict,
        )
        self.entries.append(fact)
        return verdict


@given(steps)
def test_the_owner_that_all_show_is_the_one_the_room_holds(
    claims: list[tuple[str, str, int, bool]],
) -> None:
    room = Room("incident:i")
    room.take("A", IncidentOpened(ticket_number="n"))
    for desk, target, behind, forced in claims:
        if target not in DESKS:
            continue
        known = cast("Incident", room.known(behind))
        guard = incident_guard(known, target, "", forced=forced)
        verdict = room.take(desk, IncidentReassigned(to_desk=target, forced=forced), guard)
        shown = cast("Incident", room.known(0))
        token = owner_token(shown.owner_desk, shown.owner)
        assert (token if shown.owner_fact_id else None) == room.held
        if forced or behind == 0:
            assert verdict is Verdict.OK  # who knows whose it is, or may force, never loses
            assert shown.owner_desk == target


@given(steps)
def test_a_call_back_line_is_whose_the_room_holds(claims: list[tuple[str, str, int, bool]]) -> None:
    room = Room("callback:b")
    room.take("A", CallbackMissedAgain(call_key="c", reason="abandoned"))
    for number, (desk, what, behind, forced) in enumerate(claims):
        known = cast("Callback", room.known(behind))
        if what == "let go":
            room.take(desk, CallReleased(), release_guard("b", desk, f"op{desk}"))
        elif what == "close":
            room.take(desk, CallbackClosed(reason="reached"))
        elif what == "lose again":
            room.take(desk, CallbackMissedAgain(call_key=f"c{number}", reason="abandoned"))
        else:
            guard = callback_guard(known, desk, f"op{desk}", forced=forced)
            verdict = room.take(desk, CallClaimed(forced=forced), guard)
            assert verdict is Verdict.OK or not (forced or behind == 0)
        shown = cast("Callback", room.known(0))
        assert shown.claim_guard == room.held
        if shown.claimed_desk:
            assert owner_token(shown.claimed_desk, shown.claimed_by) == room.held


@given(steps)
def test_pending_claims_of_one_desk_fall_together_when_the_first_has_lost(
    claims: list[tuple[str, str, int, bool]],
) -> None:
    """A desk without the room builds claim upon claim; if the ground is gone, none of them counts."""
    room = Room("incident:i")
    room.take("A", IncidentOpened(ticket_number="n"))
    offline = cast("Incident", room.known(0))
    stack: list[tuple[IncidentReassigned, Guard]] = []
    for number, (_, target, _, _) in enumerate(claims):
        to_operator = f"mine{number}"  # no two owners the same
        event = IncidentReassigned(to_desk=target[:1], to_operator=to_operator)
        stack.append((event, incident_guard(offline, event.to_desk, to_operator, forced=False)))
        pending = Fact(
            fact_id=f"p{number}",
            origin="A",
            oseq=number,
            aggregates=("incident:i",),
            actor="opA",
            desk="A",
            occurred_us=number,
            event=event,
            verdict=Verdict.PENDING,
        )
        offline = cast("Incident", fold(offline, pending))
        assert offline.owner == to_operator
    room.take(
        "B",
        IncidentReassigned(to_desk="B", to_operator="theirs"),
        Guard(key="incident:i", expect=None, set="B/theirs"),
    )
    assert {room.take("A", event, guard) for event, guard in stack} <= {Verdict.LOST}
    assert cast("Incident", room.known(0)).owner == "theirs"
