"""Writes envelopes as a desk's journal does: one origin, numbers without gaps, a chain of hashes."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

from batola_desk.domain.ids import new_id
from batola_desk.models.codec import (
    GENESIS_HASH,
    StoredFact,
    canonical,
    chain_hash,
    envelope_text,
    submission_text,
)


class RoomWriter:
    """One desk's file, as far as the server sees it."""

    def __init__(self, actor: str = "rina", desk: str = "A", origin: str | None = None) -> None:
        self.origin = origin or str(uuid.uuid4())
        self.actor = actor
        self.desk = desk
        self.oseq = 0
        self._hash = GENESIS_HASH

    def fact(
        self,
        kind: str = "incident.note_added",
        *,
        aggregates: tuple[str, ...] = ("incident:1",),
        guards: tuple[tuple[str, str | None, str | None], ...] = (),
        actor: str | None = None,
        body: Any = None,
        at_us: int | None = None,
        wrong: dict[str, Any] | None = None,
    ) -> str:
        """The next envelope. ``wrong``: fields to put in afterwards."""
        self.oseq += 1
        row = StoredFact(
            row_id=self.oseq,
            fact_id=new_id(),
            origin=self.origin,
            oseq=self.oseq,
            kind=kind,
            version=1,
            aggregates=canonical(list(aggregates)),
            guards=canonical([{"k": k, "expect": expect, "set": new} for k, expect, new in guards]),
            actor=actor if actor is not None else self.actor,
            desk=self.desk,
            occurred_us=1_795_000_000_000_000 + self.oseq if at_us is None else at_us,
            base_seq=0,
            app="test",
            body=body if isinstance(body, str) else canonical(body or {"note_id": "1", "text": "catatan"}),
            prev_hash=self._hash,
            hash=b"",
        )
        row = replace(row, hash=chain_hash(self._hash, envelope_text(row)))
        self._hash = row.hash
        return canonical({**json.loads(submission_text(row)), **(wrong or {})})

    def facts(self, count: int, **same: Any) -> list[str]:
        return [self.fact(**same) for _ in range(count)]


def id_of(envelope: str) -> str:
    return str(json.loads(envelope)["id"])
