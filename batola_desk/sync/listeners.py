"""Who is told what of the exchange with the room. Everything comes on the exchange's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from batola_desk.domain.facts import Fact, Verdict
from batola_desk.models.room import RoomApplied
from batola_desk.sync.secretariat import Judged, Member
from batola_desk.sync.status import SyncStatus

log = logging.getLogger("batola.sync")

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedVerdict:
    """A fact that the room judges otherwise after its history was cut. People must be told."""

    fact: Fact
    before: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who is told.

    Attributes:
        known_people: asked, not told: logins of whom the desk wants to know what the room says.
        status: each change of it.
        applied: each page and each cut that is in the file now; its states are what the screen shows.
        judged: answers for facts of this file, as early as they are known.
        members: what the room says of the people whom this desk knows.
        desks: for how many seconds each desk of the room has been silent; None: the server cannot say.
        changed: verdicts that a failover or a restored backup turned.
    """

    known_people: Callable[[], Sequence[str]] = tuple
    status: Callable[[SyncStatus], None] = lambda _status: None
    applied: Callable[[RoomApplied], None] = lambda _applied: None
    judged: Callable[[Judged], None] = lambda _judged: None
    members: Callable[[tuple[Member, ...]], None] = lambda _members: None
    desks: Callable[[Mapping[str, float] | None], None] = lambda _silent_s: None
    changed: Callable[[tuple[ChangedVerdict, ...]], None] = lambda _changed: None


def tell(listener: Callable[[_Told], None], value: _Told) -> None:
    """Tell; a listener's fault must not end the exchange."""
    try:
        listener(value)
    except Exception:  # SAFETY: see above
        log.exception("a listener of the exchange broke")
