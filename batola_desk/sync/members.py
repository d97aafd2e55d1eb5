"""People and machines of the room as PostgreSQL logins. Run by the DBA's connection."""

from __future__ import annotations

import re
from typing import Final

import asyncpg

from batola_desk.domain.room_rules import MACHINE_ACTORS, RoomRole
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.passwords import PASSWORD_LENGTH_MIN, scram_verifier

ROLES: Final = {
    "operator": RoomRole.OPERATOR,
    "lead": RoomRole.LEAD,
    "admin": RoomRole.ADMIN,
    "workstation": RoomRole.WORKSTATION,
    "projector": RoomRole.PROJECTOR,
    "report": RoomRole.REPORT,
}
PEOPLE: Final = ("operator", "lead", "admin")
_LOGIN: Final = re.compile(r"[a-z][a-z0-9_.-]{1,30}")
_LETTER: Final = re.compile(r"[A-Z]{1,2}")
_RESERVED: Final = frozenset({"postgres", "public", *MACHINE_ACTORS})
CONNECTIONS_MAX: Final = 8  # LIMIT: a desk needs two; one login must not use up the server's

# Limits of a session: a courtesy that the session may lift; the server ends who holds up others
# (batola.take_turn, batola.sweep). The limit of the disk only a superuser can change.
_SESSION_LIMITS: Final = {
    "idle_in_transaction_session_timeout": "5s",
    "lock_timeout": "20s",
    "statement_timeout": "60s",
    "search_path": "pg_catalog",
}
_DISK_LIMIT: Final = ("temp_file_limit", "1GB")


async def add_login(
    connection: asyncpg.Connection,
    login: str,
    role: str | None,
    password: str,
    *,
    full_name: str = "",
    desk: str | None = None,
) -> str:
    """Create a login, or give an existing member of the room a new password. Returns the role it has then.

    Args:
        role: None: what the member had (a new password must not make a lead an operator), else operator.
        full_name: empty: what the member had.

    Raises:
        SecretariatFault: ``member_login_bad``, ``member_login_foreign`` (a login of something else, of
            another machine, or of a person for a machine), ``member_is_machine`` (a person's for a
            machine's), ``member_password_short``, ``member_desk_bad``, ``member_desk_taken``.
    """
    if not _LOGIN.fullmatch(login) or login in _RESERVED or login.startswith(("pg_", "batola_")):
        raise SecretariatFault("member_login_bad", login=login)
    if len(password) < PASSWORD_LENGTH_MIN or "\x00" in password:
        raise SecretariatFault("member_password_short", least=PASSWORD_LENGTH_MIN)
    if desk is not None and not _LETTER.fullmatch(desk):
        raise SecretariatFault("member_desk_bad", desk=desk)
    async with connection.transaction():
        if await _login_exists(connection, login) and not await _is_ours(connection, login):
            raise SecretariatFault("member_login_foreign", login=login)
        taken = await connection.fetchval(
            "select login from batola.member where desk = $1 and login <> $2", desk, login
        )
        if taken is not None:
            raise SecretariatFault("member_desk_taken", desk=desk, login=taken)
        letter = await connection.fetchval("select desk from batola.member where login = $1", login)
        if desk is not None and letter not in {None, desk}:  # that machine would be locked out, and renamed
            raise SecretariatFault("member_login_foreign", desk=letter, login=login)
        had = await connection.fetchval("select role from batola.member where login = $1", login)
        role = role or had or "operator"
        if had is not None and (had == "workstation") != (desk is not None):
            wrong = "member_is_machine" if desk is None else "member_login_foreign"
            raise SecretariatFault(wrong, login=login)
        if not await _login_exists(connection, login):
            await connection.execute(f"create role {_quoted(login)}")
        await connection.execute(
            f"alter role {_quoted(login)} login nocreatedb nocreaterole "
            f"connection limit {CONNECTIONS_MAX} password '{scram_verifier(password)}'"
        )
        await _limit_session(connection, login)
        await _grant_only(connection, login, role)
        await connection.execute(
            """
            insert into batola.member as m (login, full_name, role, desk) values ($1, $2, $3, $4)
            on conflict (login) do update set role = excluded.role,
              full_name = coalesce(nullif(excluded.full_name, ''), m.full_name),
              desk = excluded.desk, disabled = false, changed_at = now()
            """,
            login,
            full_name,
            role,
            desk,
        )
    return role


async def set_role(connection: asyncpg.Connection, login: str, role: str) -> str:
    """Give a person another role and end its sessions; returns the role before.

    Raises:
        SecretariatFault: ``member_unknown``, ``member_is_machine``, or ``member_disabled``.
    """
    async with connection.transaction():
        before = await _member_role(connection, login)
        if before not in PEOPLE:
            raise SecretariatFault("member_is_machine", login=login)
        if await connection.fetchval("select disabled from batola.member where login = $1", login):
            raise SecretariatFault("member_disabled", login=login)
        await _grant_only(connection, login, role)
        await connection.execute(
            "update batola.member set role = $2, changed_at = now() where login = $1", login, role
        )
    await _end_sessions(connection, login)
    return before


async def disable_login(connection: asyncpg.Connection, login: str) -> int:
    """Lock somebody or a machine out at once; its facts and its name stay. Returns how many sessions ended.

    Raises:
        SecretariatFault: ``member_unknown``.
    """
    async with connection.transaction():
        await _member_role(connection, login)
        await connection.execute(f"alter role {_quoted(login)} nologin")
        await connection.execute(
            "update batola.member set disabled = true, changed_at = now() where login = $1", login
        )
    return await _end_sessions(connection, login)


async def _member_role(connection: asyncpg.Connection, login: str) -> str:
    found: str | None = await connection.fetchval("select role from batola.member where login = $1", login)
    if found is None or not await _login_exists(connection, login):
        raise SecretariatFault("member_unknown", login=login)
    return found


async def _login_exists(connection: asyncpg.Connection, login: str) -> bool:
    return bool(await connection.fetchval("select exists (select from pg_roles where rolname = $1)", login))


async def _is_ours(connection: asyncpg.Connection, login: str) -> bool:
    """A member of this room, or of another room on the same server; never somebody else's login."""
    return bool(
        await connection.fetchval(
            """
            select exists (select from batola.member where login = $1) or exists (
              select from pg_auth_members m
                join pg_roles g on g.oid = m.roleid join pg_roles u on u.oid = m.member
               where u.rolname = $1 and not u.rolsuper and g.rolname = any ($2))
            """,
            login,
            [role.value for role in ROLES.values()],
        )
    )


async def _grant_only(connection: asyncpg.Connection, login: str, role: str) -> None:
    for other in ROLES.values():
        if await connection.fetchval(
            """
            select exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid
                             join pg_roles u on u.oid = m.member where u.rolname = $1 and g.rolname = $2)
            """,
            login,
            other.value,
        ):
            await connection.execute(f"revoke {other.value} from {_quoted(login)}")
    await connection.execute(f"grant {ROLES[role].value} to {_quoted(login)}")


async def _limit_session(connection: asyncpg.Connection, login: str) -> None:
    for name, value in _SESSION_LIMITS.items():
        await connection.execute(f"alter role {_quoted(login)} set {name} = '{value}'")
    if await connection.fetchval("select rolsuper from pg_roles where rolname = current_user"):
        await connection.execute(f"alter role {_quoted(login)} set {_DISK_LIMIT[0]} = '{_DISK_LIMIT[1]}'")


async def _end_sessions(connection: asyncpg.Connection, login: str) -> int:
    ended: int = await connection.fetchval(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = $1", login
    )
    return ended


def _quoted(login: str) -> str:
    """A login that passed ``_LOGIN`` needs no escaping, only its quotes (dots, hyphens)."""
    if not _LOGIN.fullmatch(login):
        raise SecretariatFault("member_login_bad", login=login)
    return f'"{login}"'
