"""`batola-desk new-origin`: gives a copied journal file a name of its own; the room says what it has."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.database import connect_plain
from batola_desk.models.new_origin import renew_origin
from batola_desk.services.backups.origin_due import origin_renewed
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.sync.config import CONFIG_NAME, RoomSettings
from batola_desk.sync.fact_file import FILE_ENDING
from batola_desk.sync.folder_copy import UNUSED_ENDING
from batola_desk.sync.postgres import connect
from batola_desk.ui import labels

DONE, REFUSED = 0, 3


def run_new_origin(paths: DeskPaths, *, desk: str) -> int:
    """Repair and report; exit code 0 done, 3 nothing was changed."""
    if not paths.journal.exists():
        print(f"X   belum ada jurnal di {paths.journal}")
        return REFUSED
    try:
        settings = site_files(paths).room(desk=desk)
        if settings is None:
            print(f"X   meja tunggal (tanpa {CONFIG_NAME}): hanya ruang yang tahu catatan mana yang kembar")
            return REFUSED
        in_room = asyncio.run(_ids_in_room(settings, _known_seq(paths.journal)))
        done = renew_origin(paths.journal, in_room)
    except EnvironmentFault as fault:
        words = "program meja masih terbuka: tutup dulu" if fault.code == "journal_in_use" else ""
        print("X   " + (words or " ".join(labels.error_words(fault.code, fault.values))))
        print("    tidak ada yang diubah")
        return REFUSED
    origin_renewed(paths.data)
    print(f"OK  jurnal ini sekarang bernama {done.origin} (dahulu {done.former})")
    print(f"    {done.moved} catatan yang belum ada di ruang disegel baru; isinya tidak berubah")
    if done.stayed:
        print(f"    {done.stayed} catatan sudah ada di ruang dan tetap bernama lama")
    print(f"    berkas seperti semula: {done.backup}")
    _set_copies_aside(settings, done.former)
    print("    buka meja; bila ini komputer baru, beri juga huruf meja dan sandi mesin sendiri (add-desk)")
    return DONE


def _known_seq(journal: Path) -> int:
    try:
        connection = connect_plain(journal, read_only=True)
        try:
            return int(connection.execute("SELECT coalesce(max(seq), 0) FROM room_entry").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise EnvironmentFault("journal_damaged", path=str(journal)) from error


async def _ids_in_room(settings: RoomSettings, after_seq: int) -> frozenset[str]:
    joined = await connect(settings.address, settings.machine.login, settings.machine.password)
    try:
        return await joined.fact_ids_after(after_seq)
    finally:
        joined.terminate()


def _set_copies_aside(settings: RoomSettings, former: str) -> None:
    """What lies in the copy's folder carries the old seals; the next start writes it anew."""
    if settings.safe_copy is None:
        return
    for path in settings.safe_copy.folder.glob(f"*-{former}-*{FILE_ENDING}"):
        try:
            path.replace(path.with_name(path.name + UNUSED_ENDING))
        except OSError as fault:
            print(f"!   {path}: tidak bisa disisihkan ({fault.strerror})")
        else:
            print(f"    salinan lama disisihkan: {path.name}{UNUSED_ENDING}")
            print(f"    yang hanya ada di sana: batola-desk rescue-facts {path.parent}")
