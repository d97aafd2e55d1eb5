"""Values as PostgreSQL takes them: a fact of a strange desk must never make a page unwritable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

SMALL_MAX: Final = 2**31 - 1
TEXT_MAX: Final = 200  # LIMIT: codes and names; keys must fit into an index
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_9999_US: Final = 253_370_764_800_000_000


def at(us: int | None) -> datetime | None:
    """Return a time; None for one that no calendar has."""
    if us is None or not 0 < us < _YEAR_9999_US:
        return None
    return _EPOCH + timedelta(microseconds=us)


def text(value: str) -> str:
    """Return a text without what PostgreSQL cannot store."""
    return value[:TEXT_MAX].replace("\x00", "\ufffd")


def seconds(us: int) -> Decimal:
    """Return microseconds as exact seconds."""
    return Decimal(us) / 1_000_000
