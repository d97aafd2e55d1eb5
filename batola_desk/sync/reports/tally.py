"""What the projector remembers of a thing: the product's own folded state, without what no report shows.

Numbers, names, texts and places of callers are left out of the stored state too, so that an erasure by law
has nothing to erase here. The room gives each fact once and in order: ``seen`` is not needed either.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import msgspec

from batola_desk.domain import reducers
from batola_desk.domain.call import Call
from batola_desk.domain.callback import Callback
from batola_desk.domain.events.callback import CallbackAttempted
from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import AggregateKind, Fact
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Operator
from batola_desk.domain.timeline import earliest
from batola_desk.domain.unit import Unit
from batola_desk.sync.reports.values import SMALL_MAX

Reported: TypeAlias = Call | Incident | Unit | Callback | Operator

STATE_CLASSES: Final[dict[str, type[Reported]]] = {
    AggregateKind.CALL.value: Call,
    AggregateKind.INCIDENT.value: Incident,
    AggregateKind.UNIT.value: Unit,
    AggregateKind.CALLBACK.value: Callback,
    AggregateKind.OPERATOR.value: Operator,
}
KEPT_FIELDS: Final = frozenset({"type_code", "place_code"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One thing after some facts.

    Attributes:
        seq: the last fact that changed it.
        held_us: time on hold so far, of a call.
        classified_us: when a call first got its class; a lead may change it days later.
        reached_us: when a call-back first reached its number.
        period_seq: the fact that began the present state of a unit or an operator.
    """

    state: Reported
    seq: int = 0
    held_us: int = 0
    classified_us: int | None = None
    reached_us: int | None = None
    period_seq: int = 0


def is_reported(name: str) -> bool:
    """Whether the reports know this kind of thing."""
    kind, _, identifier = name.partition(":")
    return kind in STATE_CLASSES and bool(identifier)


def new_tally(name: str) -> Tally:
    """Return a thing nothing is known about yet. ``name`` must be a reported one."""
    state = reducers.initial_state(name)
    assert isinstance(state, Reported)
    return Tally(state=state)


def apply(tally: Tally, fact: Fact, seq: int) -> Tally:
    """Return the thing after one more fact; the same object when no report changes by it."""
    before = tally.state
    folded = reducers.fold(before, fact)
    assert isinstance(folded, Reported)
    after = lean(folded)
    changes: dict[str, Any] = {}
    if isinstance(after, Call) and isinstance(before, Call):
        changes = _call_changes(tally, before, after, fact)
    elif isinstance(after, Callback):
        is_reached = isinstance(fact.event, CallbackAttempted) and fact.event.outcome == "reached"
        if is_reached and fact.verdict.takes_effect:
            changes = {"reached_us": earliest(tally.reached_us, fact.occurred_us)}
    elif isinstance(after, Unit | Operator) and isinstance(before, Unit | Operator):
        is_new = (after.state, after.state_since_us) != (before.state, before.state_since_us)
        changes = {"period_seq": seq} if is_new else {}
    if after == before and all(getattr(tally, name) == value for name, value in changes.items()):
        return tally
    return replace(tally, state=after, seq=seq, **changes)


def _call_changes(tally: Tally, before: Call, after: Call, fact: Fact) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if before.held_since_us is not None and after.held_since_us != before.held_since_us:
        until_us = after.held_since_us or fact.occurred_us
        changes["held_us"] = tally.held_us + max(0, until_us - before.held_since_us)
    if after.classified_us is not None and tally.classified_us is None:
        changes["classified_us"] = after.classified_us
    return changes


def lean(state: Reported) -> Reported:
    """Return the state without history and personal data; later facts fold onto it as onto the whole one."""
    match state:
        case Call():
            return evolve(
                state,
                **_BARE,
                notes=(),
                texts=(),
                fixes=(),
                location_uris=(),
                links=(),
                recordings=(),
                recording_marks=(),
                number="",
                display_name="",
                digits="",
                transferred_to="",
                recording_held="",
                sip_code=None,
                parties=tuple(evolve(party, number="") for party in state.parties),
            )
        case Incident():
            return evolve(
                state,
                **_BARE,
                notes=(),
                location=None,
                location_history=(),
                not_same=(),
                transfer_wish=None,
                referral_answer="",
                state_reason="",
                reference="",
                priority_reason="",
                fields=tuple((n, evolve(v, lost=())) for n, v in state.fields if n in KEPT_FIELDS),
                tasks=tuple(
                    evolve(task, acknowledged_by="", report="", reason="", attempts=(), sending=None)
                    for task in state.tasks
                ),
                units=tuple(evolve(part, estimate_s=_small(part.estimate_s)) for part in state.units),
            )
        case Unit():
            return evolve(
                state,
                **_BARE,
                latitude=None,
                longitude=None,
                heading_deg=None,
                position_us=None,
                position_source="",
                state_reason="",
                estimate_s=_small(state.estimate_s),
            )
        case Operator():
            return evolve(state, **_BARE, name="", state_reason="")
        case Callback():
            return evolve(state, **_BARE, number="")


_BARE: Final[dict[str, Any]] = {"timeline": (), "seen": frozenset(), "conflicts": ()}


def _small(value: int | None) -> int | None:
    """A number that no desk of ours writes must not make the state unwritable."""
    return value if value is not None and abs(value) <= SMALL_MAX else None


# ------------------------------------------------------------------ as bytes


def encode(tally: Tally) -> bytes:
    """Return the tally as the server keeps it for the next start."""
    return msgspec.msgpack.encode(
        (
            tally.seq,
            tally.held_us,
            tally.classified_us,
            tally.reached_us,
            tally.period_seq,
            tally.state,
        )
    )


def decode(name: str, data: bytes) -> Tally:
    """Return what ``encode`` wrote.

    Raises:
        msgspec.MsgspecError: another version of the program wrote it; the reports are to be made anew.
    """
    seq, held, classified, reached, period, state = _decoder(name.partition(":")[0]).decode(data)
    return Tally(
        state=state, seq=seq, held_us=held, classified_us=classified, reached_us=reached, period_seq=period
    )


@functools.cache
def _decoder(kind: str) -> msgspec.msgpack.Decoder[Any]:
    state_class: Any = STATE_CLASSES[kind]
    return msgspec.msgpack.Decoder(tuple[int, int, int | None, int | None, int, state_class])
