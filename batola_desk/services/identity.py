"""Who is it? The server's word where it answers, else what the desk remembers of its last word.

Passwords are only ever checked in the exchange's thread (SCRAM) or a worker (argon2id), never on the screen's
loop, and live no longer than the session they open. A name that is not known costs as long as one that is.
Source: design.md §5 (Roles).

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import msgspec

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.operator import SeatMethod
from batola_desk.models.people_book import KnownLogin, PeopleBook
from batola_desk.services.core import Clock
from batola_desk.services.seat import KnownPerson
from batola_desk.sync import offline_passwords
from batola_desk.sync.secretariat import Member
from batola_desk.sync.voices import Credentials

log = logging.getLogger("batola.services")

DAY_US: Final = 86_400_000_000
FREE_TRIES: Final = 3
PAUSE_FIRST_S: Final = 2.0
PAUSE_MAX_S: Final = 30.0  # LIMIT: a guesser is slow enough, and who mistyped thrice still gets in
REFUSALS: Final = frozenset({"secretariat_password", "secretariat_disabled", "secretariat_no_role"})
"""What the server says of this login; anything else is said of the server or the way there."""


class Gate(Protocol):
    """The way to the server (``services.room``)."""

    async def admit(self, who: Credentials) -> Member:
        """Return whom the server knows by these credentials.

        Raises:
            EnvironmentFault: it refuses them, or cannot be asked.
        """

    def sign_on(self, who: Credentials | None) -> None:
        """Speak for this person from now on; None = for nobody."""

    async def told(self, fact_id: str) -> None:
        """Return when the room has this fact, or soon when it cannot be told now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Somebody who is who he says.

    Attributes:
        code: why only the desk's memory could be asked; empty when the server was.
    """

    login: str
    name: str
    role: str
    method: SeatMethod
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class Identity:
    """Proves people and remembers them."""

    def __init__(self, gate: Gate, book: PeopleBook, clock: Clock, *, offline_days: float) -> None:
        self._gate = gate
        self._book = book
        self._clock = clock
        self._offline_us = int(offline_days * DAY_US)
        self._offline_days = offline_days
        self._people: dict[str, KnownLogin] = {}
        self._known: tuple[str, ...] = ()
        self._pause = TryPause(clock.mono_s)
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Read what is remembered."""
        self._people = await asyncio.to_thread(self._book.read)
        self._known = tuple(self._people)

    async def prepare(self) -> None:
        """Make ready for names that are not known: they must cost as long as the others."""
        await asyncio.to_thread(offline_passwords.nobodys_verifier)

    def known_logins(self) -> tuple[str, ...]:
        """Whom the desk remembers. Thread: any."""
        return self._known

    def known_people(self) -> tuple[KnownPerson, ...]:
        """The same with their names, who sat here last first."""
        last_first = sorted(self._people.values(), key=lambda person: -person.sat_us)
        return tuple(KnownPerson(login=person.login, name=person.name) for person in last_first)

    # ---------------------------------------------------------------- proving

    async def prove(self, who: Credentials) -> Proof:
        """Return who it is.

        Raises:
            OperatorError: ``sign_on_wait`` with ``seconds``; the server's word: ``sign_on_password``,
                ``sign_on_disabled``, ``sign_on_no_role``; the desk's memory: ``sign_on_offline_wrong`` and
                ``sign_on_expired`` (``days``), both with the ``cause`` why the server was not asked.
        """
        self._pause.check()
        try:
            member = await self._gate.admit(who)
        except EnvironmentFault as fault:
            if fault.code in REFUSALS:
                await self._on_refused(who, fault.code)
                raise OperatorError(
                    fault.code.replace("secretariat", "sign_on", 1), login=who.login
                ) from fault
            return await self._prove_from_memory(who, fault)
        self._pause.reset()
        await self._remember(who, member)
        return Proof(login=who.login, name=member.name, role=member.role, method=SeatMethod.PASSWORD)

    async def _prove_from_memory(self, who: Credentials, fault: EnvironmentFault) -> Proof:
        known = self._people.get(who.login)
        verifier = known.verifier if known is not None else ""
        if not await asyncio.to_thread(offline_passwords.fits, verifier, who.password) or known is None:
            self._pause.note_wrong()
            raise OperatorError("sign_on_offline_wrong", **{**fault.values, "cause": fault.code})
        self._pause.reset()
        # A clock that stands before the last proof (an empty battery: the year 2000) must lock nobody out.
        if self._clock.now_us() - known.proved_us > self._offline_us:
            days = f"{self._offline_days:g}"
            raise OperatorError("sign_on_expired", **{**fault.values, "cause": fault.code, "days": days})
        return Proof(
            login=known.login,
            name=known.name,
            role=known.role,
            method=SeatMethod.OFFLINE,
            code=fault.code,
            values=dict(fault.values),
        )

    async def _on_refused(self, who: Credentials, code: str) -> None:
        """The server has the last word: what the desk remembers against it is forgotten.

        A mistyped password must not cost a colleague his way in without the server: only one that the desk
        would still have taken is forgotten.
        """
        self._pause.note_wrong()
        known = self._people.get(who.login)
        verifier = known.verifier if known is not None else ""
        if code != "secretariat_password" or await asyncio.to_thread(
            offline_passwords.fits, verifier, who.password
        ):
            await self.forget(who.login)

    # ---------------------------------------------------------------- remembering

    async def forget(self, login: str) -> None:
        """Do not admit this person from memory any more; the name stays in the list."""
        known = self._people.get(login)
        if known is not None and known.verifier:
            self._people[login] = msgspec.structs.replace(known, verifier="", proved_us=0)
            log.info("a person is not admitted from memory any more")
            await self._save()

    async def note_proved(self, login: str) -> None:
        """The server has opened a session for the password that was taken from memory."""
        await self._change(login, proved_us=self._clock.now_us())

    async def note_seat(self, login: str) -> None:
        """This person sits here now."""
        await self._change(login, sat_us=self._clock.now_us())

    async def on_members(self, members: Sequence[Member]) -> None:
        """The room told of people whom this desk knows."""
        before = dict(self._people)
        for member in members:
            known = self._people.get(member.login)
            if known is None:
                continue
            if not member.may_log_in or not member.role:
                known = msgspec.structs.replace(known, verifier="", proved_us=0)
            else:
                known = msgspec.structs.replace(known, role=member.role, name=member.name or known.name)
            self._people[member.login] = known
        if self._people != before:
            await self._save()

    async def _remember(self, who: Credentials, member: Member) -> None:
        known = self._people.get(who.login)
        verifier = await asyncio.to_thread(offline_passwords.make_verifier, who.password)
        self._people[who.login] = KnownLogin(
            login=who.login,
            name=member.name or who.login,
            role=member.role,
            verifier=verifier,
            proved_us=self._clock.now_us(),
            sat_us=known.sat_us if known is not None else 0,
        )
        await self._save()

    async def _change(self, login: str, **values: int) -> None:
        known = self._people.get(login)
        if known is not None:
            self._people[login] = msgspec.structs.replace(known, **values)
            await self._save()

    async def _save(self) -> None:
        """Write all; a disk that refuses costs the memory, not the sign-on."""
        self._known = tuple(self._people)
        async with self._writing:
            try:
                await asyncio.to_thread(self._book.write, dict(self._people))
            except OSError as fault:
                log.warning("what the desk knows of its people cannot be kept: %s", type(fault).__name__)


class TryPause:
    """Slows down who guesses at this desk; calls, F2 and working without a login never wait for it."""

    def __init__(self, mono_s: Callable[[], float]) -> None:
        self._mono_s = mono_s
        self._wrong = 0
        self._until_s = float("-inf")

    def check(self) -> None:
        """Go on, or say how long to wait.

        Raises:
            OperatorError: ``sign_on_wait`` with ``seconds``.
        """
        left_s = self._until_s - self._mono_s()
        if left_s > 0:
            raise OperatorError("sign_on_wait", seconds=int(left_s) + 1)

    def note_wrong(self) -> None:
        """One more wrong try."""
        self._wrong += 1
        if self._wrong > FREE_TRIES:
            steps = min(self._wrong - FREE_TRIES - 1, 10)
            self._until_s = self._mono_s() + min(PAUSE_MAX_S, PAUSE_FIRST_S * 2**steps)

    def reset(self) -> None:
        """Somebody was right."""
        self._wrong = 0
        self._until_s = float("-inf")
