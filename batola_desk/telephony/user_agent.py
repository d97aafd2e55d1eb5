"""The telephone line of a desk: everything wired together, and what requests outside calls mean."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.phone_number import normalise
from batola_desk.telephony.accounts import Registrations
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.dialog import Dialog, DialogKey
from batola_desk.telephony.in_dialog import DialogRequests
from batola_desk.telephony.leg_types import (
    CallDirection,
    LegState,
    LineListener,
    RegistrationStatus,
)
from batola_desk.telephony.line import RequestSender
from batola_desk.telephony.listener import GuardedListener
from batola_desk.telephony.loop import Loop, SelectorLoop
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.network import SocketNetwork
from batola_desk.telephony.outgoing import OutgoingSetup
from batola_desk.telephony.outside_requests import OutsideRequests
from batola_desk.telephony.recovery import Recovery
from batola_desk.telephony.rtp_port import RtpPort, SocketRtpPort
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.text_session import TextSession
from batola_desk.telephony.trace import SIPTrace
from batola_desk.telephony.transactions import TransactionLayer
from batola_desk.telephony.transport import Address, Flow, Network
from batola_desk.telephony.uri import SIPUri, UnusableURIError, is_uri
from batola_desk.telephony.watch import sleep_clock_s

log = logging.getLogger("batola.telephony")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Threads and wires of a line; tests give simulated ones."""

    loop: Loop
    media_loop: Loop
    network: Network
    open_rtp_port: Callable[[], RtpPort]
    sleep_clock_s: Callable[[], float] = sleep_clock_s


def real_surroundings(
    config: LineConfig, clock: Callable[[], float], trace: SIPTrace | None = None
) -> Surroundings:
    """One thread for SIP, one for media: a slow listener must not delay audio."""
    loop = SelectorLoop("sip", clock)
    media_loop = SelectorLoop("rtp", clock)
    return Surroundings(
        loop=loop,
        media_loop=media_loop,
        network=SocketNetwork(loop, config, tap=trace),
        open_rtp_port=lambda: SocketRtpPort(
            media_loop, config.bind_host, config.rtp_port_first, config.rtp_port_last
        ),
    )


class UserAgent:
    """One SIP line.

    Thread: ``start``, ``stop``, ``dial``, ``post``, ``local_port`` from anywhere; the rest on the SIP thread.
    """

    def __init__(
        self,
        config: LineConfig,
        listener: LineListener,
        *,
        clock: Callable[[], float] = time.monotonic,
        surroundings: Surroundings | None = None,
        trace: SIPTrace | None = None,
    ) -> None:
        around = surroundings or real_surroundings(config, clock, trace)
        self.config = config
        self.loop = around.loop
        self.listener: LineListener = GuardedListener(listener)
        self._media_loop = around.media_loop
        self._network = around.network
        self._open_rtp_port = around.open_rtp_port
        self._transactions = TransactionLayer(self.loop, config.timers, self._network, self)
        self.sender = RequestSender(config, self._network, self._transactions, self.loop.now_s)
        self._dialog_requests = DialogRequests(self)
        self._outside_requests = OutsideRequests(self)
        self._dialogs: dict[DialogKey, tuple[CallLeg, Dialog]] = {}
        self._dialog_keys: dict[str, list[DialogKey]] = {}
        self._legs: dict[str, CallLeg] = {}
        self._registrations = Registrations(self.loop, config, self.sender, self.listener.on_registration)
        self._recovery = Recovery(
            self.loop,
            self._network,
            self._registrations,
            self.sender,
            legs=lambda: self.legs,
            tell=self.listener.on_network,
            clock_s=around.sleep_clock_s,
        )
        self._is_running = self._is_closed = False

    @property
    def local_port(self) -> int:
        return self._network.local_port

    @property
    def registration(self) -> RegistrationStatus:
        """How the default account stands."""
        return self._registrations.status(self.config.accounts[0].name)

    def registration_of(self, account: str) -> RegistrationStatus:
        return self._registrations.status(account)

    @property
    def legs(self) -> tuple[CallLeg, ...]:
        """All legs that have not ended."""
        return tuple(leg for leg in list(self._legs.values()) if leg.state is not LegState.ENDED)

    def start(self) -> None:
        """Bind, start the threads, register. Raises EnvironmentFault ``sip_port_unavailable``."""
        try:
            self._network.open(self._transactions)
        except OSError as fault:
            self._close_loops()
            raise EnvironmentFault("sip_port_unavailable", port=self.config.bind_port) from fault
        self._is_running = True
        self.loop.start()
        if self._media_loop is not self.loop:
            self._media_loop.start()
        self.loop.post(self._registrations.start)
        self.loop.post(self._recovery.start)

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Hang up, un-register, close. False if something had to be left behind."""
        if not self._is_running:
            return self._close_loops()
        self._is_running = False
        self.loop.post(self._say_goodbye)
        is_quiet = self.loop.run_until(lambda: self._transactions.is_idle, timeout_s)
        self.loop.post(self._network.close)
        return self._close_loops() and is_quiet

    def post(self, callback: Callable[[], None]) -> None:
        """Run something on the SIP thread."""
        self.loop.post(callback)

    def dial(self, target: str, *, headers: Sequence[tuple[str, str]] = ()) -> CallLeg:
        """Call a ``sip:`` URI, or a bare number through the registrar or proxy.

        Raises:
            OperatorError: ``dial_target_invalid``, or ``dial_needs_registrar`` for a bare number without one.
        """
        target = checked_target(target)
        account = self._account_for(target)
        uri = self.target_uri(target, account)
        leg = CallLeg(self, CallDirection.OUTGOING, account)
        leg.remote_number = SIPUri.parse(uri).number
        # A bare number gets its URI at each PBX that is asked.
        setup = OutgoingSetup(self, leg, uri if is_uri(target) else target, list(headers))
        leg.attach(setup)
        self._legs[leg.leg_id] = leg
        self.loop.post(setup.begin)
        return leg

    # ---- Line, for legs

    def open_media(self, on_dtmf: Callable[[str], None]) -> MediaSession:
        return MediaSession(self._media_loop, self._open_rtp_port(), self.config, on_dtmf)

    def open_text(self, on_text: Callable[[str], None]) -> TextSession:
        return TextSession(self._media_loop, self._open_rtp_port(), self.config, on_text)

    def remember(self, dialog: Dialog, leg: CallLeg) -> None:
        self._dialogs[dialog.key] = (leg, dialog)
        self._dialog_keys.setdefault(leg.leg_id, []).append(dialog.key)

    def retire(self, leg: CallLeg) -> None:
        self._legs.pop(leg.leg_id, None)

        def forget() -> None:
            for key in self._dialog_keys.pop(leg.leg_id, []):
                self._dialogs.pop(key, None)

        self.loop.call_later(2 * self.config.timers.give_up_s, forget)

    @property
    def is_running(self) -> bool:
        return self._is_running

    @property
    def ringing(self) -> int:
        return sum(leg.state is LegState.RINGING for leg in self._legs.values())

    def leg_in(self, key: DialogKey) -> CallLeg | None:
        found = self._dialogs.get(key)
        return found[0] if found is not None else None

    def leg_with(self, number: str) -> CallLeg | None:
        wanted = normalise(number)
        return next((leg for leg in reversed(self.legs) if normalise(leg.remote_number) == wanted), None)

    def adopt(self, leg: CallLeg) -> None:
        assert leg.dialog is not None
        self._legs[leg.leg_id] = leg
        self.remember(leg.dialog, leg)

    def account_of(self, transaction: ServerTransaction) -> Account:
        return self._registrations.account_of(transaction.request, transaction.flow)

    def target_uri(self, target: str, account: Account | None = None) -> str:
        """A SIP URI as it is; a bare number at the account's PBX. Raises OperatorError."""
        target = checked_target(target)
        if is_uri(target):
            uri = target
        else:
            used = account or self._account_for(target)
            if not used.ways:
                raise OperatorError("dial_needs_registrar")
            uri = used.request_uri(target, used.ways[0])
        try:
            SIPUri.parse(uri).destination()
        except UnusableURIError as fault:
            raise OperatorError("dial_target_invalid") from fault
        return uri

    def _account_for(self, target: str) -> Account:
        if is_uri(target):
            return self.config.accounts[0]
        return self.config.account_for_number(target)

    # ---- TransactionUser

    def on_bad_message(self, reason: str, source: Address) -> None:
        self.listener.on_bad_message(reason, source)

    def on_flow_lost(self, flow: Flow) -> None:
        self._registrations.on_flow_lost(flow)

    def on_sockets(self, *, are_open: bool) -> None:
        self._recovery.on_sockets(are_open=are_open)

    def on_ack(self, ack: SIPRequest) -> None:
        leg = self.leg_in(_dialog_key(ack))
        if leg is not None:
            leg.on_ack(ack)

    def on_request(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        if request.to_address.tag:
            found = self._dialogs.get(_dialog_key(request))
            if found is None:
                transaction.respond(481)
            else:
                self._dialog_requests.handle(*found, transaction)
        else:
            self._outside_requests.handle(transaction)

    def _close_loops(self) -> bool:
        if self._is_closed:
            return True
        self._is_closed = True
        has_ended = self.loop.stop(1.0)
        if self._media_loop is not self.loop:
            has_ended = self._media_loop.stop(1.0) and has_ended
        return has_ended

    def _say_goodbye(self) -> None:
        for leg in self.legs:
            leg.hang_up_now()
        self._recovery.stop()
        self._registrations.stop()


def checked_target(target: str) -> str:
    """What somebody wants to dial, without characters that could forge a header. Raises OperatorError."""
    target = target.strip()
    if not target or any(ord(char) < 33 or char in '<>"' for char in target):
        raise OperatorError("dial_target_invalid")
    return target


def _dialog_key(request: SIPRequest) -> DialogKey:
    return request.call_id, request.to_address.tag, request.from_address.tag
