"""What people said about devices of a unit.

Revision: 0007. The lists are filled anew at the next start (``PROJECTION_VERSION``).
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; there is no way back."""
    op.execute("ALTER TABLE unit_row ADD COLUMN devices TEXT NOT NULL DEFAULT '[]'")
