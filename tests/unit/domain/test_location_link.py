"""A call's links: what is told in any order gives one state, the furthest; the secret is nowhere."""

from __future__ import annotations

import itertools

from batola_desk.domain.call import Call
from batola_desk.domain.call_reducer import fold_call
from batola_desk.domain.events.location_request import LocationRequestChanged, LocationRequested
from batola_desk.domain.facts import Event, Fact
from batola_desk.domain.location_link import LINKS_KEPT, CallLink, LinkState


def fact(number: int, event: Event) -> Fact:
    return Fact(
        fact_id=f"fact-{number}",
        origin="o",
        oseq=number,
        aggregates=("call:c",),
        actor="sari",
        desk="A",
        occurred_us=1000 + number,
        event=event,
    )


def folded(facts: tuple[Fact, ...]) -> tuple[CallLink, ...]:
    call = Call(call_key="c")
    for one in facts:
        call = fold_call(call, one)
    return call.links


def changed(state: LinkState, link: str = "l") -> LocationRequestChanged:
    return LocationRequestChanged(link_id=link, state=state)


ASKED = LocationRequested(link_id="l", channel="sms", expires_us=9_000)


def test_in_every_order_the_furthest_state_stands() -> None:
    states = (LinkState.SENT, LinkState.OPENED, LinkState.LOCATED, LinkState.EXPIRED)
    facts = (fact(0, ASKED), *(fact(number, changed(state)) for number, state in enumerate(states, start=1)))
    results = {folded(order) for order in itertools.permutations(facts)}
    (links,) = results
    (link,) = links
    assert (link.state, link.channel, link.requested_us, link.changed_us) == ("located", "sms", 1000, 1003)


def test_a_word_of_a_newer_program_takes_nothing_away() -> None:
    (link,) = folded((fact(0, ASKED), fact(1, changed(LinkState.OPENED)), fact(2, changed("translated"))))  # type: ignore[arg-type]
    assert link.state == "opened"


def test_open_until_its_time_or_its_end() -> None:
    (link,) = folded((fact(0, ASKED),))
    assert link.is_open(8_999) and not link.is_open(9_000)
    assert not link.was_opened
    (ended,) = folded((fact(0, ASKED), fact(1, changed(LinkState.EXPIRED))))
    assert not ended.is_open(2_000)
    (located,) = folded((fact(0, ASKED), fact(1, changed(LinkState.LOCATED))))
    assert located.is_open(2_000) and located.was_opened


def test_a_change_whose_beginning_is_not_here_yet_is_closed() -> None:
    (link,) = folded((fact(1, changed(LinkState.OPENED)),))
    assert not link.is_open(0)


def test_memory_is_bounded() -> None:
    facts = tuple(
        fact(number, LocationRequested(link_id=f"l{number}", channel="sms", expires_us=9))
        for number in range(30)
    )
    assert [link.link_id for link in folded(facts)] == [f"l{number}" for number in range(30 - LINKS_KEPT, 30)]
