"""Checks a whole journal: SQLite's own check, hash chain, numbers, and every projection against a re-fold."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, text
from sqlalchemy.exc import DBAPIError

from batola_desk.domain.facts import UnknownEvent
from batola_desk.models import conflict_table
from batola_desk.models.cache import Held
from batola_desk.models.codec import GENESIS_HASH, StoredFact, decode_event, hash_fits, names_of
from batola_desk.models.database import as_fault, create_file_engine
from batola_desk.models.file_lock import FileLock
from batola_desk.models.journal_table import read_own_origins
from batola_desk.models.migrate import refuse_newer
from batola_desk.models.projections import PROJECTIONS, Projection
from batola_desk.models.refold import Progress, chunks, rebuild_projections, refold
from batola_desk.models.room_check import check_room
from batola_desk.models.room_join import read_progress
from batola_desk.models.rows import Difference, VerifyReport
from batola_desk.models.tables import (
    SEARCH_TABLES,
    fact_problem,
    journal,
    journal_aggregate,
    journal_loss,
)

MAX_LISTED = 1_000


def verify(path: Path, *, progress: Progress | None = None, repair: bool = False) -> VerifyReport:
    """Check a journal file; it may be open in a running desk at the same time.

    Args:
        progress: told (facts folded, facts in all) about every thousand facts.
        repair: rebuild the projections from the journal afterwards (only when the journal itself is sound
            and no desk has the file open).

    Raises:
        EnvironmentFault: the file cannot be read at all, ``journal_newer``, or (repair) ``journal_in_use``.
        FileNotFoundError: there is no such file.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    started = time.perf_counter()
    try:
        engine = create_file_engine(path, read_only=True)
        with engine.connect() as connection, connection.begin():
            refuse_newer(str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar()))
            check = _Check(connection, progress)
            report = check.run(path, started)
        if repair and report.exit_code == 1:
            lock = FileLock.of_journal(path)
            try:
                writing = create_file_engine(path, read_only=False)
                with writing.connect() as connection, connection.begin():
                    rebuild_projections(connection)
            finally:
                lock.release()
            return verify(path, progress=progress)
    except DBAPIError as error:
        fault = as_fault(error, path=str(path))
        if fault is None:
            raise
        raise fault from error
    return report


class _Check:
    """One run over one file."""

    def __init__(self, connection: Connection, progress: Progress | None) -> None:
        self._connection = connection
        self._progress = progress
        self._total = connection.execute(select(func.count()).select_from(journal_aggregate)).scalar() or 0
        self._folded = 0
        self._differences: list[Difference] = []
        self._difference_count = 0

    def run(self, path: Path, started: float) -> VerifyReport:
        integrity = tuple(
            str(row[0])
            for row in self._connection.execute(text("PRAGMA integrity_check(100)"))
            if row[0] != "ok"
        )
        fact_count = self._connection.execute(select(func.count()).select_from(journal)).scalar() or 0
        chain_faults, gaps, unreadable = self._check_chain()
        altered = self._known_problems()
        room_faults = tuple(check_room(self._connection))
        losses = tuple(
            f"{row.origin}/{row.first_oseq}-{row.last_oseq}"
            for row in self._connection.execute(select(journal_loss))
        )
        # Before all of the history is here, nothing can be folded from its birth.
        is_whole = read_progress(self._connection).is_whole
        aggregate_count = self._check_projections() if is_whole else 0
        elapsed_s = time.perf_counter() - started
        return VerifyReport(
            path=path,
            fact_count=fact_count,
            aggregate_count=aggregate_count,
            elapsed_s=elapsed_s,
            facts_per_s=fact_count / max(elapsed_s, 1e-6),
            integrity=integrity,
            chain_faults=tuple(fault for fault in chain_faults if fault not in altered),
            gaps=tuple(gap for gap in gaps if gap not in losses),
            known_losses=losses,
            altered=tuple(altered),
            room_faults=room_faults,
            unreadable=unreadable,
            difference_count=self._difference_count,
            differences=tuple(self._differences),
        )

    def _check_chain(self) -> tuple[list[str], list[str], int]:
        own = read_own_origins(self._connection)
        faults: list[str] = []
        gaps: list[str] = []
        unreadable = 0
        links = 0
        origin, oseq, last_hash = "", 0, GENESIS_HASH
        statement = (
            select(journal).order_by(journal.c.origin, journal.c.oseq).execution_options(yield_per=1_000)
        )
        for row in self._connection.execute(statement):
            fact = StoredFact(*row)
            if fact.origin != origin:
                origin, oseq, last_hash = fact.origin, 0, GENESIS_HASH
            follows = fact.oseq == oseq + 1
            if not follows and origin in own:  # of another desk this file has what the room gave it
                gaps.append(f"{origin}/{oseq + 1}-{fact.oseq - 1}")
            if not hash_fits(fact) or (follows and fact.prev_hash != last_hash):
                faults.append(f"{origin}/{fact.oseq}")
            oseq, last_hash = fact.oseq, fact.hash
            unreadable += isinstance(decode_event(fact.kind, fact.version, fact.body), UnknownEvent)
            links += len(names_of(fact.aggregates))
        if links != self._total:
            self._differ("journal_aggregate", "*", "count", str(self._total), str(links))
        return faults, gaps, unreadable

    def _known_problems(self) -> dict[str, None]:
        """Facts that the start and the operator already know to be other than their desk sealed them."""
        statement = select(journal.c.origin, journal.c.oseq).join(
            fact_problem, fact_problem.c.row_id == journal.c.row_id
        )
        return dict.fromkeys(f"{row.origin}/{row.oseq}" for row in self._connection.execute(statement))

    def _check_projections(self) -> int:
        count = listed = 0
        for chunk in chunks(refold(self._connection, self._on_fact), 500):
            by_kind: dict[str, dict[str, Held]] = {}
            for name, held in chunk:
                kind, _, identifier = name.partition(":")
                by_kind.setdefault(kind, {})[identifier] = held
            for kind, expected in by_kind.items():
                self._compare(PROJECTIONS[kind], expected)
            conflicts = {name: held.state.conflicts for name, held in chunk}
            for key, stored_text, wanted in conflict_table.differences(self._connection, conflicts):
                self._differ("conflict_row", key, "*", stored_text, wanted)
            listed += sum(len(conflict_table.rows_of(found)) for found in conflicts.values())
            count += len(chunk)
        stored = 0
        for projection in PROJECTIONS.values():
            stored += (
                self._connection.execute(select(func.count()).select_from(projection.table)).scalar() or 0
            )
        if stored != count:
            self._differ("*", "*", "count", str(stored), str(count))
        if (in_list := conflict_table.count(self._connection)) != listed:
            self._differ("conflict_row", "*", "count", str(in_list), str(listed))
        return count

    def _compare(self, projection: Projection, expected: Mapping[str, Held]) -> None:
        table = projection.table
        key = table.c[projection.key_column]
        rows = self._connection.execute(select(table).where(key.in_(list(expected)))).mappings()
        stored: dict[str, RowMapping] = {row[projection.key_column]: row for row in rows}
        for identifier, held in expected.items():
            row = stored.get(identifier)
            values = {"row_id": held.first_row_id, **projection.values(held.state)}
            if row is None:
                self._differ(table.name, identifier, "*", "missing", "present")
                continue
            for column, value in values.items():
                if row[column] != value:
                    self._differ(table.name, identifier, column, repr(row[column]), repr(value))
        if projection.search is not None:
            self._compare_search(projection, projection.search, expected)

    def _compare_search(
        self, projection: Projection, search: Callable[[Any], tuple[str, ...]], expected: Mapping[str, Held]
    ) -> None:
        name = projection.search_table
        columns = ", ".join(SEARCH_TABLES[name])
        ids = ", ".join(str(held.first_row_id) for held in expected.values())
        rows = self._connection.execute(text(f"SELECT rowid, {columns} FROM {name} WHERE rowid IN ({ids})"))
        stored = {row[0]: tuple(row[1:]) for row in rows}
        for identifier, held in expected.items():
            words = search(held.state)
            if stored.get(held.first_row_id) != words:
                self._differ(name, identifier, "*", repr(stored.get(held.first_row_id)), repr(words))

    def _differ(self, table: str, key: str, column: str, stored: str, expected: str) -> None:
        self._difference_count += 1
        if len(self._differences) < MAX_LISTED:
            self._differences.append(
                Difference(table=table, key=key, column=column, stored=stored, expected=expected)
            )

    def _on_fact(self) -> None:
        self._folded += 1
        if self._progress is not None and (self._folded % 1_000 == 0 or self._folded == self._total):
            self._progress(self._folded, self._total)
