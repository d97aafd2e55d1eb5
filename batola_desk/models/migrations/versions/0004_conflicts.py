"""Conflicts between desks as a list, and whom the room holds a unit for.

Revision: 0004. The lists are filled anew at the next start (``PROJECTION_VERSION``).
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE conflict_row (
        conflict_id TEXT NOT NULL,
        home TEXT NOT NULL,
        is_open BOOLEAN NOT NULL,
        raised_us BIGINT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (conflict_id)
    )
    """,
    "CREATE INDEX ix_conflict_row_home ON conflict_row (home)",
    "CREATE INDEX ix_conflict_row_raised ON conflict_row (raised_us, conflict_id)",
    "CREATE INDEX ix_conflict_row_open ON conflict_row (raised_us, conflict_id) WHERE is_open = 1",
    "ALTER TABLE unit_row ADD COLUMN claimed_for TEXT NOT NULL DEFAULT ''",
)


def upgrade() -> None:
    """Add the table and the column; there is no way back."""
    for statement in STATEMENTS:
        op.execute(statement)
