"""The second copy on another disk: whole, small, never in the way, and back by itself."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.sync import folder_copy
from batola_desk.sync.copy_state import FOLDER, CopyState
from batola_desk.sync.copy_thread import CopyThread
from batola_desk.sync.fact_file import read_fact_files
from batola_desk.sync.folder_copy import FolderCopy, FolderSettings
from tests.support.sync_desk import WAIT_S, SyncDesk


@pytest.fixture(autouse=True)
def _tidy_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_copy, "TIDY_S", 0.0)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def note(text: str = "x") -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text), aggregates=("incident:1",))


def copy_of(desk: SyncDesk, folder: Path, *, at_once: bool = True, **options: object) -> FolderCopy:
    settings = FolderSettings(folder=folder, **{"same_disk": True, **options})  # type: ignore[arg-type]
    return FolderCopy(
        settings,
        desk.journal.store,
        desk.journal.reader,
        journal_path=desk.path,
        desk=desk.letter,
        at_once=lambda: at_once,
    )


def ids_in(folder: Path) -> list[str]:
    found = read_fact_files(sorted(folder.glob("*.facts")))
    assert found.bad == []
    return [item.fact.fact_id for item in found.facts]


def test_what_waits_is_in_the_folder_and_leaves_it_when_the_room_has_it(
    make_desk: Callable[..., SyncDesk], stick: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    desk.write(*[note(str(n)) for n in range(5)])
    assert copy.look().is_whole
    assert ids_in(stick) == desk.written
    desk.write(note("lagi"))
    copy.look()
    assert ids_in(stick) == desk.written
    (file,) = stick.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    for fact in desk.journal.reader.pending().result(WAIT_S):
        assert fact.envelope in file.read_text()
    take_all(desk)
    assert copy.look().is_whole
    assert list(stick.iterdir()) == []
    desk.write(note("baru"))
    copy.look()
    assert ids_in(stick) == desk.written[-1:]
    copy.close()


def take_all(desk: SyncDesk) -> None:
    from tests.support.room_double import RoomDouble

    room = RoomDouble()
    for fact in desk.journal.reader.pending().result(WAIT_S):
        room.submit(fact.envelope)
    desk.journal.store.apply_room(room.page(0)).result(WAIT_S)


def test_while_the_room_takes_facts_at_once_nothing_is_written_twice(
    make_desk: Callable[..., SyncDesk], stick: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick, at_once=False)
    desk.write(note())
    assert copy.look().is_whole
    assert list(stick.iterdir()) == []
    copy.look()  # it still waits: then it is copied
    assert ids_in(stick) == desk.written
    copy.close()


def test_a_stick_that_goes_and_comes_back_is_whole_again(
    make_desk: Callable[..., SyncDesk], stick: Path, tmp_path: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    desk.write(note("1"))
    copy.look()
    pocket = tmp_path / "pocket"
    stick.rename(pocket)
    desk.write(note("2"))
    state = copy.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_missing")
    assert not stick.exists()  # never made by us
    desk.write(note("3"))
    pocket.rename(stick)
    assert copy.look().is_whole
    assert sorted(ids_in(stick)) == sorted(desk.written)
    assert len(list(stick.iterdir())) == 1
    other = tmp_path / "other"
    stick.rename(other)
    stick.mkdir()  # another stick in its place
    desk.write(note("4"))
    assert not copy.look().is_whole
    assert copy.look().is_whole
    assert sorted(ids_in(stick)) == sorted(desk.written)
    copy.close()


def test_a_mirror_of_the_stick_is_another_stick(
    make_desk: Callable[..., SyncDesk], stick: Path, tmp_path: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    desk.write(note("1"))
    copy.look()
    stick.rename(tmp_path / "pocket")
    shutil.copytree(tmp_path / "pocket", stick)
    desk.write(note("2"))
    copy.look()
    assert copy.look().is_whole
    assert sorted(ids_in(stick)) == sorted(desk.written)
    copy.close()


def test_facts_that_a_failover_took_from_the_room_are_copied_again(
    make_desk: Callable[..., SyncDesk], stick: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    desk.write(note("1"), note("2"))
    copy.look()
    take_all(desk)
    copy.look()
    assert list(stick.iterdir()) == []
    desk.journal.store.cut_room(0).result(WAIT_S)
    copy.start_over()
    assert copy.look().is_whole
    assert ids_in(stick) == desk.written
    copy.close()


def test_the_old_files_stay_until_the_new_ones_are_whole(
    make_desk: Callable[..., SyncDesk], stick: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    desk.write(*[note(f"{n} " * 200) for n in range(5)])
    assert copy.look().is_whole
    copy.close()
    late = copy_of(desk, stick, bytes_max=100)
    assert late.look().code == "copy_folder_full"
    assert ids_in(stick) == desk.written
    late.close()


def test_the_journals_own_disk_is_no_second_disk(make_desk: Callable[..., SyncDesk], stick: Path) -> None:
    desk = make_desk()
    desk.write(note())
    copy = copy_of(desk, stick, same_disk=False)
    assert copy.look().code == "copy_same_disk"
    assert list(stick.iterdir()) == []


def test_the_copy_is_bounded_and_says_when_it_is_full(
    make_desk: Callable[..., SyncDesk], stick: Path
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick, bytes_max=4_000)
    desk.write(note("1"))
    assert copy.look().is_whole
    desk.write(note("z" * 5_000))
    state = copy.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_full")
    copy.close()


def test_a_full_disk_tears_a_line_and_nothing_else(
    make_desk: Callable[..., SyncDesk], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    desk.write(note("1"))
    assert copy.look().is_whole
    write, left = os.write, [300]

    def fills_up(descriptor: int, content: bytes) -> int:
        part = bytes(content)[: left[0]]
        left[0] -= len(part)
        if not part:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, part)

    monkeypatch.setattr(folder_copy.os, "write", fills_up)
    desk.write(note("2"))
    state = copy.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_full")
    assert copy.look().code == "copy_folder_full"  # not even a name of a file
    monkeypatch.setattr(folder_copy.os, "write", write)
    assert copy.look().is_whole
    assert sorted(ids_in(stick)) == sorted(desk.written)
    copy.close()


KILLED = """
import sys
from pathlib import Path
from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal
from batola_desk.sync.folder_copy import FolderCopy, FolderSettings

journal = open_journal(Path(sys.argv[1]))
copy = FolderCopy(
    FolderSettings(folder=Path(sys.argv[2]), same_disk=True), journal.store, journal.reader,
    journal_path=Path(sys.argv[1]), desk="A", at_once=lambda: True,
)
number = 0
while True:
    events = [IncidentNoteAdded(note_id=f"{number}-{part}", text="asap " * 30) for part in range(7)]
    facts = [NewFact(event=event, aggregates=("incident:1",)) for event in events]
    done = journal.store.append(facts, actor="sari", desk="A").result()
    number += 1
    if copy.look().is_whole:
        print(done.facts[-1].oseq, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_what_was_called_whole_outlives_a_kill_and_the_journal(tmp_path: Path, stick: Path) -> None:
    journal, reached = tmp_path / "killed.sqlite", 0
    for lines in (9, 4, 13):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(journal), str(stick)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        assert process.stdout is not None
        for _ in range(lines):
            reached = int(process.stdout.readline())
        process.kill()
        reached = max([reached, *(int(line) for line in process.stdout.read().split("\n")[:-1])])
        process.wait()
        process.stdout.close()
        found = read_fact_files(stick.glob("*.facts"))
        assert {bad.why for bad in found.bad} <= {"torn"}
        assert {item.fact.oseq for item in found.facts} >= set(range(1, reached + 1))


def test_whole_means_on_the_disk(
    make_desk: Callable[..., SyncDesk], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    copy = copy_of(desk, stick)
    fsync, synced = os.fsync, dict[int, int]()

    def noting(descriptor: int) -> None:
        fsync(descriptor)
        synced[os.fstat(descriptor).st_ino] = os.fstat(descriptor).st_size

    monkeypatch.setattr(folder_copy.os, "fsync", noting)
    for number in range(3):
        desk.write(note(str(number)))
        assert copy.look().is_whole
        (file,) = stick.iterdir()
        assert synced[file.stat().st_ino] == file.stat().st_size

    def refuses(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(folder_copy.os, "fsync", refuses)
    desk.write(note("x"))
    state = copy.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_failed")
    copy.close()


def test_files_are_rotated(
    make_desk: Callable[..., SyncDesk], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_copy, "FILE_BYTES", 2_000)
    desk = make_desk()
    copy = copy_of(desk, stick)
    for number in range(12):
        desk.write(note(f"{number} " * 50))
        copy.look()
    assert len(list(stick.iterdir())) > 3
    assert ids_in(stick) == desk.written
    take_all(desk)
    copy.look()
    assert list(stick.iterdir()) == []
    copy.close()


def test_an_older_journal_gets_back_what_only_its_copy_has(
    make_desk: Callable[..., SyncDesk], stick: Path, tmp_path: Path
) -> None:
    desk = make_desk()
    desk.write(note("1"))
    desk.journal.close()
    shutil.copy(desk.path, tmp_path / "older.sqlite")
    desk.open()
    copy = copy_of(desk, stick)
    lost = desk.write(note("2"), note("3"))
    copy.look()
    copy.close()
    desk.close()
    shutil.copy(tmp_path / "older.sqlite", desk.path)
    desk.open()
    assert not desk.fact_ids & set(lost)
    copy = copy_of(desk, stick)
    assert copy.look().is_whole
    assert set(lost) <= desk.fact_ids
    desk.write(note("4"))
    assert copy.look().code == ""
    assert sorted(ids_in(stick)) == sorted(desk.fact_ids)
    copy.close()


@pytest.mark.expects_log
def test_a_copy_of_another_machine_with_the_same_file_is_told_and_left_alone(
    make_desk: Callable[..., SyncDesk], stick: Path, tmp_path: Path
) -> None:
    desk = make_desk()
    desk.write(note("1"))
    desk.journal.close()
    shutil.copy(desk.path, tmp_path / "older.sqlite")
    desk.open()
    copy = copy_of(desk, stick)
    theirs = desk.write(note("2"))
    copy.look()
    copy.close()
    desk.close()
    shutil.copy(tmp_path / "older.sqlite", desk.path)
    desk.open()
    ours = desk.write(note("lain"))
    copy = copy_of(desk, stick)
    state = copy.look()
    assert (state.code, state.is_whole) == ("copy_clash", True)
    assert not set(theirs) & desk.fact_ids
    text = "".join(path.read_text() for path in stick.iterdir())
    assert theirs[0] in text
    assert ours[0] in text
    copy.close()


class HangingCopy:
    def __init__(self) -> None:
        self.looks = 0

    def look(self) -> CopyState:
        self.looks += 1
        if self.looks > 1:
            time.sleep(0.6)
        return CopyState(kind=FOLDER, name="x", is_whole=True, looked_at_s=time.monotonic())

    def start_over(self) -> None: ...

    def close(self) -> None: ...


def test_a_disk_that_hangs_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.sync.copy_thread.STUCK_S", 0.2)
    copy = HangingCopy()
    thread = CopyThread(copy, FOLDER)
    thread.start()
    end = time.monotonic() + 5
    while copy.looks < 1 or not thread.state.is_whole:
        assert time.monotonic() < end
        time.sleep(0.01)
    thread.wake()
    while thread.state.code != "copy_stuck":
        assert time.monotonic() < end
        time.sleep(0.01)
    assert not thread.state.is_whole
    thread.stop()
