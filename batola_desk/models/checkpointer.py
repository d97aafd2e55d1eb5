"""Copies the log into the file beside the writer, so that no own fact waits for it. Thread: its own.

SQLite would do it at the end of whichever commit makes the log long: 5 to 10 ms that somebody feels who has
just pressed a key, more in a file of a million facts, whose pages lie far apart. A passive checkpoint of
another connection holds nobody up. The writer's own is still there for a log that grows all the same
(``database.LOG_PAGES_MAX``). Source: SQLite, "Write-Ahead Logging" §2.1 and §3.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path
from typing import Final

from batola_desk.models.database import connect_plain, fault_code

log = logging.getLogger("batola.models")

PAGES_BETWEEN: Final = 1_000  # LIMIT: of the log between two copies, SQLite's own idea: 4 MB
PAGES_OF_COMMIT: Final = 12  # about, measured: what each commit writes of the trees' inner pages and ends
ROWS_IN_PAGE: Final = 14


class Checkpointer:
    """Copies whenever enough was written. ``on_commit`` comes from the writer's thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._due = threading.Event()
        self._is_ending = False
        self._rows = 0  # changed by the writer's connection when it last said so
        self._pages = 0  # about so many are in the log since the last copy
        self._thread = threading.Thread(target=self._run, name="journal-checkpoint", daemon=True)
        self.count = 0  # copies made

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def on_commit(self, rows_changed: int) -> None:
        """The writer may have committed; so many rows has its connection changed in all."""
        rows, self._rows = rows_changed - self._rows, rows_changed
        if rows < 0:  # a new connection counts from the beginning
            rows = rows_changed
        if rows:
            self._pages += PAGES_OF_COMMIT + rows // ROWS_IN_PAGE
        if self._pages >= PAGES_BETWEEN:
            self._pages = 0
            self._due.set()

    def stop(self) -> None:
        """End the thread; the last connection that closes copies what is left."""
        self._is_ending = True
        self._due.set()
        self._thread.join()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while self._due.wait() and not self._is_ending:
            self._due.clear()
            try:
                connection = connection or connect_plain(self._path, read_only=False)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self.count += 1
            except sqlite3.Error as error:  # what is wrong with disk or file, the writer meets and tells
                log.info("the log stays for now", extra={"code": fault_code(error)})
        if connection is not None:
            connection.close()
