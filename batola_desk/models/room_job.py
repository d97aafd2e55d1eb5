"""What the journal's writer is asked to do with the room's entries, and what a transaction changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import MappingProxyType

from batola_desk.domain.facts import Fact
from batola_desk.domain.reducers import State, is_known_name
from batola_desk.models.cache import Held
from batola_desk.models.codec import names_of
from batola_desk.models.room import JudgedFact, RoomApplied, RoomFact, RoomHead, RoomSnapshot
from batola_desk.models.room_table import Arrival


@dataclass(slots=True)
class RoomJob:
    """One call of a method of ``JournalStore`` about the room on its way to the disk."""

    future: Future[RoomApplied]
    page: Sequence[RoomFact] = ()
    cut_after: int | None = None
    kept: Sequence[str] = ()
    epoch: str | None = None
    snapshot: RoomSnapshot | None = None
    is_history: bool = False  # the page is of the history before the snapshot
    settles: bool = False
    states: dict[str, State] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    judged: list[JudgedFact] = field(default_factory=list)
    cut: int = 0
    corrected: int = 0

    def result(self, head: RoomHead) -> RoomApplied:
        """Return the answer once everything is on the disk."""
        return RoomApplied(
            states=MappingProxyType(self.states),
            head=head,
            facts=tuple(self.facts),
            judged=tuple(self.judged),
            cut=self.cut,
            corrected=self.corrected,
        )


@dataclass(slots=True)
class Step:
    """What one transaction changed, and what memory may learn after its commit.

    Attributes:
        shown: names of the changed things that the screen is told of; None = all.
        gone: things that are not there any more.
        left: entries of the page that another transaction takes.
    """

    head: RoomHead
    is_last: bool = True
    changes: dict[str, Held] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    judged: list[JudgedFact] = field(default_factory=list)
    left: Sequence[Arrival] = ()
    shown: frozenset[str] | None = None
    gone: Sequence[str] = ()
    cut: int = 0
    corrected: int = 0


def judged(fact: Fact, arrival: Arrival) -> JudgedFact:
    """Return the fact with the room's word on it."""
    entry = arrival.entry
    return JudgedFact(
        fact=fact,
        info=entry.info,
        author=entry.author,
        author_auth=entry.author_auth,
        recorded_us=entry.recorded_us,
        problem=arrival.problem,
    )


def names_of_rows(aggregates: Iterable[str]) -> list[str]:
    """Return the names in these JSON lists that this program can fold, each once."""
    names = dict.fromkeys(name for text in aggregates for name in names_of(text))
    return [name for name in names if is_known_name(name)]
