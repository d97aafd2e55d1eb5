"""A conflict as the page shows it: with names, ticket numbers and call signs instead of ids."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from batola_desk.domain.conflicts import Conflict, ConflictKind, Side
from batola_desk.domain.facts import AggregateKind
from batola_desk.domain.incident import Incident
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.map_feature_views import FeatureView
from batola_desk.services.map_features import MapFeatureService


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One desk's word.

    Attributes:
        person: name, else login.
        ticket_number, place: of the ticket that this side is about.
        can_choose: this value can be put into the field.
        can_withdraw: this dispatch still stands and can be taken back.
    """

    side: Side
    person: str
    incident_id: str = ""
    ticket_number: str = ""
    place: str = ""
    can_choose: bool = False
    can_withdraw: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """One line of the page.

    Attributes:
        thing: call sign of the unit, number of the ticket, the caller's number, name of a feature of the map;
            empty when there is none.
        feature_kind: of a feature of the map; empty: it is about something else.
        call_key, incident_id: what can be opened.
        seen_by: name of who looked at it; empty while it is open.
    """

    conflict: Conflict
    sides: tuple[SideView, ...]
    thing: str = ""
    call_key: str = ""
    incident_id: str = ""
    seen_by: str = ""
    feature_kind: str = ""

    @property
    def key(self) -> str:
        """Its id."""
        return self.conflict.conflict_id


class ConflictViewer:
    """Puts words to ids; what is not in memory is read from the journal. Thread: the desk's event loop."""

    def __init__(self, context: Context, features: MapFeatureService) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._features = features
        self.names: dict[str, str] = {}  # login → name

    async def view(self, conflict: Conflict) -> ConflictView:
        """Return a conflict with its words."""
        kind, _, identifier = conflict.home.partition(":")
        incident = await self._incident(identifier) if kind == AggregateKind.INCIDENT else None
        sides = [await self._side(conflict, side, incident) for side in conflict.sides]
        feature = self._feature_of(conflict)
        return ConflictView(
            conflict=conflict,
            sides=tuple(sides),
            thing=feature.feature.name if feature is not None else self._thing(kind, identifier, incident),
            feature_kind=feature.feature.kind if feature is not None else "",
            call_key=identifier if kind == AggregateKind.CALL else "",
            incident_id=next((side.incident_id for side in sides if side.incident_id), ""),
            seen_by=self._person(conflict.seen_by) if not conflict.is_open else "",
        )

    async def _side(self, conflict: Conflict, side: Side, home: Incident | None) -> SideView:
        incident = await self._incident(side.incident_id) if side.incident_id else home
        unit = self._context.world.units.get(conflict.home.partition(":")[2])
        is_sent = conflict.kind is ConflictKind.UNIT and unit is not None
        is_field = conflict.kind is ConflictKind.FIELD
        feature = self._feature_of(conflict)
        is_writable = incident is not None and incident.is_open if feature is None else feature.can_change
        is_hidden = incident is not None and not self._confidence.may_see(incident)
        return SideView(
            side=replace(side, value="") if is_hidden else side,
            person=self._person(side.actor),
            incident_id=incident.incident_id if incident is not None else side.incident_id,
            ticket_number=incident.ticket_number if incident is not None else "",
            place=incident.text("place_text") if incident and not (is_field or is_hidden) else "",
            can_choose=is_field and is_writable and not is_hidden,
            can_withdraw=is_sent and unit is not None and side.incident_id in unit.incident_ids,
        )

    def _feature_of(self, conflict: Conflict) -> FeatureView | None:
        kind, _, identifier = conflict.home.partition(":")
        return self._features.view(identifier) if kind == AggregateKind.MAP_FEATURE else None

    async def _incident(self, incident_id: str) -> Incident | None:
        entry = self._context.world.entry(incident_id)
        if entry is not None:
            return entry.incident
        return await asyncio.wrap_future(self._context.reader.incident(incident_id))

    def _thing(self, kind: str, identifier: str, incident: Incident | None) -> str:
        world = self._context.world
        match kind:
            case AggregateKind.UNIT:
                unit = world.units.get(identifier)
                return unit.call_sign if unit is not None else identifier
            case AggregateKind.INCIDENT:
                return incident.ticket_number if incident is not None else ""
            case AggregateKind.CALL:
                call = world.call(identifier)
                return call.number if call is not None else ""
            case AggregateKind.OPERATOR:
                return self._person(identifier)
            case AggregateKind.DESK:
                return identifier
            case _:
                return ""

    def _person(self, login: str) -> str:
        person = self._context.person
        return person.name if login == person.operator_id else self.names.get(login) or login
