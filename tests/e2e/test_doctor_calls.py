"""The doctor registers at a real kamailio and phones a real echo number; a live call keeps it from both."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from batola_desk.settings.paths import DeskPaths
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import ROOT, LineRig
from tests.e2e.sip_peers import PBX_PASSWORD, PBX_REALM, KamailioPbx, SippCaller
from tests.support.echo_phone import EchoPhone
from tests.support.ports import free_port

pytestmark = pytest.mark.e2e

# A call to the echo number needs the account's password, as at every exchange.
ECHO_ROUTE = f"""
  if (is_method("INVITE") && $rU == "600") {{
    if (!pv_auth_check("{PBX_REALM}", "{PBX_PASSWORD}", "0", "0")) {{
      auth_challenge("{PBX_REALM}", "0"); exit;
    }}
    $ru = "sip:600@127.0.0.1:PORT"; t_relay(); exit;
  }}
"""


class Exchange:
    """kamailio with an echo number behind it."""

    def __init__(self, folder: Path, **phone: Any) -> None:
        port = free_port(2)
        self.phone = EchoPhone(port, **phone)
        self.pbx = KamailioPbx(folder, route=ECHO_ROUTE.replace("PORT", str(port)))

    def stop(self) -> None:
        self.phone.stop()
        self.pbx.stop()


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    made = Exchange(tmp_path)
    yield made
    made.stop()


def configure(home: Path, line: str, *, number: str = "600") -> DeskPaths:
    paths = DeskPaths.for_home(home)
    paths.create()
    sip_port = free_port(2)
    line = line.replace("[sip]\n", f'[sip]\nsip_host = "127.0.0.1"\nsip_port = {sip_port}\n')
    (paths.config / "line.toml").write_text(line)
    (paths.config / "settings.toml").write_text(f'[doctor]\necho_number = "{number}"\n')
    return paths


def begin(home: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "batola_desk", "--home", str(home), "doctor", "--json", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> dict[str, dict[str, Any]]:
    """Return what was found, by code."""
    said, complaint = process.communicate(timeout=110)
    assert process.returncode in (0, 1), complaint
    return {found["code"]: found for found in json.loads(said)["findings"]}


def doctor(home: Path, *words: str) -> dict[str, dict[str, Any]]:
    return ended(begin(home, *words))


def test_it_registers_phones_hears_itself_and_leaves_nothing(tmp_path: Path, exchange: Exchange) -> None:
    home = tmp_path / "desk"
    configure(home, exchange.pbx.config_of_a_desk())
    found = doctor(home, "--call")
    assert found["account_registered"]["values"]["way"] == f"UDP 127.0.0.1:{exchange.pbx.port}"
    good = found["echo_good"]["values"]
    assert -3 <= good["level_db"] <= 3
    assert 80 <= good["delay_ms"] <= 600  # five frames and the machine's own
    assert (exchange.phone.calls, exchange.phone.legs) == (1, 0)
    assert not DeskPaths.for_home(home).journal.exists()  # a test is no call of the desk


def test_without_being_asked_nobody_is_phoned_and_nothing_registers(
    tmp_path: Path, exchange: Exchange
) -> None:
    home = tmp_path / "desk"
    configure(home, exchange.pbx.config_of_a_desk())
    found = doctor(home)
    assert {"account_not_tried", "echo_not_asked"} <= found.keys()
    assert exchange.phone.calls == 0


def test_a_wrong_password_and_an_emergency_number_are_told(tmp_path: Path, exchange: Exchange) -> None:
    home = tmp_path / "desk"
    configure(home, exchange.pbx.config_of_a_desk(password="salah-sekali"), number="112")
    found = doctor(home, "--call")
    assert found["account_failed"]["values"]["why"].startswith("registration_")
    assert "echo_emergency_number" in found
    assert "salah-sekali" not in json.dumps(found)


@pytest.mark.parametrize(
    ("phone", "code"), [({"is_deaf": True}, "echo_one_way"), ({"refuses": 486}, "echo_failed")]
)
def test_a_deaf_and_a_busy_echo_number_are_told(tmp_path: Path, phone: dict[str, Any], code: str) -> None:
    exchange = Exchange(tmp_path, **phone)
    try:
        home = tmp_path / "desk"
        configure(home, exchange.pbx.config_of_a_desk())
        found = doctor(home, "--call")
        assert found[code]["level"] == "warn"
        if code == "echo_failed":
            assert found[code]["values"]["sip_code"] == 486
    finally:
        exchange.stop()


def test_beside_a_running_line_it_asks_the_line_and_a_live_call_keeps_it_from_phoning(
    tmp_path: Path, exchange: Exchange
) -> None:
    line = LineRig(tmp_path / "desk", config=exchange.pbx.config_of_a_desk())
    (line.paths.config / "settings.toml").write_text('[doctor]\necho_number = "600"\n')
    caller = None
    try:
        line.start()
        screen = line.screen()
        found = doctor(line.home, "--call")
        assert {"line_up", "account_registered", "echo_good"} <= found.keys()
        assert not screen.is_closed and not screen.alarms  # the screen is still the line's screen
        assert exchange.phone.calls == 1

        caller = SippCaller(tmp_path, "caller_is_ended", line.sip_port)
        ringing = screen.call_in("ringing")
        found = doctor(line.home, "--call")
        assert "echo_call_lives" in found
        assert found["line_up"]["values"]["calls"] == 1
        assert exchange.phone.calls == 1
        assert screen.calls[ringing.call_id].state == "ringing"
        assert not screen.is_closed
    finally:
        if caller is not None:
            caller.stop()
        line.stop()


def test_a_call_that_comes_during_the_test_call_ends_the_test(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path, is_deaf=True)  # so that the doctor listens for long
    line = LineRig(tmp_path / "desk", config=exchange.pbx.config_of_a_desk())
    (line.paths.config / "settings.toml").write_text('[doctor]\necho_number = "600"\n')
    caller = None
    try:
        line.start()
        screen = line.screen()
        process = begin(line.home, "--call")
        wait_until(lambda: exchange.phone.legs == 1, 60.0, "the test call")
        caller = SippCaller(tmp_path, "caller_is_ended", line.sip_port)
        screen.call_in("ringing")
        wait_until(lambda: exchange.phone.legs == 0, 5.0, "the end of the test call")
        assert "echo_call_lives" in ended(process)
        assert screen.call_in("ringing")
    finally:
        if caller is not None:
            caller.stop()
        line.stop()
        exchange.stop()
