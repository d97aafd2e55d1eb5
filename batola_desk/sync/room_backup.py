"""Backup and restore of a room by PostgreSQL's own tools, with a hash file and what a restore must know."""

from __future__ import annotations

import os
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg
import msgspec

from batola_desk.domain.file_digest import sha256_of
from batola_desk.domain.room_confidence import RoomConfidence
from batola_desk.sync.dba import Dba
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres_programs import find_program
from batola_desk.sync.room_audit import RoomAudit, audit_room
from batola_desk.sync.schema.script import read_script
from batola_desk.sync.schema_setup import SetUp, set_up, stored_revision

CHUNK_BYTES: Final = 1 << 20
_LEFT_OUT: Final = ("map_pack", "map_pack_part")  # any desk that has the pack can publish it again


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside a backup.

    Attributes:
        seal: end of the history when the backup began; the restored one must contain it.
        members: (login, role, desk) of everybody; passwords are not in a backup.
    """

    format: int = 1
    program: str
    revision: str
    epoch: str
    seal: str
    sha256: str
    members: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore gave: the check of the history, whose login is missing on this server, upgrade steps."""

    audit: RoomAudit
    missing: tuple[tuple[str, str, str | None], ...]
    set_up: SetUp


def manifest_path(backup: Path) -> Path:
    """Return where the manifest of a backup stands."""
    return backup.with_name(backup.name + ".json")


async def back_up(dba: Dba, target: Path) -> Manifest:
    """Write a dump and its manifest; a half-written dump never has the backup's name.

    Raises:
        SecretariatFault: ``backup_exists``, ``backup_failed`` with ``detail``, ``secretariat_no_program``, …
        OSError: the target cannot be written.
    """
    _refuse_existing(target)
    connection = await dba.connect()
    try:
        if not (revision := await stored_revision(connection)):
            raise SecretariatFault("secretariat_foreign", why="no room")
        room = await connection.fetchrow(
            "select r.program, h.epoch, h.seq, h.head_hash from api.room r, api.head h"
        )
        members = await connection.fetch("select login, role, desk from api.member order by login")
    finally:
        connection.terminate()
    part = target.with_name(target.name + ".part")
    try:
        _new_private_file(part)
        without = [f"--exclude-table-data=batola.{table}" for table in _LEFT_OUT]
        _run("pg_dump", dba, "--format=custom", "--no-unlogged-table-data", *without, f"--file={part}")
        manifest = Manifest(
            program=room["program"],
            revision=revision,
            epoch=str(room["epoch"]),
            seal=f"{room['seq']}:{room['head_hash'].hex()}",
            sha256=sha256_of(part),
            members=tuple((row["login"], row["role"], row["desk"]) for row in members),
        )
        _write_through(manifest_path(target), msgspec.json.format(msgspec.json.encode(manifest)))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


async def restore(dba: Dba, source: Path, confidence: RoomConfidence | None = None) -> Restored:
    """Make an empty database the room that a backup holds, with a new epoch.

    Args:
        confidence: what is confidential, by the configuration of this machine; None = as in the backup.

    Raises:
        SecretariatFault: ``backup_unreadable``, ``backup_altered``, ``restore_not_empty`` …
    """
    manifest = read_manifest(source)
    if sha256_of(source) != manifest.sha256:
        raise SecretariatFault("backup_altered", file=source.name)
    connection = await dba.connect_or_create()
    try:
        if await _is_occupied(connection):
            raise SecretariatFault("restore_not_empty", database=dba.address.database)
        await connection.execute(read_script("roles.sql"))
    finally:
        connection.terminate()
    _run("pg_restore", dba, "--exit-on-error", "--single-transaction", "--no-password", str(source))
    steps = await set_up(dba.connect, confidence)
    connection = await dba.connect()
    try:
        # Desks that had seen more than the backup holds compare hashes and find the fork; the epoch tells
        # people, and desks that had seen less, that this is not the server they knew.
        await connection.execute("update batola.stream set epoch = gen_random_uuid()")
        await connection.execute("update batola.room set restored_at = now()")
        audit = await audit_room(connection, seal=manifest.seal)
        known = {
            row["rolname"] for row in await connection.fetch("select rolname from pg_roles where rolcanlogin")
        }
    finally:
        connection.terminate()
    return Restored(audit, tuple(member for member in manifest.members if member[0] not in known), steps)


def read_manifest(source: Path) -> Manifest:
    """Return what stands beside a backup.

    Raises:
        SecretariatFault: ``backup_unreadable``.
    """
    try:
        if not source.is_file():
            raise SecretariatFault("backup_unreadable", file=source.name)
        return msgspec.json.decode(manifest_path(source).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as fault:
        raise SecretariatFault("backup_unreadable", file=manifest_path(source).name) from fault


def _refuse_existing(target: Path) -> None:
    if target.exists() or manifest_path(target).exists():
        raise SecretariatFault("backup_exists", file=target.name)


async def _is_occupied(connection: asyncpg.Connection) -> bool:
    return bool(await stored_revision(connection)) or bool(
        await connection.fetchval(
            "select exists (select from pg_namespace where nspname in ('api', 'batola'))"
        )
    )


def _run(program: str, dba: Dba, *arguments: str) -> None:
    """Run one of PostgreSQL's tools. The password travels in its environment, never as an argument."""
    environment = dict(os.environ)
    if dba.password is not None:
        environment["PGPASSWORD"] = dba.password
    command = [str(find_program(program)), f"--dbname={_conninfo(dba)}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SecretariatFault("backup_failed", program=program, detail=done.stderr.strip()[-500:])


def _conninfo(dba: Dba) -> str:
    address = dba.address
    local = all(host.is_local for host in address.hosts)
    mode = address.tls_mode or ("disable" if local else "verify-full")
    values: dict[str, Any] = {
        "host": ",".join(host.name for host in address.hosts),
        "port": ",".join(str(host.port) for host in address.hosts),
        "dbname": address.database,
        "sslmode": mode,
        "target_session_attrs": "read-write",
        "connect_timeout": 8,
    }
    if address.user:
        values["user"] = address.user
    authority = address.authority or ssl.get_default_verify_paths().cafile
    if mode.startswith("verify") and authority:
        values["sslrootcert"] = authority
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in values.items())


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _new_private_file(path: Path) -> None:
    """Create a file that only its owner reads: a backup holds names, numbers and places."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _write_through(path: Path, data: bytes) -> None:
    _new_private_file(path)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
