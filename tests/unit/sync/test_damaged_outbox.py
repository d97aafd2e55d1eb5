"""A damaged journal of a desk in a room: nothing is lost that the room, the copy or the file still has."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal
from batola_desk.models.verify import verify
from batola_desk.sync.exchange import Exchange
from batola_desk.sync.folder_copy import FolderCopy, FolderSettings
from batola_desk.sync.push import RELAY_LOOK_S
from batola_desk.sync.relay import PATIENCE_S
from batola_desk.sync.voices import open_voices
from tests.support.model_secretariat import ModelRoom
from tests.support.sync_desk import SyncDesk

PAGE = 4096


def note(text: str) -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text * 20), aggregates=("incident:1",))


def damage(path: Path, share: float) -> int:
    """Write noise over some of the journal's leaves; returns how many."""
    connection = sqlite3.connect(path)
    try:
        query = "SELECT pageno FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf' ORDER BY path"
        leaves = [row[0] for row in connection.execute(query)]
    except sqlite3.OperationalError:
        pytest.skip("this SQLite has no dbstat")
    finally:
        connection.close()
    chosen = leaves[-max(1, int(len(leaves) * share)) :]
    noise = random.Random(112)
    with path.open("r+b") as file:
        for page in chosen:
            file.seek((page - 1) * PAGE)
            file.write(noise.randbytes(PAGE))
    return len(chosen)


@pytest.mark.expects_log
@pytest.mark.parametrize("with_copy", [True, False])
async def test_what_room_copy_or_file_has_is_there_again(
    make_desk: Callable[..., SyncDesk], room: ModelRoom, clock: Any, tmp_path: Path, with_copy: bool
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    desk = make_desk("A")
    desk.write(*[note(f"di ruang {n}") for n in range(40)])
    await desk.exchange_all()
    desk.disconnect()
    unsent = desk.write(*[note(f"menunggu {n}") for n in range(60)])
    former = desk.journal.origin

    def copy_of(journal: Any) -> FolderCopy:
        settings = FolderSettings(folder=stick, same_disk=True)
        store, reader = journal.store, journal.reader
        return FolderCopy(settings, store, reader, journal_path=desk.path, desk="A", at_once=lambda: True)

    if with_copy:
        first = copy_of(desk.journal)
        assert first.look().is_whole
        first.close()
    desk.close()
    assert damage(desk.path, 0.4) > 1
    desk.journal = journal = open_journal(desk.path)
    assert journal.report.health == "damaged"
    assert journal.origin != former
    left = {row[0] for row in desk.query("SELECT fact_id FROM journal")}
    assert len(left & set(unsent)) < len(unsent)  # the damage was real
    desk.write(note("sesudahnya"))
    copy = copy_of(journal)
    assert copy.look().is_whole
    if with_copy:
        assert set(unsent) <= desk.fact_ids
    desk.exchange = Exchange(journal.store, journal.reader, clock=clock)
    desk.voices = await open_voices(room.connect, desk.machine, None, journal.origin)
    await desk.exchange.begin(desk.voices)
    desk.is_connected = True
    for _ in range(4):
        await desk.exchange_all()
        clock.now_s += PATIENCE_S + RELAY_LOOK_S
    in_room = {entry.fact_id for entry in room.entries}
    known = set(unsent) if with_copy else left
    assert known | set(desk.written[:40]) <= in_room
    assert len(in_room) == len(room.entries)
    assert copy.look().is_whole
    copy.close()
    journal.close()
    assert verify(desk.path).exit_code == 0, verify(desk.path)
