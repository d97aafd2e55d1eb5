"""What happens when the disk refuses. A page limit plays the full disk, a second writer the lock."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note, offered, opened_ticket, raw_query
from sqlalchemy import event

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models import store as store_module
from batola_desk.models.journal import Journal
from batola_desk.models.rows import AppendResult, JournalStatus
from batola_desk.models.verify import verify

pytestmark = pytest.mark.expects_log


class FullDisk:
    """Limits the pages of the writer's connections while ``full``."""

    def __init__(self, journal: Journal, path: Path) -> None:
        self.full = False
        self._path = path
        event.listen(journal.engine, "begin", self._limit)

    def _limit(self, connection: object) -> None:
        pages = 1 if self.full else 1_000_000  # SQLite raises it to the size the file has: no page more
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]


class Listener:
    def __init__(self) -> None:
        self.statuses: list[JournalStatus] = []
        self.provisional: list[AppendResult] = []

    def options(self) -> dict[str, object]:
        return {"on_status": self.statuses.append, "on_provisional": self.provisional.append}

    def wait_for(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + WAIT_S
        while not condition():
            assert time.monotonic() < until, (self.statuses, len(self.provisional))
            time.sleep(0.005)


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "RETRY_DELAYS_S", (0.01, 0.02))


def test_a_full_disk_keeps_facts_in_order_and_the_operator_goes_on(
    opened: Callable[..., Journal], path: Path
) -> None:
    heard = Listener()
    desk = Desk(opened(**heard.options()))
    disk = FullDisk(desk.journal, path)
    desk.write(opened_ticket("i1", "112-6304-20250825-A0001"))
    disk.full = True
    store = desk.journal.store
    long = "asap tebal " * 2_000
    futures = [store.append([note("i1", f"{n} {long}", f"n{n}")], actor="sari", desk="A") for n in range(5)]
    futures.append(store.append([opened_ticket("i2", "112-6304-20250825-A0002")], actor="sari", desk="A"))
    heard.wait_for(lambda: len(heard.provisional) == 6)
    assert not any(future.done() for future in futures)
    assert store.status.state == "retrying"
    assert store.status.code == "disk_full"
    assert all(result.pending_disk for result in heard.provisional)
    incident = desk.reader.incident("i1").result(WAIT_S)
    assert incident is not None
    assert len(incident.notes) == 5
    board = desk.reader.open_incidents().result(WAIT_S)
    assert [(row.incident_id, row.pending_disk) for row in board] == [("i1", True), ("i2", True)]
    assert raw_query(path, "SELECT count(*) FROM journal") == [(1,)]

    disk.full = False
    written = [future.result(WAIT_S) for future in futures]
    assert [result.facts[0].oseq for result in written] == [2, 3, 4, 5, 6, 7]
    assert written[0].facts == heard.provisional[0].facts
    heard.wait_for(lambda: store.status == JournalStatus())
    assert heard.statuses[-1] == JournalStatus()
    board = desk.reader.open_incidents().result(WAIT_S)
    assert [(row.incident_id, row.pending_disk) for row in board] == [("i1", False), ("i2", False)]
    desk.journal.close()
    assert verify(path).exit_code == 0


def test_a_journal_locked_by_a_foreign_program_is_waited_for(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batola_desk.models import database

    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    heard = Listener()
    desk = Desk(opened(**heard.options()))
    intruder = sqlite3.connect(path, isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")
    future = desk.journal.store.append([offered("k1")], actor="sari", desk="A")
    heard.wait_for(lambda: desk.journal.store.status.code == "journal_locked")
    assert not future.done()
    intruder.execute("ROLLBACK")
    intruder.close()
    assert future.result(WAIT_S).facts[0].oseq == 1


def test_a_commit_that_landed_although_it_reported_a_fault_is_not_written_twice(
    opened: Callable[..., Journal], path: Path
) -> None:
    heard = Listener()
    desk = Desk(opened(**heard.options()))
    lied: list[int] = []

    @event.listens_for(desk.journal.engine, "commit")
    def lie_once(connection: object) -> None:
        written = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()  # type: ignore[attr-defined]
        if written and not lied:
            lied.append(1)
            connection.exec_driver_sql("COMMIT")  # type: ignore[attr-defined]
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
            raise error

    answer = desk.write(opened_ticket("i1", "T-1"), note("i1", "satu"))
    assert lied
    assert [fact.oseq for fact in answer.facts] == [1, 2]
    assert [status.code for status in heard.statuses][:1] == ["disk_io"]
    desk.journal.close()
    assert raw_query(path, "SELECT count(*) FROM journal") == [(2,)]
    assert verify(path).exit_code == 0


def test_a_fault_of_ours_hits_only_the_append_that_caused_it(
    opened: Callable[..., Journal], path: Path
) -> None:
    desk = Desk(opened())
    desk.write(offered("k0"))
    raw_query(
        path,
        "CREATE TRIGGER trap BEFORE INSERT ON journal WHEN NEW.aggregates LIKE '%poison%' "
        "BEGIN SELECT RAISE(ABORT, 'trap'); END",
    )
    keys = ["k1", "k2", "poison", "k3"]
    futures = [desk.journal.store.append([offered(key)], actor="sari", desk="A") for key in keys]
    with pytest.raises(Exception, match="trap"):
        futures[2].result(WAIT_S)
    assert [futures[n].result(WAIT_S).facts[0].oseq for n in (0, 1, 3)] == [2, 3, 4]
    raw_query(path, "DROP TRIGGER trap")
    desk.journal.close()
    assert verify(path).exit_code == 0


def test_the_waiting_list_is_bounded_and_says_so(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "MAX_WAITING_FACTS", 3)
    heard = Listener()
    desk = Desk(opened(**heard.options()))
    disk = FullDisk(desk.journal, path)
    disk.full = True
    store = desk.journal.store
    long = "x" * 30_000
    kept = [store.append([note("i1", long, f"n{n}")], actor="sari", desk="A") for n in range(3)]
    refused = store.append([note("i1", "y", "n9")], actor="sari", desk="A")
    with pytest.raises(EnvironmentFault) as full:
        refused.result(WAIT_S)
    assert full.value.code == "journal_queue_full"
    disk.full = False
    assert [future.result(WAIT_S).facts[0].oseq for future in kept] == [1, 2, 3]


def test_closing_while_the_disk_refuses_says_what_was_not_written(
    opened: Callable[..., Journal], path: Path
) -> None:
    heard = Listener()
    desk = Desk(opened(**heard.options()))
    disk = FullDisk(desk.journal, path)
    disk.full = True
    future = desk.journal.store.append([note("i1", "x" * 30_000)], actor="sari", desk="A")
    heard.wait_for(lambda: bool(heard.provisional))
    assert desk.journal.store.close() == 1
    with pytest.raises(EnvironmentFault) as lost:
        future.result(WAIT_S)
    assert lost.value.code == "journal_not_written"


def test_a_listener_that_breaks_does_not_stop_the_writer(opened: Callable[..., Journal], path: Path) -> None:
    def break_down(_value: object) -> None:
        raise RuntimeError("listener")

    desk = Desk(opened(on_status=break_down, on_provisional=break_down))
    disk = FullDisk(desk.journal, path)
    disk.full = True
    future = desk.journal.store.append([note("i1", "x" * 30_000)], actor="sari", desk="A")
    time.sleep(0.05)
    disk.full = False
    assert future.result(WAIT_S).facts[0].oseq == 1
