"""``update …``: nothing is started during a call, in a shift, or unchecked; it is told how it ended."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BufferedReader
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from batola_desk.__main__ import build_parser, main
from batola_desk.app.commands import update as update_command
from batola_desk.app.commands.update import NOTHING, REFUSED, run_update
from batola_desk.app.setup.setup_words import LOG_VARIABLE, Code
from batola_desk.models.database import create_file_engine
from batola_desk.models.file_lock import FileLock
from batola_desk.models.migrate import upgrade
from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.settings.close_request import LIVE_CALL, OFF_DUTY, ON_DUTY, CloseRequest
from batola_desk.settings.paths import DeskPaths
from batola_desk.ui.update_error_texts import UPDATE_ERROR_TEXTS, failure_code
from batola_desk.updates import source as source_module
from batola_desk.updates.attempt import Attempt, End, Kind, note_attempt, read_outcome
from batola_desk.updates.faults import UpdateFault
from batola_desk.updates.wish import LIMITS_S, WISH_NAME, Wish
from tests.support.update_packages import MachineDouble, package, write_config

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def paths(tmp_path: Path, key: Ed25519PrivateKey) -> DeskPaths:
    paths = DeskPaths.for_home(tmp_path / "desk")
    paths.create()
    package(tmp_path / "stick", key)
    write_config(paths.config, key, str(tmp_path / "stick"))
    return paths


@pytest.fixture
def machine() -> MachineDouble:
    return MachineDouble()


def update(paths: DeskPaths, machine: MachineDouble, *words: str) -> int:
    return run_update(build_parser().parse_args(["update", *words]), paths, machine)


@contextmanager
def open_desk(paths: DeskPaths, answer: str) -> Iterator[list[str]]:
    """A window that gives one answer to every question; an empty one closes it."""
    lock = FileLock.of_journal(paths.journal)
    asked: list[str] = []
    ended = threading.Event()

    def hear() -> None:
        request = CloseRequest(paths.runtime)
        while not ended.wait(0.01):
            if question := request.take():
                assert request.opens_again()  # whoever worked there finds the desk again
                asked.append(question)
                if not answer:
                    lock.release()
                    return
                request.reply(answer)

    thread = threading.Thread(target=hear)
    thread.start()
    try:
        yield asked
    finally:
        ended.set()
        thread.join()
        if answer or not asked:
            lock.release()


def test_checked_staged_installed(
    paths: DeskPaths, machine: MachineDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(paths, machine, "check") == Code.DONE
    assert "0.2.0" in capsys.readouterr().out
    assert update(paths, machine, "install") == REFUSED  # nothing lies ready: nothing is fetched by the way
    assert "tidak ada pembaruan yang disiapkan" in capsys.readouterr().out.lower()
    assert update(paths, machine, "stage") == Code.DONE
    assert "Peta lebih cepat." in capsys.readouterr().out
    assert machine.started == []
    assert update(paths, machine, "install") == Code.DONE
    assert machine.started == [paths.updates / "staged" / "BatolaDesk-0.2.0-x64.exe"]


@pytest.mark.parametrize(
    ("words", "answer", "code", "question"),
    [
        (("install",), LIVE_CALL, Code.LIVE_CALL, OFF_DUTY),
        (("install",), ON_DUTY, Code.ON_DUTY, OFF_DUTY),
        (("install", "--on-duty"), LIVE_CALL, Code.LIVE_CALL, "now"),
        (("rollback",), LIVE_CALL, Code.LIVE_CALL, "now"),
    ],
)
def test_a_desk_that_refuses_to_close_is_left_alone(
    paths: DeskPaths, words: tuple[str, ...], answer: str, code: Code, question: str
) -> None:
    machine = MachineDouble(previous="0.0.9")
    assert update(paths, machine, "stage") == Code.DONE
    with open_desk(paths, answer) as asked:
        assert update(paths, machine, *words) == code
    assert asked == [question]
    assert machine.started == []
    assert not (paths.updates / "attempt.json").exists()


def test_a_desk_at_which_nobody_works_is_closed_first(paths: DeskPaths, machine: MachineDouble) -> None:
    assert update(paths, machine, "stage") == Code.DONE
    with open_desk(paths, "") as asked:
        assert update(paths, machine, "install") == Code.DONE
    assert asked == [OFF_DUTY]
    assert len(machine.started) == 1


def test_what_was_tampered_with_on_this_disk_is_not_started(paths: DeskPaths, machine: MachineDouble) -> None:
    assert update(paths, machine, "stage") == Code.DONE
    installer = paths.updates / "staged" / "BatolaDesk-0.2.0-x64.exe"
    installer.write_bytes(b"MZ evil")
    with open_desk(paths, "") as asked:
        assert update(paths, machine, "install") == REFUSED
    assert asked == []  # and no desk was closed for it
    assert machine.started == []


def test_back_only_where_there_is_something_to_go_back_to(
    paths: DeskPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = MachineDouble()
    assert update(paths, machine, "rollback") == REFUSED
    assert "tidak ada versi sebelumnya" in capsys.readouterr().out
    machine.previous = "0.0.9"
    assert update(paths, machine, "rollback") == Code.DONE
    assert machine.started == ["rollback"]


@pytest.mark.parametrize("words", [("install",), ("rollback",)])
def test_whoever_may_not_install_closes_no_desk(paths: DeskPaths, words: tuple[str, ...]) -> None:
    machine = MachineDouble(previous="0.0.9")
    assert update(paths, machine, "stage") == Code.DONE
    machine.fault = "update_not_admin"
    with open_desk(paths, "") as asked:
        assert update(paths, machine, *words) == REFUSED
        assert asked == []
    assert machine.started == []
    assert (paths.updates / "staged").is_dir()
    assert not (paths.updates / "attempt.json").exists()


def test_a_setup_that_does_not_start_was_not_tried(paths: DeskPaths, machine: MachineDouble) -> None:
    assert update(paths, machine, "stage") == Code.DONE
    machine.start_fault = "update_not_started"
    assert update(paths, machine, "install") == REFUSED
    assert not (paths.updates / "attempt.json").exists()


def test_without_setup_on_this_machine_nothing_is_started(
    paths: DeskPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(paths.data.parent)
    assert main(["--home", home, "update", "stage"]) == Code.DONE
    assert main(["--home", home, "update", "install"]) == REFUSED
    assert "tidak dipasang oleh pemasang Windows" in capsys.readouterr().out
    assert main(["--home", home, "update", "drop"]) == Code.DONE
    assert main(["--home", home, "update", "status"]) == Code.DONE
    assert "siap dipasang    tidak ada" in capsys.readouterr().out


# ---------------------------------------------------------------- how it ended


@pytest.mark.parametrize(
    ("installed", "log", "later", "end"),
    [
        ("0.2.0", "Selesai.\r\n", timedelta(hours=3), End.DONE),
        ("0.1.0", "GAGAL (19): Uji diri gagal\r\n", timedelta(minutes=3), End.FAILED),
        ("0.1.0", "Membuka berkas program ...\r\n", timedelta(minutes=3), End.RUNNING),
        ("0.1.0", "Membuka berkas program ...\r\n", timedelta(minutes=30), End.UNKNOWN),
        ("0.1.0", None, timedelta(minutes=30), End.UNKNOWN),
    ],
)
def test_the_next_start_knows_how_it_ended(
    tmp_path: Path, installed: str, log: str | None, later: timedelta, end: End
) -> None:
    attempt = Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=NOW)
    name = note_attempt(tmp_path, attempt)
    if log is not None:
        name.write_text(log)
    outcome = read_outcome(tmp_path, installed=installed, now=NOW + later)
    assert outcome is not None
    assert outcome.end is end
    if end is End.FAILED:
        assert (outcome.code, outcome.reason) == (19, "")
        assert "(19: Uji diri setelah pemasangan gagal.)" in update_command.outcome_line(outcome)


def test_versions_that_somebody_changed_by_hand_since_are_no_failure(tmp_path: Path) -> None:
    name = note_attempt(tmp_path, Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=NOW))
    name.write_text("Selesai.\r\n")  # and then rollback.exe
    assert read_outcome(tmp_path, installed="0.1.0", now=NOW + timedelta(hours=1)) is None


def test_why_it_failed_is_a_code_that_the_desk_words_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version before is asked by setup, in whatever language that speaks; its log carries the code."""
    log = note_attempt(tmp_path, Attempt(kind=Kind.ROLLBACK, came_from="0.2.0", wanted="0.1.0", at=NOW))
    log.write_text("Checking the previous version ...\r\n")
    monkeypatch.setenv(LOG_VARIABLE, str(log))
    update_command.tell_refusal(
        UpdateFault("update_fits_journal", file_revision="0009", program_revision="0007")
    )
    with log.open("a") as end:
        end.write("GAGAL (24): The previous version cannot work with what is here\r\n")
    outcome = read_outcome(tmp_path, installed="0.2.0", now=NOW)
    assert outcome is not None
    assert (outcome.code, outcome.reason) == (24, "update_fits_journal")
    assert "membawa jurnal ke bentuk 0009" in update_command.outcome_line(outcome)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2026-11-27T12:00:00Z sebab update_test_rehearsal {}", "update_test_rehearsal"),
        ("2026-11-27T12:00:00Z sebab of_tomorrow {}", "update_ended_19"),
        ("2026-11-27T12:00:00Z sebab update_test_files {half", "update_ended_19"),
        ('2026-11-27T12:00:00Z sebab update_test_files {"x": [1]}', "update_ended_19"),
        ("", "update_ended_19"),
    ],
)
def test_a_reason_nobody_knows_is_told_by_the_exit_code(tmp_path: Path, line: str, code: str) -> None:
    log = note_attempt(tmp_path, Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=NOW))
    log.write_text(f"{line}\r\nGAGAL (19): x\r\n")
    outcome = read_outcome(tmp_path, installed="0.1.0", now=NOW)
    assert outcome is not None
    assert failure_code(outcome) == code
    log.write_text("GAGAL (99): x\r\n")
    outcome = read_outcome(tmp_path, installed="0.1.0", now=NOW)
    assert outcome is not None
    assert update_command.outcome_line(outcome).endswith("(99: Pemasang berakhir dengan kode 99.)")


def test_every_exit_code_of_setup_has_words_at_the_desk() -> None:
    assert {f"update_ended_{code.value}" for code in Code if code is not Code.DONE} <= set(UPDATE_ERROR_TEXTS)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"kind": "explode"}'])
def test_a_note_that_cannot_be_read_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "attempt.json").write_bytes(content)
    assert read_outcome(tmp_path, installed="0.1.0", now=NOW) is None


# ---------------------------------------------------------------- the version before is asked


def _journal(paths: DeskPaths, revision: str = SCHEMA_REVISION) -> None:
    engine = create_file_engine(paths.journal, read_only=False)
    upgrade(engine)
    engine.dispose()
    with sqlite3.connect(paths.journal) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    database.close()


def test_a_journal_of_this_version_fits(paths: DeskPaths, machine: MachineDouble) -> None:
    assert update(paths, machine, "fits") == Code.DONE  # a desk that never was opened
    _journal(paths)
    assert update(paths, machine, "fits") == Code.DONE
    paths.journal.write_bytes(b"no database at all, and no reason to keep a version that does not work")
    assert update(paths, machine, "fits") == Code.DONE


def test_a_journal_that_was_brought_forward_does_not_go_back(
    paths: DeskPaths, machine: MachineDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    _journal(paths, "0999")
    before = paths.journal.read_bytes()
    assert update(paths, machine, "fits") == Code.PREVIOUS_UNFIT
    said = capsys.readouterr().out
    assert "0999" in said
    assert SCHEMA_REVISION in said
    assert "pasang versi perbaikan" in said
    assert paths.journal.read_bytes() == before


def test_a_spool_or_a_configuration_of_a_newer_version_does_not_fit(
    paths: DeskPaths, machine: MachineDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    spool = sqlite3.connect(paths.spool)
    spool.execute("PRAGMA user_version = 99")
    spool.close()
    assert update(paths, machine, "fits") == Code.PREVIOUS_UNFIT
    paths.spool.unlink()
    (paths.config / "line.toml").write_text("[sip]\nkey_of_tomorrow = 1\n")
    assert update(paths, machine, "fits") == Code.PREVIOUS_UNFIT
    assert "key_of_tomorrow" in capsys.readouterr().out


# ---------------------------------------------------------------- the scheduled task


def test_the_task_stages_what_is_new_and_installs_nothing_by_itself(
    paths: DeskPaths, machine: MachineDouble
) -> None:
    assert update(paths, machine, "attend") == Code.DONE
    assert (paths.updates / "staged").is_dir()
    assert Wish(paths.runtime, paths.updates).is_attended()
    assert update(paths, machine, "attend") == NOTHING  # asked again only after an hour
    hour_ago = time.time() - 3700
    os.utime(paths.updates / "looked", (hour_ago, hour_ago))
    assert update(paths, machine, "attend") == NOTHING  # the same package
    assert machine.started == []


def test_what_was_taken_back_is_not_offered_again_by_itself(paths: DeskPaths, key: Ed25519PrivateKey) -> None:
    machine = MachineDouble(installed="0.1.0", previous="0.0.9")
    assert update(paths, machine, "stage") == Code.DONE
    machine.installed, machine.previous = "0.2.0", "0.1.0"  # it was installed
    assert update(paths, machine, "rollback") == Code.DONE
    assert not (paths.updates / "staged").exists()
    machine.installed, machine.previous = "0.1.0", "0.2.0"
    assert update(paths, machine, "attend") == NOTHING
    package(paths.data.parent.parent / "stick", key, "0.2.1")
    (paths.updates / "looked").unlink()
    assert update(paths, machine, "attend") == Code.DONE  # a mended one is
    assert update(paths, machine, "drop") == Code.DONE
    package(paths.data.parent.parent / "stick", key, "0.2.0")
    assert update(paths, machine, "stage") == Code.DONE  # and by hand everything


def test_a_version_that_runs_is_not_called_refused(
    paths: DeskPaths, machine: MachineDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(paths, machine, "stage") == Code.DONE
    machine.installed = "0.2.0"
    capsys.readouterr()
    assert update(paths, machine, "status") == Code.DONE
    said = capsys.readouterr().out
    assert "siap dipasang    tidak ada" in said
    assert "ditolak" not in said


def test_a_wish_waits_for_the_end_of_the_shift(paths: DeskPaths, machine: MachineDouble) -> None:
    assert update(paths, machine, "stage") == Code.DONE
    wish = Wish(paths.runtime, paths.updates)
    wish.make(Kind.INSTALL)
    for answer, code in ((ON_DUTY, Code.ON_DUTY), (LIVE_CALL, Code.LIVE_CALL)):
        with open_desk(paths, answer) as asked:
            assert update(paths, machine, "attend") == code
        assert asked == [OFF_DUTY]
        assert wish.made() is Kind.INSTALL
        assert machine.started == []
    assert update(paths, machine, "attend") == Code.DONE
    assert len(machine.started) == 1
    assert wish.made() is None


def test_a_slow_source_does_not_hold_up_the_way_back(
    paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody presses K while the task copies: the copy gives way, and the same turn goes back."""
    machine = MachineDouble(previous="0.0.9")
    wish = Wish(paths.runtime, paths.updates)
    opened = source_module.PackageSource._open

    def open_and_wish(source: source_module.PackageSource, name: str) -> BufferedReader:
        if name.endswith(".exe"):
            wish.make(Kind.ROLLBACK)
        return opened(source, name)

    monkeypatch.setattr(source_module.PackageSource, "_open", open_and_wish)
    assert update(paths, machine, "attend") == Code.DONE
    assert machine.started == ["rollback"]
    assert not (paths.updates / "staged").exists()
    assert not (paths.updates / "incoming").exists()


def test_a_wish_to_go_back_is_meant_now(paths: DeskPaths) -> None:
    machine = MachineDouble(previous="0.0.9")
    wish = Wish(paths.runtime, paths.updates)
    wish.make(Kind.ROLLBACK)
    with open_desk(paths, LIVE_CALL):
        assert update(paths, machine, "attend") == Code.LIVE_CALL
    assert wish.made() is None  # the caller comes first; nobody is surprised later
    wish.make(Kind.ROLLBACK)
    old = time.time() - LIMITS_S[Kind.ROLLBACK] - 1
    os.utime(paths.runtime / WISH_NAME, (old, old))
    assert update(paths, machine, "attend") != Code.LIVE_CALL
    assert machine.started == []
    wish.make(Kind.ROLLBACK)
    assert update(paths, machine, "attend") == Code.DONE
    assert machine.started == ["rollback"]


@pytest.mark.parametrize("word", ["", "install; calc.exe", "x" * 1_000_000, "\x00"])
def test_only_two_words_are_wishes(paths: DeskPaths, machine: MachineDouble, word: str) -> None:
    (paths.runtime / WISH_NAME).write_text(word)
    update(paths, machine, "attend")
    assert machine.started == []
    assert not (paths.runtime / WISH_NAME).exists()
