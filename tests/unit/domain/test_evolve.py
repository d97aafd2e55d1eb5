"""The quick copy of a state is the copy that ``dataclasses.replace`` makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import AggregateKind
from batola_desk.domain.reducers import initial_state


@pytest.mark.parametrize("kind", AggregateKind)
def test_a_state_is_copied_with_its_changes_and_stays_as_it_was(kind: AggregateKind) -> None:
    state = initial_state(f"{kind.value}:x1")
    before = repr(state)
    changed = evolve(state, seen=frozenset({"f1"}), timeline=())
    assert changed == replace(state, seen=frozenset({"f1"}), timeline=())
    assert changed != state
    assert repr(state) == before
    assert hash(evolve(state)) == hash(state)


def test_a_field_that_the_state_has_not_is_refused() -> None:
    with pytest.raises(AttributeError):
        evolve(initial_state("unit:u1"), colour="red")  # type: ignore[call-arg]
