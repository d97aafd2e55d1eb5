"""Features of the map: what counts when desks write without knowing of each other, who may remove what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from batola_desk.domain.conflicts import ConflictKind
from batola_desk.domain.events.map_feature import (
    MapFeatureChanged,
    MapFeatureDrawn,
    MapFeatureRemoved,
    MapFeatureRestored,
)
from batola_desk.domain.facts import Event, Fact, Verdict
from batola_desk.domain.map_feature import NAME_MAX, POINTS_MAX, PRESENCE, MapFeature
from batola_desk.domain.reducers import fold, initial_state
from tests.support.folding import fact_of

NAME = "map_feature:f"
HERE = ((-3.0, 114.75),)
LINE = ((-3.0, 114.75), (-3.01, 114.76))


def drawn(kind: str = "landmark", **more: Any) -> MapFeatureDrawn:
    shape, points = ("point", HERE) if kind == "landmark" else ("line", LINE)
    return MapFeatureDrawn(**{"kind": kind, "shape": shape, "points": points, "name": "Masjid"} | more)


def renamed(name: str, *read: str, **more: Any) -> MapFeatureChanged:
    return MapFeatureChanged(**{"fields": ("name",), "name": name, "replaces": read} | more)


def said(
    event: Event, at_s: float, desk: str = "A", *, actor: str = "", fact_id: str = "", **more: Any
) -> Fact:
    fact = fact_of(event, NAME, at_s, desk=desk, actor=actor or f"petugas-{desk}", **more)
    return replace(fact, fact_id=fact_id or f"{desk}{at_s:g}")


def folded(*facts: Fact) -> MapFeature:
    state: Any = initial_state(NAME)
    for fact in facts:
        state = fold(state, fact)
    assert isinstance(state, MapFeature)
    return state


def open_topics(state: MapFeature) -> list[tuple[str, str]]:
    return [(c.kind.value, c.topic) for c in state.conflicts if c.is_open]


def test_a_drawn_feature_holds_what_was_said() -> None:
    state = folded(said(drawn(variants=("Langgar",), note="kubah hijau", incident_id="i"), 1))
    assert (state.kind, state.shape, state.points) == ("landmark", "point", HERE)
    assert (state.name, state.variants, state.note) == ("Masjid", ("Langgar",), "kubah hijau")
    assert (state.author, state.desk, state.incident_id) == ("petugas-A", "A", "i")
    assert state.is_drawn
    assert state.facts_of() == ("A1",)


def test_only_the_named_fields_change() -> None:
    change = MapFeatureChanged(fields=("note", "tide"), note="baru", usable_from_m=1.2, replaces=("A1",))
    state = folded(said(drawn(), 1), said(change, 2, "B"))
    assert (state.name, state.note, state.usable_from_m) == ("Masjid", "baru", 1.2)
    assert (state.changed_by, open_topics(state)) == ("petugas-B", [])
    assert state.points == HERE


def test_two_changes_that_did_not_know_of_each_other_the_newest_counts_and_people_see_both() -> None:
    state = folded(said(drawn(), 1), said(renamed("Tua", "A1"), 5), said(renamed("Baru", "A1"), 6, "B"))
    assert state.name == "Baru"
    (conflict,) = state.conflicts
    assert (conflict.kind, conflict.topic) == (ConflictKind.FIELD, "field:name")
    assert [side.value for side in conflict.sides] == ['"Baru"', '"Tua"']


def test_who_had_read_the_other_has_the_last_word_whatever_the_clocks_say() -> None:
    facts = said(drawn(), 1), said(renamed("Tua", "A1"), 50), said(renamed("Baru", "A50"), 6, "B")
    assert folded(*facts).name == "Baru"
    assert open_topics(folded(*facts)) == []
    assert folded(facts[0], facts[2], facts[1]).name == "Baru", "also when it comes first"


def test_different_fields_do_not_stand_against_each_other() -> None:
    moved = MapFeatureChanged(fields=("geometry",), shape="point", points=((-3.1, 114.8),), replaces=("A1",))
    state = folded(said(drawn(), 1), said(renamed("Baru", "A1"), 2), said(moved, 2, "B"))
    assert (state.name, state.points) == ("Baru", ((-3.1, 114.8),))
    assert open_topics(state) == []


def test_what_was_read_for_one_field_says_nothing_about_another() -> None:
    both = MapFeatureChanged(fields=("name", "note"), name="Baru", note="penting", replaces=("A1",))
    facts = said(drawn(), 1), said(both, 2), said(renamed("Terbaru", "A2"), 3, "B")
    for order in (facts, (facts[0], facts[2], facts[1])):
        assert (folded(*order).name, folded(*order).note) == ("Terbaru", "penting")


def test_a_removal_takes_it_off_the_map_and_it_can_be_put_back() -> None:
    gone = MapFeatureRemoved(standing="own", replaces=("A1",), reason="salah")
    state = folded(said(drawn(), 1), said(gone, 2))
    assert (state.is_removed, state.is_drawn, state.gone_us) == (True, False, state.timeline[-1].at_us)
    back = folded(said(drawn(), 1), said(gone, 2), said(MapFeatureRestored(replaces=("A2",)), 3, "B"))
    assert (back.is_drawn, back.name, open_topics(back)) == (True, "Masjid", [])


def test_a_danger_area_that_somebody_just_changed_stays_until_people_have_looked() -> None:
    gone = said(MapFeatureRemoved(standing="passing", replaces=("A1",)), 9)
    longer = said(MapFeatureChanged(fields=("valid_until_us",), valid_until_us=99, replaces=("A1",)), 3, "B")
    for order in ((gone, longer), (longer, gone)):
        state = folded(said(drawn("closed_road"), 1), *order)
        assert state.is_drawn
        assert open_topics(state) == [("field", f"field:{PRESENCE}")]
        (conflict,) = state.conflicts
        assert {side.kind for side in conflict.sides} == {"map_feature.removed", "map_feature.changed"}
    known = said(MapFeatureRemoved(standing="passing", replaces=("A1", "B3")), 10)
    assert folded(said(drawn("closed_road"), 1), longer, known).is_removed


@pytest.mark.parametrize(
    ("kind", "actor", "standing", "goes"),
    [
        ("landmark", "petugas-A", "own", True),
        ("landmark", "orang-lain", "own", False),
        ("landmark", "orang-lain", "passing", False),
        ("landmark", "ketua", "lasting", True),  # the room has judged whether he is a lead
        ("closed_road", "orang-lain", "passing", True),
        ("landmark", "orang-lain", "whatever", False),
    ],
)
def test_a_removal_counts_only_on_the_ground_it_names(
    kind: str, actor: str, standing: str, *, goes: bool
) -> None:
    first = said(drawn(kind), 1)
    gone = said(MapFeatureRemoved(standing=standing, replaces=("A1",)), 2, "B", actor=actor)
    state = folded(first, gone)
    assert state.is_removed is goes
    assert open_topics(state) == ([] if goes else [("denied", "fact:B2")])
    assert folded(gone, first).is_removed is goes, "also when the drawing comes after it"


def test_a_false_claim_stands_against_nothing() -> None:
    state = folded(said(drawn(), 1), said(MapFeatureRemoved(standing="own"), 2, "B"))
    assert open_topics(state) == [("denied", "fact:B2")]
    later = MapFeatureChanged(fields=("note",), note="x", replaces=("A1",))
    state = folded(said(drawn(), 1), said(MapFeatureRemoved(standing="own"), 2, "B"), said(later, 3))
    assert open_topics(state) == [("denied", "fact:B2")]


def test_what_the_room_denied_changes_nothing() -> None:
    gone = MapFeatureRemoved(standing="lasting", replaces=("A1",))
    state = folded(said(drawn(), 1), said(gone, 2, "B", verdict=Verdict.DENIED))
    assert state.is_drawn
    assert open_topics(state) == [("denied", "fact:B2")]


def test_the_same_file_read_at_two_desks_draws_one_thing() -> None:
    state = folded(said(drawn(), 2), said(drawn(), 1, "B"))
    assert (state.author, open_topics(state)) == ("petugas-B", [])
    assert folded(said(drawn(), 1, "B"), said(drawn(), 2)).author == "petugas-B"


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((-3.0, 114.7),) * 2,
        ((91.0, 114.7),),
        ((-3.0, 181.0),),
        ((float("inf"), 114.7),),
        ((float("nan"), 114.7),),
    ],
)
def test_a_geometry_that_is_none_is_not_taken_over(points: Any) -> None:
    move = MapFeatureChanged(fields=("geometry", "name"), shape="point", points=points, name="Baru")
    state = folded(said(drawn(), 1), said(move, 2))
    assert (state.points, state.name) == (HERE, "Baru")


def test_a_fact_from_outside_cannot_grow_the_state() -> None:
    huge = drawn(
        kind="x" * 10_000,
        points=LINE * POINTS_MAX,
        name="n" * 10_000,
        variants=("v" * 10_000,) * 1_000,
        note="o" * 10_000,
        valid_until_us=2**70,
        usable_from_m=float("inf"),
        incident_id="i" * 10_000,
    )
    state = folded(said(huge, 1))
    assert len(state.name) == NAME_MAX
    assert sum(len(word.value) for _, words in state.words for word in words) < 3_000
    assert (state.points, state.valid_until_us, state.usable_from_m) == ((), None, None)
    names = tuple(f"r{number}" for number in range(10_000))
    state = folded(said(drawn(), 1), said(renamed("Baru", *names), 2))
    assert len(state.replaced) <= 64
    many = [said(renamed(f"n{n}", "A1"), n + 2.0, f"D{n}") for n in range(30)]
    state = folded(said(drawn(), 1), *many)
    assert state.name == "n29"
    assert max(len(words) for _, words in state.words) <= 8
