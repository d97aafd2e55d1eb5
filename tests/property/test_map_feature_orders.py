"""However desks hear of each other, they show the same feature: the fold does not depend on the order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.events.map_feature import (
    MapFeatureChanged,
    MapFeatureDrawn,
    MapFeatureRemoved,
    MapFeatureRestored,
)
from batola_desk.domain.facts import Fact
from batola_desk.domain.map_feature import FIELDS, PRESENCE, MapFeature
from batola_desk.domain.reducers import fold, initial_state
from tests.support.folding import fact_of

NAME = "map_feature:f"
DESKS = "ABC"
POINTS = (((-3.0, 114.75),), ((-3.1, 114.8),))


class Room:
    """Three desks that write what they see, and hear of each other when it pleases Hypothesis."""

    def __init__(self) -> None:
        self.facts: dict[str, list[Fact]] = {desk: [] for desk in DESKS}  # own, in the order of writing
        self.heard: dict[str, list[Fact]] = {desk: [] for desk in DESKS}
        self.count = 0

    def state_at(self, desk: str) -> MapFeature:
        return folded(self.heard[desk])

    def write(self, desk: str, event: Any, at_s: int) -> None:
        self.count += 1
        fact = fact_of(event, NAME, at_s, number=self.count, desk=desk, actor=f"petugas-{desk}")
        fact = replace(fact, fact_id=f"f{self.count:03d}")
        self.facts[desk].append(fact)
        self.heard[desk].append(fact)

    def hear(self, desk: str, other: str, count: int) -> None:
        """Take what another desk knew, in an order that keeps each desk's own: causes come first."""
        known = {fact.fact_id for fact in self.heard[desk]}
        news = [fact for fact in self.heard[other] if fact.fact_id not in known]
        self.heard[desk] += news[:count]


def folded(facts: list[Fact]) -> MapFeature:
    state: Any = initial_state(NAME)
    for fact in facts:
        state = fold(state, fact)
    assert isinstance(state, MapFeature)
    return state


def act(data: st.DataObject, room: Room, desk: str) -> None:
    state = room.state_at(desk)
    at_s = data.draw(st.integers(0, 6), label="at")  # clocks of desks differ
    event: Any
    match data.draw(st.sampled_from(("change", "change", "change", "remove", "restore")), label="act"):
        case "change":
            fields = tuple(data.draw(st.sets(st.sampled_from(FIELDS), min_size=1), label="fields"))
            event = MapFeatureChanged(
                fields=fields,
                replaces=state.facts_of(*fields, PRESENCE),
                shape="point",
                points=data.draw(st.sampled_from(POINTS)),
                name=data.draw(st.sampled_from("xyz")),
                note=data.draw(st.sampled_from("xyz")),
                valid_until_us=data.draw(st.sampled_from((None, 1, 2))),
                stays_after_us=data.draw(st.sampled_from((None, 1, 2))),
            )
        case "remove":
            standing = data.draw(st.sampled_from((state.standing_of(f"petugas-{desk}").value, "own")))
            event = MapFeatureRemoved(standing=standing, replaces=state.facts_of())
        case _:
            event = MapFeatureRestored(replaces=state.facts_of(PRESENCE))
    room.write(desk, event, at_s)


def what_counts(state: MapFeature) -> dict[str, Any]:
    """Everything but the history, and what people must look at."""
    memory = {"timeline", "seen", "conflicts", "replaced"}
    return {name: getattr(state, name) for name in MapFeature.__slots__ if name not in memory}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_all_orders_that_keep_each_desks_own_give_the_same_feature(data: st.DataObject) -> None:
    room = Room()
    kind = data.draw(st.sampled_from(("landmark", "danger_area")))
    room.write("A", MapFeatureDrawn(kind=kind, shape="point", points=POINTS[0], name="w"), 0)
    for _ in range(data.draw(st.integers(1, 10), label="steps")):
        desk = data.draw(st.sampled_from(DESKS), label="desk")
        if data.draw(st.booleans(), label="hears"):
            room.hear(desk, data.draw(st.sampled_from(DESKS)), data.draw(st.integers(0, 5)))
        if room.heard[desk]:
            act(data, room, desk)
    shown = []
    for _ in range(3):
        queues = {desk: list(facts) for desk, facts in room.facts.items() if facts}
        order = []
        while queues:
            desk = data.draw(st.sampled_from(sorted(queues)))
            order.append(queues[desk].pop(0))
            if not queues[desk]:
                del queues[desk]
        shown.append(what_counts(folded(order)))
    assert shown[0] == shown[1] == shown[2]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_desk_that_has_heard_everything_shows_its_last_word(data: st.DataObject) -> None:
    """Whoever writes after he has read all is never overruled, whatever the clocks say."""
    room = Room()
    room.write("A", MapFeatureDrawn(kind="danger_area", shape="point", points=POINTS[0]), 0)
    for _ in range(data.draw(st.integers(1, 8))):
        desk = data.draw(st.sampled_from(DESKS))
        room.hear(desk, data.draw(st.sampled_from(DESKS)), 5)
        if room.heard[desk]:
            act(data, room, desk)
    for other in "BC":
        room.hear("A", other, 100)
    fields = ("name",)
    replaces = room.state_at("A").facts_of(*fields, PRESENCE)
    room.write("A", MapFeatureChanged(fields=fields, name="last", replaces=replaces), 0)
    state = room.state_at("A")
    assert state.name == "last"
    assert not state.is_removed
    gone = MapFeatureRemoved(standing="passing", replaces=state.facts_of())
    room.write("A", gone, 0)
    assert room.state_at("A").is_removed
