"""What the lines of the journal's lists know of calls, incidents, call-backs, desks, people and units."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.domain.call import Call, CallState
from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.incident import (
    AgencyTask,
    FieldValue,
    Incident,
    IncidentState,
    LocationFix,
    TaskState,
    UnitOnIncident,
)
from batola_desk.domain.operator import Desk, DeskMode, Operator, OperatorState
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.models.rows import CallbackRow, CallRow, DeskRow, IncidentRow, OperatorRow, UnitRow


def call_from_row(row: CallRow) -> Call:
    """Return what a list line knows of a call; the form loads the rest when it is opened."""
    return Call(
        call_key=row.call_key,
        state=CallState(row.state),
        direction=row.direction,
        number=row.number,
        display_name=row.display_name,
        purpose=row.purpose,
        callback_id=row.callback_id or None,
        training=row.training,
        desk=row.desk,
        operator=row.operator,
        offered_us=row.offered_us,
        answered_us=row.answered_us,
        ended_us=row.ended_us,
        classified_us=row.classified_us,
        end_cause=row.end_cause,
        call_class=row.call_class,
        incident_ids=(row.incident_id,) if row.incident_id else (),
        recording_failed=row.recording_failed,
    )


def incident_from_row(row: IncidentRow) -> Incident:
    """Return what a list line knows of an incident: enough for board, map and clocks."""
    texts: Sequence[tuple[str, str]] = (
        ("place_text", row.place_text),
        ("place_code", row.place_code),
        ("type_code", row.type_code),
        ("caller_name", row.caller_name),
        ("callback_number", row.callback_number),
    )
    location = None
    if row.latitude is not None and row.longitude is not None:
        location = LocationFix(
            latitude=row.latitude,
            longitude=row.longitude,
            uncertainty_m=row.uncertainty_m or 0.0,
            source="",
            at_us=row.opened_us or 0,
            place_code=row.place_code,
            label=row.place_label,
        )
    return Incident(
        incident_id=row.incident_id,
        ticket_number=row.ticket_number,
        source=row.source,
        training=row.training,
        desk=row.desk,
        operator=row.operator,
        owner=row.owner,
        owner_desk=row.owner_desk,
        owner_fact_id=row.owner_fact_id,
        owner_since_us=row.opened_us if not row.owner_fact_id else None,
        state=IncidentState(row.state),
        opened_us=row.opened_us,
        verified_us=row.verified_us,
        first_sent_us=row.first_sent_us,
        first_ack_us=row.first_ack_us,
        first_en_route_us=row.first_en_route_us,
        first_on_scene_us=row.first_on_scene_us,
        closed_us=row.closed_us,
        fields=tuple(
            (name, FieldValue(value=value, at_us=row.opened_us or 0, actor=row.operator, fact_id=""))
            for name, value in texts
            if value
        ),
        priority=row.hand_priority,
        location=location,
        tasks=tuple(
            AgencyTask(
                task_id=task.task_id,
                agency_code=task.agency_code,
                state=TaskState(task.state),
                channel=task.channel,
                sent_us=task.sent_us,
                acknowledged_us=task.acknowledged_us,
                acknowledged_by=task.acknowledged_by,
                ended_us=task.ended_us,
                escalation_level=task.escalation_level,
            )
            for task in row.tasks
        ),
        units=tuple(UnitOnIncident(unit_id=unit_id) for unit_id in row.unit_ids),
        disposition=row.disposition,
        state_reason=row.state_reason,
    )


def callback_from_row(row: CallbackRow) -> Callback:
    """Return what a list line knows of a call-back item.

    The keys of the lost calls are not in the list; places are kept so that the count is right.
    """
    return Callback(
        callback_id=row.callback_id,
        number=row.number,
        state=CallbackState(row.state),
        reasons=row.reasons,
        call_keys=tuple(f"{row.callback_id}#{index}" for index in range(row.lost_count)),
        first_lost_us=row.first_lost_us,
        last_lost_us=row.last_lost_us,
        attempts=row.attempts,
        last_attempt_us=row.last_attempt_us,
        last_outcome=row.last_outcome,
        closed_us=row.closed_us,
        close_reason=row.close_reason,
        claimed_desk=row.claimed_desk,
        claimed_by=row.claimed_by,
        claimed_us=row.claimed_us,
    )


def desk_from_row(row: DeskRow) -> Desk:
    """Return what a list line knows of a desk; its alarms are its own matter."""
    return Desk(
        desk_id=row.desk_id,
        running=row.running,
        app_version=row.app_version,
        started_us=row.started_us,
        unclean_start=row.unclean_start,
        mode=DeskMode(row.mode),
    )


def operator_from_row(row: OperatorRow) -> Operator:
    """Return what a list line knows of a person."""
    return Operator(
        operator_id=row.operator_id,
        name=row.name,
        role=row.role,
        desk=row.desk,
        state=OperatorState(row.state),
        state_since_us=row.state_since_us,
        state_reason=row.state_reason,
    )


def unit_from_row(row: UnitRow) -> Unit:
    """Return a unit from its list line."""
    return Unit(
        unit_id=row.unit_id,
        call_sign=row.call_sign,
        agency_code=row.agency_code,
        medium=row.medium,
        post=row.post,
        state=UnitState(row.state),
        state_since_us=row.state_since_us,
        state_reason=row.state_reason,
        incident_ids=row.incident_ids,
        claimed_for=row.claimed_for,
        latitude=row.latitude,
        longitude=row.longitude,
        heading_deg=row.heading_deg,
        position_source=row.position_source,
        position_us=row.position_us,
        estimate_s=row.estimate_s,
        devices=row.devices,
    )
