"""A desk as far as its room sees it: a real journal file, the real exchange, a model of a connection."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from batola_desk.domain import reducers
from batola_desk.domain.facts import NewFact
from batola_desk.domain.reducers import State, is_known_name
from batola_desk.models import conflict_table
from batola_desk.models.codec import StoredFact, decode_fact
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.projections import PROJECTIONS
from batola_desk.models.room import RoomFact
from batola_desk.models.tables import conflict_row
from batola_desk.sync.exchange import Exchange
from batola_desk.sync.listeners import Listeners
from batola_desk.sync.voices import Credentials, open_voices
from tests.support.model_secretariat import ModelRoom, ModelSecretariat, Trouble
from tests.support.stories import cut_the_power

WAIT_S = 20.0


class SyncDesk:
    """One workstation; ``letter`` gives it its machine's login."""

    def __init__(
        self,
        folder: Path,
        letter: str,
        room: ModelRoom,
        *,
        template: Path | None = None,
        clock: Callable[[], float] = lambda: 0.0,
        listeners: Listeners | None = None,
    ) -> None:
        self.folder = folder / letter
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / "0.sqlite"
        if template is not None:
            shutil.copy(template, self.path)
            _give_own_origin(self.path, letter)
        self.letter = letter
        self.machine = Credentials(f"meja_{letter.lower()}", "sandi")
        self.room = room
        self.trouble = Trouble()
        self.written: list[str] = []
        self.is_connected = False
        self._clock = clock
        self._listeners = listeners
        self._files = 0
        self.open()

    # ------------------------------------------------------------------ the file

    def open(self) -> None:
        self.journal: Journal = open_journal(self.path)
        assert self.journal.report.health in {"healthy", "created"}
        self.exchange = Exchange(
            self.journal.store, self.journal.reader, clock=self._clock, listeners=self._listeners
        )

    def close(self) -> None:
        self.disconnect()
        self.journal.close()
        self.journal.engine.dispose()

    def crash(self) -> None:
        """Go on with the file as a power cut leaves it."""
        self._files += 1
        left = self.folder / f"{self._files}.sqlite"
        cut_the_power(self.path, left)
        self.close()
        self.path = left
        self.open()

    def write(self, *facts: NewFact, actor: str = "sari") -> list[str]:
        """Journal facts; returns their ids."""
        result = self.journal.store.append(facts, actor=actor, desk=self.letter).result(WAIT_S)
        ids = [fact.fact_id for fact in result.facts]
        self.written += ids
        return ids

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the file behind the journal's back."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    @property
    def fact_ids(self) -> set[str]:
        return {row[0] for row in self.query("SELECT fact_id FROM journal")}

    @property
    def waiting(self) -> int:
        return self.journal.reader.pending_count().result(WAIT_S)

    # ------------------------------------------------------------------ the room

    async def connect(self, person: Credentials | None = None) -> None:
        """Open a connection and compare histories."""
        self.disconnect()

        async def connect(credentials: Credentials) -> ModelSecretariat:
            connection = await self.room.connect(credentials)
            connection.trouble = self.trouble
            return connection

        self.voices = await open_voices(connect, self.machine, person, self.journal.origin)
        self.is_connected = True
        await self.exchange.begin(self.voices)

    def disconnect(self) -> None:
        if self.is_connected:
            self.voices.terminate()
            self.is_connected = False

    async def exchange_all(self, person: Credentials | None = None, limit: int = 200) -> None:
        """Over a good connection, until there is nothing more to do."""
        if not self.is_connected:
            self.trouble = Trouble()
            await self.connect(person)
        for _ in range(limit):
            if not await self.exchange.turn() and not await self.exchange.fill_some():
                return
        raise AssertionError("it never ends")

    # ------------------------------------------------------------------ what it shows

    def shown(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every list, without its place in the file."""
        return shown_in(self.path)

    def state(self, name: str) -> State | None:
        return self.journal.reader.state(name).result(WAIT_S)


def shown_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every list in a journal, without its place in the file."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = {}
    for projection in PROJECTIONS.values():
        query = f"SELECT * FROM {projection.table.name} ORDER BY {projection.key_column}"
        rows[projection.table.name] = [
            {key: row[key] for key in row.keys() if key != "row_id"}  # noqa: SIM118
            for row in connection.execute(query)
        ]
    conflicts = connection.execute("SELECT * FROM conflict_row ORDER BY conflict_id")
    rows["conflict_row"] = [dict(row) for row in conflicts]
    connection.close()
    return rows


def fold_of(entries: Sequence[RoomFact]) -> dict[str, State]:
    """The server's journal folded from scratch, by nothing but the reducers."""
    states: dict[str, State] = {}
    for entry in entries:
        row = StoredFact(
            row_id=0,
            fact_id=entry.fact_id,
            origin=entry.origin,
            oseq=entry.oseq,
            kind=entry.kind,
            version=entry.version,
            aggregates=entry.aggregates,
            guards=entry.guards,
            actor=entry.actor,
            desk=entry.desk,
            occurred_us=entry.occurred_us,
            base_seq=entry.base_seq,
            app=entry.app,
            body=entry.body,
            prev_hash=b"",
            hash=b"",
        )
        fact = decode_fact(row, entry.seq, entry.verdict)
        for name in dict.fromkeys(fact.aggregates):
            if is_known_name(name):
                states[name] = reducers.fold(states.get(name) or reducers.initial_state(name), fact)
    return states


def rows_of(states: dict[str, State]) -> dict[str, list[dict[str, Any]]]:
    """The lists as they must be shown for these states."""
    rows: dict[str, list[dict[str, Any]]] = {p.table.name: [] for p in PROJECTIONS.values()}
    for name in sorted(states):
        projection = PROJECTIONS[name.partition(":")[0]]
        rows[projection.table.name].append(projection.values(states[name]))
    columns = [column.name for column in conflict_row.columns]
    conflicts = sorted(row for state in states.values() for row in conflict_table.rows_of(state.conflicts))
    rows["conflict_row"] = [dict(zip(columns, row, strict=True)) for row in conflicts]
    return rows


def _give_own_origin(path: Path, letter: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "UPDATE meta SET value = ? WHERE key = 'origin'",
            (f"00000000-0000-7000-8000-0000000000{ord(letter):02x}",),
        )
    connection.close()


MakeDesk = Callable[..., SyncDesk]
