"""A desk whose folders cannot be made says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.app.desk_process import run_desk


def test_a_folder_that_cannot_be_made_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "file"
    home.write_text("not a folder")
    assert run_desk(home=home) == 1
    assert "folder tidak bisa dibuat" in capsys.readouterr().err
