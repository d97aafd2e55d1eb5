"""Who sits at this desk, as the screen sees it, and the person whom nobody has named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from batola_desk.domain.operator import SeatMethod
from batola_desk.services.context import Person

NOBODY: Final = "meja"
"""Author of what is done at a desk of a room before anybody has signed on: ``meja:A``. A login cannot have a
colon (``domain.ownership.is_desk_actor``), so nobody is taken for it, and it is no lead of the room."""


def nobody(desk: str, role: str) -> Person:
    """Return the author of what nobody has signed for at this desk."""
    return Person(operator_id=f"{NOBODY}:{desk}", name="", role=role)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody who has sat here, for the list of names."""

    login: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """Who sits here.

    Attributes:
        method: how that was proved.
        operator_id: author of what is written here now.
        role: own role; ``acting_role`` comes beside it.
        since_us: since when.
        reason: why without a login.
        code: what is wrong with this sign-on although work goes on: why it was proved from memory only, or
            why the server does not open a session for this person; ``values`` for its words.
        is_busy: somebody is signing on at this moment.
    """

    method: SeatMethod
    operator_id: str
    name: str
    role: str
    shift: str = ""
    since_us: int | None = None
    reason: str = ""
    acting_role: str = ""
    acting_until_us: int | None = None
    acting_reason: str = ""
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    is_busy: bool = False


def seat_of(person: Person, method: SeatMethod) -> SeatView:
    """Return the plain view of a person at the desk."""
    return SeatView(method=method, operator_id=person.operator_id, name=person.name, role=person.role)
