"""When the desk looks at what the room has that is new: at once after a silence, gathered when much happens.

A hint of the server starts a look, and a look that brought something is followed by another. The server
throttles its hints, so a last look follows each of them; a poll each second is heartbeat and fallback. Each
look costs the server the same whether it brings one fact or ten, and each hint wakes all desks: the more
desks there are, and the longer an answer takes, the more a desk gathers, and the fewer hints it gets.
Source: design.md §5 (Notification), docs/decisions/0033.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

POLL_S: Final = 1.0
TRAILING_S: Final = 0.055  # after a hint: a little longer than a server keeps its next one back
PAUSE_MIN_S: Final = 0.02  # LIMIT: anybody may send hints; 50 looks a second are enough for people
PAUSE_EACH_S: Final = 0.0005  # for each desk of the room: two hundred rest 0.1 s
PAUSE_MAX_S: Final = 0.25
HINT_EACH_S: Final = 0.001  # for each desk, a big room's server keeps its next hint back (schema 0010)
HINT_MAX_S: Final = 0.25
HINT_LATE_S: Final = 0.005  # so much later than that is a hint's last look
LIVES_S: Final = 30.0  # a desk that was silent for longer is not counted
REST_SHARE: Final = 0.5  # of what an answer takes: a slow server is asked less, and not waited for twice
NEWEST_SHARE: Final = 0.2  # of the newest answer in what an answer usually takes


class LookPace:
    """The times of one connection's looks, in seconds of its loop's clock.

    Args:
        desks: how many the room has, as far as is known.
    """

    def __init__(self, desks: int = 1) -> None:
        self.desks = desks
        self._looked_at = float("-inf")  # begin of the newest look
        self._rested_at = float("-inf")  # its end
        self._usual_s = 0.0
        self._is_hinted = False
        self._follows_at: float | None = None  # the last look brought something
        self._last_look_at: float | None = None  # what the server gave no hint of is there by then

    @property
    def pause_s(self) -> float:
        """How long to gather between two looks: longer when answers are slow, and longer among many."""
        return min(PAUSE_MAX_S, max(PAUSE_MIN_S, PAUSE_EACH_S * self.desks, self._usual_s * REST_SHARE))

    @property
    def free_at(self) -> float:
        """From when on another look is no burden."""
        return self._rested_at + self.pause_s

    @property
    def next_at(self) -> float:
        """When the next look is due if nothing more is heard."""
        due_at = self._looked_at + POLL_S
        if self._is_hinted:
            due_at = min(due_at, self.free_at)
        for look_at in (self._last_look_at, self._follows_at):
            if look_at is not None:
                due_at = min(due_at, max(self.free_at, look_at))
        return due_at

    def on_hint(self, now: float) -> None:
        """Something is there, and more may come without a hint of its own."""
        self._is_hinted = True
        kept_back_s = min(HINT_MAX_S, HINT_EACH_S * self.desks) + HINT_LATE_S
        self._last_look_at = now + max(TRAILING_S, kept_back_s)

    def on_desks(self, silent_s: Mapping[str, float]) -> None:
        """The room says for how long each desk has been silent."""
        self.desks = sum(silent < LIVES_S for silent in silent_s.values())

    def want(self) -> None:
        """There is more to fetch right now: no pause."""
        self._is_hinted = True
        self._rested_at = float("-inf")

    def on_sent(self, now: float) -> None:
        """Own facts went out: their places are told by a hint, or this look fetches them."""
        if self._last_look_at is None:
            self._last_look_at = now + TRAILING_S

    def on_look(self, now: float) -> None:
        """A look begins: what was heard of before is in it."""
        self._looked_at = now
        self._is_hinted = False
        self._follows_at = None
        if self._last_look_at is not None and self._last_look_at <= now:
            self._last_look_at = None

    def on_looked(self, now: float, *, brought: bool = False) -> None:
        """The look has ended; where it brought something, more may be on the way."""
        if brought:
            self._follows_at = self._looked_at + TRAILING_S
        self._rested_at = now
        self._usual_s += NEWEST_SHARE * (now - self._looked_at - self._usual_s)
