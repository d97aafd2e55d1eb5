"""Two desks' processes, a real PostgreSQL and bad lines between them, by seed: docs/testing-the-room.md."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.secretariat_stage import needs_postgres
from tools.room_faults import run

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(240)]


@pytest.mark.parametrize("seed", range(1, 6))
def test_nothing_is_lost_or_doubled_whatever_breaks(seed: int, record_property: Any) -> None:
    verdict = run(12.0, seed)
    record_property("faults", str(verdict))
    assert verdict["good"], verdict
