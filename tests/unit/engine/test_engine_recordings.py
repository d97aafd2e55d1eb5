"""The real engine process: recordings reach the store, survive a kill, and a full disk takes none of them."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from batola_desk.ipc.recording_messages import JudgeRecordings, RemoveRecordings, StoreChanged
from batola_desk.ipc.recording_parts import RecordingJudgement
from tests.support.engine_stage import Citizen, Desk, talking
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals and mounts")


def configure(desk: Desk, store: Path, **limits: float) -> None:
    config = desk.home / "config"
    (config / "catalog").mkdir(parents=True)
    (config / "line.toml").write_text(f"[recording_store]\nkind = 'folder'\nfolder = '{store.as_posix()}'\n")
    lines = "".join(f"{name} = {value}\n" for name, value in limits.items())
    (config / "catalog" / "limits.toml").write_text(f"version = 1\n\n[recording]\n{lines}")


def facts(desk: Desk, kind: str) -> list[dict[str, object]]:
    known = {fact.fact_id: fact for fact in list(desk.facts) if fact.kind == kind}
    return [fact.body for fact in known.values()]


def test_a_call_is_recorded_copied_and_both_are_facts(desk: Desk, citizen: Citizen, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    configure(desk, store)
    call = talking(desk, citizen)
    time.sleep(0.5)
    assert desk.ask(m.HangUpCall(call_id=call.call_id)) == ""
    until(lambda: facts(desk, "call.recording_stored"))
    stored, recorded = facts(desk, "call.recording_stored")[0], facts(desk, "call.recorded")[0]
    assert stored["sha256"] == recorded["sha256"]
    copied = (store / str(stored["key"])).read_bytes()
    assert hashlib.sha256(copied).hexdigest() == stored["sha256"]
    states = [change.store for change in list(desk.heard) if isinstance(change, StoreChanged)]
    assert all(state.kind == "folder" for state in states)


def test_an_engine_killed_in_mid_call_seals_and_copies_at_its_next_start(
    desk: Desk, citizen: Citizen, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    configure(desk, store)
    talking(desk, citizen)
    time.sleep(1.2)
    os.kill(desk.pid, signal.SIGKILL)
    until(desk.closed.is_set)
    desk.detach()
    desk.attach()
    until(lambda: facts(desk, "call.recording_stored"))
    recorded = facts(desk, "call.recorded")[0]
    assert recorded["recovered"] is True
    assert float(str(recorded["duration_s"])) > 0.5
    assert (store / str(recorded["path"])).exists()


def test_what_is_past_its_time_waits_for_the_end_of_the_call_and_is_told_also_after_a_kill(
    desk: Desk, citizen: Citizen
) -> None:
    root = desk.home / "data" / "recordings"
    root.mkdir(parents=True)
    for number in range(40):
        write_wav(root / f"{number}.wav", 1000)
    past = RemoveRecordings(recordings=tuple(judged(root / f"{n}.wav", "free") for n in range(40)))
    call = talking(desk, citizen)
    assert desk.ask(past) == ""
    time.sleep(0.5)
    assert len(list(root.glob("*.wav"))) == 40
    assert desk.ask(m.HangUpCall(call_id=call.call_id)) == ""
    until(lambda: facts(desk, "call.recorded"))
    assert desk.ask(past) == ""
    os.kill(desk.pid, signal.SIGKILL)  # somewhere in the middle of it
    until(desk.closed.is_set)
    desk.detach()
    desk.attach()
    assert desk.ask(past) == ""  # the next day
    until(lambda: len({str(body["path"]) for body in facts(desk, "call.recording_freed")}) == 40)
    assert not list(root.glob("*.wav"))  # the call's own lies in the folder of its day
    assert {body["reason"] for body in facts(desk, "call.recording_freed")} == {"retention"}


@pytest.fixture
def small_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose recordings lie on a file system of 3 MB."""
    desk = Desk(tmp_path / "home")
    folder = desk.home / "data" / "recordings"
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to make a file system")
    yield desk
    desk.end()
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_on_a_full_disk_the_oldest_released_copy_goes_and_the_call_is_recorded_on(
    small_desk: Desk, citizen: Citizen, tmp_path: Path
) -> None:
    """Three older recordings: a P1, one that nobody copied, one that may go. The disk then fills up."""
    desk, store = small_desk, tmp_path / "store"
    store.mkdir()
    configure(desk, store, reserve_mb=0.0)  # the rule must hold by the disk's own refusal as well
    root = desk.home / "data" / "recordings"
    for name in ("p1", "old"):
        write_wav(root / f"{name}.wav", 500_000)
    call = talking(desk, citizen)
    until(lambda: (store / "old.wav").exists() and (store / "p1.wav").exists())
    verdicts = [judged(root / "p1.wav", "held"), judged(root / "old.wav", "free")]
    assert desk.ask(JudgeRecordings(judgements=tuple(verdicts))) == ""
    time.sleep(0.5)
    free = os.statvfs(root).f_bavail * os.statvfs(root).f_bsize
    (root / "uncopied.bin").write_bytes(bytes(free))
    full_s = time.monotonic()
    until(lambda: alarms(desk, active=True), 3.0)
    assert time.monotonic() - full_s < 2.0
    until(lambda: alarms(desk, active=False))
    assert not (root / "old.wav").exists()
    assert (root / "p1.wav").exists()
    assert (store / "old.wav").exists()
    assert desk.calls()[call.call_id].state == "talking"
    assert desk.calls()[call.call_id].recording
    time.sleep(1.0)
    assert desk.ask(m.HangUpCall(call_id=call.call_id)) == ""
    until(lambda: len(facts(desk, "call.recorded")) == 2)
    parts = sorted(facts(desk, "call.recorded"), key=lambda body: float(str(body["start_s"])))
    ends_s = float(str(parts[0]["duration_s"]))
    assert float(str(parts[1]["start_s"])) == pytest.approx(ends_s, abs=0.05)  # no word is missing
    assert [body["reason"] for body in facts(desk, "call.recording_freed")] in ([], ["disk_full"])


def test_with_nothing_to_free_the_call_goes_on_and_the_alarm_stays(
    small_desk: Desk, citizen: Citizen, tmp_path: Path
) -> None:
    desk = small_desk
    configure(desk, tmp_path / "no-such-store", reserve_mb=0.0)
    root = desk.home / "data" / "recordings"
    call = talking(desk, citizen)
    time.sleep(0.3)
    (root / "other.bin").write_bytes(bytes(os.statvfs(root).f_bavail * os.statvfs(root).f_bsize))
    until(lambda: alarms(desk, active=True), 3.0)
    before = len(citizen.received)
    time.sleep(1.5)
    until(lambda: len(citizen.received) - before > 50)  # the caller goes on hearing us
    assert not alarms(desk, active=False)
    assert not desk.calls()[call.call_id].recording


@pytest.fixture
def full_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose journal, spool and recordings share a file system of 24 MB."""
    desk = Desk(tmp_path / "home")
    folder = desk.home / "data"
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to make a file system")
    yield desk
    desk.end()
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_recording_stops_before_facts_lose_their_room_and_goes_on_when_there_is_some(
    full_desk: Desk, citizen: Citizen, tmp_path: Path
) -> None:
    desk, data = full_desk, full_desk.home / "data"
    configure(desk, tmp_path / "no-such-store", reserve_mb=10.0)
    call = talking(desk, citizen)
    time.sleep(0.7)
    filler = data / "other.bin"
    filler.write_bytes(bytes(free_bytes(data) - 4_000_000))  # below half of the reserve
    until(lambda: alarms(desk, active=True), 2.0)
    left = free_bytes(data)
    time.sleep(1.5)
    assert free_bytes(data) > left - 200_000  # facts may grow, sound may not
    codes = {message.code for message in list(desk.heard) if isinstance(message, m.EngineAlarm)}
    assert "recording_room_short" in codes
    assert "spool_failed" not in codes
    filler.unlink()
    until(lambda: alarms(desk, active=False))
    time.sleep(0.7)
    assert desk.ask(m.HangUpCall(call_id=call.call_id)) == ""
    until(lambda: len(facts(desk, "call.recorded")) == 2)
    parts = sorted(facts(desk, "call.recorded"), key=lambda body: float(str(body["start_s"])))
    assert float(str(parts[1]["start_s"])) == pytest.approx(float(str(parts[0]["duration_s"])), abs=0.05)


def free_bytes(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_bsize


def alarms(desk: Desk, *, active: bool) -> list[m.EngineAlarm]:
    told = [message for message in list(desk.heard) if isinstance(message, m.EngineAlarm)]
    return [alarm for alarm in told if alarm.code == "recording_failed" and alarm.active is active]


def write_wav(file: Path, byte_count: int) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(os.urandom(byte_count))
    os.utime(file, (time.time() - 3600,) * 2)  # of an earlier engine


def judged(file: Path, judgement: str) -> RecordingJudgement:
    data = file.read_bytes()
    return RecordingJudgement(
        call_key=file.stem,
        path=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        byte_count=len(data),
        recorded_us=1,
        judgement=judgement,
    )
