"""First release: journal, projections, full-text search.

Revision: 0001. Plain SQL on purpose: a migration must not change when ``models.tables`` does.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE journal (
        row_id INTEGER NOT NULL,
        fact_id TEXT NOT NULL,
        origin TEXT NOT NULL,
        oseq BIGINT NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        aggregates TEXT NOT NULL,
        guards TEXT NOT NULL,
        actor TEXT NOT NULL,
        desk TEXT NOT NULL,
        occurred_us BIGINT NOT NULL,
        base_seq BIGINT NOT NULL,
        app TEXT NOT NULL,
        body TEXT NOT NULL,
        prev_hash BLOB NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (row_id),
        CONSTRAINT uq_journal_origin_oseq UNIQUE (origin, oseq),
        UNIQUE (fact_id)
    )
    """,
    """
    CREATE TABLE journal_aggregate (
        aggregate TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        PRIMARY KEY (aggregate, row_id)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE journal_loss (
        origin TEXT NOT NULL,
        first_oseq BIGINT NOT NULL,
        last_oseq BIGINT NOT NULL,
        found_us BIGINT NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (origin, first_oseq)
    )
    """,
    """
    CREATE TABLE call_row (
        row_id INTEGER NOT NULL,
        call_key TEXT NOT NULL,
        direction TEXT NOT NULL,
        number TEXT NOT NULL,
        number_key TEXT NOT NULL,
        display_name TEXT NOT NULL,
        purpose TEXT NOT NULL,
        callback_id TEXT NOT NULL,
        training BOOLEAN NOT NULL,
        desk TEXT NOT NULL,
        operator TEXT NOT NULL,
        state TEXT NOT NULL,
        call_class TEXT NOT NULL,
        offered_us BIGINT,
        answered_us BIGINT,
        ended_us BIGINT,
        classified_us BIGINT,
        end_cause TEXT NOT NULL,
        incident_id TEXT NOT NULL,
        incident_count INTEGER NOT NULL,
        recording_path TEXT NOT NULL,
        recording_failed TEXT NOT NULL,
        is_live BOOLEAN NOT NULL,
        needs_class BOOLEAN NOT NULL,
        PRIMARY KEY (row_id),
        UNIQUE (call_key)
    )
    """,
    """
    CREATE INDEX ix_call_row_live ON call_row (row_id) WHERE is_live = 1
    """,
    """
    CREATE INDEX ix_call_row_needs_class ON call_row (row_id) WHERE needs_class = 1
    """,
    """
    CREATE INDEX ix_call_row_number ON call_row (number_key, row_id)
    """,
    """
    CREATE TABLE incident_row (
        row_id INTEGER NOT NULL,
        incident_id TEXT NOT NULL,
        ticket_number TEXT NOT NULL,
        ticket_tail TEXT NOT NULL,
        source TEXT NOT NULL,
        training BOOLEAN NOT NULL,
        desk TEXT NOT NULL,
        operator TEXT NOT NULL,
        state TEXT NOT NULL,
        is_open BOOLEAN NOT NULL,
        hand_priority TEXT NOT NULL,
        type_code TEXT NOT NULL,
        place_text TEXT NOT NULL,
        place_code TEXT NOT NULL,
        place_label TEXT NOT NULL,
        latitude FLOAT,
        longitude FLOAT,
        uncertainty_m FLOAT,
        caller_name TEXT NOT NULL,
        callback_number TEXT NOT NULL,
        opened_us BIGINT,
        verified_us BIGINT,
        first_sent_us BIGINT,
        first_ack_us BIGINT,
        first_en_route_us BIGINT,
        first_on_scene_us BIGINT,
        closed_us BIGINT,
        disposition TEXT NOT NULL,
        state_reason TEXT NOT NULL,
        call_count INTEGER NOT NULL,
        conflict_count INTEGER NOT NULL,
        tasks TEXT NOT NULL,
        unit_ids TEXT NOT NULL,
        PRIMARY KEY (row_id),
        UNIQUE (incident_id)
    )
    """,
    """
    CREATE INDEX ix_incident_row_open ON incident_row (row_id) WHERE is_open = 1
    """,
    """
    CREATE INDEX ix_incident_row_ticket ON incident_row (ticket_tail)
    """,
    """
    CREATE TABLE unit_row (
        row_id INTEGER NOT NULL,
        unit_id TEXT NOT NULL,
        call_sign TEXT NOT NULL,
        agency_code TEXT NOT NULL,
        medium TEXT NOT NULL,
        post TEXT NOT NULL,
        state TEXT NOT NULL,
        state_since_us BIGINT,
        state_reason TEXT NOT NULL,
        incident_ids TEXT NOT NULL,
        latitude FLOAT,
        longitude FLOAT,
        heading_deg FLOAT,
        position_source TEXT NOT NULL,
        position_us BIGINT,
        estimate_s INTEGER,
        PRIMARY KEY (row_id),
        UNIQUE (unit_id)
    )
    """,
    """
    CREATE TABLE callback_row (
        row_id INTEGER NOT NULL,
        callback_id TEXT NOT NULL,
        number TEXT NOT NULL,
        number_key TEXT NOT NULL,
        state TEXT NOT NULL,
        is_open BOOLEAN NOT NULL,
        reasons TEXT NOT NULL,
        lost_count INTEGER NOT NULL,
        first_lost_us BIGINT,
        last_lost_us BIGINT,
        attempts INTEGER NOT NULL,
        last_attempt_us BIGINT,
        last_outcome TEXT NOT NULL,
        closed_us BIGINT,
        close_reason TEXT NOT NULL,
        PRIMARY KEY (row_id),
        UNIQUE (callback_id)
    )
    """,
    """
    CREATE INDEX ix_callback_row_open ON callback_row (row_id) WHERE is_open = 1
    """,
    """
    CREATE TABLE operator_row (
        row_id INTEGER NOT NULL,
        operator_id TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        desk TEXT NOT NULL,
        state TEXT NOT NULL,
        state_since_us BIGINT,
        state_reason TEXT NOT NULL,
        PRIMARY KEY (row_id),
        UNIQUE (operator_id)
    )
    """,
    """
    CREATE TABLE desk_row (
        row_id INTEGER NOT NULL,
        desk_id TEXT NOT NULL,
        running BOOLEAN NOT NULL,
        app_version TEXT NOT NULL,
        started_us BIGINT,
        unclean_start BOOLEAN NOT NULL,
        mode TEXT NOT NULL,
        open_alarm_count INTEGER NOT NULL,
        PRIMARY KEY (row_id),
        UNIQUE (desk_id)
    )
    """,
)

INSERT_ONLY = (
    """
    CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END
    """,
    """
    CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END
    """,
)

SEARCH = (
    """
    CREATE VIRTUAL TABLE incident_search USING fts5(
        ticket, place, notes, caller, numbers,
        tokenize = "unicode61 remove_diacritics 2", prefix = "2 3 4 5 6 7 8"
    )
    """,
    """
    CREATE VIRTUAL TABLE call_search USING fts5(
        numbers, caller, notes,
        tokenize = "unicode61 remove_diacritics 2", prefix = "2 3 4 6"
    )
    """,
)


def upgrade() -> None:
    """Create everything; there is no way back."""
    for statement in (*TABLES, *INSERT_ONLY, *SEARCH):
        op.execute(statement)
