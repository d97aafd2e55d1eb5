"""Whose a device is: of all words the newest counts, in whatever order desks hear of them."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.events.unit import UnitDeviceSet
from batola_desk.domain.facts import Fact
from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_devices import WORDS_MAX, DeviceWord, newest_of, owners, with_word
from batola_desk.domain.unit_reducer import fold_unit

WORDS = st.builds(
    DeviceWord,
    device=st.sampled_from("abc"),
    unit_id=st.sampled_from(("", "u1", "u2")),
    at_us=st.integers(0, 5),
)


@given(st.lists(WORDS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(words: list[DeviceWord], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert newest_of(words) == newest_of(mixed)
    one: tuple[DeviceWord, ...] = ()
    other: tuple[DeviceWord, ...] = ()
    for here, there in zip(words, mixed, strict=True):
        one, other = with_word(one, here), with_word(other, there)
    assert one == other


def test_a_late_word_of_yesterday_does_not_take_a_device_back() -> None:
    facts = [
        Fact(
            fact_id=f"f{number}",
            origin="o",
            oseq=number,
            aggregates=("unit:u1",),
            actor="budi",
            desk="A",
            occurred_us=at_us,
            event=UnitDeviceSet(device="hp", unit_id=unit_id),
        )
        for number, (at_us, unit_id) in enumerate(((10, "u1"), (20, ""), (15, "u2")))
    ]
    for order in itertools.permutations(facts):
        unit = Unit(unit_id="u1")
        for fact in order:
            unit = fold_unit(unit, fact)
        assert owners({"hp": "u9", "gps": "u1"}, unit.devices) == {"gps": "u1"}


def test_the_words_of_a_unit_have_an_end() -> None:
    words: tuple[DeviceWord, ...] = ()
    for number in range(WORDS_MAX * 2):
        words = with_word(words, DeviceWord(device=f"d{number}", unit_id="u1", at_us=number))
    assert len(words) == WORDS_MAX
    assert words[-1].device == f"d{WORDS_MAX * 2 - 1}"
