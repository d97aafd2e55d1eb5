"""Engine server and screen client on a real socket."""

from __future__ import annotations

import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc import messages as m
from batola_desk.ipc import outbox as outbox_module
from batola_desk.ipc import transport
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.recording_messages import StopPlayback
from batola_desk.ipc.recording_parts import PlaybackStatus
from batola_desk.ipc.server import EngineServer, Session
from batola_desk.ipc.transport import (
    FRAME_BYTES_MAX,
    connect_wire,
    create_token,
    read_token,
    token_path,
    wire_address,
)
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="drives Unix sockets by hand")


def snapshot() -> m.Snapshot:
    return m.Snapshot(
        version=m.PROTOCOL_VERSION,
        engine_pid=os.getpid(),
        engine_version="test",
        engine_started_us=1,
        calls=(m.LineCall(call_id="c", call_key="k", direction="inbound", state="ringing", offered_us=2),),
        line=m.LineStatus(),
        devices=m.DeviceStatus(),
        playback=PlaybackStatus(),
    )


class Engine:
    """Answers like an engine and remembers what it was told."""

    def __init__(self, runtime: Path) -> None:
        runtime.mkdir(exist_ok=True, mode=0o700)
        self.commands: queue.Queue[m.Command] = queue.Queue()
        self.attached: list[Session] = []
        self.detached: list[Session] = []
        self.server = EngineServer(wire_address(runtime), create_token(runtime), self)
        self.server.start()

    def on_attached(self, session: Session, attach: m.Attach) -> None:
        self.attached.append(session)
        session.send(snapshot())
        session.reply(attach)

    def on_detached(self, session: Session) -> None:
        self.detached.append(session)

    def on_command(self, session: Session, command: m.Command) -> None:
        self.commands.put(command)
        session.reply(command, "call_unknown" if isinstance(command, m.AnswerCall) else "")


class Screen:
    """A client that keeps what it hears."""

    def __init__(self, runtime: Path) -> None:
        self.heard: list[m.Message] = []
        self.lost: list[str] = []
        self.client = EngineClient.connect(runtime, self.heard.append, self.lost.append)

    def attach(self, version: int = m.PROTOCOL_VERSION) -> m.Reply:
        return self.client.request(m.Attach(version=version, screen_pid=os.getpid())).result(3)

    def kinds(self) -> list[str]:
        return [type(message).__name__ for message in self.heard]


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def engine(runtime: Path) -> Iterator[Engine]:
    engine = Engine(runtime)
    yield engine
    engine.server.stop()


def test_a_screen_that_attaches_gets_the_snapshot_and_its_answers(engine: Engine, runtime: Path) -> None:
    screen = Screen(runtime)
    assert screen.attach().code == ""
    assert screen.heard == [snapshot()]
    assert screen.client.request(m.AnswerCall(call_id="c")).result(3).code == "call_unknown"
    command = engine.commands.get(timeout=1)
    assert isinstance(command, m.AnswerCall)
    assert command.call_id == "c"
    screen.client.close()
    until(lambda: engine.detached)
    assert screen.lost


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe there has no file")
def test_an_engine_whose_socket_was_removed_ends(engine: Engine, runtime: Path) -> None:
    """As by a cleaning of the temporary folder: nobody can connect any more, not even to end it."""
    Path(wire_address(runtime)).unlink()
    ending = threading.Thread(target=engine.server.stop, daemon=True)
    ending.start()
    ending.join(20.0)
    assert not ending.is_alive()


def test_numbered_commands_get_their_reply_as_a_message(engine: Engine, runtime: Path) -> None:
    screen = Screen(runtime)
    screen.client.send(m.SetMuted(request_id=7, muted=True))
    until(lambda: screen.heard)
    assert screen.heard == [m.Reply(request_id=7)]
    screen.client.close()


def test_another_protocol_version_is_named(engine: Engine, runtime: Path) -> None:
    screen = Screen(runtime)
    reply = screen.attach(version=m.PROTOCOL_VERSION + 1)
    assert reply.code == "protocol_version"
    assert reply.values == {"engine": str(m.PROTOCOL_VERSION), "screen": str(m.PROTOCOL_VERSION + 1)}
    assert not engine.server.is_attached
    screen.client.close()


def test_only_the_last_attached_screen_is_told_and_the_other_learns_it(engine: Engine, runtime: Path) -> None:
    first, second = Screen(runtime), Screen(runtime)
    first.attach()
    second.attach()
    engine.server.broadcast(m.LineChanged(line=m.LineStatus()))
    until(lambda: "LineChanged" in second.kinds())
    until(lambda: "EngineAlarm" in first.kinds())
    assert "LineChanged" not in first.kinds()
    assert not first.lost
    first.client.close()
    second.client.close()


def test_a_wrong_token_gets_no_connection(engine: Engine, runtime: Path) -> None:
    with pytest.raises(EnvironmentFault, match="engine_refused"):
        connect_wire(wire_address(runtime), b"x" * 32)
    screen = Screen(runtime)
    assert screen.attach().code == ""
    screen.client.close()


def test_token_and_socket_are_for_this_user_only(engine: Engine, runtime: Path) -> None:
    assert token_path(runtime).stat().st_mode & 0o077 == 0
    assert Path(wire_address(runtime)).stat().st_mode & 0o077 == 0


def test_without_an_engine_the_client_says_so(runtime: Path) -> None:
    runtime.mkdir()
    with pytest.raises(EnvironmentFault, match="engine_not_reached"):
        Screen(runtime)
    create_token(runtime)
    with pytest.raises(EnvironmentFault, match="engine_not_reached"):
        Screen(runtime)


def test_a_client_that_never_speaks_does_not_keep_others_out(engine: Engine, runtime: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(wire_address(runtime))
        screen = Screen(runtime)
        assert screen.attach().code == ""
        screen.client.close()


@pytest.mark.parametrize(
    "frame",
    [
        b"no json at all",
        b'{"type":"ReformatDisk"}',
        b'{"type":"AnswerCall","call_id":5}',
        b"\x80\x04\x95",
        b"",
    ],
)
def test_garbage_costs_the_client_its_connection_and_nobody_else(
    engine: Engine, runtime: Path, frame: bytes
) -> None:
    wire = connect_wire(wire_address(runtime), read_token(runtime))
    screen = Screen(runtime)
    screen.attach()
    wire.send(frame)
    with pytest.raises(Exception, match="receive"):
        wire.receive()
    wire.close()
    assert screen.client.request(StopPlayback()).result(3).code == ""
    screen.client.close()


def test_an_oversized_frame_is_refused_before_it_is_read(engine: Engine, runtime: Path) -> None:
    wire = connect_wire(wire_address(runtime), read_token(runtime))
    os.write(wire._connection.fileno(), struct.pack("!i", FRAME_BYTES_MAX + 1) + b"x" * 1000)
    with pytest.raises(Exception, match="receive"):
        wire.receive()
    wire.close()


def test_a_frame_too_large_is_never_sent(engine: Engine, runtime: Path) -> None:
    wire = connect_wire(wire_address(runtime), read_token(runtime))
    with pytest.raises(Exception, match="frame too large"):
        wire.send(b" " * (FRAME_BYTES_MAX + 1))
    wire.send(m.encode(StopPlayback(request_id=1)))
    assert m.decode_from_engine(wire.receive()) == m.Reply(request_id=1)
    wire.close()


def test_the_server_end_is_told_to_the_screen_and_to_its_open_requests(runtime: Path) -> None:
    engine = Engine(runtime)
    screen = Screen(runtime)
    screen.attach()
    engine.on_command = lambda session, command: None  # type: ignore[method-assign]
    waiting = screen.client.request(StopPlayback())
    engine.server.stop()
    with pytest.raises(EnvironmentFault, match="engine_lost"):
        waiting.result(3)
    until(lambda: screen.lost)
    with pytest.raises(EnvironmentFault, match="engine_lost"):
        screen.client.send(StopPlayback())
    screen.client.close()


FROZEN_SCREEN = """
import sys, time
from pathlib import Path
from batola_desk.ipc import messages as m
from batola_desk.ipc.client import EngineClient
client = EngineClient.connect(Path(sys.argv[1]), lambda message: None, lambda reason: None)
client.request(m.Attach(version=m.PROTOCOL_VERSION, screen_pid=1)).result(5)
print("attached", flush=True)
time.sleep(60)
"""


def levels() -> m.Levels:
    return m.Levels(call_id="c", caller_dbfs=-20.0, operator_dbfs=-20.0, quality=m.Quality())


def test_a_frozen_screen_costs_the_engine_neither_time_nor_memory(
    engine: Engine, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "FRAMES_MAX", 300)
    monkeypatch.setattr(transport, "SEND_LIMIT_S", 100.0)  # it is not time that ends the connection here
    screen = subprocess.Popen([sys.executable, "-c", FROZEN_SCREEN, str(runtime)], stdout=subprocess.PIPE)
    try:
        assert screen.stdout is not None
        assert screen.stdout.readline() == b"attached\n"
        screen.send_signal(signal.SIGSTOP)
        gone_on = threading.Event()

        def broadcast() -> None:
            for _ in range(5000):  # 8 minutes of levels
                engine.server.broadcast(levels())
            gone_on.set()

        talker = threading.Thread(target=broadcast)
        talker.start()
        assert gone_on.wait(30), "who waits for a frozen screen waits until it is killed"
        talker.join()
        assert engine.server.is_attached, "levels are dropped, not the screen"
        for _ in range(400):  # words that must not be lost do not fit: the screen has to come again
            engine.server.broadcast(m.LineChanged(line=m.LineStatus(address="x" * 2000)))
        until(lambda: not engine.server.is_attached)
    finally:
        screen.kill()
        screen.wait(5)
        assert screen.stdout is not None
        screen.stdout.close()


def test_levels_give_way_to_words_that_must_arrive() -> None:
    class StuckWire:
        """Takes one frame and never comes back until aborted."""

        def __init__(self) -> None:
            self.sent: list[bytes] = []
            self.gate = threading.Event()
            self.entered = threading.Event()

        def send(self, frame: bytes) -> None:
            self.entered.set()
            self.gate.wait()
            self.sent.append(frame)

        def abort(self) -> None:
            self.gate.set()

    wire = StuckWire()
    outbox = outbox_module.Outbox(wire, "test-outbox")  # type: ignore[arg-type]
    outbox.start()
    try:
        assert outbox.put(b"first")
        assert wire.entered.wait(8)
        for _ in range(outbox_module.FRAMES_MAX):
            assert outbox.put(b"level", droppable=True)
        assert outbox.put(b"word")
        assert outbox.dropped_count == outbox_module.FRAMES_MAX
        for _ in range(outbox_module.FRAMES_MAX - 1):
            assert outbox.put(b"word")
        assert not outbox.put(b"one too many")
    finally:
        wire.gate.set()
        outbox.close(flush_limit_s=30.0)
        outbox.join()
    assert wire.sent == [b"first"] + [b"word"] * outbox_module.FRAMES_MAX


def test_a_runtime_folder_with_a_long_name_still_has_a_usable_address(tmp_path: Path) -> None:
    long = tmp_path / ("a" * 120)
    assert len(wire_address(long)) <= 100
    assert wire_address(long) == wire_address(long)
    assert wire_address(long) != wire_address(tmp_path / ("b" * 120))
