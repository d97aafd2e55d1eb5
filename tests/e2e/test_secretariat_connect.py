"""Connecting to the secretariat: dead hosts, bad certificates, foreign databases, servers that freeze."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.sync import postgres
from batola_desk.sync.address import Address, Host, parse_address
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import connect
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, Room, needs_postgres
from tests.support.certificates import Authority
from tests.support.ports import free_port
from tests.support.postgres_rig import SUPERUSER_PASSWORD, PostgresRig
from tests.support.room_writer import RoomWriter

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(60)]


async def refused(address: Address, user: str = "rina", password: str = PASSWORD) -> str:
    """The code of why a desk does not get in."""
    with pytest.raises(SecretariatFault) as fault:
        await connect(address, user, password)
    return fault.value.code


@pytest.fixture
def mute_host() -> Iterator[Host]:
    """Takes connections and says nothing, like a server whose packets vanish."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(16)
        yield Host("127.0.0.1", mute.getsockname()[1])


# ------------------------------------------------------------------ which host


async def test_a_mute_first_host_costs_a_head_start(room: Room, mute_host: Host) -> None:
    address = replace(room.rig.address(room.name), hosts=(mute_host, Host("127.0.0.1", room.rig.port)))
    started = time.monotonic()
    joined = await connect(address, "rina", PASSWORD)
    assert time.monotonic() - started < 1.5
    assert joined.greeting.host == f"127.0.0.1:{room.rig.port}"
    joined.terminate()


async def test_a_host_that_refuses_costs_nothing(room: Room) -> None:
    address = replace(
        room.rig.address(room.name),
        hosts=(Host("127.0.0.1", free_port()), Host("127.0.0.1", room.rig.port)),
    )
    started = time.monotonic()
    (await connect(address, "rina", PASSWORD)).terminate()
    assert time.monotonic() - started < 1.0


async def test_when_all_hosts_are_mute_it_ends_in_time(mute_host: Host) -> None:
    address = Address(hosts=(mute_host, mute_host), database="x")
    started = time.monotonic()
    assert await refused(address) == "secretariat_unreachable"
    assert time.monotonic() - started < postgres.CONNECT_LIMIT_S + 1.0


async def test_a_wrong_password_says_more_than_a_mute_host(
    room: Room, mute_host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "CONNECT_LIMIT_S", 1.0)
    address = replace(room.rig.address(room.name), hosts=(mute_host, Host("127.0.0.1", room.rig.port)))
    assert await refused(address, password="bukan-sandinya") == "secretariat_password"


async def test_a_standby_is_passed_over_for_the_primary(room: Room) -> None:
    standby = await asyncio.to_thread(_standby_of, room.rig)
    try:
        both = (Host("127.0.0.1", standby.port), Host("127.0.0.1", room.rig.port))
        address = replace(room.rig.address(room.name), hosts=both)
        joined = await connect(address, "rina", PASSWORD)
        assert joined.greeting.host == f"127.0.0.1:{room.rig.port}"
        joined.terminate()
        assert await refused(standby.address(room.name)) == "secretariat_standby"
    finally:
        await asyncio.to_thread(standby.destroy)


def _standby_of(primary: PostgresRig) -> PostgresRig:
    standby = PostgresRig()
    standby.copy_from(primary)
    return standby.start()


# ------------------------------------------------------------------ who, and what is there


async def test_each_wrong_door_says_which_it_is(room: Room) -> None:
    rig = room.rig
    owner = await rig.superuser()
    for name in ("kosong", "toko"):
        await owner.execute(f"drop database if exists {name}")
        await owner.execute(f"create database {name}")
    shop = await rig.superuser("toko")
    await shop.execute("create schema api; create view api.room as select 'toko' as product")
    await shop.execute("grant usage on schema api to public; grant select on api.room to public")
    await shop.close()
    await owner.close()
    here = rig.address(room.name)
    assert await refused(here, password="bukan-sandinya") == "secretariat_password"
    assert await refused(here, user="siapa") == "secretariat_password"  # as PostgreSQL: no list of names
    assert await refused(rig.address("tidak_ada")) == "secretariat_no_database"
    assert await refused(rig.address("kosong")) == "secretariat_foreign"
    assert await refused(rig.address("toko")) in {"secretariat_foreign", "secretariat_too_old"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("api_level = 0, oldest_api_level = 0", "secretariat_too_old"),
        ("api_level = 9, oldest_api_level = 9", "secretariat_too_new"),
        ("product = 'toko'", "secretariat_foreign"),
    ],
)
async def test_rooms_of_other_times_and_products(room: Room, change: str, code: str) -> None:
    await (await room.superuser()).execute(f"update batola.room set {change}")
    assert await refused(room.rig.address(room.name)) == code


async def test_a_newer_room_that_still_takes_this_program(room: Room) -> None:
    await (await room.superuser()).execute("update batola.room set api_level = 9, oldest_api_level = 1")
    assert (await room.join("rina")).greeting.api_level == 9


# ------------------------------------------------------------------ TLS


@pytest.fixture(scope="module")
def tls_rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PostgresRig, Authority]]:
    """A cluster with TLS; its certificate is changed by ``use``."""
    authority = Authority(tmp_path_factory.mktemp("ca"))
    rig = PostgresRig()
    try:
        _put_certificate(rig, authority, "127.0.0.1")
        folder = rig.folder
        rig.create(
            ssl="on", ssl_cert_file=str(folder / "server.pem"), ssl_key_file=str(folder / "server.key")
        )
        yield rig, authority
    finally:
        rig.destroy()


def _put_certificate(
    rig: PostgresRig, authority: Authority, name: str, valid_days: tuple[float, float] = (-1.0, 1.0)
) -> None:
    files = authority.issue(name, valid_days=valid_days, file=f"{name}-{valid_days[1]}")
    for source, target, mode in ((files.certificate, "server.pem", 0o644), (files.key, "server.key", 0o600)):
        path = rig.folder / target
        path.write_bytes(source.read_bytes())
        path.chmod(mode)
        if rig.user is not None:
            shutil.chown(path, rig.user)


async def reload(rig: PostgresRig) -> None:
    told = "received SIGHUP"
    before = rig.log.read_text(errors="replace").count(told)
    os.kill(rig.pid, signal.SIGHUP)
    async with asyncio.timeout(10):
        while rig.log.read_text(errors="replace").count(told) == before:  # noqa: ASYNC110 - a file says it
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.5)  # it says so before it has read its files


async def test_certificates_good_and_bad(tls_rig: tuple[PostgresRig, Authority], tmp_path: Path) -> None:
    rig, authority = tls_rig
    address = rig.address("postgres", sslmode="verify-full", sslrootcert=str(authority.ca_file))

    async def said() -> str:
        return await refused(address, "postgres", SUPERUSER_PASSWORD)

    assert await said() == "secretariat_foreign"  # through TLS: the database has no room
    stranger = Authority(tmp_path, "Orang Lain CA")
    other = rig.address("postgres", sslmode="verify-full", sslrootcert=str(stranger.ca_file))
    assert await refused(other, "postgres", SUPERUSER_PASSWORD) == "secretariat_certificate_unknown"
    _put_certificate(rig, authority, "127.0.0.1", (-9.0, -2.0))
    await reload(rig)
    assert await said() == "secretariat_certificate_expired"
    _put_certificate(rig, authority, "127.0.0.1", (2.0, 9.0))  # as a desk sees it whose clock fell back
    await reload(rig)
    assert await said() == "secretariat_certificate_early"
    _put_certificate(rig, authority, "db.orang-lain.go.id")
    await reload(rig)
    assert await said() == "secretariat_certificate_name"
    weaker = rig.address("postgres", sslmode="verify-ca", sslrootcert=str(authority.ca_file))
    assert await refused(weaker, "postgres", SUPERUSER_PASSWORD) == "secretariat_foreign"
    _put_certificate(rig, authority, "127.0.0.1")
    await reload(rig)
    assert await said() == "secretariat_foreign"


async def test_a_server_without_tls_is_not_spoken_to_in_the_clear(room: Room) -> None:
    address = room.rig.address(room.name, sslmode="verify-full")
    assert await refused(address) == "secretariat_no_tls"
    assert await refused(room.rig.address(room.name, sslmode="require")) == "secretariat_no_tls"


# ------------------------------------------------------------------ servers that freeze and die


async def test_a_frozen_server_is_given_up_in_time(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SUBMIT_LIMIT_S", 0.5)
    desk = await room.join("rina")
    backend = await (await room.superuser()).fetchval(
        "select pid from pg_stat_activity where usename = 'rina' and datname = current_database()"
    )
    os.kill(backend, signal.SIGSTOP)
    try:
        started = time.monotonic()
        with pytest.raises(SecretariatFault) as fault:
            await desk.submit([RoomWriter("rina").fact()])
        desk.terminate()
        assert fault.value.code == "secretariat_unreachable"
        assert time.monotonic() - started < 3.0
    finally:
        os.kill(backend, signal.SIGCONT)


async def test_a_server_that_dies_is_told_and_comes_back_whole(seed: PostgresRig) -> None:
    with ExitStack() as owned:
        rig = PostgresRig(durable=True)
        owned.callback(rig.destroy)
        await asyncio.to_thread(rig.clone, seed)
        room = Room(rig, TEMPLATE)
        desk, writer = await room.join("rina"), RoomWriter("rina")
        batch = writer.facts(5)
        answers = await desk.submit(batch)
        await asyncio.to_thread(rig.kill)
        with pytest.raises(SecretariatFault) as fault:
            await desk.submit(writer.facts(1))
        assert fault.value.code == "secretariat_unreachable"
        assert await refused(rig.address(room.name)) == "secretariat_unreachable"
        await asyncio.to_thread(rig.start)
        again = await room.join("rina")
        assert await again.submit(batch) == answers
        room.leave()


async def test_the_address_of_a_real_list_reads_as_it_is_written(room: Room) -> None:
    address = parse_address(
        f"postgresql://rina@127.0.0.1:{free_port()},127.0.0.1:{room.rig.port}/{room.name}"
    )
    (await connect(address, address.user, PASSWORD)).terminate()


async def test_the_servers_clock_can_be_asked(room: Room) -> None:
    joined = await room.join("meja_a")
    before_us = time.time_ns() // 1_000
    asked_us = await joined.clock_us()
    assert before_us - 1_000 <= asked_us <= time.time_ns() // 1_000 + 1_000


async def test_a_look_is_planned_once_and_not_each_time(room: Room) -> None:
    """To plan it costs three times as much as to do it, and a big room looks 2,000 times a second."""
    desk = await connect(room.rig.address(room.name), "rina", PASSWORD)
    for _ in range(20):
        await desk.pull(0, 500)
    (row,) = [
        row
        for row in await desk.connection.fetch("select * from pg_prepared_statements")
        if "bytes_before" in row["statement"] and "pg_prepared" not in row["statement"]
    ]
    assert (row["generic_plans"], row["custom_plans"]) == (20, 0)
    desk.terminate()
