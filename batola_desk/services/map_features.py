"""What people draw on the map: landmarks, jetties, pump points, posts, closed roads, danger areas.

They are facts like all others: a desk that was away gets them when it comes back, what two desks changed
without knowing of each other stands in the conflicts page, and whatever was removed can be put back. Closed
roads and danger areas end by themselves. Source: domain.md §11, §14, decision 0030.

Thread: the desk's event loop.
"""

from __future__ import annotations

import json
from collections import deque
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
from batola_desk.domain.map_feature import (
    PRESENCE,
    STAYS,
    FeatureKind,
    FeatureWish,
    MapFeature,
    Shape,
    Standing,
)
from batola_desk.domain.map_feature_reducer import HERE
from batola_desk.services import drawn_features
from batola_desk.services import map_feature_checks as checks
from batola_desk.services.context import Context
from batola_desk.services.drawn_features import RIGHT, RIGHT_ALL, DrawnFeatures, is_kept
from batola_desk.services.map_feature_views import LeftBehind, Undone
from batola_desk.services.map_layers import LayerFiles

STEPS_MAX: Final = 50
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


class MapFeatureService(DrawnFeatures):
    """Use cases of what is drawn on the map."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._steps: deque[_Step] = deque(maxlen=STEPS_MAX)
        self.files = LayerFiles(context, self)

    # ---------------------------------------------------------------- for files

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
            raise OperatorError("map_features_full", limit=drawn_features.STANDING_MAX)
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
            if any(self._is_on_map(one, now_us) and not is_kept(one, incident) for one in features):
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

    def _standing_one(self, feature_id: str) -> MapFeature:
        feature = self._known.get(feature_id)
        if feature is None or feature.drawn_us is None:
            raise OperatorError("map_feature_unknown")
        if feature.is_removed:
            raise OperatorError("map_feature_removed")
        return feature

    def _ask_right(self, right: str) -> None:
        if not self._may(right):
            raise OperatorError("right_missing", action=right)
