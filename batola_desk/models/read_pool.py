"""Threads that read the journal, each with a read-only connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from batola_desk.models.database import as_fault

READER_THREADS: Final = 2

_Answer = TypeVar("_Answer")


class ReadPool:
    """Runs reads, each in a transaction of its own. Thread: any; futures resolve on the pool's threads.

    Args:
        on_damage: called on a thread of the pool when the file turns out to be damaged.
    """

    def __init__(self, engine: Engine, *, on_damage: Callable[[], None]) -> None:
        self._engine = engine
        self._on_damage = on_damage
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._threads = ThreadPoolExecutor(READER_THREADS, thread_name_prefix="journal-reader")

    def close(self) -> None:
        """Finish running reads and end the threads."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    def ask(self, read: Callable[[Connection], _Answer]) -> Future[_Answer]:
        """Run one read; its future fails with ``EnvironmentFault`` where the file or the disk does."""
        return self._threads.submit(self._answer, read)

    def _answer(self, read: Callable[[Connection], _Answer]) -> _Answer:
        try:
            connection: Connection | None = getattr(self._local, "connection", None)
            if connection is None:
                connection = self._local.connection = self._engine.connect()
                self._connections.append(connection)
            with connection.begin():
                return read(connection)
        except (DBAPIError, sqlite3.Error, OSError) as error:
            fault = as_fault(error)
            if fault is None:
                raise
            if fault.code == "journal_damaged":
                self._on_damage()
            raise fault from error
