"""What is past its time goes by rule, each with a fact, outside calls; held, unjudged and uncopied stays."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.domain.events.recording import RETENTION, CallRecordingFreed
from batola_desk.domain.facts import Event
from batola_desk.domain.limits import RecordingLimits
from batola_desk.engine.copy_book import HELD
from batola_desk.engine.recording_keeper import BOOK_NAME, RecordingKeeper
from batola_desk.interop.recording_store.config import StoreSettings
from batola_desk.ipc.messages import SpooledFact
from batola_desk.ipc.recording_parts import RecordingJudgement
from tests.support.waiting import until


class Line:
    """The line's recordings; ``is_busy`` plays a call."""

    def __init__(self, home: Path, store: StoreSettings) -> None:
        self.root = home / "recordings"
        (self.root / "2025").mkdir(parents=True, exist_ok=True)
        self.told: list[Event] = []
        self.is_busy = lambda: False
        self.keeper = RecordingKeeper(
            self.root, home / BOOK_NAME, store, RecordingLimits(), now_us=lambda: 1_772_600_767_000_000
        )
        self.keeper.attach(lambda _name, event: self.told.append(event), print, lambda: self.is_busy())  # noqa: PLW0108 - it changes

    def seal(self, name: str) -> RecordingJudgement:
        path = f"2025/{name}.wav"
        (self.root / path).write_bytes(name.encode() * 500)
        sha256 = hashlib.sha256(name.encode() * 500).hexdigest()
        body = {"path": path, "sha256": sha256, "byte_count": 500}
        fact = SpooledFact(
            fact_id=name, kind="call.recorded", aggregates=(f"call:{name}",), occurred_us=1, body=body
        )
        self.keeper.on_sealed(fact)
        return RecordingJudgement(
            call_key=name, path=path, sha256=sha256, byte_count=500, recorded_us=1, judgement="free"
        )

    def files(self) -> list[str]:
        return sorted(path.stem for path in self.root.rglob("*.wav"))

    def freed(self) -> list[tuple[str, str]]:
        return [(e.path, e.reason) for e in self.told if isinstance(e, CallRecordingFreed)]

    def removed(self) -> None:
        removal = self.keeper._removal
        assert removal is not None
        removal.join()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path, StoreSettings())
    made.keeper.start(())
    yield made
    made.keeper.stop()


def test_each_removal_is_a_fact_and_only_what_was_named_goes(line: Line) -> None:
    old = [line.seal("a"), line.seal("b")]
    line.seal("c")
    line.keeper.remove(old)
    line.removed()
    assert line.files() == ["c"]
    assert line.freed() == [("2025/a.wav", RETENTION), ("2025/b.wav", RETENTION)]


def test_what_is_held_in_the_meantime_stays(line: Line) -> None:
    old = [line.seal("a"), line.seal("b")]
    at_first = threading.Event()
    go_on = threading.Event()
    calls = iter((False, False))

    def is_busy() -> bool:
        if next(calls, None) is None:  # before the second file
            at_first.set()
            go_on.wait(5)
        return False

    line.is_busy = is_busy
    line.keeper.remove(old)
    assert at_first.wait(5)
    line.keeper.book.judge("2025/b.wav", HELD)
    go_on.set()
    line.removed()
    assert line.files() == ["b"]
    assert line.freed() == [("2025/a.wav", RETENTION)]


def test_nothing_is_touched_during_a_call_and_a_call_that_comes_stops_it(line: Line) -> None:
    old = [line.seal(name) for name in "abcd"]
    line.is_busy = lambda: True
    line.keeper.remove(old)
    assert line.keeper._removal is None
    assert line.files() == list("abcd")
    answers = iter((False, False, False, True))
    line.is_busy = lambda: next(answers, True)
    line.keeper.remove(old)
    line.removed()
    assert line.files() == ["c", "d"]
    line.is_busy = lambda: False
    line.keeper.remove(old[2:])  # the next day goes on
    line.removed()
    assert line.files() == []
    assert sorted(path for path, _ in line.freed()) == [item.path for item in old]


def test_a_file_whose_fact_was_lost_with_the_power_is_told_when_asked_again(line: Line) -> None:
    old = line.seal("a")
    (line.root / old.path).unlink()
    line.keeper.remove([old])
    line.removed()
    assert line.freed() == [(old.path, RETENTION)]


def test_a_disk_that_is_not_mounted_is_no_removal(line: Line) -> None:
    old = line.seal("a")
    shutil.rmtree(line.root / "2025")
    line.keeper.remove([old])
    line.removed()
    assert line.freed() == []


def test_what_is_not_in_the_store_yet_stays_until_it_is(tmp_path: Path) -> None:
    store = tmp_path / "store"
    line = Line(tmp_path, StoreSettings(kind="folder", folder=str(store)))
    old = line.seal("a")
    line.keeper.book.start()
    line.keeper.remove([old])
    line.removed()
    assert line.files() == ["a"]
    line.keeper.book.stop()
    store.mkdir()
    line = Line(tmp_path, StoreSettings(kind="folder", folder=str(store)))
    line.seal("a")
    line.keeper.start(())
    until(lambda: not line.keeper.book.waiting())
    line.keeper.remove([old])
    line.removed()
    line.keeper.stop()
    assert line.files() == []
    assert (store / old.path).exists()  # the store's copy is the store's business
