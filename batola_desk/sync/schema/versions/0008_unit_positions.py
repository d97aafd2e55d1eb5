"""Where units are right now, told through ``api.tell_units``.

Revision: 0008. The statements stand in ``sql/0008``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything; there is no way back."""
    run_scripts(revision)
