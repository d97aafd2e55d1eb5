"""Desks with real journals around a model of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batola_desk.models.journal import open_journal
from tests.support.model_secretariat import ModelRoom
from tests.support.sync_desk import SyncDesk


class Clock:
    """Steady time that only tests move."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def room() -> ModelRoom:
    return ModelRoom()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty journal to copy: to create one takes a third of a second."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    open_journal(path).close()
    return path


@pytest.fixture
def make_desk(
    tmp_path: Path, template: Path, room: ModelRoom, clock: Clock
) -> Iterator[Callable[..., SyncDesk]]:
    desks: list[SyncDesk] = []

    def make(letter: str = "A", **more: object) -> SyncDesk:
        desk = SyncDesk(tmp_path, letter, room, template=template, clock=clock, **more)  # type: ignore[arg-type]
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()
