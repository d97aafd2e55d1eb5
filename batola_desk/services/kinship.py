"""Merging tickets about one happening, taking them apart, linking, splitting. Source: domain.md §5.2, §14.

Nothing moves: a merged ticket keeps its number, calls, notes and tasks, and the older one shows them with
where they come from. So everything can be taken back, at any desk.
Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import CallLinked, CallUnlinked
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentOpened
from batola_desk.domain.events.kinship import IncidentMerged, IncidentRelated, IncidentUnmerged
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import Incident
from batola_desk.domain.kinship import children_of, is_busy, next_stamp_us, parent_of, related_to
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.incidents import IncidentService

CARRIED = ("type_code", "place_text", "place_code", "landmark", "access")  # what a split ticket begins with


@dataclass(frozen=True, slots=True, kw_only=True)
class KinView:
    """Another ticket that has to do with this one.

    Attributes:
        kind: ``parent``, ``child`` or ``related``.
        incident: the other, if it is in memory and this person may see it; else only its number is known.
    """

    kind: str
    incident_id: str
    ticket_number: str
    incident: Incident | None = None


class KinUseCases(Protocol):
    """The part that the screen asks for."""

    def of(self, incident_id: str) -> Sequence[KinView]: ...

    async def load(self, incident_id: str) -> Sequence[KinView]: ...

    async def merge(self, one_id: str, other_id: str) -> str: ...

    async def unmerge(self, child_id: str, *, reason: str) -> None: ...

    async def relate(self, one_id: str, other_id: str, *, is_on: bool = True) -> None: ...

    async def split(self, incident_id: str, call_key: str) -> str: ...


class KinService:
    """Use cases around tickets that belong together."""

    def __init__(
        self,
        context: Context,
        settle: Callable[[str], Awaitable[Incident]],
        next_number: Callable[[], Awaitable[str]],
        note_step: Callable[[str, str, str], None],
    ) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._complete = settle
        self._next_number = next_number
        self._note_step = note_step

    # ---------------------------------------------------------------- reading

    def of(self, incident_id: str) -> Sequence[KinView]:
        """Its parent, its children, what is linked; the parent first."""
        entry = self._context.world.entry(incident_id)
        if entry is None:
            return ()
        incident = entry.incident
        views = [self._view("parent", parent_of(incident), incident)] if parent_of(incident) else []
        for child_id in children_of(incident):
            child = self._in_memory(child_id)
            if child is None or parent_of(child) == incident_id:  # else another desk merged it elsewhere
                views.append(self._view("child", child_id, incident))
        related = [self._view("related", kin.other, incident) for kin in related_to(incident)]
        return tuple(views + related)

    async def load(self, incident_id: str) -> Sequence[KinView]:
        """The same, with the others read from the journal, and what was merged into them."""
        found = list(self.of(incident_id))
        while found:
            kin = found.pop()
            if kin.incident is None and self._in_memory(kin.incident_id) is None:
                await self._complete(kin.incident_id)
            if kin.kind == "child":
                found += [one for one in self.of(kin.incident_id) if one.kind == "child"]
        return self.of(incident_id)

    # ---------------------------------------------------------------- writing

    async def merge(self, one_id: str, other_id: str) -> str:
        """The younger of two tickets goes on in the older one; returns the older one's id.

        Raises:
            OperatorError: ``kin_itself``, ``incident_unknown``, ``incident_ended``, ``kin_training``,
                ``kin_busy`` with ``ticket``: somebody works on the younger one's account.
        """
        one, other = await self._two(one_id, other_id)
        child, parent = (one, other) if one.incident_id > other.incident_id else (other, one)
        for incident in (child, parent):
            if not incident.is_open:
                raise OperatorError("incident_ended", ticket=incident.ticket_number)
        if child.training != parent.training:
            raise OperatorError("kin_training")
        if is_busy(child):
            raise OperatorError("kin_busy", ticket=child.ticket_number)
        merged = IncidentMerged(
            child_id=child.incident_id,
            parent_id=parent.incident_id,
            child_ticket=child.ticket_number,
            parent_ticket=parent.ticket_number,
            stamp_us=self._stamp(child, parent),
        )
        await self._record(merged, child, parent)
        self._note_step(parent.incident_id, "merge", child.incident_id)
        return parent.incident_id

    async def unmerge(self, child_id: str, *, reason: str) -> None:
        """A lead decides that the ticket is a happening of its own.

        Raises:
            OperatorError: ``kin_not_merged``, ``lead_only``, ``reason_missing``.
        """
        if not self._context.catalog.may(self._context.role, "reopen"):
            raise OperatorError("lead_only", action="unmerge")
        if not reason.strip():
            raise OperatorError("reason_missing", action="unmerge")
        await self._take_apart(child_id, how="decided", reason=reason.strip())

    async def undo_merge(self, child_id: str) -> None:
        """Who merged takes it back; a merge that somebody took back meanwhile stays so."""
        if parent_of(await self._complete(child_id)):
            await self._take_apart(child_id, how="undo", reason="")

    async def relate(self, one_id: str, other_id: str, *, is_on: bool = True) -> None:
        """Two happenings have to do with each other, or not any more.

        Raises:
            OperatorError: ``kin_itself``, ``incident_unknown``.
        """
        one, other = await self._two(one_id, other_id)
        is_known = any(kin.other == other_id for kin in related_to(one))
        if is_known == is_on:
            return
        await self._record(self._relation(one, other, is_on=is_on), one, other)
        self._note_step(one_id, "relate" if is_on else "unrelate", other_id)

    async def split(self, incident_id: str, call_key: str) -> str:
        """One of the ticket's calls told of another happening: a new ticket with it; returns its id.

        Raises:
            OperatorError: ``incident_ended``, ``kin_call_elsewhere``, ``kin_only_call``.
        """
        origin = await self._complete(incident_id)
        if not origin.is_open:
            raise OperatorError("incident_ended", ticket=origin.ticket_number)
        if call_key not in origin.call_keys:
            raise OperatorError("kin_call_elsewhere")
        if len(origin.call_keys) < 2:
            raise OperatorError("kin_only_call", ticket=origin.ticket_number)
        number = await self._next_number()
        now_us = self._context.clock.now_us()
        made = Incident(incident_id=_younger_id(now_us // 1000, incident_id), ticket_number=number)
        new, old = _name(made), _name(origin)
        call = aggregate(AggregateKind.CALL, call_key)
        opened = IncidentOpened(
            ticket_number=number, source=origin.source, call_key=call_key, training=origin.training
        )
        events: list[tuple[Event, tuple[str, ...]]] = [
            (opened, (new, call)),
            (CallUnlinked(call_key=call_key, incident_id=incident_id, reason=f"→ {number}"), (call, old)),
            (CallLinked(call_key=call_key, incident_id=made.incident_id), (call, new)),
        ]
        for field in CARRIED:
            if value := origin.text(field):
                events.append((IncidentFieldSet(field=field, value=value), (new,)))
        events.append((self._relation(origin, made, is_on=True, reason="split"), (new, old)))
        await self._context.recorder.record(
            *(NewFact(event=event, aggregates=about, occurred_us=now_us) for event, about in events)
        )
        self._note_step(made.incident_id, "split", incident_id)
        return made.incident_id

    async def undo_split(self, incident_id: str, origin_id: str) -> None:
        """The new ticket goes on in the one it was split off."""
        await self.merge(incident_id, origin_id)

    def take_backs(self) -> dict[str, Callable[[str, str], Awaitable[None]]]:
        """How one key takes each of these steps back (``services.incidents``)."""
        return {
            "merge": lambda _incident_id, child_id: self.undo_merge(child_id),
            "relate": lambda incident_id, other_id: self._relate_back(incident_id, other_id, is_on=False),
            "unrelate": lambda incident_id, other_id: self._relate_back(incident_id, other_id, is_on=True),
            "split": self.undo_split,
        }

    # ---------------------------------------------------------------- inner parts

    async def _relate_back(self, one_id: str, other_id: str, *, is_on: bool) -> None:
        one, other = await self._two(one_id, other_id)
        await self._record(self._relation(one, other, is_on=is_on, reason="undo"), one, other)

    async def _two(self, one_id: str, other_id: str) -> tuple[Incident, Incident]:
        if one_id == other_id:
            raise OperatorError("kin_itself")
        return await self._complete(one_id), await self._complete(other_id)

    async def _take_apart(self, child_id: str, *, how: str, reason: str) -> None:
        child = await self._complete(child_id)
        if not parent_of(child):
            raise OperatorError("kin_not_merged", ticket=child.ticket_number)
        parent = await self._complete(parent_of(child))
        apart = IncidentUnmerged(
            child_id=child.incident_id,
            parent_id=parent.incident_id,
            child_ticket=child.ticket_number,
            parent_ticket=parent.ticket_number,
            how=how,
            reason=reason,
            stamp_us=self._stamp(child, parent),
        )
        await self._record(apart, child, parent)

    def _relation(self, one: Incident, other: Incident, *, is_on: bool, reason: str = "") -> IncidentRelated:
        return IncidentRelated(
            first_id=one.incident_id,
            second_id=other.incident_id,
            first_ticket=one.ticket_number,
            second_ticket=other.ticket_number,
            is_on=is_on,
            reason=reason,
            stamp_us=self._stamp(one, other),
        )

    def _stamp(self, *incidents: Incident) -> int:
        return next_stamp_us(self._context.clock.now_us(), *incidents)

    async def _record(self, event: Event, first: Incident, second: Incident) -> None:
        fact = NewFact(
            event=event, aggregates=(_name(first), _name(second)), occurred_us=self._context.clock.now_us()
        )
        await self._context.recorder.record(fact)

    def _view(self, kind: str, other_id: str, incident: Incident) -> KinView:
        label = next((kin.label for kin in incident.kin if kin.other == other_id), "")
        other = self._in_memory(other_id)
        return KinView(
            kind=kind,
            incident_id=other_id,
            ticket_number=other.ticket_number if other is not None else label,
            incident=other if other is not None and self._confidence.may_see(other) else None,
        )

    def _in_memory(self, incident_id: str) -> Incident | None:
        entry = self._context.world.entry(incident_id)
        return entry.incident if entry is not None else None


def _younger_id(now_ms: int, origin_id: str) -> str:
    """An id that sorts after the origin's, whatever the clock did since: the split one goes back into it."""
    return new_id(max(now_ms, int(origin_id.replace("-", "")[:12], 16) + 1))


def _name(incident: Incident) -> str:
    return aggregate(AggregateKind.INCIDENT, incident.incident_id)


def build_kinship(context: Context, incidents: IncidentService) -> KinService:
    """The kinship of a desk's tickets; what it does can be taken back like every other step."""

    async def settled(incident_id: str) -> Incident:
        """The whole ticket, the last keystrokes included."""
        await incidents.flush(incident_id)
        return await incidents.complete(incident_id)

    service = KinService(context, settled, incidents.numbers.next_number, incidents.note_step)
    incidents.take_back_with(service.take_backs())
    return service
