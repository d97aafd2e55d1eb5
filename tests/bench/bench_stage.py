"""A server with fsync for figures, with one room or two: a short history and, beside it, a long one.

Both are measured in turns of seconds, so that whatever else the machine does meets both alike.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.queues import Queue
from typing import Any

from batola_desk.models.journal import Journal
from batola_desk.models.room import RoomHead, RoomSnapshot, SnapshotThing
from batola_desk.models.room_snapshot import snapshot_form
from batola_desk.sync.address import Address
from batola_desk.sync.client import SyncClient
from batola_desk.sync.members import add_login
from batola_desk.sync.postgres import connect
from batola_desk.sync.room_audit import audit_room
from batola_desk.sync.schema_setup import set_up
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Credentials
from tests.bench.room_filling import fill, town
from tests.support.postgres_rig import PostgresRig

PASSWORD = "sandi-panjang-112"
HEARD_S = 120.0  # LIMIT: a process that died must not hold the bench for ever
context = multiprocessing.get_context("spawn")


class BenchRoom:
    """One database of the server. ``label`` stands in the names of its figures."""

    def __init__(self, rig: PostgresRig, name: str, label: str, first_desk: int) -> None:
        self.name = name
        self.label = label
        self.first_desk = first_desk
        self.rig = rig
        self.address: Address = rig.address(name)
        self.town: Iterator[str] = town(first_desk)

    async def prepare(self, desks: int) -> None:
        """Make it, with a login for each desk."""
        superuser = await self.rig.superuser()
        await superuser.execute(f"create database {self.name}")
        await superuser.close()
        await set_up(lambda: self.rig.superuser(self.name))
        owner = await self.rig.superuser(self.name)
        for number in range(desks):
            letters = chr(65 + number // 26) + chr(65 + number % 26)
            await add_login(owner, f"meja_{number}", "workstation", PASSWORD, desk=letters)
        await owner.close()

    async def fill(self, count: int) -> None:
        """Copy the next entries of its town in."""
        owner = await self.rig.superuser(self.name)
        await fill(owner, self.town, count)
        await owner.close()

    async def head(self) -> RoomHead:
        """Return where its journal ends."""
        server = await connect(self.address, "meja_0", PASSWORD)
        head = await server.head()
        server.terminate()
        return head

    async def keep_snapshot(self, things: tuple[SnapshotThing, ...]) -> None:
        """Keep a snapshot in the server, as desks do now and then."""
        head = await self.head()
        snapshot = RoomSnapshot(seq=head.seq, hash=head.hash, things=things)
        server = await connect(self.address, "meja_2", PASSWORD)
        owner = await self.rig.superuser(self.name)
        await owner.execute("delete from batola.snapshot_claim")
        await owner.close()
        assert await server.claim_snapshot(snapshot_form(), 1_000)
        await server.keep_snapshot(snapshot_form(), snapshot)
        server.terminate()

    async def audit(self) -> int:
        """Return how many entries stand in its chain; each of them sound."""
        owner = await self.rig.superuser(self.name)
        found = await audit_room(owner)
        await owner.close()
        assert found.faults == [], found.faults[:3]
        return found.facts

    def thread(self, journal: Journal, login: str) -> SyncThread:
        """Return the thread that keeps a desk in step with this room."""

        async def open_session(credentials: Credentials) -> Any:
            return await connect(self.address, credentials.login, credentials.password)

        machine = Credentials(login, PASSWORD)
        return SyncThread(lambda: SyncClient(journal.store, journal.reader, open_session, machine=machine))


class Stage:
    """The server, its rooms, and the figures."""

    def __init__(self, rooms: dict[str, str]) -> None:
        self.rig = PostgresRig(durable=True).create(
            max_connections=str(40 + 200 * len(rooms)), shared_buffers="256MB"
        )
        self.rooms = [
            BenchRoom(self.rig, name, label, first_desk=10 + 100 * number)
            for number, (name, label) in enumerate(rooms.items())
        ]
        self.figures: dict[str, float] = {}
        self.numbers = iter(range(1_000, 10_000_000, 1_000))  # of desks: names that nobody else has

    def note(self, name: str, value: float) -> None:
        """Keep a figure, and print it with the load of that moment."""
        self.figures[name] = value
        print(f"{name:<95}{value:12.1f}   load {os.getloadavg()[0]:.1f}", flush=True)

    def note_slower(self, what: str, short: float, long: float, *, is_rate: bool = False) -> None:
        """Keep by how much the long history slows something."""
        slower = short / long if is_rate else long / short
        self.note(f"room: {what} slower by % (budget 20)", (slower - 1) * 100)


class Mailbox:
    """What processes tell, by its kind: one may be ahead of another."""

    def __init__(self) -> None:
        self.queue: Queue[Any] = context.Queue()
        self._kept: list[Any] = []

    def take(self, what: object, count: int) -> list[Any]:
        """Wait until so many have said this word, or sent something of this type; return it all."""
        while sum(_is(heard, what) for heard in self._kept) < count:
            self._kept.append(self.queue.get(timeout=HEARD_S))
        taken = [heard for heard in self._kept if _is(heard, what)][:count]
        for heard in taken:
            self._kept.remove(heard)
        return taken


def _is(heard: object, what: object) -> bool:
    return isinstance(heard, what) if isinstance(what, type) else heard == what
