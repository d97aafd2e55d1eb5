"""What arrives at the desk is shown: facts of the journal, of the room, of the line.

The order matters and stands here once: first the world, then whoever keeps things of its own, then the
tickets that are touched, then whoever acts on it, and at last the screen.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from batola_desk.domain.facts import AggregateKind
from batola_desk.domain.reducers import State
from batola_desk.services.board import Board
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.follow_up import FollowUps
from batola_desk.services.incident_views import IncidentViews


class Arrivals:
    """Brings what changed to the world, the tickets, the use cases and the screen."""

    def __init__(
        self,
        context: Context,
        follow_ups: FollowUps,
        views: IncidentViews,
        board: Board,
        *,
        takers: Iterable[Callable[[Mapping[str, State]], None]],
        followers: Iterable[Callable[[Change], None]],
    ) -> None:
        """Set up; nothing may arrive before.

        Args:
            takers: told of all states, before the tickets they touch are read again.
            followers: told of what changed, after that, and before the screen is.
        """
        self._context = context
        self._follow_ups = follow_ups
        self._views = views
        self._board = board
        self._takers = tuple(takers)
        self._followers = tuple(followers)

    def show(self, states: Mapping[str, State], *, pending_disk: bool = False) -> None:
        """States came back from the journal, own ones or the room's."""
        world = self._context.world
        renamed = world.renamed_by(states.values())
        change = world.apply(states, pending_disk=pending_disk)
        for take in self._takers:
            take(states)
        incident_ids = {*change.incident_ids, *world.owned_by(renamed), *self._incidents_of(change.call_keys)}
        for unit_id in change.unit_ids:
            incident_ids.update(world.units[unit_id].incident_ids)
        for incident_id in incident_ids:
            self._views.forget(incident_id)
            self._board.refresh(incident_id)
        self._follow_ups.forget_opening(change.callback_ids)
        for follow in self._followers:
            follow(change)
        self._context.publish(change.with_also(Change(incident_ids=frozenset(incident_ids))))

    def show_line(self, change: Change) -> None:
        """A call on the line changed: forms that show it must be built anew."""
        for incident_id in self._incidents_of(change.call_keys):
            self._views.forget(incident_id)
        self._context.publish(change)

    def show_claim(self, subject: str) -> None:
        """The room has been asked whose this is, or has answered."""
        kind, _, identifier = subject.partition(":")
        if kind == AggregateKind.INCIDENT.value:
            self._views.forget(identifier)
            self._board.refresh(identifier)
            self._context.publish(Change(incident_ids=frozenset({identifier})))
        else:
            self._context.publish(Change(callback_ids=frozenset({identifier})))

    def _incidents_of(self, call_keys: Iterable[str]) -> set[str]:
        calls = (self._context.world.call(key) for key in call_keys)
        return {incident_id for call in calls if call is not None for incident_id in call.incident_ids}
