"""`batola-desk map …`: what IT reads, and the exit codes that scripts read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batola_desk.__main__ import main
from batola_desk.app.commands.map_words import report_lines
from batola_desk.ui.map_pack_error_texts import MAP_PACK_ERROR_TEXTS
from tests.support.map_files import CANAL, MOSQUE, ROAD, write_vector


@pytest.fixture
def road_file(tmp_path: Path) -> Path:
    rows = [(ROAD, {"highway": "primary", "name": "Jalan A"}), (MOSQUE, {"warna": "hijau"})]
    return write_vector(tmp_path / "jalan.geojson", rows)


def run(tmp_path: Path, *words: object) -> int:
    return main(["--home", str(tmp_path / "home"), "map", *map(str, words)])


def test_from_nothing_to_a_pack_and_back(
    tmp_path: Path, road_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "info") == 1
    assert "tidak punya paket peta" in capsys.readouterr().out
    assert run(tmp_path, "import", road_file, "--name", "Batola", "--attribution", "© Pemkab") == 0
    told = capsys.readouterr().out
    assert "1 jalan" in told
    assert "1 tidak dikenal peta ini" in told
    assert "© Pemkab" in told
    assert 'peta "Batola" dipakai' in told
    assert run(tmp_path, "info") == 0
    told = capsys.readouterr().out
    assert "jalan.geojson (geojson)" in told
    assert "sumber: © Pemkab" in told
    assert run(tmp_path, "remove") == 0
    assert run(tmp_path, "remove") == 1
    assert run(tmp_path, "info") == 1


def test_a_copy_goes_to_another_desk(
    tmp_path: Path, road_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "export", tmp_path / "x.btmap") == 3
    run(tmp_path, "import", road_file)
    share = tmp_path / "share"
    share.mkdir()
    assert run(tmp_path, "export", share / "batola.btmap") == 0
    other = tmp_path / "other"
    assert run(other, "take", share) == 0
    assert "1 jalan" in capsys.readouterr().out
    assert run(other, "take", share) == 0
    assert "tidak ada paket yang lebih baru" in capsys.readouterr().out
    assert run(other, "take", tmp_path / "away") == 3


def test_what_is_refused_is_said_with_the_next_step(
    tmp_path: Path, road_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "import", road_file)
    capsys.readouterr()
    assert run(tmp_path, "import", tmp_path / "tidak-ada.gpkg") == 3
    told = capsys.readouterr().out
    assert told.startswith("X   Berkas tidak-ada.gpkg tidak ada.")
    assert "peta yang ada tetap dipakai" in told
    assert run(tmp_path, "import", road_file, "--date", "kemarin") == 3
    assert run(tmp_path, "info") == 0


def test_keep_and_crs_reach_the_import(tmp_path: Path, road_file: Path) -> None:
    utm = write_vector(tmp_path / "anjir.shp", [(CANAL, {"waterway": "canal"})], crs="EPSG:32750")
    utm.with_suffix(".prj").unlink()
    run(tmp_path, "import", road_file)
    assert run(tmp_path, "import", utm) == 3
    assert run(tmp_path, "import", utm, "--keep", "--crs", "EPSG:32750") == 0


def test_the_window_reads_one_object_a_line(
    tmp_path: Path, road_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.nice", lambda _by: 0, raising=False)  # this process goes on
    assert run(tmp_path, "import", "--json", road_file) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all("stage" in line for line in said[:-1])
    assert said[-1]["report"]["files"][0]["taken"] == {"road.primary": 1}
    assert run(tmp_path, "import", "--json", tmp_path / "fehlt") == 3
    assert json.loads(capsys.readouterr().out)["fault"] == "map_file_missing"


def test_every_code_of_the_importer_has_its_words() -> None:
    import re

    root = Path(__file__).resolve().parents[3] / "batola_desk"
    sources = [*(root / "map" / "imports").glob("*.py"), *(root / "map" / "pack").glob("*.py"),
               root / "app" / "commands" / "map.py", root / "services" / "map_packs.py"]  # fmt: skip
    codes = {
        code
        for path in sources
        for code in re.findall(r'(?:Fault|Error|failed)\(\s*"(map_\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 25
    assert codes <= set(MAP_PACK_ERROR_TEXTS)


def test_a_report_without_roads_says_what_that_means(tmp_path: Path) -> None:
    from batola_desk.map.pack.store import PackStore
    from tests.support.map_packs import import_files

    mosque = write_vector(tmp_path / "m.geojson", [(MOSQUE, {"amenity": "place_of_worship", "name": "M"})])
    report = import_files(PackStore(tmp_path / "map"), mosque)
    told = "\n".join(report_lines(report))
    assert "perkiraan" in told
    assert "--attribution" in told
