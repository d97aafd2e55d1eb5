"""What can happen to a desk (meja). Source: domain.md §5.7, §16 (alert catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStarted:
    """The screen process came up.

    Attributes:
        unclean: the run before did not end properly (crash, power cut).
    """

    TYPE: ClassVar[str] = "desk.started"
    VERSION: ClassVar[int] = 1

    app_version: str
    unclean: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStopped:
    """The screen process ended properly."""

    TYPE: ClassVar[str] = "desk.stopped"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskModeSet:
    """How this desk stands to the shared database."""

    TYPE: ClassVar[str] = "desk.mode_set"
    VERSION: ClassVar[int] = 1

    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRoomAccepted:
    """A person made a room that knew nothing of this desk's facts this desk's room.

    Attributes:
        epoch: name of that room's history.
        known_seq: how far this desk knew the room before.
    """

    TYPE: ClassVar[str] = "desk.room_accepted"
    VERSION: ClassVar[int] = 1

    epoch: str
    known_seq: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged:
    """A person changed a setting of this desk in the settings window.

    Attributes:
        before, after: the values as texts; of a secret nothing. ``after`` empty = back to the default.
    """

    TYPE: ClassVar[str] = "desk.setting_changed"
    VERSION: ClassVar[int] = 1

    file: str
    key: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised:
    """An alert of the catalogue began.

    Attributes:
        code: code of the alert (configuration data).
        subject: aggregate it is about, if any.
    """

    TYPE: ClassVar[str] = "desk.alarm_raised"
    VERSION: ClassVar[int] = 1

    alarm_id: str
    code: str
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAcknowledged:
    """A person saw the alert; it stays listed."""

    TYPE: ClassVar[str] = "desk.alarm_acknowledged"
    VERSION: ClassVar[int] = 1

    alarm_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCleared:
    """The cause is gone."""

    TYPE: ClassVar[str] = "desk.alarm_cleared"
    VERSION: ClassVar[int] = 1

    alarm_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSelfTested:
    """A person tested the desk at the start of the shift, or said why not; the envelope's actor signs it.

    Attributes:
        outcome: ``domain.self_test.Outcome``.
        name: what the person who signs is called.
        findings: part and code (``domain.self_test.Part``, ``GOOD`` or what is wrong); all that was found.
        reason: why it was skipped.
        seconds: how long it took.
    """

    TYPE: ClassVar[str] = "desk.self_tested"
    VERSION: ClassVar[int] = 1

    outcome: str
    name: str
    findings: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    seconds: float = 0.0


EVENTS: tuple[type[Event], ...] = (
    DeskStarted,
    DeskStopped,
    DeskModeSet,
    DeskRoomAccepted,
    SettingChanged,
    AlarmRaised,
    AlarmAcknowledged,
    AlarmCleared,
    DeskSelfTested,
)
