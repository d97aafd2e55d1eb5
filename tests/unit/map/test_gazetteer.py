"""The gazetteer: what is shipped, what is refused, what lies where."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.map.gazetteer import COLUMNS, Gazetteer, GazetteerError, PlaceKind
from batola_desk.settings.paths import resource_path

HEADER = ",".join(COLUMNS)
KECAMATAN_ROW = "63.04.05,kecamatan,Alalak,Alalak,-3.2372,114.5846,104.26"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))


def test_the_whole_regency_is_shipped(gazetteer: Gazetteer) -> None:
    kinds = [place.kind for place in gazetteer.places]
    assert [kinds.count(kind) for kind in PlaceKind] == [17, 6, 195]


def test_every_label_names_the_kecamatan(gazetteer: Gazetteer) -> None:
    assert all(f"Kec. {place.kecamatan}" in place.label for place in gazetteer.places)


@pytest.mark.parametrize(
    ("row", "field", "allowed"),
    [
        ("63.04.05.2001,dusun,Beringin,Alalak,-3.2,114.5,3.5", "type", "kecamatan, kelurahan, desa"),
        ("63.04.05.2001,desa,,Alalak,-3.2,114.5,3.5", "name", "kosong"),
        ("63.04.05.2001,desa,Beringin,Alalak,-3.2x,114.5,3.5", "lat", "-85..85"),
        ("63.04.05.2001,desa,Beringin,Alalak,-3.2,514.5,3.5", "lon", "-180..180"),
        ("63.04.05.2001,desa,Beringin,Alalak,-3.2,114.5,0", "area_km2", "> 0"),
        ("63.04.05.2001,desa,Beringin,Alalak,-3.2,114.5,nan", "area_km2", "> 0"),
        ("63.04.05.2001,desa,Beringin,Alalak,-3.2,114.5", "row", "7 kolom"),
        ("63.04.05,desa,Beringin,Alalak,-3.2,114.5,3.5", "code", "baris 2"),
        ("63.04.05.2001,desa,Beringin,Alalk,-3.2,114.5,3.5", "kecamatan", "nama kecamatan"),
    ],
)
def test_a_damaged_row_is_named_with_its_line_and_what_is_allowed(
    tmp_path: Path, row: str, field: str, allowed: str
) -> None:
    file = tmp_path / "places.csv"
    file.write_text("\n".join((HEADER, KECAMATAN_ROW, row)), encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.load(file)
    assert caught.value.values["line"] == 3
    assert caught.value.values["field"] == field
    assert allowed in str(caught.value.values["allowed"])
    assert str(caught.value).startswith(f"{file}:3: {field}")


def test_a_file_without_desa_or_with_a_foreign_header_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("\n".join((HEADER, KECAMATAN_ROW)), encoding="utf-8")
    with pytest.raises(GazetteerError, match="0 desa"):
        Gazetteer.load(file)
    file.write_text("nama,lat,lon\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="header"):
        Gazetteer.load(file)


def test_a_missing_or_binary_file_is_the_same_kind_of_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="allowed"):
        Gazetteer.load(tmp_path / "nothing.csv")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(GazetteerError, match="UTF-8"):
        Gazetteer.load(binary)


def test_every_reference_point_lies_in_its_own_desa(gazetteer: Gazetteer) -> None:
    wrong = [place for place in gazetteer.desa if gazetteer.nearest(place.lat, place.lon).place != place]
    assert wrong == []


def test_a_large_desa_reaches_farther_than_a_small_one(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    small, large = (
        "63.04.05.2001,desa,Kecil,Alalak,-3.2,114.50,1",
        "63.04.05.2002,desa,Besar,Alalak,-3.2,114.60,90",
    )
    file.write_text("\n".join((HEADER, KECAMATAN_ROW, small, large)), encoding="utf-8")
    nearest = Gazetteer.load(file).nearest(-3.2, 114.5475)
    assert nearest.place.name == "Besar"
    assert nearest.distance_m == pytest.approx(5835, abs=15)


def test_inside_and_outside_of_the_regency(gazetteer: Gazetteer) -> None:
    assert all(gazetteer.is_inside_regency(place.lat, place.lon) for place in gazetteer.desa)
    assert not gazetteer.is_inside_regency(-3.4400, 114.8300)  # Banjarbaru
    assert not gazetteer.is_inside_regency(-6.2, 106.8)


def test_neighbours_are_of_the_same_rank_and_nearest_first(gazetteer: Gazetteer) -> None:
    alalak = next(place for place in gazetteer.kecamatan if place.name == "Alalak")
    near = gazetteer.neighbours(alalak, limit=4)
    assert [entry.place.kind for entry in near] == [PlaceKind.KECAMATAN] * 4
    distances = [entry.distance_m for entry in near]
    assert distances == sorted(distances)
    assert alalak not in [entry.place for entry in near]
    assert gazetteer.by_code(alalak.code) is alalak
    assert gazetteer.by_code("00") is None


def test_bounds_hold_every_place(gazetteer: Gazetteer) -> None:
    south, west, north, east = gazetteer.bounds
    assert all(south < place.lat < north and west < place.lon < east for place in gazetteer.places)
    assert north - south < 1.3
