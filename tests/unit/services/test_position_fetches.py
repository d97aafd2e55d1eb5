"""Fetching a position that a call only names: once, after the answer, by the desk, told in words."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.interop.held import HeldSettings
from batola_desk.interop.position_config import PositionSettings
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.location_documents import SHAPES, document
from tests.support.location_server import LocationServer, location_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocationServer]:
    with location_server(tmp_path / "server") as running:
        running.document = document(SHAPES["arc_band"].xml, method="Cell").encode()
        yield running


def asking(server: LocationServer, *more: str) -> PositionSettings:
    hosts = frozenset({server.host, *more})
    return PositionSettings(held=HeldSettings(hosts=hosts, limit_s=3.0, authority=server.authority.ca_file))


async def ended(desk: DeskDouble, key: str) -> str:
    """The code of the fetching when it is over."""

    def is_over() -> bool:
        view = desk.services.positions.fetch_of(key)
        return view is not None and not view.is_running

    await desk.until(is_over)
    await desk.settle()
    view = desk.services.positions.fetch_of(key)
    assert view is not None
    return view.code


async def test_a_position_is_fetched_when_the_call_is_answered_here(
    tmp_path: Path, server: LocationServer
) -> None:
    async with open_desk(tmp_path, positions=asking(server)) as desk:
        key = desk.engine.ring()
        desk.engine.locate(key, uri=server.uri)
        await desk.settle()
        waiting = desk.services.positions.fetch_of(key)
        assert waiting is not None
        assert not waiting.is_running, "another desk may answer it"
        await desk.services.calls.answer(key)
        await desk.settle()
        assert await ended(desk, key) == ""
        (view,) = desk.services.positions.of_call(key)
        assert (view.fix.source, view.fix.method) == ("held", "Cell")
        await desk.settle()
        assert len(server.requests) == 1, "its own answer is no reason to ask again"
        server.document = document(SHAPES["circle"].xml).encode()
        await desk.services.positions.fetch(key)
        assert await ended(desk, key) == ""
        assert len(desk.services.positions.of_call(key)) == 2


async def test_a_failure_is_told_and_the_next_address_is_tried(
    tmp_path: Path, server: LocationServer
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = f"localhost:{taken.getsockname()[1]}"
        async with open_desk(tmp_path, positions=asking(server, dead)) as desk:
            key = desk.engine.ring()
            desk.engine.locate(key, uri=f"https://{dead}/1")
            await desk.settle()
            await desk.services.calls.answer(key)
            await desk.settle()
            assert await ended(desk, key) == "held_unreachable"
            assert desk.services.positions.of_call(key) == []
            desk.engine.locate(key, uri=server.uri)
            await desk.settle()
            await desk.services.positions.fetch(key)
            assert await ended(desk, key) == ""
            assert len(desk.services.positions.of_call(key)) == 1


async def test_nothing_is_fetched_unless_it_is_allowed(tmp_path: Path, server: LocationServer) -> None:
    async with open_desk(tmp_path) as desk:
        key = desk.engine.ring()
        desk.engine.locate(key, uri=server.uri)
        await desk.settle()
        await desk.services.calls.answer(key)
        await desk.settle()
        assert desk.services.positions.fetch_of(key) is None
        with pytest.raises(OperatorError, match="held_off"):
            await desk.services.positions.fetch(key)
    assert server.requests == []


async def test_a_call_that_names_a_stranger_is_not_asked_there(
    tmp_path: Path, server: LocationServer
) -> None:
    async with open_desk(tmp_path, positions=asking(server)) as desk:
        key = desk.engine.ring()
        desk.engine.locate(key, uri="https://jahat.example/1")
        await desk.settle()
        await desk.services.calls.answer(key)
        await desk.settle()
        assert desk.services.positions.fetch_of(key) is None
        with pytest.raises(OperatorError, match="held_nothing_named"):
            await desk.services.positions.fetch(key)
