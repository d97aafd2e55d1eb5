"""Opening a journal: lock, check, upgrade, rescue. The desk always gets something it can work with."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models import migrate
from batola_desk.models.cache import StateCache
from batola_desk.models.checkpointer import Checkpointer
from batola_desk.models.codec import StoredFact, hash_fits
from batola_desk.models.database import (
    as_fault,
    connect_plain,
    create_file_engine,
    fault_code,
)
from batola_desk.models.file_lock import FileLock
from batola_desk.models.journal_copy import restore_plan_of
from batola_desk.models.journal_table import read_meta, read_own_origins, write_meta
from batola_desk.models.projections import PriorityOf
from batola_desk.models.reader import JournalReader
from batola_desk.models.refold import rebuild_projections
from batola_desk.models.room_writer import ROOM_EPOCH
from batola_desk.models.rows import JournalStatus, OpenReport
from batola_desk.models.salvage import rescue_into
from batola_desk.models.store import JournalStore, OnProvisional, OnRoom, OnStatus
from batola_desk.models.tables import PROJECTION_VERSION, SCHEMA_REVISION

log = logging.getLogger("batola.models")

CHECK_CLEAN_BYTES: Final = 8 << 20  # LIMIT: about 10 ms; the cold start must not grow with the history
CHECK_UNCLEAN_BYTES: Final = 64 << 20  # LIMIT: about 0.1 s
TAIL_ROWS: Final = 200  # the newest facts are always checked against their hashes
_SIDE_FILES: Final = ("-wal", "-shm")


class _DamagedError(Exception):
    """The file cannot be trusted."""


@dataclass(slots=True, kw_only=True)
class Journal:
    """An open journal: write with ``store``, read with ``reader``, tell the operator what ``report`` says."""

    path: Path
    origin: str
    report: OpenReport
    store: JournalStore
    reader: JournalReader
    engine: Engine
    lock: FileLock | None
    checkpointer: Checkpointer
    _closed: bool = field(default=False, init=False)

    def close(self) -> int:
        """Finish writes and reads, mark a clean stop, free the file; a second call does nothing.

        Returns:
            How many facts could not be written (0 unless the disk still refuses).
        """
        if self._closed:
            return 0
        self._closed = True
        unwritten = self.store.close()
        self.checkpointer.stop()
        self.reader.close()
        if not self.report.read_only:
            try:
                with self.engine.connect() as connection, connection.begin():
                    write_meta(connection, "stopped", "clean" if not unwritten else "unwritten")
            except DBAPIError as error:
                log.warning("the clean stop could not be noted", extra={"code": fault_code(error)})
        if self.lock is not None:
            self.lock.release()
        return unwritten


def open_journal(
    path: Path,
    *,
    app_version: str = "",
    on_status: OnStatus | None = None,
    on_provisional: OnProvisional | None = None,
    on_room: OnRoom | None = None,
    priority_of: PriorityOf = lambda _type_code, by_hand: by_hand,
) -> Journal:
    """Open the desk's journal; create, upgrade or rescue it first if need be. Blocking: call off the loop.

    Never silently empty: a damaged file is set aside as ``journal.damaged-<utc>.sqlite`` and everything
    readable is copied into a new one; if nothing can be written, the journal opens read-only and appends
    wait in memory.

    Args:
        on_status: called on the writer thread when writing begins to fail and when it works again.
        on_provisional: called on the writer thread with appends that wait for the disk.
        on_room: called on the writer thread with the states that the room changed.
        priority_of: (type code, hand-set priority) → effective priority shown in incident rows.

    Raises:
        EnvironmentFault: ``journal_in_use``, ``journal_newer``, ``restore_unfinished``, or (nothing readable
            and nothing writable) ``disk_full``, ``disk_io``, ``journal_read_only``.
    """
    lock: FileLock | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock.of_journal(path)
    except OSError as error:
        log.warning("the journal's folder cannot be written", extra={"errno": error.errno})
    try:
        report = _make_ready(path)
        engine = create_file_engine(path, read_only=report.read_only)
        origin, own_origins = _take_over(engine, read_only=report.read_only)
        cache = StateCache()
        checkpointer = Checkpointer(path)
        store = JournalStore(
            engine,
            origin=origin,
            own_origins=own_origins,
            app_version=app_version,
            cache=cache,
            on_status=_suspecting(path, on_status),
            on_provisional=on_provisional,
            on_room=on_room,
            on_commit=checkpointer.on_commit,
        )
        reader = _reader_of(path, store, cache, priority_of)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        if lock is not None:
            lock.release()
        raise (as_fault(error, path=str(path)) or EnvironmentFault("disk_io", path=str(path))) from error
    except EnvironmentFault:
        if lock is not None:
            lock.release()
        raise
    store.start()
    checkpointer.start()
    return Journal(
        path=path,
        origin=origin,
        report=report,
        store=store,
        reader=reader,
        engine=engine,
        lock=lock,
        checkpointer=checkpointer,
    )


def _reader_of(path: Path, store: JournalStore, cache: StateCache, priority_of: PriorityOf) -> JournalReader:
    return JournalReader(
        create_file_engine(path, read_only=True),
        cache,
        waiting=lambda: store.waiting_states,
        priority_of=priority_of,
        on_damage=lambda: _mark_suspect(path),
    )


def suspect_mark(path: Path) -> Path:
    """Return the file whose presence makes the next start look at every page of the journal."""
    return path.with_name(path.name + ".suspect")


def _mark_suspect(path: Path) -> None:
    """Remember damage met while running; this run can only report it."""
    try:
        suspect_mark(path).touch()
    except OSError as error:
        log.warning("the damage could not be noted", extra={"errno": error.errno})


def _suspecting(path: Path, on_status: OnStatus | None) -> OnStatus:
    """Pass the status on, and remember damage."""

    def heard(status: JournalStatus) -> None:
        if status.code == "journal_damaged":
            _mark_suspect(path)
        if on_status is not None:
            on_status(status)

    return heard


def read_seal(path: Path, origin: str, oseq: int) -> bytes | None:
    """Return the hash of a fact of a journal that may be open elsewhere; None when it is not there.

    Raises:
        EnvironmentFault: the file cannot be read.
    """
    row = _ask_file(path, "SELECT hash FROM journal WHERE origin = ? AND oseq = ?", (origin, oseq))
    return bytes(row[0]) if row is not None else None


def read_room_name(path: Path) -> str:
    """Return to which room a journal belongs that may be open elsewhere; empty: to none yet.

    Raises:
        EnvironmentFault: the file cannot be read.
    """
    row = _ask_file(path, "SELECT value FROM meta WHERE key = ?", (ROOM_EPOCH,))
    return str(row[0]) if row is not None else ""


def _ask_file(path: Path, query: str, values: tuple[str | int, ...]) -> tuple[Any, ...] | None:
    if not path.exists():
        return None
    try:
        connection = connect_plain(path, read_only=True)
        try:
            row: tuple[Any, ...] | None = connection.execute(query, values).fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise EnvironmentFault(fault_code(error) or "disk_io", path=str(path)) from error
    return row


def _make_ready(path: Path) -> OpenReport:
    """Return what state the file is in after creating, checking, upgrading or rescuing it."""
    if restore_plan_of(path).exists():
        raise EnvironmentFault("restore_unfinished", path=str(restore_plan_of(path)))
    if not path.exists():
        _create(path)
        return OpenReport(path=path, health="created")
    try:
        revision, unclean = _check(path)
    except _DamagedError as damage:
        log.warning("the journal is damaged", extra={"why": str(damage)})
        return _rescue(path)
    report = OpenReport(path=path, unclean_stop=unclean)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return replace(report, read_only=True, read_only_code="journal_read_only")
    if revision < SCHEMA_REVISION:
        backup = migrate.backup_copy(path, revision)
        migrate.upgrade(create_file_engine(path, read_only=False))
        report = replace(report, upgraded_from=revision, backup_path=backup)
    return report


def _create(path: Path) -> None:
    """Build a new file under another name first: half a birth never looks like an empty journal."""
    newborn = path.with_name(path.name + ".new")
    for leftover in (newborn, *(newborn.with_name(newborn.name + end) for end in _SIDE_FILES)):
        leftover.unlink(missing_ok=True)
    engine = create_file_engine(newborn, read_only=False)
    migrate.upgrade(engine)
    with engine.connect() as connection, connection.begin():
        write_meta(connection, "origin", str(uuid.uuid4()))
        write_meta(connection, "stopped", "clean")
        write_meta(connection, "projections", PROJECTION_VERSION)
        write_meta(connection, "born_us", str(time.time_ns() // 1_000))
    _set_aside(path, suffixes_only=True)
    newborn.replace(path)


def _check(path: Path) -> tuple[str, bool]:
    """Return (schema revision, whether the last stop was unclean) of a file that looks sound.

    Raises:
        _DamagedError: it does not.
        EnvironmentFault: ``journal_newer``, or the file is locked or unreadable for now.
    """
    if path.stat().st_size == 0:
        raise _DamagedError("zero bytes")
    try:
        connection = connect_plain(path, read_only=True)
        try:
            revision = migrate.stored_revision(connection)
            if not revision.isdecimal():
                raise _DamagedError("no schema")
            migrate.refuse_newer(revision)
            stopped = connection.execute("SELECT value FROM meta WHERE key = 'stopped'").fetchone()
            unclean = stopped is None or stopped[0] != "clean"
            if connection.execute("SELECT 1 FROM meta WHERE key = 'origin'").fetchone() is None:
                raise _DamagedError("no origin")
            suspect = suspect_mark(path)
            limit = CHECK_UNCLEAN_BYTES if unclean else CHECK_CLEAN_BYTES
            if suspect.exists() or path.stat().st_size <= limit:
                _check_pages(connection)
            _check_tail(connection)
            suspect.unlink(missing_ok=True)
            return revision, unclean
        finally:
            connection.close()
    except UnicodeDecodeError as error:
        raise _DamagedError("unreadable text") from error
    except sqlite3.Error as error:
        if fault_code(error) == "journal_damaged" or isinstance(error, sqlite3.OperationalError):
            code = fault_code(error)
            if code in {"journal_locked", "disk_io", "journal_read_only"}:
                raise EnvironmentFault(code, path=str(path)) from error
            raise _DamagedError(str(error)) from error
        raise


def _check_pages(connection: sqlite3.Connection) -> None:
    """Let SQLite look at every page. A long journal is looked at later, by ``JournalReader.check_pages``."""
    complaints = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    if complaints != ["ok"]:
        raise _DamagedError(str(complaints[0]))


def _check_tail(connection: sqlite3.Connection) -> None:
    """The newest facts must prove their hashes: torn writes are at the end."""
    for raw in connection.execute("SELECT * FROM journal ORDER BY row_id DESC LIMIT ?", (TAIL_ROWS,)):
        row = StoredFact(*raw)
        if not hash_fits(row) and not _is_known_problem(connection, row.row_id):
            raise _DamagedError("a fact does not fit its hash")


def _is_known_problem(connection: sqlite3.Connection, row_id: int) -> bool:
    """Whether a fact came so from the room; a file of before the room knows no such facts."""
    query = "SELECT 1 FROM sqlite_master WHERE name = 'fact_problem'"
    if connection.execute(query).fetchone() is None:
        return False
    query = "SELECT 1 FROM fact_problem WHERE row_id = ?"
    return connection.execute(query, (row_id,)).fetchone() is not None


def _rescue(path: Path) -> OpenReport:
    """Set the damaged file aside and fill a new one; when that cannot be written, stay read-only."""
    newborn = path.with_name(path.name + ".new")
    try:
        damaged = _set_aside(path)
    except OSError:
        return OpenReport(
            path=path, health="damaged", lost=None, read_only=True, read_only_code="journal_read_only"
        )
    try:
        suspect_mark(path).unlink(missing_ok=True)
        _create(path)
        rescue = rescue_into(damaged, create_file_engine(path, read_only=False))
    except (DBAPIError, sqlite3.Error, OSError) as error:
        # no room for a rescue: put the file back, so that the next start tries again
        for suffix in ("", *_SIDE_FILES):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
            newborn.with_name(newborn.name + suffix).unlink(missing_ok=True)
            back = damaged.with_name(damaged.name + suffix)
            if back.exists():
                back.replace(path.with_name(path.name + suffix))
        code = fault_code(error) or "disk_io"
        return OpenReport(path=path, health="damaged", lost=None, read_only=True, read_only_code=code)
    return OpenReport(
        path=path, health="damaged", rescued=rescue.rescued, lost=rescue.lost, damaged_path=damaged
    )


def _set_aside(path: Path, *, suffixes_only: bool = False) -> Path:
    """Rename a file and its side files; nothing is ever deleted. Returns the new place."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for suffix in _SIDE_FILES if suffixes_only else ("", *_SIDE_FILES):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.replace(target.with_name(target.name + suffix))
    return target


def _take_over(engine: Engine, *, read_only: bool) -> tuple[str, frozenset[str]]:
    """Return the origin for new facts and all this file ever had; note the use, refresh old projections."""
    with engine.connect() as connection, connection.begin():
        if not read_only:
            write_meta(connection, "stopped", "running")
            if read_meta(connection, "projections") != PROJECTION_VERSION:
                rebuild_projections(connection)
                write_meta(connection, "projections", PROJECTION_VERSION)
        return read_meta(connection, "origin"), read_own_origins(connection)
