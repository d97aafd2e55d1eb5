"""The things every use case works with, put together once by ``services.desk_parts``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from batola_desk.domain.catalog import Catalog
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.models.reader import JournalReader
from batola_desk.services.alarms import AlarmService
from batola_desk.services.change import Change
from batola_desk.services.core import Clock, Recorder, Timers
from batola_desk.services.line_link import LineLink
from batola_desk.services.line_state import LineState
from batola_desk.services.rules import Rules
from batola_desk.services.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who sits here.

    Attributes:
        operator_id: login; that of ``services.seat.nobody`` while nobody has signed on.
        role: ``PT``, ``DS``, ``KS`` … (domain.md §14).
    """

    operator_id: str
    name: str
    role: str


@dataclass(slots=True, kw_only=True)
class Context:
    """What use cases share. Thread: the desk's event loop.

    Attributes:
        person: who sits here; ``services.people`` alone changes it.
        acting_role: a role that a shift lead took for a while, beside his own (domain.md §14); empty = none.
    """

    desk: str
    person: Person
    catalog: Catalog
    rules: Rules
    gazetteer: Gazetteer
    clock: Clock
    timers: Timers
    world: World
    line: LineState
    link: LineLink
    recorder: Recorder
    alarms: AlarmService
    publish: Callable[[Change], None]
    language: Callable[[], str]
    training: Callable[[], bool]
    exports: Path
    journal_reader: JournalReader | None = None
    acting_role: str = ""

    @property
    def role(self) -> str:
        """Role of the person at the desk, as ``Catalog.may`` takes it."""
        return f"{self.person.role}+{self.acting_role}" if self.acting_role else self.person.role

    @property
    def reader(self) -> JournalReader:
        """The reading side of the journal; open before any use case can be asked for."""
        assert self.journal_reader is not None, "the journal is not open yet"
        return self.journal_reader
