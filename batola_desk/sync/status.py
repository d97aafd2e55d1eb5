"""How a desk stands with its room, for the status strip. Words are made in ``ui``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.room_rules import rules_digest
from batola_desk.models.room import RoomError
from batola_desk.sync.secretariat import Greeting

BEHIND_AFTER_S: Final = 2.0  # Source: domain.md §5.7


RULES_DIFFER: Final = "secretariat_rules"
"""Code of a room that judges by other rules than this program knows: everything goes on, people are told."""


class SyncMode(StrEnum):
    """SINKRON, TERTUNDA, LURING, MENYUSUL. Source: domain.md §5.7."""

    IN_SYNC = "in_sync"
    BEHIND = "behind"
    OFFLINE = "offline"
    CATCHING_UP = "catching_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """What is known right now.

    Attributes:
        waiting: facts of this desk that the room has not taken yet.
        kept: the same of other desks, kept here for them. Beyond some thousands all count as this desk's.
        waiting_s: whole seconds for which the oldest of them has been waiting, as this run saw it.
        behind_s: whole seconds since desk and room last knew the same; 0 while in sync.
        clock_off_s: by which this computer's clock is ahead of the server's (negative: behind); 0 while it is
            near enough.
        code: what is wrong, empty when nothing is. It may stand beside a good mode: a desk can read the room
            while the room does not take its facts. Codes of ``SecretariatFault``, of ``RoomError``, of the
            journal, and ``sync_broke`` (our fault; it goes on).
        values: what the words for ``code`` need.
        host: the server that answers; empty while offline.
        login: whose session is open; empty: only the machine's.
        history_percent: how much of the room's past is here; what is open is here from the beginning.
    """

    mode: SyncMode = SyncMode.OFFLINE
    waiting: int = 0
    kept: int = 0
    waiting_s: int = 0
    behind_s: int = 0
    clock_off_s: int = 0
    code: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    host: str = ""
    login: str = ""
    history_percent: int = 100


def rules_fault(greeting: Greeting) -> EnvironmentFault | None:
    """Return what to tell of a server that judges by another table; one that names none says nothing."""
    if greeting.rules in {"", rules_digest()}:
        return None
    return EnvironmentFault(RULES_DIFFER, program=greeting.program or "?", own=__version__)


def code_of(fault: BaseException) -> tuple[str, Mapping[str, object]]:
    """Return code and values of what went wrong."""
    if isinstance(fault, EnvironmentFault | RoomError):
        return fault.code, MappingProxyType(dict(fault.values))
    return "sync_broke", MappingProxyType({"detail": type(fault).__name__})
