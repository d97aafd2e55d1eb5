"""What can happen to an operator (petugas). Source: domain.md §5.6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSignedOn:
    """A person took the desk."""

    TYPE: ClassVar[str] = "operator.signed_on"
    VERSION: ClassVar[int] = 1

    name: str
    role: str


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


EVENTS: tuple[type[Event], ...] = (OperatorSignedOn, OperatorStateSet, OperatorSignedOff)
