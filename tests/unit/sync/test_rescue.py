"""The facts of a dead desk come out of its copies: each once, none that was changed, and it is said which."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batola_desk.app.commands.rescue import run_rescue
from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal
from batola_desk.models.new_origin import renew_origin
from batola_desk.models.verify import verify
from batola_desk.sync import rescue
from batola_desk.sync.copy_thread import CopyThread
from batola_desk.sync.folder_copy import FolderCopy, FolderSettings
from batola_desk.sync.rescue import RescueInbox
from tests.support.room_double import RoomDouble
from tests.support.sync_desk import WAIT_S, SyncDesk


def note(text: str) -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text), aggregates=("incident:1",))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def dead(make_desk: Callable[..., SyncDesk], stick: Path) -> SyncDesk:
    """A desk with three facts in the room, twenty in its copy only, and no disk any more."""
    desk = make_desk("A")
    desk.write(*[note(f"lama {n}") for n in range(3)])
    room = RoomDouble()
    for fact in desk.journal.reader.pending().result(WAIT_S):
        room.submit(fact.envelope)
    desk.journal.store.apply_room(room.page(0)).result(WAIT_S)
    desk.written.clear()
    settings = FolderSettings(folder=stick, same_disk=True)
    store, reader = desk.journal.store, desk.journal.reader
    copy = FolderCopy(settings, store, reader, journal_path=desk.path, desk="A", at_once=lambda: True)
    desk.write(*[note(f"catatan {n}") for n in range(20)])
    assert copy.look().is_whole
    copy.close()
    desk.room_entries = room.entries  # type: ignore[attr-defined]
    desk.close()
    shutil.rmtree(desk.folder)
    return desk


@pytest.fixture
def other(make_desk: Callable[..., SyncDesk]) -> Iterator[SyncDesk]:
    return make_desk("B")


def test_another_desk_takes_them_once(
    dead: SyncDesk, other: SyncDesk, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = other.write(note("sendiri"))
    other.journal.close()
    assert run_rescue([stick], other.path) == 0
    told = capsys.readouterr().out
    assert "OK  Meja A: 20 catatan utuh" in told
    assert "20 catatan baru diambil, 0 sudah ada" in told
    assert run_rescue(list(stick.iterdir()), other.path) == 0
    assert "0 catatan baru diambil, 20 sudah ada" in capsys.readouterr().out
    other.open()
    assert other.fact_ids == {*dead.written, *own}
    assert other.waiting == 21
    other.journal.close()
    assert verify(other.path).exit_code == 0
    other.open()


def test_a_changed_line_is_named_and_not_taken(
    dead: SyncDesk, other: SyncDesk, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other.journal.close()
    (file,) = stick.iterdir()
    file.write_bytes(file.read_bytes().replace(b"catatan 7", b"catatan 8"))
    assert run_rescue([stick], other.path) == 1
    told = capsys.readouterr().out
    assert f"X   {file.name}, baris 9: baris rusak atau diubah; tidak dipakai" in told
    assert "nomor 11 sampai 11 tidak ada" in told
    other.open()
    assert other.fact_ids == set(dead.written) - {dead.written[7]}


def test_what_does_not_follow_the_rooms_facts_is_not_taken(
    dead: SyncDesk, other: SyncDesk, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copy of a desk that began elsewhere: number 3 is another fact there."""
    room, liar = RoomDouble(), SyncDesk(stick.parent / "liar", "A", other.room)
    liar.write(*[note(f"lain {n}") for n in range(3)])
    for fact in liar.journal.reader.pending().result(WAIT_S):
        room.submit(fact.envelope.replace(liar.journal.origin, dead.journal.origin))
    liar.close()
    other.journal.store.apply_room(room.page(0)).result(WAIT_S)
    other.journal.close()
    assert run_rescue([stick], other.path) == 1
    assert "tidak menyambung" in capsys.readouterr().out
    other.open()
    assert not other.fact_ids & set(dead.written)


def test_a_desk_at_work_takes_them_at_once(
    dead: SyncDesk, other: SyncDesk, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = CopyThread(RescueInbox(other.path, other.journal.store), "")
    thread.start()
    try:
        assert run_rescue([stick], other.path) == 0
    finally:
        thread.stop()
    assert "20 catatan baru diambil" in capsys.readouterr().out
    assert other.fact_ids == set(dead.written)
    assert list((other.path.parent / rescue.INBOX).iterdir()) == []


def test_a_desk_that_takes_nothing_is_told(
    dead: SyncDesk,
    other: SyncDesk,
    stick: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rescue, "ANSWER_LIMIT_S", 0.2)
    assert run_rescue([stick], other.path) == 3
    assert "Tutup program meja" in capsys.readouterr().out
    assert list((other.path.parent / rescue.INBOX).iterdir()) == []


def test_facts_under_numbers_of_others_are_refused_one_by_one(
    dead: SyncDesk, other: SyncDesk, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other.journal.close()
    run_rescue([stick], other.path)
    clone = tmp_path / "clone.sqlite"
    open_journal(clone).close()
    capsys.readouterr()
    # the clone has other facts under the numbers 4 … 6
    from tests.support.room_double import OtherDesk

    desk = OtherDesk()
    desk.origin = dead.journal.origin
    envelopes = [desk.write(IncidentNoteAdded(note_id="k", text="kembar"), "incident:1") for _ in range(6)]
    journal = open_journal(clone)
    journal.store.keep_facts(envelopes[3:]).result(WAIT_S)
    journal.close()
    assert run_rescue([stick], clone) == 1
    told = capsys.readouterr().out
    assert "X   3 catatan ditolak" in told
    assert "17 catatan baru diambil" in told
    other.open()


@pytest.mark.parametrize("what", ["missing", "empty", "text"])
def test_what_is_no_copy_is_said(
    other: SyncDesk, stick: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other.journal.close()
    if what == "text":
        (stick / "x.facts").write_text("halo\n")
    place = stick / "tidak-ada" if what == "missing" else stick
    assert run_rescue([place], other.path) == (1 if what == "text" else 3)
    assert "X   " in capsys.readouterr().out
    other.open()


def test_another_rooms_facts_are_not_poured_into_this_one(
    dead: SyncDesk, other: SyncDesk, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other.journal.store.note_room("banjarmasin").result(WAIT_S)
    other.journal.close()
    assert run_rescue([stick], other.path) == 0  # the dead desk had never met its room's name
    (file,) = stick.iterdir()
    file.write_bytes(file.read_bytes().replace(b'"room": ""', b'"room": "marabahan"', 1))
    assert run_rescue([stick], other.path) == 3
    assert "--other-room" in capsys.readouterr().out
    assert run_rescue([stick], other.path, any_room=True) == 0
    other.open()


def test_an_old_journal_put_back_gets_a_new_name_and_then_its_facts(
    make_desk: Callable[..., SyncDesk], stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = make_desk("A")
    desk.write(note("1"))
    desk.journal.close()
    shutil.copy(desk.path, tmp_path / "older.sqlite")
    desk.open()
    settings = FolderSettings(folder=stick, same_disk=True)
    store, reader = desk.journal.store, desk.journal.reader
    copy = FolderCopy(settings, store, reader, journal_path=desk.path, desk="A", at_once=lambda: True)
    lost = desk.write(note("2"), note("3"))
    assert copy.look().is_whole
    copy.close()
    desk.close()
    shutil.copy(tmp_path / "older.sqlite", desk.path)
    desk.open()
    again = desk.write(note("nomor yang sama"))
    desk.journal.close()
    (file,) = stick.iterdir()
    file.rename(file.with_name(file.name + ".unusable"))  # as batola-desk new-origin does
    renewed = renew_origin(desk.path, {desk.written[0]})
    assert (renewed.moved, renewed.stayed) == (1, 1)
    assert run_rescue([stick], desk.path) == 0
    assert "2 catatan baru diambil, 1 sudah ada" in capsys.readouterr().out
    desk.open()
    assert desk.fact_ids >= {*lost, *again}
    desk.journal.close()
    assert verify(desk.path).exit_code == 0
    desk.open()
