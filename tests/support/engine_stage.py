"""An engine process as a desk starts it, and a telephone that calls it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
from pathlib import Path

from batola_desk.ipc import messages as m
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.instance_lock import pid_path
from batola_desk.ipc.launcher import EngineLauncher
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.user_agent import UserAgent
from tests.support.waiting import until

SILENCE = b"\xd5" * 160


class Desk:
    """Starts the engine as the desk does, and listens."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.runtime = home / "run"
        self.heard: list[m.Message] = []
        self.facts: list[m.SpooledFact] = []
        self.closed = threading.Event()
        self.client: EngineClient | None = None
        self._answered_pid = 0
        self.arguments = ("--home", str(home), "--sip-host", "127.0.0.1", "--sip-port", "0", "--no-sound")
        self.launcher = EngineLauncher(self.runtime, self.arguments)

    def attach(self) -> m.Snapshot:
        self.heard.clear()
        self.closed.clear()
        self.client = self.launcher.connect(self._take, self.closed.set)
        assert self.ask(m.Attach(version=m.PROTOCOL_VERSION, screen_pid=os.getpid())) == ""
        until(lambda: self.heard)
        snapshot = self.heard[0]
        assert isinstance(snapshot, m.Snapshot)
        self._answered_pid = snapshot.engine_pid
        return snapshot

    def _take(self, message: m.Message) -> None:
        self.heard.append(message)
        if isinstance(message, m.FactsSpooled):
            self.facts.extend(message.facts)

    def ask(self, command: m.Command) -> str:
        assert self.client is not None
        return self.client.request(command).result(5).code

    def calls(self) -> dict[str, m.LineCall]:
        return {c.call.call_id: c.call for c in list(self.heard) if isinstance(c, m.CallChanged)}

    def detach(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None

    @property
    def pid(self) -> int:
        """The engine's own file, once the engine that answered has written it: it answers before."""
        until(lambda: self._written_pid() == self._answered_pid)
        return self._answered_pid

    def _written_pid(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return int(pid_path(self.runtime).read_text())
        return 0

    def sip_port(self) -> int:
        until(lambda: self._line().mode == "direct")
        return int(self._line().address.rpartition(":")[2])

    def _line(self) -> m.LineStatus:
        lines = [x.line for x in list(self.heard) if isinstance(x, m.Snapshot | m.LineChanged)]
        return lines[-1]

    def log(self) -> list[dict[str, object]]:
        text = (self.home / "log" / "line.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def end(self) -> None:
        self.detach()
        pid = self._answered_pid or self._written_pid()
        if pid:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for child in self.launcher._children:
            child.wait(5)


class Citizen(QuietListener):
    """A telephone of our own kind that calls and sends silence."""

    def __init__(self) -> None:
        config = LineConfig(bind_host="127.0.0.1", bind_port=0, rtp_port_first=41_000, rtp_port_last=41_998)
        self.agent = UserAgent(config, self)
        self.agent.start()
        self.leg: CallLeg | None = None
        self._stop = threading.Event()
        self._sender: threading.Thread | None = None
        self.received: list[float] = []

    def call(self, port: int) -> None:
        self.leg = self.agent.dial(f"sip:112@127.0.0.1:{port}")

    def on_incoming(self, leg: CallLeg) -> None: ...

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        if leg.state is LegState.TALKING and self._sender is None and leg.media is not None:
            leg.media.set_receiver(lambda packet: self.received.append(packet.arrival_mono_s))
            self._sender = threading.Thread(target=self._send, name="citizen-voice")
            self._sender.start()

    def _send(self) -> None:
        while not self._stop.wait(0.02):
            media = self.leg.media if self.leg is not None else None
            if media is not None:
                media.send(SILENCE)

    def close(self) -> None:
        self._stop.set()
        if self._sender is not None:
            self._sender.join()
        self.agent.stop(1.0)


def talking(desk: Desk, citizen: Citizen) -> m.LineCall:
    """Bring both into a call."""
    desk.attach()
    citizen.call(desk.sip_port())
    until(lambda: any(call.state == "ringing" for call in desk.calls().values()))
    call_id = next(iter(desk.calls()))
    assert desk.ask(m.AnswerCall(call_id=call_id)) == ""
    until(lambda: desk.calls()[call_id].state == "talking" and len(citizen.received) > 5)
    return desk.calls()[call_id]
