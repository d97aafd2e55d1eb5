"""Roles, shifts and the limits of signing on: configuration data. Source: domain.md §14."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role and what it may do. Source: domain.md §14.

    Attributes:
        room_role: role of the secretariat whose members have this one; empty = none.
        without_login: whoever works at a desk of a room without having signed on has this role.
    """

    code: str
    label: str
    label_en: str = ""
    actions: tuple[str, ...] = ()
    room_role: str = ""
    without_login: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift of the day; it may go over midnight.

    Attributes:
        begins, ends: ``HH:MM`` of the centre's clock.
    """

    code: str
    label: str
    label_en: str = ""
    begins: str
    ends: str

    @property
    def minutes(self) -> tuple[int, int]:
        """Begin and end, minutes after midnight.

        Raises:
            ValueError: they are no times of a day.
        """
        return _minute(self.begins), _minute(self.ends)

    def covers(self, minute: int) -> bool:
        """Whether a minute of the day belongs to it."""
        begin, end = self.minutes
        return begin <= minute < end if begin < end else minute >= begin or minute < end


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleLimits:
    """Limits of signing on.

    Attributes:
        offline_days: a desk without its server admits whom the server admitted so many days ago.
        role_minutes: a shift lead keeps another role so long. Source: domain.md §14.
    """

    offline_days: float = 14.0
    role_minutes: float = 30.0


def is_time(text: str) -> bool:
    """Whether it is a time of the day, ``HH:MM``."""
    return _TIME.fullmatch(text) is not None


def _minute(text: str) -> int:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("HH:MM")
    return int(found[1]) * 60 + int(found[2])
