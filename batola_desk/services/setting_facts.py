"""A changed setting of this desk as a fact of the journal, whichever window it was changed in.

Source: domain.md §14.
"""

from __future__ import annotations

from typing import Final

from batola_desk.domain.events.desk import SettingChanged
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.services.context import Context

VALUE_CHARS_MAX: Final = 500  # LIMIT: of a value in a fact


def told(value: object) -> str:
    """Return a value as it stands in the journal; None = there is none, or nobody may know it."""
    return "" if value is None else str(value)[:VALUE_CHARS_MAX]


def setting_fact(context: Context, changed: SettingChanged) -> NewFact:
    """Return the fact of a change that was made just now."""
    return NewFact(
        event=changed,
        aggregates=(aggregate(AggregateKind.DESK, context.desk),),
        occurred_us=context.clock.now_us(),
    )
