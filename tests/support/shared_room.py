"""Whole desks that share a model secretariat: each with its own exchange thread, as with a real server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.room_rules import RoomRole
from batola_desk.models.room import RoomFact
from batola_desk.services.seat_views import RoomView
from batola_desk.sync import postgres, postgres_presence
from batola_desk.sync.address import Address, Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Judged
from batola_desk.sync.voices import Credentials
from tests.support.desk_double import DeskDouble
from tests.support.model_secretariat import ModelRoom, ModelSecretariat, Trouble
from tests.support.small_catalog import small_catalog

PASSWORD = "sandi-panjang-112"
A, B = ("A", "sari", "PTDS"), ("B", "rina", "PTDS")  # letter, login, role
LEAD = ("C", "budi", "KS")


class SharedRoom(ModelRoom):
    """A model room that several threads may ask; hints arrive on the loop of each connection.

    Attributes:
        troubles: machine's login → how bad the connections of this desk are, from now on.
    """

    def __init__(self) -> None:
        super().__init__()
        self._one_at_a_time = threading.RLock()
        self.troubles: dict[str, Trouble] = {}
        self.seats: dict[str, str] = {}  # person's login → machine's
        self._loops: dict[ModelSecretariat, asyncio.AbstractEventLoop] = {}

    def take(self, login: str, envelopes: Sequence[str]) -> list[Judged]:
        with self._one_at_a_time:
            return super().take(login, envelopes)

    def page(self, after_seq: int, limit: int = 500) -> list[RoomFact]:
        with self._one_at_a_time:
            return super().page(after_seq, limit)

    async def join(self, _address: object, login: str, password: str) -> ModelSecretariat:
        """As ``sync.postgres.connect`` does."""
        connection = await self.connect(Credentials(login, password))
        connection.trouble = self.troubles.setdefault(self.seats.get(login, login), Trouble())
        self._loops[connection] = asyncio.get_running_loop()
        return connection

    def hint(self) -> None:
        for connection in list(self.connections):
            loop = self._loops.get(connection)
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(connection.hint)

    def pull_cable(self, letter: str) -> None:
        """This desk's next questions are not answered any more."""
        self.troubles[f"meja_{letter.lower()}"].hangs = True

    def plug_in(self, letter: str) -> None:
        """New connections of this desk are good."""
        self.troubles[f"meja_{letter.lower()}"].hangs = False


@asynccontextmanager
async def desks_of(
    folder: Path,
    room: SharedRoom,
    monkeypatch: pytest.MonkeyPatch,
    *people: tuple[str, str, str],
    **more: Any,
) -> AsyncIterator[tuple[DeskDouble, ...]]:
    """Open desks in this room; people: (letter, login, role)."""
    monkeypatch.setattr(postgres, "connect", room.join)
    monkeypatch.setattr(postgres_presence, "join_presence", _nobody_tells)
    async with AsyncExitStack() as ending:
        opened = []
        for letter, operator, role in people:
            desk = room_desk(folder / letter, letter, operator, role, room, **more)
            await desk.start()
            ending.push_async_callback(desk.stop)
            opened.append(desk)
            await desk.services.people.sign_on(operator, PASSWORD)
        for desk in opened:
            await desk.until(lambda desk=desk: in_step(desk), limit_s=20)
        yield tuple(opened)


async def _nobody_tells(*_who: object) -> ModelSecretariat:
    """Presence is another matter (``model_presence``)."""
    raise SecretariatFault("secretariat_unreachable")


def room_desk(
    folder: Path,
    letter: str,
    operator: str,
    role: str,
    room: SharedRoom,
    *,
    catalog: Catalog | None = None,
    **more: Any,
) -> DeskDouble:
    """One desk of a room, not started; members of the room sign on with this role, or as leads."""
    room.seats[operator] = f"meja_{letter.lower()}"
    catalog = catalog or small_catalog()
    of_room = {role: RoomRole.OPERATOR.value} | {"KS": RoomRole.LEAD.value}
    roles = {code: replace(known, room_role=of_room.get(code, "")) for code, known in catalog.roles.items()}
    settings = RoomSettings(
        address=Address(hosts=(Host("127.0.0.1", 1),), database="model"),
        machine=Credentials(f"meja_{letter.lower()}", PASSWORD),
    )
    return DeskDouble(
        folder,
        real_time=True,
        letter=letter,
        operator=operator,
        room=settings,
        catalog=replace(catalog, roles=roles),
        **more,
    )


def room_of(desk: DeskDouble) -> RoomView:
    """How the desk stands to its room."""
    view = desk.services.session.status().room
    assert view is not None
    return view


def in_step(desk: DeskDouble) -> bool:
    """Whether desk and room know the same."""
    return room_of(desk).mode == "synced" and room_of(desk).waiting_count == 0
