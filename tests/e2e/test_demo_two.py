"""`batola-desk demo-two`: everything starts by itself, both desks ring, one answers, and all of it ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from batola_desk.app.demo.cluster import DemoCluster
from batola_desk.app.demo.two_desks import Stage
from tests.e2e.desk_journal import verify
from tests.e2e.desk_rig import DeskRig, virtual_screen, wait_until
from tests.e2e.secretariat_stage import needs_postgres

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180)]


class Demo:
    """The program, its output, and the two desks it opens."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.desks: dict[str, DeskRig] = {}
        self._ending = contextlib.ExitStack()
        self._display = self._ending.enter_context(virtual_screen(2560, 1080))
        self._output = home.parent / "demo-output.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.seen: list[psutil.Process] = []

    def start(self, *words: str) -> None:
        self.desks = {letter: DeskRig(self.home / letter, self._display) for letter in "AB"}
        for desk in self.desks.values():
            desk._log_seen = len(desk.log_lines())
        command = [sys.executable, "-m", "batola_desk", "--home", str(self.home), "demo-two", *words]
        environment = {**os.environ, "DISPLAY": self._display, "QT_QPA_PLATFORM": "xcb"}
        environment |= {"JACK_DEFAULT_SERVER": "batola-none", "JACK_NO_START_SERVER": "1"}
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                env={**environment, "BATOLA_LOG_LEVEL": "DEBUG", "PYTHONUNBUFFERED": "1"},
            )
        for desk in self.desks.values():
            wait_until(lambda desk=desk: desk.home.joinpath("log").exists(), 40.0, "the desk's log")
            desk.wait_for_log("desk usable", 30.0)
        self.seen = [*psutil.Process(self.process.pid).children(recursive=True), self.server()]

    def server(self) -> psutil.Process:
        return psutil.Process(self.cluster().pid)

    def cluster(self) -> DemoCluster:
        return Stage(self.home).cluster

    def output(self) -> str:
        return self._output.read_text()

    def end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(40)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.end(signal.SIGINT)
        self.cluster().stop()
        shutil.rmtree(self.cluster().folder, ignore_errors=True)
        self._ending.close()

    def press(self, letter: str, key: str) -> None:
        """Press a key in one desk's window; both are on one screen without a window manager."""
        pids = {
            child.cmdline()[child.cmdline().index("--home") + 1]: child.pid
            for child in psutil.Process(self.process.pid if self.process else 0).children()
            if "--place" in child.cmdline()
        }
        desk = self.desks[letter]
        mine = desk._xdotool("search", "--onlyvisible", "--pid", str(pids[str(self.home / letter)])).split()
        named = desk.windows()
        window = next(window for window in mine if window in named)
        desk._xdotool("windowfocus", "--sync", window)
        desk.key(key)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        pytest.skip("Xvfb or xdotool is not installed")
    made = Demo(tmp_path / "two")
    try:
        yield made
    finally:
        made.close()


def is_ringing(desk: DeskRig) -> bool:
    return "ringing" in desk.call_states()


def answered_by(desk: DeskRig) -> str:
    """Return the key of the answered call that this desk knows of."""
    rows = desk.rows("select call_key from call_row where answered_us is not null")
    return str(rows[0][0]) if rows else ""


def how_it_ended(desk: DeskRig, letter: str, key: str) -> str:
    """Return what a desk itself says of a call's end."""
    sql = "select body from journal where kind = 'call.ended' and desk = ? and aggregates like ?"
    rows = desk.rows(sql, letter, f"%{key}%")
    return str(rows[0][0]) if rows else ""


def test_both_desks_ring_one_answers_and_everything_ends(demo: Demo) -> None:
    demo.start("--pace", "fast", "--seed", "7")
    a, b = demo.desks["A"], demo.desks["B"]
    told = demo.output()
    for word in ("PostgreSQL 127.0.0.1:", "latihan-rina", "latihan-dewi", "latihan-budi", "Ctrl-C"):
        assert word in told
    for desk in (a, b):
        desk.wait_for_log("ringing painted", 30.0)
        wait_until(lambda desk=desk: is_ringing(desk), 10.0, "a ringing call")

    def answered() -> bool:
        """Press until somebody is there: the training's first callers hang up at once."""
        if is_ringing(a):
            demo.press("A", "F2")
        return bool(answered_by(a))

    wait_until(answered, 30.0, "the answered call", 0.5)

    key = answered_by(a)
    wait_until(lambda: "answered_elsewhere" in how_it_ended(b, "B", key), 5.0, "the end at the other desk")
    wait_until(lambda: answered_by(b) == key, 5.0, "who answered, on the other desk")
    assert demo.end(signal.SIGINT) == 0
    _, alive = psutil.wait_procs(demo.seen, timeout=10)
    assert not alive, alive
    for desk in (a, b):
        assert verify(desk.home) == 0
        assert desk.rows("select count(*) from pending_fact")[0][0] == 0, "everything reached the room"


def test_a_killed_demo_is_cleared_away_and_its_data_go_on(demo: Demo) -> None:
    demo.start("--pace", "fast", "--seed", "7")
    desk, server = demo.desks["A"], demo.server()
    wait_until(lambda: is_ringing(desk), 30.0, "a ringing call")
    calls = len(desk.call_states())
    assert demo.process is not None
    demo.process.kill()
    demo.process.wait(5)
    windows = [child for child in demo.seen if child.is_running() and "--place" in child.cmdline()]
    for window in windows:
        window.terminate()
    psutil.wait_procs(windows, 10)
    left = [child for child in demo.seen if child.is_running() and child.pid != server.pid]
    for child in left:
        child.terminate()  # the projector; it would go on looking for its server
    psutil.wait_procs(left, 10)
    assert server.is_running()
    demo.start("--pace", "fast", "--seed", "7")
    assert not server.is_running(), "the old server was ended by its id"
    assert "data dari demo sebelumnya" in demo.output()
    assert len(demo.desks["A"].call_states()) >= calls
    wait_until(lambda: is_ringing(demo.desks["B"]), 30.0, "a ringing call of the new demo")
    assert demo.end(signal.SIGTERM) == 0


def test_a_second_demo_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with stage.alone():
        command = [sys.executable, "-m", "batola_desk", "--home", str(tmp_path), "demo-two"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert "sedang berjalan" in done.stdout


def test_the_folder_of_a_real_desk_is_left_alone(tmp_path: Path) -> None:
    journal = tmp_path / "A" / "data" / "journal.sqlite"
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"real")
    command = [sys.executable, "-m", "batola_desk", "--home", str(tmp_path), "demo-two", "--fresh"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert "sungguhan" in done.stdout
    assert journal.read_bytes() == b"real"
