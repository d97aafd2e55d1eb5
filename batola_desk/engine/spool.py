"""Facts born in the engine, kept on disk until the screen has them in its journal.

The same file remembers which calls live and which recordings are open, so that the next engine can say what
became of them. Only the spool's own thread touches the disk; a disk that fails costs durability, not calls.
"""

from __future__ import annotations

import json
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from batola_desk.domain.events.call import CallEnded, CallOffered
from batola_desk.ipc.messages import SpooledFact

log = logging.getLogger("batola.engine")

_RETRY_S = 2.0
_GROUP_MAX = 200  # operations in one transaction
SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    fact_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    aggregates TEXT NOT NULL,
    occurred_us INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS live_call (aggregate TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS open_recording (path TEXT PRIMARY KEY, aggregate TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What the previous engine left unfinished.

    Attributes:
        live_calls: aggregates of calls that had no end.
        open_recordings: path relative to the recordings folder → aggregate of its call.
    """

    live_calls: tuple[str, ...] = ()
    open_recordings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    values: tuple[object, ...]


_Operation = tuple[_Statement, ...]


def _insert(fact: SpooledFact) -> _Statement:
    return _Statement(
        "INSERT OR IGNORE INTO fact (fact_id, kind, aggregates, occurred_us, body) VALUES (?, ?, ?, ?, ?)",
        (fact.fact_id, fact.kind, json.dumps(fact.aggregates), fact.occurred_us, json.dumps(fact.body)),
    )


class FactSpool:
    """Ordered facts in memory and on disk.

    Attributes:
        left_over: what the previous engine did not finish, once started.
        was_set_aside: the old file could not be read; its facts are in ``*.broken-*`` beside the new one.

    Thread: ``append``, ``confirm``, ``pending`` and the recording notes from the engine's thread;
    ``on_fault`` is called on the spool's thread (or in ``start``): True when the disk fails, False when it
    works again.
    """

    def __init__(self, path: Path, on_fault: Callable[[bool], None]) -> None:
        self._path = path
        self._on_fault = on_fault
        self._facts: dict[str, SpooledFact] = {}
        # No limit: what cannot be written yet must be kept, and calls come slower than any disk.
        self._queue: queue.SimpleQueue[_Operation | None] = queue.SimpleQueue()
        self._unwritten: list[_Operation] = []
        self._database: sqlite3.Connection | None = None
        self._is_faulty = False
        self._is_unread = False
        self._thread = threading.Thread(target=self._run, name="batola-spool", daemon=True)
        self.left_over = LeftOver()
        self.was_set_aside = False

    def start(self) -> None:
        """Open the file and load what waits in it.

        A damaged file is set aside, never deleted; one that a full or missing disk hides is read later.
        """
        try:
            self._load(self._open())
            self._load_left_over()
        except (sqlite3.OperationalError, OSError) as fault:
            log.warning("the spool file cannot be opened yet", extra={"fault": type(fault).__name__})
            self._close_database()
            self._facts.clear()
            self._is_unread = True
            self._report(faulty=True)
        except (sqlite3.Error, ValueError) as fault:
            log.warning("the spool file is unusable", extra={"fault": type(fault).__name__})
            self._close_database()
            self._facts.clear()
            self._set_aside()
            self._report(faulty=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is queued and end the thread."""
        self._queue.put(None)
        self._thread.join()

    # -- facts

    def append(self, fact: SpooledFact) -> None:
        """Keep a fact; returns at once."""
        self._facts[fact.fact_id] = fact
        insert = _insert(fact)
        follow: tuple[_Statement, ...] = ()
        if fact.kind == CallOffered.TYPE:
            follow = (
                _Statement("INSERT OR IGNORE INTO live_call (aggregate) VALUES (?)", fact.aggregates[:1]),
            )
        elif fact.kind == CallEnded.TYPE:
            follow = (_Statement("DELETE FROM live_call WHERE aggregate = ?", fact.aggregates[:1]),)
        self._queue.put((insert, *follow))

    def confirm(self, fact_ids: Sequence[str]) -> None:
        """The screen has these in its journal."""
        known = [fact_id for fact_id in fact_ids if self._facts.pop(fact_id, None) is not None]
        if known:
            self._queue.put(
                tuple(_Statement("DELETE FROM fact WHERE fact_id = ?", (fact_id,)) for fact_id in known)
            )

    def pending(self) -> tuple[SpooledFact, ...]:
        """All unconfirmed facts, oldest first."""
        return tuple(self._facts.values())

    # -- recordings

    def recording_opened(self, path: str, aggregate: str) -> None:
        """Remember whose recording this file is."""
        self._queue.put(
            (_Statement("INSERT OR REPLACE INTO open_recording VALUES (?, ?)", (path, aggregate)),)
        )

    def recording_closed(self, path: str, fact: SpooledFact) -> None:
        """Keep the fact about its end and forget the file, in one transaction."""
        self.append(fact)
        self.recording_forgotten(path)

    def recording_forgotten(self, path: str) -> None:
        """The next start need not look for this file."""
        self._queue.put((_Statement("DELETE FROM open_recording WHERE path = ?", (path,)),))

    # -- disk, on the spool's thread (and in ``start``)

    def _load(self, database: sqlite3.Connection) -> None:
        for row in database.execute(
            "SELECT fact_id, kind, aggregates, occurred_us, body FROM fact ORDER BY seq"
        ):
            fact_id, kind, aggregates, occurred_us, body = row
            fact = SpooledFact(
                fact_id=fact_id,
                kind=kind,
                aggregates=tuple(json.loads(aggregates)),
                occurred_us=occurred_us,
                body=json.loads(body),
            )
            self._facts.setdefault(fact_id, fact)  # SAFETY: one step for the interpreter, so no lock

    def _load_left_over(self) -> None:
        database = self._database
        assert database is not None
        self.left_over = LeftOver(
            live_calls=tuple(row[0] for row in database.execute("SELECT aggregate FROM live_call")),
            open_recordings=tuple(database.execute("SELECT path, aggregate FROM open_recording")),
        )

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=5.0)
        self._database = database
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise ValueError("the spool was written by a newer engine")
        database.executescript(_SCHEMA)
        database.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        return database

    def _set_aside(self) -> None:
        self.was_set_aside = True
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        for suffix in ("", "-wal", "-shm"):
            damaged = self._path.with_name(self._path.name + suffix)
            with suppress(OSError):  # it may not be there, or the folder is read-only: memory goes on
                damaged.replace(damaged.with_name(f"{self._path.name}.broken-{stamp}{suffix}"))

    def _close_database(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            with suppress(sqlite3.Error):
                database.close()

    def _run(self) -> None:
        is_ending = False
        while not is_ending:
            is_ending = self._collect()
            if self._unwritten or self._is_faulty:
                self._write()
        self._close_database()

    def _collect(self) -> bool:
        """Take what is queued; True when the spool ends."""
        wait_s = _RETRY_S if self._is_faulty else None
        try:
            item = self._queue.get(timeout=wait_s)
            while item is not None:
                self._unwritten.append(item)
                if len(self._unwritten) >= _GROUP_MAX and not self._is_faulty:
                    return False
                item = self._queue.get_nowait()
        except queue.Empty:
            return False
        return True

    def _write(self) -> None:
        try:
            database = self._database or self._open()
            if self._is_unread:
                self._load(database)
                self._is_unread = False
            database.execute("BEGIN IMMEDIATE")
            for operation in self._unwritten:
                for statement in operation:
                    database.execute(statement.sql, statement.values)
            database.execute("COMMIT")
        except (sqlite3.Error, OSError, ValueError) as fault:
            log.debug("spool write failed: %s", fault)
            self._close_database()  # rolls back; the next try starts from a fresh connection
            if isinstance(fault, sqlite3.DatabaseError) and not isinstance(fault, sqlite3.OperationalError):
                self._start_over()
            self._report(faulty=True)
        else:
            self._unwritten.clear()
            self._report(faulty=False)

    def _start_over(self) -> None:
        """The file broke under us: a new one gets everything that memory still holds."""
        self._set_aside()
        held = list(self._facts.values())  # SAFETY: one step for the interpreter, so no lock
        waiting = {operation[0].values[0] for operation in self._unwritten}
        again = [_insert(fact) for fact in held if fact.fact_id not in waiting]
        if again:
            self._unwritten.insert(0, tuple(again))

    def _report(self, *, faulty: bool) -> None:
        if faulty != self._is_faulty:
            self._is_faulty = faulty
            if faulty:
                log.warning("facts cannot be written to the spool; they are kept in memory")
            else:
                log.info("the spool writes again")
            self._on_fault(faulty)
