"""No random example is judged by how long it took: that would be a verdict on the machine."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

SLOWER_THAN_HYPOTHESIS_LIKES_S = 0.25  # its own limit is 0.2 s for one example, and a second for drawing ten


def _drawn_slowly(number: int) -> int:
    time.sleep(SLOWER_THAN_HYPOTHESIS_LIKES_S)
    return number


@settings(max_examples=6)
@given(st.integers(0, 1).map(_drawn_slowly), st.integers(0, 9).map(_drawn_slowly))
def test_slow_drawing_is_no_failure(one: int, other: int) -> None:
    assert one <= 1
    assert other <= 9


@settings(max_examples=2)
@given(st.integers())
def test_a_slow_example_is_no_failure(number: int) -> None:
    time.sleep(SLOWER_THAN_HYPOTHESIS_LIKES_S)
    assert isinstance(number, int)
