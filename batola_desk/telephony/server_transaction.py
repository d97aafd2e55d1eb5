"""Server transactions: timers G, H, I, J of RFC 3261 §17.2 and L of RFC 6026; repetition of 2xx until ACK."""

from __future__ import annotations

import enum
import secrets
from collections.abc import Callable

from batola_desk.telephony.client_transaction import MAGIC_COOKIE
from batola_desk.telephony.config import SIPTimers
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.message import SIPRequest, SIPResponse, response_to
from batola_desk.telephony.transport import Flow

ServerKey = tuple[str, ...]
MergeKey = tuple[str, str, int, str]
Deliver = Callable[[SIPRequest, Flow, bytes], None]


class ServerState(enum.Enum):
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


def server_key(request: SIPRequest) -> ServerKey:
    """What makes two requests the same transaction; ACK counts as INVITE. Source: RFC 3261 §17.2.3."""
    via = request.via
    method = "INVITE" if request.method == "ACK" else request.method
    sent_by = (via.host.lower(), str(via.port or 5060))
    if via.branch.startswith(MAGIC_COOKIE) and len(via.branch) > len(MAGIC_COOKIE):
        return (via.branch, *sent_by, method)
    return (
        "2543", via.branch, *sent_by, request.call_id, request.from_address.tag, str(request.cseq.number),
        method,
    )  # fmt: skip


def merge_key(request: SIPRequest) -> MergeKey:
    """Equal for copies of one request that came over different paths. Source: RFC 3261 §8.2.2.2."""
    return request.call_id, request.from_address.tag, request.cseq.number, request.method


class ServerTransaction:
    """Answers one request and absorbs its repetitions."""

    def __init__(
        self,
        loop: Loop,
        timers: SIPTimers,
        request: SIPRequest,
        flow: Flow,
        deliver: Deliver,
        on_end: Callable[[ServerTransaction], None],
        *,
        key: ServerKey,
    ) -> None:
        self._loop = loop
        self._timers = timers
        self._deliver = deliver
        self._on_end = on_end
        self._last_response = b""
        self._timer: Timer | None = None
        self._resend_timer: Timer | None = None
        self._resend_s = timers.t1_s
        self.request = request
        self.flow = flow
        self.state = ServerState.PROCEEDING
        self.key = key  # as the request came in: what is noted in its Via later may read otherwise
        self.to_tag = secrets.token_hex(8)
        self.on_cancel: Callable[[SIPRequest], None] | None = None

    @property
    def _is_invite(self) -> bool:
        return self.request.method == "INVITE"

    @property
    def is_unanswered(self) -> bool:
        """Nothing was said to it yet."""
        return not self._last_response

    def respond(
        self,
        code: int,
        *,
        reason: str = "",
        headers: list[tuple[str, str]] | None = None,
        body: bytes = b"",
    ) -> SIPResponse:
        """Build and send a response; the body is SDP."""
        response = response_to(self.request, code, reason, to_tag=self.to_tag)
        for name, value in headers or []:
            response.add(name, value)
        if body:
            response.add("Content-Type", "application/sdp")
            response.body = body
        self._send(response)
        return response

    def repeat(self) -> None:
        """Send the last response once more."""
        if self._last_response:
            self._deliver(self.request, self.flow, self._last_response)

    def receive_again(self, request: SIPRequest) -> None:
        """A repetition of the request, or the ACK for a refusal."""
        if request.method != "ACK":
            if self.state in (ServerState.PROCEEDING, ServerState.COMPLETED):
                self.repeat()
        elif self.state is ServerState.COMPLETED:
            self.state = ServerState.CONFIRMED
            self._cancel_timers()
            self._linger(0.0 if self.flow.is_reliable else self._timers.t4_s)

    def end(self) -> None:
        if self.state is not ServerState.TERMINATED:
            self.state = ServerState.TERMINATED
            self._cancel_timers()
            self._on_end(self)

    def _send(self, response: SIPResponse) -> None:
        if self.state is not ServerState.PROCEEDING:
            return
        self._last_response = response.serialise()
        self.repeat()
        if response.code < 200:
            return
        unreliable = not self.flow.is_reliable
        if not self._is_invite:
            self.state = ServerState.COMPLETED
            self._linger(self._timers.give_up_s if unreliable else 0.0)
            return
        self.state = ServerState.ACCEPTED if response.code < 300 else ServerState.COMPLETED
        self._linger(self._timers.give_up_s)
        if self.state is ServerState.COMPLETED and unreliable:
            self._resend_timer = self._loop.call_later(self._resend_s, self._resend)

    def _resend(self) -> None:
        self.repeat()
        self._resend_s = min(2 * self._resend_s, self._timers.t2_s)
        self._resend_timer = self._loop.call_later(self._resend_s, self._resend)

    def _linger(self, delay_s: float) -> None:
        self._timer = self._loop.call_later(delay_s, self.end)

    def _cancel_timers(self) -> None:
        for timer in (self._timer, self._resend_timer):
            if timer is not None:
                timer.cancel()


class Repetition:
    """Repeats a response at T1, 2*T1 ... until it is confirmed, or gives up after 64*T1.

    For 2xx to INVITE (until ACK, interval capped at T2, RFC 3261 §13.3.1.4) and for reliable provisionals
    (until PRACK, not capped, RFC 3262 §3).
    """

    def __init__(
        self,
        loop: Loop,
        timers: SIPTimers,
        send: Callable[[], None],
        on_give_up: Callable[[], None],
        *,
        capped: bool,
    ) -> None:
        self._loop = loop
        self._send = send
        self._on_give_up = on_give_up
        self._interval_s = timers.t1_s
        self._interval_max_s = timers.t2_s if capped else timers.give_up_s
        self._deadline_s = loop.now_s() + timers.give_up_s
        self._timer = loop.call_later(self._interval_s, self._fire)

    def stop(self) -> None:
        self._timer.cancel()

    def _fire(self) -> None:
        if self._loop.now_s() >= self._deadline_s:
            self._on_give_up()
            return
        self._send()
        self._interval_s = min(2 * self._interval_s, self._interval_max_s)
        delay_s = min(self._interval_s, max(0.0, self._deadline_s - self._loop.now_s()))
        self._timer = self._loop.call_later(delay_s, self._fire)
