"""Started desks for each test, stopped at the end: one that stands alone, three that share a room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shared_room import LEAD, A, B, SharedRoom, desks_of


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def room() -> SharedRoom:
    return SharedRoom()


@pytest.fixture
async def desks(
    tmp_path: Path, room: SharedRoom, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[DeskDouble, ...]]:
    async with desks_of(tmp_path, room, monkeypatch, A, B, LEAD) as opened:
        yield opened
