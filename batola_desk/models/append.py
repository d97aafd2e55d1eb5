"""One append on its way to the disk, and the row that a new fact becomes."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from batola_desk.domain.facts import Fact, NewFact
from batola_desk.domain.ids import is_id, new_id
from batola_desk.models import codec
from batola_desk.models.cache import Held
from batola_desk.models.codec import StoredFact
from batola_desk.models.journal_table import PLACES_PER_FACT, Head
from batola_desk.models.rows import AppendResult


@dataclass(slots=True)
class Append:
    """One call of ``append`` on its way to the disk."""

    news: tuple[NewFact, ...]
    actor: str
    desk: str
    born_us: int
    future: Future[AppendResult]
    ready: bool = False  # rows, facts and states below are made
    told: bool = False  # the provisional result was given out
    rows: list[StoredFact] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    changes: dict[str, Held] = field(default_factory=dict)
    states: dict[str, Held] = field(default_factory=dict)

    def reset(self) -> None:
        """Forget what was made of it: it is made anew."""
        self.ready = False
        self.rows, self.facts, self.changes, self.states = [], [], {}, {}

    def result(self, *, pending_disk: bool) -> AppendResult:
        """What whoever appended is told."""
        states = {name: held.state for name, held in self.states.items()}
        return AppendResult(
            facts=tuple(self.facts), states=MappingProxyType(states), pending_disk=pending_disk
        )


def make_row(new: NewFact, append: Append, head: Head, *, origin: str, app: str, base_seq: int) -> StoredFact:
    """Return the next row of an origin's chain.

    Args:
        head: the row before it.
        base_seq: how far the room's journal was known when the fact was made.

    Raises:
        ValueError: the fact is wrong in itself.
    """
    if not 1 <= len(new.aggregates) <= PLACES_PER_FACT:
        raise ValueError("a fact must touch something, and not everything")
    if new.fact_id is not None and not is_id(new.fact_id):
        raise ValueError("a fact's id must be a UUID in lower case: the room knows no other")
    kind, version, body = codec.encode_event(new.event)
    row = StoredFact(
        row_id=head.row_id + 1,
        fact_id=new.fact_id or new_id(),
        origin=origin,
        oseq=head.oseq + 1,
        kind=kind,
        version=version,
        aggregates=codec.canonical(new.aggregates),
        guards=codec.encode_guards(new.guards),
        actor=new.actor or append.actor,
        desk=append.desk,
        occurred_us=append.born_us if new.occurred_us is None else new.occurred_us,
        base_seq=base_seq,
        app=app,
        body=body,
        prev_hash=head.hash,
        hash=b"",
    )
    return replace(row, hash=codec.chain_hash(head.hash, codec.envelope_text(row)))
