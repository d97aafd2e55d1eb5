"""Folds pages of the room's journal into things, with the product's own reducers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.facts import Fact
from batola_desk.models.codec import decode_fact, names_of
from batola_desk.models.room import RoomFact
from batola_desk.models.room_page import as_stored
from batola_desk.sync.reports.call_names import CallNames
from batola_desk.sync.reports.rows import TABLES, Row, Table, ended_period, rows_of
from batola_desk.sync.reports.tally import Tally, apply, encode, is_reported, new_tally

TALLIES_KEPT: Final = 5_000  # LIMIT: things in memory, about 3 kB each; others are read again when needed


@dataclass(slots=True)
class PageChange:
    """What one page changes in the reports.

    Attributes:
        rows: table → key → row; a key is there once, whatever a strange desk calls its tasks.
        states: name → what the next start needs.
        incidents: whose list of calls is written anew.
    """

    rows: dict[str, dict[Row, Row]] = field(default_factory=lambda: {table.name: {} for table in TABLES})
    states: dict[str, bytes] = field(default_factory=dict)
    incidents: list[str] = field(default_factory=list)

    def put(self, table: Table, row: Row) -> None:
        """Note a row; a later one of the same key replaces it."""
        self.rows[table.name][row[: table.key]] = row


class Folder:
    """Things in memory and how a page changes them. Forgets everything when a page was not committed."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._tallies: OrderedDict[str, Tally] = OrderedDict()
        self._call_names: CallNames | None = None

    @property
    def knows_history(self) -> bool:
        """Whether ``know_history`` was told."""
        return self._call_names is not None

    def know_history(self, first: RoomFact) -> None:
        """Take the first fact of the history: calls are named by it. Needed before anything else."""
        self._call_names = CallNames(first)

    def missing(self, page: Sequence[RoomFact]) -> list[str]:
        """Return the names a page touches that are not in memory."""
        hidden = self._hidden()
        raw = {name for entry in page for name in names_of(entry.aggregates) if is_reported(name)}
        names = set(hidden.names(raw))
        return sorted(names - self._tallies.keys())

    def know(self, tallies: Mapping[str, Tally]) -> None:
        """Take over what the server has kept."""
        self._tallies.update(tallies)

    def fold(self, page: Sequence[RoomFact]) -> PageChange:
        """Apply a page whose things are all in memory, or not known at all."""
        change = PageChange()
        hidden = self._hidden()
        dirty: dict[str, Tally] = {}
        for entry in page:
            fact = hidden.fact(decode_fact(as_stored(entry), entry.seq, entry.verdict))
            for name in filter(is_reported, hidden.names(names_of(entry.aggregates))):
                tally = self._apply(name, fact, entry.seq, change)
                if tally is not None:
                    dirty[name] = tally
        for name, tally in dirty.items():
            change.states[name] = encode(tally)
            for table, row in rows_of(tally, self._catalog):
                change.put(table, row)
                if table.name == "incident":
                    change.incidents.append(row[0])
        while len(self._tallies) > TALLIES_KEPT:
            self._tallies.popitem(last=False)
        return change

    def forget(self) -> None:
        """Drop everything: what was folded was not written, or tells of another history."""
        self._tallies.clear()
        self._call_names = None

    def _hidden(self) -> CallNames:
        assert self._call_names is not None, "know_history comes first"
        return self._call_names

    def _apply(self, name: str, fact: Fact, seq: int, change: PageChange) -> Tally | None:
        before = self._tallies.get(name) or new_tally(name)
        after = apply(before, fact, seq)
        self._tallies[name] = after
        self._tallies.move_to_end(name)
        if after is before:
            return None
        for table, row in ended_period(before, after):
            change.put(table, row)
        return after


def column_arrays(rows: Sequence[Row]) -> list[list[Any]]:
    """Turn rows into columns."""
    return [list(column) for column in zip(*rows, strict=True)]
