"""The server's door as a test plays it: who may come in, or why nobody can be asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.services.desk import DeskServices
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Member
from batola_desk.sync.voices import Credentials

PASSWORD = "sandi-panjang-112"


@dataclass
class GateDouble:
    """See ``services.identity.Gate``.

    Attributes:
        fault: raised for everybody: the way to the server is bad.
        refusals: login → code.
        spoken_for: who was signed on, in order; None = nobody.
        heard: facts whose way to the server was waited for.
    """

    fault: EnvironmentFault | None = None
    members: dict[str, Member] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    spoken_for: list[str | None] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    asked: int = 0

    def add(self, login: str, role: str = "batola_operator", password: str = PASSWORD) -> None:
        self.members[login] = Member(login=login, name=login.title(), role=role, may_log_in=True)
        self.passwords[login] = password

    async def admit(self, who: Credentials) -> Member:
        self.asked += 1
        if self.fault is not None:
            raise self.fault
        if who.password != self.passwords.get(who.login):
            raise SecretariatFault("secretariat_password")
        if who.login in self.refusals:
            raise SecretariatFault(self.refusals[who.login])
        return self.members[who.login]

    def sign_on(self, who: Credentials | None) -> None:
        self.spoken_for.append(who.login if who is not None else None)

    async def told(self, fact_id: str) -> None:
        self.heard.append(fact_id)


def at_the_gate(services: DeskServices) -> GateDouble:
    """Put one in front of a desk that has a room; it knows Rina (operator), Budi (lead) and Ani (admin)."""
    gate = GateDouble()
    gate.add("rina")
    gate.add("budi", "batola_lead")
    gate.add("ani", "batola_admin")
    people = services.people
    assert people._identity is not None
    people._gate = people._identity._gate = gate
    return gate
