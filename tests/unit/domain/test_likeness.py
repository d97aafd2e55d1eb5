"""When two reports look like one happening, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.likeness import Sighting, likeness
from batola_desk.domain.similar_limits import SimilarLimits

LIMITS = SimilarLimits()
NOON_US = 1_756_098_000_000_000
FIRE = Sighting(kind="incident", key="a", at_us=NOON_US, position=(-3.2, 114.6), type_code="KB01", group="KB")
DEG_M = 111_195.0


def _other(metres: float = 0.0, minutes: float = 0.0, **changes: object) -> Sighting:
    made = replace(
        FIRE, key="b", at_us=NOON_US - int(minutes * 60e6), position=(-3.2 + metres / DEG_M, 114.6)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_near_lately_and_of_the_same_type_is_offered_with_its_reasons() -> None:
    found = likeness(FIRE, _other(350, 4), LIMITS)
    assert found is not None
    assert found.distance_m == pytest.approx(350, abs=1)
    assert (round(found.apart_s), found.type_match, found.number_match) == (240, "same", "")


@pytest.mark.parametrize(
    "other",
    [
        _other(2_500),
        _other(100, 6 * 60 + 1),
        _other(1_000, 5, type_code="MD14", group="MD"),
        _other(10, training=True),
        _other(0, position=None),
    ],
)
def test_far_old_of_another_kind_practice_or_nowhere_is_not_offered(other: Sighting) -> None:
    assert likeness(FIRE, other, LIMITS) is None


def test_the_same_number_is_offered_wherever_it_is() -> None:
    asking = replace(FIRE, position=None, numbers=frozenset({"6281250001111"}))
    found = likeness(asking, _other(0, 10, numbers=frozenset({"6281250001111"})), LIMITS)
    assert found is not None
    assert (found.number_match, found.distance_m) == ("same", None)


def test_a_neighbouring_number_alone_is_not_enough_and_helps_beside_others() -> None:
    asking = replace(FIRE, numbers=frozenset({"6281250001111"}))
    near = _other(1_000, 60, type_code="", numbers=frozenset({"6281250001122"}))
    alone = replace(near, position=None)
    found, without = (
        likeness(asking, near, LIMITS),
        likeness(asking, replace(near, numbers=frozenset()), LIMITS),
    )
    assert found is not None and without is not None
    assert found.number_match == "neighbour"
    assert found.score > without.score
    assert likeness(asking, alone, LIMITS) is None


def test_a_guess_counts_less_than_a_confirmed_place() -> None:
    sure, guessed = (
        likeness(FIRE, _other(300), LIMITS),
        likeness(replace(FIRE, is_guess=True), _other(300), LIMITS),
    )
    assert sure is not None and guessed is not None
    assert sure.score > guessed.score


@given(
    st.floats(0, 3_000), st.floats(0, 3_000), st.floats(0, 400), st.floats(0, 400),
    st.floats(0, 5_000), st.sampled_from(["KB01", "KB05", ""]),
)  # fmt: skip
def test_nearer_and_sooner_is_never_less_alike(
    metres: float, more_m: float, minutes: float, more_min: float, reach_m: float, type_code: str
) -> None:
    near = likeness(FIRE, _other(metres, minutes, reach_m=reach_m, type_code=type_code), LIMITS)
    far = likeness(
        FIRE, _other(metres + more_m, minutes + more_min, reach_m=reach_m, type_code=type_code), LIMITS
    )
    assert far is None or (near is not None and near.score >= far.score - 1e-9)


@given(st.floats(0, 5), st.floats(0, 12), st.integers(-50, 50), st.integers(-100, 200))
def test_any_limits_are_worked_with(km: float, hours: float, points: int, offered_from: int) -> None:
    limits = SimilarLimits(
        km=km, hours=hours, points_near=points, points_type=points, offered_from=offered_from
    )
    likeness(FIRE, _other(300, 3), limits)
