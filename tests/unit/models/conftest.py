"""An open journal in a temporary folder, and short ways to write facts into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _facts import Desk

from batola_desk.models.journal import Journal, open_journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., Journal]]:
    """Open journals that are closed at the end whatever happens."""
    journals: list[Journal] = []

    def open_one(where: Path = path, **options: object) -> Journal:
        journal = open_journal(where, app_version="9.9", **options)  # type: ignore[arg-type]
        journals.append(journal)
        return journal

    yield open_one
    for journal in journals:
        journal.close()


@pytest.fixture
def desk(opened: Callable[..., Journal]) -> Desk:
    return Desk(opened())
