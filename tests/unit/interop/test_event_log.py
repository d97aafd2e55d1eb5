"""Alarms in the system's event log: the right type and id, nothing personal, and nobody waits for it."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from batola_desk.interop import event_log
from batola_desk.interop.event_log import ENDED_ID, ERROR, INFORMATION, WAITING_MAX, WARNING, EventLog
from batola_desk.settings.installation import Installation
from tests.support.waiting import until


def test_priorities_have_their_type_and_id_and_an_end_is_information() -> None:
    written: list[tuple[int, int, str]] = []
    log = EventLog(lambda kind, number, text: written.append((kind, number, text)))
    log.tell("sip_socket_lost", "high", "Port telepon hilang")
    log.tell("backup_failed", "medium", "Cadangan gagal")
    log.tell("disk_filling", "low", "Disk akan penuh")
    log.tell("disk_filling", "low", "Disk akan penuh", ended=True)
    until(lambda: len(written) == 4)
    log.stop()
    assert written == [
        (ERROR, 100, "sip_socket_lost: Port telepon hilang"),
        (WARNING, 200, "backup_failed: Cadangan gagal"),
        (INFORMATION, 300, "disk_filling: Disk akan penuh"),
        (INFORMATION, ENDED_ID, "disk_filling (ended): Disk akan penuh"),
    ]


def test_a_log_service_that_hangs_holds_up_nobody_and_keeps_no_more_than_its_limit() -> None:
    free, written = threading.Event(), list[str]()

    def write(_kind: int, _number: int, text: str) -> None:
        free.wait(60)
        written.append(text)

    log = EventLog(write)
    for number in range(WAITING_MAX * 3):
        log.tell(f"a{number}", "low", "x")
    assert written == [], "nobody waited for it"
    free.set()
    until(lambda: len(written) >= WAITING_MAX)
    log.stop()
    assert len(written) <= WAITING_MAX + 1


@pytest.mark.expects_log
def test_a_log_that_refuses_is_said_once_and_tried_on(caplog: pytest.LogCaptureFixture) -> None:
    answers, written = iter((OSError("full"), OSError("full"))), list[str]()

    def write(_kind: int, _number: int, text: str) -> None:
        if fault := next(answers, None):
            raise fault
        written.append(text)

    log = EventLog(write)
    for code in "abc":
        log.tell(code, "low", "x")
    until(lambda: written == ["c: x"])
    log.stop()
    assert [record.getMessage() for record in caplog.records if "event log" in record.getMessage()] == [
        "the event log cannot be written: full"
    ]


def test_only_an_installed_desk_has_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(event_log, "find_installation", lambda: None)
    assert event_log.system_log() is None
    monkeypatch.setattr(event_log, "find_installation", lambda: Installation(tmp_path, tmp_path))
    log = event_log.system_log()
    assert log is not None
    log.stop()


@pytest.mark.skipif(sys.platform != "win32", reason="the real log of Windows")
def test_windows_takes_an_event() -> None:
    event_log.write_event(INFORMATION, 300, "test: uji / test")
