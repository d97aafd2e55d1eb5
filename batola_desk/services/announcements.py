"""Messages to the room: a lead's to all desks, an operator's to the leads, a note for who sits here next.

They are facts like all others: a desk that was away gets them when it comes back, and who has read what is
in the journal. A message stands on a desk until the person there has read it, or until its end. A desk that
stands alone has only notes of its own: for the next shift. Source: domain.md §5.7, §14, §16.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from batola_desk.domain.announcement import TEXT_MAX, Announcement, AnnouncementLevel, Audience, Reading
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.room import RoomAnnounced, RoomAnnouncementRead
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.number_measure import measure_of
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.domain.reducers import State
from batola_desk.models.reader import JournalReader
from batola_desk.models.rows import AnnouncementRow
from batola_desk.services.change import Change
from batola_desk.services.context import Context

KEPT_MAX: Final = 200  # LIMIT: in memory; the journal has the rest
LOADED_MAX: Final = 2_000  # LIMIT: looked through at the start for what still holds
LASTS_MAX_US: Final = 7 * 24 * 3600 * 1_000_000  # LIMIT: what holds longer is an instruction, not a message
_URGENCY: Final = (AnnouncementLevel.URGENT, AnnouncementLevel.IMPORTANT, AnnouncementLevel.NORMAL)
_ALARMS: Final[Mapping[AnnouncementLevel, str]] = {
    AnnouncementLevel.URGENT: "announcement_urgent",
    AnnouncementLevel.IMPORTANT: "announcement_important",
    AnnouncementLevel.NORMAL: "announcement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """Who has read it, where and when; ``name`` is empty for a desk nobody had signed on at."""

    name: str
    desk: str
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementView:
    """One message as the screen shows it.

    Attributes:
        author: name; empty: nobody had signed on at that desk.
        is_own: written by the person who sits here now.
        is_standing: to be read here, now.
        is_over: its end has come.
        unread_desks: letters of running desks whose people have not read it; only for whom it is meant.
    """

    message_id: str
    text: str
    level: str
    audience: str
    author: str
    desk: str
    at_us: int
    until_us: int
    is_own: bool
    is_standing: bool
    is_over: bool
    readings: tuple[ReadingView, ...] = ()
    unread_desks: tuple[str, ...] = ()


class AnnouncementService:
    """Use cases of messages.

    Args:
        is_alone: the desk has no room.
    """

    def __init__(self, context: Context, *, is_alone: bool) -> None:
        self._context = context
        self._is_alone = is_alone
        self._known: OrderedDict[str, Announcement] = OrderedDict()
        self._standing: tuple[str, ...] = ()

    # ---------------------------------------------------------------- what the journal says

    async def load(self, reader: JournalReader) -> None:
        """Take over what was said before this start."""
        rows = await asyncio.wrap_future(reader.recent_announcements(LOADED_MAX))
        for row in reversed(rows):
            if measure_of(row.text) is None:  # those are for ``services.number_measures``
                self._known.setdefault(row.message_id, _from_row(row))
        self._trim()
        self.judge()

    def take(self, states: Mapping[str, State]) -> None:
        """States came back from the journal."""
        found = [
            state
            for state in states.values()
            if isinstance(state, Announcement) and measure_of(state.text) is None
        ]
        for state in found:
            self._known[state.message_id] = state
        if found:
            self._trim()
            self.judge()
            self._context.publish(Change(what=frozenset({"announcements"})))

    async def tick(self) -> None:
        """Time passed, or another person sits here: other messages may stand now."""
        if self.judge():
            self._context.publish(Change(what=frozenset({"announcements"})))

    def judge(self) -> bool:
        """Sound and list what stands; return whether that is something else than before."""
        before, self._standing = self._standing, tuple(view.message_id for view in self.standing())
        standing = [self._known[message_id] for message_id in self._standing]
        for level, code in _ALARMS.items():
            subjects = [
                aggregate(AggregateKind.ROOM, message.message_id)
                for message in standing
                if message.level is level and not self._is_own(message)
            ]
            self._context.alarms.keep_only(code, subjects)
        return before != self._standing

    # ---------------------------------------------------------------- reading

    def standing(self) -> Sequence[AnnouncementView]:
        """What is to be read here, the most urgent first, of those the oldest."""
        views = [self._view(message) for message in self._known.values() if self._stands(message)]
        return sorted(views, key=lambda view: (_URGENCY.index(AnnouncementLevel(view.level)), view.at_us))

    def listed(self) -> Sequence[AnnouncementView]:
        """Everything said to this desk or by it, the newest first."""
        shown = [m for m in self._known.values() if self._is_addressed(m) or self._is_from_here(m)]
        return sorted((self._view(message) for message in shown), key=lambda view: -view.at_us)

    def audiences(self) -> Sequence[str]:
        """To whom the person here may write, the widest first."""
        context = self._context
        found = []
        if not self._is_alone and self._may("announce"):
            found.append(Audience.ALL)
        if not self._is_alone and (self._may("announce") or self._may("announce_lead")):
            found.append(Audience.LEADS)
        if context.catalog.may(context.role, "ticket"):
            found.append(Audience.DESK)
        return [audience.value for audience in found]

    # ---------------------------------------------------------------- wishes

    async def write(self, text: str, *, level: str, audience: str, until_us: int) -> str:
        """Say something; returns the id of the message.

        Raises:
            OperatorError: ``announcement_not_allowed``, ``announcement_text_missing``,
                ``announcement_too_long`` with ``limit``, ``announcement_end_unusable``,
                ``announcement_level_unknown``.
        """
        words, now_us = " ".join(text.split()), self._context.clock.now_us()
        if audience not in self.audiences():
            raise OperatorError("announcement_not_allowed")
        if level not in set(AnnouncementLevel):
            raise OperatorError("announcement_level_unknown", level=level)
        if not words:
            raise OperatorError("announcement_text_missing")
        if len(words) > TEXT_MAX:
            raise OperatorError("announcement_too_long", limit=TEXT_MAX, length=len(words))
        if not now_us < until_us <= now_us + LASTS_MAX_US:
            raise OperatorError("announcement_end_unusable")
        message_id = new_id(now_us // 1000)
        await self._record(
            message_id, RoomAnnounced(text=words, level=level, audience=audience, until_us=until_us)
        )
        return message_id

    async def read(self, message_id: str) -> None:
        """The person here has read it.

        Raises:
            OperatorError: ``announcement_unknown``; ``announcement_person_missing``: only people read.
        """
        message = self._known.get(message_id)
        if message is None or message.announced_us is None:
            raise OperatorError("announcement_unknown")
        person = self._context.person.operator_id
        if is_desk_actor(person):
            raise OperatorError("announcement_person_missing")
        if not message.is_read_by(person, self._context.desk):
            await self._record(message_id, RoomAnnouncementRead())

    # ---------------------------------------------------------------- inner parts

    def _trim(self) -> None:
        """Forget the oldest: first what is over, then words to the few; a flood of those hides no other."""
        surplus = len(self._known) - KEPT_MAX
        if surplus <= 0:
            return
        now_us = self._context.clock.now_us()
        ranked = sorted(  # stable: within a rank the oldest come first
            self._known.values(),
            key=lambda message: (message.until_us > now_us, message.audience is Audience.ALL),
        )
        for message in ranked[:surplus]:
            del self._known[message.message_id]

    def _may(self, action: str) -> bool:
        return self._context.catalog.may(self._context.role, action)

    def _is_own(self, message: Announcement) -> bool:
        return message.author == self._context.person.operator_id

    def _is_from_here(self, message: Announcement) -> bool:
        return message.announced_us is not None and message.desk == self._context.desk

    def _is_addressed(self, message: Announcement) -> bool:
        if message.announced_us is None:
            return False
        match message.audience:
            case Audience.ALL:
                return True
            case Audience.LEADS:
                return self._may("announce")
            case Audience.DESK:
                return message.desk == self._context.desk

    def _stands(self, message: Announcement) -> bool:
        """The author need not read his own words; at a desk that stands alone all shifts have one login."""
        person = self._context.person.operator_id
        if not self._is_addressed(message) or message.until_us <= self._context.clock.now_us():
            return False
        if self._is_own(message) and not (self._is_alone and message.audience is Audience.DESK):
            return False
        if is_desk_actor(person):
            return all(reading.desk != self._context.desk for reading in message.readings)
        return all(reading.operator != person for reading in message.readings)

    def _view(self, message: Announcement) -> AnnouncementView:
        return AnnouncementView(
            message_id=message.message_id,
            text=message.text,
            level=message.level.value,
            audience=message.audience.value,
            author=self._name(message.author),
            desk=message.desk,
            at_us=message.announced_us or 0,
            until_us=message.until_us,
            is_own=self._is_own(message),
            is_standing=self._stands(message),
            is_over=message.until_us <= self._context.clock.now_us(),
            readings=tuple(self._reading(reading) for reading in message.readings),
            unread_desks=self._unread_desks(message),
        )

    def _reading(self, reading: Reading) -> ReadingView:
        return ReadingView(name=self._name(reading.operator), desk=reading.desk, at_us=reading.at_us)

    def _unread_desks(self, message: Announcement) -> tuple[str, ...]:
        """Running desks without a reading; who is a lead elsewhere is not known well enough to be blamed."""
        if message.audience is not Audience.ALL:
            return ()
        read = {reading.desk for reading in message.readings} | {message.desk}
        running = (desk.desk_id for desk in self._context.world.desks.values() if desk.running)
        return tuple(sorted(letter for letter in running if letter not in read))

    def _name(self, operator_id: str) -> str:
        if is_desk_actor(operator_id):
            return ""
        if operator_id == self._context.person.operator_id:
            return self._context.person.name or operator_id
        known = self._context.world.operators.get(operator_id)
        return (known.name if known is not None else "") or operator_id

    async def _record(self, message_id: str, event: Event) -> None:
        fact = NewFact(
            event=event,
            aggregates=(aggregate(AggregateKind.ROOM, message_id),),
            occurred_us=self._context.clock.now_us(),
        )
        await self._context.recorder.record(fact)


def _from_row(row: AnnouncementRow) -> Announcement:
    return Announcement(
        message_id=row.message_id,
        text=row.text,
        level=AnnouncementLevel(row.level),
        audience=Audience(row.audience),
        until_us=row.until_us,
        author=row.author,
        desk=row.desk,
        announced_us=row.announced_us,
        readings=row.readings,
    )
