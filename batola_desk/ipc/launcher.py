"""Finds the running engine or starts one, detached, and connects to it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.ipc.messages import Message

log = logging.getLogger("batola.ipc")

START_LIMIT_S = 15.0  # LIMIT: a cold start from a slow disk
EXIT_ALREADY_RUNNING = 3  # of ``batola-line``: another copy holds the lock
_PAUSE_S = 0.02
_OUTPUT_TAIL_BYTES = 4096


def engine_command() -> list[str]:
    """Return how this installation starts its engine: the program beside us, else the module."""
    bundled = Path(sys.executable).with_name("batola-line.exe")
    if sys.platform == "win32" and bundled.exists():
        return [str(bundled)]
    return [sys.executable, "-m", "batola_desk.engine"]


class EngineLauncher:
    """Connects a screen to its engine (``services.line_link.LineConnector``).

    Args:
        runtime: the runtime folder both sides share.
        arguments: command line of the engine, ``--home`` and the like.
        command: how to start it, for tests.
    """

    def __init__(
        self, runtime: Path, arguments: Sequence[str] = (), *, command: Sequence[str] | None = None
    ) -> None:
        self._runtime = runtime
        self._command = [*(command if command is not None else engine_command()), *arguments]
        # a stopped engine must not stay a zombie of the screen
        self._children: list[subprocess.Popen[bytes]] = []

    def connect(self, on_message: Callable[[Message], None], on_closed: Callable[[], None]) -> EngineClient:
        """Attach to the running engine; start one if none runs. Blocks for ``START_LIMIT_S`` at most.

        Raises:
            EnvironmentFault: ``engine_not_reached``, or the code with which the engine refused to start.
        """
        self._children = [child for child in self._children if child.poll() is None]
        deadline_s = time.monotonic() + START_LIMIT_S
        started: subprocess.Popen[bytes] | None = None
        while True:
            try:
                return EngineClient.connect(self._runtime, on_message, lambda _reason: on_closed())
            except EnvironmentFault as fault:
                if time.monotonic() > deadline_s:
                    raise
                log.debug("engine not there yet: %s", fault.code)
            if started is not None and self._has_yielded(started):
                started = None
            elif started is not None:
                self._check(started)
            elif not is_engine_running(self._runtime):
                started = self._start()
            time.sleep(_PAUSE_S)

    @property
    def _output_path(self) -> Path:
        return self._runtime / "engine-output.txt"

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the engine so that it outlives us: own session, no console, no pipe to break."""
        try:
            self._runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
            child = self._spawn()
        except OSError as fault:
            raise EnvironmentFault("engine_not_started", step=type(fault).__name__) from fault
        self._children.append(child)
        log.info("engine started", extra={"engine_pid": child.pid})
        return child

    def _spawn(self) -> subprocess.Popen[bytes]:
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        with self._output_path.open("wb") as output:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=os.name == "posix",
                creationflags=flags,
            )

    @staticmethod
    def _has_yielded(child: subprocess.Popen[bytes]) -> bool:
        """Whether it left because another copy held the lock at that moment; that one may be gone by now."""
        return child.poll() == EXIT_ALREADY_RUNNING

    def _check(self, child: subprocess.Popen[bytes]) -> None:
        """Raise when the engine ended instead of getting ready."""
        exit_code = child.poll()
        if exit_code is None:
            return
        words = self._last_words()
        raise EnvironmentFault(words.pop("code", "engine_not_started"), exit_code=exit_code, **words)

    def _last_words(self) -> dict[str, str]:
        """What the engine printed about its failure (``failed <json>``)."""
        try:
            tail = self._output_path.read_bytes()[-_OUTPUT_TAIL_BYTES:].decode("utf-8", "replace")
        except OSError:
            return {}
        for line in reversed(tail.splitlines()):
            if line.startswith("failed {"):
                try:
                    words = json.loads(line.removeprefix("failed "))
                except ValueError:
                    return {}
                return {str(name): str(value) for name, value in words.items() if name != "exit_code"}
        return {}
