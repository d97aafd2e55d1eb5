"""Pages of the room's journal when the disk refuses, the power goes, or the file is damaged."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note, offered, opened_ticket, raw_query
from sqlalchemy import event

from batola_desk.domain.events.incident import IncidentNoteAdded, IncidentOpened
from batola_desk.models import store as store_module
from batola_desk.models.journal import Journal
from batola_desk.models.rows import JournalStatus
from batola_desk.models.verify import verify
from tests.support.room_double import OtherDesk, RoomDouble
from tests.support.waiting import until

PAGE = 4096


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "RETRY_DELAYS_S", (0.02,))


def filled_room(facts: int, text: str = "x") -> RoomDouble:
    room, other = RoomDouble(), OtherDesk()
    for number in range(facts):
        room.submit(
            other.write(IncidentNoteAdded(note_id=f"n{number}", text=text), f"incident:{number % 50}")
        )
    return room


@pytest.mark.expects_log
def test_a_page_waits_for_the_disk_and_own_facts_do_not_wait_for_it(
    opened: Callable[..., Journal], path: Path
) -> None:
    statuses: list[JournalStatus] = []
    desk = Desk(opened(on_status=statuses.append))
    desk.write(opened_ticket("i1", "T-1"))
    room = filled_room(40, "asap tebal " * 3_000)
    full = [True]

    def limit(connection: object) -> None:
        used = raw_query(path, "PRAGMA page_count")[0][0]
        pages = int(str(used)) + 30 if full[0] else 1_000_000  # room for a fact, not for a page of 1.3 MB
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    event.listen(desk.journal.engine, "begin", limit)
    store = desk.journal.store
    page = store.apply_room(room.page(0))
    until(lambda: store.status.code == "disk_full")
    for number in range(5):
        assert not desk.write(note("i1", "tetap tersimpan", f"n{number}")).pending_disk
    assert not page.done()
    assert raw_query(path, "SELECT count(*) FROM room_entry") == [(0,)]
    assert store.status == JournalStatus(state="retrying", waiting=0, code="disk_full")
    full[0] = False
    assert page.result(WAIT_S).head.seq == 40
    until(lambda: store.status == JournalStatus())
    assert [status.code for status in statuses][:1] == ["disk_full"]
    desk.write(note("i1", "lagi", "n9"))
    desk.journal.close()
    assert verify(path).exit_code == 0


@pytest.mark.expects_log
def test_closing_while_a_page_waits_for_the_disk_does_not_wait(
    opened: Callable[..., Journal], path: Path
) -> None:
    desk = Desk(opened())
    desk.write(offered("k1"))
    event.listen(
        desk.journal.engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA max_page_count=1")
    )
    page = desk.journal.store.apply_room(filled_room(30, "z" * 30_000).page(0))
    until(lambda: desk.journal.store.status.code == "disk_full")
    assert desk.journal.close() == 0
    with pytest.raises(Exception, match="journal_closed"):
        page.result(WAIT_S)


@pytest.mark.expects_log
def test_a_fault_of_ours_in_a_page_is_told_and_the_writer_goes_on(
    opened: Callable[..., Journal], path: Path
) -> None:
    desk = Desk(opened())
    raw_query(path, "CREATE TRIGGER trap BEFORE INSERT ON room_entry BEGIN SELECT RAISE(ABORT, 'trap'); END")
    room = filled_room(3)
    with pytest.raises(Exception, match="trap"):
        desk.journal.store.apply_room(room.page(0)).result(WAIT_S)
    raw_query(path, "DROP TRIGGER trap")
    desk.write(offered("k1"))
    assert desk.journal.store.apply_room(room.page(0)).result(WAIT_S).head.seq == 3
    desk.journal.close()
    assert verify(path).exit_code == 0


TAKER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models import room_writer
from batola_desk.models.journal import open_journal
from tests.support.room_double import OtherDesk, RoomDouble

room_writer.CUT_AT_ONCE = 20
room, other = RoomDouble(), OtherDesk()
for number in range(3_000):
    event = IncidentNoteAdded(note_id=str(number), text="baris " * 20)
    room.submit(other.write(event, f"incident:{number % 150}"))
journal = open_journal(Path(sys.argv[1]), app_version="9.9")
seq = journal.reader.room_head().result().seq
number = 0
while True:
    pages = [journal.store.apply_room(room.page(at, 100)) for at in range(seq, seq + 400, 100)]
    for _ in range(4):
        number += 1
        event = IncidentNoteAdded(note_id=f"own{number}", text="sendiri")
        fact = NewFact(event=event, aggregates=(f"incident:{number % 150}",))
        print("own", journal.store.append([fact], actor="sari", desk="A").result().facts[0].oseq, flush=True)
    for page in pages:
        seq = page.result().head.seq
        print("room", seq, flush=True)
    if seq > 600:
        seq = journal.store.cut_room(seq - 300).result().head.seq
        print("cut", seq, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_in_the_middle_of_pages_and_cuts_leaves_a_whole_history(
    opened: Callable[..., Journal], path: Path
) -> None:
    folder = str(Path(__file__).parents[3])
    own = 0
    for lines, later_s in ((6, 0.01), (14, 0.02), (19, 0.05)):  # among own facts, pages, and in a cut
        process = subprocess.Popen(
            [sys.executable, "-c", TAKER, str(path), folder], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        told: list[str] = []
        for line in process.stdout:
            told.append(line.strip())
            if len(told) >= lines:
                break
        time.sleep(later_s)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split("\n")[:-1]
        process.wait()
        process.stdout.close()
        own = max([own, *(int(line.split()[1]) for line in told if line.startswith("own ") and line[4:])])
        journal = opened()
        assert journal.report.health == "healthy"
        seq = journal.reader.room_head().result(WAIT_S).seq
        journal.close()
        assert raw_query(path, "SELECT count(*), max(seq) FROM room_entry") == [(seq, seq or None)]
        ((written,),) = raw_query(path, "SELECT count(*) FROM journal WHERE desk = 'A'")
        assert int(str(written)) >= own
        report = verify(path)
        assert report.exit_code == 0, report


def damaged(path: Path, table: str) -> None:
    """Write noise over a page in the middle of a table of a closed file."""
    try:
        rows = raw_query(
            path, "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", table
        )
    except sqlite3.OperationalError:
        pytest.skip("this SQLite has no dbstat")
    noise = random.Random(112)
    with path.open("r+b") as file:
        file.seek((int(str(rows[len(rows) // 2][0])) - 1) * PAGE)
        file.write(noise.randbytes(PAGE))


@pytest.mark.expects_log
@pytest.mark.parametrize("table", ["room_entry", "journal", "journal_aggregate", "pending_fact"])
def test_what_a_rescue_loses_of_the_rooms_journal_is_pulled_again(
    opened: Callable[..., Journal], path: Path, table: str
) -> None:
    desk = Desk(opened())
    desk.write(opened_ticket("0", "T-1"))
    room = filled_room(300)
    for fact in desk.reader.pending().result(WAIT_S):
        room.submit(fact.envelope)
    desk.journal.store.apply_room(room.page(0)).result(WAIT_S)
    desk.write(note("0", "belum dikirim", "own"))
    desk.journal.close()
    damaged(path, table)
    desk = Desk(opened())
    assert desk.journal.report.health == "damaged"
    head = desk.reader.room_head().result(WAIT_S)
    assert head.seq < 301 if table in {"room_entry", "journal"} else head.seq == 301
    if head.seq:
        assert head.hash == room.entries[head.seq - 1].hash
    desk.journal.close()
    report = verify(path)
    assert report.exit_code == 0, report
    desk = Desk(opened())
    applied = desk.journal.store.apply_room(room.page(head.seq)).result(WAIT_S)
    assert applied.head.seq == 301
    assert desk.reader.judged_facts(limit=1, only_problems=False).result(WAIT_S)[0].fact.seq == 301
    desk.journal.close()
    report = verify(path)
    assert report.exit_code == 0, report


@pytest.mark.expects_log
def test_a_rescue_keeps_who_this_desk_was_and_what_was_wrong_with_others(
    opened: Callable[..., Journal], path: Path
) -> None:

    desk = Desk(opened())
    desk.write(opened_ticket("i1", "T-1"))
    room, other = RoomDouble(), OtherDesk()
    room.submit(other.write(IncidentOpened(ticket_number="T-2"), "incident:i2"))
    (fact,) = desk.reader.pending().result(WAIT_S)
    forged = room.entries[0]._replace(body='{"ticket_number":"T-9"}')
    desk.journal.store.apply_room([forged]).result(WAIT_S)
    origin = desk.journal.origin
    desk.journal.close()
    damaged(path, "journal_loss")
    desk = Desk(opened())
    assert desk.journal.report.health == "damaged"
    assert desk.journal.origin != origin
    assert [judged.problem for judged in desk.reader.judged_facts().result(WAIT_S)] == ["altered"]
    room.submit(fact.envelope)
    applied = desk.journal.store.apply_room(room.page(1)).result(WAIT_S)
    assert [judged.fact.origin for judged in applied.judged] == [origin]
    desk.journal.close()
    assert verify(path).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM room_entry WHERE seq = 2", "missing: 2-2"),
        ("UPDATE room_entry SET prev_hash = x'00' WHERE seq = 3", "not chained: 3"),
        ("UPDATE room_entry SET row_id = 99 WHERE seq = 2", "no fact: 2"),
        ("INSERT INTO pending_fact VALUES (1)", "placed and waiting: 1"),
        ("DELETE FROM pending_fact", "neither placed nor waiting: 5"),
        ("INSERT INTO pending_fact VALUES (77)", "waits without a fact: 77"),
        ("UPDATE journal_aggregate SET seq = 9 WHERE row_id = 2", "folded at another place: 2"),
    ],
)
def test_verify_checks_the_copy_of_the_rooms_journal(
    opened: Callable[..., Journal], path: Path, statement: str, finding: str
) -> None:
    desk = Desk(opened())
    desk.journal.store.apply_room(filled_room(4).page(0)).result(WAIT_S)
    desk.write(offered("k1"))
    desk.journal.close()
    assert verify(path).exit_code == 0
    raw_query(path, statement)
    report = verify(path)
    assert finding in report.room_faults
    assert report.exit_code == 2
