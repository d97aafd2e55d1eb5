"""Puts a backup in a desk's place: everything is unpacked and proved first, then files change places.

What was there goes into ``before-restore-…`` beside it. A kill before the change leaves the desk as it was;
in the middle of it, the plan is gone on from by the next start of the desk or of the restore.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.file_lock import FileLock
from batola_desk.models.journal import suspect_mark
from batola_desk.models.journal_copy import restore_plan_of
from batola_desk.models.migrate import refuse_newer
from batola_desk.models.refold import Progress
from batola_desk.models.rows import VerifyReport
from batola_desk.services.backups.archive import JOURNAL, RECORDINGS, ArchiveReader, Manifest, Part
from batola_desk.services.backups.origin_due import NOTE, NOTE_NAME
from batola_desk.services.backups.proof import origins_of, prove_journal
from batola_desk.services.backups.writing import ASIDE_PREFIX, STAGE_PREFIX, files_of
from batola_desk.settings.move_plan import Move, finish_plan, write_plan
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from batola_desk.settings.whole_file import write_whole
from batola_desk.sync.config import CONFIG_NAME as ROOM_CONFIG

SPARE_BYTES: Final = 100_000_000  # LIMIT: a desk needs room to start in
_SIDE_FILES: Final = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done; ``aside``: folders with what was there before."""

    manifest: Manifest
    report: VerifyReport
    aside: tuple[Path, ...]


def finish_interrupted(paths: DeskPaths) -> bool:
    """Go on with a restore that was cut off; returns whether there was one.

    Raises:
        EnvironmentFault: ``journal_in_use``: it is being done right now; ``restore_unfinished``.
    """
    plan = restore_plan_of(paths.journal)
    if not plan.exists():
        return False
    lock = FileLock.of_journal(paths.journal)
    try:
        done = finish_plan(plan)
        for folder in (paths.data, paths.config, paths.choices):
            remove_stages(folder)
        return done
    except (OSError, ValueError, TypeError) as fault:
        raise EnvironmentFault("restore_unfinished", path=str(plan)) from fault
    finally:
        lock.release()


def restore_backup(
    paths: DeskPaths,
    source: Path,
    *,
    journal_only: bool = False,
    other_desk: bool = False,
    progress: Progress | None = None,
) -> Restored:
    """Make the desk what it was when the backup was made. Its window and its line must be closed.

    Args:
        journal_only: leave the configuration and the people's choices as they are.
        other_desk: take the backup also when the journal here is another desk's.

    Raises:
        EnvironmentFault: ``journal_in_use``, ``archive_…``, ``journal_newer``, ``disk_full``; nothing was
            changed. ``restore_unfinished``: it was decided, and a file is held by somebody.
        OSError: a file cannot be written; nothing was changed.
    """
    finish_interrupted(paths)
    paths.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock.of_journal(paths.journal)
    try:
        return _Restore(paths, journal_only=journal_only).run(source, progress, other_desk=other_desk)
    finally:
        lock.release()


class _Restore:
    """One restore, under the journal's lock."""

    def __init__(self, paths: DeskPaths, *, journal_only: bool) -> None:
        self._paths = paths
        self._journal_only = journal_only
        self._stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self._folders = {"data": paths.data}
        if not journal_only:
            self._folders["config"] = paths.config
            if paths.choices != paths.config:
                self._folders["choices"] = paths.choices

    def run(self, source: Path, progress: Progress | None, *, other_desk: bool) -> Restored:
        """See ``restore_backup``."""
        self._remove_stages()
        paths, plan = self._paths, restore_plan_of(self._paths.journal)
        try:
            with ArchiveReader(source) as archive:
                manifest = archive.manifest
                refuse_newer(manifest.revision)
                if not other_desk:
                    _refuse_other_desk(paths, manifest)
                wanted = [part for part in manifest.parts if self._is_wanted(part)]
                self._check_room(wanted)
                moves = [self._stage(archive, part) for part in wanted]
            staged_journal = next(Path(m.staged) for m in moves if m.target == str(paths.journal))
            report = prove_journal(staged_journal, manifest, progress)
            coming = {move.target for move in moves}
            if self._has_room(coming):
                moves.append(self._stage_note())
            write_plan(plan, [*self._clearings(coming), *moves])
        except BaseException:
            self._remove_stages()
            raise
        try:
            finish_plan(plan)
        except OSError as fault:
            raise EnvironmentFault("restore_unfinished", path=str(plan)) from fault
        self._remove_stages()
        aside = sorted({self._aside(folder) for folder in self._folders.values()})
        return Restored(manifest, report, tuple(folder for folder in aside if folder.exists()))

    def _is_wanted(self, part: Part) -> bool:
        root = part.name.split("/", 1)[0]
        if self._journal_only:
            return part.name == JOURNAL
        return part.name != RECORDINGS and root in self._folders

    def _check_room(self, wanted: list[Part]) -> None:
        needed = sum(part.size for part in wanted) + SPARE_BYTES
        if shutil.disk_usage(self._paths.data).free < needed:
            raise EnvironmentFault("disk_full", needed_mb=needed // 1_000_000)

    def _stage(self, archive: ArchiveReader, part: Part) -> Move:
        root, _, name = part.name.partition("/")
        folder = self._folders[root]
        staged = folder / (STAGE_PREFIX + self._stamp) / root / name
        archive.extract(part, staged)
        return Move(str(folder / name), str(self._aside(folder) / name), str(staged))

    def _has_room(self, coming: set[str]) -> bool:
        """Whether the desk will have a room: one that comes from the backup, or the one that stays."""
        config = self._paths.config / ROOM_CONFIG
        return str(config) in coming or (self._journal_only and config.exists())

    def _stage_note(self) -> Move:
        """The journal may not send before it has a name of its own; the note comes and goes with it."""
        data = self._paths.data
        staged = data / (STAGE_PREFIX + self._stamp) / "data" / NOTE_NAME
        write_whole(staged, NOTE)
        return Move(str(data / NOTE_NAME), str(self._aside(data) / NOTE_NAME), str(staged))

    def _clearings(self, coming: set[str]) -> Iterator[Move]:
        """What is here and not in the backup goes aside; before all a WAL, which SQLite would read back."""
        journal = self._paths.journal
        gone = [journal.with_name(journal.name + end) for end in _SIDE_FILES] + [suspect_mark(journal)]
        for root, folder in self._folders.items():
            if root != "data" and folder.is_dir():
                gone += [file for _, file in files_of(root, folder)]
        for file in gone:
            if str(file) not in coming:
                home = next(f for f in self._folders.values() if file.is_relative_to(f))
                yield Move(str(file), str(self._aside(home) / file.relative_to(home)))

    def _aside(self, folder: Path) -> Path:
        return folder / (ASIDE_PREFIX + self._stamp)

    def _remove_stages(self) -> None:
        for folder in self._folders.values():
            remove_stages(folder)


def remove_stages(folder: Path) -> None:
    """Delete what was unpacked and not taken, also by a restore that was killed before it decided."""
    for stage in folder.glob(STAGE_PREFIX + "*"):
        shutil.rmtree(stage, ignore_errors=True)


def _refuse_other_desk(paths: DeskPaths, manifest: Manifest) -> None:
    if not paths.journal.exists() or manifest.desk == SettingsStore.of(paths).text("desk.letter"):
        return
    here = origins_of(paths.journal)
    if here and not set(here) & set(manifest.origins):
        raise EnvironmentFault("archive_other_desk", desk=manifest.desk)
