"""Which desks are alive, told through ``api.tell_alive``.

Revision: 0007. The statements stand in ``sql/0007``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything; there is no way back."""
    run_scripts(revision)
