"""The line puts itself right after sleep, a changed address or a lost route, and says so.

Source: RFC 3261 §12.2.1 and RFC 3264 §8.3 (a live call is told our new address by re-INVITE).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from batola_desk.telephony.accounts import Registrations
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import NetworkChange
from batola_desk.telephony.line import RequestSender
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.transport import Network
from batola_desk.telephony.watch import SurroundingsWatch

log = logging.getLogger("batola.telephony")


class Recovery:
    """Thread: the SIP loop."""

    def __init__(
        self,
        loop: Loop,
        network: Network,
        registrations: Registrations,
        sender: RequestSender,
        *,
        legs: Callable[[], Iterable[CallLeg]],
        tell: Callable[[NetworkChange], None],
        clock_s: Callable[[], float],
    ) -> None:
        self._network = network
        self._registrations = registrations
        self._sender = sender
        self._legs = legs
        self._tell = tell
        self._watch = SurroundingsWatch(
            loop, self._peers, network.route_towards, network.check, self._on_change, clock_s
        )

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        self._watch.stop()

    def on_sockets(self, *, are_open: bool) -> None:
        """Broken sockets were opened anew, or could not be yet."""
        if are_open:
            self._registrations.again("sockets opened anew")
        self._tell(NetworkChange.SOCKETS_BACK if are_open else NetworkChange.SOCKETS_LOST)

    def _peers(self) -> tuple[str, ...]:
        talking = [leg.dialog.flow.remote[0] for leg in self._legs() if leg.dialog is not None]
        return tuple(dict.fromkeys((*self._registrations.peers, *talking)))

    def _on_change(self, change: NetworkChange) -> None:
        log.info("surroundings changed", extra={"change": change.value})
        if change is not NetworkChange.ROUTE_LOST:  # without a route there is nowhere to go yet
            self._network.renew(reopen=change is NetworkChange.WOKE_UP)
            self._sender.health.forget()
            self._registrations.again(change.value)
            for leg in self._legs():
                self._move(leg)
        self._tell(change)

    def _move(self, leg: CallLeg) -> None:
        """Tell the peer of a live call where we are now, if that is somewhere else."""
        dialog = leg.dialog
        if dialog is None or not leg.is_talking:
            return
        host = self._network.route_towards(dialog.flow.remote[0])
        if host and host != leg.negotiator.host:
            leg.negotiator.host = host
            leg.renegotiation.move()
