"""Which other desks are gone, and who raises the alarms of their incidents meanwhile: never nobody.

A desk is gone when it said so (``desk.stopped``) or when the room has heard nothing of it for a while. Of the
desks that are left the first by its letter with somebody at it stands in; all of them when nobody sits
anywhere. A desk that the room is lost to hears of nobody: after a longer while it stands in for everybody, at
the price that another desk may do the same. Source: domain.md §5.7, §9.3.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import OperatorState
from batola_desk.services.core import Clock
from batola_desk.services.world import World

GONE_AFTER_S: Final = 30.0  # six words of a living desk; a server that is restarted is back sooner
ALONE_GONE_AFTER_S: Final = 180.0  # without the room: the others are more likely well than dead
CUT_OFF_AFTER_S: Final = 15.0  # nothing was heard of anybody, not even of this desk itself
_NOT_THERE: Final = frozenset({OperatorState.OFFLINE, OperatorState.PAUSED})


class AbsentDesks:
    """Judges the other desks of the room.

    Args:
        is_shared: whether this desk has a room at all.
    """

    def __init__(self, world: World, clock: Clock, *, is_shared: Callable[[], bool]) -> None:
        self._world = world
        self._clock = clock
        self._is_shared = is_shared
        self._begun_s = clock.mono_s()
        self._heard_s: dict[str, float] = {}  # letter → when it last lived, by this desk's own clock
        self._news_s = self._begun_s
        self._is_told = True  # the server can say who lives

    def on_heard(self, silent_s: Mapping[str, float] | None) -> None:
        """The room says for how long each desk has been silent; None: an older server, it cannot say."""
        self._is_told = silent_s is not None
        now_s = self._news_s = self._clock.mono_s()
        for letter, seconds in (silent_s or {}).items():
            self._heard_s[letter] = max(self._heard_s.get(letter, self._begun_s), now_s - seconds)

    # ---------------------------------------------------------------- reading

    def alerts_here(self, incident: Incident) -> bool:
        """Whether this desk raises the alarms of this incident: it is ours, or its desk is gone."""
        world = self._world
        return world.leads_here(incident) or self._stands_in_for(world.leading_desk(incident))

    def acts_here(self, incident: Incident) -> bool:
        """Whether this desk also does what follows by itself; not on a guess, two would climb one ladder."""
        return self._world.leads_here(incident) or (not self._is_cut_off and self.alerts_here(incident))

    def is_gone(self, letter: str) -> bool:
        """Whether another desk cannot be counted on."""
        if self._world.is_ours(letter):
            return False
        known = self._world.desks.get(letter)
        if known is not None and not known.running:
            return True
        if not self._is_told:
            return False
        limit_s = ALONE_GONE_AFTER_S if self._is_cut_off else GONE_AFTER_S
        return self._clock.mono_s() - self._heard_s.get(letter, self._begun_s) >= limit_s

    def silent_s(self, letter: str) -> float | None:
        """For how long nothing was heard of another desk; None: nobody ever told."""
        heard_s = self._heard_s.get(letter)
        return self._clock.mono_s() - heard_s if heard_s is not None else None

    @property
    def _is_cut_off(self) -> bool:
        return self._is_told and self._clock.mono_s() - self._news_s >= CUT_OFF_AFTER_S

    def _stands_in_for(self, letter: str) -> bool:
        if not self._is_shared() or not self.is_gone(letter):
            return False
        if self._is_cut_off:
            return True
        alive = {other for other in self._world.desks if not self.is_gone(other)} | {self._world.desk_id}
        people = self._world.operators.values()
        staffed = {person.desk for person in people if person.state not in _NOT_THERE} & alive
        return not staffed or self._world.desk_id == min(staffed)
