"""A whole copy of a journal that may be open in a running desk, and what proves that it is that journal."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.database import connect_plain, fault_code

RESTORE_PLAN = "restore-plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSeal:
    """The end of a journal.

    Attributes:
        origins: names that this file writes or wrote under, the present one first.
        oseq, hash: its last own fact; the hash chain makes it stand for all before it.
    """

    revision: str
    origins: tuple[str, ...]
    fact_count: int
    oseq: int
    hash: str


def restore_plan_of(journal: Path) -> Path:
    """Return the file that stands beside a journal while a restore changes it for another."""
    return journal.with_name(RESTORE_PLAN)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database with what its WAL holds; writers are not held up.

    The copy is one step, so one reading transaction: it is the file at one moment, whatever is appended.
    Raises sqlite3.Error.
    """
    reading = connect_plain(source, read_only=True)
    try:
        copy = sqlite3.connect(target, isolation_level=None)
        try:
            reading.backup(copy)
        finally:
            copy.close()
    finally:
        reading.close()


def make_lone(path: Path) -> None:
    """Bring everything into the one file, which then needs no WAL beside it. Raises sqlite3.Error."""
    connection = connect_plain(path, read_only=False)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def copy_journal(source: Path, target: Path) -> JournalSeal:
    """Copy a journal and look at every page of the copy.

    A copy of a rotten page must not push out the good copies of before.

    Raises:
        EnvironmentFault: ``journal_damaged``, ``disk_full``, ``disk_io``, …
    """
    try:
        copy_database(source, target)
        make_lone(target)
        return read_journal_seal(target)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise EnvironmentFault(fault_code(error) or "journal_damaged", path=str(source)) from error


def read_journal_seal(path: Path) -> JournalSeal:
    """Return the end of a sound journal. Raises sqlite3.Error when it is none."""
    connection = connect_plain(path, read_only=True)
    try:
        if (said := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(str(said))
        kept = dict(connection.execute("SELECT key, value FROM meta"))
        if not (origin := str(kept.get("origin", ""))):
            raise sqlite3.DatabaseError("no origin")
        last = connection.execute(
            "SELECT oseq, hash FROM journal WHERE origin = ? ORDER BY oseq DESC LIMIT 1", (origin,)
        ).fetchone()
        return JournalSeal(
            revision=str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]),
            origins=(origin, *str(kept.get("former_origins", "")).split()),
            fact_count=int(connection.execute("SELECT count(*) FROM journal").fetchone()[0]),
            oseq=int(last[0]) if last else 0,
            hash=bytes(last[1]).hex() if last else "",
        )
    finally:
        connection.close()
