"""Two whole desks and a real PostgreSQL: what one does the other shows, also through the server's death."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

import psutil
import pytest

from batola_desk.domain.call import CallState
from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.e2e.whole_desk_stage import board, room_of, until_equal
from tests.support.desk_double import DeskDouble
from tests.support.postgres_rig import PostgresRig

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

CALLER = "081250001111"


def state_of(desk: DeskDouble, call_key: str) -> CallState | None:
    view = desk.services.calls.get(call_key)
    return view.call.state if view is not None else None


async def talk(desk: DeskDouble, number: str) -> str:
    key = desk.engine.ring(number)
    await desk.until(lambda: state_of(desk, key) is CallState.RINGING)
    await desk.services.calls.answer(key)
    await desk.until(lambda: state_of(desk, key) is CallState.TALKING)
    return key


async def test_what_one_desk_does_the_other_shows(
    desks: tuple[DeskDouble, DeskDouble], record_property: Any
) -> None:
    a, b = desks
    took_ms = []
    for round_number in range(10):
        key = await talk(a, f"08125000{round_number:04}")
        began_s = time.perf_counter()
        incident_id = await a.services.incidents.new(call_key=key)
        await b.until(lambda incident_id=incident_id: incident_id in board(b), limit_s=10)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        assert state_of(b, key) is CallState.TALKING
        a.engine.caller_hangs_up(key)
    took_ms.sort()
    record_property("incident_on_the_other_board_ms", took_ms)
    print(f"an incident on the other board after ms: median {took_ms[5]:.0f}, worst {took_ms[-1]:.0f}")
    assert took_ms[5] < 400  # told at once; the poll of each second alone takes about 600
    await a.until(lambda: len(a.services.calls.to_classify()) == 10)
    await until_equal(a, b)
    assert list(b.services.calls.to_classify()) == list(b.services.calls.live()) == []


@pytest.mark.expects_log
async def test_both_go_on_without_the_server_and_are_equal_after_it(
    desks: tuple[DeskDouble, DeskDouble], server: PostgresRig
) -> None:
    a, b = desks
    server.kill()
    for desk in desks:
        await desk.until(lambda desk=desk: room_of(desk).mode == "offline", limit_s=20)
        assert room_of(desk).code.startswith("secretariat_")
    tickets = set()
    for desk, number in ((a, "081250000001"), (b, "081250000002")):
        before = room_of(desk).waiting_count
        key = await talk(desk, number)
        began_s = time.perf_counter()
        tickets.add(await desk.services.incidents.new(call_key=key))
        assert time.perf_counter() - began_s < 1.0
        desk.engine.caller_hangs_up(key)
        await desk.until(lambda desk=desk, before=before: room_of(desk).waiting_count >= before + 4)
    assert board(a) & board(b) == set()
    server.start()
    await until_equal(a, b, limit_s=40)
    assert board(a) == board(b) == tickets


@pytest.mark.expects_log
async def test_a_desk_ends_quickly_while_the_server_is_away(
    desks: tuple[DeskDouble, DeskDouble], server: PostgresRig
) -> None:
    server.kill()
    for desk in desks:
        began_s = time.perf_counter()
        await desk.stop()
        assert time.perf_counter() - began_s < 4.0
        assert desk.services._journal is None


def test_the_program_itself_shares_its_journal_and_ends_while_the_server_stands_still(
    plain_desk: DeskRig, server: PostgresRig
) -> None:
    config = plain_desk.home / "config"
    config.mkdir(parents=True)
    (config / "meja_a.secret").write_text(PASSWORD + "\n")
    (config / "secretariat.toml").write_text(
        f'[secretariat]\nhosts = ["127.0.0.1"]\nport = {server.port}\ndatabase = "{TEMPLATE}"\n'
        'password_file = "meja_a.secret"\n'
    )
    plain_desk.start()

    async def count_in_room() -> int:
        connection = await server.superuser(TEMPLATE)
        try:
            return int(await connection.fetchval("select count(*) from api.journal where desk = 'A'"))
        finally:
            await connection.close()

    def all_there() -> bool:
        written = int(str(plain_desk.rows("select count(*) from journal")[0][0]))
        return written > 0 and asyncio.run(count_in_room()) == written

    wait_until(all_there, 10.0, "the desk's facts in the room", pause_s=0.2)
    assert plain_desk.rows("select count(*) from pending_fact")[0][0] == 0
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):  # who asked above has left
            process.suspend()
    try:
        assert plain_desk.screen is not None
        plain_desk.screen.terminate()
        assert plain_desk.screen.wait(8) == 0
    finally:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
