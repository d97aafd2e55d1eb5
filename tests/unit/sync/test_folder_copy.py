"""The second copy on another disk: whole, small, never in the way, and back by itself."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
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


class Copied:
    """A desk and its second copy on a stick."""

    def __init__(self, desk: SyncDesk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.copy = self.open()

    def open(self, *, at_once: bool = True, **options: object) -> FolderCopy:
        """Another copy on the same stick, as after a start; closed at the end."""
        if hasattr(self, "copy"):
            self.copy.close()
        settings = FolderSettings(folder=self.folder, **{"same_disk": True, **options})  # type: ignore[arg-type]
        self.copy = FolderCopy(
            settings,
            self.desk.journal.store,
            self.desk.journal.reader,
            journal_path=self.desk.path,
            desk=self.desk.letter,
            at_once=lambda: at_once,
        )
        return self.copy

    def write(self, *texts: str) -> list[str]:
        """Write notes; return their ids."""
        return self.desk.write(*[note(text) for text in texts])

    def look(self) -> CopyState:
        return self.copy.look()

    @property
    def is_complete(self) -> bool:
        """Whether the stick has what this desk wrote, each once."""
        return sorted(ids_in(self.folder)) == sorted(self.desk.written)

    @property
    def files(self) -> list[Path]:
        return list(self.folder.iterdir())


@pytest.fixture
def copied(make_desk: Callable[..., SyncDesk], stick: Path) -> Iterator[Copied]:
    made = Copied(make_desk(), stick)
    yield made
    made.copy.close()


def ids_in(folder: Path) -> list[str]:
    found = read_fact_files(sorted(folder.glob("*.facts")))
    assert found.bad == []
    return [item.fact.fact_id for item in found.facts]


def test_what_waits_is_in_the_folder_and_leaves_it_when_the_room_has_it(copied: Copied, stick: Path) -> None:
    desk = copied.desk
    copied.write(*"01234")
    assert copied.look().is_whole
    assert ids_in(stick) == desk.written
    copied.write("lagi")
    copied.look()
    assert ids_in(stick) == desk.written
    (file,) = copied.files
    assert file.stat().st_mode & 0o077 == 0
    for fact in desk.journal.reader.pending().result(WAIT_S):
        assert fact.envelope in file.read_text()
    take_all(desk)
    assert copied.look().is_whole
    assert copied.files == []
    copied.write("baru")
    copied.look()
    assert ids_in(stick) == desk.written[-1:]


def take_all(desk: SyncDesk) -> None:
    from tests.support.room_double import RoomDouble

    room = RoomDouble()
    for fact in desk.journal.reader.pending().result(WAIT_S):
        room.submit(fact.envelope)
    desk.journal.store.apply_room(room.page(0)).result(WAIT_S)


def test_while_the_room_takes_facts_at_once_nothing_is_written_twice(copied: Copied) -> None:
    copied.open(at_once=False)
    copied.write("x")
    assert copied.look().is_whole
    assert copied.files == []
    copied.look()  # it still waits: then it is copied
    assert copied.is_complete


def test_a_stick_that_goes_and_comes_back_is_whole_again(copied: Copied, stick: Path, tmp_path: Path) -> None:
    copied.write("1")
    copied.look()
    pocket = tmp_path / "pocket"
    stick.rename(pocket)
    copied.write("2")
    state = copied.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_missing")
    assert not stick.exists()  # never made by us
    copied.write("3")
    pocket.rename(stick)
    assert copied.look().is_whole
    assert copied.is_complete
    assert len(copied.files) == 1
    stick.rename(tmp_path / "other")
    stick.mkdir()  # another stick in its place
    copied.write("4")
    assert not copied.look().is_whole
    assert copied.look().is_whole
    assert copied.is_complete


def test_a_mirror_of_the_stick_is_another_stick(copied: Copied, stick: Path, tmp_path: Path) -> None:
    copied.write("1")
    copied.look()
    stick.rename(tmp_path / "pocket")
    shutil.copytree(tmp_path / "pocket", stick)
    copied.write("2")
    copied.look()
    assert copied.look().is_whole
    assert copied.is_complete


def test_facts_that_a_failover_took_from_the_room_are_copied_again(copied: Copied) -> None:
    copied.write("1", "2")
    copied.look()
    take_all(copied.desk)
    copied.look()
    assert copied.files == []
    copied.desk.journal.store.cut_room(0).result(WAIT_S)
    copied.copy.start_over()
    assert copied.look().is_whole
    assert copied.is_complete


def test_the_old_files_stay_until_the_new_ones_are_whole(copied: Copied) -> None:
    copied.write(*[f"{n} " * 200 for n in range(5)])
    assert copied.look().is_whole
    copied.open(bytes_max=100)
    assert copied.look().code == "copy_folder_full"
    assert copied.is_complete


def test_however_much_waits_all_of_it_is_in_the_folder_before_the_old_files_go(
    copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_copy, "BATCH_FACTS", 3)
    copied.write(*[str(number) for number in range(8)])
    assert copied.look().is_whole
    assert copied.is_complete
    copied.open()
    assert copied.look().is_whole
    assert copied.is_complete


def test_the_journals_own_disk_is_no_second_disk(copied: Copied) -> None:
    copied.write("x")
    copied.open(same_disk=False)
    assert copied.look().code == "copy_same_disk"
    assert copied.files == []


def test_the_copy_is_bounded_and_says_when_it_is_full(copied: Copied) -> None:
    copied.open(bytes_max=4_000)
    copied.write("1")
    assert copied.look().is_whole
    copied.write("z" * 5_000)
    state = copied.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_full")


def test_a_full_disk_tears_a_line_and_nothing_else(copied: Copied, monkeypatch: pytest.MonkeyPatch) -> None:
    copied.write("1")
    assert copied.look().is_whole
    write, left = os.write, [300]

    def fills_up(descriptor: int, content: bytes) -> int:
        part = bytes(content)[: left[0]]
        left[0] -= len(part)
        if not part:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, part)

    monkeypatch.setattr(folder_copy.os, "write", fills_up)
    copied.write("2")
    state = copied.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_full")
    assert copied.look().code == "copy_folder_full"  # not even a name of a file
    monkeypatch.setattr(folder_copy.os, "write", write)
    assert copied.look().is_whole
    assert copied.is_complete


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


def test_whole_means_on_the_disk(copied: Copied, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync, synced = os.fsync, dict[int, int]()

    def noting(descriptor: int) -> None:
        fsync(descriptor)
        synced[os.fstat(descriptor).st_ino] = os.fstat(descriptor).st_size

    monkeypatch.setattr(folder_copy.os, "fsync", noting)
    for number in range(3):
        copied.write(str(number))
        assert copied.look().is_whole
        (file,) = copied.files
        assert synced[file.stat().st_ino] == file.stat().st_size

    def refuses(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(folder_copy.os, "fsync", refuses)
    copied.write("x")
    state = copied.look()
    assert (state.is_whole, state.code) == (False, "copy_folder_failed")


def test_files_are_rotated(copied: Copied, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_copy, "FILE_BYTES", 2_000)
    for number in range(12):
        copied.write(f"{number} " * 50)
        copied.look()
    assert len(copied.files) > 3
    assert ids_in(stick) == copied.desk.written
    take_all(copied.desk)
    copied.look()
    assert copied.files == []


def put_back_an_older_journal(copied: Copied, tmp_path: Path, *since: str) -> list[str]:
    """The desk goes on, is copied, and then somebody puts its file of before back; returns what it lost."""
    desk, older = copied.desk, tmp_path / "older.sqlite"
    copied.write("1")
    desk.journal.close()
    shutil.copy(desk.path, older)
    desk.open()
    copied.open()
    lost = copied.write(*since)
    copied.look()
    copied.copy.close()
    desk.close()
    shutil.copy(older, desk.path)
    desk.open()
    return lost


def test_an_older_journal_gets_back_what_only_its_copy_has(
    copied: Copied, stick: Path, tmp_path: Path
) -> None:
    lost = put_back_an_older_journal(copied, tmp_path, "2", "3")
    desk = copied.desk
    assert not desk.fact_ids & set(lost)
    copied.open()
    assert copied.look().is_whole
    assert set(lost) <= desk.fact_ids
    copied.write("4")
    assert copied.look().code == ""
    assert sorted(ids_in(stick)) == sorted(desk.fact_ids)


@pytest.mark.expects_log
def test_a_copy_of_another_machine_with_the_same_file_is_told_and_left_alone(
    copied: Copied, tmp_path: Path
) -> None:
    theirs = put_back_an_older_journal(copied, tmp_path, "2")
    ours = copied.write("lain")
    copied.open()
    state = copied.look()
    assert (state.code, state.is_whole) == ("copy_clash", True)
    assert not set(theirs) & copied.desk.fact_ids
    text = "".join(path.read_text() for path in copied.files)
    assert theirs[0] in text
    assert ours[0] in text


class HangingCopy:
    def __init__(self) -> None:
        self.looks = 0
        self.may_end = threading.Event()

    def look(self) -> CopyState:
        self.looks += 1
        if self.looks > 1:
            self.may_end.wait(30)
        return CopyState(kind=FOLDER, name="x", is_whole=True, looked_at_s=time.monotonic())

    def start_over(self) -> None: ...

    def close(self) -> None: ...


def test_a_disk_that_hangs_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = HangingCopy()
    thread = CopyThread(copy, FOLDER)
    thread.start()
    end = time.monotonic() + 5
    while copy.looks < 1 or not thread.state.is_whole:
        assert time.monotonic() < end
        time.sleep(0.01)
    monkeypatch.setattr("batola_desk.sync.copy_thread.STUCK_S", 0.2)
    thread.wake()
    try:
        while thread.state.code != "copy_stuck":
            assert time.monotonic() < end
            time.sleep(0.01)
        assert not thread.state.is_whole
    finally:
        copy.may_end.set()
        thread.stop()
