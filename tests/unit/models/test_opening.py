from __future__ import annotations

import contextlib
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note, offered, opened_ticket, raw_query, whole_call

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models import journal as journal_module
from batola_desk.models.database import connect_plain
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.rows import AppendResult, JournalStatus
from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.models.verify import verify
from tests.support.stories import cut_the_power

PAGE = 4096


def filled(path: Path, calls: int = 400) -> int:
    """Write a journal worth damaging; return how many facts are in it."""
    journal = open_journal(path, app_version="9.9")
    desk = Desk(journal)
    futures = [
        journal.store.append(whole_call(f"k{n}", f"0812{n:06d}"), actor="sari", desk="A")
        for n in range(calls)
    ]
    for future in futures:
        future.result(WAIT_S)
    desk.write(opened_ticket("i1", "112-6304-20250825-A0001"), note("i1", "kebakaran"))
    journal.close()
    return calls * 3 + 2


def pages_of(path: Path, *names: str) -> list[int]:
    """Return page numbers of tables or indexes, asked from a sound file."""
    marks = ",".join("?" for _ in names)
    try:
        rows = raw_query(path, f"SELECT pageno FROM dbstat WHERE name IN ({marks})", *names)
    except sqlite3.OperationalError:
        pytest.skip("this SQLite has no dbstat")
    return [int(str(row[0])) for row in rows]


def overwrite(path: Path, pages: list[int]) -> None:
    noise = random.Random(112)
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(noise.randbytes(PAGE))


def test_a_first_start_says_that_the_file_is_new(opened: Callable[..., Journal], path: Path) -> None:
    journal = opened()
    assert journal.report.health == "created"
    assert not journal.report.unclean_stop
    assert raw_query(path, "PRAGMA journal_mode") == [("wal",)]


def test_a_clean_stop_and_an_unclean_one_are_told_apart(opened: Callable[..., Journal], path: Path) -> None:
    opened().close()
    journal = opened()
    assert (journal.report.health, journal.report.unclean_stop) == ("healthy", False)
    Desk(journal).write(offered("k1"))
    copy = path.with_name("copy.sqlite")
    cut_the_power(path, copy)
    again = opened(copy)
    assert (again.report.health, again.report.unclean_stop) == ("healthy", True)
    assert [row.call_key for row in again.reader.recent_calls().result(WAIT_S)] == ["k1"]


def test_two_screens_cannot_open_the_same_journal(opened: Callable[..., Journal]) -> None:
    opened()
    with pytest.raises(EnvironmentFault) as refused:
        opened()
    assert refused.value.code == "journal_in_use"


def test_a_newer_file_is_refused_and_left_untouched(opened: Callable[..., Journal], path: Path) -> None:
    opened().close()
    raw_query(path, "UPDATE alembic_version SET version_num = '0999'")
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault) as refused:
        opened()
    assert refused.value.code == "journal_newer"
    assert refused.value.values == {"file_revision": "0999", "program_revision": SCHEMA_REVISION}
    assert path.read_bytes() == before
    with pytest.raises(EnvironmentFault):  # and the lock was given back
        opened()


@pytest.mark.expects_log
def test_zero_bytes_are_damage_and_not_an_empty_journal(opened: Callable[..., Journal], path: Path) -> None:
    filled(path, 3)
    path.write_bytes(b"")
    journal = opened()
    assert journal.report.health == "damaged"
    assert journal.report.rescued == 0
    assert journal.report.lost is None
    assert journal.report.damaged_path is not None
    assert journal.report.damaged_path.exists()
    Desk(journal).write(offered("after"))


@pytest.mark.expects_log
def test_a_file_that_is_no_database_is_set_aside_unchanged(
    opened: Callable[..., Journal], path: Path
) -> None:
    path.write_bytes(b"catatan belanja\n" * 1_000)
    journal = opened()
    assert journal.report.health == "damaged"
    assert journal.report.damaged_path is not None
    assert journal.report.damaged_path.name.startswith("journal.damaged-")
    assert journal.report.damaged_path.read_bytes() == b"catatan belanja\n" * 1_000
    Desk(journal).write(offered("after"))


@pytest.mark.expects_log
def test_garbage_over_an_index_costs_nothing(opened: Callable[..., Journal], path: Path) -> None:
    facts = filled(path)
    overwrite(path, pages_of(path, "sqlite_autoindex_journal_1")[1:4])
    journal = opened()
    assert journal.report.health == "damaged"
    assert (journal.report.rescued, journal.report.lost) == (facts, 0)
    assert len(journal.reader.calls_to_classify().result(WAIT_S)) == 400
    journal.close()
    assert verify(path).exit_code == 0


@pytest.mark.expects_log
def test_garbage_over_the_journal_costs_only_what_was_there(
    opened: Callable[..., Journal], path: Path
) -> None:
    facts = filled(path)
    leaves = [
        int(str(row[0]))
        for row in raw_query(path, "SELECT pageno FROM dbstat WHERE name='journal' AND pagetype='leaf'")
    ]
    overwrite(path, leaves[5:8])
    journal = opened()
    report = journal.report
    assert report.health == "damaged"
    assert report.lost is not None
    assert 0 < report.lost < 60
    assert report.rescued + report.lost == facts
    incident = journal.reader.incident("i1").result(WAIT_S)
    assert incident is not None
    assert incident.notes[0].text == "kebakaran"
    old_origin = raw_query(path, "SELECT DISTINCT origin FROM journal")
    result = Desk(journal).write(offered("after"))
    assert result.facts[0].oseq == 1
    assert (result.facts[0].origin,) not in old_origin
    journal.close()
    check = verify(path)
    assert check.exit_code == 0
    assert len(check.known_losses) >= 1


@pytest.mark.expects_log
def test_a_file_cut_in_the_middle_gives_back_its_first_part(
    opened: Callable[..., Journal], path: Path
) -> None:
    facts = filled(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10 // PAGE * PAGE])
    journal = opened()
    assert journal.report.health == "damaged"
    assert 0 < journal.report.rescued < facts
    assert journal.report.lost is None or journal.report.lost > 0
    journal.close()
    assert verify(path).exit_code == 0


@pytest.mark.expects_log
def test_a_file_without_its_first_page_still_gives_back_its_facts(
    opened: Callable[..., Journal], path: Path
) -> None:
    facts = filled(path, 50)
    extra = open_journal(path, app_version="9.9")
    Desk(extra).write(note("i1", "sangat panjang " * 2_000, "n2"))  # spills over several pages
    extra.close()
    overwrite(path, [1])
    journal = opened()
    assert (journal.report.health, journal.report.rescued) == ("damaged", facts + 1)
    incident = journal.reader.incident("i1").result(WAIT_S)
    assert incident is not None
    assert len(incident.notes) == 2


@pytest.mark.expects_log
@pytest.mark.parametrize("seed", range(8))
def test_random_damage_never_raises_and_never_lies(
    opened: Callable[..., Journal], path: Path, seed: int
) -> None:
    facts = filled(path, 60)
    noise = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(noise.randrange(1, 400)):
        data[noise.randrange(len(data))] = noise.randrange(256)
    path.write_bytes(data)
    journal = opened()
    report = journal.report
    if report.health == "damaged":
        assert report.rescued <= facts
        assert report.lost is None or report.rescued + report.lost == facts
    Desk(journal).write(offered("after"))
    journal.close()
    if report.health == "damaged":
        assert verify(path).exit_code == 0


@pytest.mark.expects_log
def test_a_changed_fact_is_noticed_at_the_start(opened: Callable[..., Journal], path: Path) -> None:
    facts = filled(path, 5)
    raw_query(path, "DROP TRIGGER journal_no_update")
    raw_query(path, "UPDATE journal SET actor = 'other' WHERE row_id = 7")
    assert verify(path).chain_faults[0].endswith("/7")
    journal = opened()
    assert journal.report.health == "damaged"
    assert (journal.report.rescued, journal.report.lost) == (facts - 1, 1)


@pytest.mark.expects_log
def test_damage_met_while_running_is_reported_and_repaired_at_the_next_start(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "CHECK_CLEAN_BYTES", 0)  # as if the file were too long to check
    facts = filled(path)
    overwrite(path, pages_of(path, "call_row"))
    statuses: list[JournalStatus] = []
    first = opened(on_status=statuses.append)
    assert first.report.health == "healthy"
    first.store.append([offered("after")], actor="sari", desk="A")
    until = time.monotonic() + WAIT_S
    while not statuses:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert (statuses[0].state, statuses[0].code) == ("failed", "journal_damaged")
    assert first.close() == 1
    second = opened()
    assert (second.report.health, second.report.rescued) == ("damaged", facts)
    second.close()
    assert opened().report.health == "healthy"


@pytest.mark.expects_log
def test_a_look_at_every_page_finds_damage_that_the_start_did_not_look_for(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "CHECK_CLEAN_BYTES", 0)
    facts = filled(path, 50)
    first = opened()
    assert first.reader.check_pages().result(WAIT_S)
    first.close()
    overwrite(path, pages_of(path, "operator_row"))
    second = opened()
    assert second.report.health == "healthy"
    with contextlib.suppress(EnvironmentFault):  # SQLite may list the damage or stop at it
        assert not second.reader.check_pages().result(WAIT_S)
    second.close()
    assert opened().report.rescued == facts


@pytest.mark.expects_log
def test_when_the_rescue_cannot_be_written_the_file_stays_and_opens_read_only(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path)
    overwrite(path, pages_of(path, "sqlite_autoindex_journal_1")[1:4])
    damaged = path.read_bytes()

    def no_room(*_args: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(journal_module, "rescue_into", no_room)
    journal = opened()
    report = journal.report
    assert (report.read_only, report.read_only_code) == (True, "disk_full")
    assert path.read_bytes() == damaged
    assert len(journal.reader.calls_to_classify().result(WAIT_S)) == 400
    journal.store.append([offered("after")], actor="sari", desk="A")
    row = next(iter(journal.reader.recent_calls(1).result(WAIT_S)))
    assert journal.close() == 1
    assert row.call_key in {"after", "k399"}


@pytest.mark.expects_log
def test_a_journal_that_may_not_be_written_shows_everything_and_keeps_new_facts_in_memory(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path, 3)
    monkeypatch.setattr(journal_module.os, "access", lambda *_: False)  # tests may run as a user who may all
    before = path.read_bytes()
    waiting: list[AppendResult] = []
    journal = opened(on_provisional=waiting.append)
    assert (journal.report.read_only, journal.report.read_only_code) == (True, "journal_read_only")
    future = journal.store.append([opened_ticket("i2", "T-2")], actor="sari", desk="A")
    until = time.monotonic() + WAIT_S
    while not waiting:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert not future.done()
    board = journal.reader.open_incidents().result(WAIT_S)
    assert [(row.incident_id, row.pending_disk) for row in board] == [("i1", False), ("i2", True)]
    assert journal.store.status.state == "failed"
    assert journal.close() == 1
    assert path.read_bytes() == before


def test_a_path_with_odd_characters_works(opened: Callable[..., Journal], tmp_path: Path) -> None:
    odd = tmp_path / "petugas #1 100% é?" / "journal.sqlite"
    Desk(opened(odd)).write(offered("k1"))
    assert odd.exists()
    connection = connect_plain(odd, read_only=True)
    assert connection.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    connection.close()
