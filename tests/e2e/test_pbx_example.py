"""The exchange of ``docs/it/pbx/kamailio.cfg``, run as it stands, with desks and a trunk."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import BaresipPeer
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig, ScreenDouble, becomes
from tests.e2e.waves import chirp, write_wav
from tests.support.ports import free_port

EXAMPLE = Path(__file__).parents[2] / "docs" / "it" / "pbx"
DESK = """\
[sip]
user = "{user}"
registrar = "sip:127.0.0.1:{port}"
password = "{password}"
[audio]
use_devices = false
"""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(90),
    pytest.mark.skipif(shutil.which("kamailio") is None, reason="kamailio is not here"),
]


class Exchange:
    """Kamailio on the example's own files; only addresses and ports are given."""

    def __init__(self, folder: Path, trunk_port: int) -> None:
        self.port = free_port(2)
        self.log = folder / "kamailio.log"
        run = folder / "kamailio-run"
        run.mkdir()
        given = {
            "LISTEN_UDP": f"udp:127.0.0.1:{self.port}",
            "LISTEN_TCP": f"tcp:127.0.0.1:{self.port}",
            "TRUNK_ADDRESS": '"127.0.0.1"',
            "TRUNK_PORT": str(trunk_port),
        }
        command = ["kamailio", "-f", str(EXAMPLE / "kamailio.cfg"), "-Y", str(run)]
        command += [word for name, value in given.items() for word in ("-A", f"{name}={value}")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "-m", "32", "-M", "8", "-DD", "-E"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_until(self._is_up, 10.0, f"kamailio: {self.said()}")

    def _is_up(self) -> bool:
        assert self.process.poll() is None, self.said()
        lines = Path(f"/proc/{self.process.pid}/net/udp").read_text().splitlines()[1:]
        return any(line.split()[1].endswith(f":{self.port:04X}") for line in lines)

    def said(self) -> str:
        """What it logged."""
        return self.log.read_text(errors="replace")

    def stop(self) -> None:
        """End it with its children."""
        self.process.terminate()
        try:
            self.process.wait(4)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(4)


@pytest.fixture
def trunk(tmp_path: Path) -> Iterator[BaresipPeer]:
    """The carrier: a caller, or who is called."""
    peer = BaresipPeer(tmp_path / "trunk", write_wav(tmp_path / "caller.wav", chirp(20.0)))
    yield peer
    peer.stop()


@pytest.fixture
def exchange(tmp_path: Path, trunk: BaresipPeer, owned: ExitStack) -> Exchange:
    made = Exchange(tmp_path, trunk.port)
    owned.callback(made.stop)
    return made


def password_of(user: str) -> str:
    """Return what ``desks.cfg`` says."""
    found = re.search(rf'\$sht\(desks=>{user}\) = "([^"]+)"', (EXAMPLE / "desks.cfg").read_text())
    assert found is not None
    return found[1]


def desk(
    folder: Path, exchange: Exchange, owned: ExitStack, user: str, password: str = ""
) -> tuple[LineRig, ScreenDouble]:
    config = DESK.format(user=user, port=exchange.port, password=password or password_of(user))
    line = LineRig(folder / user, config=config)
    owned.callback(line.stop)
    line.start()
    return line, line.screen()


def test_an_emergency_call_rings_at_all_desks_and_one_has_it(
    tmp_path: Path, exchange: Exchange, trunk: BaresipPeer, owned: ExitStack
) -> None:
    a, a_screen = desk(tmp_path, exchange, owned, "112a")
    b, b_screen = desk(tmp_path, exchange, owned, "112b")
    for screen in (a_screen, b_screen):
        becomes(screen, "registered")
    trunk.start(f"sip:112@127.0.0.1:{exchange.port}")
    call, other = a_screen.call_in("ringing"), b_screen.call_in("ringing")
    assert call.call_key == other.call_key  # both desks know that it is one caller
    a_screen.obeyed(m.AnswerCall(call_id=call.call_id))
    a_screen.call_becomes(call.call_id, "talking")
    b_screen.call_becomes(other.call_id, "ended")
    wait_until(lambda: len(trunk.heard()) > 0, 5.0, "sound at the caller")
    a_screen.obeyed(m.HoldCall(call_id=call.call_id))  # a re-INVITE through the exchange
    wait_until(lambda: a_screen.calls[call.call_id].local_hold, 5.0, "the hold")
    a_screen.obeyed(m.ResumeCall(call_id=call.call_id))
    wait_until(lambda: not a_screen.calls[call.call_id].local_hold, 5.0, "the end of the hold")
    a_screen.obeyed(m.HangUpCall(call_id=call.call_id))
    a_screen.call_becomes(call.call_id, "ended")
    trunk.wait_for("session closed", 5.0)
    assert a.troubles() == b.troubles() == []


def test_a_caller_who_gives_up_stops_ringing_everywhere(
    tmp_path: Path, exchange: Exchange, trunk: BaresipPeer, owned: ExitStack
) -> None:
    _a, a_screen = desk(tmp_path, exchange, owned, "112a")
    _b, b_screen = desk(tmp_path, exchange, owned, "112b")
    for screen in (a_screen, b_screen):
        becomes(screen, "registered")
    trunk.start(f"sip:112@127.0.0.1:{exchange.port}")
    ids = [(screen, screen.call_in("ringing").call_id) for screen in (a_screen, b_screen)]
    trunk.command("hangup")  # CANCEL, while both ring
    for screen, call_id in ids:
        screen.call_becomes(call_id, "ended")


def test_desks_call_each_other_and_the_outside(
    tmp_path: Path, exchange: Exchange, trunk: BaresipPeer, owned: ExitStack
) -> None:
    _a, a_screen = desk(tmp_path, exchange, owned, "112a")
    _b, b_screen = desk(tmp_path, exchange, owned, "112b")
    for screen in (a_screen, b_screen):
        becomes(screen, "registered")
    a_screen.obeyed(m.DialNumber(number=f"sip:112b@127.0.0.1:{exchange.port}"))
    there = b_screen.call_in("ringing")
    assert a_screen.call_in("early", "ringing", "dialling", "talking").direction == "outbound"
    b_screen.obeyed(m.AnswerCall(call_id=there.call_id))
    b_screen.call_becomes(there.call_id, "talking")
    b_screen.obeyed(m.HangUpCall(call_id=there.call_id))
    b_screen.call_becomes(there.call_id, "ended")
    before = set(a_screen.calls)
    trunk.start()  # answers by itself
    trunk.wait_for("baresip is ready")
    a_screen.obeyed(m.DialNumber(number=trunk.name))
    dialled = wait_until(lambda: next(iter(set(a_screen.calls) - before), None), 3.0, "the call out")
    a_screen.call_becomes(dialled, "talking")
    assert "112a" in trunk.log  # who calls
    a_screen.obeyed(m.HangUpCall(call_id=dialled))
    a_screen.call_becomes(dialled, "ended")


def test_strangers_and_wrong_passwords_are_not_let_in(
    tmp_path: Path, exchange: Exchange, trunk: BaresipPeer, owned: ExitStack
) -> None:
    _a, a_screen = desk(tmp_path, exchange, owned, "112a")
    becomes(a_screen, "registered")
    for user, password in (("112b", "salah"), ("112z", "apa saja")):
        _line, screen = desk(tmp_path, exchange, owned, user, password)
        status = becomes(screen, "failed")
        assert (status.code, status.sip_code) == ("registration_401", 401)
    stranger = BaresipPeer(tmp_path / "stranger", write_wav(tmp_path / "x.wav", chirp(5.0)))
    owned.callback(stranger.stop)
    stranger.start(f"sip:112@127.0.0.1:{exchange.port}")  # neither trunk nor desk
    stranger.wait_for("session closed", 10.0)
    assert a_screen.calls == {}


def test_without_any_desk_the_carrier_is_told_at_once(exchange: Exchange, trunk: BaresipPeer) -> None:
    trunk.start(f"sip:112@127.0.0.1:{exchange.port}")
    trunk.wait_for("480", 5.0)
    wait_until(lambda: "an emergency call was not delivered" in exchange.said(), 3.0, "the alert")
