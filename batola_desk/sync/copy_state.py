"""Second copies of what the room does not have yet: which of it is due, and how a copy stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from batola_desk.models.room import PendingFact

FOLDER: Final = "folder"
NEIGHBOUR: Final = "neighbour"
BATCH_FACTS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyState:
    """How one copy stands.

    Attributes:
        kind: ``folder`` or ``neighbour``.
        name: of the folder, or the letter of the desk that keeps the copy; empty: none does.
        is_whole: all that waited at the last look is in the copy.
        looked_at_s: when that was, by the monotonic clock.
        code: why it is not, for words; empty when nothing is wrong.
        values: what the words need.
    """

    kind: str
    name: str = ""
    is_whole: bool = False
    looked_at_s: float = 0.0
    code: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class PendingFeed:
    """Hands out this desk's waiting facts in the order of the file, each once for a copy.

    While the room takes facts at once, only those go out that were there at the look before: writing each
    fact twice would serve nobody.

    Args:
        origins: all that this file ever had; facts kept for other desks have their first copy there.
    """

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins
        self._seen_row = 0
        self.after_row = 0  # everything of ours that waits up to here is in the copy

    def start_over(self) -> None:
        """The copy is a new one, or facts wait again that the room had taken."""
        self.after_row = 0

    def due(self, waiting: Sequence[PendingFact], *, at_once: bool) -> list[PendingFact]:
        """Return what goes into the copy now of what waits after ``after_row``."""
        if not at_once:
            seen, self._seen_row = self._seen_row, waiting[-1].row_id if waiting else 0
            waiting = [fact for fact in waiting if fact.row_id <= seen]
        return [fact for fact in waiting if fact.origin in self._origins]

    def done(self, waiting: Sequence[PendingFact], due: Sequence[PendingFact]) -> None:
        """These are in the copy for good."""
        if due:
            self.after_row = max(self.after_row, due[-1].row_id)
        elif waiting and all(fact.origin not in self._origins for fact in waiting):
            self.after_row = waiting[-1].row_id
