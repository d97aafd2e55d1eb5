"""The reports: schema ``report``, filled by ``batola-desk project``, read by anybody's BI tool.

Revision: 0002. The statements stand in ``sql/0002``, which never changes once released.
"""

from __future__ import annotations

from batola_desk.sync.schema.script import run_scripts

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything; there is no way back."""
    run_scripts(revision)
