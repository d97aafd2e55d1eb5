"""`batola-desk secretariat …`: sets up the shared database, its people and machines, its backups.

Passwords come from a prompt or a file and are never printed: arguments stand in process lists and histories.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import getpass
import os
import stat
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import asyncpg

from batola_desk.app.commands.command_words import tell_fault, tell_file_fault
from batola_desk.app.commands.secretariat_drill import hold_drill
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.room_confidence import RoomConfidence, room_confidence
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.sync.address import parse_address
from batola_desk.sync.dba import Dba
from batola_desk.sync.driver_faults import as_secretariat_fault
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.members import add_login, disable_login, set_role
from batola_desk.sync.passwords import new_password
from batola_desk.sync.room_audit import RoomAudit, audit_room
from batola_desk.sync.room_backup import back_up, manifest_path, restore
from batola_desk.sync.room_status import Finding, examine_room
from batola_desk.sync.schema_setup import set_up, stored_revision

DONE, WARNED, BROKEN, REFUSED = 0, 1, 2, 3
LISTED: Final = 20

T = TypeVar("T")
Command = Callable[[argparse.Namespace, Dba], Awaitable[int]]


def run_secretariat(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Run one command; exit code 0 done, 1 warnings, 2 history broken, 3 refused or not reachable."""
    try:
        if arguments.task in _NEED_CONFIGURATION:
            arguments.confidence = _confidence_of(paths)
        dba = Dba(parse_address(arguments.url), _password_of(arguments))
        return asyncio.run(_with_prompt(_COMMANDS[arguments.task], arguments, dba))
    except EnvironmentFault as fault:
        tell_fault(fault)
    except OSError as fault:
        tell_file_fault(fault)
    except KeyboardInterrupt:
        print("dibatalkan")
    return REFUSED


def _confidence_of(paths: DeskPaths) -> RoomConfidence:
    loaded = site_files(paths).catalog()
    for warning in loaded.faults:
        print(f"!   {warning}")
    return room_confidence(loaded.catalog)


async def _with_prompt(command: Command, arguments: argparse.Namespace, dba: Dba) -> int:
    """Run; ask for the password when the server wants one that no file gave."""
    try:
        return await _asked(command(arguments, dba))
    except SecretariatFault as fault:
        if fault.code == "secretariat_no_role":
            raise SecretariatFault("secretariat_not_the_owner") from fault
        if fault.code != "secretariat_password" or dba.password is not None:
            raise
        if not sys.stdin.isatty():
            raise SecretariatFault("secretariat_password_needed") from fault
    entered = getpass.getpass(f"Sandi {dba.address.user}: ")
    return await _asked(command(arguments, Dba(dba.address, entered)))


@contextlib.asynccontextmanager
async def _connected(
    connect: Callable[[], Awaitable[asyncpg.Connection]],
) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect()
    try:
        yield connection
    finally:
        connection.terminate()


# ------------------------------------------------------------------ the room


async def _init(arguments: argparse.Namespace, dba: Dba) -> int:
    async with _connected(dba.connect_or_create) as connection:
        before = await stored_revision(connection)
    if before:
        print(f"!   ruang sudah ada di sini (revisi {before}); memperbarui: batola-desk secretariat upgrade")
        return WARNED
    done = await set_up(dba.connect, arguments.confidence)
    print(f"OK  ruang dibuat: skema revisi {done.after}, peran dan hak terpasang")
    _notices(done.notices)
    print("    lanjut: add-desk untuk setiap meja, add-user untuk setiap orang, lalu status")
    return DONE


async def _upgrade(arguments: argparse.Namespace, dba: Dba) -> int:
    async with _connected(dba.connect) as connection:
        if not await stored_revision(connection):
            raise SecretariatFault("secretariat_foreign", why="no room")
    done = await set_up(dba.connect, arguments.confidence)
    print(f"OK  skema revisi {done.before} -> {done.after}; aturan dan hak sama dengan program ini")
    _notices(done.notices)
    return DONE


def _notices(notices: tuple[str, ...]) -> None:
    for notice in notices:
        print(f"!   server: {notice}")


async def _status(arguments: argparse.Namespace, dba: Dba) -> int:
    levels = set()
    async with _connected(dba.connect) as connection:
        async for finding in examine_room(connection, arguments.confidence):
            _print(finding)
            levels.add(finding.level)
    if "fail" in levels:
        print("ruang ini belum aman dipakai: perbaiki baris bertanda X")
        return BROKEN
    print("ruang bisa dipakai; baris bertanda ! perlu dilihat" if "warn" in levels else "semua baik")
    return WARNED if "warn" in levels else DONE


def _print(finding: Finding) -> None:
    mark = {"ok": "OK  ", "warn": "!   ", "fail": "X   "}[finding.level]
    print(f"{mark}{finding.subject:<14} {finding.text}")


async def _verify(arguments: argparse.Namespace, dba: Dba) -> int:
    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} / {total} fakta")

    async with _connected(dba.connect) as connection:
        try:
            audit = await _asked(audit_room(connection, seal=arguments.seal, progress=progress))
        except ValueError:
            print("X   --seal ditulis sebagai NOMOR:HASH")
            return REFUSED
    return _report(audit)


def _report(audit: RoomAudit) -> int:
    for line in audit.faults[:LISTED]:
        print(f"X   {line}")
    if len(audit.faults) > LISTED:
        print(f"    … dan {len(audit.faults) - LISTED} lagi")
    print(f"{audit.facts} fakta diperiksa, {audit.erased} isi dihapus menurut hukum")
    print(f"segel: {audit.seal}")
    print(
        "SEJARAH RUANG RUSAK. Jangan ubah apa pun; simpan cadangan, lapor."
        if audit.faults
        else "sejarah utuh"
    )
    return BROKEN if audit.faults else DONE


# ------------------------------------------------------------------ people and machines


async def _add_user(arguments: argparse.Namespace, dba: Dba) -> int:
    password = (
        read_password(arguments.new_password_file)
        if arguments.new_password_file is not None
        else _new_password_asked(arguments.login)
    )
    async with _connected(dba.connect) as connection:
        role = await add_login(
            connection, arguments.login, arguments.role, password, full_name=arguments.name
        )
    print(f"OK  {arguments.login} bisa masuk sebagai {role}")
    return DONE


async def _set_role(arguments: argparse.Namespace, dba: Dba) -> int:
    async with _connected(dba.connect) as connection:
        before = await set_role(connection, arguments.login, arguments.role)
    print(f"OK  {arguments.login}: {before} -> {arguments.role}; sesinya diputus dan tersambung lagi sendiri")
    return DONE


async def _disable_user(arguments: argparse.Namespace, dba: Dba) -> int:
    async with _connected(dba.connect) as connection:
        ended = await disable_login(connection, arguments.login)
    print(f"OK  {arguments.login} tidak bisa masuk lagi; {ended} sesi diputus; catatannya tetap ada")
    return DONE


async def _add_desk(arguments: argparse.Namespace, dba: Dba) -> int:
    login = arguments.login or f"meja_{arguments.letter.lower()}"
    password = new_password()
    target: Path = arguments.password_out
    async with _connected(dba.connect) as connection:
        with _secret_file(target, password):
            await add_login(connection, login, "workstation", password, desk=arguments.letter)
    print(f"OK  meja {arguments.letter} masuk sebagai {login}; sandinya di {target}")
    print("    pindahkan berkas itu ke mesin meja, jangan lewat surel, lalu hapus dari sini")
    return DONE


# ------------------------------------------------------------------ backups


async def _backup(arguments: argparse.Namespace, dba: Dba) -> int:
    manifest = await back_up(dba, arguments.file)
    print(f"OK  cadangan: {arguments.file} dan {manifest_path(arguments.file).name}")
    print(f"    sha256 {manifest.sha256}")
    print(f"    segel {manifest.seal}")
    return DONE


async def _restore(arguments: argparse.Namespace, dba: Dba) -> int:
    restored = await restore(dba, arguments.file, arguments.confidence)
    code = _report(restored.audit)
    for login, role, desk in restored.missing:
        how = f"add-desk {desk} --login {login}" if desk else f"add-user {login} --role {role}"
        print(f"!   {login} belum ada di server ini: {how}")
    if code == DONE:
        print("OK  ruang dipulihkan; meja yang tahu lebih banyak mengirim ulang sendiri saat tersambung")
    return code or (WARNED if restored.missing else DONE)


async def _drill(arguments: argparse.Namespace, dba: Dba) -> int:
    try:
        drilled = await hold_drill(dba, arguments.file)
    except SecretariatFault as fault:
        if fault.code not in _UNUSABLE:
            raise
        tell_fault(fault)
        print("CADANGAN INI TIDAK TERBUKTI")
        return BROKEN
    code = _report(drilled.audit)
    for login, _, _ in drilled.missing:
        print(f"!   {login} belum ada di server ini dan harus diberi lagi setelah pemulihan")
    print("CADANGAN INI TIDAK TERBUKTI" if code else "CADANGAN TERBUKTI; database ujinya sudah dihapus")
    return code or (WARNED if drilled.missing else DONE)


_UNUSABLE: Final = frozenset({"backup_altered", "backup_failed"})


# ------------------------------------------------------------------ words and passwords


async def _asked(question: Awaitable[T]) -> T:
    try:
        return await question
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as fault:
        raise as_secretariat_fault(fault) from fault


def _password_of(arguments: argparse.Namespace) -> str | None:
    return read_password(arguments.password_file) if arguments.password_file is not None else None


def read_password(path: Path) -> str:
    """Return the first line of a file; warn when others can read it."""
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        print(f"!   {path} bisa dibaca orang lain: chmod 600", file=sys.stderr)
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        raise SecretariatFault("password_file_empty", file=path.name)
    return lines[0]


@contextlib.contextmanager
def _secret_file(path: Path, secret: str) -> Iterator[None]:
    """Write a secret that only its owner reads; take it back when what follows fails."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secret + "\n")
    try:
        yield
    except BaseException:
        path.unlink()
        raise


def _new_password_asked(login: str) -> str:
    if not sys.stdin.isatty():
        raise SecretariatFault("password_not_asked")
    first = getpass.getpass(f"Sandi baru untuk {login}: ")
    if getpass.getpass("Sekali lagi: ") != first:
        raise SecretariatFault("password_differs")
    return first


_NEED_CONFIGURATION: Final = frozenset({"init", "upgrade", "status", "restore"})
_COMMANDS: Final[dict[str, Command]] = {
    "init": _init,
    "upgrade": _upgrade,
    "status": _status,
    "verify": _verify,
    "add-user": _add_user,
    "set-role": _set_role,
    "disable-user": _disable_user,
    "add-desk": _add_desk,
    "backup": _backup,
    "restore": _restore,
    "drill": _drill,
}
