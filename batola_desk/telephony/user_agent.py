"""The telephone line of a desk: everything wired together, and what requests outside calls mean."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.dialog import Dialog, DialogKey
from batola_desk.telephony.in_dialog import DialogRequests
from batola_desk.telephony.incoming import IncomingSetup
from batola_desk.telephony.leg_types import (
    CallDirection,
    LegState,
    LineListener,
    RegistrationState,
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
from batola_desk.telephony.registration import Registration
from batola_desk.telephony.rtp_port import RtpPort, SocketRtpPort
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.text_session import TextSession
from batola_desk.telephony.trace import SIPTrace
from batola_desk.telephony.transactions import TransactionLayer
from batola_desk.telephony.transport import Address, Flow, Network
from batola_desk.telephony.uri import SIPUri, UnusableURIError

log = logging.getLogger("batola.telephony")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Threads and wires of a line; tests give simulated ones."""

    loop: Loop
    media_loop: Loop
    network: Network
    open_rtp_port: Callable[[], RtpPort]


def real_surroundings(
    config: LineConfig, clock: Callable[[], float], trace: SIPTrace | None = None
) -> Surroundings:
    """One thread for SIP, one for media: a slow listener must not delay audio."""
    loop = SelectorLoop("sip", clock)
    media_loop = SelectorLoop("rtp", clock)
    return Surroundings(
        loop=loop,
        media_loop=media_loop,
        network=SocketNetwork(loop, config.bind_host, config.bind_port, tap=trace),
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
        self.sender = RequestSender(config, self._network, self._transactions)
        self._dialog_requests = DialogRequests(self)
        self._outside_requests = OutsideRequests(self)
        self._dialogs: dict[DialogKey, CallLeg] = {}
        self._dialog_keys: dict[str, list[DialogKey]] = {}
        self._legs: dict[str, CallLeg] = {}
        self._incoming: dict[str, IncomingSetup] = {}
        self._registration: Registration | None = None
        self._is_running = self._is_closed = False
        if config.registrar_uri:
            self._registration = Registration(
                self.loop, config, config.registrar_uri, self.sender, self.listener.on_registration
            )

    @property
    def local_port(self) -> int:
        return self._network.local_port

    @property
    def registration(self) -> RegistrationStatus:
        if self._registration is None:
            return RegistrationStatus(RegistrationState.UNREGISTERED)
        return self._registration.status

    @property
    def legs(self) -> tuple[CallLeg, ...]:
        """All legs that have not ended."""
        return tuple(leg for leg in list(self._legs.values()) if leg.state is not LegState.ENDED)

    def start(self) -> None:
        """Bind the SIP port, start the threads, register. Raises EnvironmentFault if the port is taken."""
        try:
            self._network.open(self._transactions)
        except OSError as fault:
            self._close_loops()
            raise EnvironmentFault("sip_port_unavailable", port=self.config.bind_port) from fault
        self._is_running = True
        self.loop.start()
        if self._media_loop is not self.loop:
            self._media_loop.start()
        if self._registration is not None:
            self.loop.post(self._registration.start)

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
        uri = self.target_uri(target)
        leg = CallLeg(self, CallDirection.OUTGOING)
        parsed = SIPUri.parse(uri)
        leg.remote_number = parsed.number
        setup = OutgoingSetup(self, leg, uri, list(headers))
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
        self._dialogs[dialog.key] = leg
        self._dialog_keys.setdefault(leg.leg_id, []).append(dialog.key)

    def retire(self, leg: CallLeg) -> None:
        self._legs.pop(leg.leg_id, None)

        def forget() -> None:
            self._incoming.pop(leg.leg_id, None)
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
        return self._dialogs.get(key)

    def leg_with(self, number: str) -> CallLeg | None:
        return next((leg for leg in reversed(self.legs) if leg.remote_number == number), None)

    def adopt(self, leg: CallLeg, setup: IncomingSetup) -> None:
        assert leg.dialog is not None
        self._legs[leg.leg_id] = leg
        self._incoming[leg.leg_id] = setup
        self.remember(leg.dialog, leg)

    def target_uri(self, target: str) -> str:
        """A ``sip:`` URI as it is; a bare number at the registrar or proxy. Raises OperatorError."""
        target = target.strip()
        if any(ord(char) < 33 or char in '<>"' for char in target):
            raise OperatorError("dial_target_invalid")
        if target.lower().startswith("sip:"):
            uri = target
        else:
            domain_uri = self.config.registrar_uri or self.config.outbound_proxy_uri
            if domain_uri is None:
                raise OperatorError("dial_needs_registrar")
            domain = SIPUri.parse(domain_uri)
            port = f":{domain.port}" if domain.port else ""
            transport = domain.parameters.get("transport", "")
            uri = f"sip:{target}@{domain.host}{port}" + (f";transport={transport}" if transport else "")
        try:
            SIPUri.parse(uri).destination()
        except UnusableURIError as fault:
            raise OperatorError("dial_target_invalid") from fault
        return uri

    # ---- TransactionUser

    def on_bad_message(self, reason: str, source: Address) -> None:
        self.listener.on_bad_message(reason, source)

    def on_flow_lost(self, flow: Flow) -> None:
        if self._registration is not None:
            self._registration.on_flow_lost(flow)

    def on_ack(self, ack: SIPRequest) -> None:
        leg = self._dialogs.get(_dialog_key(ack))
        if leg is not None:
            leg.on_ack(ack)

    def on_request(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        if request.to_address.tag:
            leg = self._dialogs.get(_dialog_key(request))
            if leg is None:
                transaction.respond(481)
            else:
                self._dialog_requests.handle(leg, self._incoming.get(leg.leg_id), transaction)
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
        if self._registration is not None:
            self._registration.stop()


def _dialog_key(request: SIPRequest) -> DialogKey:
    return request.call_id, request.to_address.tag, request.from_address.tag
