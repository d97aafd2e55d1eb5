"""What people draw on the map: landmarks, jetties, pump points, posts, closed roads, danger areas.

They are facts like all others: a desk that was away gets them when it comes back, what two desks changed
without knowing of each other stands in the conflicts page, and whatever was removed can be put back. Closed
roads and danger areas end by themselves. Source: domain.md §11, §14, decision 0030.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.map_feature import (
    MapFeatureChanged,
    MapFeatureDrawn,
    MapFeatureRemoved,
    MapFeatureRestored,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import Incident
from batola_desk.domain.map_feature import (
    PASSING,
    PRESENCE,
    STAYS,
    TIDAL,
    FeatureKind,
    FeatureWish,
    MapFeature,
    Shape,
    Standing,
)
from batola_desk.domain.map_feature_reducer import HERE
from batola_desk.domain.operator import Operator
from batola_desk.domain.reducers import State
from batola_desk.models.reader import JournalReader
from batola_desk.services import map_feature_checks as checks
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.map_feature_views import (
    SOON_US,
    Closure,
    FeatureView,
    Landmark,
    LeftBehind,
    TidalPoint,
    Undone,
)
from batola_desk.services.map_layers import LayerFiles

RIGHT: Final = "edit_map"
RIGHT_ALL: Final = "edit_map_all"
STANDING_MAX: Final = 5_000  # LIMIT: on the map of one room; a regency has some hundred
REMEMBERED_US: Final = 7 * 24 * checks.HOUR_US  # what left the map so long ago is still listed
_KINDS: Final = frozenset(kind.value for kind in FeatureKind)
STEPS_MAX: Final = 50
ENDED_MAX: Final = 500  # LIMIT: ended tickets remembered; those with something on the map stay longest
RADIUS_MAX_M: Final = 20_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One thing done here, to be taken back; ``before`` is the feature as it was."""

    act: str
    feature_id: str
    fact_id: str
    fields: tuple[str, ...] = ()
    before: MapFeature | None = None
    members: tuple[str, ...] = ()


class MapFeatureService:
    """Use cases of what is drawn on the map."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, MapFeature] = {}
        self._steps: deque[_Step] = deque(maxlen=STEPS_MAX)
        self._not_again: set[str] = set()  # ended tickets that were answered, or put off, since this start
        self._by_incident: dict[str, list[str]] = {}
        self._ended: dict[str, Incident] = {}  # tickets of what is drawn; the world forgets ended ones
        self._views: dict[str, FeatureView] = {}
        self._listed: list[MapFeature] | None = None  # until something changes
        self._revision = 0
        self.files = LayerFiles(context, self)
        self._next_us: int | None = None  # something ends, or begins to end, then

    # ---------------------------------------------------------------- what the journal says

    async def load(self, reader: JournalReader) -> None:
        """Take over what is on the map, and what left it lately."""
        rows = await asyncio.wrap_future(reader.map_features(self._now_us() - REMEMBERED_US))
        for row in rows:
            self._known.setdefault(row.feature.feature_id, row.feature)
        self._note_change()
        drawn_for = {feature.incident_id for feature in self._standing(self._now_us())} - {""}
        tickets = (asyncio.wrap_future(reader.incident(incident_id)) for incident_id in drawn_for)
        for incident in await asyncio.gather(*tickets):
            if incident is not None:
                self._note_ticket(incident)

    def take(self, states: Mapping[str, State]) -> None:
        """States came back from the journal."""
        found = [state for state in states.values() if isinstance(state, MapFeature)]
        for state in found:
            self._known[state.feature_id] = state
        names = any(isinstance(state, Operator) for state in states.values())
        tickets = [state for state in states.values() if isinstance(state, Incident)]
        ended = any(not ticket.is_open for ticket in tickets)
        for ticket in tickets:
            self._note_ticket(ticket)
        if found or ((names or ended) and self._known):
            self._changed()

    def _note_ticket(self, incident: Incident) -> None:
        """A ticket ended or was opened again; what it has drawn may come later."""
        if incident.is_open:
            self._ended.pop(incident.incident_id, None)
            self._not_again.discard(incident.incident_id)
            return
        self._ended[incident.incident_id] = incident
        while len(self._ended) > ENDED_MAX:
            needless = (known for known in self._ended if known not in self._by_incident)
            del self._ended[next(needless, next(iter(self._ended)))]

    async def tick(self) -> None:
        """Time passed: something may have ended."""
        if self._next_us is not None and self._now_us() >= self._next_us:
            self._changed()

    def _changed(self) -> None:
        self._note_change()
        self._context.publish(Change(what=frozenset({"map_features"})))

    def _note_change(self) -> None:
        self._revision += 1
        self._listed = None
        now_us = self._now_us()
        ends = [f.valid_until_us for f in self._known.values() if f.is_drawn and f.valid_until_us is not None]
        self._by_incident = {}
        for feature in self._known.values():
            if feature.incident_id and feature.is_drawn:
                self._by_incident.setdefault(feature.incident_id, []).append(feature.feature_id)
        turns = (moment for end in ends for moment in (end - SOON_US, end))
        self._next_us = min((moment for moment in turns if moment > now_us), default=None)

    # ---------------------------------------------------------------- reading

    @property
    def revision(self) -> int:
        """Grows whenever something here changed, the passing of time included."""
        return self._revision

    def shown(self) -> Sequence[FeatureView]:
        """What is on the map now."""
        now_us = self._now_us()
        return [self._view(feature, now_us) for feature in self._standing(now_us)]

    def listed(self) -> Sequence[MapFeature]:
        """Everything of the last days, removed and over included, the newest change first.

        Whoever shows them asks ``view`` for what is seen: a file brings thousands.
        """
        if self._listed is None:
            drawn = (feature for feature in self._known.values() if feature.drawn_us is not None)
            known = [feature for feature in drawn if feature.kind in _KINDS]
            self._listed = sorted(known, key=lambda one: (-(one.changed_us or 0), one.feature_id))
        return self._listed

    def view(self, feature_id: str) -> FeatureView | None:
        """One feature; None when nothing is known of it."""
        feature = self._known.get(feature_id)
        if feature is None or feature.drawn_us is None:
            return None
        return self._view(feature, self._now_us())

    def landmarks(self) -> Sequence[Landmark]:
        """What the place search finds by its name."""
        return [
            Landmark(
                feature_id=feature.feature_id,
                kind=feature.kind,
                name=feature.name,
                variants=feature.variants,
                latitude=feature.points[0][0],
                longitude=feature.points[0][1],
            )
            for feature in self._standing(self._now_us())
            if feature.kind not in PASSING and feature.shape == Shape.POINT and feature.name
        ]

    def closures(self) -> Sequence[Closure]:
        """What routes avoid now."""
        return [
            Closure(
                feature_id=feature.feature_id,
                kind=feature.kind,
                name=feature.name,
                shape=feature.shape,
                points=feature.points,
                valid_until_us=feature.valid_until_us,
            )
            for feature in self._standing(self._now_us())
            if feature.kind in PASSING
        ]

    def tidal_points(self) -> Sequence[TidalPoint]:
        """Jetties and pump points."""
        return [
            TidalPoint(
                feature_id=feature.feature_id,
                kind=feature.kind,
                name=feature.name,
                latitude=feature.points[0][0],
                longitude=feature.points[0][1],
                usable_from_m=feature.usable_from_m,
                usable_to_m=feature.usable_to_m,
            )
            for feature in self._standing(self._now_us())
            if feature.kind in TIDAL and feature.shape == Shape.POINT
        ]

    def kinds_to_draw(self) -> Sequence[str]:
        """What the person here may draw."""
        return [kind.value for kind in FeatureKind if self.may_draw(kind)]

    def left_by(self, incident_id: str) -> Sequence[FeatureView]:
        """What belongs to a ticket and is still on the map."""
        now_us = self._now_us()
        mine = (self._known[feature_id] for feature_id in self._by_incident.get(incident_id, ()))
        return [self._view(feature, now_us) for feature in mine if self._is_on_map(feature, now_us)]

    # ---------------------------------------------------------------- for files

    def known(self) -> Mapping[str, MapFeature]:
        """All features by id, removed ones included."""
        return self._known

    def standing(self) -> tuple[MapFeature, ...]:
        """What is on the map now."""
        return tuple(self._standing(self._now_us()))

    def room_left(self) -> int:
        """How many more the map takes."""
        return STANDING_MAX - len(self._standing(self._now_us()))

    def may_draw(self, kind: str) -> bool:
        """Whether the person here may draw and correct this kind."""
        return self._may(self._right_for(kind))

    def note_import(self, drawn: tuple[str, ...]) -> None:
        """These came with a file: one step to be taken back."""
        if drawn:
            self._steps.append(_Step(act="imported", feature_id=drawn[0], fact_id="", members=drawn))

    # ---------------------------------------------------------------- wishes

    async def draw(self, wish: FeatureWish) -> str:
        """Put a feature on the map; returns its id.

        Raises:
            OperatorError: ``right_missing``, ``map_features_full``, and what ``map_feature_checks`` says.
        """
        self._ask_right(self._right_for(wish.kind))
        now_us = self._now_us()
        if self.room_left() <= 0:
            raise OperatorError("map_features_full", limit=STANDING_MAX)
        written = checks.checked(wish, now_us)
        feature_id = new_id(now_us // 1000)
        fact_id = await self._record(feature_id, MapFeatureDrawn(**asdict(written)), written.incident_id)
        self._steps.append(_Step(act="drawn", feature_id=feature_id, fact_id=fact_id))
        return feature_id

    async def change(self, feature_id: str, **changes: object) -> None:
        """Correct some values of a feature: names of ``FeatureWish``, but not its kind.

        Raises:
            OperatorError: ``map_feature_unknown``, ``map_feature_removed``, ``right_missing``, and what
                ``map_feature_checks`` says.
        """
        feature = self._standing_one(feature_id)
        self._ask_right(self._right_for(feature.kind))
        before = checks.wish_of(feature)
        wish = replace(before, **changes)  # type: ignore[arg-type]  # the checks look at what came
        written = checks.checked(wish, self._now_us(), end_before_us=feature.valid_until_us)
        fields = checks.differences(before, written)
        if fields:
            fact_id = await self._change(feature, written, fields)
            step = _Step(act="changed", feature_id=feature_id, fact_id=fact_id, fields=fields, before=feature)
            self._steps.append(step)

    async def remove(self, feature_id: str, *, reason: str = "") -> None:
        """Take a feature off the map.

        Raises:
            OperatorError: ``map_feature_unknown``, ``map_feature_removed``, ``right_missing``.
        """
        fact_id = await self._remove(self._standing_one(feature_id), reason)
        self._steps.append(_Step(act="removed", feature_id=feature_id, fact_id=fact_id))

    async def restore(self, feature_id: str) -> None:
        """Put a removed feature back as it was.

        Raises:
            OperatorError: ``map_feature_unknown``, ``map_feature_there``, ``right_missing``.
        """
        fact_id = await self._restore(feature_id)
        self._steps.append(_Step(act="restored", feature_id=feature_id, fact_id=fact_id))

    async def use_word(self, feature_id: str, field: str, value: str) -> None:
        """Take one desk's word about a field that two desks wrote differently (JSON, as the fold keeps it).

        Raises:
            OperatorError: ``map_feature_unknown``, ``right_missing``, and what ``change`` says.
        """
        if field == PRESENCE:
            await self._use_presence(feature_id, is_gone=value != HERE)
            return
        said = json.loads(value)
        match field:
            case "geometry":
                corners = tuple((point[0], point[1]) for point in said[1])
                await self.change(feature_id, shape=said[0], points=corners)
            case "tide":
                await self.change(feature_id, usable_from_m=said[0], usable_to_m=said[1])
            case "variants":
                await self.change(feature_id, variants=tuple(said))
            case "stays_after_us":
                await self._stay(self._standing_one(feature_id), said)
            case _:
                await self.change(feature_id, **{field: said})

    async def _use_presence(self, feature_id: str, *, is_gone: bool) -> None:
        view = self.view(feature_id)
        if view is None:
            raise OperatorError("map_feature_unknown")
        if is_gone and not view.feature.is_removed:
            await self.remove(feature_id)
        elif not is_gone and view.feature.is_removed:
            await self.restore(feature_id)

    def left_to_ask(self) -> LeftBehind | None:
        """What a ticket of this desk left that ended, also before this start; None: nothing, or answered."""
        world, now_us = self._context.world, self._now_us()
        for incident_id, feature_ids in self._by_incident.items():  # asked at every change: few, and no view
            incident = self._ended.get(incident_id)
            if incident is None or incident_id in self._not_again or not world.leads_here(incident):
                continue
            features = [self._known[feature_id] for feature_id in feature_ids]
            if any(self._is_on_map(one, now_us) and not _is_kept(one, incident) for one in features):
                return LeftBehind(
                    incident_id=incident_id,
                    ticket_number=incident.ticket_number,
                    features=tuple(view for view in self.left_by(incident_id) if not view.is_kept),
                )
        return None

    def put_off_left(self, incident_id: str) -> None:
        """Nobody wants to say now what becomes of it; ask at the next start."""
        self._not_again.add(incident_id)

    async def keep_left(self, incident_id: str) -> int:
        """What an ended ticket left stays until its own end, and no desk asks again; returns how many things.

        Raises:
            OperatorError: ``right_missing``.
        """
        self._not_again.add(incident_id)
        views = [view for view in self.left_by(incident_id) if view.is_left and not view.is_kept]
        for view in views:
            fact_id = await self._stay(view.feature, self._ended[incident_id].closed_us or 0)
            step = _Step(act="kept", feature_id=view.feature_id, fact_id=fact_id, before=view.feature)
            self._steps.append(step)
        return len(views)

    async def remove_left(self, incident_id: str) -> int:
        """Take what belongs to an ended ticket off the map; returns how many things.

        Raises:
            OperatorError: ``right_missing``.
        """
        self._not_again.add(incident_id)
        views = [view for view in self.left_by(incident_id) if not view.is_kept]
        for view in views:
            await self.remove(view.feature_id)
        return len(views)

    async def mark_danger(self, incident_id: str, radius_m: float) -> str:
        """Draw a circle around the place of a ticket, as its danger area; returns its id.

        Raises:
            OperatorError: ``incident_unknown``, ``map_place_missing``, ``map_radius_unusable``, and what
                ``draw`` says.
        """
        entry = self._context.world.entry(incident_id)
        if entry is None:
            raise OperatorError("incident_unknown")
        place = entry.incident.location
        if place is None:
            raise OperatorError("map_place_missing", ticket=entry.incident.ticket_number)
        if not 0 < radius_m <= RADIUS_MAX_M:
            raise OperatorError("map_radius_unusable", limit=RADIUS_MAX_M)
        wish = FeatureWish(
            kind=FeatureKind.DANGER_AREA.value,
            shape=Shape.POLYGON.value,
            points=checks.circle(place.latitude, place.longitude, radius_m),
            incident_id=incident_id,
        )
        return await self.draw(wish)

    async def undo(self) -> Undone | None:
        """Take back the last of what was done here; None when nothing is left to take back.

        What somebody at another desk wrote over a value since then stays: the step is passed over.
        """
        while self._steps:
            step = self._steps.pop()
            feature = self._known.get(step.feature_id)
            if feature is None or not await self._take_back(step, feature):
                continue
            return Undone(act=step.act, feature_id=step.feature_id, name=feature.name)
        return None

    def forget_steps(self) -> None:
        """Somebody else sits here: nobody takes back what another person did."""
        self._steps.clear()

    # ---------------------------------------------------------------- inner parts

    async def _take_back(self, step: _Step, feature: MapFeature) -> bool:
        stands = set(feature.facts_of())
        match step.act:
            case "drawn" | "restored":
                if not feature.is_drawn:
                    return False
                await self._remove(feature, "")
            case "imported":
                return await self._take_back_import(step)
            case "removed":
                if not feature.is_removed:
                    return False
                await self._restore(step.feature_id)
            case "kept":
                if not feature.is_drawn or feature.facts_of(STAYS) != (step.fact_id,) or step.before is None:
                    return False
                self._not_again.discard(feature.incident_id)
                await self._stay(feature, step.before.stays_after_us)
            case _:
                ours = tuple(f for f in step.fields if set(feature.facts_of(f)) <= {step.fact_id})
                if not ours or not feature.is_drawn or step.before is None or step.fact_id not in stands:
                    return False
                await self._change(feature, checks.wish_of(step.before), ours)
        return True

    async def _take_back_import(self, step: _Step) -> bool:
        """Remove what a file brought, but for what somebody has changed since."""
        count = 0
        for feature_id in step.members:
            feature = self._known.get(feature_id)
            if feature is not None and feature.is_drawn and feature.facts_of() == (feature.drawn_fact_id,):
                await self._remove(feature, "")
                count += 1
        return count > 0

    async def _change(self, feature: MapFeature, wish: FeatureWish, fields: tuple[str, ...]) -> str:
        replaces = feature.facts_of(*fields, PRESENCE)
        event = MapFeatureChanged(fields=fields, replaces=replaces, **checks.values_of(wish, fields))
        return await self._record(feature.feature_id, event, wish.incident_id or feature.incident_id)

    async def _stay(self, feature: MapFeature, after_us: int | None) -> str:
        self._ask_right(self._right_for(feature.kind))
        replaces = feature.facts_of(STAYS, PRESENCE)
        event = MapFeatureChanged(fields=(STAYS,), replaces=replaces, stays_after_us=after_us)
        return await self._record(feature.feature_id, event, feature.incident_id)

    async def _remove(self, feature: MapFeature, reason: str) -> str:
        standing = feature.standing_of(self._context.person.operator_id)
        self._ask_right(RIGHT_ALL if standing is Standing.LASTING else RIGHT)
        words = " ".join(reason.split())[:200]
        event = MapFeatureRemoved(standing=standing.value, replaces=feature.facts_of(), reason=words)
        return await self._record(feature.feature_id, event, feature.incident_id)

    async def _restore(self, feature_id: str) -> str:
        feature = self._known.get(feature_id)
        if feature is None or feature.drawn_us is None:
            raise OperatorError("map_feature_unknown")
        if not feature.is_removed:
            raise OperatorError("map_feature_there")
        self._ask_right(self._right_for(feature.kind))
        event = MapFeatureRestored(replaces=feature.facts_of(PRESENCE))
        return await self._record(feature_id, event, feature.incident_id)

    async def _record(self, feature_id: str, event: Event, incident_id: str) -> str:
        fact_id = new_id(self._now_us() // 1000)
        names = [aggregate(AggregateKind.MAP_FEATURE, feature_id)]
        if incident_id:
            names.append(aggregate(AggregateKind.INCIDENT, incident_id))
        fact = NewFact(event=event, aggregates=tuple(names), fact_id=fact_id, occurred_us=self._now_us())
        await self._context.recorder.record(fact)
        return fact_id

    def _now_us(self) -> int:
        return self._context.clock.now_us()

    def _standing(self, now_us: int) -> Sequence[MapFeature]:
        """What is on the map; a kind or a shape of a newer program is kept and not shown."""
        return [feature for feature in self._known.values() if self._is_on_map(feature, now_us)]

    @staticmethod
    def _is_on_map(feature: MapFeature, now_us: int) -> bool:
        is_shown = feature.is_drawn and bool(feature.points) and feature.kind in _KINDS
        return is_shown and not feature.is_over(now_us)

    def _standing_one(self, feature_id: str) -> MapFeature:
        feature = self._known.get(feature_id)
        if feature is None or feature.drawn_us is None:
            raise OperatorError("map_feature_unknown")
        if feature.is_removed:
            raise OperatorError("map_feature_removed")
        return feature

    def _right_for(self, kind: str) -> str:
        """Posts are the centre's own and not an operator's to place."""
        return RIGHT_ALL if kind == FeatureKind.POST else RIGHT

    def _may(self, right: str) -> bool:
        return self._context.catalog.may(self._context.role, right)

    def _ask_right(self, right: str) -> None:
        if not self._may(right):
            raise OperatorError("right_missing", action=right)

    def _view(self, feature: MapFeature, now_us: int) -> FeatureView:
        world = self._context.world
        ended, entry = self._ended.get(feature.incident_id), world.entry(feature.incident_id)
        ticket = ended or (entry.incident if entry is not None else None)
        is_over = feature.is_over(now_us)
        standing = feature.standing_of(self._context.person.operator_id)
        end_us = feature.valid_until_us
        view = FeatureView(
            feature=feature,
            author=world.name_of(feature.author),
            changed_by=world.name_of(feature.changed_by),
            ticket_number=ticket.ticket_number if ticket is not None else "",
            is_over=is_over,
            ends_soon=end_us is not None and not is_over and end_us - now_us <= SOON_US,
            is_left=ended is not None and feature.is_drawn and not is_over,
            is_kept=ended is not None and _is_kept(feature, ended),
            can_change=self._may(self._right_for(feature.kind)),
            can_remove=self._may(RIGHT_ALL if standing is Standing.LASTING else RIGHT),
        )
        known = self._views.get(feature.feature_id)
        if known is not None and known.feature is feature and known == view:
            return known  # the same object: lists of thousands see at once that nothing changed
        self._views[feature.feature_id] = view
        return view


def _is_kept(feature: MapFeature, ended: Incident) -> bool:
    """Whether somebody has said since this end of its ticket that it stays; a later end asks again."""
    return feature.stays_after_us is not None and feature.stays_after_us >= (ended.closed_us or 0)
