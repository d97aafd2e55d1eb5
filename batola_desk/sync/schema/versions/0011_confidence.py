"""Who may be given a confidential ticket, judged in the room too.

Revision: 0011. The statements stand in ``sql/0011``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, the index and the functions; there is no way back."""
    run_scripts(revision)
