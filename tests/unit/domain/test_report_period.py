"""The days of a report: usual words, months, from–to; what cannot be is told."""

from __future__ import annotations

from datetime import date

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.report_period import read_period

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("hari ini", TODAY, TODAY),
        ("  Kemarin ", date(2026, 11, 26), date(2026, 11, 26)),
        ("bulan", date(2026, 11, 1), TODAY),
        ("bulan ini", date(2026, 11, 1), TODAY),
        ("bulan lalu", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2-2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-11", date(2026, 11, 1), TODAY),
        ("2026-11-03", date(2026, 11, 3), date(2026, 11, 3)),
        ("3-11-2026 5-11-2026", date(2026, 11, 3), date(2026, 11, 5)),
        ("3/11/2026 - 5/11/2026", date(2026, 11, 3), date(2026, 11, 5)),
        ("2026-11-03..2026-11-05", date(2026, 11, 3), date(2026, 11, 5)),
        ("dari 2026-11-03 sampai 5.11.2026", date(2026, 11, 3), date(2026, 11, 5)),
        ("2026-11-03 2027-01-01", date(2026, 11, 3), TODAY),
        ("2025-11-27 2026-11-27", date(2025, 11, 27), TODAY),
    ],
)
def test_words_are_days(words: str, first: date, last: date) -> None:
    period = read_period(words, TODAY)
    assert (period.first, period.last) == (first, last)
    assert len(period.days()) == (last - first).days + 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "period_unknown"),
        ("minggu depan", "period_unknown"),
        ("2026-13", "period_unknown"),
        ("31-2-2026", "period_unknown"),
        ("2026-11-03 dan 2026-11-05", "period_unknown"),
        ("2026-11-01 2026-11-02 2026-11-03", "period_unknown"),
        ("2026-11-05 2026-11-03", "period_reversed"),
        ("2026-12-01", "period_future"),
        ("2025-01-01 2026-11-01", "period_too_long"),
        ("0000-00-00", "period_unknown"),
    ],
)
def test_what_cannot_be_is_told(words: str, code: str) -> None:
    with pytest.raises(OperatorError) as caught:
        read_period(words, TODAY)
    assert caught.value.code == code


def test_days_are_the_centre_s_own() -> None:
    begin_us, end_us = read_period("2026-11-03", TODAY).bounds_us(480)
    assert end_us - begin_us == 86_400_000_000
    assert begin_us == 1_793_635_200_000_000  # 2026-11-02 16:00 UTC
