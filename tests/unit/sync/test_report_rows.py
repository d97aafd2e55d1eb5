"""What the reports say of one thing: the same words as the board's. Source: domain.md §13."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batola_desk.domain.call import Call
from batola_desk.sync.reports.rows import CALL, rows_of
from batola_desk.sync.reports.tally import Tally
from tests.support.shipped import shipped_catalog

BEGUN = Call(call_key="k", offered_us=1, answered_us=2, silent_started_us=3)


@pytest.mark.parametrize(
    ("call", "is_silent", "is_checked"),
    [
        (replace(BEGUN, silent_started_us=None), False, False),
        (BEGUN, True, False),
        (replace(BEGUN, silent_completed=True), True, True),
        (replace(BEGUN, silent_spoke_us=9), False, False),
        (replace(BEGUN, silent_spoke_us=9, silent_answers=(("crying", True),)), True, False),
    ],
)
def test_who_spoke_after_all_is_no_silent_call(call: Call, is_silent: bool, is_checked: bool) -> None:
    ((table, row),) = [found for found in rows_of(Tally(state=call), shipped_catalog()) if found[0] is CALL]
    told = dict(zip((name for name, _ in table.columns), row, strict=True))
    assert (told["is_silent"], told["is_silent_checked"]) == (is_silent, is_checked)
