"""Starts the real engine on its own home folder, and plays the screen at the other end of its connection."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc import messages as m
from batola_desk.ipc.client import EngineClient
from batola_desk.settings.paths import DeskPaths
from tests.e2e.desk_rig import wait_until
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
SOUND_CONFIG = """\
[audio]
headset = "headset"
microphone = "headset"
loudspeaker = "loudspeaker"

[volumes]
headset = 1.0
ring = 1.0
alerts = 1.0
sidetone = 0.0
"""


class ScreenDouble:
    """Attaches to a running engine as a screen would; remembers what it was told.

    Thread: messages come on the client's reader thread, a condition guards what is kept.

    Attributes:
        confirms: tell the engine at once that facts are in the journal.
    """

    def __init__(self, runtime: Path, *, confirms: bool = True, limit_s: float = 5.0) -> None:
        self.confirms = confirms
        self.snapshot: m.Snapshot | None = None
        self.calls: dict[str, m.LineCall] = {}
        self.facts: list[m.SpooledFact] = []
        self.alarms: list[m.EngineAlarm] = []
        self.texts: list[m.TextReceived] = []
        self.digits: list[str] = []
        self.line: m.LineStatus | None = None
        self.others: list[m.Message] = []
        self.devices: m.DeviceStatus | None = None
        self.told_at_us: dict[tuple[str, str], int] = {}  # (call id, state) → when it came here
        self.is_closed = False
        self._lock = threading.Lock()
        self._client = self._connect(runtime, limit_s)
        self._client.send(m.Attach(version=m.PROTOCOL_VERSION, screen_pid=os.getpid()))
        wait_until(lambda: self.snapshot, limit_s, "the engine's snapshot")

    def _connect(self, runtime: Path, limit_s: float) -> EngineClient:
        deadline_s = time.monotonic() + limit_s
        while True:
            try:
                return EngineClient.connect(runtime, self._take, self._closed)
            except EnvironmentFault:
                if time.monotonic() > deadline_s:
                    raise
                time.sleep(0.01)

    def _closed(self, _reason: str) -> None:
        self.is_closed = True

    def _take(self, message: m.Message) -> None:
        now_us = time.time_ns() // 1000
        with self._lock:
            match message:
                case m.Snapshot():
                    self.snapshot, self.line, self.devices = message, message.line, message.devices
                    self.calls.update({call.call_id: call for call in message.calls})
                case m.CallChanged(call=call):
                    self.calls[call.call_id] = call
                    self.told_at_us.setdefault((call.call_id, call.state), now_us)
                case m.FactsSpooled(facts=facts):
                    known = {fact.fact_id for fact in self.facts}
                    self.facts += [fact for fact in facts if fact.fact_id not in known]
                    if self.confirms:
                        self._client.send(m.ConfirmFacts(fact_ids=tuple(fact.fact_id for fact in facts)))
                case m.EngineAlarm():
                    self.alarms.append(message)
                case m.TextReceived():
                    self.texts.append(message)
                case m.DigitReceived(digit=digit):
                    self.digits.append(digit)
                case m.LineChanged(line=line):
                    self.line = line
                case m.DevicesChanged(devices=devices):
                    self.devices = devices
                case _:
                    self.others.append(message)

    def ask(self, command: m.Command, limit_s: float = 5.0) -> m.Reply:
        """Send a command, return its answer."""
        answer: Future[m.Reply] = self._client.request(command)
        return answer.result(limit_s)

    def obeyed(self, command: m.Command) -> None:
        """Send a command that must be done."""
        reply = self.ask(command)
        assert not reply.code, reply

    def call_in(self, *states: str, limit_s: float = 10.0) -> m.LineCall:
        """Wait for a call in one of these states."""

        def found() -> m.LineCall | None:
            return next((call for call in list(self.calls.values()) if call.state in states), None)

        return wait_until(found, limit_s, f"a call in {states}; there are {self.calls}")

    def call_becomes(self, call_id: str, state: str, limit_s: float = 10.0) -> m.LineCall:
        """Wait for one call's state."""
        wait_until(lambda: self.calls[call_id].state == state, limit_s, f"{state}: {self.calls}")
        return self.calls[call_id]

    def kinds(self, call_key: str) -> list[str]:
        """Return the kinds of the facts told about one call, in order."""
        return [fact.kind for fact in list(self.facts) if fact.aggregates == (f"call:{call_key}",)]

    def fact(self, kind: str, call_key: str | None = None, limit_s: float = 8.0) -> m.SpooledFact:
        """Wait for a fact."""

        def found() -> m.SpooledFact | None:
            for fact in list(self.facts):
                if fact.kind == kind and call_key in (None, fact.aggregates[0].removeprefix("call:")):
                    return fact
            return None

        return wait_until(found, limit_s, f"fact {kind} of {call_key}; told: {[f.kind for f in self.facts]}")

    def close(self) -> None:
        """Leave."""
        self._client.close()


class LineRig:
    """One engine process without a screen.

    Attributes:
        prefix: words before its command, to run it somewhere else (another network namespace).
    """

    def __init__(self, home: Path, *, environment: dict[str, str] | None = None, config: str = "") -> None:
        self.home = home
        self.paths = DeskPaths.for_home(home)
        self.paths.create()
        self.sip_port = free_port(2)
        self.prefix: tuple[str, ...] = ()
        self.process: subprocess.Popen[bytes] | None = None
        self.screens: list[ScreenDouble] = []
        self._environment = {"BATOLA_LOG_LEVEL": "DEBUG", **(environment or os.environ)}
        self.write_config(config or SOUND_CONFIG)

    @property
    def uri(self) -> str:
        """What a caller dials."""
        return f"sip:112@127.0.0.1:{self.sip_port}"

    def write_config(self, text: str) -> None:
        """Write the engine's configuration; before `start`."""
        (self.paths.config / "line.toml").write_text(text, encoding="utf-8")

    def start(self, *arguments: str, limit_s: float = 10.0) -> float:
        """Start it; return how long it took until a screen could attach, in seconds."""
        rtp = free_port(40)
        command = [*self.prefix, sys.executable, "-m", "batola_desk.engine", "--home", str(self.home)]
        command += ["--sip-host", "127.0.0.1", "--sip-port", str(self.sip_port)]
        command += ["--rtp-first", str(rtp), "--rtp-last", str(rtp + 39), *arguments]
        started_s = time.monotonic()
        with (self.home / "output.log").open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=self._environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        wait_until(lambda: self._ready() or self.process_ended(), limit_s, "the engine's ready line")
        assert not self.process_ended(), self.output()
        return time.monotonic() - started_s

    def _ready(self) -> bool:
        return "ready {" in self.output()

    def process_ended(self) -> bool:
        """The engine is not there."""
        return self.process is None or self.process.poll() is not None

    def screen(self, *, confirms: bool = True) -> ScreenDouble:
        """Attach as a screen."""
        screen = ScreenDouble(self.paths.runtime, confirms=confirms)
        self.screens.append(screen)
        return screen

    def wait_for_sound(self, screen: ScreenDouble) -> None:
        """Wait until the headset gives the time."""
        wait_until(
            lambda: screen.devices and screen.devices.clock == "device" and screen.devices.loudspeaker,
            8.0,
            f"the headset: {screen.devices}",
        )

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(5)

    def stop(self) -> None:
        """End everything this rig started."""
        for screen in self.screens:
            screen.close()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.7)
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)  # the first one is refused while calls live
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(5)
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait(5)

    def output(self) -> str:
        """What it printed."""
        path = self.home / "output.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def log_lines(self) -> list[dict[str, object]]:
        """Its log, parsed."""
        path = self.paths.log / "line.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def troubles(self) -> list[dict[str, object]]:
        """Log lines a good run does not have."""
        return [line for line in self.log_lines() if line["level"] in {"WARNING", "ERROR", "CRITICAL"}]

    def recording(self, fact: m.SpooledFact) -> Path:
        """Return the file a ``call.recorded`` fact speaks of, after checking its seal."""
        path = self.paths.recordings / str(fact.body["path"])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == fact.body["sha256"]
        return path


def becomes(screen: ScreenDouble, mode: str, limit_s: float = 10.0) -> m.LineStatus:
    wait_until(lambda: screen.line and screen.line.mode == mode, limit_s, f"{mode}: {screen.line}")
    assert screen.line is not None
    return screen.line


def alarm(screen: ScreenDouble, code: str, *, active: bool = True) -> Callable[[], bool]:
    return lambda: any(item.code == code and item.active is active for item in list(screen.alarms))
