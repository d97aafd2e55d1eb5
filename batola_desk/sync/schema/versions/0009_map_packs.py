"""Map packs in pieces, handed over by an admin, read by the desks.

Revision: 0009. The statements stand in ``sql/0009``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything; there is no way back."""
    run_scripts(revision)
