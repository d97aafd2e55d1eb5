"""The exchange of the training: a forking proxy in front of several desks. Source: RFC 3261 §16, RFC 3326.

Forks every INVITE for 112 to all its desks, keeps the transactions of it, cancels the losers with RFC 3326's
Reason, and passes everything within a dialog on without remembering it (§16.11). Tests put it into their
simulated network, where it also answers REGISTER.

Thread: its loop.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, TypeVar

from batola_desk.telephony.message import SIPMessage, SIPRequest, SIPResponse, parse_message, response_to

Address = tuple[str, int]
M = TypeVar("M", bound=SIPMessage)
T1_S, T2_S, GIVE_UP_S = 0.5, 4.0, 32.0
AGE_MAX = 20  # LIMIT: a call that rings for ten minutes is forgotten, whoever holds it open
ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'


class Loop(Protocol):
    """A clock: asyncio's, or a simulated one."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> object:
        """Call once, later."""


@dataclass
class Branch:
    """One desk of a forked call."""

    request: SIPRequest
    target: Address
    state: str = "calling"  # calling, proceeding, final
    code: int = 0
    cancel_wanted: bool = False
    cancel_reason: str = ""
    is_cancelled: bool = False
    cancel_answered: bool = False
    final: SIPResponse | None = None


@dataclass
class Fork:
    """One INVITE from outside and what became of it."""

    invite: SIPRequest
    source: Address
    branches: dict[str, Branch] = field(default_factory=dict)
    last_sent: SIPResponse | None = None
    has_won: bool = False
    is_over: bool = False
    is_acknowledged: bool = False


class ForkingProxy:
    """Listens at ``address`` of a wire: whoever owns the wire calls ``receive``.

    Args:
        send: puts a datagram on the wire: to whom, what.
        desks: ring for a call to ``sip:112@…``.
        outside: gets everything else.
        registrar: decides the answer to a REGISTER: a code, or 0 for silence.
    """

    def __init__(
        self,
        loop: Loop,
        send: Callable[[Address, bytes], None],
        *,
        address: Address,
        desks: list[Address],
        outside: Address,
        random: Random,
        registrar: Callable[[SIPRequest], int],
    ) -> None:
        self._loop = loop
        self._send_bytes = send
        self._address = address
        self._place = f"{address[0]}:{address[1]}"
        self._desks = desks
        self._outside = outside
        self._random = random
        self._registrar = registrar
        self._forks: dict[str, Fork] = {}
        self._by_branch: dict[str, Fork] = {}

    # ------------------------------------------------------------------ arrival

    def receive(self, data: bytes, source: Address) -> None:
        """Take a datagram.

        Raises:
            MalformedMessageError: it is no SIP message.
        """
        message = parse_message(data)
        if isinstance(message, SIPResponse):
            self._on_response(message)
        elif message.method == "REGISTER":
            self._on_register(message, source)
        elif message.method == "CANCEL":
            self._on_cancel(message, source)
        elif message.method == "ACK" and (fork := self._forks.get(message.via.branch)) is not None:
            fork.is_acknowledged = True
        elif message.to_address.tag:
            self._pass_on(message, source)
        elif message.method == "INVITE":
            self._on_invite(message, source)

    def _on_register(self, request: SIPRequest, source: Address) -> None:
        code = self._registrar(request)
        if code:
            response = response_to(request, code, to_tag="registrar")
            if code == 401:
                response.add("WWW-Authenticate", 'Digest realm="sim", nonce="n1", algorithm=MD5')
            elif code == 200:
                response.add("Contact", request.first("contact"))
                response.add("Expires", request.first("expires") or "60")
            self._send(response, source)

    def _on_invite(self, invite: SIPRequest, source: Address) -> None:
        known = self._forks.get(invite.via.branch)
        if known is not None:
            if known.last_sent is not None and not known.has_won:
                self._send(known.last_sent, source)
            return
        fork = Fork(invite, source)
        self._forks[invite.via.branch] = fork
        self._answer(fork, response_to(invite, 100))
        is_for_desks = invite.uri.startswith("sip:112@")
        for target in self._desks if is_for_desks else [self._outside]:
            self._ring(fork, target)
        self._loop.call_later(GIVE_UP_S, lambda: self._grow_old(fork, 1))

    def _grow_old(self, fork: Fork, age: int, *, was_over: bool = False) -> None:
        """Forget a fork that is over, when its last repetitions have died out (§17.1.1.2, timer B)."""
        if was_over or age >= AGE_MAX:
            del self._forks[fork.invite.via.branch]
            for branch_id in fork.branches:
                del self._by_branch[branch_id]
            return
        is_over = fork.is_over
        self._loop.call_later(GIVE_UP_S, lambda: self._grow_old(fork, age + 1, was_over=is_over))

    def _ring(self, fork: Fork, target: Address) -> None:
        branch_id = f"z9hG4bKpbx{self._random.getrandbits(40):x}"
        request = _copy(fork.invite)
        user = fork.invite.uri.partition("@")[0]
        request.uri = f"{user}@{target[0]}:{target[1]}"
        request.headers = [header for header in request.headers if header[0].lower() != "route"]
        request.headers.insert(0, ("Record-Route", f"<sip:{self._place};lr>"))
        request.headers.insert(0, ("Via", f"SIP/2.0/UDP {self._place};branch={branch_id}"))
        branch = Branch(request, target)
        fork.branches[branch_id] = branch
        self._by_branch[branch_id] = fork
        self._repeat(request, target, lambda: branch.state != "calling", limit_s=GIVE_UP_S, capped=False)
        self._loop.call_later(GIVE_UP_S, lambda: self._time_out(fork, branch))

    def _time_out(self, fork: Fork, branch: Branch) -> None:
        if branch.state == "calling":
            self._finish(fork, branch, None, 408)

    # ------------------------------------------------------------------ answers of the desks

    def _on_response(self, response: SIPResponse) -> None:
        branch_id, method = response.via.branch, response.cseq.method
        fork = self._by_branch.get(branch_id)
        if fork is not None and method == "CANCEL":
            fork.branches[branch_id].cancel_answered = True
        elif fork is not None:
            self._on_branch_response(fork, fork.branches[branch_id], response)
        elif len(response.every("via")) > 1:
            self._send(_without_top(response, "via"), _back(_without_top(response, "via")))

    def _on_branch_response(self, fork: Fork, branch: Branch, response: SIPResponse) -> None:
        onwards = _without_top(response, "via")
        if response.code >= 300:
            self._acknowledge(branch, response)
        if branch.state == "final":
            if 200 <= response.code < 300:
                self._send(onwards, fork.source)  # a repeated 2xx goes all the way (§16.7 step 5)
            return
        if response.code < 200:
            branch.state = "proceeding"
            if branch.cancel_wanted:
                self._cancel(branch)
            elif response.code > 100 and not fork.is_over:
                self._answer(fork, onwards)
        elif response.code < 300:
            branch.state, branch.code = "final", response.code
            fork.has_won = fork.is_over = True
            self._send(onwards, fork.source)
            for other in fork.branches.values():
                self._want_cancel(other, ELSEWHERE)
        else:
            self._finish(fork, branch, onwards, response.code)

    def _finish(self, fork: Fork, branch: Branch, final: SIPResponse | None, code: int) -> None:
        branch.state, branch.code, branch.final = "final", code, final
        if fork.is_over or any(other.state != "final" for other in fork.branches.values()):
            return
        fork.is_over = True
        finals = sorted(fork.branches.values(), key=lambda one: (one.code < 600, one.code))
        best = finals[0]
        answer = best.final or response_to(fork.invite, best.code, to_tag="pbx")
        self._answer(fork, answer)
        self._repeat(answer, fork.source, lambda: fork.is_acknowledged, limit_s=GIVE_UP_S, first=False)

    def _acknowledge(self, branch: Branch, response: SIPResponse) -> None:
        ack = SIPRequest("ACK", branch.request.uri)
        ack.add("Via", branch.request.first("via"))
        for name in ("From", "Call-ID", "Max-Forwards"):
            ack.add(name, branch.request.first(name))
        ack.add("To", response.first("to"))
        ack.add("CSeq", f"{branch.request.cseq.number} ACK")
        self._send(ack, branch.target)

    # ------------------------------------------------------------------ giving up

    def _on_cancel(self, cancel: SIPRequest, source: Address) -> None:
        fork = self._forks.get(cancel.via.branch)
        self._send(response_to(cancel, 200 if fork else 481, to_tag="pbx"), source)
        for branch in fork.branches.values() if fork is not None else ():
            self._want_cancel(branch, cancel.first("reason"))

    def _want_cancel(self, branch: Branch, reason: str) -> None:
        branch.cancel_wanted = True
        branch.cancel_reason = branch.cancel_reason or reason
        if branch.state == "proceeding":
            self._cancel(branch)

    def _cancel(self, branch: Branch) -> None:
        if branch.is_cancelled:
            return
        branch.is_cancelled = True
        cancel = SIPRequest("CANCEL", branch.request.uri)
        cancel.add("Via", branch.request.first("via"))
        for name in ("Max-Forwards", "From", "To", "Call-ID"):
            cancel.add(name, branch.request.first(name))
        cancel.add("CSeq", f"{branch.request.cseq.number} CANCEL")
        if branch.cancel_reason:
            cancel.add("Reason", branch.cancel_reason)
        self._repeat(cancel, branch.target, lambda: branch.cancel_answered, limit_s=GIVE_UP_S)

    # ------------------------------------------------------------------ within dialogs

    def _pass_on(self, request: SIPRequest, source: Address) -> None:
        onwards = _without_top(request, "route")
        routes = onwards.items("route")
        uri = routes[0].strip("<>") if routes else onwards.uri
        host = uri.partition("@")[2] or uri.removeprefix("sip:")
        host, _, port = host.split(";")[0].partition(":")
        mark = hashlib.sha256(f"{request.via.branch}{request.via.host}".encode()).hexdigest()[:20]
        top = request.first("via")
        onwards.replace_first("via", f"{top};received={source[0]}")
        onwards.headers.insert(0, ("Via", f"SIP/2.0/UDP {self._place};branch=z9hG4bKs{mark}"))
        self._send(onwards, (host, int(port or 5060)))

    # ------------------------------------------------------------------ the wire

    def _answer(self, fork: Fork, response: SIPResponse) -> None:
        fork.last_sent = response
        self._send(response, fork.source)

    def _send(self, message: SIPMessage, target: Address) -> None:
        self._send_bytes(target, message.serialise())

    def _repeat(
        self,
        message: SIPMessage,
        target: Address,
        is_done: Callable[[], bool],
        *,
        limit_s: float,
        capped: bool = True,
        first: bool = True,
    ) -> None:
        def again(wait_s: float, left_s: float) -> None:
            if not is_done() and left_s > 0:
                self._send(message, target)
                longer_s = min(2 * wait_s, T2_S) if capped else 2 * wait_s
                self._loop.call_later(longer_s, lambda: again(longer_s, left_s - longer_s))

        if first:
            self._send(message, target)
        self._loop.call_later(T1_S, lambda: again(T1_S, limit_s - T1_S))


def _copy(request: SIPRequest) -> SIPRequest:
    copied = SIPRequest(request.method, request.uri)
    copied.headers, copied.body = list(request.headers), request.body
    return copied


def _without_top(message: M, name: str) -> M:
    """Return a copy that lacks the first header of this name."""
    copied: Any
    if isinstance(message, SIPResponse):
        copied = SIPResponse(message.code, message.reason)
    else:
        assert isinstance(message, SIPRequest)
        copied = SIPRequest(message.method, message.uri)
    copied.body = message.body
    names = [header_name.lower() for header_name, _ in message.headers]
    first = names.index(name) if name in names else len(names)
    copied.headers = [*message.headers[:first], *message.headers[first + 1 :]]
    done: M = copied
    return done


def _back(response: SIPMessage) -> Address:
    via = response.via
    return via.parameters.get("received") or via.host, via.port or 5060
