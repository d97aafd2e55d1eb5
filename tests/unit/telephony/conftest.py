from __future__ import annotations

from collections.abc import Iterator

import pytest
from real_lines import end_lines
from telephony_wire import Recorder, World


@pytest.fixture(autouse=True)
def _no_line_stays() -> Iterator[None]:
    """One test that fails is one: no thread of its lines is left for the next."""
    yield
    end_lines()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()
