"""Seals of facts: what proves later that a printed history is the journal's. Source: domain.md §15."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from batola_desk.models.codec import StoredFact, hash_fits
from batola_desk.models.database import as_fault, create_file_engine
from batola_desk.models.journal_table import COLUMNS

_SEALS_OF = """
    SELECT j.fact_id, j.origin, j.oseq, j.kind, j.occurred_us, j.hash FROM journal_aggregate AS a
    CROSS JOIN journal AS j ON j.row_id = a.row_id WHERE a.aggregate = ? ORDER BY a.seq, a.row_id
"""
_STORED = f"SELECT {', '.join(COLUMNS)} FROM journal WHERE fact_id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One fact's place in its desk's chain; ``hash`` covers the fact and everything before it there."""

    fact_id: str
    origin: str
    oseq: int
    kind: str
    occurred_us: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenSeal:
    """A seal that does not hold: ``missing`` in this journal, ``other`` than printed, ``altered`` itself."""

    seal: Seal
    problem: str


def seals_of(connection: Connection, name: str) -> tuple[Seal, ...]:
    """The seals of all facts about one thing, in the order in which they count."""
    rows = connection.exec_driver_sql(_SEALS_OF, (name,))
    return tuple(
        Seal(
            fact_id=row[0], origin=row[1], oseq=row[2], kind=row[3], occurred_us=row[4],
            hash=bytes(row[5]).hex(),
        )
        for row in rows
    )  # fmt: skip


def check_seals(path: Path, seals: Sequence[Seal]) -> tuple[BrokenSeal, ...]:
    """Compare printed seals with a journal; it may be open in a running desk.

    Raises:
        FileNotFoundError: there is no such journal.
        EnvironmentFault: it cannot be read.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        with create_file_engine(path, read_only=True).connect() as connection:
            return tuple(broken for seal in seals if (broken := _broken(connection, seal)) is not None)
    except DBAPIError as error:
        fault = as_fault(error, path=str(path))
        if fault is None:
            raise
        raise fault from error


def _broken(connection: Connection, seal: Seal) -> BrokenSeal | None:
    row = connection.exec_driver_sql(_STORED, (seal.fact_id,)).first()
    if row is None:
        return BrokenSeal(seal=seal, problem="missing")
    stored = StoredFact(*row)
    said = (seal.origin, seal.oseq, seal.kind, seal.occurred_us, seal.hash)
    if said != (stored.origin, stored.oseq, stored.kind, stored.occurred_us, bytes(stored.hash).hex()):
        return BrokenSeal(seal=seal, problem="other")
    return None if hash_fits(stored) else BrokenSeal(seal=seal, problem="altered")
