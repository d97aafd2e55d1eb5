"""Runs SQL scripts of many statements inside a migration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import op
from sqlalchemy.util import await_only

SQL_FOLDER = Path(__file__).parent / "sql"


def read_script(name: str) -> str:
    """Return the text of one script below ``sql/``."""
    return (SQL_FOLDER / name).read_text(encoding="utf-8")


def run_scripts(folder: str) -> None:
    """Run all scripts of a revision in the order of their names, in the migration's transaction.

    The driver is asked directly: SQLAlchemy prepares each statement, and a prepared statement is only one.
    """
    driver: Any = op.get_bind().connection.driver_connection
    for file in sorted((SQL_FOLDER / folder).glob("*.sql")):
        await_only(driver.execute(file.read_text(encoding="utf-8")))
