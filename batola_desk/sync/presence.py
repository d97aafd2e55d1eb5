"""Who works where right now: this desk tells it, and hears it of the others. No fact, never in a fact's way.

It has a connection of its own, and none at all before the facts are in step: whatever becomes of presence
(slow, cut, refused, broken), the exchange of facts does not notice. A hint of the server starts a look at
once, a poll is the fallback; what is not told again is forgotten after some seconds, here and on the server.

Thread: the exchange's loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import tell
from batola_desk.sync.positions import PositionSession, PositionWatch
from batola_desk.sync.voices import Credentials, Voices

log = logging.getLogger("batola.sync")

TELL_PAUSE_S: Final = 0.1  # LIMIT: a person changes fields less often; twice what the server takes at most
REFRESH_S: Final = 2.0  # a third of the server's patience: two lost words in a row do no harm
LOOK_PAUSE_S: Final = 0.05  # LIMIT: anybody may send hints; twenty looks a second are enough for eyes
LOOK_PAUSE_EACH_S: Final = (
    0.004  # and the more there are, the more each look costs: two hundred desks, 0.85 s
)
POLL_S: Final = 2.0
BACKOFF_FIRST_S: Final = 1.0
BACKOFF_MAX_S: Final = 30.0  # it is only presence: a server in trouble has more important guests
SHOWN_MAX: Final = 500  # LIMIT: of others at once; a room has at most some hundred desks


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlace:
    """What somebody works on; empty texts: in no form, in no field."""

    incident_id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody at work, as the server knows it.

    Attributes:
        login, name: of the session that told it.
        is_machine: nobody is signed on there, the desk's machine speaks.
        desk: its letter, by the server's word; empty: a desk without a machine's login.
        left_s: for so long it holds when nothing more is heard.
    """

    login: str
    name: str
    is_machine: bool
    desk: str
    incident_id: str
    field: str
    left_s: float


class PresenceSession(PositionSession, Protocol):
    """One connection for presence; every method may raise ``SecretariatFault``."""

    async def may_join(self) -> bool:
        """Whether the server has connections to spare."""
        ...

    async def tell(self, origin: str, place: WorkPlace) -> bool:
        """Say where this session works; False: too soon after the last word, say it again."""
        ...

    async def others(self) -> Sequence[Presence]:
        """Return everybody at work, this session too."""
        ...

    async def listen(self, callback: Callable[[], None]) -> None:
        """Call back when somebody went elsewhere. A hint: false, late or missing."""
        ...

    def terminate(self) -> None:
        """Drop the connection at once."""
        ...


JoinPresence = Callable[[Credentials], Awaitable[PresenceSession]]


class PresenceLink:
    """Keeps one desk's presence told and the others' known, while the facts are in step.

    Args:
        origin: of this desk's file.
        on_others: told of each change; empty when nothing is known any more.
        positions: looks at units over the same connection; None = nobody wants to know.
    """

    def __init__(
        self,
        join: JoinPresence,
        origin: str,
        *,
        on_others: Callable[[tuple[Presence, ...]], None],
        positions: PositionWatch | None = None,
    ) -> None:
        self._join = join
        self._origin = origin
        self._on_others = on_others
        self._positions = positions
        self._speaker: Credentials | None = None  # None: the facts are not in step
        self._wanted = WorkPlace()
        self._told: WorkPlace | None = None  # None: the server has heard nothing from this connection
        self._told_at = self._looked_at = self._look_at = 0.0  # loop time
        self._ends: dict[Presence, float] = {}  # whom we show, until when
        self._shown: tuple[Presence, ...] = ()
        self._wake = asyncio.Event()
        self._turned = asyncio.Event()  # somebody else speaks, or nobody may

    # ------------------------------------------------------------------ what may be asked

    def work_at(self, place: WorkPlace) -> None:
        """This desk's person went elsewhere."""
        if place != self._wanted:
            self._wanted = place
            self._wake.set()

    def speak_as(self, speaker: Credentials | None) -> None:
        """From now on in this name; None: the facts are not in step, presence has to wait."""
        if speaker != self._speaker:
            self._speaker = speaker
            self._turned.set()
            self._wake.set()

    async def run(self) -> None:
        """Live until cancelled. What goes wrong is noted once, and tried again later."""
        failures = 0
        while True:
            self._turned.clear()
            if self._speaker is not None:
                failures = 0 if await self._live_once(self._speaker) else failures + 1
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause_s(failures)):
                    await self._turned.wait()

    def _pause_s(self, failures: int) -> float | None:
        """How long until the next attempt; None: until somebody may speak."""
        if self._speaker is None:
            return None
        longest_s: float = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2 ** min(failures, 10))
        return longest_s * random.uniform(0.5, 1.0)

    # ------------------------------------------------------------------ one connection

    async def _live_once(self, speaker: Credentials) -> bool:
        """Tell and look until something fails or another one speaks; return whether it was of use."""
        session: PresenceSession | None = None
        was_good = False
        try:
            session = await self._join(speaker)
            if not await session.may_join():
                log.info("no connection to spare for presence")
                return False
            await session.listen(self._on_hint)
            if self._positions is not None:
                await self._positions.begin(session, self._wake.set)
            self._forget()
            while not self._turned.is_set():
                await self._tell_if_due(session)
                await self._look_if_due(session)
                if self._positions is not None:
                    await self._positions.look_if_due(session)
                was_good = True
                await self._wait()
            if self._told is not None and self._told != WorkPlace():
                await session.tell(self._origin, WorkPlace())
        except SecretariatFault as fault:
            log.info("no presence", extra={"code": fault.code})
        except Exception:  # SAFETY: a fault of ours costs presence, nothing else
            log.exception("presence broke")
        finally:
            if session is not None:
                session.terminate()
            self._show({})
        return was_good

    def _forget(self) -> None:
        """A new connection: nothing was said over it, nothing seen."""
        self._told = None
        self._told_at = self._looked_at = self._look_at = 0.0

    async def _tell_if_due(self, session: PresenceSession) -> None:
        now = _now()
        if now < self._tell_at():
            return
        place = self._wanted
        if await session.tell(self._origin, place):
            self._told, self._told_at = place, now
        else:  # from no seat, or this login speaks elsewhere too: not at full speed
            self._told_at = now + REFRESH_S

    def _tell_at(self) -> float:
        """When there is something to say: news after a breath, the same again before it is forgotten."""
        if self._wanted != self._told:
            is_idle = self._told is None and self._wanted == WorkPlace()
            return float("inf") if is_idle else self._told_at + TELL_PAUSE_S
        return float("inf") if self._wanted == WorkPlace() else self._told_at + REFRESH_S

    async def _look_if_due(self, session: PresenceSession) -> None:
        now = _now()
        if now < self._look_at:
            return
        self._looked_at, self._look_at = now, now + POLL_S  # a hint from now on asks for another look
        found = await session.others()
        self._show({presence: now + presence.left_s for presence in found[:SHOWN_MAX]})

    async def _wait(self) -> None:
        """Until there is something to tell, to look at, or to forget."""
        units_at = self._positions.due_at if self._positions is not None else float("inf")
        until = min(self._tell_at(), self._look_at, units_at, *self._ends.values())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await self._wake.wait()
        self._wake.clear()
        now = _now()
        if any(end <= now for end in self._ends.values()):
            self._show({presence: end for presence, end in self._ends.items() if end > now})

    # ------------------------------------------------------------------ what happens

    def _on_hint(self) -> None:
        pause_s = LOOK_PAUSE_S + LOOK_PAUSE_EACH_S * len(self._ends)
        self._look_at = min(self._look_at, self._looked_at + pause_s)
        self._wake.set()

    def _show(self, ends: dict[Presence, float]) -> None:
        """Tell whom we know of, if that is news; how long each holds is none."""
        self._ends = ends
        shown = tuple(sorted((_timeless(presence) for presence in ends), key=lambda p: (p.desk, p.login)))
        if shown != self._shown:
            self._shown = shown
            tell(self._on_others, shown)


def speaker_of(voices: Voices, machine: Credentials | None, person: Credentials | None) -> Credentials | None:
    """Who tells this desk's presence: the person whom the server knows, else the machine."""
    return person if voices.person is not None else machine


def _now() -> float:
    return asyncio.get_running_loop().time()


def _timeless(presence: Presence) -> Presence:
    return Presence(
        login=presence.login,
        name=presence.name,
        is_machine=presence.is_machine,
        desk=presence.desk,
        incident_id=presence.incident_id,
        field=presence.field,
        left_s=0.0,
    )
