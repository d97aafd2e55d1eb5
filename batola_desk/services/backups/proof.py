"""The proof of a backup's journal: unpacked somewhere else, checked, folded from the first fact on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models import migrate
from batola_desk.models.database import create_file_engine, fault_code
from batola_desk.models.journal_copy import JournalSeal, make_lone, read_journal_seal
from batola_desk.models.refold import Progress
from batola_desk.models.rows import VerifyReport
from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.models.verify import verify
from batola_desk.services.backups.archive import Manifest

_OF_THE_PLACE: Final = frozenset({"disk_full", "disk_io", "journal_newer", "archive_unsound"})


def prove_journal(path: Path, manifest: Manifest, progress: Progress | None = None) -> VerifyReport:
    """Check an unpacked journal of which this is the only user; an older one is brought up to date first.

    Raises:
        EnvironmentFault: ``archive_unsound`` with ``what``, ``journal_newer``, ``disk_full``, ``disk_io``.
    """
    try:
        seal = read_journal_seal(path)
        if not _fits(seal, manifest):
            raise EnvironmentFault("archive_unsound", what="seal")
        migrate.refuse_newer(seal.revision)
        if seal.revision < SCHEMA_REVISION:
            engine = create_file_engine(path, read_only=False)
            migrate.upgrade(engine)
            engine.dispose()
            make_lone(path)
        report = verify(path, progress=progress)
    except (sqlite3.Error, DBAPIError) as error:
        raise EnvironmentFault(_told(fault_code(error)), what=type(error).__name__) from error
    except EnvironmentFault as fault:
        raise EnvironmentFault(_told(fault.code), **{"what": fault.code, **fault.values}) from fault
    if report.exit_code > 1:
        what = next(
            name for name in ("integrity", "chain_faults", "gaps", "room_faults") if getattr(report, name)
        )
        raise EnvironmentFault("archive_unsound", what=what)
    return report


def _told(code: str | None) -> str:
    """A disk that is full where it is unpacked says nothing about the backup."""
    return code if code in _OF_THE_PLACE else "archive_unsound"


def origins_of(path: Path) -> tuple[str, ...]:
    """Return the names of the journal that is here; nothing for none, and for one that cannot be read."""
    if not path.exists():
        return ()
    try:
        return read_journal_seal(path).origins
    except sqlite3.Error:
        return ()


def _fits(seal: JournalSeal, manifest: Manifest) -> bool:
    said = (manifest.revision, manifest.origins, manifest.fact_count, manifest.oseq, manifest.hash)
    return said == (seal.revision, seal.origins, seal.fact_count, seal.oseq, seal.hash)
