"""What is drawn on the map, as this desk knows it: kept from the journal, read by map, search and routing.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from batola_desk.domain.incident import Incident
from batola_desk.domain.map_feature import PASSING, TIDAL, FeatureKind, MapFeature, Shape, Standing
from batola_desk.domain.operator import Operator
from batola_desk.domain.reducers import State
from batola_desk.models.reader import JournalReader
from batola_desk.services import map_feature_checks as checks
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.map_feature_views import SOON_US, Closure, FeatureView, Landmark, TidalPoint

RIGHT: Final = "edit_map"
RIGHT_ALL: Final = "edit_map_all"
REMEMBERED_US: Final = 7 * 24 * checks.HOUR_US  # what left the map so long ago is still listed
STANDING_MAX: Final = 5_000  # LIMIT: on the map of one room; a regency has some hundred
_KINDS: Final = frozenset(kind.value for kind in FeatureKind)
ENDED_MAX: Final = 500  # LIMIT: ended tickets remembered; those with something on the map stay longest


class DrawnFeatures:
    """The features, and what others want to know of them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, MapFeature] = {}
        self._not_again: set[str] = set()  # ended tickets that were answered, or put off, since this start
        self._by_incident: dict[str, list[str]] = {}
        self._ended: dict[str, Incident] = {}  # tickets of what is drawn; the world forgets ended ones
        self._views: dict[str, FeatureView] = {}
        self._listed: list[MapFeature] | None = None  # until something changes
        self._revision = 0
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

    # ---------------------------------------------------------------- inner parts

    def _now_us(self) -> int:
        return self._context.clock.now_us()

    def _standing(self, now_us: int) -> Sequence[MapFeature]:
        """What is on the map; a kind or a shape of a newer program is kept and not shown."""
        return [feature for feature in self._known.values() if self._is_on_map(feature, now_us)]

    @staticmethod
    def _is_on_map(feature: MapFeature, now_us: int) -> bool:
        is_shown = feature.is_drawn and bool(feature.points) and feature.kind in _KINDS
        return is_shown and not feature.is_over(now_us)

    def _right_for(self, kind: str) -> str:
        """Posts are the centre's own and not an operator's to place."""
        return RIGHT_ALL if kind == FeatureKind.POST else RIGHT

    def _may(self, right: str) -> bool:
        return self._context.catalog.may(self._context.role, right)

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
            is_kept=ended is not None and is_kept(feature, ended),
            can_change=self._may(self._right_for(feature.kind)),
            can_remove=self._may(RIGHT_ALL if standing is Standing.LASTING else RIGHT),
        )
        known = self._views.get(feature.feature_id)
        if known is not None and known.feature is feature and known == view:
            return known  # the same object: lists of thousands see at once that nothing changed
        self._views[feature.feature_id] = view
        return view


def is_kept(feature: MapFeature, ended: Incident) -> bool:
    """Whether somebody has said since this end of its ticket that it stays; a later end asks again."""
    return feature.stays_after_us is not None and feature.stays_after_us >= (ended.closed_us or 0)
