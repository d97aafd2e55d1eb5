"""What people drew on the map.

Revision: 0006. The lists are filled anew at the next start (``PROJECTION_VERSION``).
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the list; there is no way back."""
    op.execute(
        """
        CREATE TABLE map_feature_row (
            row_id INTEGER NOT NULL,
            feature_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            is_removed BOOLEAN NOT NULL,
            gone_us BIGINT,
            document TEXT NOT NULL,
            PRIMARY KEY (row_id),
            UNIQUE (feature_id)
        )
        """
    )
    op.execute("CREATE INDEX ix_map_feature_row_gone ON map_feature_row (gone_us)")
