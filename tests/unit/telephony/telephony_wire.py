"""A simulated world for the telephone: one clock, one wire that can lose things, scripted peers."""

from __future__ import annotations

import heapq
import itertools
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import (
    LegChange,
    NetworkChange,
    RegistrationStatus,
    TransferProgress,
    TransferRequest,
)
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.message import SIPMessage, SIPRequest, SIPResponse, parse_message, response_to
from batola_desk.telephony.transport import FlowReady, Located, NetworkUser
from batola_desk.telephony.uri import Destination, SIPUri, UnusableURIError
from batola_desk.telephony.user_agent import Surroundings, UserAgent

LATENCY_S = 0.001
Address = tuple[str, int]


class SimulatedLoop:
    """Time passes only in ``advance``; a fault in a callback fails the test at once."""

    def __init__(self) -> None:
        self._now_s = 1000.0
        self._timers: list[Timer] = []
        self._order = itertools.count()
        self._posted: deque[Callable[[], None]] = deque()

    def now_s(self) -> float:
        return self._now_s

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> Timer:
        timer = Timer(self._now_s + delay_s, next(self._order), callback)
        heapq.heappush(self._timers, timer)
        return timer

    def post(self, callback: Callable[[], None]) -> None:
        self._posted.append(callback)

    def watch(self, sock: socket.socket, events: int, callback: Callable[[int], None]) -> None:
        raise AssertionError("no sockets here")

    def unwatch(self, sock: socket.socket) -> None:
        raise AssertionError("no sockets here")

    def start(self) -> None:
        pass

    def stop(self, timeout_s: float) -> bool:
        self._run_posted()
        return True

    def run_until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        end_s = self._now_s + timeout_s
        self._run_posted()
        while not condition() and self._now_s < end_s:
            self.advance(0.1)
        return condition()

    def advance(self, seconds: float) -> None:
        end_s = self._now_s + seconds
        self._run_posted()
        while self._timers and self._timers[0].due_s <= end_s:
            timer = heapq.heappop(self._timers)
            self._now_s = max(self._now_s, timer.due_s)
            if timer.callback is not None:
                timer.callback()
            self._run_posted()
        self._now_s = end_s

    def _run_posted(self) -> None:
        while self._posted:
            self._posted.popleft()()


@dataclass
class Datagram:
    index: int
    at_s: float
    source: Address
    target: Address
    data: bytes

    @property
    def message(self) -> SIPRequest | SIPResponse:
        return parse_message(self.data)

    @property
    def name(self) -> str:
        """Short form for assertions: "INVITE", "180/INVITE"."""
        message = self.message
        return message.method if isinstance(message, SIPRequest) else f"{message.code}/{message.cseq.method}"


class Wire:
    """Carries datagrams; ``fate`` decides for each with which delays it arrives ([] = lost)."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self.loop = loop
        self.sent: list[Datagram] = []
        self.fate: Callable[[Datagram], list[float]] = lambda _datagram: [LATENCY_S]
        self._users: dict[Address, Callable[[bytes, Address], None]] = {}

    def attach(self, address: Address, receive: Callable[[bytes, Address], None]) -> None:
        self._users[address] = receive

    def send(self, source: Address, target: Address, data: bytes) -> None:
        datagram = Datagram(len(self.sent), self.loop.now_s(), source, target, data)
        self.sent.append(datagram)
        for delay_s in self.fate(datagram):
            self.loop.call_later(delay_s, lambda: self._deliver(datagram))

    def names(self, source: Address | None = None) -> list[str]:
        return [datagram.name for datagram in self.sent if source is None or datagram.source == source]

    def _deliver(self, datagram: Datagram) -> None:
        receive = self._users.get(datagram.target)
        if receive is not None:
            receive(datagram.data, datagram.source)


class WireFlow:
    protocol = "UDP"
    is_reliable = False
    is_open = True
    fault = ""
    answers_pings = False

    def __init__(self, wire: Wire, local: Address, remote: Address) -> None:
        self._wire = wire
        self.local = local
        self.remote = remote

    def send(self, data: bytes) -> None:
        self._wire.send(self.local, self.remote, data)


class WireNetwork:
    def __init__(self, wire: Wire, address: Address) -> None:
        self._wire = wire
        self._address = address
        self.local_port = address[1]
        self.names: dict[str, list[str]] = {}
        self.route = address[0]
        self.routes: dict[str, str] = {}
        self.renewals: list[bool] = []
        self._user: NetworkUser | None = None

    def open(self, user: NetworkUser) -> None:
        self._user = user
        self._wire.attach(
            self._address,
            lambda data, source: user.on_data(data, WireFlow(self._wire, self._address, source)),
        )

    def locate(self, uri: SIPUri, account: str, ready: Located) -> None:
        """Names lead where ``names`` says; any other host is taken as its own address."""
        try:
            plain = uri.destination()
        except UnusableURIError:
            ready(())
            return
        hosts = self.names.get(plain.host, [plain.host])
        found = [Destination(plain.protocol, host, plain.port, plain.host, account) for host in hosts]
        ready([item for item in found if not item.host.endswith(".invalid")])

    def route_towards(self, host: str) -> str:
        """``routes`` says what differs from ``route``; with entries there, nothing else is reached."""
        return self.routes.get(host, "") if self.routes else self.route

    def move_to(self, host: str) -> None:
        """The computer gets another address; the old one is heard no more."""
        self._address = (host, self._address[1])
        self.route = host
        assert self._user is not None
        self.open(self._user)

    def check(self) -> None:
        pass

    def renew(self, *, reopen: bool) -> None:
        self.renewals.append(reopen)

    def connect(self, destination: Destination, ready: FlowReady) -> None:
        if destination.host.endswith(".invalid"):
            ready(None)
        else:
            ready(WireFlow(self._wire, self._address, (destination.host, destination.port)))

    def close(self) -> None:
        pass


class WireRtpPort:
    """Two addresses on a second wire."""

    _ports = itertools.cycle(range(30_000, 60_000, 2))

    def __init__(self, wire: Wire, host: str) -> None:
        self._wire = wire
        self._host = host
        self.port = next(self._ports)
        self.is_closed = False

    def open(
        self, on_rtp: Callable[[bytes, Address], None], on_rtcp: Callable[[bytes, Address], None]
    ) -> None:
        self._wire.attach((self._host, self.port), on_rtp)
        self._wire.attach((self._host, self.port + 1), on_rtcp)

    def send_rtp(self, data: bytes, remote: Address) -> None:
        self._wire.send((self._host, self.port), remote, data)

    def send_rtcp(self, data: bytes, remote: Address) -> None:
        self._wire.send((self._host, self.port + 1), remote, data)

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Recorder:
    """A listener that writes everything down."""

    incoming: list[CallLeg] = field(default_factory=list)
    changes: list[tuple[str, LegChange]] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
    registrations: list[RegistrationStatus] = field(default_factory=list)
    network: list[NetworkChange] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    overloads: list[int] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    rtt: str = ""
    transfers: list[TransferProgress] = field(default_factory=list)
    transfer_requests: list[TransferRequest] = field(default_factory=list)
    replaced: list[tuple[CallLeg, CallLeg]] = field(default_factory=list)

    def on_incoming(self, leg: CallLeg) -> None:
        self.incoming.append(leg)

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        self.changes.append((leg.state.value, change))

    def on_dtmf(self, leg: CallLeg, digit: str) -> None:
        self.digits.append(digit)

    def on_text(self, leg: CallLeg, text: str) -> None:
        self.texts.append(text)

    def on_transfer_progress(self, leg: CallLeg, progress: TransferProgress) -> None:
        self.transfers.append(progress)

    def on_transfer_requested(self, leg: CallLeg, request: TransferRequest) -> None:
        self.transfer_requests.append(request)

    def on_replaced(self, old: CallLeg, new: CallLeg) -> None:
        self.replaced.append((old, new))

    def on_registration(self, status: RegistrationStatus) -> None:
        self.registrations.append(status)

    def on_network(self, change: NetworkChange) -> None:
        self.network.append(change)

    def on_bad_message(self, reason: str, source: Address) -> None:
        self.bad.append(reason)

    def on_overload(self, ringing: int, source: Address) -> None:
        self.overloads.append(ringing)

    def on_rtt(self, leg: CallLeg, text: str) -> None:
        self.rtt += text

    def on_unusable_offer(self, remote_number: str, call_key: str, refusal: Refusal, source: Address) -> None:
        self.refusals.append(refusal)
        self.unusable.append(remote_number)


class World:
    """One wire for SIP, one for RTP, any number of user agents and scripted peers."""

    def __init__(self) -> None:
        self.loop = SimulatedLoop()
        self.wire = Wire(self.loop)
        self.media_wire = Wire(self.loop)
        self.rtp_ports: list[WireRtpPort] = []
        self.no_rtp_ports = False
        self.networks: dict[str, WireNetwork] = {}
        self.slept_s = 0.0
        self.first_route: str | None = None
        self._agents: list[UserAgent] = []

    def agent(self, host: str, recorder: Recorder, **settings: object) -> UserAgent:
        config = LineConfig(bind_host=host, bind_port=5060, **settings)  # type: ignore[arg-type]

        def open_port() -> WireRtpPort:
            if self.no_rtp_ports:
                raise OSError("no free RTP port")
            self.rtp_ports.append(WireRtpPort(self.media_wire, host))
            return self.rtp_ports[-1]

        network = WireNetwork(self.wire, (host, 5060))
        self.networks[host] = network
        if self.first_route is not None:
            network.route = self.first_route
        around = Surroundings(self.loop, self.loop, network, open_port, self.sleep_clock_s)
        agent = UserAgent(config, recorder, surroundings=around)
        agent.start()
        self._agents.append(agent)
        return agent

    def sleep_clock_s(self) -> float:
        """Goes on while the computer sleeps, unlike the loop's clock."""
        return self.loop.now_s() + self.slept_s

    def peer(self, host: str = "10.0.0.9") -> Peer:
        return Peer(self.wire, (host, 5060))

    def advance(self, seconds: float) -> None:
        self.loop.advance(seconds)


SDP = (
    "v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP {formats}\r\na=rtpmap:101 telephone-event/8000\r\n{extra}"
)


def sdp(host: str = "10.0.0.9", port: int = 4000, formats: str = "8 0 101", extra: str = "") -> bytes:
    return SDP.format(host=host, port=port, formats=formats, extra=extra).encode()


class Peer:
    """A foreign SIP program that says exactly what the test tells it."""

    _branches = itertools.count(1)

    def __init__(self, wire: Wire, address: Address) -> None:
        self._wire = wire
        self.address = address
        self.received: list[SIPRequest | SIPResponse] = []
        wire.attach(address, self._receive)

    def _receive(self, data: bytes, _source: Address) -> None:
        self.received.append(parse_message(data))

    @property
    def names(self) -> list[str]:
        return [
            message.method if isinstance(message, SIPRequest) else f"{message.code}/{message.cseq.method}"
            for message in self.received
        ]

    def last(self, name: str) -> SIPMessage:
        return next(m for n, m in reversed(list(zip(self.names, self.received, strict=True))) if n == name)

    def send(self, message: SIPMessage | bytes, target: str = "10.0.0.1") -> None:
        data = message if isinstance(message, bytes) else message.serialise()
        self._wire.send(self.address, (target, 5060), data)

    def request(
        self,
        method: str,
        *,
        call_id: str = "call-1",
        cseq: int = 1,
        from_tag: str = "peer",
        to_tag: str = "",
        body: bytes = b"",
        headers: tuple[tuple[str, str], ...] = (),
        branch: str = "",
    ) -> SIPRequest:
        host, port = self.address
        request = SIPRequest(method, "sip:112@10.0.0.1")
        branch = branch or f"z9hG4bKpeer{next(self._branches)}"
        request.add("Via", f"SIP/2.0/UDP {host}:{port};branch={branch};rport")
        request.add("Max-Forwards", "70")
        request.add("From", f'"Budi" <sip:0811@{host}>;tag={from_tag}')
        request.add("To", "<sip:112@10.0.0.1>" + (f";tag={to_tag}" if to_tag else ""))
        request.add("Call-ID", call_id)
        request.add("CSeq", f"{cseq} {method}")
        request.add("Contact", f"<sip:0811@{host}:{port}>")
        for name, value in headers:
            request.add(name, value)
        if body:
            request.add("Content-Type", "application/sdp")
            request.body = body
        return request

    def invite(self, body: bytes | None = None, **options: object) -> SIPRequest:
        return self.request("INVITE", body=sdp() if body is None else body, **options)  # type: ignore[arg-type]

    def respond(
        self,
        request: SIPMessage,
        code: int,
        *,
        tag: str = "them",
        body: bytes = b"",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> SIPResponse:
        assert isinstance(request, SIPRequest)
        response = response_to(request, code, to_tag=tag)
        host, port = self.address
        response.add("Contact", f"<sip:them@{host}:{port}>")
        for name, value in headers:
            response.add(name, value)
        if body:
            response.add("Content-Type", "application/sdp")
            response.body = body
        self.send(response, request.via.host)
        return response
