"""What the pages of the first start find out about a real server, a real exchange and a real port."""

from __future__ import annotations

import contextlib
import shutil
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.app.first_start.desk import MachineSetup
from batola_desk.map.pack.kinds import Shape
from batola_desk.services.first_start import LETTER, LINE, MAP, ROOM, Level, SetupDraft
from batola_desk.services.seat_views import StatusView, StoreView
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from tests.e2e.secretariat_stage import PASSWORD, Room, needs_postgres
from tests.e2e.sip_peers import PBX_PASSWORD, PBX_USER, KamailioPbx, PbxTLS
from tests.support.certificates import Authority
from tests.support.ports import free_port
from tests.support.postgres_rig import PostgresRig
from tests.support.room_writer import RoomWriter
from tests.support.small_pack import write_small_pack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

STATUS = StatusView(
    operator_name="Petugas", operator_role="KS", operator_state="available", desk_letter="A",
    line_mode="failed", line_address="", line_code="", journal="ok", journal_waiting=0, mode="standalone",
    headset="", loudspeaker="", audio_problems=(), recording="ok", training=False, muted=False,
    free_disk_gb=None, alarms=(), store=StoreView(),
)  # fmt: skip


class Machine:
    """A machine to be set up, and the running desk on it."""

    def __init__(self, home: Path) -> None:
        self.paths = DeskPaths.for_home(home)
        self.paths.create()
        self.status = STATUS
        self.setup = MachineSetup(self.paths, SettingsStore.of(self.paths), lambda: self.status)

    async def found(self, page: str, draft: SetupDraft) -> dict[str, Level]:
        """Codes and levels of a test; it leaves nothing on the disk."""
        verdicts = await self.setup.check(page, draft)
        assert not list(self.paths.config.iterdir())
        told = repr(verdicts)
        assert PASSWORD not in told
        assert PBX_PASSWORD not in told
        return {verdict.code: verdict.level for verdict in verdicts}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "meja")


@pytest.fixture
def pbx(tmp_path: Path, owned: contextlib.ExitStack) -> KamailioPbx:
    made = KamailioPbx(tmp_path)
    owned.callback(made.stop)
    return made


def in_room(room: Room, letter: str = "B") -> SetupDraft:
    return SetupDraft(
        letter=letter,
        room_hosts=f"127.0.0.1:{room.rig.port}",
        room_database=room.name,
        room_password=PASSWORD,
    )


def put_certificate(rig: PostgresRig, authority: Authority) -> None:
    files = authority.issue("127.0.0.1")
    for source, name in ((files.certificate, "server.pem"), (files.key, "server.key")):
        path = rig.folder / name
        path.write_bytes(source.read_bytes())
        path.chmod(0o600)
        if rig.user is not None:
            shutil.chown(path, rig.user)


# -------------------------------------------------------------------- the room


@needs_postgres
async def test_a_machine_signs_on_with_its_own_login(machine: Machine, room: Room) -> None:
    assert await machine.found(ROOM, in_room(room)) == {"setup_room_good": Level.GOOD}


@needs_postgres
async def test_each_wrong_word_is_told_for_what_it_is(machine: Machine, room: Room) -> None:
    good = in_room(room)
    port = good.room_hosts.rpartition(":")[2]
    wrong = {
        "secretariat_password": replace(good, room_password="salah"),
        "secretariat_no_database": replace(good, room_database="tidak_ada"),
        "setup_host_unknown": replace(good, room_hosts=f"tidak-ada.invalid:{port}"),
        "setup_host_refuses": replace(good, room_hosts=f"127.0.0.1:{free_port()}"),
        "setup_not_this_desk": replace(good, room_login="meja_c"),
        "setup_password_missing": replace(good, room_password=""),
        "setup_room_incomplete": replace(good, room_database=""),
        "setup_value": replace(good, room_hosts="db:banyak"),
    }
    told = {code: await machine.found(ROOM, draft) for code, draft in wrong.items()}
    assert [set(found) for found in told.values()] == [{code} for code in wrong]
    assert told["setup_host_unknown"]["setup_host_unknown"] is Level.BAD
    assert told["setup_value"]["setup_value"] is Level.STOP


@needs_postgres
async def test_a_letter_that_another_desk_works_under_may_not_be_saved(machine: Machine, room: Room) -> None:
    other = await room.join("meja_b")
    await other.head()
    time.sleep(5.5)  # noqa: ASYNC251 - a session that is younger may be a test like ours
    assert await machine.found(ROOM, in_room(room)) == {"setup_letter_taken": Level.STOP}
    assert await machine.found(ROOM, in_room(room, "C")) == {"setup_room_good": Level.GOOD}


@needs_postgres
async def test_a_letter_with_a_history_is_asked_about(machine: Machine, room: Room) -> None:
    other = await room.join("meja_b")
    await other.submit([RoomWriter("meja_b", "B").fact()])
    other.terminate()
    found = await machine.found(ROOM, in_room(room))
    assert found == {"setup_room_good": Level.GOOD, "setup_letter_used": Level.ODD}


@needs_postgres
async def test_a_certificate_of_somebody_else_is_named(
    tmp_path: Path, machine: Machine, room: Room, owned: contextlib.ExitStack
) -> None:
    good, foreign = Authority(tmp_path / "ca"), Authority(tmp_path / "lain", "Other CA")
    rig = PostgresRig()
    owned.callback(rig.destroy)
    put_certificate(rig, good)
    rig.create(
        ssl="on", ssl_cert_file=str(rig.folder / "server.pem"), ssl_key_file=str(rig.folder / "server.key")
    )
    draft = replace(in_room(room), room_hosts=f"127.0.0.1:{rig.port}", room_ca=str(foreign.ca_file))
    assert await machine.found(ROOM, draft) == {"secretariat_certificate_unknown": Level.BAD}
    # The right authority is believed; that cluster has no room, and the login is unknown there.
    draft = replace(draft, room_ca=str(good.ca_file))
    assert await machine.found(ROOM, draft) == {"secretariat_password": Level.BAD}
    draft = replace(draft, room_ca=str(tmp_path / "tidak-ada.pem"))
    assert await machine.found(ROOM, draft) == {"setup_value": Level.STOP}


# -------------------------------------------------------------------- the line


def at(pbx: KamailioPbx, *, port: int | None = None) -> SetupDraft:
    return SetupDraft(
        sip_registrar=f"127.0.0.1:{pbx.port}",
        sip_user=PBX_USER,
        sip_password=PBX_PASSWORD,
        sip_port=str(port or free_port(2)),
    )


async def test_the_exchange_is_asked_and_keeps_what_it_had(machine: Machine, pbx: KamailioPbx) -> None:
    assert await machine.found(LINE, at(pbx)) == {"setup_line_good": Level.GOOD}
    assert await machine.found(LINE, at(pbx)) == {"setup_line_good": Level.GOOD}  # nobody was left there


async def test_what_the_exchange_refuses_is_told_in_its_words(machine: Machine, pbx: KamailioPbx) -> None:
    good = at(pbx)
    wrong = {
        "setup_sip_password": replace(good, sip_password="salah"),
        "setup_host_unknown": replace(good, sip_registrar="tidak-ada.invalid"),
        "setup_user_missing": replace(good, sip_user=""),
        "setup_value": replace(good, sip_port="seribu"),
    }
    told = {code: await machine.found(LINE, draft) for code, draft in wrong.items()}
    assert [set(found) for found in told.values()] == [{code} for code in wrong]
    assert told["setup_sip_password"]["setup_sip_password"] is Level.BAD


async def test_a_silent_exchange_is_given_up_in_time(machine: Machine) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        began_s = time.monotonic()
        draft = SetupDraft(sip_registrar=address, sip_user="112b", sip_port=str(free_port(2)))
        assert await machine.found(LINE, draft) == {"setup_sip_silent": Level.BAD}
        assert time.monotonic() - began_s < 12


async def test_a_port_of_another_program_is_told_and_that_of_our_line_is_not(
    machine: Machine, pbx: KamailioPbx
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", 0))
        port = other.getsockname()[1]
        found = await machine.found(LINE, at(pbx, port=port))
        assert found == {"setup_port_taken": Level.BAD, "setup_line_good": Level.GOOD}
        machine.status = replace(STATUS, line_mode="direct", line_address=f"sip:112@127.0.0.1:{port}")
        assert await machine.found(LINE, at(pbx, port=port)) == {"setup_line_good": Level.GOOD}


async def test_an_exchange_that_nobody_trusts_is_not_given_the_password(
    tmp_path: Path, machine: Machine, owned: contextlib.ExitStack
) -> None:
    good, foreign = Authority(tmp_path / "ca"), Authority(tmp_path / "lain", "Other CA")
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(good.issue("127.0.0.1"), good.ca_file))
    owned.callback(pbx.stop)
    secure = replace(at(pbx), sip_registrar=f"127.0.0.1:{pbx.tls_port};transport=tls")
    found = await machine.found(LINE, replace(secure, sip_ca=str(foreign.ca_file)))
    assert set(found) <= {"line_tls_unknown_ca", "line_tls_untrusted"}
    assert await machine.found(LINE, replace(secure, sip_ca=str(good.ca_file))) == {
        "setup_line_good": Level.GOOD
    }


# -------------------------------------------------------------------- letter and map


async def test_only_letters_are_letters(machine: Machine) -> None:
    for letter, code in (("b", "setup_letter_good"), ("", "setup_letter_none"), ("1", "setup_letter_none")):
        assert set(await machine.found(LETTER, SetupDraft(letter=letter))) == {code}


async def test_a_map_pack_is_read_to_its_last_row(machine: Machine, tmp_path: Path) -> None:
    pack = tmp_path / "batola.btmap"
    write_small_pack(pack, [("road.trunk", Shape.LINE, "Trans", [[(-3.0, 114.7), (-3.1, 114.8)]])])
    assert await machine.found(MAP, SetupDraft(map_source=str(pack))) == {"setup_map_good": Level.GOOD}
    assert await machine.found(MAP, SetupDraft(map_source=str(tmp_path))) == {"setup_map_good": Level.GOOD}
    content = bytearray(pack.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    pack.write_bytes(content)
    damaged = await machine.found(MAP, SetupDraft(map_source=str(pack)))
    assert set(damaged.values()) == {Level.STOP}
    missing = await machine.found(MAP, SetupDraft(map_source=str(tmp_path / "tidak-ada.btmap")))
    assert set(missing.values()) == {Level.STOP}
