"""`batola-desk map publish|published|unpublish`: map packs in the secretariat, from where desks take them.

Writing asks for a login with the role *admin*; reading does with the machine's own.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from batola_desk.app.commands.command_words import end_line, tell_fault, tell_file_fault, tell_map_fault
from batola_desk.app.commands.map_words import moment
from batola_desk.app.commands.secretariat import read_password
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.map.pack.copying import verify_pack
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import PackMeta
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.schema import SCHEMA_VERSION
from batola_desk.map.pack.soundness import check_readable
from batola_desk.map.pack.store import PackStore
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from batola_desk.site_policy import site_files
from batola_desk.sync.address import parse_address
from batola_desk.sync.config import CONFIG_NAME
from batola_desk.sync.dba import Dba
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.pack_publish import describe, hand_over
from batola_desk.sync.postgres_packs import PostgresShelf
from batola_desk.sync.published_packs import PublishedPack

DONE, NONE, REFUSED = 0, 1, 3
NAME_LETTERS_MAX: Final = 120
SHOWN_HASH: Final = 16

Work = Callable[[PostgresShelf], Awaitable[int]]


def run_map_publishing(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Run one command; exit code 0 done, 1 nothing is published, 3 refused and nothing changed."""
    try:
        work = _COMMANDS[arguments.task](arguments, paths)
        return asyncio.run(_with_prompt(work, _way_in(arguments, paths)))
    except MapPackFault as fault:
        tell_map_fault(fault)
    except EnvironmentFault as fault:
        tell_fault(fault)
    except OSError as fault:
        tell_file_fault(fault)
    except KeyboardInterrupt:
        print("dibatalkan; tidak ada yang diterbitkan, perintah yang sama melanjutkan")
    return REFUSED


def _way_in(arguments: argparse.Namespace, paths: DeskPaths) -> Dba:
    """Where the room is and as whom to speak there."""
    password = read_password(arguments.password_file) if arguments.password_file is not None else None
    if arguments.url:
        address = parse_address(arguments.url)
        return Dba(replace(address, user=arguments.login or address.user), password)
    letter = SettingsStore.of(paths).text("desk.letter")
    settings = site_files(paths).room(desk=letter)
    if settings is None:
        raise SecretariatFault("map_publish_no_room", file=CONFIG_NAME)
    if arguments.login:
        return Dba(replace(settings.address, user=arguments.login), password)
    if arguments.task != "published":
        raise SecretariatFault("map_publish_not_admin", login=settings.machine.login)
    return Dba(replace(settings.address, user=settings.machine.login), settings.machine.password)


async def _with_prompt(work: Work, dba: Dba) -> int:
    """Run; ask for the password when the server wants one that no file gave."""
    try:
        return await _run(work, dba)
    except SecretariatFault as fault:
        if fault.code != "secretariat_password" or dba.password is not None:
            raise
        if not sys.stdin.isatty():
            raise SecretariatFault("secretariat_password_needed") from fault
    return await _run(work, Dba(dba.address, getpass.getpass(f"Sandi {dba.address.user}: ")))


async def _run(work: Work, dba: Dba) -> int:
    shelf = PostgresShelf(await dba.connect())
    try:
        return await work(shelf)
    finally:
        shelf.terminate()


# ------------------------------------------------------------------ the commands


def _publish(arguments: argparse.Namespace, paths: DeskPaths) -> Work:
    path = PackStore(paths.map_packs).current() if arguments.installed else arguments.file
    if path is None:
        raise MapPackFault("map_no_pack")
    verify_pack(path)
    check_readable(path)
    meta = _meta_of(path)
    name = (meta.name.strip() or path.stem)[:NAME_LETTERS_MAX]
    pack = describe(path, name=name, created_us=meta.created_us, format_version=SCHEMA_VERSION)

    async def work(shelf: PostgresShelf) -> int:
        is_new = await hand_over(shelf, pack, path, _Teller())
        end_line()
        print(f'OK  peta "{name}" {"diterbitkan" if is_new else "sudah diterbitkan"}: {_words(pack)}')
        print("    setiap meja mengambilnya sendiri dalam beberapa menit (map.room_packs di settings.toml)")
        return DONE

    return work


def _published(_arguments: argparse.Namespace, _paths: DeskPaths) -> Work:
    async def work(shelf: PostgresShelf) -> int:
        packs = await _packs(shelf)
        for place, pack in enumerate(packs):
            mark = "OK " if place == 0 else "   "
            print(f'{mark} "{pack.name}", {_words(pack)}')
            print(f"    diterbitkan {pack.published_by}, {moment(pack.published_us)}")
        if not packs:
            print("!   tidak ada paket peta di sekretariat")
        return DONE if packs else NONE

    return work


def _unpublish(arguments: argparse.Namespace, _paths: DeskPaths) -> Work:
    async def work(shelf: PostgresShelf) -> int:
        packs = [p for p in await _packs(shelf) if p.sha256.hex().startswith(arguments.sha256.lower())]
        if not packs or not await shelf.unpublish(packs[0]):
            raise SecretariatFault("map_publish_none", sha256=arguments.sha256)
        print(f'OK  peta "{packs[0].name}" ditarik: {_words(packs[0])}')
        print("    meja yang sudah memakainya tetap memakainya")
        return DONE

    return work


async def _packs(shelf: PostgresShelf) -> list[PublishedPack]:
    packs = await shelf.packs()
    if packs is None:
        raise SecretariatFault("map_publish_old_room")
    return list(packs)


def _meta_of(path: Path) -> PackMeta:
    pack = MapPack.open(path)
    pack.close()
    return pack.meta


def _words(pack: PublishedPack) -> str:
    size_mb = pack.size_bytes / 2**20
    return f"dibuat {moment(pack.created_us)}, {size_mb:.1f} MB, sha256 {pack.sha256.hex()[:SHOWN_HASH]}…"


class _Teller:
    """Says how far it is, in place."""

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\rmengirim {100 * done // total} %          ")


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace, DeskPaths], Work]]] = {
    "publish": _publish,
    "published": _published,
    "unpublish": _unpublish,
}
