"""Messages to the room.

Revision: 0005. The lists are filled anew at the next start (``PROJECTION_VERSION``).
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the list; there is no way back."""
    op.execute(
        """
        CREATE TABLE announcement_row (
            row_id INTEGER NOT NULL,
            message_id TEXT NOT NULL,
            text TEXT NOT NULL,
            level TEXT NOT NULL,
            audience TEXT NOT NULL,
            until_us BIGINT NOT NULL,
            author TEXT NOT NULL,
            desk TEXT NOT NULL,
            announced_us BIGINT,
            readings TEXT NOT NULL,
            PRIMARY KEY (row_id),
            UNIQUE (message_id)
        )
        """
    )
