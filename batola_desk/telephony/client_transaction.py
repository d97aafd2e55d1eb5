"""Client transactions: timers A, B, D, E, F, K of RFC 3261 §17.1 and M of RFC 6026."""

from __future__ import annotations

import enum
import secrets
from collections.abc import Callable

from batola_desk.telephony.config import SIPTimers
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.transport import Flow, via_value

OnResponse = Callable[[SIPResponse], None]
ClientKey = tuple[str, str]
MAGIC_COOKIE = "z9hG4bK"

_COMPLETED_INVITE_S = 32.0  # timer D: at least 32 s over UDP


class ClientState(enum.Enum):
    CALLING = "calling"  # "trying" for anything but INVITE
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    TERMINATED = "terminated"


class ClientTransaction:
    """Sends one request until it is answered.

    ``on_response`` gets every provisional, then one final response, then (INVITE only) every further 2xx. A
    timeout arrives as a local 408, a dead transport as a local 503. Source: RFC 3261 §8.1.3.1.
    """

    def __init__(
        self,
        loop: Loop,
        timers: SIPTimers,
        request: SIPRequest,
        flow: Flow,
        on_response: OnResponse,
        on_end: Callable[[ClientTransaction], None],
        *,
        branch: str = "",
    ) -> None:
        self._loop = loop
        self._timers = timers
        self._on_response = on_response
        self._on_end = on_end
        self._timer: Timer | None = None
        self._resend_timer: Timer | None = None
        self._resend_s = timers.t1_s
        self.request = request
        self.flow = flow
        self.state = ClientState.CALLING
        self.branch = branch or MAGIC_COOKIE + secrets.token_hex(8)
        request.headers.insert(0, ("Via", via_value(flow, self.branch)))
        self._bytes = request.serialise()

    @property
    def key(self) -> ClientKey:
        return self.branch, self.request.method

    @property
    def _is_invite(self) -> bool:
        return self.request.method == "INVITE"

    def start(self) -> None:
        self.flow.send(self._bytes)
        if not self.flow.is_reliable:
            self._resend_timer = self._loop.call_later(self._timers.t1_s, self._resend)
        self._timer = self._loop.call_later(self._timers.give_up_s, self._time_out)

    def receive(self, response: SIPResponse) -> None:
        if self.state is ClientState.COMPLETED:
            if self._is_invite and response.code >= 300:
                self._acknowledge(response)
        elif self.state is ClientState.ACCEPTED:
            if 200 <= response.code < 300:
                self._on_response(response)
        elif self.state is not ClientState.TERMINATED:
            self._receive_first(response)

    def flow_lost(self) -> None:
        """The stream under this transaction is gone."""
        if self.state in (ClientState.CALLING, ClientState.PROCEEDING):
            self._fail(503)

    def give_up(self) -> None:
        """End an INVITE whose CANCEL was never followed by a final response. Source: RFC 3261 §9.1."""
        if self.state is ClientState.PROCEEDING:
            self._fail(408)

    def end(self) -> None:
        if self.state is not ClientState.TERMINATED:
            self.state = ClientState.TERMINATED
            self._cancel_timers()
            self._on_end(self)

    def _receive_first(self, response: SIPResponse) -> None:
        if response.code < 200:
            self.state = ClientState.PROCEEDING
            if self._is_invite:
                self._cancel_timers()
            self._on_response(response)
            return
        self._cancel_timers()
        if not self._is_invite:
            self.state = ClientState.COMPLETED
            self._linger(0.0 if self.flow.is_reliable else self._timers.t4_s)
        elif response.code < 300:
            self.state = ClientState.ACCEPTED
            self._linger(self._timers.give_up_s)
        else:
            self.state = ClientState.COMPLETED
            self._acknowledge(response)
            self._linger(0.0 if self.flow.is_reliable else max(_COMPLETED_INVITE_S, self._timers.give_up_s))
        self._on_response(response)

    def _resend(self) -> None:
        self.flow.send(self._bytes)
        if self._is_invite:
            self._resend_s *= 2
        elif self.state is ClientState.PROCEEDING:
            self._resend_s = self._timers.t2_s
        else:
            self._resend_s = min(2 * self._resend_s, self._timers.t2_s)
        self._resend_timer = self._loop.call_later(self._resend_s, self._resend)

    def _time_out(self) -> None:
        self._fail(408)

    def _fail(self, code: int) -> None:
        self.end()
        self._on_response(SIPResponse(code, is_local=True, fault=self.flow.fault))

    def _linger(self, delay_s: float) -> None:
        self._timer = self._loop.call_later(delay_s, self.end)

    def _cancel_timers(self) -> None:
        for timer in (self._timer, self._resend_timer):
            if timer is not None:
                timer.cancel()

    def _acknowledge(self, response: SIPResponse) -> None:
        """ACK for a refusal belongs to the transaction. Source: RFC 3261 §17.1.1.3."""
        ack = SIPRequest("ACK", self.request.uri)
        ack.add("Via", self.request.first("via"))
        for name, value in self.request.headers:
            if name.lower() in {"from", "call-id", "route", "max-forwards"}:
                ack.add(name, value)
        ack.add("To", response.first("to"))
        ack.add("CSeq", f"{self.request.cseq.number} ACK")
        self.flow.send(ack.serialise())


def cancel_request(transaction: ClientTransaction, reason: str) -> SIPRequest:
    """The CANCEL of an INVITE, still without Via (its own transaction adds the same branch).

    Source: RFC 3261 §9.1.
    """
    invite = transaction.request
    cancel = SIPRequest("CANCEL", invite.uri)
    for name, value in invite.headers:
        if name.lower() in {"route", "max-forwards", "from", "to", "call-id"}:
            cancel.add(name, value)
    cancel.add("CSeq", f"{invite.cseq.number} CANCEL")
    if reason:
        cancel.add("Reason", reason)
    return cancel
