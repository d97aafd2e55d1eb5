"""The real engine process on a folder of its own, without a sound device."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc import messages as m
from batola_desk.ipc.instance_lock import is_engine_running, pid_path
from batola_desk.ipc.launcher import EXIT_ALREADY_RUNNING, EngineLauncher
from batola_desk.telephony.leg_types import LegState
from tests.support.engine_stage import Citizen, Desk, talking
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")


def test_the_engine_starts_without_sound_says_so_and_is_found_again(desk: Desk) -> None:
    first = desk.attach()
    assert {"no_headset", "no_microphone"} <= set(first.devices.problems)
    assert desk.sip_port() > 0
    assert first.engine_pid == desk.pid
    assert os.getsid(desk.pid) != os.getsid(0), "closing the desk's terminal must not reach the engine"
    desk.detach()
    again = EngineLauncher(desk.runtime, ("--will-not-be-used",))
    desk.launcher, started = again, desk.launcher
    assert desk.attach().engine_pid == first.engine_pid, "a running engine is attached to, not doubled"
    assert desk.ask(m.ShutDownEngine()) == ""
    assert desk.closed.wait(5)
    started._children[0].wait(5)
    assert not is_engine_running(desk.runtime)
    assert not pid_path(desk.runtime).exists()


def test_a_second_copy_refuses_with_its_own_exit_code(desk: Desk) -> None:
    desk.attach()
    command = [sys.executable, "-m", "batola_desk.engine", *desk.arguments]
    second = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert second.returncode == EXIT_ALREADY_RUNNING
    assert "engine_already_running" in second.stdout


def test_an_engine_that_cannot_start_is_explained(desk: Desk) -> None:
    (desk.home / "config").mkdir(parents=True)
    (desk.home / "config" / "line.toml").write_text("[sip]\nprot = 5060\n")
    with pytest.raises(EnvironmentFault, match="line_config_unusable") as caught:
        desk.attach()
    assert caught.value.values["key"] == "sip.prot"


def test_a_call_outlives_a_killed_screen_and_is_recorded_to_its_end(desk: Desk, citizen: Citizen) -> None:
    screen = subprocess.Popen([sys.executable, "-c", SCREEN, str(desk.home), *desk.arguments])
    try:
        until(lambda: (desk.home / "answered").exists() or _call_when_up(desk, citizen), 15)
        until(lambda: len(citizen.received) > 10)
    finally:
        screen.kill()
        screen.wait(5)
    killed_s, before = time.monotonic(), len(citizen.received)
    until(lambda: citizen.received[-1] > killed_s + 1.0)
    # What is held up here comes all at once afterwards; what was never sent is missing for ever.
    until(lambda: time.monotonic() - killed_s - 0.02 * (len(citizen.received) - before) < 0.2)
    snapshot = desk.attach()
    (call,) = snapshot.calls
    assert call.state == "talking"
    assert citizen.leg is not None
    citizen.leg.hang_up()
    until(lambda: "call.recorded" in [fact.kind for fact in desk.facts])
    kinds = [fact.kind for fact in desk.facts]
    whole = ["call.offered", "call.answered", "call.quality_measured", "call.ended", "call.recorded"]
    assert kinds == whole
    body = desk.facts[-1].body
    assert isinstance(body["duration_s"], float)
    assert body["duration_s"] > 1.0
    assert (desk.home / "data" / "recordings" / str(body["path"])).exists()


def _call_when_up(desk: Desk, citizen: Citizen) -> bool:
    port_file = desk.home / "port"
    if citizen.leg is None and port_file.exists() and port_file.read_text():
        citizen.call(int(port_file.read_text()))
    return False


SCREEN = """
import os, sys, time
from pathlib import Path
from batola_desk.ipc import messages as m
from batola_desk.ipc.launcher import EngineLauncher
home = Path(sys.argv[1])
def take(message):
    if isinstance(message, (m.Snapshot, m.LineChanged)) and message.line.mode == "direct":
        (home / "port").write_text(message.line.address.rpartition(":")[2])
    if isinstance(message, m.CallChanged) and message.call.state == "ringing":
        client.send(m.AnswerCall(call_id=message.call.call_id))
    if isinstance(message, m.CallChanged) and message.call.state == "talking":
        (home / "answered").touch()
client = EngineLauncher(home / "run", sys.argv[2:]).connect(take, lambda: None)
client.request(m.Attach(version=m.PROTOCOL_VERSION, screen_pid=os.getpid())).result(5)
time.sleep(60)
"""


def test_after_a_killed_engine_the_next_one_tells_the_end_and_seals_the_recording(
    desk: Desk, citizen: Citizen
) -> None:
    call = talking(desk, citizen)
    until(lambda: len(citizen.received) > 60)
    os.kill(desk.pid, signal.SIGKILL)
    assert desk.closed.wait(5)
    desk.detach()
    desk.facts.clear()
    desk.attach()
    until(lambda: {"call.ended", "call.recorded"} <= {fact.kind for fact in desk.facts})
    facts = {fact.kind: fact for fact in desk.facts}
    assert facts["call.ended"].body["cause"] == "engine_lost"
    assert facts["call.ended"].aggregates == (f"call:{call.call_key}",)
    recorded = facts["call.recorded"]
    assert recorded.body["recovered"] is True
    assert recorded.aggregates == (f"call:{call.call_key}",)
    assert isinstance(recorded.body["duration_s"], float)
    assert recorded.body["duration_s"] > 0.4


def test_the_first_sigterm_is_refused_while_a_call_lives_the_second_obeyed(
    desk: Desk, citizen: Citizen
) -> None:
    talking(desk, citizen)
    os.kill(desk.pid, signal.SIGHUP)
    os.kill(desk.pid, signal.SIGTERM)
    until(lambda: "refused once" in (desk.home / "log" / "line.jsonl").read_text(encoding="utf-8"))
    count = len(citizen.received)
    until(lambda: len(citizen.received) > count + 20)
    os.kill(desk.pid, signal.SIGTERM)
    assert desk.closed.wait(5)
    desk.launcher._children[0].wait(5)
    until(lambda: citizen.leg is not None and citizen.leg.state is LegState.ENDED)


def test_the_log_names_no_numbers(desk: Desk, citizen: Citizen) -> None:
    call = talking(desk, citizen)
    assert call.number
    assert desk.ask(m.HangUpCall(call_id=call.call_id)) == ""
    until(lambda: desk.calls()[call.call_id].state == "ended")
    for line in desk.log():
        assert f'"{call.number}"' not in json.dumps(line)
        assert "call_key" not in line
