"""State of one operator (petugas) and one desk (meja), folded from facts. Source: domain.md §5.6, §5.7."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from batola_desk.domain.call_fixes import CallFix
from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.self_test import SelfTest
from batola_desk.domain.timeline import TimelineEntry


class OperatorState(StrEnum):
    """The machine of domain.md §5.6."""

    OFFLINE = "offline"
    AVAILABLE = "available"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    TRAINING = "training"
    LISTENING = "listening"


class SeatMethod(StrEnum):
    """How it was proved who sits at a desk. Stored in ``operator.signed_on``; never renamed."""

    STANDALONE = ""  # the desk has no room: whoever its settings name
    EMPTY = "empty"  # nobody has signed on; never stored
    PASSWORD = "password"  # the server opened a session
    OFFLINE = "offline"  # the desk remembers a password that the server had proved
    EMERGENCY = "emergency"  # nothing proves it: a name and a reason
    CALL = "call"  # a call was answered before anybody said a name

    @property
    def is_proved(self) -> bool:
        """Whether it is known who sits there."""
        return self in {SeatMethod.STANDALONE, SeatMethod.PASSWORD, SeatMethod.OFFLINE}


class DeskMode(StrEnum):
    """How the desk stands to the shared database (domain.md §5.7); STANDALONE = none is configured."""

    STANDALONE = "standalone"
    SYNCED = "synced"
    DELAYED = "delayed"
    OFFLINE = "offline"
    CATCHING_UP = "catching_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One person at a desk.

    Attributes:
        method: how it was proved who it is (``SeatMethod``).
        acting_role: another role that a shift lead took for a while; empty = none.
    """

    operator_id: str
    name: str = ""
    role: str = ""
    desk: str = ""
    method: str = ""
    shift: str = ""
    acting_role: str = ""
    acting_until_us: int | None = None
    state: OperatorState = OperatorState.OFFLINE
    state_since_us: int | None = None
    state_reason: str = ""
    conflicts: Conflicts = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alert of the catalogue; acknowledged ones stay listed."""

    alarm_id: str
    code: str
    subject: str = ""
    detail: str = ""
    raised_us: int = 0
    acknowledged_us: int | None = None
    acknowledged_by: str = ""
    cleared_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPosition:
    """A position that reached this desk without a call; ``call_key`` once its call was found."""

    fix: CallFix
    number: str = ""
    call_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One workstation."""

    desk_id: str
    running: bool = False
    app_version: str = ""
    started_us: int | None = None
    unclean_start: bool = False
    mode: DeskMode = DeskMode.STANDALONE
    alarms: tuple[Alarm, ...] = ()
    positions: tuple[KeptPosition, ...] = ()  # of callers nobody knew the call of, oldest first
    self_test: SelfTest | None = None  # the last one
    conflicts: Conflicts = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)
