"""The secretariat as PostgreSQL, through asyncpg.

A dead peer may leave any await hanging, asyncpg's own ``close()`` too: every await has a limit, and
connections are only ever terminated. Source: design.md §5 (Pitfalls found).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import asyncpg

from batola_desk.models.room import RoomFact, RoomHead, RoomSnapshot
from batola_desk.models.room_snapshot import pack, unpack
from batola_desk.sync.address import Address, Host
from batola_desk.sync.driver_faults import DRIVER_FAULTS, as_connect_fault, as_secretariat_fault, asked
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import API_LEVEL, Greeting, Judged, Member

CONNECT_LIMIT_S: Final = 4.0
ANSWER_LIMIT_S: Final = 5.0
SUBMIT_LIMIT_S: Final = 6.0  # longer than the server's patience with one who holds up the room
SNAPSHOT_LIMIT_S: Final = 30.0  # some megabytes over whatever line
HEAD_START_S: Final = 0.25  # the next host is tried when the one before has not answered by then
PAGE_BYTES_MAX: Final = 4_000_000

_SESSION: Final = {
    "application_name": "batola-desk",
    # Every question is a walk along one index; to plan it anew costs three times as much as to ask it.
    "plan_cache_mode": "force_generic_plan",
}

_GREETING = """
    select r.product, r.api_level, r.oldest_api_level, r.rules, r.program, r.is_standby,
           session_user as login, h.epoch,
           (select m.desk from api.member m where m.login = session_user and m.role = 'workstation') as desk
      from api.room r join api.head h on h.stream_id = $1
"""
_SUBMIT = "select fact_id, seq, verdict, info from api.submit($1::smallint, $2::text[])"
_HEAD = "select seq, head_hash from api.head where stream_id = $1"
_CLOCK = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint"
_HASH_AT = "select hash from api.journal where stream_id = $1 and seq = $2"
_IDS_AFTER = """
    select seq, fact_id from api.journal where stream_id = $1 and seq > $2 order by seq limit 10000
"""
_READ_AS: Final = {
    "fact_id": "fact_id::text",
    "origin": "origin::text",
    "body": "coalesce(body, '')",
    "info": "coalesce(info, '')",
}
_PULL = f"""
    select {", ".join(_READ_AS.get(name, name) for name in RoomFact._fields)}
      from (select j.*, sum(j.body_bytes) over (order by j.seq) - j.body_bytes as bytes_before
              from api.journal j
             where j.stream_id = $1 and j.seq > $2 and j.seq <= $2 + $3) page
     where bytes_before < $4
     order by seq
"""
_MEMBERS = """
    select r.rolname as login, coalesce(m.full_name, '') as name,
           r.rolcanlogin and not coalesce(m.disabled, false)
             and coalesce(r.rolvaliduntil > now(), true) as may_log_in,
           case when r.rolsuper then ''
                when pg_has_role(r.oid, 'batola_admin', 'member') then 'batola_admin'
                when pg_has_role(r.oid, 'batola_lead', 'member') then 'batola_lead'
                when pg_has_role(r.oid, 'batola_operator', 'member') then 'batola_operator'
                else '' end as role
      from pg_catalog.pg_roles r left join api.member m on m.login = r.rolname
     where r.rolname = any ($1::text[])
"""

_SNAPSHOT = """
    select s.seq, s.hash from api.snapshot s join api.journal j on j.stream_id = s.stream_id and j.seq = s.seq
     where s.stream_id = $1 and s.form = $2 and j.hash = s.hash order by s.seq desc limit 1
"""
_SNAPSHOT_PARTS = """
    select data from api.snapshot_part where stream_id = $1 and seq = $2 and form = $3 order by number
"""
_KEEP_SNAPSHOT = "select api.keep_snapshot($1::smallint, $2, $3, $4, $5::bytea[])"

T = TypeVar("T")


class PostgresSecretariat:
    """One connection to a PostgreSQL secretariat. See ``sync.secretariat.Secretariat``."""

    def __init__(self, connection: asyncpg.Connection, greeting: Greeting, stream: int) -> None:
        self._connection = connection
        self._stream = stream
        self.greeting = greeting

    @property
    def connection(self) -> asyncpg.Connection:
        """The session itself, for what is no part of the history (the reports)."""
        return self._connection

    async def head(self) -> RoomHead:
        """Return the end of the server's journal."""
        row = await self._ask(self._connection.fetchrow(_HEAD, self._stream))
        if row is None:
            raise SecretariatFault("secretariat_foreign", why="stream")
        return RoomHead(seq=row["seq"], hash=row["head_hash"] if row["seq"] else b"")

    async def submit(self, envelopes: Sequence[str]) -> Sequence[Judged]:
        """Hand over facts in one transaction."""
        # A NUL can be in no JSON text; here it would be refused for the whole batch instead of being judged.
        texts = [text.replace("\x00", "\\u0000") for text in envelopes]
        rows = await self._ask(self._connection.fetch(_SUBMIT, self._stream, texts), SUBMIT_LIMIT_S)
        return tuple(
            Judged(fact_id=str(row[0]), seq=row[1], verdict=row[2], info=row[3] or "") for row in rows
        )

    async def pull(self, after_seq: int, limit: int) -> Sequence[RoomFact]:
        """Return the entries after ``after_seq``."""
        rows = await self._ask(self._connection.fetch(_PULL, self._stream, after_seq, limit, PAGE_BYTES_MAX))
        return [RoomFact._make(row) for row in rows]

    async def hash_at(self, seq: int) -> bytes | None:
        """Return the hash of one entry."""
        found: bytes | None = await self._ask(self._connection.fetchval(_HASH_AT, self._stream, seq))
        return found

    async def fact_ids_after(self, seq: int) -> frozenset[str]:
        """Return the ids of all facts after ``seq``, fetched page by page."""
        ids: set[str] = set()
        while True:
            rows = await self._ask(self._connection.fetch(_IDS_AFTER, self._stream, seq))
            if not rows:
                return frozenset(ids)
            ids.update(str(row["fact_id"]) for row in rows)
            seq = rows[-1]["seq"]

    async def members(self, logins: Sequence[str]) -> Sequence[Member]:
        """Return what is known of these logins."""
        rows = await self._ask(self._connection.fetch(_MEMBERS, list(logins)))
        return tuple(Member(**row) for row in rows)

    async def tell_alive(self) -> Mapping[str, float] | None:
        """Say that this desk lives, hear how long the others are silent."""
        rows = await self._ask_newer("select * from api.tell_alive($1::smallint)", self._stream)
        return {row["desk"]: row["silent_s"] for row in rows} if rows is not None else None

    async def warm_up(self) -> None:
        """Let the server prepare what this session's first fact needs."""
        await self._ask_newer("select api.warm_up()")

    async def seat(self, origin: str, login: str | None) -> None:
        """As a workstation: let an operator write for this origin; None = nobody."""
        await self._ask(
            self._connection.execute(
                "select api.seat($1::smallint, $2, $3)", self._stream, UUID(origin), login
            )
        )

    async def declare_lost(self, origin: str, through_oseq: int, reason: str) -> int:
        """As a workstation: no file holds these numbers any more. Returns where the origin stands."""
        stands: int = await self._ask(
            self._connection.fetchval(
                "select api.declare_lost($1::smallint, $2, $3, $4)",
                self._stream,
                UUID(origin),
                through_oseq,
                reason,
            )
        )
        return stands

    async def clock_us(self) -> int:
        """Return the server's time."""
        now_us: int = await self._ask(self._connection.fetchval(_CLOCK))
        return now_us

    async def snapshot(self, form: str) -> RoomSnapshot | None:
        """Return the newest snapshot of this form that is of the server's history."""
        row = await self._ask(self._connection.fetchrow(_SNAPSHOT, self._stream, form))
        if row is None:
            return None
        parts = await self._ask(
            self._connection.fetch(_SNAPSHOT_PARTS, self._stream, row["seq"], form), SNAPSHOT_LIMIT_S
        )
        return await asyncio.to_thread(unpack, row["seq"], row["hash"], [part["data"] for part in parts])

    async def claim_snapshot(self, form: str, every: int) -> bool:
        """As a workstation: is a new snapshot due, and may it be mine?"""
        is_mine: bool = await self._ask(
            self._connection.fetchval(
                "select api.claim_snapshot($1::smallint, $2, $3)", self._stream, form, every
            )
        )
        return is_mine

    async def keep_snapshot(self, form: str, snapshot: RoomSnapshot) -> None:
        """As a workstation: hand over a snapshot for desks that begin."""
        parts = await asyncio.to_thread(pack, snapshot)
        await self._ask(
            self._connection.execute(_KEEP_SNAPSHOT, self._stream, snapshot.seq, snapshot.hash, form, parts),
            SNAPSHOT_LIMIT_S,
        )

    async def listen(self, callback: Callable[[], None]) -> None:
        """Call back when there may be something to pull."""
        await self._ask(
            self._connection.add_listener(f"batola_{self._stream}", lambda *_anything: callback())
        )

    def terminate(self) -> None:
        """Drop the connection at once."""
        self._connection.terminate()

    async def _ask_newer(self, question: str, *values: Any) -> Sequence[Any] | None:
        """Ask what an older server does not know; None: it is one, or this login may not ask it."""
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S):
                rows: Sequence[Any] = await self._connection.fetch(question, *values)
        except (asyncpg.UndefinedFunctionError, asyncpg.InsufficientPrivilegeError):
            return None
        except DRIVER_FAULTS as fault:
            raise as_secretariat_fault(fault) from fault
        return rows

    async def _ask(self, question: Awaitable[T], limit_s: float = ANSWER_LIMIT_S) -> T:
        return await asked(question, limit_s)


async def connect(address: Address, user: str, password: str, *, stream: int = 1) -> PostgresSecretariat:
    """Connect to the first host of the list that answers and may be written to.

    Hosts are tried one after the other with a short head start each, all at the same time in the end: a host
    whose packets vanish costs a quarter of a second, not the whole limit.

    Raises:
        SecretariatFault: none could be reached, or what the most telling host said.
    """
    tries: set[asyncio.Task[PostgresSecretariat]] = set()
    faults: list[SecretariatFault] = []
    waiting = list(address.hosts)
    loop = asyncio.get_running_loop()
    end = loop.time() + CONNECT_LIMIT_S
    try:
        while (waiting or tries) and loop.time() < end:
            if waiting:
                host = waiting.pop(0)
                tries.add(
                    asyncio.create_task(
                        _connect_to(address, host, user, password, stream), name=f"secretariat:{host.name}"
                    )
                )
            pause_s = HEAD_START_S if waiting else end - loop.time()
            done, tries = await asyncio.wait(
                tries, timeout=max(0.0, pause_s), return_when=asyncio.FIRST_COMPLETED
            )
            winner = _first_good(done, faults)
            if winner is not None:
                return winner
        raise _most_telling(faults)
    finally:
        for late in tries:
            late.add_done_callback(_drop)
            late.cancel()


async def _connect_to(
    address: Address, host: Host, user: str, password: str, stream: int
) -> PostgresSecretariat:
    connection: asyncpg.Connection | None = None
    try:
        connection = await asyncpg.connect(
            host=host.name,
            port=host.port,
            user=user,
            password=password,
            database=address.database,
            ssl=address.tls_for(host),
            timeout=CONNECT_LIMIT_S,
            server_settings=_SESSION,
        )
        row = await asyncio.wait_for(connection.fetchrow(_GREETING, stream), ANSWER_LIMIT_S)
        greeting = _greeting(row, host)
    except BaseException as fault:
        if connection is not None:
            connection.terminate()
        if not isinstance(fault, Exception):
            raise
        told = as_connect_fault if connection is None else as_secretariat_fault
        raise told(fault) from fault
    return PostgresSecretariat(connection, greeting, stream)


def _greeting(row: Any, host: Host) -> Greeting:
    if row is None or row["product"] != "batola-desk":
        raise SecretariatFault("secretariat_foreign", why="product")
    if row["api_level"] < API_LEVEL:
        raise SecretariatFault("secretariat_too_old", server=row["api_level"], program=API_LEVEL)
    if row["oldest_api_level"] > API_LEVEL:
        raise SecretariatFault("secretariat_too_new", server=row["oldest_api_level"], program=API_LEVEL)
    if row["is_standby"]:
        raise SecretariatFault("secretariat_standby")
    return Greeting(
        host=f"{host.name}:{host.port}",
        login=row["login"],
        desk=row["desk"] or "",
        epoch=str(row["epoch"]),
        api_level=row["api_level"],
        rules=row["rules"],
        program=row["program"],
    )


def _first_good(
    done: set[asyncio.Task[PostgresSecretariat]], faults: list[SecretariatFault]
) -> PostgresSecretariat | None:
    """Return one connection, drop the others, and note the faults."""
    winner: PostgresSecretariat | None = None
    for attempt in done:
        fault = attempt.exception()
        if fault is not None:
            faults.append(as_secretariat_fault(fault))
        elif winner is None:
            winner = attempt.result()
        else:
            attempt.result().terminate()
    return winner


def _most_telling(faults: Sequence[SecretariatFault]) -> SecretariatFault:
    """A wrong password on one host says more than silence on the other."""
    for fault in faults:
        if fault.is_lasting:
            return fault
    for fault in faults:
        if fault.code != "secretariat_unreachable":
            return fault
    return faults[0] if faults else SecretariatFault("secretariat_unreachable", detail="TimeoutError")


def _drop(late: asyncio.Task[PostgresSecretariat]) -> None:
    """Close what a host still opened after another one had won."""
    if not late.cancelled() and late.exception() is None:
        late.result().terminate()
