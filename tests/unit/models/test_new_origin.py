"""A copied journal file gets its own name, and loses nothing by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, field, note, offered, opened_ticket, raw_query

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models import new_origin
from batola_desk.models.codec import StoredFact
from batola_desk.models.journal import Journal
from batola_desk.models.new_origin import renew_origin
from batola_desk.models.verify import verify
from tests.support.room_double import RoomDouble


def push(desk: Desk, room: RoomDouble) -> None:
    for fact in desk.reader.pending().result(WAIT_S):
        room.submit(fact.envelope)


def two_machines(opened: Callable[..., Journal], path: Path, tmp_path: Path) -> tuple[Desk, Path, RoomDouble]:
    """One file, copied; each machine wrote on. The room has the shared facts and those of the first."""
    room = RoomDouble()
    first = Desk(opened())
    first.write(opened_ticket("i1", "T-1"), field("i1", "access", "bersama"))
    first.journal.close()
    copied = tmp_path / "copied.sqlite"
    copied.write_bytes(path.read_bytes())
    first = Desk(opened())
    first.write(note("i1", "asli", "n2"), note("i1", "asli lagi", "n3"))
    push(first, room)
    second = Desk(opened(copied))
    second.write(note("i1", "salinan", "n4"), field("i1", "access", "salinan"), offered("k"))
    second.journal.close()
    return first, copied, room


def test_what_only_the_copy_knows_is_sealed_anew(
    opened: Callable[..., Journal], path: Path, tmp_path: Path
) -> None:
    first, copied, room = two_machines(opened, path, tmp_path)
    before = raw_query(copied, "SELECT fact_id, body FROM journal ORDER BY row_id")
    renewed = renew_origin(copied, {entry.fact_id for entry in room.entries})
    assert (renewed.moved, renewed.stayed) == (3, 2)
    assert renewed.backup.exists()
    assert raw_query(copied, "SELECT fact_id, body FROM journal ORDER BY row_id") == before
    assert verify(copied).exit_code == 0
    with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
        raw_query(copied, "UPDATE journal SET body = ''")
    second = Desk(opened(copied))
    assert second.journal.origin == renewed.origin
    assert second.write(note("i1", "sesudahnya", "n6")).facts[0].oseq == 4
    for fact in second.reader.pending().result(WAIT_S):
        if fact.origin == renewed.origin:
            room.submit(fact.envelope)
    for desk in (first, second):
        desk.journal.store.apply_room(room.page(0)).result(WAIT_S)
        assert desk.reader.pending_count().result(WAIT_S) == 0
    assert first.reader.state("incident:i1").result(WAIT_S) == second.reader.state("incident:i1").result(
        WAIT_S
    )
    for desk, file in ((first, path), (second, copied)):
        desk.journal.close()
        assert verify(file).exit_code == 0


def test_a_desk_at_work_is_left_alone(opened: Callable[..., Journal], path: Path) -> None:
    Desk(opened()).write(offered("k"))
    with pytest.raises(EnvironmentFault, match="journal_in_use"):
        renew_origin(path, ())


def test_a_fault_in_the_middle_changes_nothing(
    opened: Callable[..., Journal], path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, copied, _ = two_machines(opened, path, tmp_path)
    before = raw_query(copied, "SELECT * FROM journal")
    triggers = raw_query(copied, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    seen: list[StoredFact] = []

    def breaks(row: StoredFact) -> str:
        seen.append(row)
        if len(seen) == 3:
            raise OSError("power")
        return ""

    monkeypatch.setattr(new_origin, "envelope_text", breaks)
    with pytest.raises(OSError, match="power"):
        renew_origin(copied, ())
    assert raw_query(copied, "SELECT * FROM journal") == before
    assert raw_query(copied, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'") == triggers
