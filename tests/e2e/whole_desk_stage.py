"""Whole desks (services, clocks, a played engine) around a real secretariat, for tests of several of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest_asyncio

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.conflicts import ConflictKind
from batola_desk.models.journal import Journal
from batola_desk.services.conflict_views import ConflictView
from batola_desk.services.seat_views import RoomView
from batola_desk.sync.address import Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE
from tests.support.desk_double import DeskDouble
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.postgres_rig import PostgresRig
from tests.support.sync_desk import shown_in

Desks = tuple[DeskDouble, DeskDouble]


SARI_AND_RINA = {"A": "sari", "B": "rina"}


@asynccontextmanager
async def desks_around(
    server: PostgresRig,
    folder: Path,
    people: Mapping[str, str] = SARI_AND_RINA,
    *,
    signs_on: bool = False,
    catalog: Catalog | None = None,
) -> AsyncIterator[list[DeskDouble]]:
    """Open desks that are in step with the room.

    Args:
        people: letter of each desk, and the login of whom it belongs to.
        signs_on: they sign on, as at a desk of a real room.
    """
    async with AsyncExitStack() as ending:
        opened = []
        for letter, login in people.items():
            machine = Credentials(f"meja_{letter.lower()}", PASSWORD)
            room = RoomSettings(address=server.address(TEMPLATE), machine=machine)
            desk = DeskDouble(
                folder / letter, real_time=True, letter=letter, operator=login, room=room, catalog=catalog
            )
            await desk.start(ticking=True)
            ending.push_async_callback(desk.stop)
            opened.append(desk)
        for desk, login in zip(opened, people.values(), strict=True):
            await desk.until(lambda desk=desk: room_of(desk).mode == "synced", limit_s=20)
            if signs_on:
                await desk.services.people.sign_on(login, PASSWORD)
        yield opened


@pytest_asyncio.fixture
async def desks(server: PostgresRig, tmp_path: Path) -> AsyncIterator[Desks]:
    """Two of them."""
    async with desks_around(server, tmp_path) as (a, b):
        yield a, b


def room_of(desk: DeskDouble) -> RoomView:
    room = desk.services.session.status().room
    assert room is not None
    return room


def journal_of(desk: DeskDouble) -> Journal:
    journal = desk.services._journal
    assert journal is not None
    return journal


def board(desk: DeskDouble) -> set[str]:
    return {row.incident_id for row in desk.services.incidents.board()}


async def until_equal(a: DeskDouble, b: DeskDouble, limit_s: float = 20.0) -> None:
    """Both are in step, nothing waits, and every row of every list is the same."""

    def lists() -> list[dict[str, Any]]:
        return [shown_in(desk.paths.journal) for desk in (a, b)]

    end_s = time.monotonic() + limit_s
    while True:
        rooms = [room_of(desk) for desk in (a, b)]
        if all(room.mode == "synced" and room.waiting_count == 0 for room in rooms):
            one, other = lists()
            if one == other:
                return
        if time.monotonic() > end_s:
            one, other = lists()
            assert one == other
            raise AssertionError(rooms)
        await asyncio.sleep(0.1)


class Cable:
    """A desk, and the line between it and the server.

    The lead Budi sits at A, the operator Rina at B.
    """

    def __init__(self, server: PostgresRig, home: Path, letter: str, operator: str, **more: Any) -> None:
        self.proxy = FaultyProxy(server.port, seed=ord(letter))
        machine = Credentials(f"meja_{letter.lower()}", PASSWORD)
        there = server.address(TEMPLATE)
        address = replace(there, hosts=(Host("127.0.0.1", self.proxy.port),))
        room = RoomSettings(address=address, machine=machine)
        self.login = operator
        self.desk = DeskDouble(home / letter, real_time=True, letter=letter, room=room, **more)

    @property
    def room(self) -> RoomView:
        room = self.desk.services.session.status().room
        assert room is not None
        return room

    async def pull(self) -> None:
        self.proxy.weather = Weather.CLOSED
        await self.desk.until(lambda: self.room.mode == "offline", limit_s=20)

    async def plug_in(self) -> None:
        self.proxy.weather = Weather.FAIR
        await self.desk.until(lambda: self.room.mode == "synced" and not self.room.waiting_count, limit_s=30)

    async def open_ticket(self, place: str) -> str:
        incidents = self.desk.services.incidents
        incident_id = await incidents.new(source="manual")
        incidents.set_field(incident_id, "place_text", place)
        await incidents.flush()
        return incident_id

    async def types(self, incident_id: str, value: str) -> None:
        incidents = self.desk.services.incidents
        await incidents.open_view(incident_id)
        incidents.set_field(incident_id, "place_text", value)
        await incidents.flush()

    async def conflicts(self, *, everything: bool = False) -> dict[ConflictKind, ConflictView]:
        views = await self.desk.services.conflicts.listed(everything=everything)
        assert len({view.conflict.kind for view in views}) == len(views), views
        return {view.conflict.kind: view for view in views}


@asynccontextmanager
async def two_cables(server: PostgresRig, home: Path, catalog: Catalog) -> AsyncIterator[tuple[Cable, Cable]]:
    """The lead Budi sits at A, the operator Rina at B; both are signed on and their cables are in."""
    async with AsyncExitStack() as ending:
        cables = [Cable(server, home, *who, catalog=catalog) for who in (("A", "budi"), ("B", "rina"))]
        for cable in cables:
            ending.callback(cable.proxy.close)
            await cable.desk.start(ticking=True)
            ending.push_async_callback(cable.desk.stop)
        for cable in cables:
            await cable.plug_in()
            await cable.desk.services.people.sign_on(cable.login, PASSWORD)
            await cable.plug_in()
        yield cables[0], cables[1]
