"""The room's journal as a list in memory, and other desks that write sealed facts; for tests and figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from batola_desk.domain.facts import Event, Guard
from batola_desk.models import codec
from batola_desk.models.codec import GENESIS_HASH, StoredFact
from batola_desk.models.room import RoomFact, RoomHead

BEGIN_US = 1_756_080_000_000_000


class OtherDesk:
    """A desk that only writes: its facts are sealed as a real one's."""

    def __init__(self, number: int = 1, desk: str = "B") -> None:
        self.origin = str(UUID(int=0xB000 + number))
        self.desk = desk
        self.begin_us = BEGIN_US
        self.actor = "rina"
        self._number = number
        self._oseq = 0
        self._hash = GENESIS_HASH

    def write(self, event: Event, *names: str, guards: Sequence[Guard] = ()) -> str:
        """Return the envelope of one more fact, as it is submitted."""
        self._oseq += 1
        kind, version, body = codec.encode_event(event)
        row = StoredFact(
            row_id=0,
            fact_id=str(UUID(int=(self._number << 64) + self._oseq)),
            origin=self.origin,
            oseq=self._oseq,
            kind=kind,
            version=version,
            aggregates=codec.canonical(names),
            guards=codec.encode_guards(guards),
            actor=self.actor,
            desk=self.desk,
            occurred_us=self.begin_us + self._oseq * 1_000,
            base_seq=0,
            app="9.9",
            body=body,
            prev_hash=self._hash,
            hash=b"",
        )
        row = replace(row, hash=codec.chain_hash(row.prev_hash, codec.envelope_text(row)))
        self._hash = row.hash
        return codec.submission_text(row)


class RoomDouble:
    """Takes envelopes in order, gives places and verdicts; its history can be cut like a server's.

    Args:
        after: it goes on behind this entry, whose history somebody else has.
    """

    def __init__(self, after: RoomHead | None = None) -> None:
        self._after = after or RoomHead(hash=b"\0")
        self.entries: list[RoomFact] = []
        self._by_id: dict[str, RoomFact] = {}

    def submit(self, envelope: str, verdict: str = "ok", info: str = "") -> RoomFact:
        """Return the entry of a fact; a repeated one keeps its place and verdict."""
        fact = json.loads(envelope)
        known = self._by_id.get(fact["id"])
        if known is not None:
            return known
        prev_hash = self.entries[-1].hash if self.entries else self._after.hash
        entry = RoomFact(
            seq=(self.entries[-1].seq if self.entries else self._after.seq) + 1,
            fact_id=fact["id"],
            origin=fact["origin"],
            oseq=fact["oseq"],
            kind=fact["kind"],
            version=fact["v"],
            aggregates=json.dumps(fact["aggs"]),
            guards=json.dumps(fact["guards"]),
            actor=fact["actor"],
            desk=fact["desk"],
            occurred_us=fact["t"],
            base_seq=fact["base"],
            app=fact["app"],
            body=fact["body"],
            origin_prev_hash=bytes.fromhex(fact["prev"]),
            origin_hash=bytes.fromhex(fact["hash"]),
            verdict=verdict,
            info=info,
            author=fact["actor"],
            author_auth="session",
            recorded_us=BEGIN_US + len(self.entries),
            prev_hash=prev_hash,
            hash=hashlib.sha256(prev_hash + f"{verdict}{envelope}".encode()).digest(),
        )
        self.entries.append(entry)
        self._by_id[entry.fact_id] = entry
        return entry

    def page(self, after_seq: int, limit: int = 500) -> list[RoomFact]:
        """Return the entries after a place."""
        first = max(0, after_seq - self._after.seq)
        return self.entries[first : first + limit]

    def forget_all_but_the_last(self) -> None:
        """Go on without the entries that were handed out, for histories that memory does not hold."""
        self.entries = self.entries[-1:]
        self._by_id.clear()

    def cut(self, after_seq: int) -> None:
        """Lose the newest entries, as a failover does."""
        for entry in self.entries[after_seq:]:
            del self._by_id[entry.fact_id]
        del self.entries[after_seq:]
