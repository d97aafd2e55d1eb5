"""Features of the map read from a journal file that another process may have open."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy.exc import DBAPIError

from batola_desk.domain.map_feature import MapFeature
from batola_desk.models.database import as_fault, create_file_engine
from batola_desk.models.migrate import refuse_newer

FIRST_REVISION: Final = "0006"  # an older journal has no features
_REVISION: Final = "SELECT version_num FROM alembic_version"
_ALL: Final = "SELECT document FROM map_feature_row ORDER BY row_id"


def read_features(path: Path) -> tuple[MapFeature, ...]:
    """Return all features, removed ones included; none when there is no journal, or one of before them.

    Raises:
        EnvironmentFault: the file cannot be read; ``journal_newer``.
    """
    if not path.exists():
        return ()
    engine = create_file_engine(path, read_only=True)
    try:
        with engine.connect() as connection, connection.begin():
            revision = str(connection.exec_driver_sql(_REVISION).scalar() or "")
            refuse_newer(revision)
            known = revision >= FIRST_REVISION
            rows = [str(row[0]) for row in connection.exec_driver_sql(_ALL)] if known else []
    except DBAPIError as error:
        fault = as_fault(error)
        if fault is None:
            raise
        raise fault from error
    finally:
        engine.dispose()
    return tuple(msgspec.json.decode(document, type=MapFeature) for document in rows)
