"""Telephones over a wire that loses, doubles, delays and reorders: what both sides know in the end.

A seed that fails here fails again with ``python -m tools.sip_network --first SEED --seeds 1 --trace``.
"""

from __future__ import annotations

import pytest

from tests.support.sip_simulation import play

SEEDS = 320
CHUNK = 20


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_both_sides_agree_and_nothing_is_left(first: int) -> None:
    talked = 0
    for seed in range(first, first + CHUNK):
        wrong, simulation = play(seed)
        assert not wrong, f"seed {seed}: {wrong}"
        talked += simulation.talked
    assert talked, "a test in which nobody ever speaks proves nothing"
