"""From a folded state to the row that lists show. Pure functions: the same state always gives the same row.

The same functions fill the tables, show facts that wait for the disk, and check the tables (``verify``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Delete, Table, delete, text
from sqlalchemy.sql.elements import TextClause

from batola_desk.domain.announcement import Announcement, Reading
from batola_desk.domain.call import Call
from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.incident import Incident
from batola_desk.domain.map_feature import MapFeature
from batola_desk.domain.operator import Desk, Operator
from batola_desk.domain.reducers import State
from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_devices import Words
from batola_desk.models import conflict_table, tables
from batola_desk.models.cache import Held
from batola_desk.models.codec import canonical
from batola_desk.models.rows import (
    AnnouncementRow,
    CallbackRow,
    CallRow,
    DeskRow,
    IncidentRow,
    MapFeatureRow,
    OperatorRow,
    TaskSummary,
    UnitRow,
)
from batola_desk.models.search_text import number_key

PriorityOf = Callable[[str, str], str]
"""(type code, priority set by hand) → effective priority."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Projection:
    """How one kind of aggregate lands in tables."""

    table: Table
    key_column: str
    values: Callable[[Any], Values]
    search_table: str = ""
    search: Callable[[Any], tuple[str, ...]] | None = None


def call_values(call: Call) -> Values:
    """Return all columns of ``call_row`` except ``row_id``."""
    over = call.ended_us is not None and not call.is_live
    return {
        "call_key": call.call_key,
        "direction": call.direction,
        "number": call.number,
        "number_key": number_key(call.number),
        "display_name": call.display_name,
        "purpose": call.purpose,
        "callback_id": call.callback_id or "",
        "training": call.training,
        "desk": call.desk,
        "operator": call.operator,
        "state": str(call.state),
        "call_class": call.call_class,
        "offered_us": call.offered_us,
        "answered_us": call.answered_us,
        "ended_us": call.ended_us,
        "classified_us": call.classified_us,
        "end_cause": call.end_cause,
        "incident_id": call.incident_ids[0] if call.incident_ids else "",
        "incident_count": len(call.incident_ids),
        "recording_path": call.recordings[-1].path if call.recordings else "",
        "recording_failed": call.recording_failed,
        "is_live": call.is_live,
        "needs_class": over and call.gets_class and call.answered_us is not None and not call.call_class,
    }


def incident_values(incident: Incident) -> Values:
    """Return all columns of ``incident_row`` except ``row_id``."""
    fix = incident.location
    texts = {name: entry.value for name, entry in incident.fields}
    tasks = tuple(
        TaskSummary(
            task_id=task.task_id,
            agency_code=task.agency_code,
            state=str(task.state),
            channel=task.channel,
            sent_us=task.sent_us,
            acknowledged_us=task.acknowledged_us,
            acknowledged_by=task.acknowledged_by,
            ended_us=task.ended_us,
            escalation_level=task.escalation_level,
        )
        for task in incident.tasks
    )
    return {
        "incident_id": incident.incident_id,
        "ticket_number": incident.ticket_number,
        "ticket_tail": "-".join(incident.ticket_number.split("-")[-2:]),
        "source": incident.source,
        "training": incident.training,
        "desk": incident.desk,
        "operator": incident.operator,
        "state": str(incident.state),
        "is_open": incident.is_open,
        "hand_priority": incident.priority,
        "type_code": texts.get("type_code", ""),
        "place_text": texts.get("place_text", ""),
        "place_code": (fix.place_code if fix else "") or texts.get("place_code", ""),
        "place_label": fix.label if fix else "",
        "latitude": fix.latitude if fix else None,
        "longitude": fix.longitude if fix else None,
        "uncertainty_m": fix.uncertainty_m if fix else None,
        "caller_name": texts.get("caller_name", ""),
        "callback_number": texts.get("callback_number", ""),
        "opened_us": incident.opened_us,
        "verified_us": incident.verified_us,
        "first_sent_us": incident.first_sent_us,
        "first_ack_us": incident.first_ack_us,
        "first_en_route_us": incident.first_en_route_us,
        "first_on_scene_us": incident.first_on_scene_us,
        "closed_us": incident.closed_us,
        "disposition": incident.disposition,
        "state_reason": incident.state_reason,
        "call_count": len(incident.call_keys),
        "conflict_count": len(incident.contested_units),
        "tasks": canonical(tasks),
        "unit_ids": canonical([unit.unit_id for unit in incident.units if unit.released_us is None]),
        "owner": incident.owner,
        "owner_desk": incident.owner_desk,
        "owner_fact_id": incident.owner_fact_id,
        "wish_fact_id": incident.transfer_wish.fact_id if incident.transfer_wish is not None else "",
    }


def unit_values(unit: Unit) -> Values:
    """Return all columns of ``unit_row`` except ``row_id``."""
    return {
        "unit_id": unit.unit_id,
        "call_sign": unit.call_sign,
        "agency_code": unit.agency_code,
        "medium": unit.medium,
        "post": unit.post,
        "state": str(unit.state),
        "state_since_us": unit.state_since_us,
        "state_reason": unit.state_reason,
        "incident_ids": canonical(unit.incident_ids),
        "claimed_for": unit.claimed_for,
        "latitude": unit.latitude,
        "longitude": unit.longitude,
        "heading_deg": unit.heading_deg,
        "position_source": unit.position_source,
        "position_us": unit.position_us,
        "estimate_s": unit.estimate_s,
        "devices": canonical(unit.devices),
    }


def callback_values(item: Callback) -> Values:
    """Return all columns of ``callback_row`` except ``row_id``."""
    return {
        "callback_id": item.callback_id,
        "number": item.number,
        "number_key": number_key(item.number),
        "state": str(item.state),
        "is_open": item.state is not CallbackState.CLOSED,
        "reasons": canonical(item.reasons),
        "lost_count": item.lost_count,
        "first_lost_us": item.first_lost_us,
        "last_lost_us": item.last_lost_us,
        "attempts": item.attempts,
        "last_attempt_us": item.last_attempt_us,
        "last_outcome": item.last_outcome,
        "closed_us": item.closed_us,
        "close_reason": item.close_reason,
        "claimed_desk": item.claimed_desk,
        "claimed_by": item.claimed_by,
        "claimed_us": item.claimed_us,
    }


def operator_values(operator: Operator) -> Values:
    """Return all columns of ``operator_row`` except ``row_id``."""
    return {
        "operator_id": operator.operator_id,
        "name": operator.name,
        "role": operator.role,
        "desk": operator.desk,
        "state": str(operator.state),
        "state_since_us": operator.state_since_us,
        "state_reason": operator.state_reason,
    }


def desk_values(desk: Desk) -> Values:
    """Return all columns of ``desk_row`` except ``row_id``."""
    return {
        "desk_id": desk.desk_id,
        "running": desk.running,
        "app_version": desk.app_version,
        "started_us": desk.started_us,
        "unclean_start": desk.unclean_start,
        "mode": str(desk.mode),
        "open_alarm_count": sum(1 for alarm in desk.alarms if alarm.cleared_us is None),
    }


def announcement_values(message: Announcement) -> Values:
    """Return all columns of ``announcement_row`` except ``row_id``."""
    return {
        "message_id": message.message_id,
        "text": message.text,
        "level": str(message.level),
        "audience": str(message.audience),
        "until_us": message.until_us,
        "author": message.author,
        "desk": message.desk,
        "announced_us": message.announced_us,
        "readings": canonical(message.readings),
    }


def map_feature_values(feature: MapFeature) -> Values:
    """Return all columns of ``map_feature_row`` except ``row_id``."""
    bare = replace(feature, timeline=(), seen=frozenset(), conflicts=())
    return {
        "feature_id": feature.feature_id,
        "kind": feature.kind,
        "is_removed": feature.is_removed,
        "gone_us": feature.gone_us,
        "document": canonical(bare),
    }


def incident_search_text(incident: Incident) -> tuple[str, ...]:
    """Return what the full-text search of incidents covers, in the order of ``SEARCH_TABLES``."""
    place = " ".join(
        part
        for part in (
            incident.text("place_text"),
            incident.text("landmark"),
            incident.location.label if incident.location else "",
        )
        if part
    )
    notes = "\n".join(note.text for note in incident.notes if not note.draft)
    number = incident.text("callback_number")
    return (incident.ticket_number, place, notes, incident.text("caller_name"), _number_words(number))


def call_search_text(call: Call) -> tuple[str, ...]:
    """Return what the full-text search of calls covers, in the order of ``SEARCH_TABLES``."""
    notes = "\n".join(dict(entry.values).get("text", "") for entry in call.notes)
    return (_number_words(call.number), call.display_name, notes)


def _number_words(number: str) -> str:
    digits = "".join(ch for ch in number if ch.isascii() and ch.isdigit())
    key = number_key(number)
    return key if digits in {key, ""} else f"{key} {digits}"


PROJECTIONS: Final[Mapping[str, Projection]] = {
    "call": Projection(tables.call_row, "call_key", call_values, "call_search", call_search_text),
    "incident": Projection(
        tables.incident_row, "incident_id", incident_values, "incident_search", incident_search_text
    ),
    "unit": Projection(tables.unit_row, "unit_id", unit_values),
    "callback": Projection(tables.callback_row, "callback_id", callback_values),
    "operator": Projection(tables.operator_row, "operator_id", operator_values),
    "desk": Projection(tables.desk_row, "desk_id", desk_values),
    "room": Projection(tables.announcement_row, "message_id", announcement_values),
    "map_feature": Projection(tables.map_feature_row, "feature_id", map_feature_values),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One state to be shown from now on.

    Attributes:
        row_id: place in lists, from the aggregate's first fact.
        before: the state that is stored now (None: nothing is), to leave the full-text index alone when
            nothing in it changed.
    """

    state: State
    row_id: int
    before: State | None = None


def changes_to_show(after: Mapping[str, Held], stored: Mapping[str, Held | None]) -> dict[str, Change]:
    """Return what to write so that the lists show ``after`` where the file holds ``stored``."""
    changes = {}
    for name, held in after.items():
        before = stored.get(name)
        changes[name] = Change(
            state=held.state, row_id=held.first_row_id, before=before.state if before is not None else None
        )
    return changes


def _conflicts(change: Change) -> tuple[Conflicts, Conflicts | None]:
    return change.state.conflicts, change.before.conflicts if change.before is not None else None


def is_unfinished(name: str, state: State) -> bool:
    """Whether a thing still needs somebody: open, on the line, without its class, or in conflict."""
    if any(conflict.is_open and conflict.is_listed for conflict in state.conflicts):
        return True
    values = PROJECTIONS[name.partition(":")[0]].values(state)
    return any(values.get(column) for column in ("is_open", "is_live", "needs_class"))


class ProjectionWriter:
    """Writes states into their tables inside the caller's transaction. Thread: the writer's."""

    def __init__(self) -> None:
        self._upserts: dict[str, str] = {}
        self._search_inserts: dict[str, str] = {}
        for kind, projection in PROJECTIONS.items():
            name = projection.table.name
            columns = [column.name for column in projection.table.columns]
            changed = [column for column in columns if column not in {"row_id", projection.key_column}]
            self._upserts[kind] = (
                f"INSERT INTO {name} ({', '.join(columns)}) "
                f"VALUES ({', '.join(':' + column for column in columns)}) "
                f"ON CONFLICT ({projection.key_column}) DO UPDATE SET "
                f"{', '.join(f'{column} = excluded.{column}' for column in changed)}"
            )
        for name, columns_of in tables.SEARCH_TABLES.items():
            self._search_inserts[name] = (
                f"INSERT OR REPLACE INTO {name}(rowid, {', '.join(columns_of)}) "
                f"VALUES (?, {', '.join('?' * len(columns_of))})"
            )

    def write(self, connection: Connection, changes: Mapping[str, Change]) -> None:
        """Store the rows of all changed states, by the name of their aggregates."""
        conflict_table.write(connection, {name: _conflicts(change) for name, change in changes.items()})
        rows: dict[str, list[Values]] = {}
        words: dict[str, list[tuple[Any, ...]]] = {}
        for name, change in changes.items():
            kind = name.partition(":")[0]
            projection = PROJECTIONS[kind]
            rows.setdefault(kind, []).append({"row_id": change.row_id, **projection.values(change.state)})
            if projection.search is not None:
                found_by = projection.search(change.state)
                if change.before is None or projection.search(change.before) != found_by:
                    words.setdefault(projection.search_table, []).append((change.row_id, *found_by))
        for kind, values in rows.items():
            connection.exec_driver_sql(self._upserts[kind], values)
        for search_table, entries in words.items():
            connection.exec_driver_sql(self._search_inserts[search_table], entries)

    @staticmethod
    def remove(connection: Connection, names: Sequence[str]) -> None:
        """Take things out of the lists that never were; their words of the full-text index lead nowhere."""
        for name in names:
            kind, _, identifier = name.partition(":")
            projection = PROJECTIONS[kind]
            statement = f"DELETE FROM {projection.table.name} WHERE {projection.key_column} = ?"
            connection.exec_driver_sql(statement, (identifier,))
        conflict_table.remove(connection, names)

    @staticmethod
    def clear(connection: Connection) -> None:
        """Empty every projection; the journal stays."""
        conflict_table.clear(connection)
        statements: list[Delete | TextClause] = [delete(p.table) for p in PROJECTIONS.values()]
        statements += [text(f"DELETE FROM {name}") for name in tables.SEARCH_TABLES]
        for statement in statements:
            connection.execute(statement)


def call_row_of(values: Mapping[str, Any]) -> CallRow:
    """Return the public row for a mapping of columns."""
    return CallRow(**values)


def incident_row_of(values: Mapping[str, Any], priority_of: PriorityOf) -> IncidentRow:
    """Return the public row for a mapping of columns, with the effective priority."""
    columns = {name: value for name, value in values.items() if name != "ticket_tail"}
    columns["tasks"] = msgspec.json.decode(columns["tasks"], type=tuple[TaskSummary, ...])
    columns["unit_ids"] = _names(columns["unit_ids"])
    columns["priority"] = priority_of(columns["type_code"], columns["hand_priority"])
    return IncidentRow(**columns)


def unit_row_of(values: Mapping[str, Any]) -> UnitRow:
    """Return the public row for a mapping of columns."""
    devices = msgspec.json.decode(values["devices"], type=Words)
    return UnitRow(**{**values, "incident_ids": _names(values["incident_ids"]), "devices": devices})


def callback_row_of(values: Mapping[str, Any]) -> CallbackRow:
    """Return the public row for a mapping of columns."""
    return CallbackRow(**{**values, "reasons": _names(values["reasons"])})


def operator_row_of(values: Mapping[str, Any]) -> OperatorRow:
    """Return the public row for a mapping of columns."""
    return OperatorRow(**values)


def desk_row_of(values: Mapping[str, Any]) -> DeskRow:
    """Return the public row for a mapping of columns."""
    return DeskRow(**values)


def announcement_row_of(values: Mapping[str, Any]) -> AnnouncementRow:
    """Return the public row for a mapping of columns."""
    readings = msgspec.json.decode(values["readings"], type=tuple[Reading, ...])
    return AnnouncementRow(**{**values, "readings": readings})


def map_feature_row_of(values: Mapping[str, Any]) -> MapFeatureRow:
    """Return the public row for a mapping of columns."""
    feature = msgspec.json.decode(values["document"], type=MapFeature)
    pending_disk = bool(values.get("pending_disk", False))
    return MapFeatureRow(row_id=values["row_id"], feature=feature, pending_disk=pending_disk)


def _names(encoded: str) -> tuple[str, ...]:
    return msgspec.json.decode(encoded, type=tuple[str, ...])
