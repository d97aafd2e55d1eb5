"""Brings a journal file to the schema of this program: numbered steps, one way, a backup copy first."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.journal_copy import copy_database
from batola_desk.models.tables import SCHEMA_REVISION

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"


def stored_revision(connection: sqlite3.Connection) -> str:
    """Return the schema revision of a file, empty when it has none.

    Raises:
        sqlite3.DatabaseError: the file cannot be read.
    """
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    if found is None:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def refuse_newer(revision: str) -> None:
    """Raise when a newer program wrote the file; revisions are zero-padded numbers and compare as text.

    Raises:
        EnvironmentFault: ``journal_newer`` with ``file_revision`` and ``program_revision``.
    """
    if revision > SCHEMA_REVISION:
        raise EnvironmentFault("journal_newer", file_revision=revision, program_revision=SCHEMA_REVISION)


def upgrade(engine: Engine) -> None:
    """Run all missing steps in one transaction."""
    from alembic import command  # loaded only when there is something to do: the cold start stays short
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS_FOLDER.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def backup_copy(
    path: Path, revision: str, *, now: datetime | None = None, why: str = "before-upgrade"
) -> Path:
    """Copy a journal (with what its WAL holds) next to itself and return where the copy lies."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.stem}.{why}-{revision or 'none'}-{stamp}{path.suffix}")
    copy_database(path, target)
    return target
