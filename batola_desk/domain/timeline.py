"""Lines of history: one from each fact."""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import dataclass, replace
from operator import attrgetter

from batola_desk.domain.facts import Fact, UnknownEvent, Verdict

RECENT_KEPT = 200  # LIMIT: units, operators and desks live for years; their state must not grow with them

_fact_id_of = attrgetter("fact_id")
_NOT_SHOWN = frozenset(  # nothing to read
    {"TYPE", "VERSION", "document", "replaces", "facts", "points", "area", "raw", "civic", "doubts"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line of what happened, for the history pane; also the memory of facts already folded."""

    fact_id: str
    kind: str
    at_us: int
    actor: str
    desk: str
    values: tuple[tuple[str, str], ...] = ()
    verdict: str = "ok"


def entry_of(fact: Fact) -> TimelineEntry:
    """Return the timeline line of a fact: its kind, who, when, and its values as text."""
    event = fact.event
    values: tuple[tuple[str, str], ...] = ()
    if not isinstance(event, UnknownEvent):
        values = tuple([(name, str(getattr(event, name))) for name in _shown_fields(type(event))])
    return TimelineEntry(
        fact_id=fact.fact_id,
        kind=fact.kind,
        at_us=fact.occurred_us,
        actor=fact.actor,
        desk=fact.desk,
        values=values,
        verdict=fact.verdict.value,
    )


@functools.cache
def _shown_fields(event_class: type) -> tuple[str, ...]:
    names = getattr(event_class, "__dataclass_fields__", ())
    return tuple(name for name in names if name not in _NOT_SHOWN)


def remember(
    timeline: tuple[TimelineEntry, ...], entry: TimelineEntry
) -> tuple[tuple[TimelineEntry, ...], frozenset[str]]:
    """Return the bounded timeline with one more line, and the ids of the facts on it."""
    kept = (*timeline, entry)[-RECENT_KEPT:]
    return kept, frozenset(map(_fact_id_of, kept))


def confirmed(lines: tuple[TimelineEntry, ...], fact_ids: Container[str]) -> tuple[TimelineEntry, ...]:
    """Return the lines with the room's "ok" on these facts."""
    return tuple(
        replace(line, verdict=Verdict.OK.value) if line.fact_id in fact_ids else line for line in lines
    )


def earliest(known_us: int | None, new_us: int) -> int:
    """Return the earlier of a known time and a new one."""
    return new_us if known_us is None else min(known_us, new_us)
