"""The statements of the journal's reader, made once. Binds: ``before`` (a row id) and ``limit`` of a page."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, Table, bindparam, select, text

from batola_desk.models.tables import (
    announcement_row,
    call_row,
    callback_row,
    desk_row,
    incident_row,
    map_feature_row,
    operator_row,
    unit_row,
)


def _listed(table: Table, index: str, condition: str) -> Select[Any]:
    """All rows of a partial index, which is named so that a long history cannot tempt the planner."""
    return (
        select(table)
        .with_hint(table, f"INDEXED BY {index}", "sqlite")
        .where(text(condition))
        .order_by(table.c.row_id)
    )


def _page(table: Table) -> Select[Any]:
    return (
        select(table)
        .where(table.c.row_id < bindparam("before"))
        .order_by(table.c.row_id.desc())
        .limit(bindparam("limit"))
    )


OPEN_INCIDENTS: Final = _listed(incident_row, "ix_incident_row_open", "is_open = 1")
CLOSED_PAGE: Final = _page(incident_row).where(text("is_open = 0"))
INCIDENT_PAGE: Final = _page(incident_row)
INCIDENTS_IN_STATE: Final = _page(incident_row).where(incident_row.c.state == bindparam("state"))
INCIDENTS_BETWEEN: Final = (
    _page(incident_row)
    .where(incident_row.c.opened_us >= bindparam("from_us"))
    .where(incident_row.c.opened_us < bindparam("until_us"))
)
CALLS_BETWEEN: Final = (
    _page(call_row)
    .where(call_row.c.offered_us >= bindparam("from_us"))
    .where(call_row.c.offered_us < bindparam("until_us"))
)
CALL_PAGE: Final = _page(call_row)
CALLS_OF_NUMBER: Final = _page(call_row).where(call_row.c.number_key == bindparam("number_key"))
LIVE_CALLS: Final = _listed(call_row, "ix_call_row_live", "is_live = 1")
TO_CLASSIFY: Final = _listed(call_row, "ix_call_row_needs_class", "needs_class = 1")
OPEN_CALLBACKS: Final = _listed(callback_row, "ix_callback_row_open", "is_open = 1")
# No index: a few pages of a small table, asked once per text that goes out.
CALLBACKS_OF_NUMBER: Final = _page(callback_row).where(callback_row.c.number_key == bindparam("number_key"))
ANNOUNCEMENT_PAGE: Final = _page(announcement_row)
FEATURES_SINCE: Final = (
    select(map_feature_row)
    .where(map_feature_row.c.gone_us.is_(None) | (map_feature_row.c.gone_us > bindparam("since_us")))
    .order_by(map_feature_row.c.row_id)
)
ALL_UNITS: Final = select(unit_row).order_by(unit_row.c.row_id)
ALL_OPERATORS: Final = select(operator_row).order_by(operator_row.c.row_id)
ALL_DESKS: Final = select(desk_row).order_by(desk_row.c.row_id)
_SEARCH_INCIDENTS: Final = """
    SELECT r.* FROM incident_search AS s CROSS JOIN incident_row AS r ON r.row_id = s.rowid
    WHERE s.incident_search MATCH :words AND s.rowid < :before {condition}
    ORDER BY s.rowid DESC LIMIT :limit
"""
FOUND_INCIDENTS: Final = text(_SEARCH_INCIDENTS.format(condition="")).columns(*incident_row.columns)
FOUND_CLOSED: Final = text(_SEARCH_INCIDENTS.format(condition="AND r.is_open = 0")).columns(
    *incident_row.columns
)
FOUND_CALLS: Final = text("""
    SELECT r.* FROM call_search AS s CROSS JOIN call_row AS r ON r.row_id = s.rowid
    WHERE s.call_search MATCH :words AND s.rowid < :before
    ORDER BY s.rowid DESC LIMIT :limit
""").columns(*call_row.columns)
TICKETS_OF_DAY: Final = (
    select(incident_row.c.ticket_tail)
    .where(incident_row.c.ticket_tail >= bindparam("first"))
    .where(incident_row.c.ticket_tail < bindparam("end"))
)
