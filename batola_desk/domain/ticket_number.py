"""Ticket numbers carry date and desk letter, so that offline desks cannot collide. Source: domain.md §5.7."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_PATTERN = re.compile(
    r"(?P<prefix>\w+)-(?P<regency>\d+)-(?P<day>\d{8})-(?P<desk>[A-Z]{1,2})(?P<counter>\d{4,})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNumber:
    """The parts of a number like ``112-6304-20250825-A0007``."""

    prefix: str
    regency: str
    day: date
    desk: str
    counter: int

    def __str__(self) -> str:
        """Return the printed number."""
        return f"{self.prefix}-{self.regency}-{self.day:%Y%m%d}-{self.desk}{self.counter:04d}"

    @property
    def short(self) -> str:
        """The part people say: desk letter and counter."""
        return f"{self.desk}{self.counter:04d}"

    @classmethod
    def parse(cls, text: str) -> TicketNumber:
        """Read a printed number.

        Raises:
            ValueError: it is none.
        """
        match = _PATTERN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"no ticket number: {text!r}")
        return cls(
            prefix=match["prefix"],
            regency=match["regency"],
            day=datetime.strptime(match["day"], "%Y%m%d").replace(tzinfo=UTC).date(),
            desk=match["desk"],
            counter=int(match["counter"]),
        )


def local_date(at_us: int, utc_offset_min: int) -> date:
    """Return the centre's calendar day of a time."""
    return (datetime.fromtimestamp(at_us / 1e6, tz=UTC) + timedelta(minutes=utc_offset_min)).date()
