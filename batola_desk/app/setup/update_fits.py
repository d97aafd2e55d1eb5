"""Can this version work with what is on the machine? The version before is asked before it comes back.

Its own words: whether its files are whole, whether it can read the configuration, and whether a newer version
has already brought journal or spool to a form that it does not know. Such a journal is never put back to an
older copy: what was written since would be lost, and the desk would say other things under old numbers.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from batola_desk.app.doctor.installed import NotInstalledError, check_files
from batola_desk.app.setup.machine_config import check
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.spool import SCHEMA_VERSION
from batola_desk.models.database import connect_plain
from batola_desk.models.migrate import refuse_newer, stored_revision
from batola_desk.settings.paths import DeskPaths
from batola_desk.updates.faults import UpdateFault

Answer = TypeVar("Answer")


def refuse_misfit(paths: DeskPaths) -> None:
    """Raise where this version must not come back.

    Raises:
        UpdateFault: ``update_fits_files``, ``update_fits_config``, ``update_fits_journal``,
            ``update_fits_spool``.
    """
    try:
        check_files(paths)
    except (NotInstalledError, OSError) as fault:
        raise UpdateFault("update_fits_files", why=str(fault)) from fault
    try:
        check(paths.config)
    except EnvironmentFault as fault:
        raise UpdateFault("update_fits_config", **fault.values) from fault
    try:
        refuse_newer(_asked(paths.journal, stored_revision, ""))
    except EnvironmentFault as fault:
        raise UpdateFault("update_fits_journal", **fault.values) from fault
    if _asked(paths.spool, _spool_version, 0) > SCHEMA_VERSION:
        raise UpdateFault("update_fits_spool")


def _spool_version(spool: sqlite3.Connection) -> int:
    return int(spool.execute("PRAGMA user_version").fetchone()[0])


def _asked(path: Path, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
    """What is not there or damaged says nothing: no version reads that, and the desk will tell so itself."""
    if not path.exists():
        return otherwise
    try:
        with contextlib.closing(connect_plain(path, read_only=True)) as connection:
            return question(connection)
    except sqlite3.Error:
        return otherwise
