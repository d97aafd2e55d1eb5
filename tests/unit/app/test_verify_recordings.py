"""`batola-desk verify-recordings` on a desk with every kind of trouble."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from batola_desk.domain.events.call import CallOffered, CallRecorded
from batola_desk.domain.events.recording import CallRecordingFreed, CallRecordingStored
from batola_desk.domain.facts import Event, NewFact
from batola_desk.interop.recording_store.folder_store import MARK_NAME
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths


class Desk:
    """A journal with recordings, their files, and a folder store."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.paths = DeskPaths.for_home(home)
        self.paths.create()
        self.store = home / "store"
        self.store.mkdir()
        (self.store / MARK_NAME).write_text("x")
        (self.paths.config / "line.toml").write_text(
            f"[recording_store]\nkind = 'folder'\nfolder = '{self.store.as_posix()}'\n"
        )

    def fill(self, *names: str, stored: bool = True, freed: bool = False) -> None:
        journal = open_journal(self.paths.journal, app_version="test")
        try:
            for name in names:
                path = f"2026/{name}.wav"
                data = name.encode() * 1000
                sha256 = hashlib.sha256(data).hexdigest()
                events: list[Event] = [
                    CallOffered(call_key=name, direction="inbound", number="0811"),
                    CallRecorded(path=path, sha256=sha256, duration_s=1.0, byte_count=len(data)),
                ]
                places = [] if freed else [self.paths.recordings / path]
                if stored:
                    store = f"folder:{self.store.as_posix()}"
                    events.append(
                        CallRecordingStored(path=path, store=store, key=path, sha256=sha256, at_us=1)
                    )
                    places.append(self.store / path)
                if freed:
                    events.append(CallRecordingFreed(path=path, reason="age"))
                for place in places:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(data)
                facts = [
                    NewFact(event=event, aggregates=(f"call:{name}",), occurred_us=1) for event in events
                ]
                journal.store.append(facts, actor="sari", desk="A").result(10)
        finally:
            journal.close()

    def verify(self, *more: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "batola_desk", "--home", str(self.home), "verify-recordings", *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_sound_recordings_are_called_so(desk: Desk) -> None:
    desk.fill("a", "b")
    desk.fill("old", freed=True)
    code, words = desk.verify()
    assert code == 0, words
    assert "3 rekaman bersegel" in words
    assert "1 dilepas menurut aturan" in words
    assert "semua rekaman utuh" in words


def test_a_recording_without_a_copy_is_no_fault_but_said(desk: Desk) -> None:
    desk.fill("a")
    desk.fill("b", stored=False)
    code, words = desk.verify()
    assert code == 1
    assert "2026/b.wav: di meja utuh, di penyimpanan belum disalin" in words


@pytest.mark.parametrize("place", ["here", "store"])
def test_one_changed_bit_is_found_wherever_it_is(desk: Desk, place: str) -> None:
    desk.fill("a", "b")
    file = (desk.paths.recordings if place == "here" else desk.store) / "2026/b.wav"
    data = bytearray(file.read_bytes())
    data[500] ^= 1
    file.write_bytes(data)
    code, words = desk.verify()
    assert code == 2
    assert "2026/b.wav" in words
    assert "2026/a.wav" not in words
    assert "BERBEDA" in words
    assert (desk.verify("--local")[0] == 2) is (place == "here")


def test_a_lost_file_is_told_from_a_freed_one(desk: Desk) -> None:
    desk.fill("a")
    desk.fill("b", freed=True)
    (desk.paths.recordings / "2026/a.wav").unlink()
    code, words = desk.verify()
    assert code == 2
    assert "2026/a.wav: di meja tidak ada" in words
    assert "2026/b.wav" not in words
    (desk.store / "2026/b.wav").unlink()
    code, words = desk.verify()
    assert "XX  2026/b.wav" in words


def test_a_store_that_is_away_is_not_called_broken(desk: Desk) -> None:
    desk.fill("a")
    (desk.store / MARK_NAME).unlink()
    code, words = desk.verify()
    assert code == 1
    assert "di penyimpanan tidak bisa dibaca" in words


def test_without_a_journal_it_says_so(desk: Desk) -> None:
    code, words = desk.verify()
    assert code == 3
    assert "belum ada jurnal" in words
