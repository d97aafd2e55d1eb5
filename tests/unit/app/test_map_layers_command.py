"""`batola-desk map layers`: import into a closed desk, export also from an open one, exit codes and words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from batola_desk.__main__ import build_parser, main
from batola_desk.app.commands.map_layers import DONE, REFUSED, SKIPPED, run_layers
from batola_desk.models.journal import open_journal
from batola_desk.models.map_feature_table import read_features
from batola_desk.settings.paths import DeskPaths


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    paths = DeskPaths.for_home(tmp_path / "home")
    paths.create()
    open_journal(paths.journal, app_version="0.1.0").close()
    return paths.journal


def run(journal: Path, *words: str) -> int:
    arguments = build_parser().parse_args(["map", "layers", *words])
    return run_layers(arguments, journal, desk="A")


def geojson(folder: Path, *features: dict[str, Any]) -> str:
    path = folder / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


def landmark(name: str, lat: float = -3.0) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [114.75, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": {"NAMA": name}}


def test_a_file_goes_in_and_comes_out_and_goes_in_elsewhere(
    journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = geojson(tmp_path, landmark("Masjid"), landmark("Pasar", -3.1))
    assert run(journal, "import", file, "--as", "budi") == DONE
    said = capsys.readouterr().out
    assert "2 baru" in said
    assert "NAMA" in said
    assert {feature.author for feature in read_features(journal)} == {"budi"}
    assert run(journal, "import", file) == DONE
    assert "2 sudah ada" in capsys.readouterr().out
    out = tmp_path / "out.geojson"
    assert run(journal, "export", str(out)) == DONE
    other = DeskPaths.for_home(tmp_path / "other")
    other.create()
    assert run(other.journal, "import", str(out)) == DONE
    assert run(other.journal, "export", str(tmp_path / "again.geojson")) == DONE
    assert (tmp_path / "again.geojson").read_bytes() == out.read_bytes()


def test_what_is_skipped_is_named_and_a_dry_run_writes_nothing(
    journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {**landmark("Lokasi tanpa bentuk"), "geometry": None}
    assert run(journal, "import", geojson(tmp_path, landmark("Masjid"), bad), "--dry-run") == SKIPPED
    assert "“Lokasi tanpa bentuk”: tanpa letak" in capsys.readouterr().out
    assert read_features(journal) == ()


def test_bad_files_and_an_open_desk_are_refused_with_nothing_changed(
    journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.geojson"
    bad.write_bytes(b"\xff\xfe")
    for file in (str(bad), str(tmp_path / "none.geojson"), str(tmp_path)):
        assert run(journal, "import", file) == REFUSED
        assert capsys.readouterr().out.startswith("X   Berkas")
    good = geojson(tmp_path, landmark("Masjid"))
    assert run(journal, "import", good) == DONE
    opened = open_journal(journal, app_version="0.1.0")
    try:
        assert run(journal, "import", good) == REFUSED
        assert run(journal, "export", str(tmp_path / "out.geojson")) == DONE
    finally:
        opened.close()
    assert run(journal, "export", str(tmp_path / "home")) == REFUSED
    assert len(json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]) == 1


def test_a_desk_without_a_journal_has_nothing_to_export(tmp_path: Path) -> None:
    assert run(tmp_path / "none.sqlite", "export", str(tmp_path / "out.geojson")) == DONE
    assert json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"] == []


def test_the_whole_command_writes_into_the_journal_of_its_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "desk"
    DeskPaths.for_home(home).create()
    assert (
        main(["--home", str(home), "map", "layers", "import", geojson(tmp_path, landmark("Masjid"))]) == DONE
    )
    assert main(["--home", str(home), "map", "layers", "export", str(tmp_path / "out.geojson")]) == DONE
    assert "1 objek peta" in capsys.readouterr().out
    (feature,) = read_features(DeskPaths.for_home(home).journal)
    assert (feature.author, feature.desk) == ("system", "A")
