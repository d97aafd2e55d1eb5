"""Who speaks for the desk: the machine, and the person who signed on; each a login, each a connection.

A person's own session proves who wrote a fact. What somebody else wrote here earlier, or while the server was
away, the machine tells on its honour (*asserted*). Source: design.md §5 (Roles).
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from batola_desk.sync.faults import SecretariatFault, SubmitRefused
from batola_desk.sync.secretariat import Secretariat

log = logging.getLogger("batola.sync")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login of the secretariat; the password never shows in a log or a traceback."""

    login: str
    password: str = field(repr=False)


Connect = Callable[[Credentials], Awaitable[Secretariat]]


@dataclass(slots=True, kw_only=True)
class Voices:
    """The open connections.

    Attributes:
        machine: the workstation's; None on a desk that has no such login.
        person: of the operator; None while nobody is signed on, or the server does not let him in.
        refusal: why a person who is signed on has no session, or no seat.
    """

    machine: Secretariat | None = None
    person: Secretariat | None = None
    refusal: SecretariatFault | None = None

    @property
    def reading(self) -> Secretariat:
        """The connection that pulls and listens."""
        reading = self.machine or self.person
        assert reading is not None
        return reading

    @property
    def login(self) -> str:
        """Whose session is open; empty: nobody's but the machine's."""
        return self.person.greeting.login if self.person is not None else ""

    def terminate(self) -> None:
        """Drop everything at once."""
        for voice in (self.machine, self.person):
            if voice is not None:
                voice.terminate()


async def open_voices(
    connect: Connect, machine: Credentials | None, person: Credentials | None, origin: str, *, desk: str = ""
) -> Voices:
    """Connect the machine first, then the person whom the machine lets sit down.

    A person whom the server does not let in (changed password, disabled), or a machine that may give no seat
    (the file was another one's), stops nothing: the machine tells the facts meanwhile.

    Args:
        desk: letter of this workstation; empty: the machine may be any.

    Raises:
        SecretariatFault: nobody got in, the way there is bad, or the machine's login is another desk's
            (``secretariat_not_a_machine``): that desk would be taken for alive, and asserted facts for its.
    """
    voices = Voices()
    try:
        if machine is not None:
            voices.machine = await connect(machine)
            if desk and voices.machine.greeting.desk != desk:
                raise SecretariatFault("secretariat_not_a_machine", login=machine.login)
            await _seat(voices, voices.machine, origin, person)
        if person is not None:
            await _let_in(voices, connect, person)
        for voice in (voices.machine, voices.person):
            if voice is not None:
                await voice.warm_up()
    except BaseException:
        voices.terminate()
        raise
    if voices.machine is None and voices.person is None:
        raise voices.refusal or SecretariatFault("secretariat_password", login="")
    return voices


async def _seat(voices: Voices, machine: Secretariat, origin: str, person: Credentials | None) -> None:
    """Let the person sit down. The file of another machine stays that one's: then we only assert."""
    try:
        await machine.seat(origin, person.login if person is not None else None)
    except SubmitRefused as refusal:
        log.warning("the room knows this desk's file as another machine's", extra={"code": refusal.code})
        voices.refusal = refusal


async def _let_in(voices: Voices, connect: Connect, person: Credentials) -> None:
    try:
        voices.person = await connect(person)
    except SecretariatFault as fault:
        if voices.machine is None or not fault.is_lasting:
            raise
        log.warning("the room does not let the operator in", extra={"code": fault.code})
        voices.refusal = voices.refusal or SecretariatFault(
            fault.code, **{**fault.values, "login": person.login}
        )
