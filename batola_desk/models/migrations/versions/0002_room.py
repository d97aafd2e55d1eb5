"""The room's journal beside the desk's: places and verdicts, what waits for one, links in fold order.

Revision: 0002. Every fact of an existing file waits for its place; a desk may join a room years later.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PENDING_SEQ = 1 << 62

STATEMENTS = (
    """
    CREATE TABLE room_entry (
        seq INTEGER NOT NULL,
        row_id INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        info TEXT NOT NULL,
        author TEXT NOT NULL,
        author_auth TEXT NOT NULL,
        recorded_us BIGINT NOT NULL,
        prev_hash BLOB NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (seq),
        UNIQUE (row_id)
    )
    """,
    "CREATE INDEX ix_room_entry_judged ON room_entry (seq) WHERE verdict <> 'ok'",
    "CREATE TABLE pending_fact (row_id INTEGER NOT NULL, PRIMARY KEY (row_id))",
    "INSERT INTO pending_fact SELECT row_id FROM journal ORDER BY row_id",
    "CREATE TABLE fact_problem (row_id INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (row_id))",
    """
    CREATE TABLE aggregate_snapshot (
        aggregate TEXT NOT NULL,
        seq BIGINT NOT NULL,
        first_row_id BIGINT NOT NULL,
        state BLOB NOT NULL,
        PRIMARY KEY (aggregate, seq)
    )
     WITHOUT ROWID
    """,
    "ALTER TABLE journal_aggregate RENAME TO journal_aggregate_0001",
    """
    CREATE TABLE journal_aggregate (
        aggregate TEXT NOT NULL,
        seq BIGINT NOT NULL,
        row_id INTEGER NOT NULL,
        PRIMARY KEY (aggregate, seq, row_id)
    )
     WITHOUT ROWID
    """,
    f"INSERT INTO journal_aggregate SELECT aggregate, {PENDING_SEQ}, row_id FROM journal_aggregate_0001",
    "DROP TABLE journal_aggregate_0001",
)


def upgrade() -> None:
    """Add the room's tables; there is no way back."""
    for statement in STATEMENTS:
        op.execute(statement)
