"""No own fact waits for the log to be copied into the file, nor for more than a piece of a page."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.reducers import State
from batola_desk.models import checkpointer as checkpointer_module
from batola_desk.models import room_writer
from batola_desk.models.checkpointer import Checkpointer
from batola_desk.models.journal import Journal
from tests.support.room_double import OtherDesk, RoomDouble


def facts_without_the_log(path: Path) -> int:
    """Count what stands in the file itself."""
    connection = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
    finally:
        connection.close()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_the_log_is_copied_beside_the_writer(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpointer_module, "PAGES_BETWEEN", 60)
    journal = opened()
    desk = Desk(journal)
    for number in range(20):
        desk.write(note("i1", "asap", f"n{number}"))
    until(lambda: journal.checkpointer.count >= 1)
    journal.checkpointer.stop()  # nobody copies while the file is looked at
    assert facts_without_the_log(path) > 0


@pytest.mark.parametrize(
    ("rows_changed", "copies"),
    [
        ([13] * 5, 0),  # nothing was written in between
        ([13 * n for n in range(1, 77)], 0),
        ([13 * n for n in range(1, 90)], 1),  # eighty own facts
        ([2_000 * n for n in range(1, 8)], 1),  # seven pages of the room
        ([2_000 * n for n in range(1, 7)] + [13], 0),  # a new connection counts from the beginning
    ],
)
def test_the_log_is_copied_about_every_four_megabytes(
    path: Path, monkeypatch: pytest.MonkeyPatch, rows_changed: list[int], copies: int
) -> None:
    checkpointer = Checkpointer(path)
    due: list[None] = []
    monkeypatch.setattr(checkpointer._due, "set", lambda: due.append(None))
    for rows in rows_changed:
        checkpointer.on_commit(rows)
    assert len(due) == copies


def test_a_commit_never_copies_the_log(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Checkpointer, "on_commit", lambda _self, _rows: None)
    desk = Desk(opened())
    text = "asap tebal " * 800
    for number in range(6):
        desk.write(*(note("i1", text, f"n{number}-{n}") for n in range(100)))
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > 5 << 20, "SQLite itself would have copied at 4 MB"
    assert facts_without_the_log(path) == 0


@pytest.mark.expects_log
def test_a_copy_that_fails_is_tried_again(
    opened: Callable[..., Journal], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpointer_module, "PAGES_BETWEEN", 30)
    connect, failures = checkpointer_module.connect_plain, [sqlite3.OperationalError("disk I/O error")]

    def failing_once(*arguments: object, **options: object) -> sqlite3.Connection:
        if failures:
            raise failures.pop()
        return connect(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpointer_module, "connect_plain", failing_once)
    journal = opened()
    desk = Desk(journal)
    for number in range(20):
        desk.write(note("i1", "asap", f"n{number}"))
        time.sleep(0.002)
    until(lambda: not failures)
    desk.write(*(note("i1", "asap", f"more{number}") for number in range(20)))
    until(lambda: journal.checkpointer.count >= 1)
    journal.checkpointer.stop()  # nobody copies while the file is looked at
    assert facts_without_the_log(path) > 0


@pytest.mark.parametrize(("is_at_work", "largest"), [(True, 128), (False, 500)])
def test_a_page_comes_in_pieces_where_somebody_works_and_else_at_once(
    opened: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch, is_at_work: bool, largest: int
) -> None:
    pieces: list[int] = []

    def on_room(states: Mapping[str, State]) -> None:
        pieces.append(len(states))

    monkeypatch.setattr(room_writer, "AT_WORK_S", 60.0 if is_at_work else 0.0)
    desk = Desk(opened(on_room=on_room))
    desk.write(note("own", "asap"))
    room, other = RoomDouble(), OtherDesk()
    for number in range(500):
        room.submit(other.write(IncidentNoteAdded(note_id="n1", text="asap"), f"incident:{number}"))
    desk.journal.store.apply_room(room.page(0)).result(WAIT_S)
    assert sum(pieces) == 500
    assert max(pieces) == largest
