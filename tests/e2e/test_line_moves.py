"""A desk whose network changes under it: another address in mid-call, a cable pulled and put back."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import ROOT, LineRig, ScreenDouble, alarm, becomes
from tests.e2e.namespaces import DESK, MOVED, PBX, CabledNetworks, are_available
from tests.e2e.sip_peers import KamailioPbx

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(90),
    pytest.mark.skipif(not are_available(), reason="no right to make network namespaces"),
]


@pytest.fixture
def networks(owned: ExitStack) -> CabledNetworks:
    return owned.enter_context(CabledNetworks())


@pytest.fixture
def pbx(tmp_path: Path, networks: CabledNetworks, owned: ExitStack) -> KamailioPbx:
    server = KamailioPbx(tmp_path, host=PBX, prefix=networks.pbx)
    owned.callback(server.stop)
    return server


@pytest.fixture
def cabled(
    tmp_path: Path, networks: CabledNetworks, pbx: KamailioPbx, owned: ExitStack
) -> tuple[LineRig, ScreenDouble]:
    line = LineRig(tmp_path / "desk", config=pbx.config_of_a_desk())
    line.prefix = networks.desk
    owned.callback(line.stop)
    line.start("--sip-host", "::")
    screen = line.screen()
    assert becomes(screen, "registered").address.startswith(f"sip:meja@{DESK}:")
    return line, screen


class Caller:
    """``moved_caller`` in the exchange's network; ``last`` is what it told last."""

    def __init__(self, networks: CabledNetworks, target: str) -> None:
        self.last: dict[str, object] = {}
        self.process = subprocess.Popen(
            [*networks.pbx, sys.executable, "-m", "tests.e2e.moved_caller", PBX, target],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._reader = threading.Thread(target=self._read, name="moved-caller")
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.last = json.loads(line)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(5)
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()


def test_a_new_address_in_mid_call_is_registered_and_the_caller_hears_on(
    networks: CabledNetworks, cabled: tuple[LineRig, ScreenDouble], owned: ExitStack
) -> None:
    line, screen = cabled
    caller = Caller(networks, f"sip:112@{DESK}:{line.sip_port}")
    owned.callback(caller.stop)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    wait_until(lambda: caller.last.get("heard"), 5.0, f"sound at the caller: {caller.last}")
    networks.move_desk()
    moved_s = time.monotonic()
    wait_until(lambda: caller.last.get("contact") == MOVED, 10.0, f"the new address: {caller.last}")
    heard = caller.last["heard"]
    assert isinstance(heard, int)
    wait_until(lambda: caller.last.get("heard", 0) > heard + 1, 10.0, f"sound again: {caller.last}")  # type: ignore[operator]
    print(f"sound again {time.monotonic() - moved_s:.1f} s after the address changed")
    wait_until(alarm(screen, "network_changed"), 5.0, f"the alarm: {screen.alarms}")
    status = becomes(screen, "registered")
    assert status.address.startswith(f"sip:meja@{MOVED}:")
    assert status.accounts[0].others == 0, "where we were is no stranger"
    assert screen.calls[call.call_id].state == "talking"
    screen.obeyed(m.HangUpCall(call_id=call.call_id))
    wait_until(lambda: caller.last.get("state") == "ended", 5.0, f"the end: {caller.last}")


def test_a_pulled_cable_is_said_and_its_return_registers(
    networks: CabledNetworks, pbx: KamailioPbx, cabled: tuple[LineRig, ScreenDouble]
) -> None:
    _, screen = cabled
    networks.cut()
    wait_until(alarm(screen, "network_lost"), 10.0, f"the loss: {screen.alarms}")
    networks.mend()
    wait_until(alarm(screen, "network_lost", active=False), 10.0, f"the return: {screen.alarms}")
    assert alarm(screen, "network_back")()
    becomes(screen, "registered")
