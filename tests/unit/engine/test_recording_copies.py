"""The keeper of recordings: every sealed file gets into the store, and only what may go is ever freed."""

import errno
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.events.recording import CallRecordingFreed, CallRecordingStored
from batola_desk.domain.facts import Event
from batola_desk.domain.limits import RecordingLimits
from batola_desk.engine import copy_worker
from batola_desk.engine.copy_book import FREE, HELD, BookEntry, CopyBook
from batola_desk.engine.disk_room import DiskRoom
from batola_desk.engine.fetching import FetchDesk
from batola_desk.engine.recording_keeper import BOOK_NAME, RecordingKeeper
from batola_desk.interop.recording_store.config import StoreSettings
from batola_desk.ipc.messages import SpooledFact
from batola_desk.ipc.recording_messages import FetchChanged
from batola_desk.ipc.recording_parts import RecordingJudgement
from tests.support.waiting import until

MB = 1_000_000
DAY_US = 86_400_000_000


class Desk:
    """One engine's recordings and their keeper, with a folder store."""

    def __init__(self, home: Path, *, limits: RecordingLimits | None = None) -> None:
        self.root = home / "recordings"
        self.store = home / "store"
        self.root.mkdir(exist_ok=True)
        self.store.mkdir(exist_ok=True)
        self.home = home
        self.now_us = 1_772_600_767_000_000
        self.facts: list[tuple[str, Event]] = []
        self.alarms: list[tuple[str, bool]] = []
        self.limits = limits or RecordingLimits()
        self.keeper = self._make()

    def _make(self) -> RecordingKeeper:
        keeper = RecordingKeeper(
            self.root,
            self.home / BOOK_NAME,
            StoreSettings(kind="folder", folder=str(self.store)),
            self.limits,
            now_us=lambda: self.now_us,
        )
        keeper.attach(
            lambda aggregate, event: self.facts.append((aggregate, event)),
            lambda code, active: self.alarms.append((code, active)),
            lambda: False,
        )
        return keeper

    def restart(self) -> None:
        self.keeper.stop()
        self.keeper = self._make()
        self.keeper.start(())

    def seal(self, name: str, size: int = 1000, *, age_days: float = 0.0) -> SpooledFact:
        file = self.root / "2026" / f"{name}.wav"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(os.urandom(size))
        body = {
            "path": f"2026/{name}.wav",
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "byte_count": size,
        }
        fact = SpooledFact(
            fact_id=name,
            kind="call.recorded",
            aggregates=(f"call:{name}",),
            occurred_us=self.now_us - int(age_days * DAY_US),
            body=body,
        )
        self.keeper.on_sealed(fact)
        return fact

    def stored(self) -> list[str]:
        return [event.path for _, event in self.facts if isinstance(event, CallRecordingStored)]

    def freed(self) -> list[str]:
        return [event.path for _, event in self.facts if isinstance(event, CallRecordingFreed)]

    def judge(self, name: str, judgement: str) -> None:
        entry = self.keeper.book.get(f"2026/{name}.wav")
        assert entry is not None
        self.keeper.judge(
            [
                RecordingJudgement(
                    call_key=name,
                    path=entry.path,
                    sha256=entry.sha256,
                    byte_count=entry.byte_count,
                    recorded_us=entry.recorded_us,
                    judgement=judgement,
                )
            ]
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(copy_worker, "RETRY_FIRST_S", 0.05)
    monkeypatch.setattr(copy_worker, "RETRY_MAX_S", 0.2)
    made = Desk(tmp_path)
    yield made
    made.keeper.stop()


def test_every_sealed_recording_is_copied_verified_and_becomes_a_fact(desk: Desk) -> None:
    desk.keeper.start(())
    facts = [desk.seal(name) for name in ("a", "b", "c")]
    until(lambda: len(desk.facts) == 3)
    for (aggregate, event), fact in zip(desk.facts, facts, strict=True):
        assert isinstance(event, CallRecordingStored)
        assert aggregate == fact.aggregates[0]
        assert (event.path, event.key, event.sha256) == (
            fact.body["path"],
            fact.body["path"],
            fact.body["sha256"],
        )
        copied = (desk.store / event.key).read_bytes()
        assert hashlib.sha256(copied).hexdigest() == event.sha256
    until(lambda: desk.keeper.status().waiting_count == 0)
    assert desk.keeper.status().code == ""


def test_a_store_that_vanishes_is_tried_until_it_returns_also_over_a_restart(desk: Desk) -> None:
    desk.keeper.start(())
    desk.seal("a")
    until(lambda: desk.stored() == ["2026/a.wav"])
    desk.store.rename(desk.home / "unmounted")
    desk.seal("b")
    until(lambda: desk.keeper.status().code == "store_not_there")
    assert desk.keeper.status().waiting_count == 1
    desk.restart()
    until(lambda: desk.keeper.status().code == "store_not_there")
    desk.store.mkdir()  # the empty mount point: nothing may land there
    time.sleep(0.3)
    assert list(desk.store.iterdir()) == []
    desk.store.rmdir()
    (desk.home / "unmounted").rename(desk.store)
    until(lambda: desk.stored() == ["2026/a.wav", "2026/b.wav"])


def test_a_waiting_copy_raises_the_alarm_and_ends_it(desk: Desk) -> None:
    desk.store.rmdir()
    desk.keeper.start(())
    desk.seal("a")
    until(lambda: desk.keeper.status().code)
    desk.keeper.tick(1.0)
    assert desk.alarms == []
    desk.now_us += int(61 * 60e6)
    desk.keeper.tick(2.0)
    desk.keeper.tick(3.0)
    assert desk.alarms == [("recording_copy_late", True)]
    desk.store.mkdir()
    until(desk.stored)
    until(lambda: desk.keeper.status().waiting_count == 0)
    desk.keeper.tick(4.0)
    assert desk.alarms[-1] == ("recording_copy_late", False)


@pytest.mark.expects_log
def test_one_altered_recording_is_said_and_does_not_hold_the_others_up(desk: Desk) -> None:
    fact = desk.seal("bad")
    (desk.root / str(fact.body["path"])).write_bytes(b"altered" * 100)
    desk.seal("good")
    desk.keeper.start(())
    until(lambda: desk.stored() == ["2026/good.wav"])
    until(lambda: desk.keeper.status().code == "recording_altered")
    assert not (desk.store / "2026/bad.wav").exists()


@pytest.mark.expects_log
def test_a_recording_that_is_gone_here_does_not_hold_the_others_up(desk: Desk) -> None:
    """The store's own word for it is that something is not there; what is not there is ours."""
    desk.seal("a")
    desk.seal("b")
    (desk.root / "2026/a.wav").unlink()
    desk.keeper.start(())
    until(lambda: desk.stored() == ["2026/b.wav"])
    until(lambda: desk.keeper.status().waiting_count == 0)
    until(lambda: desk.keeper.book.find("2026/a.wav") is None)


@pytest.mark.expects_log
def test_a_recording_the_disk_cannot_read_is_said_and_does_not_hold_the_others_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.seal("a")
    desk.seal("b")
    real = Path.open

    def refuse(path: Path, *values: object, **named: object) -> object:
        if path.name == "a.wav" and path.is_relative_to(desk.root):
            raise OSError(errno.EIO, "input/output error")
        return real(path, *values, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    desk.keeper.start(())
    until(lambda: desk.stored() == ["2026/b.wav"])
    until(lambda: desk.keeper.status().code == "recording_unreadable")
    assert desk.keeper.status().waiting_count == 1
    monkeypatch.undo()
    until(lambda: "2026/a.wav" in desk.stored())


@pytest.mark.expects_log
def test_a_store_library_that_breaks_is_said_and_tried_again(desk: Desk) -> None:
    store = StoreSettings(kind="s3", endpoint="https://[no", bucket="b", access_key="a", secret_key="s")
    desk.keeper = RecordingKeeper(
        desk.root, desk.home / BOOK_NAME, store, desk.limits, now_us=lambda: desk.now_us
    )
    desk.keeper.start(())
    desk.seal("a")
    until(lambda: desk.keeper.status().code == "store_fault")  # the library panics at this endpoint
    entry = desk.keeper.book.get("2026/a.wav")
    answers: list[str] = []
    assert entry is not None
    desk.keeper.worker.fetch(replace(entry, store_id="s3:b"), answers.append)
    until(lambda: answers)
    assert answers == ["store_fault"], "who waits to hear it is told"


def test_sealed_files_the_book_does_not_know_are_copied_too(desk: Desk) -> None:
    fact = desk.seal("a")
    file = desk.root / "2026" / "a.wav"
    os.utime(file, (file.stat().st_mtime - 60,) * 2)
    desk.keeper = desk._make()  # the old one never wrote its book: the engine died
    desk.keeper.start(())
    until((desk.store / "2026/a.wav").exists)
    assert desk.facts == []  # nobody knows whose it is
    desk.keeper.on_sealed(fact)  # the screen had not confirmed it: now it has an owner, and a fact
    until(lambda: desk.stored() == ["2026/a.wav"])


KILLED_COPY = """
import sys, time
from pathlib import Path
from batola_desk.engine.copy_book import BookEntry
from batola_desk.engine.recording_keeper import RecordingKeeper
from batola_desk.domain.limits import RecordingLimits
from batola_desk.interop.recording_store.config import StoreSettings
from batola_desk.ipc.messages import (SpooledFact)
root, book, store, sha256 = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
keeper = RecordingKeeper(
    root, book, StoreSettings(kind="folder", folder=store), RecordingLimits(), now_us=lambda: 1
)
keeper.attach(lambda *fact: print("stored", flush=True), lambda *alarm: None, lambda: True)
body = {"path": "2026/a.wav", "sha256": sha256, "byte_count": 30_000_000}
fact = SpooledFact(fact_id="a", kind="call.recorded", aggregates=("call:a",), occurred_us=1, body=body)
keeper.start([fact])
print("started", flush=True)
time.sleep(60)
"""


def test_an_engine_killed_in_mid_copy_copies_again_and_the_store_never_shows_half_a_file(desk: Desk) -> None:
    fact = desk.seal("a", 30 * MB)
    final = desk.store / "2026" / "a.wav"
    command = [
        sys.executable,
        "-c",
        KILLED_COPY,
        str(desk.root),
        str(desk.home / BOOK_NAME),
        str(desk.store),
        str(fact.body["sha256"]),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        until(lambda: any(file.stat().st_size > MB for file in final.parent.glob(".*.copying")))
        process.kill()
    assert not final.exists()
    assert list(final.parent.glob(".*.copying"))
    desk.keeper = desk._make()
    desk.keeper.start(())
    until(lambda: desk.stored() == ["2026/a.wav"], 20.0)
    assert hashlib.sha256(final.read_bytes()).hexdigest() == fact.body["sha256"]
    assert list(final.parent.glob(".*.copying")) == []


def test_another_store_gets_everything_that_is_still_here(desk: Desk) -> None:
    desk.keeper.start(())
    desk.seal("a")
    until(lambda: desk.stored() == ["2026/a.wav"])
    until(lambda: desk.keeper.status().waiting_count == 0)
    desk.store = desk.home / "new-store"
    desk.store.mkdir()
    desk.restart()
    until(lambda: desk.stored() == ["2026/a.wav"] * 2)
    assert (desk.store / "2026/a.wav").exists()
    assert (desk.home / "store" / "2026/a.wav").exists()  # a store's copy is never touched


@pytest.mark.expects_log
def test_a_freed_recording_comes_back_from_the_store_with_its_seal(desk: Desk) -> None:
    desk.keeper.start(())
    fact = desk.seal("a", 5_000_000)
    until(desk.stored)
    desk.judge("a", FREE)
    until(desk.keeper.book.freeable)
    assert desk.keeper.room.provide(refused=True)
    file = desk.root / "2026/a.wav"
    assert not file.exists()
    until(lambda: desk.freed() == ["2026/a.wav"])
    answers: list[str] = []
    until(lambda: (entry := desk.keeper.book.find("2026/a.wav")) is not None and entry.freed_us)
    entry = desk.keeper.book.find("2026/a.wav")
    assert entry is not None
    shares: list[float] = []
    desk.keeper.worker.fetch(entry, answers.append, shares.append)
    until(lambda: answers)
    assert answers == [""]
    assert shares == sorted(shares)
    assert len(shares) >= 10
    assert 0.97 < shares[-1] <= 1.0
    assert hashlib.sha256(file.read_bytes()).hexdigest() == fact.body["sha256"]
    (desk.store / "2026/a.wav").write_bytes(b"spoilt in the store")
    file.unlink()
    desk.keeper.worker.fetch(entry, answers.append)
    until(lambda: len(answers) == 2)
    assert answers[1] == "recording_altered"
    assert not file.exists()


def test_what_was_kept_in_another_store_is_not_taken_from_this_one(desk: Desk) -> None:
    """A file of that name there may be anything."""
    desk.keeper.start(())
    desk.seal("a")
    until(lambda: desk.keeper.status().waiting_count == 0)
    entry = desk.keeper.book.get("2026/a.wav")
    assert entry is not None
    codes: list[str] = []
    desk.keeper.worker.fetch(replace(entry, store_id="folder:/elsewhere"), codes.append)
    desk.keeper.worker.fetch(entry, codes.append)
    until(lambda: codes == ["recording_missing", ""])


@pytest.mark.expects_log
def test_a_screen_that_wants_a_freed_recording_gets_it_from_the_real_store(desk: Desk) -> None:
    desk.keeper.start(())
    desk.seal("a", 2_000_000)
    until(desk.stored)
    desk.judge("a", FREE)
    until(desk.keeper.book.freeable)
    assert desk.keeper.room.provide(refused=True)
    until(lambda: (entry := desk.keeper.book.find("2026/a.wav")) is not None and entry.freed_us)
    news: list[FetchChanged] = []
    at_once = lambda work: work()  # noqa: E731
    fetching = FetchDesk(desk.root, desk.keeper, at_once, at_once, news.append)  # type: ignore[arg-type]
    away = desk.store.rename(desk.store.with_name("unplugged"))
    fetching.fetch("2026/a.wav")
    until(lambda: news and news[-1].done)
    assert news[-1].code == "store_not_there"
    away.rename(desk.store)
    fetching.fetch("2026/a.wav")
    until(lambda: news[-1].done and not news[-1].code)
    shares = [item.share for item in news if not item.code]
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert (desk.root / "2026/a.wav").exists()


# -- the rule of what may be freed


class Shelf:
    """Files of 1 MB on a disk that the test sizes."""

    def __init__(self, home: Path, limits: RecordingLimits) -> None:
        self.root = home
        self.free = 1000 * MB
        self.facts: list[Event] = []
        self.short: list[bool] = []
        self.now_us = 400 * DAY_US
        self.book = CopyBook(home / "book.sqlite")
        self.room = DiskRoom(
            self.book,
            home,
            limits,
            lambda _aggregate, event: self.facts.append(event),
            self.short.append,
            now_us=lambda: self.now_us,
            free_bytes=lambda _path: self.free,
        )

    def put(self, name: str, *, age_days: float, stored: bool, judgement: str = "") -> None:
        path = f"{name}.wav"
        (self.root / path).write_bytes(b"x")
        recorded_us = self.now_us - int(age_days * DAY_US)
        entry = BookEntry(path, f"call:{name}", "00", 100 * MB, recorded_us)
        self.book.add(entry)
        if judgement:
            self.book.judge(path, judgement)
        if stored:
            self.book.mark_stored(entry, "folder:x", 1)

    def left(self) -> set[str]:
        return {file.stem for file in self.root.glob("*.wav")}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    limits = RecordingLimits(reserve_mb=400.0, cache_days=30.0, cache_max_gb=0.3)
    made = Shelf(tmp_path, limits)
    made.put("uncopied", age_days=300, stored=False, judgement=FREE)
    made.put("p1", age_days=200, stored=True, judgement=HELD)
    made.put("unjudged", age_days=150, stored=True)
    made.put("oldest", age_days=100, stored=True, judgement=FREE)
    made.put("older", age_days=50, stored=True, judgement=FREE)
    made.put("new", age_days=1, stored=True, judgement=FREE)
    return made


ALL = {"uncopied", "p1", "unjudged", "oldest", "older", "new"}


def test_with_room_nothing_is_freed(shelf: Shelf) -> None:
    assert shelf.room.provide()
    assert shelf.left() == ALL
    assert shelf.short == []


@pytest.mark.expects_log
def test_the_oldest_copied_and_released_ones_go_first_and_only_as_many_as_needed(shelf: Shelf) -> None:
    shelf.free = 350 * MB
    assert shelf.room.provide()
    assert shelf.left() == ALL - {"oldest", "older"}  # 150 MB to a quarter above the reserve
    assert shelf.short == [True]
    assert [event.reason for event in shelf.facts if isinstance(event, CallRecordingFreed)] == [
        "disk_full",
        "disk_full",
    ]
    shelf.free = 600 * MB
    assert shelf.room.provide()
    assert shelf.short == [True, False]


@pytest.mark.expects_log
def test_uncopied_held_and_unjudged_recordings_stay_however_full_the_disk_is(shelf: Shelf) -> None:
    shelf.free = 0
    shelf.room.provide()
    assert shelf.left() == {"uncopied", "p1", "unjudged"}
    assert not shelf.room.provide(refused=True)
    assert not shelf.room.provide()  # recording stops: the journal needs the reserve
    assert shelf.left() == {"uncopied", "p1", "unjudged"}
    shelf.free = 210 * MB
    assert shelf.room.provide()  # half of the reserve is enough to go on


def test_the_rule_of_age_and_size_frees_by_itself(shelf: Shelf) -> None:
    assert shelf.room.clean() == 3  # two by age; 400 MB are left, 300 allowed, so the new one by size
    assert shelf.left() == {"uncopied", "p1", "unjudged"}
    assert [event.reason for event in shelf.facts if isinstance(event, CallRecordingFreed)] == [
        "age",
        "age",
        "size",
    ]


def test_the_recorder_never_waits_while_the_rule_frees_thousands_of_files(shelf: Shelf) -> None:
    answers: list[bool] = []

    def tell(_aggregate: str, _event: Event) -> None:
        recorder = threading.Thread(target=lambda: answers.append(room.provide()))
        recorder.start()
        recorder.join(5.0)
        assert not recorder.is_alive(), "words of a live call are lost meanwhile"

    room = DiskRoom(
        shelf.book,
        shelf.root,
        RecordingLimits(reserve_mb=400.0, cache_days=30.0, cache_max_gb=0.3),
        tell,
        shelf.short.append,
        now_us=lambda: shelf.now_us,
        free_bytes=lambda _path: 1000 * MB,
    )
    assert room.clean() == 3
    assert answers == [True] * 3


def test_a_judgement_survives_a_restart_and_can_be_taken_back(tmp_path: Path) -> None:
    book = CopyBook(tmp_path / "book.sqlite")
    book.start()
    entry = BookEntry("a.wav", "call:a", "00", 1, 1)
    book.add(entry)
    book.judge("a.wav", FREE)
    book.mark_stored(entry, "folder:x", 7)
    book.stop()
    again = CopyBook(tmp_path / "book.sqlite")
    again.start()
    assert [entry.path for entry in again.freeable()] == ["a.wav"]
    assert again.knows_store("folder:x")
    again.judge("a.wav", HELD)
    assert again.freeable() == []
    again.stop()


def test_an_owner_that_comes_while_a_file_is_copied_is_not_forgotten(tmp_path: Path) -> None:
    book = CopyBook(tmp_path / "book.sqlite")
    found = BookEntry("a.wav", "", "00", 1, 1)
    book.add(found)
    book.add(BookEntry("a.wav", "call:a", "00", 1, 2))
    book.mark_stored(found, "folder:x", 7)  # the copy that began without an owner
    assert [entry.aggregate for entry in book.waiting()] == ["call:a"]
    book.mark_stored(book.waiting()[0], "folder:x", 8)
    assert book.waiting() == []


@pytest.mark.expects_log
def test_a_damaged_book_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "book.sqlite").write_bytes(b"no database" * 500)
    book = CopyBook(tmp_path / "book.sqlite")
    book.start()
    book.add(BookEntry("a.wav", "call:a", "00", 1, 1))
    book.stop()
    assert (tmp_path / "book.sqlite.broken").exists()
    again = CopyBook(tmp_path / "book.sqlite")
    again.start()
    assert [entry.path for entry in again.waiting()] == ["a.wav"]
    again.stop()
