"""A copied journal file gets a name of its own, and what only it knows is sealed anew under that name.

Two machines that write with copies of one file use the same numbers for different facts; the room takes the
first and refuses the other's. Nothing of the refused ones is lost here: in one transaction, after a copy of
the whole file, they get the new name, numbers from 1 and a chain of their own. It is the only place where a
row of the journal is changed, and only by a person's order. Source: design.md §5 (Forks).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models import migrate
from batola_desk.models.codec import GENESIS_HASH, StoredFact, chain_hash, envelope_text
from batola_desk.models.database import as_fault, create_file_engine
from batola_desk.models.file_lock import FileLock
from batola_desk.models.journal_table import COLUMNS, read_meta, read_own_origins, write_meta
from batola_desk.models.refold import rebuild_projections

_WAITING: Final = f"""
    SELECT {", ".join("j." + name for name in COLUMNS)} FROM pending_fact AS p
    JOIN journal AS j ON j.row_id = p.row_id WHERE j.origin = ? ORDER BY j.oseq
"""
_RENAME: Final = "UPDATE journal SET origin = ?, oseq = ?, prev_hash = ?, hash = ? WHERE row_id = ?"
_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"


@dataclass(frozen=True, slots=True)
class Renewed:
    """What was done.

    Attributes:
        moved: facts that are sealed anew under the new name.
        stayed: waiting facts that the room has under the old one.
        backup: the file as it was.
    """

    former: str
    origin: str
    moved: int
    stayed: int
    backup: Path


def renew_origin(path: Path, in_room: Collection[str]) -> Renewed:
    """Give a copied journal file its own name; what is in the room keeps the old one.

    Args:
        in_room: ids of facts that the room has and this file does not know to be placed.

    Raises:
        EnvironmentFault: ``journal_in_use``, or the file cannot be written.
    """
    lock = FileLock.of_journal(path)
    try:
        engine = create_file_engine(path, read_only=False)
        with engine.connect() as connection:
            with connection.begin():
                revision = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
            migrate.refuse_newer(revision)
            backup = migrate.backup_copy(path, revision, why="before-new-origin")
            with connection.begin():
                former, origin = read_meta(connection, "origin"), str(uuid.uuid4())
                moved, stayed = _move(connection, former, origin, in_room)
                write_meta(connection, "former_origins", " ".join(sorted(read_own_origins(connection))))
                write_meta(connection, "origin", origin)
                rebuild_projections(connection)  # whose word a field is depends on the name
        engine.dispose()
        return Renewed(former, origin, moved, stayed, backup)
    except DBAPIError as error:
        raise (as_fault(error, path=str(path)) or EnvironmentFault("disk_io", path=str(path))) from error
    finally:
        lock.release()


def _move(connection: Connection, former: str, origin: str, in_room: Collection[str]) -> tuple[int, int]:
    """Return how many waiting facts moved and how many stayed."""
    waiting = [StoredFact(*row) for row in connection.exec_driver_sql(_WAITING, (former,))]
    oseq, seal = 0, GENESIS_HASH
    with _without_triggers(connection):
        for row in waiting:
            if row.fact_id in in_room:
                continue
            oseq += 1
            moved = replace(row, origin=origin, oseq=oseq, prev_hash=seal)
            seal = chain_hash(seal, envelope_text(moved))
            connection.exec_driver_sql(_RENAME, (origin, oseq, moved.prev_hash, seal, row.row_id))
    return oseq, len(waiting) - oseq


@contextmanager
def _without_triggers(connection: Connection) -> Iterator[None]:
    """The journal is insert-only but for this; the transaction keeps anybody from seeing it otherwise."""
    triggers = connection.exec_driver_sql(_TRIGGERS).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)
