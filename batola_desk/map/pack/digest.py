"""One hash over everything a pack holds: a copy that came over a USB stick proves itself with it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from typing import Final

_ROWS: Final = (
    "SELECT id, kind, name, rank, shape, tags, source FROM feature ORDER BY id",
    "SELECT feature_id, level, parts, points FROM geometry ORDER BY feature_id, level",
    "SELECT rowid, feature_id, text, folded, x, y, kind, kecamatan FROM name ORDER BY rowid",
    "SELECT name, dtype, shape, data FROM graph ORDER BY name",
    "SELECT z, x, y, source, data FROM raster ORDER BY z, x, y",
    "SELECT key, value FROM meta WHERE key != 'digest' ORDER BY key",
)
_BATCH_ROWS: Final = 2000


def digest_of(connection: sqlite3.Connection, step: Callable[[], None] = lambda: None) -> str:
    """Return the SHA-256 of all rows in a fixed order.

    Lengths stand before texts and bytes, so that no two contents are written alike.

    Args:
        step: called between batches; may raise to stop.
    """
    hashed = hashlib.sha256()
    for statement in _ROWS:
        cursor = connection.execute(statement)
        hashed.update(b"table")
        while rows := cursor.fetchmany(_BATCH_ROWS):
            step()
            for row in rows:
                for cell in row:
                    if isinstance(cell, int):
                        hashed.update(b"i%d" % cell)
                    else:
                        data = cell if isinstance(cell, bytes) else str(cell).encode()
                        hashed.update(b"b%d:" % len(data))
                        hashed.update(data)
    return hashed.hexdigest()
