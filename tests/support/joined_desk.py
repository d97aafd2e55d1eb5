"""A journal that takes part in a real room by the real exchange, without a desk around it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from batola_desk.models.journal import Journal
from batola_desk.sync.address import Address
from batola_desk.sync.client import SyncClient
from batola_desk.sync.postgres import connect
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD


@contextlib.contextmanager
def joined(journal: Journal, address: Address, login: str) -> Iterator[SyncThread]:
    """Exchange with the room, as this machine, for as long as the block lasts."""

    async def join(who: Credentials) -> Any:
        return await connect(address, who.login, who.password)

    machine = Credentials(login, PASSWORD)
    thread = SyncThread(lambda: SyncClient(journal.store, journal.reader, join, machine=machine))
    thread.start()
    try:
        yield thread
    finally:
        thread.stop()


def until_told(journal: Journal, limit_s: float = 60.0) -> None:
    """Wait until the room has, and has judged, everything of this file."""
    _until(lambda: journal.reader.pending_count().result(10) == 0, limit_s, "the room has not everything")


def until_in_step(journal: Journal, seq: int, limit_s: float = 60.0) -> None:
    """Wait until this file knows the room up to an entry."""
    _until(lambda: journal.reader.room_head().result(10).seq >= seq, limit_s, "the file is behind the room")


def _until(question: Any, limit_s: float, complaint: str) -> None:
    end_s = time.monotonic() + limit_s
    while not question():
        if time.monotonic() > end_s:
            raise TimeoutError(complaint)
        time.sleep(0.05)
