"""`batola-desk backup`, `restore`, `backup-drill`: what IT reads. Source: docs/it/backup.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from batola_desk.app.commands.command_words import end_line, tell_file_fault
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.services.backups.drill import Drill, run_backup_drill
from batola_desk.services.backups.drill_note import note_drill
from batola_desk.services.backups.folder import backup_name, list_backups, prune, remove_leftovers
from batola_desk.services.backups.restoring import restore_backup
from batola_desk.services.backups.writing import write_backup
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from batola_desk.sync.config import CONFIG_NAME as ROOM_CONFIG
from batola_desk.ui import labels

DONE, WARNED, UNUSABLE, REFUSED = 0, 1, 2, 3
_LOW_PRIORITY: Final = 10
_WORDS: Final = {  # the desk's own words are for whoever sits at it
    "journal_in_use": "program meja masih terbuka: tutup dulu (batola-desk close)",
    "journal_damaged": "jurnal meja ini rusak: tutup dan buka meja, yang terbaca diselamatkan; lalu ulangi",
    "journal_locked": "jurnal sedang dikunci program lain; ulangi sebentar lagi",
    "disk_full": "disk penuh; kosongkan, lalu ulangi",
    "disk_io": "disk tidak menjawab dengan benar; periksa disk ini",
}


def run_backup(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Write a backup; exit code 0 done, 3 there is no new one."""
    desk = SettingsStore.of(paths).text("desk.letter")
    target: Path = arguments.target
    _step_back()

    def work() -> int:
        in_folder = target.is_dir()
        if not in_folder and not target.parent.is_dir():
            raise EnvironmentFault("backup_folder_missing", folder=str(target.parent))
        file = target / backup_name(desk, datetime.now(UTC)) if in_folder else target
        if in_folder:
            remove_leftovers(target, desk)
        manifest = write_backup(paths, file, desk=desk, with_recordings=arguments.recordings)
        print(f"OK  cadangan: {file} ({file.stat().st_size / 1e6:.1f} MB)")
        print(f"    {manifest.fact_count} fakta, segel {manifest.oseq}:{manifest.hash[:16]}…")
        if in_folder and arguments.keep > 0:
            for old in prune(target, desk, arguments.keep):
                print(f"    dihapus menurut jumlah yang disimpan: {old.name}")
        print("    isinya data pribadi dan sandi: simpan di tempat yang terkunci")
        return DONE

    return _guarded(work, "cadangan tidak dibuat; cadangan yang sudah ada tidak berubah")


def run_restore(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Restore; exit code 0 done, 1 done and the lists will be rebuilt, 3 nothing was changed."""

    def work() -> int:
        if is_engine_running(paths.runtime):
            raise EnvironmentFault("line_running")
        done = restore_backup(
            paths,
            arguments.file,
            journal_only=arguments.journal_only,
            other_desk=arguments.other_desk,
            progress=_tell_progress,
        )
        end_line()
        print(f"OK  meja {done.manifest.desk} dipulihkan: {done.manifest.fact_count} fakta, jurnal utuh")
        for folder in done.aside:
            print(f"    yang lama disisihkan, tidak dihapus: {folder}")
        if (paths.config / ROOM_CONFIG).exists():
            print("!   jurnal ini salinan dari masa lalu. SEBELUM meja dibuka: batola-desk new-origin")
            print("    (sampai itu selesai meja bekerja sendiri; nomor bisa kembar dengan yang di ruang)")
        return WARNED if done.report.exit_code else DONE

    return _guarded(work, "tidak ada yang diubah")


def run_drill(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Prove a backup; exit code 0 proved, 1 with warnings, 2 not usable, 3 the drill could not be held."""

    def work() -> int:
        file: Path = arguments.file
        if file.is_dir():
            desk = SettingsStore.of(paths).text("desk.letter")
            found = list_backups(file, desk)
            if not found:
                raise EnvironmentFault("archive_no_backup", folder=str(file))
            file = found[-1]
        beside = arguments.beside or Path(tempfile.gettempdir())
        drill = run_backup_drill(file, beside, live_journal=paths.journal, progress=_tell_progress)
        end_line()
        if drill.manifest.desk == SettingsStore.of(paths).text("desk.letter"):
            _note(paths, file)
        return _tell_drill(file, drill)

    return _guarded(work, "CADANGAN INI TIDAK TERBUKTI", unusable=_UNUSABLE_CODES)


def _note(paths: DeskPaths, file: Path) -> None:
    """The doctor tells how long ago it was; a note that cannot be kept makes the proof no worse."""
    try:
        note_drill(paths.data, file, datetime.now(UTC))
    except OSError as fault:
        tell_file_fault(fault)


_UNUSABLE_CODES: Final = frozenset({"archive_foreign", "archive_damaged", "archive_unsound"})


def _tell_drill(file: Path, drill: Drill) -> int:
    manifest, report = drill.manifest, drill.report
    made = datetime.fromtimestamp(manifest.made_us / 1e6, UTC)
    age_h = (datetime.now(UTC) - made).total_seconds() / 3600
    print(f"OK  {file.name}: meja {manifest.desk}, dibuat {made:%Y-%m-%d %H:%M} UTC ({age_h:.0f} jam lalu)")
    print(f"OK  {len(manifest.parts)} berkas, semuanya sesuai hash-nya")
    print(f"OK  rantai jurnal utuh: {report.fact_count} fakta, {report.aggregate_count} hal dilipat ulang")
    print("OK  jurnal terbuka seperti di meja")
    warnings = list(drill.warnings)
    if drill.follows is True:
        print("OK  jurnal meja ini adalah kelanjutan cadangan ini")
    elif drill.follows is False:
        warnings.append("jurnal di meja ini bukan kelanjutan cadangan ini (meja lain, atau dipulihkan)")
    if report.difference_count:
        warnings.append("daftar perlu dibangun ulang; meja melakukannya sendiri saat dibuka")
    if drill.recordings is not None:
        print(f"OK  daftar rekaman: {drill.recordings} rekaman")
    for line in warnings:
        print(f"!   {line}")
    print("CADANGAN TERBUKTI" + (", dengan catatan" if warnings else ""))
    return WARNED if warnings else DONE


def _guarded(work: Callable[[], int], verdict: str, *, unusable: frozenset[str] = frozenset()) -> int:
    """Do it; say in words why not."""
    try:
        return work()
    except EnvironmentFault as fault:
        end_line()
        words = _WORDS.get(fault.code) or " ".join(filter(None, labels.error_words(fault.code, fault.values)))
        print(f"X   {words}")
        if fault.code != "restore_unfinished":
            print(f"    {verdict}")
        return UNUSABLE if fault.code in unusable else REFUSED
    except OSError as fault:
        end_line()
        tell_file_fault(fault)
    except KeyboardInterrupt:
        end_line()
        print("dibatalkan")
    print(f"    {verdict}")
    return REFUSED


def _tell_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} / {total} fakta")


def _step_back() -> None:
    """A live call on this machine goes first. Windows: whoever starts us sets the class."""
    if hasattr(os, "nice"):
        os.nice(_LOW_PRIORITY)
