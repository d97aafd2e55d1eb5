"""The commands for the outbox as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.__main__ import main
from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths
from batola_desk.sync.fact_file import fact_line, header_line
from tests.support.room_double import OtherDesk


@pytest.fixture
def home(tmp_path: Path) -> Path:
    paths = DeskPaths.for_home(tmp_path / "home")
    paths.create()
    open_journal(paths.journal).close()
    return tmp_path / "home"


def test_facts_are_rescued_by_command(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
    file = tmp_path / "B.facts"
    file.write_bytes(header_line(desk="B", origin="x") + fact_line(envelope))
    assert main(["--home", str(home), "rescue-facts", str(file)]) == 0
    assert "1 catatan baru diambil" in capsys.readouterr().out
    assert main(["--home", str(home), "rescue-facts", "--other-room", str(tmp_path)]) == 0
    assert "1 sudah ada di sini" in capsys.readouterr().out


def test_a_desk_that_stands_alone_needs_no_new_origin(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "new-origin"]) == 3
    assert "hanya ruang yang tahu" in capsys.readouterr().out


def test_a_new_origin_is_not_given_without_asking_the_room(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = home / "config"
    (config / "kunci").write_text("rahasia-meja")
    (config / "secretariat.toml").write_text(
        '[secretariat]\nhosts = ["127.0.0.1:9"]\ndatabase = "ruang"\npassword_file = "kunci"\n'
    )
    before = (home / "data" / "journal.sqlite").read_bytes()
    assert main(["--home", str(home), "new-origin"]) == 3
    told = capsys.readouterr().out
    assert "tidak terjangkau" in told
    assert "tidak ada yang diubah" in told
    assert (home / "data" / "journal.sqlite").read_bytes() == before
