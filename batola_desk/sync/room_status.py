"""Looks at everything a room needs: versions, rights, doors, disturbances, standbys. Run by the DBA."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import asyncpg

from batola_desk.domain.room_confidence import RoomConfidence
from batola_desk.domain.room_rules import rules_digest
from batola_desk.sync.schema_setup import SERVER_REVISION, check_server, read_confidence, stored_revision


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ``ok``, ``warn`` (the room works, something should be changed) or ``fail``."""

    subject: str
    level: str
    text: str


REPORTS_LATE_S: Final = 60
_DOORS: Final = """
    select count(*) from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
       and (p.proname ~ '^(lo_|lowrite|pg_advisory_|pg_try_advisory_)'
            or p.proname = 'pg_logical_emit_message')
       and has_function_privilege('public', p.oid, 'execute')
"""
_OTHER_DATABASES: Final = """
    select string_agg(datname, ', ' order by datname) from pg_database
     where datallowconn and datname <> current_database()
       and has_database_privilege('batola_operator', oid, 'connect')
"""
_DISTURBANCES: Final = """
    select count(distinct transaction) as count, string_agg(distinct login::text, ', ') as logins
      from batola.disturbance where at > now() - interval '24 h'
"""
_MEMBERS: Final = """
    select role, count(*) as count from batola.member where not disabled group by role order by role
"""
_MISSING_LOGINS: Final = """
    select string_agg(m.login::text, ', ' order by m.login) from batola.member m
     where not m.disabled and not exists (select from pg_roles r where r.rolname = m.login and r.rolcanlogin)
"""
_OTHER_CONFIDENCE: Final = (
    "jenis dan hak tiket rahasia di server lain dari konfigurasi mesin ini (--home): secretariat upgrade"
)


async def examine_room(
    connection: asyncpg.Connection, confidence: RoomConfidence | None = None
) -> AsyncIterator[Finding]:
    """Yield one finding after the other.

    Args:
        confidence: what is confidential by the configuration of this machine; None = not looked at.

    Raises:
        SecretariatFault: there is no room here, or it cannot be read at all.
        asyncpg.PostgresError: the login may not see what a DBA sees.
    """
    await check_server(connection)
    version = await connection.fetchval("show server_version")
    yield Finding("server", "ok", f"PostgreSQL {version}")
    revision = await stored_revision(connection)
    if not revision:
        yield Finding("skema", "fail", "belum ada ruang di sini: batola-desk secretariat init")
        return
    for check in (_schema, _history, _members, _rights, _network, _standbys, _disturbances, _maps, _reports):
        async for finding in check(connection):
            yield finding
    held = await read_confidence(connection) if confidence is not None else None
    if confidence is not None and held is not None:
        yield (
            Finding("rahasia", "ok", f"{len(held.types)} jenis rahasia, sama dengan konfigurasi mesin ini")
            if held == confidence
            else Finding("rahasia", "warn", _OTHER_CONFIDENCE)
        )


async def _schema(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    revision = await stored_revision(connection)
    rules = await connection.fetchval("select rules from batola.room")
    if revision < SERVER_REVISION:
        yield Finding(
            "skema", "fail", f"revisi {revision}, program ini {SERVER_REVISION}: secretariat upgrade"
        )
    elif revision > SERVER_REVISION:
        yield Finding("skema", "warn", f"revisi {revision} lebih baru dari program ini ({SERVER_REVISION})")
    elif rules != rules_digest():
        yield Finding("skema", "warn", "aturan verdict berbeda dari program ini: secretariat upgrade")
    else:
        yield Finding("skema", "ok", f"revisi {revision}, aturan sama dengan program ini")


async def _history(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    head = await connection.fetchrow(
        "select h.seq, h.head_hash, h.epoch, pg_size_pretty(pg_database_size(current_database())) as size,"
        " r.restored_at from api.head h, batola.room r where h.stream_id = 1"
    )
    if head is None:
        yield Finding("sejarah", "fail", "aliran 1 tidak ada")
        return
    yield Finding("sejarah", "ok", f"{head['seq']} fakta, {head['size']}, masa {str(head['epoch'])[:8]}")
    yield Finding("segel", "ok", f"{head['seq']}:{head['head_hash'].hex()}")
    if head["restored_at"] is not None:
        yield Finding("pemulihan", "ok", f"dari cadangan, {head['restored_at']:%Y-%m-%d %H:%M} UTC")


async def _members(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    counts = await connection.fetch(_MEMBERS)
    words = ", ".join(f"{row['count']} {row['role']}" for row in counts)
    have = {row["role"] for row in counts}
    if not {"workstation", "lead"} & have:
        yield Finding("anggota", "warn", f"{words or 'belum ada siapa pun'}: add-desk, add-user")
    elif "lead" not in have:
        yield Finding("anggota", "warn", f"{words}; belum ada ketua regu (add-user --role lead)")
    else:
        yield Finding("anggota", "ok", words)
    missing = await connection.fetchval(_MISSING_LOGINS)
    if missing:
        yield Finding("login", "warn", f"belum ada di server ini (pemulihan?): {missing}")


async def _rights(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    may_end = await connection.fetchval(
        "select pg_has_role('batola_owner', 'pg_signal_backend', 'member')"
        " and pg_has_role('batola_owner', 'pg_read_all_stats', 'member')"
    )
    if may_end:
        yield Finding("giliran", "ok", "sesi yang menahan giliran menulis diputus sendiri")
    else:
        yield Finding("giliran", "warn", "sesi macet tidak bisa diputus: beri batola_owner pg_signal_backend")
    if await connection.fetchval(_DOORS):
        yield Finding(
            "pintu", "warn", "advisory lock dan large object terbuka: jalankan upgrade sebagai superuser"
        )
    if int(await connection.fetchval("show max_prepared_transactions")) > 0:
        yield Finding("pintu", "fail", "max_prepared_transactions harus 0: satu sesi bisa menahan semua meja")
    other = await connection.fetchval(_OTHER_DATABASES)
    if other:
        yield Finding("pintu", "warn", f"anggota bisa masuk juga ke {other}: batasi di pg_hba.conf")


async def _network(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    if await connection.fetchval("show password_encryption") != "scram-sha-256":
        yield Finding("sandi", "warn", "password_encryption bukan scram-sha-256")
    if await connection.fetchval("show ssl") == "on":
        yield Finding("TLS", "ok", "server menawarkan TLS")
    elif await connection.fetchval("show listen_addresses") in {"", "localhost", "127.0.0.1", "::1"}:
        yield Finding("TLS", "ok", "tanpa TLS, hanya mesin ini yang bisa masuk")
    else:
        yield Finding("TLS", "fail", "server terbuka ke jaringan tanpa TLS: lihat docs/secretariat.md")
    if await connection.fetchval("show fsync") != "on":
        yield Finding("disk", "fail", "fsync mati: listrik padam menghapus fakta yang sudah diterima")


async def _standbys(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    rows = await connection.fetch(
        "select application_name, state, sync_state, extract(epoch from replay_lag) as lag_s"
        " from pg_stat_replication"
    )
    if not rows:
        yield Finding("cadangan", "warn", "tidak ada server cadangan tersambung: lihat docs/secretariat.md")
    for row in rows:
        lag = f", tertinggal {row['lag_s']:.1f} s" if row["lag_s"] is not None else ""
        yield Finding(
            "cadangan", "ok", f"{row['application_name']}: {row['state']}, {row['sync_state']}{lag}"
        )
    if rows and not any(row["sync_state"] in {"sync", "quorum"} for row in rows):
        yield Finding(
            "cadangan", "warn", "tidak satu pun sinkron: saat pindah, fakta terakhir dikirim ulang meja"
        )


async def _disturbances(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    row = await connection.fetchrow(_DISTURBANCES)
    if row is not None and row["count"]:
        yield Finding("gangguan", "warn", f"{row['count']} sesi diputus dalam 24 jam: {row['logins']}")


async def _maps(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    if not await connection.fetchval("select to_regclass('api.map_pack') is not null"):
        return
    row = await connection.fetchrow(
        "select name, published_by, published_at, pg_size_pretty(size_bytes) as size from api.map_pack"
        " order by created_us desc limit 1"
    )
    if row is not None:
        when = f"{row['published_at']:%Y-%m-%d %H:%M} UTC"
        yield Finding("peta", "ok", f"{row['name']}, {row['size']}, diterbitkan {row['published_by']} {when}")


async def _reports(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    if not await connection.fetchval("select to_regclass('report.status') is not null"):
        return
    row = await connection.fetchrow("select applied_seq, waiting_count, age_s from report.status")
    if row is None or not row["applied_seq"]:
        return  # a room without reports is a room
    text = f"sampai fakta {row['applied_seq']}, {row['waiting_count']} menunggu"
    is_behind = row["waiting_count"] > 0 and (row["age_s"] or 0) > REPORTS_LATE_S
    yield (
        Finding("laporan", "warn", f"{text}: apakah batola-desk project berjalan?")
        if is_behind
        else Finding("laporan", "ok", text)
    )
