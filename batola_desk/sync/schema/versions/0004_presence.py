"""Presence: who works in which form right now, told through ``api.tell_presence``.

Revision: 0004. The statements stand in ``sql/0004``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything; there is no way back."""
    run_scripts(revision)
