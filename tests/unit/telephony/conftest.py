from __future__ import annotations

import pytest
from telephony_wire import Recorder, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()
