"""Packs as files: a copy proves that it is whole before a desk uses it."""

from __future__ import annotations

import contextlib
import hmac
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from batola_desk.map.pack.digest import digest_of
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.notes import Came
from batola_desk.map.pack.reader import MapPack, connect_read_only
from batola_desk.map.pack.soundness import check_readable, check_tables
from batola_desk.map.pack.store import PackStore, disk_fault

PACK_SUFFIX: Final = ".btmap"
_CHUNK_BYTES: Final = 4 * 2**20


def verify_pack(path: Path, step: Callable[[], None] = lambda: None) -> str:
    """Read a whole pack and return its hash.

    Raises:
        MapPackFault: it is not a pack, of a newer program, or not what its maker wrote.
    """
    pack = MapPack.open(path)
    promised = pack.meta.digest
    pack.close()
    with contextlib.closing(connect_read_only(path)) as connection:
        try:
            check_tables(connection, path.name)
            found = digest_of(connection, step)
            (boxes,) = connection.execute("SELECT count(*) FROM feature_box").fetchone()
            (features,) = connection.execute("SELECT count(*) FROM feature").fetchone()
        except sqlite3.Error as fault:
            raise MapPackFault("map_pack_damaged", file=path.name) from fault
    if not hmac.compare_digest(found, promised) or boxes != features:
        raise MapPackFault("map_pack_damaged", file=path.name)
    return found


def install_copy(
    path: Path, store: PackStore, step: Callable[[], None] = lambda: None, came: Came | None = None
) -> Path:
    """Copy a pack file into the store, check the copy and use it.

    The copy is what is checked: a share may change under us, and a cable may lie.

    Args:
        came: where it is from.

    Raises:
        MapPackFault: the file is no whole pack; the pack in use stays.
    """
    part = store.part_path()
    try:
        _copy(path, part, step)
        return store.install(part, verify_pack(part, step), came)
    except MapPackFault as fault:
        raise MapPackFault(fault.code, **{**fault.values, "file": path.name}) from fault
    except OSError as fault:
        raise disk_fault(fault, path.name) from fault
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def install_received(
    path: Path, store: PackStore, came: Came, step: Callable[[], None] = lambda: None, *, created_us: int
) -> Path:
    """Check a file that was put together in the store's own folder, and use it; it is moved, not copied.

    Args:
        created_us: when it was made, as it was announced: one that says otherwise would come again and again.

    Raises:
        MapPackFault: it is no pack that can be used, or somebody installed a newer one; that one stays.
    """
    with store.importing():
        try:
            digest = verify_pack(path, step)
            check_readable(path, step)
            if created_us_of(path) != created_us:
                raise MapPackFault("map_pack_damaged", file=path.name)
            if created_us_of(store.current()) >= created_us:
                raise MapPackFault("map_pack_overtaken", file=path.name)
            return store.install(path, digest, came)
        except OSError as fault:
            raise disk_fault(fault, path.name) from fault


def export_copy(store: PackStore, target: Path) -> Path:
    """Copy the pack in use to a file for other desks; nobody sees it before it is whole.

    Raises:
        MapPackFault: there is no pack, or the target cannot be written.
    """
    pack = store.current()
    if pack is None:
        raise MapPackFault("map_no_pack")
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(pack, part)
        part.replace(target)
    except OSError as fault:
        raise disk_fault(fault, target.name) from fault
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def newest_pack(folder: Path, store: PackStore) -> Path | None:
    """Return the newest pack of a folder if it is newer than the one in use; else None.

    Files that are no packs are passed over: a share holds all kinds of things.

    Raises:
        MapPackFault: the folder is not there or cannot be read.
    """
    try:
        candidates = sorted(path for path in folder.iterdir() if path.suffix == PACK_SUFFIX)
    except OSError as fault:
        raise MapPackFault("map_folder_unreadable", file=folder.name) from fault
    in_use = store.current()
    newest, newest_at = None, _created(in_use) if in_use is not None else ""
    for path in candidates:
        created = _created(path)
        if created > newest_at:
            newest, newest_at = path, created
    return newest


def created_us_of(path: Path | None) -> int:
    """Return when a pack was made, microseconds since 1970; 0 when there is none that can be read."""
    if path is None:
        return 0
    try:
        pack = MapPack.open(path)
    except MapPackFault:
        return 0
    pack.close()
    return pack.meta.created_us


def _created(path: Path) -> str:
    try:
        pack = MapPack.open(path)
    except MapPackFault:
        return ""
    pack.close()
    return pack.meta.created


def _copy(source: Path, target: Path, step: Callable[[], None]) -> None:
    try:
        reading = source.open("rb")
    except OSError as fault:
        raise MapPackFault("map_file_unreadable", file=source.name) from fault
    with reading, target.open("wb") as writing:
        while chunk := reading.read(_CHUNK_BYTES):
            step()
            writing.write(chunk)
