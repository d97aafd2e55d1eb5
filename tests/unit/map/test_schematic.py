"""The schematic base: nothing invented, nothing lost, nothing overlapping."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.projection import unproject
from batola_desk.map.schematic import SchematicBase
from tests.support.shipped import shipped_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture(scope="module")
def base(gazetteer: Gazetteer) -> SchematicBase:
    return SchematicBase(gazetteer)


def test_every_desa_has_a_cell_and_every_place_a_point(base: SchematicBase, gazetteer: Gazetteer) -> None:
    assert [cell.place for cell in base.cells] == list(gazetteer.desa)
    assert {point.place for point in base.points} == set(gazetteer.places)


def test_the_readout_and_the_picture_agree(base: SchematicBase, gazetteer: Gazetteer) -> None:
    rng = np.random.default_rng(3)
    for cell in base.cells:
        shares = rng.dirichlet(np.ones(len(cell.corners)))
        inside = unproject(*(shares @ cell.corners))
        assert gazetteer.nearest(*inside).place == cell.place


def test_neighbouring_kecamatan_have_different_tints(base: SchematicBase) -> None:
    tint_of = {cell.place.kecamatan: cell.tint for cell in base.cells}
    assert all(tint_of[cell.place.kecamatan] == cell.tint for cell in base.cells)
    corners = {cell.place.kecamatan: set() for cell in base.cells}
    for cell in base.cells:
        corners[cell.place.kecamatan] |= {tuple(np.round(corner, 9)) for corner in cell.corners}
    touching = [(a, b) for a in corners for b in corners if a < b and len(corners[a] & corners[b]) >= 2]
    assert len(touching) > 20
    assert all(tint_of[a] != tint_of[b] for a, b in touching)


def test_culling_returns_what_touches_and_little_else(base: SchematicBase) -> None:
    cell = base.cells[0]
    left, top = cell.corners.min(axis=0)
    right, bottom = cell.corners.max(axis=0)
    found = base.cells_in(left, top, right, bottom)
    assert cell in found
    assert len(found) < 25
    desa, kecamatan = base.lines_in(0, 0, 1, 1)
    assert (len(desa), len(kecamatan)) == (len(base.desa_lines), len(base.kecamatan_lines))
    assert base.points_in(0, 0, 0.1, 0.1) == []
