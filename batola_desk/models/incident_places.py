"""Where incidents were: four columns of the projection as arrays, a piece of the history at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

PIECE_ROWS = 50_000  # LIMIT: some 60 ms of one reader's thread; others ask in between
_PLACES = """
    SELECT row_id, latitude, longitude, coalesce(opened_us, 0), type_code FROM incident_row
    WHERE row_id > ? AND latitude IS NOT NULL AND longitude IS NOT NULL AND training = ?
    ORDER BY row_id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class IncidentPlaces:
    """Places of one piece. Shape: (n,) each.

    Attributes:
        row_ids: rising.
        last_row_id: cursor for the next piece.
        is_last: there is nothing behind it.
    """

    row_ids: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    opened_us: NDArray[np.int64]
    type_codes: tuple[str, ...]
    last_row_id: int
    is_last: bool


def read_incident_places(connection: Connection, after_row_id: int, *, training: bool) -> IncidentPlaces:
    """Read the next piece behind a row."""
    found = connection.exec_driver_sql(_PLACES, (after_row_id, int(training), PIECE_ROWS)).fetchall()
    numbers, lats, lons, opened, codes = zip(*found, strict=True) if found else ((), (), (), (), ())
    return IncidentPlaces(
        np.array(numbers, dtype=np.int64),
        np.array(lats, dtype=np.float64),
        np.array(lons, dtype=np.float64),
        np.array(opened, dtype=np.int64),
        tuple(codes),
        int(numbers[-1]) if numbers else after_row_id,
        len(found) < PIECE_ROWS,
    )
