"""Starts the real desk (two processes, a real window on a virtual screen) and drives it by keyboard."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from tests.support.ports import free_port

Answer = TypeVar("Answer")


def wait_until(
    question: Callable[[], Answer | None], timeout_s: float, what: str, pause_s: float = 0.02
) -> Answer:
    """Ask until the answer is true; fail with ``what`` after ``timeout_s``."""
    deadline = time.monotonic() + timeout_s
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout_s} s for {what}")
        time.sleep(pause_s)


@contextlib.contextmanager
def virtual_screen(width: int = 1920, height: int = 1080) -> Iterator[str]:
    """Run Xvfb on a free display and give its name."""
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(5)


class DeskRig:
    """One desk on its own home folder."""

    def __init__(
        self,
        home: Path,
        display: str,
        *,
        environment: dict[str, str] | None = None,
        program: str = "batola_desk",
        platform: str = "xcb",
    ) -> None:
        self.home = home
        self._program = program
        self.display = display
        self.sip_port = free_port(2)
        self.screen: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            **(environment or {}),
            "DISPLAY": display,
            "QT_QPA_PLATFORM": platform,  # whatever the tests themselves run on
            "BATOLA_LOG_LEVEL": "DEBUG",
        }
        self._log_seen = 0

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Start the screen (which starts the engine) and wait until the window takes keys."""
        self.launch()
        self.wait_for_log("desk usable", 20.0)

    def launch(self, *arguments: str) -> None:
        """Start the screen with more words on its command line, without waiting for anything."""
        command = [sys.executable, "-m", self._program, "--home", str(self.home)]
        command += ["--sip-host", "127.0.0.1", "--sip-port", str(self.sip_port)]
        with (self.home.parent / f"{self.home.name}-output.log").open("ab") as output:
            self._log_seen = len(self.log_lines())
            self.screen = subprocess.Popen(
                [*command, *arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def engine_pid(self) -> int:
        """Return the engine's process id, 0 when it has none."""
        try:
            pid = int((self.home / "run" / "engine.pid").read_text())
            os.kill(pid, 0)
        except (OSError, ValueError):
            return 0
        return pid

    def kill_screen(self) -> None:
        """SIGKILL the screen only."""
        assert self.screen is not None
        self.screen.kill()
        self.screen.wait(5)

    def kill_screen_if_alive(self) -> None:
        """For the end of a test."""
        if self.screen is not None and self.screen.poll() is None:
            self.kill_screen()

    def kill_engine(self) -> int:
        """SIGKILL the engine only and return its old id."""
        pid = self.engine_pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_all(self) -> None:
        """SIGKILL both, as a power cut would."""
        pid = self.engine_pid()
        self.kill_screen()
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End what is left, whatever state it is in."""
        if self.screen is not None and self.screen.poll() is None:
            self.screen.terminate()
            try:
                self.screen.wait(6)
            except subprocess.TimeoutExpired:
                self.screen.kill()
                self.screen.wait(5)
        pid = self.engine_pid()
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    # ------------------------------------------------------------------ eyes

    def log_lines(self, name: str = "desk") -> list[dict[str, object]]:
        """Return the parsed log of the screen (``desk``) or the engine (``line``)."""
        path = self.home / "log" / f"{name}.jsonl"
        if not path.exists():
            return []
        lines = []
        for line in path.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                lines.append(json.loads(line))
        return lines

    def wait_for_log(self, message: str, timeout_s: float, **fields: object) -> dict[str, object]:
        """Wait for a line of this run's screen log and return it."""

        def found() -> dict[str, object] | None:
            for line in self.log_lines()[self._log_seen :]:
                if line["message"] == message and all(
                    line.get(key) == value for key, value in fields.items()
                ):
                    return line
            if self.screen is not None and self.screen.poll() is not None:
                raise RuntimeError(
                    f"the screen ended with {self.screen.returncode} before {message!r}: {self.output()}"
                )
            return None

        return wait_until(found, timeout_s, f"log line {message!r} {fields}")

    def troubles(self) -> list[dict[str, object]]:
        """Log lines of both processes that a good run does not have, Qt's messages included."""
        lines = [*self.log_lines("desk"), *self.log_lines("line")]
        return [line for line in lines if line["level"] in {"WARNING", "ERROR", "CRITICAL"}]

    def output(self) -> str:
        """What the screen printed."""
        path = self.home.parent / f"{self.home.name}-output.log"
        return path.read_text(errors="replace")[-3000:] if path.exists() else ""

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the journal file, as any foreign program could."""
        path = self.home / "data" / "journal.sqlite"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as database:
            return database.execute(sql, values).fetchall()

    def call_states(self) -> list[str]:
        """Return the states of all calls, oldest first."""
        return [str(row[0]) for row in self.rows("select state from call_row order by offered_us")]

    def picture(self, path: Path) -> None:
        """Save what the screen shows, where ImageMagick is there to do it."""
        if shutil.which("import") is None:
            return
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=False)

    # ------------------------------------------------------------------ hands

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=10,
        )
        return done.stdout

    def windows(self) -> list[str]:
        """Return the ids of the desk's visible windows."""
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Batola Desk"],
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=10,
        )
        return done.stdout.split()

    def focus(self) -> None:
        """Give the main window the keyboard (there is no window manager on the virtual screen)."""
        windows = wait_until(self.windows, 5.0, "a window")
        self._xdotool("windowfocus", "--sync", windows[0])

    def key(self, *names: str) -> float:
        """Press keys by name (``F2``, ``ctrl+k``, ``Return``); return the wall time of the first press."""
        pressed = time.time()
        self._xdotool("key", "--clearmodifiers", "--delay", "15", *names)
        return pressed

    def type_text(self, text: str) -> None:
        """Type letters."""
        self._xdotool("type", "--delay", "12", text)
