"""The days of a report, and reading them from words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from batola_desk.domain.errors import OperatorError

DAYS_MAX: Final = 366  # LIMIT: a year; more is several reports
TODAY: Final = frozenset({"hari ini", "today", "ini"})
YESTERDAY: Final = frozenset({"kemarin", "yesterday"})
MONTH: Final = frozenset({"bulan", "bulan ini", "month", "this month"})
LAST_MONTH: Final = frozenset({"bulan lalu", "last month"})
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WHOLE_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[-/.](\d{4})")
_BETWEEN: Final = frozenset({"-", "–", "s.d.", "s/d", "sd", "sampai", "to", "dari", "from"})
_DAY: Final = re.compile(rf"{_ISO.pattern}|{_LOCAL.pattern}")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the centre's clock, both ends included."""

    first: date
    last: date

    def bounds_us(self, offset_min: int) -> tuple[int, int]:
        """From the beginning of the first day until the end of the last one, microseconds since 1970 UTC."""
        zone = timezone(timedelta(minutes=offset_min))
        begins = datetime(self.first.year, self.first.month, self.first.day, tzinfo=zone)
        after = self.last + timedelta(days=1)
        ends = datetime(after.year, after.month, after.day, tzinfo=zone)
        return int(begins.timestamp()) * 1_000_000, int(ends.timestamp()) * 1_000_000

    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1))


def read_period(words: str, today: date) -> Period:
    """Return the days that words mean: hari ini, kemarin, bulan ini, bulan lalu, a month, a day, from–to.

    Raises:
        OperatorError: ``period_unknown``, ``period_reversed``, ``period_future``, ``period_too_long``.
    """
    said = " ".join(words.casefold().split())
    if said in TODAY:
        return Period(today, today)
    if said in YESTERDAY:
        return Period(today - timedelta(days=1), today - timedelta(days=1))
    if said in MONTH:
        return Period(today.replace(day=1), today)
    if said in LAST_MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last)
    try:
        return _checked(_dates(said), today)
    except (ValueError, OverflowError) as fault:
        raise OperatorError("period_unknown", words=words.strip()[:40]) from fault


def _dates(said: str) -> tuple[date, date]:
    month = _WHOLE_MONTH.fullmatch(said)
    if month is not None:
        year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
        first = date(int(year), int(number), 1)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found = [
        date(*map(int, one.groups()[:3])) if one[1] else date(int(one[6]), int(one[5]), int(one[4]))
        for one in _DAY.finditer(said)
    ]
    rest = _DAY.sub(" ", said).replace("..", " ")
    if len(found) not in {1, 2} or set(rest.split()) - _BETWEEN:
        raise ValueError(said)
    return found[0], found[-1]


def _checked(days: tuple[date, date], today: date) -> Period:
    first, last = days
    if first > last:
        raise OperatorError("period_reversed")
    if first > today:
        raise OperatorError("period_future")
    last = min(last, today)
    if (last - first).days >= DAYS_MAX:
        raise OperatorError("period_too_long", days=DAYS_MAX)
    return Period(first, last)
