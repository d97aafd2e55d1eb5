"""Whose a ticket is, and who has taken a call-back line on.

Revision: 0003. The lists are filled anew at the next start (``PROJECTION_VERSION``).
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE incident_row ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE incident_row ADD COLUMN owner_desk TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE incident_row ADD COLUMN owner_fact_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE incident_row ADD COLUMN wish_fact_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE callback_row ADD COLUMN claimed_desk TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE callback_row ADD COLUMN claimed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE callback_row ADD COLUMN claimed_us BIGINT",
)


def upgrade() -> None:
    """Add the columns; there is no way back."""
    for statement in STATEMENTS:
        op.execute(statement)
