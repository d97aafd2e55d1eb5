"""What the doctor says of backups: none, old, gone, and whether one was ever proved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from batola_desk.app.doctor.backups import backup_findings
from batola_desk.services.backups.drill_note import NOTE_NAME, last_drill, note_drill
from batola_desk.services.backups.folder import backup_name
from batola_desk.settings.paths import DeskPaths

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    made = DeskPaths.for_home(tmp_path / "meja")
    made.create()
    return made


def told(paths: DeskPaths, folder: Path | None = None) -> dict[str, str]:
    where = f'folder = "{folder.as_posix()}"' if folder is not None else ""
    (paths.config / "settings.toml").write_text(
        f"[backup]\n{where}\nage_warn_days = 2\ndrill_warn_days = 30\n"
    )
    return {finding.code: finding.level for finding in backup_findings(paths, now=NOW)}


def test_a_desk_without_backups_says_so(paths: DeskPaths, tmp_path: Path) -> None:
    assert told(paths) == {"backup_off": "warn", "drill_never": "warn"}
    assert told(paths, tmp_path / "gone") == {"backup_folder_gone": "warn", "drill_never": "warn"}
    (tmp_path / "empty").mkdir()
    assert told(paths, tmp_path / "empty") == {"backup_missing": "warn", "drill_never": "warn"}


@pytest.mark.parametrize(("days", "code"), [(2, "backup_recent"), (3, "backup_old")])
def test_the_age_of_the_newest_backup_of_this_desk_counts(
    paths: DeskPaths, tmp_path: Path, days: int, code: str
) -> None:
    folder = tmp_path / "cadangan"
    folder.mkdir()
    (folder / backup_name("A", NOW - timedelta(days=days))).touch()
    (folder / backup_name("A", NOW - timedelta(days=90))).touch()
    (folder / backup_name("B", NOW)).touch()
    assert code in told(paths, folder)


@pytest.mark.parametrize(("days", "code"), [(30, "drill_recent"), (31, "drill_old")])
def test_the_age_of_the_last_proof_counts(paths: DeskPaths, days: int, code: str) -> None:
    note_drill(paths.data, Path("meja-A.backup"), NOW - timedelta(days=days))
    assert code in told(paths)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"at": 5}', '{"at": "kemarin"}', '{"at": "2026-01-01"}'])
def test_a_note_that_cannot_be_read_proves_nothing(paths: DeskPaths, text: str) -> None:
    (paths.data / NOTE_NAME).write_text(text)
    assert last_drill(paths.data) is None
