from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note, offered, opened_ticket, raw_query
from alembic.config import Config
from alembic.script import ScriptDirectory

from batola_desk.domain.facts import UnknownEvent, Verdict
from batola_desk.models import journal as journal_module
from batola_desk.models import migrate
from batola_desk.models.codec import StoredFact
from batola_desk.models.database import create_file_engine
from batola_desk.models.journal import Journal
from batola_desk.models.tables import SCHEMA_REVISION, SEARCH_TABLES, journal, metadata
from batola_desk.models.verify import verify

SAVED = Path(__file__).parents[2] / "data" / "journals"

NEXT_REVISION = f"{int(SCHEMA_REVISION) + 1:04d}"
NEXT = f"""
from alembic import op

revision = "{NEXT_REVISION}"
down_revision = "{SCHEMA_REVISION}"


def upgrade() -> None:
    op.execute("ALTER TABLE operator_row ADD COLUMN badge TEXT NOT NULL DEFAULT ''")
"""


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    names = [row[0] for row in raw_query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        str(name): [
            (row[1], row[2], row[3], row[5]) for row in raw_query(path, f"PRAGMA table_info('{name}')")
        ]
        for name in names
        if not str(name).startswith(("sqlite_", *SEARCH_TABLES)) and name != "alembic_version"
    }


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    migrated, declared = tmp_path / "migrated.sqlite", tmp_path / "declared.sqlite"
    migrate.upgrade(create_file_engine(migrated, read_only=False))
    metadata.create_all(create_file_engine(declared, read_only=False))
    assert shape(migrated) == shape(declared)
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix%' ORDER BY 1"
    assert raw_query(migrated, indexes) == raw_query(declared, indexes)


def test_the_program_knows_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", migrate.MIGRATIONS_FOLDER.as_posix())
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_REVISION]


def test_a_stored_fact_has_the_columns_of_the_table_in_their_order() -> None:
    assert [column.name for column in journal.columns] == list(StoredFact.__dataclass_fields__)


def test_there_is_a_saved_file_of_every_release_schema() -> None:
    saved = {path.stem.removeprefix("journal-") for path in SAVED.glob("journal-*.sqlite")}
    assert saved == {f"{number:04d}" for number in range(1, int(SCHEMA_REVISION) + 1)}


@pytest.mark.parametrize("saved", sorted(SAVED.glob("journal-*.sqlite")), ids=lambda path: path.stem)
def test_a_file_saved_by_an_earlier_release_opens_with_everything_in_it(
    opened: Callable[..., Journal], path: Path, saved: Path
) -> None:
    shutil.copy(saved, path)
    journal = opened()
    assert journal.report.health == "healthy"
    incident = journal.reader.incident("01980000-0000-7000-8000-0000000000a1").result(WAIT_S)
    assert incident is not None
    assert incident.ticket_number == "112-6304-20250825-A0001"
    assert incident.notes[0].text == "Api di dapur, penghuni sudah keluar"
    (row,) = journal.reader.search_incidents("karya dapur").result(WAIT_S)
    assert row.place_text == "Jalan Trans Kalimantan RT 3, Karya Baru"
    assert [call.call_key for call in journal.reader.recent_calls().result(WAIT_S)] == ["call-2", "call-1"]
    unknown = journal.reader.facts_of("call:call-2").result(WAIT_S)[-1]
    assert isinstance(unknown.event, UnknownEvent)
    facts = raw_query(path, "SELECT count(*) FROM journal WHERE desk = 'A'")[0][0]
    assert Desk(journal).write(note("i9", "baru")).facts[0].oseq == int(str(facts)) + 1
    journal.close()
    report = verify(path, repair=True)
    assert report.exit_code == 0, report


def test_facts_of_before_the_room_all_wait_for_it(opened: Callable[..., Journal], path: Path) -> None:
    shutil.copy(SAVED / "journal-0001.sqlite", path)
    journal = opened()
    assert journal.report.upgraded_from == "0001"
    waiting = journal.reader.pending().result(WAIT_S)
    assert [fact.oseq for fact in waiting] == list(range(1, 20))
    assert journal.reader.room_head().result(WAIT_S).seq == 0


def test_a_saved_file_knows_what_the_room_said(opened: Callable[..., Journal], path: Path) -> None:
    shutil.copy(SAVED / "journal-0002.sqlite", path)
    journal = opened()
    assert journal.reader.room_head().result(WAIT_S).seq == 19
    assert [fact.oseq for fact in journal.reader.pending().result(WAIT_S)] == [18, 19]
    problems = journal.reader.judged_facts().result(WAIT_S)
    assert [(judged.fact.kind, judged.fact.verdict) for judged in problems] == [
        ("unit.dispatched", Verdict.CONTESTED),
        ("call.linked", Verdict.LOST),
    ]
    incident = journal.reader.incident("01980000-0000-7000-8000-0000000000a1").result(WAIT_S)
    assert incident is not None
    assert incident.notes[-1].text == "Meja B: regu tiba"


def test_an_upgrade_copies_the_file_first_and_says_where(
    opened: Callable[..., Journal], path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened()
    Desk(first).write(opened_ticket("i1", "T-1"))
    first.close()
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS_FOLDER, folder)
    (folder / "versions" / "next.py").write_text(NEXT)
    monkeypatch.setattr(migrate, "MIGRATIONS_FOLDER", folder)
    monkeypatch.setattr(migrate, "SCHEMA_REVISION", NEXT_REVISION)
    monkeypatch.setattr(journal_module, "SCHEMA_REVISION", NEXT_REVISION)
    journal = opened()
    assert journal.report.upgraded_from == SCHEMA_REVISION
    backup = journal.report.backup_path
    assert backup is not None
    assert raw_query(backup, "SELECT version_num FROM alembic_version") == [(SCHEMA_REVISION,)]
    assert raw_query(backup, "SELECT ticket_number FROM incident_row") == [("T-1",)]
    assert raw_query(path, "SELECT version_num FROM alembic_version") == [(NEXT_REVISION,)]
    assert len(journal.reader.open_incidents().result(WAIT_S)) == 1
    journal.close()
    assert opened().report.backup_path is None


def test_projections_of_an_older_program_are_rebuilt_at_the_start(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened()
    Desk(first).write(offered("k1"), opened_ticket("i1", "T-1"))
    first.close()
    raw_query(path, "UPDATE incident_row SET state = 'of an older fold'")
    monkeypatch.setattr(journal_module, "PROJECTION_VERSION", "99")
    journal = opened()
    (row,) = journal.reader.open_incidents().result(WAIT_S)
    assert row.state == "draft"
    journal.close()
    assert verify(path).exit_code == 0


def test_a_failed_upgrade_leaves_the_old_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal.sqlite"
    migrate.upgrade(create_file_engine(path, read_only=False))
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS_FOLDER, folder)
    broken = NEXT + "    op.execute('this is no SQL')\n"
    (folder / "versions" / "next.py").write_text(broken)
    monkeypatch.setattr(migrate, "MIGRATIONS_FOLDER", folder)
    with pytest.raises(Exception, match="syntax error"):
        migrate.upgrade(create_file_engine(path, read_only=False))
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_REVISION,)
    columns = [row[1] for row in connection.execute("PRAGMA table_info('operator_row')")]
    connection.close()
    assert "badge" not in columns


def test_a_saved_file_knows_what_was_drawn_on_the_map(opened: Callable[..., Journal], path: Path) -> None:
    shutil.copy(SAVED / "journal-0006.sqlite", path)
    (row,) = opened().reader.map_features(0).result(WAIT_S)
    assert (row.feature.kind, row.feature.name) == ("landmark", "Masjid Al-Karim")
    assert row.feature.points == ((-3.0, 114.75),)
    assert row.feature.facts_of("name") == (row.feature.drawn_fact_id,)
