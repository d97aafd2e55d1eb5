"""Writes the backup of a desk that may be running: the journal at one moment, and the configuration."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.journal_copy import copy_journal
from batola_desk.models.recording_facts import read_recordings
from batola_desk.services.backups.archive import JOURNAL, MANIFEST, RECORDINGS, Manifest, add_part
from batola_desk.services.backups.folder import PART_ENDING
from batola_desk.settings.paths import DeskPaths

ASIDE_PREFIX: Final = "before-restore-"
STAGE_PREFIX: Final = ".restore-"
_LEVEL: Final = 1  # a journal shrinks to a fifth; more effort gains a few hundredths


def write_backup(paths: DeskPaths, target: Path, *, desk: str, with_recordings: bool = False) -> Manifest:
    """Write a backup; a half-written one never has the backup's name.

    Args:
        with_recordings: also the list of all recordings with their hashes (not their sound).

    Raises:
        EnvironmentFault: ``archive_exists``, ``journal_missing``, ``journal_damaged``, ``disk_full`` …
        OSError: the target cannot be written.
    """
    if target.exists():
        raise EnvironmentFault("archive_exists", file=str(target))
    if not paths.journal.exists():
        raise EnvironmentFault("journal_missing", path=str(paths.journal))
    part = target.with_name(target.name + PART_ENDING)
    copy = part.with_name(part.name + ".sqlite")
    try:
        for fresh in (part, copy):
            fresh.unlink(missing_ok=True)
            os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        seal = copy_journal(paths.journal, copy)
        with part.open("r+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                parts = [add_part(archive, JOURNAL, copy)]
                for name, source in sorted(_other_files(paths)):
                    parts.append(add_part(archive, name, source))
                if with_recordings:
                    copy.unlink()
                    copy.write_bytes(msgspec.json.encode(read_recordings(paths.journal)))
                    parts.append(add_part(archive, RECORDINGS, copy))
                manifest = Manifest(
                    program=__version__, desk=desk, made_us=time.time_ns() // 1_000, revision=seal.revision,
                    origins=seal.origins, fact_count=seal.fact_count, oseq=seal.oseq, hash=seal.hash,
                    parts=tuple(parts),
                )  # fmt: skip
                archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        for left in (part, copy, copy.with_name(copy.name + "-journal")):
            left.unlink(missing_ok=True)
    return manifest


def _other_files(paths: DeskPaths) -> Iterator[tuple[str, Path]]:
    for source in (paths.people, paths.tide_table):
        if source.is_file():
            yield f"data/{source.name}", source
    yield from files_of("config", paths.config)
    if paths.choices != paths.config:
        yield from files_of("choices", paths.choices)


def files_of(root: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Walk a folder of configuration: name in the archive, and file; what a restore put there is no part."""
    for source in folder.rglob("*"):
        steps = source.relative_to(folder).parts
        if source.is_file() and not steps[0].startswith((ASIDE_PREFIX, STAGE_PREFIX)):
            yield "/".join((root, *steps)), source
