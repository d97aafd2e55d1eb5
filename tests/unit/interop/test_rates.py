"""Buckets of tries: a rest fills them, a stranger does not empty another's, and names do not pile up."""

from __future__ import annotations

import pytest

from batola_desk.interop.rates import Rate, RateTable


def test_a_burst_passes_then_the_rate_holds() -> None:
    now = [0.0]
    table = RateTable(Rate(2.0, 3.0), lambda: now[0])
    assert [table.take("a") for _ in range(4)] == [True, True, True, False]
    assert table.take("b")  # another's bucket is another
    now[0] = 0.5
    assert [table.take("a") for _ in range(2)] == [True, False]
    now[0] = 100.0  # a long rest fills one burst, no more
    assert [table.take("a") for _ in range(4)] == [True, True, True, False]


def test_invented_names_do_not_grow_the_table() -> None:
    table = RateTable(Rate(1.0, 1.0), lambda: 0.0, names_max=100)
    for number in range(10_000):
        table.take(str(number))
    assert len(table) == 100


def test_who_is_asked_about_often_is_not_forgotten_first() -> None:
    table = RateTable(Rate(0.001, 1.0), lambda: 0.0, names_max=3)
    assert table.take("known")
    for number in range(20):
        table.take(str(number))
        assert not table.take("known")


def test_a_rate_that_lets_nothing_through_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="lets something through"):
        Rate(0.0, 1.0)
