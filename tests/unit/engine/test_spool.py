"""Facts survive whatever happens to the process and to the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from batola_desk.domain.ids import new_id
from batola_desk.engine import spool as spool_module
from batola_desk.engine.spool import FactSpool
from batola_desk.ipc.messages import SpooledFact
from tests.support.waiting import until


def fact(kind: str, key: str = "k1", **body: object) -> SpooledFact:
    return SpooledFact(
        fact_id=new_id(), kind=kind, aggregates=(f"call:{key}",), occurred_us=1_700_000_000_000_000, body=body
    )


def no_fault(faulty: bool) -> None:
    assert not faulty, "no fault expected"


def reopened(path: Path) -> FactSpool:
    spool = FactSpool(path, no_fault)
    spool.start()
    spool.stop()
    return spool


def test_unconfirmed_facts_come_again_in_order_and_confirmed_ones_do_not(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    spool = FactSpool(path, no_fault)
    spool.start()
    facts = [fact("call.digit_received", digit=str(number)) for number in range(10)]
    for one in facts:
        spool.append(one)
    assert spool.pending() == tuple(facts)
    spool.confirm([facts[0].fact_id, facts[4].fact_id, "never heard of"])
    spool.stop()
    assert reopened(path).pending() == tuple(facts[1:4] + facts[5:])


def test_what_the_last_engine_left_unfinished_is_known_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    spool = FactSpool(path, no_fault)
    spool.start()
    for key in ("a", "b", "c"):
        spool.append(fact("call.offered", key))
        spool.recording_opened(f"2026/{key}.wav", f"call:{key}")
    spool.append(fact("call.ended", "b", cause="caller_hung_up"))
    spool.recording_closed("2026/b.wav", fact("call.recorded", "b"))
    spool.recording_forgotten("2026/c.wav")
    spool.stop()
    left_over = reopened(path).left_over
    assert set(left_over.live_calls) == {"call:a", "call:c"}
    assert left_over.open_recordings == (("2026/a.wav", "call:a"),)


WRITER = """
import sys, time
from pathlib import Path
from batola_desk.engine.spool import FactSpool
from batola_desk.ipc.messages import (SpooledFact)
spool = FactSpool(Path(sys.argv[1]), lambda faulty: None)
spool.start()
for number in range(1_000_000):
    spool.append(SpooledFact(fact_id=f"f{number:07}", kind="call.offered", aggregates=(f"call:{number}",),
                             occurred_us=number, body={"number": str(number)}))
    print(number, flush=True)
    time.sleep(0.01)
"""


def test_facts_survive_a_killed_engine_up_to_the_last_commit(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    with writer:
        last = 0
        while last < 150:
            last = int(writer.stdout.readline())
        writer.kill()
    spool = reopened(path)
    kept = [one.fact_id for one in spool.pending()]
    assert kept == [f"f{number:07}" for number in range(len(kept))], "a gap in the middle"
    assert len(kept) >= last - 100, "more than a second of facts lost"
    assert len(spool.left_over.live_calls) == len(kept)


@pytest.mark.expects_log
def test_a_disk_that_fails_costs_no_fact_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "_RETRY_S", 0.02)
    told: list[bool] = []
    path = tmp_path / "not there yet" / "spool.sqlite"
    spool = FactSpool(path, told.append)
    spool.start()
    first, second = fact("call.offered"), fact("call.answered")
    spool.append(first)
    spool.append(second)
    assert told == [True]
    assert spool.pending() == (first, second)
    path.parent.mkdir()
    until(lambda: told == [True, False])
    spool.stop()
    assert reopened(path).pending() == (first, second)


@pytest.mark.expects_log
def test_a_damaged_file_is_set_aside_and_never_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "_RETRY_S", 0.02)
    path = tmp_path / "spool.sqlite"
    path.write_bytes(b"this is no database" * 500)
    told: list[bool] = []
    spool = FactSpool(path, told.append)
    spool.start()
    kept = fact("call.offered")
    spool.append(kept)
    until(lambda: told == [True, False])
    spool.stop()
    assert spool.was_set_aside
    (aside,) = tmp_path.glob("spool.sqlite.broken-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert reopened(path).pending() == (kept,)


@pytest.mark.expects_log
def test_a_spool_of_a_newer_engine_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "_RETRY_S", 0.02)
    path = tmp_path / "spool.sqlite"
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version=99")
    database.close()
    spool = FactSpool(path, lambda faulty: None)
    spool.start()
    spool.stop()
    (aside,) = tmp_path.glob("spool.sqlite.broken-*")
    database = sqlite3.connect(aside)
    assert database.execute("PRAGMA user_version").fetchone() == (99,)
    database.close()


@pytest.mark.expects_log
def test_a_full_disk_at_the_start_is_not_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "spool.sqlite"
    before = FactSpool(path, no_fault)
    before.start()
    old = fact("call.ended", cause="lost")
    before.append(old)
    before.stop()

    real_open = FactSpool._open
    is_full = True

    def open_or_not(spool: FactSpool) -> sqlite3.Connection:
        if is_full:
            raise sqlite3.OperationalError("database or disk is full")
        return real_open(spool)

    monkeypatch.setattr(spool_module, "_RETRY_S", 0.02)
    monkeypatch.setattr(FactSpool, "_open", open_or_not)
    told: list[bool] = []
    spool = FactSpool(path, told.append)
    spool.start()
    new = fact("call.offered", key="k2")
    spool.append(new)
    assert told == [True]
    assert not spool.was_set_aside
    is_full = False
    until(lambda: told == [True, False])
    assert {one.fact_id for one in spool.pending()} == {old.fact_id, new.fact_id}
    spool.stop()
    assert not list(tmp_path.glob("*.broken-*"))
    assert {one.fact_id for one in reopened(path).pending()} == {old.fact_id, new.fact_id}
