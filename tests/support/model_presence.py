"""The server's presence in memory: rows that expire, hints, and connections as bad as real ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.presence import Presence, WorkPlace
from batola_desk.sync.voices import Credentials


@dataclass
class ModelPresence:
    """One room.

    Attributes:
        keep_s: for so long a word holds.
        delay_s: of each answer.
        breaks: every question fails.
        hangs: nothing comes back, and the asker gives up after ``hangs_s``.
        is_full: the server has no connection to spare.
        takes: whether words are taken (False: from no seat).
    """

    keep_s: float = 6.0
    delay_s: float = 0.0
    breaks: BaseException | None = None
    hangs: bool = False
    hangs_s: float = 0.3
    is_full: bool = False
    takes: bool = True
    has_hints: bool = True
    desks: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[WorkPlace, float]] = field(default_factory=dict)
    told: list[tuple[str, WorkPlace]] = field(default_factory=list)
    looks: int = 0
    joined: list[str] = field(default_factory=list)
    sessions: list[ModelPresenceSession] = field(default_factory=list)

    async def join(self, credentials: Credentials) -> ModelPresenceSession:
        self.joined.append(credentials.login)
        session = ModelPresenceSession(self, credentials.login)
        await session.ask()
        self.sessions.append(session)
        return session

    def hint(self) -> None:
        for session in self.sessions:
            if session.callback is not None and self.has_hints:
                session.callback()


class ModelPresenceSession:
    def __init__(self, room: ModelPresence, login: str) -> None:
        self.room = room
        self.login = login
        self.callback: Callable[[], None] | None = None

    async def ask(self) -> float:
        await asyncio.sleep(self.room.delay_s)
        if self.room.hangs:
            await asyncio.sleep(self.room.hangs_s)
            raise SecretariatFault("secretariat_unreachable", detail="TimeoutError")
        if self.room.breaks is not None:
            raise self.room.breaks
        return asyncio.get_running_loop().time()

    async def may_join(self) -> bool:
        await self.ask()
        return not self.room.is_full

    async def tell(self, origin: str, place: WorkPlace) -> bool:
        now = await self.ask()
        self.room.told.append((self.login, place))
        if not self.room.takes:
            return False
        before = self.room.rows.get(self.login)
        self.room.rows[self.login] = (place, now)
        if before is None or before[0] != place:
            self.room.hint()
        return True

    async def others(self) -> Sequence[Presence]:
        now = await self.ask()
        self.room.looks += 1
        return [
            Presence(
                login=login,
                name=login.title(),
                is_machine=login.startswith("meja_"),
                desk=self.room.desks.get(login, ""),
                incident_id=place.incident_id,
                field=place.field,
                left_s=told_at + self.room.keep_s - now,
            )
            for login, (place, told_at) in self.room.rows.items()
            if place.incident_id and told_at + self.room.keep_s > now
        ]

    async def listen(self, callback: Callable[[], None]) -> None:
        await self.ask()
        self.callback = callback

    def terminate(self) -> None:
        if self in self.room.sessions:
            self.room.sessions.remove(self)
