"""What setup asks of a real desk: the rehearsal that decides, and closing that spares every call."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from batola_desk.app.commands.close import run_close
from batola_desk.app.doctor.installed import NotInstalledError, check_files
from batola_desk.app.doctor.rehearsal import RehearsalError, answered_call, opened_desk, rehearse
from batola_desk.app.setup.setup_words import Code
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.settings.paths import DeskPaths
from installer.payload import write_manifest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


def test_the_rehearsal_takes_a_call_and_leaves_nothing_running(tmp_path: Path) -> None:
    assert "direkam" in rehearse(tmp_path)
    assert not is_engine_running(DeskPaths.for_home(tmp_path).runtime)


def test_a_caller_that_cannot_phone_is_told_at_once(tmp_path: Path) -> None:
    with (
        opened_desk(tmp_path) as desk,
        socket.create_server(("127.0.0.1", desk.caller_port)),
        pytest.raises(RehearsalError, match="berakhir dengan kode 1"),
        answered_call(desk),
    ):
        raise AssertionError("somebody phoned")
    assert left_of(tmp_path) == [], "no window to start a line anew, and no line that nobody ends"


def left_of(home: Path) -> list[str]:
    """Programs that run on a desk's folder."""
    running = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    return [" ".join(words) for words in running if str(home) in words]


def test_an_idle_desk_closes_when_asked(tmp_path: Path) -> None:
    with opened_desk(tmp_path) as desk:
        assert run_close(desk.paths, limit_s=60) == Code.DONE
        assert desk.process.wait(30) == 0
        assert not is_engine_running(desk.paths.runtime)


def test_a_line_whose_window_died_keeps_its_call(tmp_path: Path) -> None:
    with opened_desk(tmp_path) as desk:
        told = None
        with contextlib.suppress(RehearsalError), answered_call(desk):  # the line leaves right after its call
            desk.process.kill()
            desk.process.wait(30)
            told = run_close(desk.paths, limit_s=20)
            assert is_engine_running(desk.paths.runtime)
        assert told == Code.LIVE_CALL
        assert run_close(desk.paths, limit_s=60) == Code.DONE
        assert not is_engine_running(desk.paths.runtime)


def test_closing_where_nothing_runs_is_done(tmp_path: Path) -> None:
    assert run_close(DeskPaths.for_home(tmp_path), limit_s=1) == Code.DONE


def test_every_library_does_its_task(tmp_path: Path) -> None:
    """In a process of its own, as the doctor is: other tests leave the sound library closed."""
    work = (
        "import sys, pathlib; from batola_desk.app.doctor.installed import check_libraries;"
        "from batola_desk.settings.paths import DeskPaths;"
        "print(check_libraries(DeskPaths.for_home(pathlib.Path(sys.argv[1]))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", work, str(tmp_path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert "15 pustaka" in done.stdout, done.stderr


def test_a_tree_that_differs_from_its_list_is_named(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path / "home")
    program = tmp_path / "program"
    (program / "app").mkdir(parents=True)
    (program / "app" / "a.py").write_text("a = 1\n")
    (program / "b.dll").write_bytes(b"MZ")
    write_manifest(program)
    assert "semua berkas" in check_files(paths, program)
    (program / "b.dll").write_bytes(b"MX")
    with pytest.raises(NotInstalledError, match=r"berubah: b\.dll"):
        check_files(paths, program)
    (program / "b.dll").unlink()
    with pytest.raises(NotInstalledError, match=r"hilang: b\.dll"):
        check_files(paths, program)
    (program / "b.dll").write_bytes(b"MZ")
    (program / "asing.exe").write_bytes(b"MZ")
    with pytest.raises(NotInstalledError, match=r"asing: asing\.exe"):
        check_files(paths, program)
