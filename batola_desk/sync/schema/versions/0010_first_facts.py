"""The first fact of a session costs others nothing; hints as far apart as a big room needs them.

Revision: 0010. The statements stand in ``sql/0010``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replace the functions; there is no way back."""
    run_scripts(revision)
