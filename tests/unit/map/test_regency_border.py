"""Inside or next door: the desk's rough circles against the ministry's boundary, which no one here drew."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import shapely

from batola_desk.domain.neighbours import neighbour_at
from tests.support.shipped import shipped_catalog, shipped_gazetteer

GAZETTEER = shipped_gazetteer()
NEIGHBOURS = shipped_catalog().neighbours
DEGREE_KM = 111.2
COAST = -3.42  # south of it lies the Java Sea, to the west of Tabanio


class Sample(NamedTuple):
    latitude: float
    longitude: float
    is_inside: bool
    border_km: float


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    default = Path(__file__).resolve().parents[4] / "shared" / "facts" / "boundaries.geojson"
    file = Path(os.environ.get("BATOLA_BOUNDARIES", default))
    if not file.is_file():
        pytest.skip("no boundaries.geojson beside the repository")
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.make_valid(shapely.geometry.shape(feature["geometry"])) for feature in features]
    regency = shapely.union_all(shapes)
    west, south, east, north = regency.bounds
    dice = np.random.default_rng(112)
    longitude, latitude = dice.uniform(west - 0.2, east + 0.2, 6000), dice.uniform(south, north + 0.2, 6000)
    points = shapely.points(longitude, latitude)
    away_km = shapely.distance(regency.boundary, points) * DEGREE_KM
    columns = (latitude, longitude, shapely.contains(regency, points), away_km)
    return [Sample(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def test_what_lies_well_inside_is_never_called_next_door(samples: list[Sample]) -> None:
    judged = [(one, GAZETTEER.is_inside_regency(one.latitude, one.longitude)) for one in samples]
    inside = [(one, found) for one, found in judged if one.is_inside]
    outside = [(one, found) for one, found in judged if not one.is_inside]
    assert sum(found for _, found in inside) >= 0.97 * len(inside)
    assert sum(found for _, found in outside) <= 0.04 * len(outside)
    assert all(found for one, found in inside if one.border_km > 3)
    assert not any(found for one, found in outside if one.border_km > 3)


def test_whatever_lies_next_door_on_land_has_a_name_and_the_name_fits_its_side(samples: list[Sample]) -> None:
    """domain.md §1: north Hulu Sungai Utara and Tapin, east Banjar and Banjarmasin, west Kapuas."""
    named: dict[str, Counter[str]] = {"north": Counter(), "east": Counter(), "west": Counter()}
    for one in samples:
        if one.is_inside or not 1 < one.border_km < 8 or one.latitude < COAST:
            continue
        found = neighbour_at(NEIGHBOURS.values(), one.latitude, one.longitude)
        middle = 114.50 + (one.latitude + 3.3) * 0.4  # the regency lies along the Barito, which slants
        side = "north" if one.latitude > -2.75 else "west" if one.longitude < middle else "east"
        named[side][found.code if found is not None else ""] += 1
    for side, codes in (
        ("north", {"hulu_sungai_utara", "tapin", "barito_selatan", "kapuas"}),
        ("west", {"kapuas"}),
        ("east", {"banjar", "banjarmasin", "tapin", "banjarbaru"}),
    ):
        fits = sum(named[side][code] for code in codes)
        assert fits >= 0.97 * named[side].total() > 0, (side, named[side])
