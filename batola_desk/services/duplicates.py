"""Has somebody else already reported it? Open tickets and calls that look like the one being written.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.call import Call
from batola_desk.domain.call_fixes import suggested
from batola_desk.domain.incident import Incident
from batola_desk.domain.likeness import Likeness, Sighting, alike_score, likeness
from batola_desk.models.search_text import number_key
from batola_desk.services.board import Board
from batola_desk.services.call_clusters import CallCluster, clusters_of
from batola_desk.services.change import Change
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.follow_up import is_dialable
from batola_desk.services.places import Places
from batola_desk.services.sightings import Sightings, id_of
from batola_desk.services.views import BoardRow

SIMILAR_MAX = 5
SWEPT_EVERY_US = 60_000_000
FIX_REACH_M = 500.0  # of a position whose exactness nobody told
CLUSTERS_LOOKED_BACK_US = 2 * 3600 * 1_000_000  # LIMIT: what lights up is what happens now


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarView:
    """Another report that may be the same happening, with why.

    Attributes:
        row: the ticket; None for a call.
        call: the call; None for a ticket.
    """

    likeness: Likeness
    row: BoardRow | None = None
    call: Call | None = None

    @property
    def incident_id(self) -> str:
        """The ticket; empty for a call."""
        return self.row.incident_id if self.row is not None else ""

    @property
    def other(self) -> str:
        """``incident:…`` or ``call:…``, as ``IncidentSimilarJudged`` names it."""
        return f"{self.likeness.kind}:{self.likeness.key}"


class DuplicateUseCases(Protocol):
    """The part that the screen asks for."""

    def of(self, incident_id: str) -> Sequence[SimilarView]:
        """Open tickets and calls that may be the same happening, the most alike first."""

    def clusters(self) -> Sequence[CallCluster]:
        """Where many call at once; the same object until something changed."""


class Duplicates:
    """Compares the ticket being written with everything open near it."""

    def __init__(self, context: Context, board: Board, places: Places) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._shown: Callable[[str], Incident | None] = lambda incident_id: None
        self._board = board
        self._places = places
        self._sightings = Sightings()
        self._dirty_incidents: set[str] = set()
        self._dirty_calls: set[str] = set()
        self._is_loaded = False
        self._swept_us = 0
        self._guessed: tuple[str, tuple[tuple[float, float], float] | None] = ("", None)
        self._clusters: tuple[CallCluster, ...] | None = None

    def compare_for(self, shown: Callable[[str], Incident | None]) -> None:
        """Whom to ask for a ticket with the keystrokes that are on their way."""
        self._shown = shown

    # ---------------------------------------------------------------- asking

    def of(self, incident_id: str) -> Sequence[SimilarView]:
        """What may be the same happening as this ticket, keystrokes included; the most alike first."""
        incident = self._shown(incident_id)
        if incident is None:
            return ()
        self._settle()
        asking = self._of_incident(incident, calls=max(1, len(incident.call_keys)), may_guess=True)
        limits = self._context.rules.limits.similar
        own = {f"incident:{incident.incident_id}", *(f"call:{key}" for key in incident.call_keys)}
        scored: list[tuple[float, str, Sighting]] = []
        for other in self._sightings.near(asking, limits.km * 1000):
            score = alike_score(asking, other, limits)
            if score is not None:
                scored.append((score, id_of(other), other))
        views: list[SimilarView] = []
        for _, key, other in sorted(scored, key=lambda entry: (-entry[0], entry[1])):
            if len(views) == SIMILAR_MAX:
                break
            if key in own or key in incident.not_same or self._was_denied(other, incident_id):
                continue
            alike = likeness(asking, other, limits)
            view = self._view(alike) if alike is not None else None
            if view is not None:
                views.append(view)
        return tuple(views)

    def clusters(self) -> Sequence[CallCluster]:
        """Where many call at once; the same object until something changed."""
        self._settle()
        if self._clusters is None:
            since_us = self._context.clock.now_us() - CLUSTERS_LOOKED_BACK_US
            limits = self._context.rules.limits.similar
            self._clusters = tuple(clusters_of(self._in_the_open(), limits, since_us=since_us))
        return self._clusters

    # ---------------------------------------------------------------- keeping up

    def on_change(self, change: Change) -> None:
        """Something changed: it is compared anew with the next question."""
        self._dirty_incidents.update(change.incident_ids)
        self._dirty_calls.update(change.call_keys)

    def _settle(self) -> None:
        """Take over what changed since the last question; everything at the first."""
        world = self._context.world
        if not self._is_loaded:
            self._is_loaded = True
            self._dirty_incidents.update(world.incidents)
            self._dirty_calls.update((*world.calls, *world.ended_calls))
        if self._dirty_incidents or self._dirty_calls:
            self._clusters = None
        for incident_id in self._dirty_incidents:
            self._take_incident(incident_id)
        for call_key in self._dirty_calls:
            self._take_call(call_key)
        self._dirty_incidents.clear()
        self._dirty_calls.clear()
        now_us = self._context.clock.now_us()
        if now_us - self._swept_us > SWEPT_EVERY_US:
            self._sweep(now_us)

    def _take_incident(self, incident_id: str) -> None:
        entry = self._context.world.incidents.get(incident_id)
        incident = self._shown(incident_id)
        if entry is None or incident is None:
            self._sightings.drop(f"incident:{incident_id}")
            return
        calls = max(1, entry.call_count, len(incident.call_keys))
        self._sightings.put(self._of_incident(incident, calls=calls, may_guess=False))

    def _take_call(self, call_key: str) -> None:
        call = self._context.world.call(call_key)
        # A call with a ticket speaks through it; a class without one says that there is nothing to find.
        if call is None or call.direction != "inbound" or call.incident_ids or call.call_class:
            self._sightings.drop(f"call:{call_key}")
            return
        now_us = self._context.clock.now_us()
        fix = suggested(call.fixes, now_us)
        position, reach_m = None, 0.0
        if fix is not None and fix.area is not None:
            latitude, longitude, circle_m = fix.area.enclosing_circle()
            position = (latitude, longitude)
            reach_m = FIX_REACH_M if fix.area.enclosing_radius_m() is None else circle_m
        self._sightings.put(
            Sighting(
                kind="call", key=call_key, at_us=call.offered_us or now_us, position=position,
                reach_m=reach_m, numbers=_numbers((call.number,)), training=call.training,
            )
        )  # fmt: skip

    def _in_the_open(self) -> list[Sighting]:
        """Without confidential tickets: a ring on the map says where they are."""
        is_secret = self._context.rules.is_confidential
        return [seen for seen in self._sightings if not is_secret(seen.type_code)]

    def _sweep(self, now_us: int) -> None:
        """Calls grow old by themselves."""
        self._swept_us = now_us
        self._clusters = None
        oldest_us = now_us - int(self._context.rules.limits.similar.calls_minutes * 60e6)
        old = [seen.key for seen in self._sightings if seen.kind == "call" and seen.at_us < oldest_us]
        for call_key in old:
            self._sightings.drop(f"call:{call_key}")

    def _of_incident(self, incident: Incident, *, calls: int, may_guess: bool) -> Sighting:
        rules, world = self._context.rules, self._context.world
        type_code = incident.text("type_code")
        linked = (world.call(key) for key in incident.call_keys)
        numbers = (incident.text("callback_number"), *(call.number for call in linked if call is not None))
        place = incident.location
        position = (place.latitude, place.longitude) if place is not None else None
        reach_m = place.uncertainty_m if place is not None else 0.0
        guessed = self._guess(incident.text("place_text")) if may_guess and position is None else None
        if guessed is not None:
            position, reach_m = guessed
        return Sighting(
            kind="incident", key=incident.incident_id,
            at_us=incident.opened_us or self._context.clock.now_us(), position=position, reach_m=reach_m,
            is_guess=guessed is not None, type_code=type_code, group=rules.group_of(type_code),
            numbers=_numbers(numbers), calls=calls, training=incident.training,
        )  # fmt: skip

    def _guess(self, text: str) -> tuple[tuple[float, float], float] | None:
        """Where the typed words most likely mean; kept, since most keys are typed in other fields."""
        if self._guessed[0] != text:
            found = self._places.search(text, limit=1)
            where = ((found[0].latitude, found[0].longitude), found[0].uncertainty_m) if found else None
            self._guessed = (text, where)
        return self._guessed[1]

    def _was_denied(self, other: Sighting, incident_id: str) -> bool:
        """Whether the other ticket was already called another happening, from its side."""
        entry = self._context.world.incidents.get(other.key) if other.kind == "incident" else None
        return entry is not None and f"incident:{incident_id}" in entry.incident.not_same

    def _view(self, alike: Likeness) -> SimilarView | None:
        if alike.kind == "incident":
            row = self._board.row(alike.key)
            return SimilarView(likeness=alike, row=self._confidence.row(row)) if row is not None else None
        call = self._context.world.call(alike.key)
        return SimilarView(likeness=alike, call=call) if call is not None else None


def _numbers(numbers: Sequence[str]) -> frozenset[str]:
    return frozenset(number_key(number) for number in numbers if is_dialable(number)) - {""}
