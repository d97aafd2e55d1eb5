"""A rehearsal of the whole program: a desk of its own, without screen and sound devices, takes one call.

The window is the real one on Qt's offscreen platform, the line is the real process that the window starts,
the caller is the training caller over SIP and RTP on the loopback. Everything lies below a temporary folder.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from batola_desk.app.demo.free_ports import free_port
from batola_desk.app.demo.one_desk import TRAINING_HOST
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.ending import ask_to_end, has_ended_by
from batola_desk.ipc.messages import (
    PROTOCOL_VERSION,
    AnswerCall,
    Attach,
    CallChanged,
    HangUpCall,
    LineCall,
    Message,
    Snapshot,
)
from batola_desk.services.import_process import desk_command
from batola_desk.settings.close_request import CloseRequest
from batola_desk.settings.paths import DeskPaths

START_LIMIT_S = 180.0  # LIMIT: a first start from a slow disk with a virus scanner on a busy machine
CALL_LIMIT_S = 120.0
CLOSE_LIMIT_S = 30.0
TALK_S = 1.0
_STEP_S = 0.1
_CALLER = "kebakaran_handil_bakti"


class RehearsalError(Exception):
    """A step did not come about; the text says which."""


def rehearse(home: Path) -> str:
    """Run it; returns what was shown.

    Raises:
        RehearsalError: which step failed.
    """
    began_s = time.monotonic()
    with opened_desk(home) as desk:
        opened_s = time.monotonic() - began_s
        with answered_call(desk):
            time.sleep(TALK_S)
        CloseRequest(desk.paths.runtime).ask()
        _wait("jendela menutup", lambda: desk.process.poll() is not None, CLOSE_LIMIT_S, None)
    if desk.process.returncode != 0:
        raise RehearsalError(f"jendela berakhir dengan kode {desk.process.returncode}{_crash(desk.paths)}")
    if not desk.paths.journal.exists():
        raise RehearsalError("jurnal tidak ditulis")
    recorded = sum(path.stat().st_size for path in desk.paths.recordings.rglob("*") if path.is_file())
    if not recorded:
        raise RehearsalError("panggilan tidak direkam")
    return (
        f"jendela terbuka dalam {opened_s:.1f} detik, panggilan diterima dan direkam ({recorded // 1024} KB)"
    )


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """A desk of the rehearsal: its window's process, and where its line listens and its caller speaks."""

    paths: DeskPaths
    process: subprocess.Popen[bytes]
    port: int
    caller_port: int


@contextlib.contextmanager
def opened_desk(home: Path) -> Iterator[OpenedDesk]:
    """Open a desk below ``home``; nothing of it is left behind. Raises RehearsalError."""
    paths = DeskPaths.for_home(home)
    paths.create()
    (paths.config / "line.toml").write_text("[audio]\nuse_devices = false\n", encoding="utf-8")
    port, caller_port = free_port(), free_port()
    words = ["--home", str(home), "--sip-host", TRAINING_HOST, "--sip-port", str(port)]
    words += ["--training-peer", f"{TRAINING_HOST}:{caller_port}"]
    try:
        with _process([*desk_command(), *words]) as process:
            _wait("jendela dan saluran", lambda: _is_usable(paths), START_LIMIT_S, process)
            yield OpenedDesk(paths, process, port, caller_port)
    finally:
        _end_line(paths)  # after the window: it would start another


def _is_usable(paths: DeskPaths) -> bool:
    """Whether the window is painted, the line is up and both have met: who attaches last hears the calls."""
    return _logged(paths.log / "desk.jsonl", "desk usable") and _logged(
        paths.log / "line.jsonl", "the telephone line is up", "a screen attached"
    )


def _logged(path: Path, *words: str) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return all(f'"{word}"' in text for word in words)


class _Calls:
    """What the line says about calls. Thread: the client's reader writes, we wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: dict[str, LineCall] = {}
        self._line_is_gone = False

    def lose(self, _reason: str) -> None:
        """The line will say no more."""
        with self._changed:
            self._line_is_gone = True
            self._changed.notify_all()

    def hear(self, message: Message) -> None:
        news: tuple[LineCall, ...] = ()
        if isinstance(message, Snapshot):
            news = tuple(message.calls)
        elif isinstance(message, CallChanged):
            news = (message.call,)
        with self._changed:
            self._calls |= {call.call_id: call for call in news}
            self._changed.notify_all()

    def wait_for(self, state: str, limit_s: float, caller: subprocess.Popen[bytes] | None = None) -> LineCall:
        """Return a call in that state.

        Raises:
            RehearsalError: there is none, said at once when the line or the caller's program has ended.
        """
        deadline_s = time.monotonic() + limit_s
        with self._changed:
            while True:
                for call in self._calls.values():
                    if call.state == state:
                        return call
                if self._line_is_gone:
                    raise RehearsalError(f"saluran berakhir sebelum panggilan sampai keadaan {state!r}")
                if caller is not None and caller.poll() is not None:
                    raise RehearsalError(f"panggilan latihan berakhir dengan kode {caller.returncode}")
                if time.monotonic() > deadline_s:
                    raise RehearsalError(f"panggilan tidak sampai keadaan {state!r}")
                self._changed.wait(_STEP_S)


@contextlib.contextmanager
def answered_call(desk: OpenedDesk) -> Iterator[None]:
    """Let the training caller ring, answer, and hang up when the block is left. Raises RehearsalError."""
    calls = _Calls()
    line = _connect(desk.paths, calls)
    target = ["--target", f"sip:112@{TRAINING_HOST}:{desk.port}", "--sip-port", str(desk.caller_port)]
    caller = [sys.executable, "-m", "batola_desk.engine.training", *target, "--first-after", "0.5"]
    try:
        line.request(Attach(version=PROTOCOL_VERSION, screen_pid=os.getpid())).result(CLOSE_LIMIT_S)
        with _process([*caller, "--only", _CALLER, "--count", "1"]) as process:
            ringing = calls.wait_for("ringing", CALL_LIMIT_S, process)
            line.request(AnswerCall(call_id=ringing.call_id)).result(CLOSE_LIMIT_S)
            talking = calls.wait_for("talking", CALL_LIMIT_S, process)
            yield
            line.request(HangUpCall(call_id=talking.call_id)).result(CLOSE_LIMIT_S)
            calls.wait_for("ended", CALL_LIMIT_S)
    except (EnvironmentFault, TimeoutError) as fault:
        raise RehearsalError(f"panggilan latihan: {type(fault).__name__}") from fault
    finally:
        line.close()


def _connect(paths: DeskPaths, calls: _Calls) -> EngineClient:
    """Connect to the line, which may still be starting."""
    deadline_s = time.monotonic() + START_LIMIT_S
    while True:
        try:
            return EngineClient.connect(paths.runtime, calls.hear, calls.lose)
        except EnvironmentFault as fault:
            if time.monotonic() > deadline_s:
                raise RehearsalError(f"saluran tidak terhubung: {fault.code}") from fault
        time.sleep(_STEP_S)


def _end_line(paths: DeskPaths) -> None:
    """Leave no process behind, whatever happened."""
    ask_to_end(paths.runtime, force=True, limit_s=CLOSE_LIMIT_S)
    has_ended_by(paths.runtime, time.monotonic() + CLOSE_LIMIT_S)


@contextlib.contextmanager
def _process(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program without a screen and without a console; it is not left behind."""
    child = subprocess.Popen(
        command,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(CLOSE_LIMIT_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait(
    step: str, is_done: Callable[[], bool], limit_s: float, child: subprocess.Popen[bytes] | None
) -> None:
    deadline_s = time.monotonic() + limit_s
    while not is_done():
        if child is not None and child.poll() is not None:
            raise RehearsalError(f"{step}: berakhir dengan kode {child.returncode}")
        if time.monotonic() > deadline_s:
            raise RehearsalError(f"{step}: tidak dalam {limit_s:.0f} detik")
        time.sleep(_STEP_S)


def _crash(paths: DeskPaths) -> str:
    with contextlib.suppress(OSError):
        words = (paths.log / "desk-crash.txt").read_text(encoding="utf-8", errors="replace").strip()
        return f": {words.splitlines()[0]}" if words else ""
    return ""
