"""Alembic's entry for the server's schema: runs on the connection that ``sync.schema_setup`` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    version_table="room_version",
    version_table_schema="batola",
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
