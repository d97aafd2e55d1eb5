"""The list of conflicts: in step with the states through appends, pages, cuts and rebuilds; quick to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note, opened_ticket, raw_query

from batola_desk.domain.conflicts import Conflict, ConflictKind, Side
from batola_desk.domain.events.conflict import ConflictSeen
from batola_desk.domain.events.incident import IncidentReopened
from batola_desk.domain.facts import NewFact
from batola_desk.models import conflict_table
from batola_desk.models.database import create_file_engine
from batola_desk.models.journal import Journal
from batola_desk.models.verify import verify
from tests.support.room_double import OtherDesk, RoomDouble

MANY = 20_000


def denied(room: RoomDouble, other: OtherDesk, incident: str = "i1") -> None:
    room.submit(other.write(IncidentReopened(reason="x"), f"incident:{incident}"), "denied")


def pull(desk: Desk, room: RoomDouble) -> None:
    page = room.page(desk.reader.room_head().result(WAIT_S).seq)
    desk.journal.store.apply_room(page).result(WAIT_S)


def listed(desk: Desk) -> list[Conflict]:
    return list(desk.reader.open_conflicts().result(WAIT_S))


def test_a_page_brings_it_a_look_closes_it_and_a_rebuild_finds_both(desk: Desk) -> None:
    room, other = RoomDouble(), OtherDesk()
    denied(room, other)
    denied(room, other, "i2")
    pull(desk, room)
    newest, oldest = listed(desk)
    assert (newest.home, oldest.home) == ("incident:i2", "incident:i1")
    assert oldest.kind is ConflictKind.DENIED
    facts = tuple(side.fact_id for side in oldest.sides)
    seen = ConflictSeen(topic=oldest.topic, facts=facts, note="dibaca")
    desk.write(NewFact(event=seen, aggregates=(oldest.home,)))
    assert [conflict.home for conflict in listed(desk)] == ["incident:i2"]
    everything = desk.reader.recent_conflicts().result(WAIT_S)
    assert [(c.home, c.note) for c in everything] == [("incident:i2", ""), ("incident:i1", "dibaca")]
    last = everything[0]
    older = desk.reader.recent_conflicts(5, (last.raised_us, last.conflict_id)).result(WAIT_S)
    assert [c.home for c in older] == ["incident:i1"]
    desk.journal.close()
    path = desk.journal.path
    assert verify(path).exit_code == 0
    rows = raw_query(path, "SELECT * FROM conflict_row ORDER BY 1")
    raw_query(path, "DELETE FROM conflict_row")
    assert verify(path, repair=True).exit_code == 0
    assert raw_query(path, "SELECT * FROM conflict_row ORDER BY 1") == rows


@pytest.mark.parametrize(
    "statement",
    ["UPDATE conflict_row SET is_open = 0", "UPDATE conflict_row SET document = replace(document, 'B', 'C')"],
)
def test_a_row_that_is_not_what_the_facts_say_is_found(desk: Desk, statement: str) -> None:
    room = RoomDouble()
    denied(room, OtherDesk())
    pull(desk, room)
    desk.journal.close()
    path = desk.journal.path
    raw_query(path, statement)
    report = verify(path)
    assert {difference.table for difference in report.differences} == {"conflict_row"}
    assert verify(path, repair=True).exit_code == 0


def test_a_history_that_was_cut_takes_its_verdicts_along_also_after_a_restart(
    opened: Callable[..., Journal], path: Path
) -> None:
    desk = Desk(opened())
    desk.write(opened_ticket("i1", "T-1"), note("i1", "x"))
    room = RoomDouble()
    for fact in desk.reader.pending().result(WAIT_S):
        room.submit(fact.envelope)
    denied(room, OtherDesk())
    pull(desk, room)
    assert len(listed(desk)) == 1
    desk.journal.close()
    desk = Desk(opened())  # memory knows nothing of what the file holds
    desk.journal.store.cut_room(2).result(WAIT_S)
    assert listed(desk) == []
    desk.journal.close()
    assert verify(path).exit_code == 0


def test_the_open_ones_are_found_without_looking_at_the_others(desk: Desk) -> None:
    engine = create_file_engine(desk.journal.path, read_only=True)
    with engine.connect() as connection:
        for query, values in ((conflict_table._OPEN, (50,)), (conflict_table._PAGE, (1, "", 50))):
            plan = " ".join(
                str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)
            )
            assert "ix_conflict_row" in plan
            assert "TEMP B-TREE" not in plan


def test_a_long_list_is_read_as_quickly_as_a_short_one(desk: Desk) -> None:
    """Counted in steps of SQLite's machine, which no busy computer changes."""
    engine = create_file_engine(desk.journal.path, read_only=False)

    def steps() -> int:
        with engine.connect() as connection, connection.begin():
            raw = connection.connection.driver_connection
            count = 0

            def one() -> int:
                nonlocal count
                count += 1
                return 0

            assert raw is not None
            raw.set_progress_handler(one, 1)
            assert len(conflict_table.read_open(connection, 50)) == 3
            raw.set_progress_handler(None, 0)
            return count

    def fill(first: int, last: int, *, is_open: bool) -> None:
        made = []
        for number in range(first, last):
            side = Side(fact_id=str(number), kind="x.y", actor="r", desk="B", at_us=number)
            conflict = Conflict(
                conflict_id=str(number),
                kind=ConflictKind.DENIED,
                home=f"incident:{number}",
                topic="t",
                sides=(side,),
                seen_facts=() if is_open else (side.fact_id,),
            )
            made += conflict_table.rows_of((conflict,))
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(conflict_table._INSERT, made)

    fill(0, 3, is_open=True)
    few = steps()
    fill(3, MANY, is_open=False)
    assert steps() <= few * 1.2
