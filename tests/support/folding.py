"""Folding a short story of events into a state, for tests of the domain."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from batola_desk.domain.call import Call
from batola_desk.domain.facts import Event, Fact, Verdict
from batola_desk.domain.reducers import State, fold, initial_state

SECOND_US = 1_000_000
BEGIN_US = 1_756_080_000 * SECOND_US  # 25 Aug 2025, 08:00 WITA

StateT = TypeVar("StateT", bound=State)


def fact_of(
    event: Event,
    name: str,
    at_s: float = 0.0,
    *,
    number: int = 0,
    desk: str = "A",
    actor: str = "siti",
    origin: str = "",
    verdict: Verdict = Verdict.OK,
) -> Fact:
    """Return a fact that happened ``at_s`` seconds into the story."""
    return Fact(
        fact_id=f"{desk}-{at_s}-{number}-{event.TYPE}",
        origin=origin or f"origin-{desk}",
        oseq=number,
        aggregates=(name,),
        actor=actor,
        desk=desk,
        occurred_us=BEGIN_US + int(at_s * SECOND_US),
        event=event,
        verdict=verdict,
    )


class Story:
    """Folds event after event into one aggregate; each comes one second after the one before."""

    def __init__(self, name: str, kind: type[StateT]) -> None:
        self.name = name
        self.state: State = initial_state(name)
        self.count = 0
        assert isinstance(self.state, kind)

    def tell(
        self,
        *events: Event,
        at_s: float | None = None,
        desk: str = "A",
        actor: str = "siti",
        verdict: Verdict = Verdict.OK,
    ) -> State:
        """Fold events and return the state after the last one."""
        for event in events:
            self.count += 1
            when = float(self.count) if at_s is None else at_s
            fact = fact_of(event, self.name, when, number=self.count, desk=desk, actor=actor, verdict=verdict)
            self.state = fold(self.state, fact)
        return self.state


def us(at_s: float) -> int:
    """Return the time of a second of the story."""
    return BEGIN_US + int(at_s * SECOND_US)


def without_memory(state: StateT) -> StateT:
    """Return a state without its history and what people must look at, to compare what counts."""
    plain = replace(state, seen=frozenset(), conflicts=())
    return replace(plain, timeline=()) if hasattr(plain, "timeline") else plain


def story(*events: object) -> Call:
    """Fold events one second apart."""
    told = Story("call:k", Call)
    told.tell(*events)  # type: ignore[arg-type]
    assert isinstance(told.state, Call)
    return told.state
