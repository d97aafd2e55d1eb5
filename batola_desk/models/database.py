"""The SQLite file: one connect hook, one way to begin, and what its errors mean."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from batola_desk.domain.errors import EnvironmentFault

BUSY_TIMEOUT_MS: Final = (
    2_000  # LIMIT: longer than any of our own transactions, shorter than a person's patience
)
WRITER_CACHE_KIB: Final = (
    32_768  # LIMIT: the inner pages of every index of 1,000,000 facts; 2 MB is SQLite's own idea
)
LOG_PAGES_MAX: Final = 16_000  # LIMIT: 64 MB that the checkpointer is behind; then the writer itself copies
_FAULT_CODES: Final = (  # first match on SQLite's own error name counts
    ("SQLITE_FULL", "disk_full"),
    ("SQLITE_BUSY", "journal_locked"),
    ("SQLITE_LOCKED", "journal_locked"),
    ("SQLITE_READONLY", "journal_read_only"),
    ("SQLITE_PERM", "journal_read_only"),
    ("SQLITE_CORRUPT", "journal_damaged"),
    ("SQLITE_NOTADB", "journal_damaged"),
    ("SQLITE_IOERR", "disk_io"),
    ("SQLITE_CANTOPEN", "disk_io"),
    ("SQLITE_NOMEM", "disk_io"),
)
LASTING_CODES: Final = frozenset({"journal_read_only", "journal_damaged"})


def file_uri(path: Path, *, read_only: bool) -> str:
    """Return the SQLite URI of a file; works for Windows drives and odd characters alike."""
    posix = path.absolute().as_posix()
    prefix = "file:///" if not posix.startswith("/") else "file://"
    return f"{prefix}{quote(posix)}?mode={'ro' if read_only else 'rwc'}"


def connect_plain(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Return a bare connection in autocommit mode, for checks and rescue work."""
    return sqlite3.connect(
        file_uri(path, read_only=read_only),
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_MS / 1000,
        check_same_thread=False,
    )


def create_file_engine(path: Path, *, read_only: bool) -> Engine:
    """Return an engine whose every connection passes the one connect hook.

    Each connection belongs to one thread of ours, which keeps it; so there is nothing to pool.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: connect_plain(path, read_only=read_only), poolclass=NullPool
    )

    @event.listens_for(engine, "connect")
    def on_connect(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA trusted_schema = OFF")
        if read_only:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute("PRAGMA journal_size_limit = 67108864")
            raw.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES_MAX}")
            raw.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # The driver's own BEGIN is deferred: it could fail half way through a transaction.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def fault_code(error: BaseException) -> str | None:
    """Return the code of an environment fault, or None when the error is a fault of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        name = getattr(cause, "sqlite_errorname", "") or ""
        for prefix, code in _FAULT_CODES:
            if name.startswith(prefix):
                return code
        if isinstance(cause, sqlite3.DatabaseError) and "not a database" in str(cause):
            return "journal_damaged"
        return None
    if isinstance(cause, OSError):
        return "disk_io"
    return None


def as_fault(error: BaseException, **values: object) -> EnvironmentFault | None:
    """Return the fault to raise for an error of the machine, or None."""
    code = fault_code(error)
    return EnvironmentFault(code, **values) if code else None
