"""What can happen to an operator (petugas). Source: domain.md §5.6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSignedOn:
    """A person took the desk.

    Attributes:
        method: how it was proved who sits there (``domain.operator.SeatMethod``); empty on a desk that stands
            alone.
        reason: why without a login.
        shift: code of the shift (configuration data).
    """

    TYPE: ClassVar[str] = "operator.signed_on"
    VERSION: ClassVar[int] = 1

    name: str
    role: str
    method: str = ""
    reason: str = ""
    shift: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorStateSet:
    """The person's availability changed (pause needs a reason)."""

    TYPE: ClassVar[str] = "operator.state_set"
    VERSION: ClassVar[int] = 1

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSignedOff:
    """The person left the desk."""

    TYPE: ClassVar[str] = "operator.signed_off"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRoleTaken:
    """A shift lead acts in another role for a while. Source: domain.md §14 (break-glass)."""

    TYPE: ClassVar[str] = "operator.role_taken"
    VERSION: ClassVar[int] = 1

    role: str
    reason: str
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRoleReturned:
    """The other role ended, by hand or by the clock."""

    TYPE: ClassVar[str] = "operator.role_returned"
    VERSION: ClassVar[int] = 1


EVENTS: tuple[type[Event], ...] = (
    OperatorSignedOn,
    OperatorStateSet,
    OperatorSignedOff,
    OperatorRoleTaken,
    OperatorRoleReturned,
)
