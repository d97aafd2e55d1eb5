"""Tables of the journal file. The migrations create them; a test compares both.

``journal`` is insert-only (triggers refuse anything else). ``room_entry`` is a copy of the server's order of
facts: it may be cut back when the server's history was. A fact without an entry stands in ``pending_fact``.
Everything from ``call_row`` on is a projection: disposable, rebuilt at any time.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SCHEMA_REVISION: Final = "0007"  # head of the migrations; compared without loading alembic at every start

PROJECTION_VERSION: Final = "7"  # raise it when a fold or a projection changes: the next start rebuilds them

PENDING_SEQ: Final = 1 << 62  # stands for "no place in the room's journal yet": after every place there is

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("row_id", Integer, primary_key=True),  # order of arrival in this file
    Column("fact_id", Text, nullable=False, unique=True),
    Column("origin", Text, nullable=False),
    Column("oseq", BigInteger, nullable=False),  # gap-free per origin
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("aggregates", Text, nullable=False),  # JSON list of names, the main one first
    Column("guards", Text, nullable=False),  # JSON list of {k, expect, set}
    Column("actor", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("occurred_us", BigInteger, nullable=False),
    Column("base_seq", BigInteger, nullable=False),  # how much of the room's journal the writer had seen
    Column("app", Text, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, kept byte for byte
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("origin", "oseq", name="uq_journal_origin_oseq"),
)

journal_aggregate = Table(  # its key is the fold order: the room's places first, then what waits, by arrival
    "journal_aggregate",
    metadata,
    Column("aggregate", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),  # of the room entry; PENDING_SEQ without one
    Column("row_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

room_entry = Table(
    "room_entry",
    metadata,
    Column("seq", Integer, primary_key=True),  # gap-free from 1
    Column("row_id", Integer, nullable=False, unique=True),
    Column("verdict", Text, nullable=False),
    Column("info", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_auth", Text, nullable=False),
    Column("recorded_us", BigInteger, nullable=False),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
Index("ix_room_entry_judged", room_entry.c.seq, sqlite_where=text("verdict <> 'ok'"))

pending_fact = Table(
    "pending_fact",
    metadata,
    Column("row_id", Integer, primary_key=True),
)

fact_problem = Table(  # facts of other desks that are not what their desk sealed; kept, and said
    "fact_problem",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("problem", Text, nullable=False),
)

aggregate_snapshot = Table(  # states of long-lived things at places of the room's journal, to fold on from
    "aggregate_snapshot",
    metadata,
    Column("aggregate", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("first_row_id", BigInteger, nullable=False),  # place in lists
    Column("state", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

journal_loss = Table(  # gaps that a rescue found and told somebody about
    "journal_loss",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("first_oseq", BigInteger, primary_key=True),
    Column("last_oseq", BigInteger, nullable=False),
    Column("found_us", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
)

call_row = Table(
    "call_row",
    metadata,
    Column("row_id", Integer, primary_key=True),  # from the first fact: newest first = descending
    Column("call_key", Text, nullable=False, unique=True),
    Column("direction", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("callback_id", Text, nullable=False),
    Column("training", Boolean, nullable=False),
    Column("desk", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("call_class", Text, nullable=False),
    Column("offered_us", BigInteger),
    Column("answered_us", BigInteger),
    Column("ended_us", BigInteger),
    Column("classified_us", BigInteger),
    Column("end_cause", Text, nullable=False),
    Column("incident_id", Text, nullable=False),
    Column("incident_count", Integer, nullable=False),
    Column("recording_path", Text, nullable=False),
    Column("recording_failed", Text, nullable=False),
    Column("is_live", Boolean, nullable=False),
    Column("needs_class", Boolean, nullable=False),
)
Index("ix_call_row_number", call_row.c.number_key, call_row.c.row_id)
Index("ix_call_row_live", call_row.c.row_id, sqlite_where=text("is_live = 1"))
Index("ix_call_row_needs_class", call_row.c.row_id, sqlite_where=text("needs_class = 1"))

incident_row = Table(
    "incident_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("incident_id", Text, nullable=False, unique=True),
    Column("ticket_number", Text, nullable=False),
    Column("ticket_tail", Text, nullable=False),  # "20250825-A0007": day, desk letter and counter
    Column("source", Text, nullable=False),
    Column("training", Boolean, nullable=False),
    Column("desk", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("hand_priority", Text, nullable=False),
    Column("type_code", Text, nullable=False),
    Column("place_text", Text, nullable=False),
    Column("place_code", Text, nullable=False),
    Column("place_label", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("uncertainty_m", Float),
    Column("caller_name", Text, nullable=False),
    Column("callback_number", Text, nullable=False),
    Column("opened_us", BigInteger),
    Column("verified_us", BigInteger),
    Column("first_sent_us", BigInteger),
    Column("first_ack_us", BigInteger),
    Column("first_en_route_us", BigInteger),
    Column("first_on_scene_us", BigInteger),
    Column("closed_us", BigInteger),
    Column("disposition", Text, nullable=False),
    Column("state_reason", Text, nullable=False),
    Column("call_count", Integer, nullable=False),
    Column("conflict_count", Integer, nullable=False),
    Column("tasks", Text, nullable=False),  # JSON list of TaskSummary
    Column("unit_ids", Text, nullable=False),  # JSON list
    Column("owner", Text, nullable=False),
    Column("owner_desk", Text, nullable=False),
    Column("owner_fact_id", Text, nullable=False),  # of the reassignment; empty = the opener's
    Column("wish_fact_id", Text, nullable=False),  # somebody asked for another owner
)
Index("ix_incident_row_open", incident_row.c.row_id, sqlite_where=text("is_open = 1"))
Index("ix_incident_row_ticket", incident_row.c.ticket_tail)

unit_row = Table(
    "unit_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("unit_id", Text, nullable=False, unique=True),
    Column("call_sign", Text, nullable=False),
    Column("agency_code", Text, nullable=False),
    Column("medium", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("state_since_us", BigInteger),
    Column("state_reason", Text, nullable=False),
    Column("incident_ids", Text, nullable=False),  # JSON list
    Column("latitude", Float),
    Column("longitude", Float),
    Column("heading_deg", Float),
    Column("position_source", Text, nullable=False),
    Column("position_us", BigInteger),
    Column("estimate_s", Integer),
    Column("claimed_for", Text, nullable=False),
    Column("devices", Text, nullable=False),  # JSON of ``domain.unit_devices.Words``
)

callback_row = Table(
    "callback_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("callback_id", Text, nullable=False, unique=True),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON list
    Column("lost_count", Integer, nullable=False),
    Column("first_lost_us", BigInteger),
    Column("last_lost_us", BigInteger),
    Column("attempts", Integer, nullable=False),
    Column("last_attempt_us", BigInteger),
    Column("last_outcome", Text, nullable=False),
    Column("closed_us", BigInteger),
    Column("close_reason", Text, nullable=False),
    Column("claimed_desk", Text, nullable=False),
    Column("claimed_by", Text, nullable=False),
    Column("claimed_us", BigInteger),
)
Index("ix_callback_row_open", callback_row.c.row_id, sqlite_where=text("is_open = 1"))

operator_row = Table(
    "operator_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("operator_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("state_since_us", BigInteger),
    Column("state_reason", Text, nullable=False),
)

desk_row = Table(
    "desk_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("desk_id", Text, nullable=False, unique=True),
    Column("running", Boolean, nullable=False),
    Column("app_version", Text, nullable=False),
    Column("started_us", BigInteger),
    Column("unclean_start", Boolean, nullable=False),
    Column("mode", Text, nullable=False),
    Column("open_alarm_count", Integer, nullable=False),
)

announcement_row = Table(
    "announcement_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("message_id", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("announced_us", BigInteger),
    Column("readings", Text, nullable=False),  # JSON list of {operator, desk, at_us}
)

map_feature_row = Table(
    "map_feature_row",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("feature_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("is_removed", Boolean, nullable=False),
    Column("gone_us", BigInteger),  # when it was removed, or ends by itself; NULL = it stays
    Column("document", Text, nullable=False),  # JSON of ``domain.map_feature.MapFeature`` without its history
)
Index("ix_map_feature_row_gone", map_feature_row.c.gone_us)

conflict_row = Table(  # of all things; those of one thing are written anew together when they change
    "conflict_row",
    metadata,
    Column("conflict_id", Text, primary_key=True),
    Column("home", Text, nullable=False),  # name of the thing
    Column("is_open", Boolean, nullable=False),
    Column("raised_us", BigInteger, nullable=False),
    Column("document", Text, nullable=False),  # JSON of ``domain.conflicts.Conflict``
)
Index("ix_conflict_row_home", conflict_row.c.home)
Index("ix_conflict_row_raised", conflict_row.c.raised_us, conflict_row.c.conflict_id)
Index(
    "ix_conflict_row_open",
    conflict_row.c.raised_us,
    conflict_row.c.conflict_id,
    sqlite_where=text("is_open = 1"),
)

SEARCH_TABLES: Final = {  # full-text tables (FTS5) and their columns; their rowid is the row_id of the row
    "incident_search": ("ticket", "place", "notes", "caller", "numbers"),
    "call_search": ("numbers", "caller", "notes"),
}
