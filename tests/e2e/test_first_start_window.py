"""A machine that nobody configured: from the first window, by keys alone, to a desk that is registered and in
step with its room at the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from batola_desk.app.commands.close import run_close
from batola_desk.app.setup.setup_words import Code
from batola_desk.settings.paths import DeskPaths
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.registrar_question import ask_registrar
from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.e2e.sip_peers import PBX_PASSWORD, PBX_USER, KamailioPbx
from tests.e2e.waves import chirp
from tests.support.ports import free_port
from tests.support.postgres_rig import PostgresRig

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(300)]

START_LIMIT_S = 60.0
ALIVE = """
    select count(*) from batola.desk_life
     where desk = $1 and told_at > clock_timestamp() - interval '5 s'
"""


class FreshMachine(DeskRig):
    """Started as a person does: with nothing on the command line but its folder."""

    def launch(self, *arguments: str) -> None:
        with (self.home.parent / f"{self.home.name}-output.log").open("ab") as output:
            self._log_seen = len(self.log_lines())
            self.screen = subprocess.Popen(
                [sys.executable, "-m", "batola_desk", "--home", str(self.home), *arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def tested(self, page: str) -> str:
        """What the next test of a page finds; codes as they stand in the log."""
        seen = self.count_of("setup page tested")
        self.key("Return")
        wait_until(lambda: self.count_of("setup page tested") > seen, 40.0, f"the test of {page}")
        line = [line for line in self.log_lines() if line["message"] == "setup page tested"][-1]
        assert line["page"] == page
        return str(line["codes"])

    @property
    def has_line(self) -> bool:
        return any(line["message"] == "a screen attached" for line in self.log_lines("line"))

    def count_of(self, message: str) -> int:
        return sum(line["message"] == message for line in self.log_lines())

    def everything_on_disk(self) -> bytes:
        """All files of configuration, choices, log and data."""
        return b"".join(path.read_bytes() for path in self.home.rglob("*") if path.is_file())


@pytest.fixture
def machine(tmp_path: Path, sound: JackRig, display: str, owned: contextlib.ExitStack) -> FreshMachine:
    made = FreshMachine(tmp_path / "mesin", display, environment=sound.env)
    made.home.mkdir()
    owned.callback(made.stop)
    return made


@dataclass(frozen=True)
class Room:
    """A database of the server's, and how to look into it from outside."""

    rig: PostgresRig
    name: str


@pytest.fixture
def room(secretariat: PostgresRig) -> Room:
    asyncio.run(secretariat.copy_database(TEMPLATE, "first_start"))
    return Room(secretariat, "first_start")


@pytest.fixture
def pbx(tmp_path: Path, owned: contextlib.ExitStack) -> KamailioPbx:
    made = KamailioPbx(tmp_path)
    owned.callback(made.stop)
    return made


def read(path: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_a_first_start_by_keys_ends_registered_and_in_step(
    machine: FreshMachine, sound: JackRig, room: Room, pbx: KamailioPbx
) -> None:
    machine.start()
    wait_until(lambda: machine.has_line, 20.0, "the line")
    wait_until(lambda: machine.count_of("setup opened"), 20.0, "the first page")
    machine.focus()
    config = machine.home / "config"

    machine.type_text("B")
    assert machine.tested("letter") == "setup_letter_good"
    machine.key("Return")

    for text in (f"127.0.0.1:{room.rig.port}", room.name):
        machine.type_text(text)
        machine.key("Tab")
    machine.key("Tab")  # the login is the letter's own
    machine.type_text("salah")
    assert machine.tested("room") == "secretariat_password"
    machine.key("ctrl+a")
    machine.type_text(PASSWORD)
    assert machine.tested("room") == "setup_room_good"
    machine.key("Return")

    port = free_port(2)
    machine.type_text(f"127.0.0.1:{pbx.port}")
    machine.key("Tab")
    machine.type_text(PBX_USER)
    machine.key("Tab", "Tab")
    machine.type_text(PBX_PASSWORD)
    machine.key("Tab", "Tab")
    machine.type_text(str(port))
    assert machine.tested("line") == "setup_line_good"
    machine.key("Prior", "Next")  # back and forth: nothing is lost, nothing has to be tested again
    machine.key("Return")

    machine.key("Down")  # the first headset of the list
    sound.headset.feed(chirp(6.0, rate=SAMPLE_RATE_HZ, seed=5))
    assert machine.tested("sound") == "setup_sound"
    machine.key("Return")

    machine.key("Return")  # no map: for another day
    assert not any(config.glob("*.toml")), "nothing may be written before Simpan"
    on_disk = machine.everything_on_disk()
    assert not [secret for secret in (PASSWORD, PBX_PASSWORD) if secret.encode() in on_disk]
    machine.picture(machine.home.parent / "summary.png")
    machine.key("Return")
    machine.wait_for_log("setup saved", 20.0, pages="letter room line sound")

    assert read(config / "settings.toml")["desk"]["letter"] == "B"
    assert read(config / "line.toml")["sip"]["user"] == PBX_USER
    assert PASSWORD not in (config / "secretariat.toml").read_text()
    for secret in ("line.toml", "secretariat.toml", "room.secret"):
        assert (config / secret).stat().st_mode & 0o077 == 0
    logs = b"".join(path.read_bytes() for path in (machine.home / "log").iterdir())
    assert PASSWORD.encode() not in logs
    assert PBX_PASSWORD.encode() not in logs

    began = machine.count_of("desk usable")
    machine.key("Return")  # open the desk again
    wait_until(lambda: machine.count_of("desk usable") > began, START_LIMIT_S, "the desk opened again")
    is_registered(pbx)
    in_step(room, "B")
    # Nobody is asked a second time, and a start of its own finds the same.
    assert run_close(DeskPaths.for_home(machine.home), limit_s=60) == Code.DONE
    assert machine.screen is not None
    machine.screen.wait(30)
    pbx.stop()
    pbx.start()
    machine.start()
    is_registered(pbx)
    in_step(room, "B")
    assert machine.count_of("setup opened") == 1


def is_registered(pbx: KamailioPbx) -> None:
    """The exchange itself says that a telephone is there under this account."""
    line = LineConfig(
        bind_host="127.0.0.1",
        user=PBX_USER,
        password=PBX_PASSWORD,
        registrar_uri=f"sip:127.0.0.1:{pbx.port}",
    )
    wait_until(lambda: ask_registrar(line).contacts, 30.0, "the registration", 0.3)


def in_step(room: Room, letter: str) -> None:
    """The room itself says that this desk lives there now; only a desk in step tells it."""

    async def told() -> bool:
        connection = await room.rig.superuser(room.name)
        try:
            return bool(await connection.fetchval(ALIVE, letter))
        finally:
            await connection.close()

    wait_until(lambda: asyncio.run(told()), 30.0, "the desk in its room", 0.3)
