"""What somebody with an operator's own password and psql can do to the room: nothing others would notice.

Every test here was seen failing with its protection taken out.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
import uuid

import asyncpg
import pytest

from batola_desk.sync.faults import SecretariatFault, SubmitRefused
from batola_desk.sync.members import CONNECTIONS_MAX
from batola_desk.sync.room_chain import GENESIS_HASH, row_fault
from tests.e2e.secretariat_stage import LOGINS, PASSWORD, Room, has_heard, needs_postgres
from tests.support.room_writer import RoomWriter

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(60)]

SUBMIT = "select * from api.submit(1::smallint, $1::text[])"
REFUSED = asyncpg.InsufficientPrivilegeError
GONE = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
STALL_S_MAX = 3.0  # how long a disturber may hold up the others


async def write_one(room: Room, login: str = "sari") -> float:
    """Another desk writes a fact; how long that took, connecting not counted."""
    joined = await room.join(login)
    started = time.monotonic()
    answers = await joined.submit([RoomWriter(login).fact()])
    assert answers[0].verdict == "ok"
    return time.monotonic() - started


async def check_chain(room: Room) -> int:
    rows = await (await room.superuser()).fetch("select * from api.journal order by seq")
    prev = GENESIS_HASH
    for place, row in enumerate(rows, start=1):
        assert row["seq"] == place
        assert row_fault(row, prev) == ""
        prev = row["hash"]
    return len(rows)


@pytest.fixture
async def rina(room: Room) -> asyncpg.Connection:
    """The attacker, with one honest fact in the room already."""
    await (await room.join("rina")).submit([RoomWriter("rina").fact()])
    return await room.psql("rina")


# ------------------------------------------------------------------ author, time, order


async def test_an_envelope_cannot_bring_its_own_author_time_place_or_verdict(
    room: Room, rina: asyncpg.Connection
) -> None:
    wish = {"author": "budi", "author_auth": "session", "submitted_by": "budi", "seq": 1, "recorded_us": 5}
    wish |= {"verdict": "ok", "stream": 2, "prev_hash": "00" * 32}
    before_us = time.time_ns() // 1000
    await rina.fetch(SUBMIT, [RoomWriter("rina").fact("incident.reopened", wrong=wish)])
    row = await rina.fetchrow("select * from api.journal order by seq desc limit 1")
    assert (row["author"], row["submitted_by"], row["seq"], row["verdict"]) == ("rina", "rina", 2, "denied")
    assert abs(row["recorded_us"] - before_us) < 60_000_000


async def test_nobody_writes_in_anothers_name(rina: asyncpg.Connection) -> None:
    for actor in ("budi", "meja_a", "postgres", "batola_owner", "RINA", "rina ", ""):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await rina.fetch(SUBMIT, [RoomWriter("rina").fact(actor=actor)])
        assert refused.value.sqlstate == "BD004", actor


async def test_nobody_becomes_somebody_else(rina: asyncpg.Connection) -> None:
    for trick in (
        "set role batola_owner",
        "set role batola_lead",
        "set role batola_workstation",
        "set session authorization budi",
        "set session_replication_role = replica",
        "grant batola_lead to rina",
        "alter role rina superuser",
        "alter role rina connection limit -1",
        "alter role budi password 'x'",
        "reassign owned by budi to rina",
    ):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await rina.execute(trick)
        assert refused.value.sqlstate == "42501", trick


async def test_a_superuser_writes_no_facts_by_accident(room: Room) -> None:
    with pytest.raises(REFUSED):
        await (await room.superuser()).fetch(SUBMIT, [RoomWriter("postgres").fact()])
    with pytest.raises(REFUSED):
        await (await room.psql("proyektor")).fetch(SUBMIT, [RoomWriter("proyektor").fact()])


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
async def test_an_old_snapshot_cannot_write_into_the_past(
    room: Room, rina: asyncpg.Connection, level: str
) -> None:
    await rina.execute(f"begin isolation level {level}")
    await rina.fetch("select count(*) from api.journal")
    await write_one(room)
    with pytest.raises(asyncpg.PostgresError):
        await rina.fetch(SUBMIT, [RoomWriter("rina").fact()])
    await rina.execute("rollback")
    assert await check_chain(room) == 2


async def test_taking_back_a_transaction_leaves_no_hole(room: Room, rina: asyncpg.Connection) -> None:
    await rina.execute("begin; savepoint s")
    await rina.fetch(SUBMIT, [RoomWriter("rina").fact()])
    await rina.execute("rollback to s; rollback")
    await write_one(room)
    assert await check_chain(room) == 2


# ------------------------------------------------------------------ changing what is there


TABLES = ("journal", "guard", "origin", "stream", "event_kind", "member", "erasure", "room", "loss")


@pytest.mark.parametrize("login", LOGINS)
async def test_no_login_changes_a_table(room: Room, login: str) -> None:
    connection = await room.psql(login)
    for table, schema in itertools.product(TABLES, ("batola", "api")):
        for statement in (
            f"update {schema}.{table} set stream_id = 1",
            f"delete from {schema}.{table}",
            f"truncate {schema}.{table}",
            f"insert into {schema}.{table} default values",
            f"drop table {schema}.{table}",
            f"alter table {schema}.{table} disable trigger all",
            f"select * from batola.{table}",
        ):
            with pytest.raises(
                (
                    REFUSED,
                    asyncpg.UndefinedTableError,
                    asyncpg.WrongObjectTypeError,
                    asyncpg.UndefinedColumnError,
                )
            ):
                await connection.execute(statement)


async def test_not_even_the_owner_changes_the_journal(room: Room) -> None:
    await write_one(room)
    owner = await room.superuser()
    await owner.execute("set role batola_owner")
    for statement in (
        "update batola.journal set author = 'budi'",
        "update batola.journal set body = '{}'",
        "update batola.journal set body = null",  # without a noted erasure
        "delete from batola.journal",
        "truncate batola.journal cascade",
    ):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await owner.execute(statement)
        assert refused.value.sqlstate == "BD010", statement


@pytest.mark.parametrize("login", ["rina", "budi", "meja_a", "proyektor"])
async def test_only_an_admin_erases(room: Room, login: str) -> None:
    await write_one(room)
    with pytest.raises(REFUSED):
        await (await room.psql(login)).execute("select api.erase_body(1::smallint, 1, 'karena saya mau')")
    assert (await (await room.join("sari")).pull(0, 1))[0].body != ""


async def test_inner_functions_are_nobodys(rina: asyncpg.Connection) -> None:
    for call in ("take_turn()", "sweep()", "refuse_disturber()", "note_disturbance('budi', 'x', 'y')"):
        with pytest.raises(REFUSED):
            await rina.execute(f"select batola.{call}")


# ------------------------------------------------------------------ another desk's queue


async def test_another_desks_queue_cannot_be_jammed(room: Room, rina: asyncpg.Connection) -> None:
    victim = RoomWriter("sari")
    sari = await room.join("sari")
    await sari.submit([victim.fact()])
    intruder = RoomWriter("rina", origin=victim.origin)
    intruder.oseq = victim.oseq
    with pytest.raises(asyncpg.PostgresError) as refused:
        await rina.fetch(SUBMIT, [intruder.fact()])
    assert refused.value.sqlstate == "BD005"
    assert (await sari.submit([victim.fact()]))[0].verdict == "ok"


async def test_seats_and_losses_are_no_way_into_anothers_queue(room: Room, rina: asyncpg.Connection) -> None:
    victim = RoomWriter("engine")
    machine = await room.join("meja_a")
    await machine.seat(victim.origin, None)
    await machine.submit([victim.fact()])
    for call in ("api.seat(1::smallint, $1, 'rina')", "api.declare_lost(1::smallint, $1, 99, 'x')"):
        with pytest.raises(REFUSED):
            await rina.execute(f"select {call}", uuid.UUID(victim.origin))
    other = await room.join("meja_b")
    with pytest.raises(SubmitRefused):
        await other.declare_lost(victim.origin, 99, "bukan meja saya")
    assert (await machine.submit([victim.fact()]))[0].verdict == "ok"


async def test_guards_of_other_kinds_cannot_be_set(room: Room, rina: asyncpg.Connection) -> None:
    trick = RoomWriter("rina")
    answers = await rina.fetch(
        SUBMIT,
        [
            trick.fact("unit.dispatched", guards=(("call:1", None, "mine"),)),
            trick.fact("incident.note_added", guards=(("call:1", None, "mine"),)),
            trick.fact("call.claimed", guards=(("call:1", "*", "mine"),)),
        ],
    )
    assert [row["verdict"] for row in answers] == ["invalid", "ok", "lost"]
    honest = RoomWriter("sari").fact("call.claimed", guards=(("call:1", None, "B"),))
    assert (await (await room.join("sari")).submit([honest]))[0].verdict == "ok"


# ------------------------------------------------------------------ holding up the others


async def test_locks_that_an_operator_can_get_stop_nobody(room: Room, rina: asyncpg.Connection) -> None:
    await rina.execute("begin")
    for relation in ("api.journal", "api.head"):
        await rina.execute(f"lock table {relation} in access share mode")
    await rina.fetch("select * from api.journal")
    assert await write_one(room) < 1.0


async def test_locks_that_would_stop_others_are_refused(rina: asyncpg.Connection) -> None:
    relations = ("batola.append_lock", "batola.stream", "api.journal", "api.head")
    modes = ("row share", "row exclusive", "share", "exclusive", "access exclusive")
    for relation, mode in itertools.product(relations, modes):
        await rina.execute("begin")
        with pytest.raises(REFUSED):
            await rina.execute(f"lock table {relation} in {mode} mode")
        await rina.execute("rollback")


async def test_rows_cannot_be_locked(rina: asyncpg.Connection) -> None:
    for view in ("api.journal", "api.head"):
        with pytest.raises(REFUSED):
            await rina.fetch(f"select * from {view} for update")


async def test_advisory_locks_cannot_fill_the_lock_table(room: Room, rina: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.PostgresError):
        await rina.fetch("select pg_advisory_lock(n) from generate_series(1, 1000000) n")
    for function in ("pg_advisory_lock(1)", "pg_try_advisory_lock(1)", "pg_advisory_xact_lock_shared(1, 2)"):
        with pytest.raises(REFUSED):
            await rina.fetch(f"select {function}")
    assert await write_one(room) < 1.0


async def test_who_takes_the_turn_and_sleeps_is_ended(room: Room, rina: asyncpg.Connection) -> None:
    await rina.execute("set idle_in_transaction_session_timeout = 0; set statement_timeout = 0")
    await rina.execute("begin")
    await rina.fetch(SUBMIT, [RoomWriter("rina").fact()])
    assert await write_one(room) < STALL_S_MAX
    with pytest.raises(GONE):
        await rina.execute("commit")
    assert await check_chain(room) == 2
    seen = await (await room.psql("budi")).fetch("select login, what from api.disturbance")
    assert [tuple(row) for row in seen] == [("rina", "kept the turn to write")]


async def test_who_works_first_and_sleeps_then_is_ended_as_soon(room: Room, rina: asyncpg.Connection) -> None:
    await rina.execute("set idle_in_transaction_session_timeout = 0; begin")
    await rina.fetch(
        "select pg_sleep(0.8) from api.submit(1::smallint, $1::text[])", [RoomWriter("rina").fact()]
    )
    busy = asyncio.ensure_future(rina.fetch("select pg_sleep(0.9)"))  # still busy when first looked at
    assert await write_one(room) < 2.4
    await asyncio.wait([busy])
    assert busy.exception() is not None or await _is_gone(rina)


async def _is_gone(connection: asyncpg.Connection) -> bool:
    try:
        await connection.fetch("select 1")
    except GONE:
        return True
    return False


async def until_gone(connection: asyncpg.Connection, limit_s: float) -> None:
    """Wait until the server ends a connection, or for so long."""
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _connection: gone.set())
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(gone.wait(), limit_s)


async def sleep_on_the_turn(room: Room) -> str:
    """Take the turn and keep it; returns what became of that."""
    connection = await room.psql("rina")
    try:
        await connection.execute(
            "set idle_in_transaction_session_timeout = 0; set statement_timeout = 0; begin"
        )
        await connection.fetch(SUBMIT, [RoomWriter("rina").fact()])
        await until_gone(connection, 8.0)
        await connection.fetch("select 1")
    except asyncpg.PostgresError as fault:
        return str(fault.sqlstate)
    except GONE:
        return "gone"
    return "left alone"


async def until_taken_or_awaited(room: Room, count: int) -> None:
    """Wait until so many of Rina's sessions have the turn or stand in line for it."""
    superuser = await room.superuser()
    writing = (
        "select count(*) from pg_stat_activity where datname = current_database() and usename = 'rina'"
        " and xact_start is not null and query like '%api.submit%'"
    )
    async with asyncio.timeout(20):
        while await superuser.fetchval(writing) < count:  # noqa: ASYNC110 - the server is asked
            await asyncio.sleep(0.02)


async def test_a_sleeper_cannot_hide_another_from_the_count(room: Room) -> None:
    first = asyncio.ensure_future(sleep_on_the_turn(room))
    await until_taken_or_awaited(room, 1)
    await asyncio.sleep(0.4)
    second = asyncio.ensure_future(sleep_on_the_turn(room))  # would end the first, and its note with itself
    await asyncio.sleep(0.3)
    await write_one(room)
    ended = "select count(distinct transaction) from api.disturbance where login = 'rina'"
    assert await (await room.psql("budi")).fetchval(ended) == 2
    await asyncio.wait([first, second])


async def test_many_sleepers_are_ended_one_by_one_and_then_kept_out(room: Room) -> None:
    sleepers = [asyncio.ensure_future(sleep_on_the_turn(room)) for _ in range(CONNECTIONS_MAX - 1)]
    await asyncio.sleep(0.5)
    assert await write_one(room) < len(sleepers) * 1.0  # each that waits already costs its half second, once
    for _ in range(3):
        assert await write_one(room) < 1.0
    assert "left alone" not in await asyncio.gather(*sleepers)
    with pytest.raises(SecretariatFault) as fault:
        await (await room.join("rina")).submit([RoomWriter("rina").fact()])
    assert fault.value.code == "secretariat_suspended"
    await (await room.superuser()).execute("update batola.disturbance set at = at - interval '61 s'")
    assert await write_one(room, "rina") < 1.0  # a minute later


async def test_who_keeps_the_turn_busy_is_ended(room: Room, rina: asyncpg.Connection) -> None:
    await (await room.superuser()).execute("update batola.room set turn_max_ms = 1000")
    await rina.execute("set statement_timeout = 0")
    busy = asyncio.ensure_future(
        rina.fetch(
            "select pg_sleep(60) from api.submit(1::smallint, $1::text[])", [RoomWriter("rina").fact()]
        )
    )
    await until_taken_or_awaited(room, 1)
    await asyncio.sleep(0.3)
    assert await write_one(room) < 1.0 + STALL_S_MAX
    with pytest.raises(GONE):
        await busy


async def test_many_honest_writers_are_not_taken_for_sleepers(room: Room) -> None:
    writers = [RoomWriter("rina") for _ in range(6)]
    desks = [await room.join("rina") for _ in writers]

    async def work(number: int) -> None:
        for _ in range(20):
            await desks[number].submit(writers[number].facts(20))

    await asyncio.gather(*(work(number) for number in range(6)))
    assert await (await room.psql("budi")).fetch("select * from api.disturbance") == []
    assert await check_chain(room) == 6 * 20 * 20


async def test_who_waits_for_an_upgrade_is_no_disturber(room: Room) -> None:
    dba = await room.superuser()
    await dba.execute("update batola.room set turn_max_ms = 500")
    desks = [(await room.join(login), RoomWriter(login)) for login in ("rina", "sari", "budi")]
    for desk, writer in desks:
        await desk.submit([writer.fact()])
    await dba.execute("begin; lock table batola.journal in access exclusive mode")
    writes = [asyncio.ensure_future(desk.submit([writer.fact()])) for desk, writer in desks]
    await asyncio.sleep(3)
    look = "select turn from batola.end_frozen_turn(null, null)"
    assert await (await room.superuser()).fetchval(look) is None, "the time until here must not count later"
    await dba.execute("commit")
    await asyncio.gather(*writes)
    assert await dba.fetch("select * from api.disturbance") == []


@pytest.mark.parametrize("column", ["idle_max_s", "snapshot_max_s"])
async def test_an_open_snapshot_is_ended_before_it_makes_the_room_slow(
    room: Room, rina: asyncpg.Connection, column: str
) -> None:
    await (await room.superuser()).execute(f"update batola.room set {column} = 1")
    await rina.execute("set idle_in_transaction_session_timeout = 0; begin")
    await rina.fetch("select count(*) from api.journal")
    await (await room.superuser()).execute("update batola.stream set swept_at = '-infinity'")
    await asyncio.sleep(1.2)
    await write_one(room)
    await until_gone(rina, 8.0)
    with pytest.raises(GONE):
        await rina.fetch("select 1")


async def test_a_prepared_transaction_cannot_outlive_its_session(rina: asyncpg.Connection) -> None:
    await rina.execute("begin")
    await rina.fetch(SUBMIT, [RoomWriter("rina").fact()])
    with pytest.raises(asyncpg.PostgresError):
        await rina.execute("prepare transaction 'forever'")


async def test_one_login_cannot_use_up_all_connections(room: Room) -> None:
    opened = 0
    with contextlib.suppress(asyncpg.TooManyConnectionsError):
        for opened in range(CONNECTIONS_MAX + 1):  # noqa: B007
            await room.psql("rina")
    assert opened == CONNECTIONS_MAX
    with pytest.raises(SecretariatFault) as fault:
        await room.join("rina")
    assert fault.value.code == "secretariat_busy"
    assert await write_one(room) < 1.0


async def test_other_sessions_cannot_be_ended(room: Room, rina: asyncpg.Connection) -> None:
    sari = await room.psql("sari")
    pid = await sari.fetchval("select pg_backend_pid()")
    for function in ("pg_terminate_backend", "pg_cancel_backend"):
        with pytest.raises(REFUSED):
            await rina.fetch(f"select {function}($1)", pid)


# ------------------------------------------------------------------ hints


async def test_a_forged_hint_says_nothing_and_breaks_nothing(room: Room, rina: asyncpg.Connection) -> None:
    desk = await room.join("sari")
    hints: list[int] = []
    await desk.listen(lambda: hints.append(1))
    for payload in ("", "999999", "'; drop table journal", "x" * 7000):
        await rina.execute("select pg_notify('batola_1', $1)", payload)
    await has_heard(desk)
    assert hints  # a hint, nothing more: the desk asks, and is told the truth
    assert (await desk.head()).seq == 1
    assert len(await desk.pull(0, 10)) == 1


async def test_a_full_queue_of_notifications_stops_no_writer(room: Room, rina: asyncpg.Connection) -> None:
    owner = await room.superuser()
    listener = await room.psql("rina")
    await listener.execute("set idle_in_transaction_session_timeout = 0; listen anything")
    await listener.execute("begin; select 1")
    await rina.execute("select pg_notify('anything', repeat('x', 7000) || n) from generate_series(1, 400) n")
    usage = await rina.fetchval("select pg_notification_queue_usage()")
    assert usage > 0
    desk = await room.join("sari")
    hints: list[int] = []
    await desk.listen(lambda: hints.append(1))
    await owner.execute("update batola.stream set notify_queue_max = $1", usage / 2)
    await write_one(room)
    await has_heard(desk)
    assert hints == []  # nothing is put into a queue that is filling up; desks ask once per second anyway
    await owner.execute("update batola.stream set notify_queue_max = 0.25")
    await write_one(room)
    await has_heard(desk)
    assert hints == [1]


# ------------------------------------------------------------------ own things, other doors


@pytest.mark.parametrize("login", ["rina", "budi", "ani", "meja_a", "proyektor"])
async def test_no_login_makes_or_opens_what_is_not_his(room: Room, login: str) -> None:
    connection = await room.psql(login)
    for statement in (
        "create temporary table journal (seq bigint)",
        "create temporary view head as select 1",
        "create table mine (x int)",
        "create table public.mine (x int)",
        "create schema mine",
        "create function public.sha256(bytea) returns bytea language sql as 'select $1'",
        "create function api.submit(text) returns int language sql as 'select 1'",
        "create operator public.|| (function = text_larger, leftarg = bytea, rightarg = bytea)",
        "create extension pg_trgm",
        "create event trigger e on ddl_command_start execute function pg_catalog.event_trigger_in()",
        "create publication p for all tables",
        "copy api.journal to program 'cat'",
        "copy api.journal to '/tmp/journal'",
        "select pg_read_file('/etc/passwd')",
        "select lo_create(0)",
        "select lo_from_bytea(0, 'x')",
        "select lo_put(1, 0, 'x')",
        "select pg_logical_emit_message(false, 'x', repeat('x', 1000))",
        "select * from pg_authid",
        "select * from pg_shadow",
        "select * from pg_statistic",
        "checkpoint",
        "alter system set fsync = off",
    ):
        with pytest.raises(REFUSED):
            await connection.execute(statement)


async def test_another_search_path_changes_nothing(room: Room, rina: asyncpg.Connection) -> None:
    await rina.execute("set search_path = pg_temp, public, batola")
    rows = await rina.fetch(SUBMIT, [RoomWriter("rina").fact()])
    assert rows[0]["verdict"] == "ok"
    assert await check_chain(room) == 2


async def test_every_function_that_runs_as_the_owner_has_its_own_search_path(room: Room) -> None:
    rows = await (await room.superuser()).fetch(
        "select p.oid::regprocedure::text, p.proconfig from pg_proc p"
        " where p.pronamespace in ('api'::regnamespace, 'batola'::regnamespace) and p.prosecdef"
    )
    assert len(rows) >= 4
    for name, config in rows:
        assert "search_path=pg_catalog, pg_temp" in (config or []), name


async def test_a_session_cannot_make_its_own_turn_slow(room: Room) -> None:
    config = await (await room.superuser()).fetchval(
        "select proconfig from pg_proc where oid = 'api.submit(smallint, text[])'::regprocedure"
    )
    assert {"jit=off", "enable_indexscan=on", "enable_bitmapscan=on", "plan_cache_mode=auto"} <= set(config)


async def test_no_right_has_slipped_to_everybody(room: Room) -> None:
    owner = await room.superuser()
    functions = await owner.fetch(
        "select p.oid::regprocedure::text from pg_proc p"
        " where has_function_privilege('public', p.oid, 'execute')"
        " and p.pronamespace in ('api'::regnamespace, 'batola'::regnamespace)"
    )
    assert functions == []
    tables = await owner.fetch(
        "select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'v')"
        " and c.relnamespace in ('api'::regnamespace, 'batola'::regnamespace)"
        " and has_table_privilege('public', c.oid, 'select, insert, update, delete, truncate')"
    )
    assert tables == []


async def test_who_is_no_member_does_not_come_in(room: Room) -> None:
    owner = await room.superuser()
    await owner.execute("drop role if exists tamu")
    await owner.execute(f"create role tamu login password '{PASSWORD}'")
    with pytest.raises(SecretariatFault) as fault:
        await room.join("tamu")
    assert fault.value.code == "secretariat_no_role"


async def test_disk_space_for_sorting_is_limited(rina: asyncpg.Connection) -> None:
    assert await rina.fetchval("show temp_file_limit") == "1GB"
    with pytest.raises(REFUSED):
        await rina.execute("set temp_file_limit = -1")


async def test_a_flood_of_bytes_is_refused_before_anybody_waits(room: Room, rina: asyncpg.Connection) -> None:
    flood = asyncio.ensure_future(rina.fetch(SUBMIT, ["x" * 1_000_000] * 40))
    await asyncio.sleep(0)
    assert await write_one(room) < 2.0
    with pytest.raises(asyncpg.PostgresError) as refused:
        await flood
    assert refused.value.sqlstate == "BD007"


async def test_what_is_written_about_an_invalid_fact_is_json(room: Room, rina: asyncpg.Connection) -> None:
    await rina.fetch(SUBMIT, [RoomWriter("rina").fact(wrong={"v": "\x00'\"; drop"})])
    row = await rina.fetchrow("select verdict, info from api.journal order by seq desc limit 1")
    assert (row["verdict"], json.loads(row["info"])) == ("invalid", {"why": "unreadable"})
    assert await check_chain(room) == 2
