"""The book of recordings: which are copied to the store, which may be freed, which are only there.

A small SQLite file of its own, so that a restart knows what waits. Reading is from memory; the book's own
thread writes.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

log = logging.getLogger("batola.engine")

HELD, FREE, UNJUDGED = "held", "free", "unjudged"
JUDGEMENTS = frozenset({HELD, FREE})
_RETRY_S = 2.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS recording (
    path TEXT PRIMARY KEY,
    aggregate TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    byte_count INTEGER NOT NULL,
    recorded_us INTEGER NOT NULL,
    judgement TEXT NOT NULL DEFAULT 'unjudged',
    store_id TEXT NOT NULL DEFAULT '',
    stored_us INTEGER NOT NULL DEFAULT 0,
    freed_us INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS known_store (store_id TEXT PRIMARY KEY);
"""
_COLUMNS = "path, aggregate, sha256, byte_count, recorded_us, judgement, store_id, stored_us, freed_us"


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One sealed file.

    Attributes:
        judgement: ``free`` once the desk has said that the copy in the store is enough; ``held`` for what
            must stay here (P1, false report, court); ``unjudged`` stays as well.
        stored_us: when the copy was verified; 0 = not yet. freed_us: when the local file was deleted.
    """

    path: str
    aggregate: str
    sha256: str
    byte_count: int
    recorded_us: int
    judgement: str = UNJUDGED
    store_id: str = ""
    stored_us: int = 0
    freed_us: int = 0

    @property
    def is_waiting(self) -> bool:
        """Not copied yet."""
        return self.stored_us == 0

    @property
    def may_be_freed(self) -> bool:
        """Copied, verified, and nobody wants it kept here."""
        return self.stored_us > 0 and self.freed_us == 0 and self.judgement == FREE


class CopyBook:
    """Thread: any; one lock, never held while the disk is asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._entries: dict[str, BookEntry] = {}  # everything whose file is here, by path
        self._waiting: dict[str, int] = {}  # path → when it was sealed; asked for every second
        self._stores: set[str] = set()
        self._queue: queue.SimpleQueue[tuple[str, tuple[object, ...]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="batola-copy-book", daemon=True)
        self._unwritten: list[tuple[str, tuple[object, ...]]] = []

    def start(self) -> None:
        """Load the book; a damaged one is set aside and filled again from the folder."""
        try:
            self._load()
        except sqlite3.OperationalError as fault:
            log.warning("the book of recordings cannot be opened yet", extra={"fault": str(fault)})
        except (sqlite3.Error, ValueError) as fault:
            log.warning("the book of recordings is unusable", extra={"fault": type(fault).__name__})
            for suffix in ("", "-wal", "-shm"):
                damaged = self._path.with_name(self._path.name + suffix)
                with suppress(OSError):
                    damaged.replace(damaged.with_name(f"{self._path.name}.broken{suffix}"))
        self._thread.start()

    def stop(self) -> None:
        """Write what is queued and end the thread."""
        self._queue.put(None)
        self._thread.join()

    # -- reading

    def get(self, path: str) -> BookEntry | None:
        """An entry whose file is here."""
        with self._lock:
            return self._entries.get(path)

    def find(self, path: str) -> BookEntry | None:
        """An entry, also of a freed file; asks the disk for those."""
        entry = self.get(path)
        if entry is not None:
            return entry
        with suppress(sqlite3.Error), _opened(self._path) as database:
            row = database.execute(f"SELECT {_COLUMNS} FROM recording WHERE path = ?", (path,)).fetchone()
            return BookEntry(*row) if row else None
        return None

    def waiting(self) -> list[BookEntry]:
        """What is not copied, oldest first."""
        with self._lock:
            found = [self._entries[path] for path in self._waiting]
        return sorted(found, key=lambda entry: (entry.recorded_us, entry.path))

    def waiting_summary(self) -> tuple[int, int]:
        """How many wait, and since when the oldest does; 0 if none."""
        with self._lock:
            return len(self._waiting), min(self._waiting.values(), default=0)

    def freeable(self) -> list[BookEntry]:
        """What may be freed, oldest first."""
        return self._sorted(lambda entry: entry.may_be_freed)

    def byte_count(self) -> int:
        """Size of all files here."""
        with self._lock:
            return sum(entry.byte_count for entry in self._entries.values())

    def knows_store(self, store_id: str) -> bool:
        """Whether something was ever kept there."""
        return store_id in self._stores

    # -- writing

    def add(self, entry: BookEntry) -> None:
        """A file was sealed; harmless when repeated."""
        with self._lock:
            known = self._entries.get(entry.path)
            if known is not None and (known.aggregate or not entry.aggregate):
                return
            if known is not None:  # found in the folder before its fact came: now it has an owner
                entry = replace(known, aggregate=entry.aggregate, recorded_us=entry.recorded_us, stored_us=0)
            self._keep(entry)
        self._write(
            "INSERT INTO recording (path, aggregate, sha256, byte_count, recorded_us) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET aggregate = excluded.aggregate, stored_us = 0 "
            "WHERE aggregate = ''",
            (entry.path, entry.aggregate, entry.sha256, entry.byte_count, entry.recorded_us),
        )

    def judge(self, path: str, judgement: str) -> None:
        """The desk has said whether the file must stay here."""
        assert judgement in JUDGEMENTS, judgement
        if self._change(path, judgement=judgement):
            self._write("UPDATE recording SET judgement = ? WHERE path = ?", (judgement, path))

    def mark_stored(self, entry: BookEntry, store_id: str, stored_us: int) -> None:
        """The copy was read back and fits.

        An entry that got its owner meanwhile goes on waiting: its fact is still to be told.
        """
        self._stores.add(store_id)
        self._write("INSERT OR IGNORE INTO known_store VALUES (?)", (store_id,))
        with self._lock:
            known = self._entries.get(entry.path)
            if known is None or known.aggregate != entry.aggregate:
                return
            self._keep(replace(known, store_id=store_id, stored_us=stored_us))
        self._write(
            "UPDATE recording SET store_id = ?, stored_us = ? WHERE path = ? AND aggregate = ?",
            (store_id, stored_us, entry.path, entry.aggregate),
        )

    def begin_store(self, store_id: str) -> int:
        """This store is used from now on: files that are here and kept elsewhere only are copied again.

        Returns:
            How many those are.
        """
        with self._lock:
            others = [e for e in self._entries.values() if e.stored_us and e.store_id != store_id]
            for entry in others:
                self._keep(replace(entry, stored_us=0))
        for entry in others:
            self._write("UPDATE recording SET stored_us = 0 WHERE path = ?", (entry.path,))
        return len(others)

    def mark_freed(self, path: str, freed_us: int) -> None:
        """The local file was deleted."""
        self._drop(path)
        self._write("UPDATE recording SET freed_us = ? WHERE path = ?", (freed_us, path))

    def mark_back(self, entry: BookEntry) -> None:
        """A freed file was fetched again."""
        with self._lock:
            self._keep(replace(entry, freed_us=0))
        self._write("UPDATE recording SET freed_us = 0 WHERE path = ?", (entry.path,))

    def forget(self, path: str) -> None:
        """The file is gone and was never copied: nothing can be done for it any more."""
        self._drop(path)
        self._write("DELETE FROM recording WHERE path = ?", (path,))

    def _change(self, path: str, **values: object) -> bool:
        with self._lock:
            entry = self._entries.get(path)
            if entry is None:
                return False
            self._keep(replace(entry, **values))  # type: ignore[arg-type]
            return True

    def _keep(self, entry: BookEntry) -> None:
        """Under the lock."""
        self._entries[entry.path] = entry
        if entry.is_waiting:
            self._waiting[entry.path] = entry.recorded_us
        else:
            self._waiting.pop(entry.path, None)

    def _drop(self, path: str) -> None:
        with self._lock:
            self._entries.pop(path, None)
            self._waiting.pop(path, None)

    def _sorted(self, wanted: Callable[[BookEntry], bool]) -> list[BookEntry]:
        with self._lock:
            found = [entry for entry in self._entries.values() if wanted(entry)]
        return sorted(found, key=lambda entry: (entry.recorded_us, entry.path))

    # -- disk

    def _load(self) -> None:
        with _opened(self._path) as database:
            database.executescript(_SCHEMA)
            for row in database.execute(f"SELECT {_COLUMNS} FROM recording WHERE freed_us = 0"):
                self._keep(BookEntry(*row))
            self._stores = {row[0] for row in database.execute("SELECT store_id FROM known_store")}

    def _write(self, sql: str, values: tuple[object, ...]) -> None:
        self._queue.put((sql, values))

    def _run(self) -> None:
        is_ending = False
        while not is_ending:
            try:
                item = self._queue.get(timeout=_RETRY_S if self._unwritten else None)
                while item is not None:
                    self._unwritten.append(item)
                    item = self._queue.get_nowait()
                is_ending = True
            except queue.Empty:
                pass
            self._flush()

    def _flush(self) -> None:
        if not self._unwritten:
            return
        try:
            with _opened(self._path) as database:
                database.executescript(_SCHEMA)
                database.execute("BEGIN IMMEDIATE")
                for sql, values in self._unwritten:
                    database.execute(sql, values)
                database.execute("COMMIT")
        except sqlite3.Error as fault:
            log.info("the book of recordings waits for its disk", extra={"fault": type(fault).__name__})
        else:
            self._unwritten.clear()


class _opened:  # noqa: N801 - used like a function
    """A connection for one piece of work: rare enough that a kept one would only be a thing to repair."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._database = sqlite3.connect(self._path, isolation_level=None, timeout=5.0)
        try:
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error:
            self._database.close()
            raise
        return self._database

    def __exit__(self, *_fault: object) -> None:
        self._database.close()
