"""One table from aggregate kind to its empty state and its fold."""

from __future__ import annotations

from typing import TypeAlias

from batola_desk.domain.call import Call
from batola_desk.domain.callback import Callback
from batola_desk.domain.facts import Fact
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Desk, Operator
from batola_desk.domain.unit import Unit

State: TypeAlias = Call | Incident | Unit | Callback | Operator | Desk


def initial_state(aggregate_name: str) -> State:
    """Return the state before any fact, for an aggregate named ``kind:id``.

    Raises:
        ValueError: the name has no known kind.
    """
    raise NotImplementedError(aggregate_name)


def fold(state: State, fact: Fact) -> State:
    """Fold one fact into the state: pure, total, harmless when repeated.

    A fact whose verdict takes no effect, or which this program does not know, only enters the timeline.
    """
    raise NotImplementedError(fact.kind)
