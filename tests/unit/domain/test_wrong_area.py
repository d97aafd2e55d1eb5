"""Whose place lies outside: named roughly, from the shipped circles; far away nobody is named."""

from __future__ import annotations

import pytest

from batola_desk.domain.neighbours import neighbour_at
from tests.support.shipped import shipped_catalog

NEIGHBOURS = shipped_catalog().neighbours


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (-3.3194, 114.5908, "banjarmasin"),  # Masjid Raya Sabilal Muhtadin
        (-3.4400, 114.8300, "banjarbaru"),
        (-3.4110, 114.8450, "banjar"),  # Martapura
        (-3.0096, 114.3867, "kapuas"),  # Kuala Kapuas
        (-2.9300, 115.1600, "tapin"),  # Rantau
        (-2.4200, 115.2500, "hulu_sungai_utara"),  # Amuntai
    ],
)
def test_towns_next_door_are_named(latitude: float, longitude: float, code: str) -> None:
    found = neighbour_at(NEIGHBOURS.values(), latitude, longitude)
    assert found is not None
    assert found.code == code


def test_a_place_far_away_is_nobodys() -> None:
    assert neighbour_at(NEIGHBOURS.values(), -6.2, 106.8) is None
    assert neighbour_at((), -3.3194, 114.5908) is None


def test_a_number_is_shipped_only_where_a_centre_is_documented() -> None:
    """domain.md §1 names who is on 112; of the others nobody has told us anything to dial."""
    reachable = {code for code, neighbour in NEIGHBOURS.items() if neighbour.agency}
    assert reachable == {"banjarmasin", "banjar", "banjarbaru", "kapuas"}
