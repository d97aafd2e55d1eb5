"""What a person should know about the engine now, and what the line's surroundings add to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from batola_desk.engine.clock_watch import ClockWatch
from batola_desk.ipc import messages as m
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.telephony.leg_types import NetworkChange

log = logging.getLogger("batola.engine")

SHOWN_S = 60.0  # how long something that is over already stays to be read
CLOCK_SHOWN_S = 600.0  # the times of what is being written down now are in question

_BEGINS = {NetworkChange.ROUTE_LOST: "network_lost", NetworkChange.SOCKETS_LOST: "sip_socket_lost"}
_ENDS = {
    NetworkChange.ROUTE_BACK: ("network_lost", "network_back"),
    NetworkChange.SOCKETS_BACK: ("sip_socket_lost", "sip_socket_back"),
    NetworkChange.ADDRESS_CHANGED: ("network_lost", "network_changed"),
    NetworkChange.WOKE_UP: ("network_lost", "computer_slept"),
}


class AlarmBoard:
    """Standing alarms; each is told when it begins and when it ends. Thread: the engine's."""

    def __init__(
        self, send: Callable[[m.Message], None], clock_s: Callable[[], float], wall_clock: ClockWatch
    ) -> None:
        self._send = send
        self._clock_s = clock_s
        self._wall_clock = wall_clock
        self._standing: dict[str, m.EngineAlarm] = {}
        self._until_s: dict[str, float] = {}

    @property
    def standing(self) -> tuple[m.EngineAlarm, ...]:
        return tuple(self._standing.values())

    def set(self, code: str, *, active: bool, values: dict[str, str] | None = None) -> None:
        """Begin or end an alarm; other values of a standing one are told anew."""
        alarm = m.EngineAlarm(code=code, active=active, values=values or {})
        if self._standing.get(code) == alarm or (not active and code not in self._standing):
            return
        if active:
            self._standing[code] = alarm
        else:
            del self._standing[code]
            self._until_s.pop(code, None)
        self._send(alarm)

    def show(self, code: str, seconds: float = SHOWN_S, values: dict[str, str] | None = None) -> None:
        """Begin an alarm that ends by itself."""
        self._until_s[code] = self._clock_s() + seconds
        self.set(code, active=True, values=values)

    def on_network(self, change: NetworkChange) -> None:
        """The line's surroundings changed."""
        begun = _BEGINS.get(change)
        if begun is not None:
            self.set(begun, active=True)
        if change in _ENDS:
            over, news = _ENDS[change]
            self.set(over, active=False)
            self.show(news)

    def on_accounts(self, accounts: Iterable[AccountStatus]) -> None:
        """What the accounts' standing means beyond their status."""
        known = tuple(accounts)
        self._about("account_shared", [item.name for item in known if item.others and not item.is_shared])
        self._about("account_on_standby", [item.name for item in known if item.is_standby])
        self._about("tls_unverified", [item.name for item in known if item.is_unverified])

    def tick(self) -> None:
        now_s = self._clock_s()
        jump_s = self._wall_clock.jump_s()
        if jump_s:
            log.info("the computer's clock was set", extra={"jump_s": round(jump_s)})
            self.show("clock_jumped", CLOCK_SHOWN_S, {"detail": f"{jump_s:+.0f} s"})
        for code in [code for code, until_s in self._until_s.items() if now_s >= until_s]:
            self.set(code, active=False)

    def _about(self, code: str, names: list[str]) -> None:
        self.set(code, active=bool(names), values={"accounts": ", ".join(names)} if names else None)
