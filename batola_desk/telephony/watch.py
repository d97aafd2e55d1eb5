"""Notices what befalls a computer: sleep, a stalled processor, another address, no route; and their end.

Looks every few seconds; nothing here depends on the wall clock, so a clock that jumps changes nothing.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable

from batola_desk.telephony.leg_types import NetworkChange
from batola_desk.telephony.loop import Loop, Timer

log = logging.getLogger("batola.telephony")

LOOK_EVERY_S = 3.0
STALL_S = 30.0  # LIMIT: after such a gap registrations and NAT bindings are not to be trusted
_ANYWHERE = ("192.0.2.1", "2001:db8::1")  # documentation addresses (RFC 5737, RFC 3849): the default route


def sleep_clock_s() -> float:
    """A clock that goes on while the computer sleeps; on Windows the monotonic one does."""
    if sys.platform == "win32":
        return time.monotonic()
    else:  # noqa: RET505  (the type checker follows the platform only this way)
        return time.clock_gettime(time.CLOCK_BOOTTIME)


class SurroundingsWatch:
    """Thread: the SIP loop.

    Args:
        peers: addresses that matter now (registrars, peers of live calls).
        route_towards: our address towards one of them, "" without a route.
        check: looks after the sockets, each time.
        tell: what happened; told after the fact is seen, once per change.
        clock_s: counts sleep, too.
    """

    def __init__(
        self,
        loop: Loop,
        peers: Callable[[], Iterable[str]],
        route_towards: Callable[[str], str],
        check: Callable[[], None],
        tell: Callable[[NetworkChange], None],
        clock_s: Callable[[], float] = sleep_clock_s,
    ) -> None:
        self._loop = loop
        self._peers = peers
        self._route_towards = route_towards
        self._check_sockets = check
        self._tell = tell
        self._clock_s = clock_s
        self._seen_s = 0.0
        self._routes: dict[str, str] = {}
        self._has_route = True
        self._had_default = False
        self._timer: Timer | None = None

    def start(self) -> None:
        self._seen_s = self._clock_s()
        self._routes = self._look()
        self._has_route = self._is_somewhere(self._routes)
        if not self._has_route:
            self._tell(NetworkChange.ROUTE_LOST)
        self._timer = self._loop.call_later(LOOK_EVERY_S, self._check)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _check(self) -> None:
        self._timer = self._loop.call_later(LOOK_EVERY_S, self._check)
        self._check_sockets()
        now_s = self._clock_s()
        gap_s, self._seen_s = now_s - self._seen_s, now_s
        before, self._routes = self._routes, self._look()
        had_route, self._has_route = self._has_route, self._is_somewhere(self._routes)
        if gap_s > STALL_S + LOOK_EVERY_S:
            log.warning("the computer slept or stood still", extra={"gap_s": round(gap_s)})
            self._tell(NetworkChange.WOKE_UP)
        if had_route and not self._has_route:
            self._tell(NetworkChange.ROUTE_LOST)
        elif self._has_route and not had_route:
            self._tell(NetworkChange.ROUTE_BACK)
        elif any(before.get(peer, address) != address for peer, address in self._routes.items()):
            self._tell(NetworkChange.ADDRESS_CHANGED)

    def _look(self) -> dict[str, str]:
        return {peer: self._route_towards(peer) for peer in (*self._peers(), *_ANYWHERE)}

    def _is_somewhere(self, routes: dict[str, str]) -> bool:
        """Whether anybody who matters can be reached.

        While nobody is known the default route counts; who never had one may well be on a network of its own.
        """
        peers = [address for peer, address in routes.items() if peer not in _ANYWHERE]
        if peers:
            return any(peers)
        has_default = any(routes.values())
        self._had_default = self._had_default or has_default
        return has_default or not self._had_default
