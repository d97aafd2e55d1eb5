"""`batola-desk demo --fresh` deletes what a demo left, and nothing else in the world."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.__main__ import build_parser
from batola_desk.app.demo.one_desk import forget_demo, is_real_desk, mark_demo, run_demo
from batola_desk.settings.paths import DeskPaths


def test_a_demo_never_touches_the_folder_of_a_real_desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "real"
    journal = DeskPaths.for_home(home).journal
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"all tickets of a year")
    assert run_demo(build_parser().parse_args(["--home", str(home), "demo", "--fresh"])) == 2
    assert journal.read_bytes() == b"all tickets of a year"
    assert str(home) in capsys.readouterr().err


def test_a_fresh_demo_forgets_earlier_demos_and_leaves_everything_else(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("not ours")
    assert not is_real_desk(tmp_path)
    mark_demo(tmp_path)
    paths.create()
    paths.journal.write_bytes(b"old")
    assert not is_real_desk(tmp_path)
    forget_demo(paths)
    assert not paths.data.exists()
    assert thesis.read_text() == "not ours"
