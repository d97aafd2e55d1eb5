"""From a folded thing to rows of the reports. Pure; the columns stand in ``schema/sql/0002``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from batola_desk.domain.call import Call
from batola_desk.domain.callback import Callback
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Operator
from batola_desk.domain.priority import effective_priority
from batola_desk.domain.silent_rules import stayed_silent
from batola_desk.domain.unit import Unit
from batola_desk.sync.reports.tally import Tally
from batola_desk.sync.reports.values import at, seconds, text

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its written columns as ``name type``, the key first."""

    name: str
    key: int
    columns: tuple[tuple[str, str], ...]


def _table(name: str, key: int, **types: str) -> Table:
    columns = [(column, kind) for kind, columns in types.items() for column in columns.split()]
    return Table(name, key, tuple(columns))


CALL: Final = Table(
    "call",
    1,
    (
        ("call_key", "text"),
        ("applied_seq", "bigint"),
        ("direction", "text"),
        ("purpose", "text"),
        ("is_training", "boolean"),
        ("desk", "text"),
        ("operator", "text"),
        ("state", "text"),
        ("call_class", "text"),
        ("ministry_class", "text"),
        ("end_cause", "text"),
        ("callback_id", "text"),
        ("offered_at", "timestamptz"),
        ("overflowed_at", "timestamptz"),
        ("answered_at", "timestamptz"),
        ("ended_at", "timestamptz"),
        ("classified_at", "timestamptz"),
        ("hold_s", "numeric"),
        ("is_silent", "boolean"),
        ("is_silent_checked", "boolean"),
        ("transfer_result", "text"),
        ("mos_mean", "real"),
    ),
)
INCIDENT: Final = _table(
    "incident",
    1,
    text="incident_id ticket_number source desk operator state type_code priority place_code disposition"
    " caller_informed",
    boolean="is_training",
    integer="conflict_count",
    bigint="applied_seq",
    timestamptz="opened_at verified_at first_sent_at first_ack_at first_en_route_at first_on_scene_at"
    " closed_at reopened_at",
)
INCIDENT_CALL: Final = _table("incident_call", 2, text="incident_id call_key", bigint="applied_seq")
AGENCY_TASK: Final = _table(
    "agency_task",
    2,
    text="incident_id task_id agency_code channel state",
    integer="escalation_level ack_limit_s",
    bigint="applied_seq",
    timestamptz="drafted_at sent_at acknowledged_at working_at reported_at ended_at",
)
INCIDENT_UNIT: Final = _table(
    "incident_unit",
    2,
    text="incident_id unit_id state",
    integer="estimate_s",
    bigint="applied_seq",
    timestamptz="assigned_at en_route_at on_scene_at released_at",
)
UNIT: Final = _table(
    "unit",
    1,
    text="unit_id call_sign agency_code medium post state",
    integer="incident_count",
    bigint="applied_seq",
    timestamptz="state_since_at",
)
UNIT_PERIOD: Final = Table(
    "unit_period",
    2,
    (
        ("unit_id", "text"),
        ("applied_seq", "bigint"),
        ("state", "text"),
        ("from_at", "timestamptz"),
        ("until_at", "timestamptz"),
    ),
)
OPERATOR: Final = _table(
    "operator",
    1,
    text="operator_id role desk state",
    bigint="applied_seq",
    timestamptz="state_since_at",
)
OPERATOR_PERIOD: Final = Table(
    "operator_period",
    2,
    (
        ("operator_id", "text"),
        ("applied_seq", "bigint"),
        ("state", "text"),
        ("from_at", "timestamptz"),
        ("until_at", "timestamptz"),
        ("desk", "text"),
    ),
)
CALLBACK: Final = _table(
    "callback",
    1,
    text="callback_id state call_key close_reason",
    integer="lost_count attempt_count",
    bigint="applied_seq",
    timestamptz="first_lost_at last_lost_at last_attempt_at reached_at closed_at",
)
TABLES: Final = (
    CALL,
    INCIDENT,
    INCIDENT_CALL,
    AGENCY_TASK,
    INCIDENT_UNIT,
    UNIT,
    UNIT_PERIOD,
    OPERATOR,
    OPERATOR_PERIOD,
    CALLBACK,
)


def rows_of(tally: Tally, catalog: Catalog) -> Iterator[tuple[Table, Row]]:
    """Yield every row that shows this thing as it is now."""
    match tally.state:
        case Call():
            yield CALL, _call(tally.state, tally, catalog)
        case Incident():
            yield from _incident(tally.state, tally.seq, catalog)
        case Unit():
            yield UNIT, _unit(tally.state, tally.seq)
        case Operator():
            yield OPERATOR, _operator(tally.state, tally.seq)
        case Callback():
            yield CALLBACK, _callback(tally.state, tally)
    yield from _period(tally, None)


def ended_period(before: Tally, after: Tally) -> Iterator[tuple[Table, Row]]:
    """Yield the row of the state that a unit or an operator has left."""
    if before.period_seq != after.period_seq and isinstance(after.state, Unit | Operator):
        yield from _period(before, after.state.state_since_us)


def _period(tally: Tally, until_us: int | None) -> Iterator[tuple[Table, Row]]:
    state = tally.state
    if not isinstance(state, Unit | Operator) or not tally.period_seq:
        return
    times = (text(state.state), at(state.state_since_us), at(until_us))
    if isinstance(state, Unit):
        yield UNIT_PERIOD, (text(state.unit_id), tally.period_seq, *times)
    else:
        yield OPERATOR_PERIOD, (text(state.operator_id), tally.period_seq, *times, text(state.desk))


def _call(call: Call, tally: Tally, catalog: Catalog) -> Row:
    known = catalog.classes.get(call.call_class)
    mos = call.quality.mos_mean if call.quality is not None else None
    return (
        text(call.call_key),
        tally.seq,
        text(call.direction),
        text(call.purpose),
        call.training,
        text(call.desk),
        text(call.operator),
        call.state.value,
        text(call.call_class),
        text(known.ministry) if known is not None else "",
        text(call.end_cause),
        text(call.callback_id) if call.callback_id else None,
        at(call.offered_us),
        at(call.overflowed_us),
        at(call.answered_us),
        at(call.ended_us),
        at(tally.classified_us),
        seconds(tally.held_us),
        stayed_silent(call),
        call.silent_completed,
        text(call.transfer_result),
        mos if mos is not None and 0 <= mos <= 5 else None,
    )


def _incident(incident: Incident, seq: int, catalog: Catalog) -> Iterator[tuple[Table, Row]]:
    key = text(incident.incident_id)
    priority = effective_priority(incident, catalog)
    kind = catalog.types.get(incident.text("type_code"))
    is_secret = kind is not None and kind.confidential  # counted, never placed
    yield (
        INCIDENT,
        (
            key,
            text(incident.ticket_number),
            text(incident.source),
            text(incident.desk),
            text(incident.operator),
            incident.state.value,
            text(incident.text("type_code")),
            text(priority),
            text("" if is_secret else incident.text("place_code")),
            text(incident.disposition),
            text(incident.caller_informed),
            incident.training,
            len(incident.contested_units),
            seq,
            at(incident.opened_us),
            at(incident.verified_us),
            at(incident.first_sent_us),
            at(incident.first_ack_us),
            at(incident.first_en_route_us),
            at(incident.first_on_scene_us),
            at(incident.closed_us),
            at(incident.reopened_us),
        ),
    )
    for call_key in incident.call_keys:
        yield INCIDENT_CALL, (key, text(call_key), seq)
    for task in incident.tasks:
        agency = catalog.agencies.get(task.agency_code)
        limit_s = agency.ack_limit_s(catalog.priorities.get(priority)) if agency is not None else None
        yield (
            AGENCY_TASK,
            (
                key,
                text(task.task_id),
                text(task.agency_code),
                text(task.channel),
                task.state.value,
                task.escalation_level,
                limit_s,
                seq,
                at(task.drafted_us),
                at(task.sent_us),
                at(task.acknowledged_us),
                at(task.working_us),
                at(task.reported_us),
                at(task.ended_us),
            ),
        )
    for part in incident.units:
        times = (at(part.assigned_us), at(part.en_route_us), at(part.on_scene_us), at(part.released_us))
        yield INCIDENT_UNIT, (key, text(part.unit_id), text(part.state), part.estimate_s, seq, *times)


def _unit(unit: Unit, seq: int) -> Row:
    words = (unit.unit_id, unit.call_sign, unit.agency_code, unit.medium, unit.post, unit.state)
    return (*map(text, words), len(unit.incident_ids), seq, at(unit.state_since_us))


def _operator(operator: Operator, seq: int) -> Row:
    words = (operator.operator_id, operator.role, operator.desk, operator.state)
    return (*map(text, words), seq, at(operator.state_since_us))


def _callback(callback: Callback, tally: Tally) -> Row:
    first_call = callback.call_keys[0] if callback.call_keys else ""
    return (
        text(callback.callback_id),
        callback.state.value,
        text(first_call),
        text(callback.close_reason),
        callback.lost_count,
        callback.attempts,
        tally.seq,
        at(callback.first_lost_us),
        at(callback.last_lost_us),
        at(callback.last_attempt_us),
        at(tally.reached_us),
        at(callback.closed_us),
    )
