"""`batola-desk tide`: a good table is taken, a bad one changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.__main__ import main

GOOD = "station,time,level_m\nMuara,2020-01-01T04:00,0.4\nMuara,2020-01-01T10:00,2.4\n"


def test_a_table_is_taken_told_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, file = ["--home", str(tmp_path / "home")], tmp_path / "buku.csv"
    assert main([*home, "tide", "info"]) == 1
    file.write_text(GOOD, encoding="utf-8")
    assert main([*home, "tide", "import", str(file)]) == 0
    assert main([*home, "tide", "info"]) == 0
    told = capsys.readouterr().out
    assert "Muara: 2 baris, 2020-01-01 04:00 sampai 2020-01-01 10:00" in told
    assert "tabel sudah habis" in told
    file.write_text(GOOD.replace("2.4", "tinggi"), encoding="utf-8")
    assert main([*home, "tide", "import", str(file)]) == 3
    assert "baris 3: tinggi" in capsys.readouterr().out
    assert (tmp_path / "home" / "data" / "tide.csv").read_text(encoding="utf-8") == GOOD
    assert main([*home, "tide", "remove"]) == 0
    assert main([*home, "tide", "remove"]) == 1
