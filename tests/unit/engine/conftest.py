"""An engine in a process of its own, and somebody who phones it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engine_stage import Citizen, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home")
    yield made
    made.end()


@pytest.fixture
def citizen() -> Iterator[Citizen]:
    made = Citizen()
    yield made
    made.close()
