"""Both families, rport, keep-alives and broken sockets, on real loopback sockets."""

from __future__ import annotations

import contextlib
import errno
import selectors
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_lines import line
from telephony_wire import Recorder

from batola_desk.telephony import network, rtp_port, transport_stream
from batola_desk.telephony.config import Account, TLSPolicy
from batola_desk.telephony.leg_types import LegState, NetworkChange, RegistrationState
from batola_desk.telephony.loop import SelectorLoop
from batola_desk.telephony.message import SIPRequest, parse_message, response_to
from batola_desk.telephony.transport_udp import bind_alone
from batola_desk.telephony.user_agent import UserAgent
from tests.support.certificates import Authority
from tests.support.waiting import until

OPTIONS = (
    "OPTIONS sip:x@x SIP/2.0\r\nVia: SIP/2.0/UDP {via};branch=z9hG4bK{n}{rport}\r\n"
    "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: o{n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)


@pytest.fixture
def both() -> Iterator[tuple[UserAgent, Recorder]]:
    """A line on every address of both families."""
    recorder = Recorder()
    agent = line(recorder, bind_host="::")
    yield agent, recorder
    assert agent.stop()


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_line_on_both_families_takes_and_makes_calls_on_each(
    both: tuple[UserAgent, Recorder], host: str, transport: str
) -> None:
    agent, heard = both
    other_heard = Recorder()
    other = line(other_heard, bind_host=host)
    shown = f"[{host}]" if ":" in host else host
    out = other.dial(f"sip:112@{shown}:{agent.local_port};transport={transport}")
    until(lambda: bool(heard.incoming))
    leg = heard.incoming[0]
    assert leg.dialog is not None
    assert f"@{shown}:" in leg.dialog.contact
    leg.answer()
    until(lambda: out.state is LegState.TALKING and leg.state is LegState.TALKING)
    got: list[bytes] = []
    assert leg.media is not None
    assert out.media is not None
    leg.media.set_receiver(lambda packet: got.append(packet.payload))
    back: list[bytes] = []
    out.media.set_receiver(lambda packet: back.append(packet.payload))
    for _ in range(30):
        out.media.send(b"\xd5" * 160)
        leg.media.send(b"\xd5" * 160)
    until(lambda: len(got) >= 20 and len(back) >= 20)
    leg.hang_up()
    until(lambda: out.state is LegState.ENDED)
    agent.dial(f"sip:1@{shown}:{other.local_port};transport={transport}")
    until(lambda: bool(other_heard.incoming))
    assert other.stop()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_response_goes_back_to_where_the_request_came_from(
    both: tuple[UserAgent, Recorder], host: str
) -> None:
    """RFC 3581 §4: with rport to the source port, whatever the Via says; received tells the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as peer:
        peer.bind((host, 0))
        peer.settimeout(8.0)
        message = OPTIONS.format(via="nat.invalid:9", n=1, rport=";rport")
        peer.sendto(message.encode(), (host, both[0].local_port))
        answer = parse_message(peer.recv(4000))
        assert answer.via.parameters["rport"] == str(peer.getsockname()[1])
        assert answer.via.parameters["received"] == host


def test_without_rport_the_response_goes_to_the_port_of_the_via(both: tuple[UserAgent, Recorder]) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as told,
    ):
        told.bind(("127.0.0.1", 0))
        told.settimeout(8.0)
        message = OPTIONS.format(via=f"127.0.0.1:{told.getsockname()[1]}", n=2, rport="")
        sender.sendto(message.encode(), ("127.0.0.1", both[0].local_port))
        assert parse_message(told.recv(4000)).cseq.method == "OPTIONS"


def test_our_requests_ask_for_rport_and_come_from_the_port_we_listen_on(
    both: tuple[UserAgent, Recorder],
) -> None:
    """RFC 3581 §3 and §4 as client: symmetric, so a NAT keeps the way open."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(8.0)
        leg = both[0].dial(f"sip:1@127.0.0.1:{peer.getsockname()[1]}")
        data, source = peer.recvfrom(8000)
        invite = parse_message(data)
        assert isinstance(invite, SIPRequest)
        assert "rport" in invite.via.parameters
        assert source[1] == both[0].local_port
        peer.sendto(response_to(invite, 486, to_tag="t").serialise(), source)
        until(lambda: leg.state is LegState.ENDED)


class StreamRegistrar:
    """Accepts one registration after the other over TCP."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(8.0)
        self.connection: socket.socket | None = None
        self.buffer = b""

    @property
    def uri(self) -> str:
        return f"sip:127.0.0.1:{self.server.getsockname()[1]};transport=tcp"

    def accept(self) -> None:
        before, self.connection = self.connection, self.server.accept()[0]
        if before is not None:
            before.close()
        self.connection.settimeout(8.0)
        self.buffer = b""

    def register(self) -> None:
        """Accept the next REGISTER."""
        request = self._next()
        assert request is not None
        assert request.method == "REGISTER"
        self._answer(request)

    def ping(self) -> None:
        """Wait for a keep-alive; the first interval also asks with OPTIONS, for nobody has answered yet."""
        while (request := self._next()) is not None:
            self._answer(request)

    def pong(self) -> None:
        assert self.connection is not None
        self.connection.sendall(b"\r\n")

    def _next(self) -> SIPRequest | None:
        """The next request, None for a keep-alive."""
        assert self.connection is not None
        while b"\r\n\r\n" not in self.buffer:
            piece = self.connection.recv(8000)
            assert piece, "closed"
            self.buffer += piece
        if self.buffer.startswith(b"\r\n\r\n"):
            self.buffer = self.buffer[4:]
            return None
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        request = parse_message(head + b"\r\n\r\n")
        assert isinstance(request, SIPRequest)
        return request

    def _answer(self, request: SIPRequest) -> None:
        assert self.connection is not None
        response = response_to(request, 200, to_tag="r")
        response.add("Contact", f"{request.first('contact')};expires=300")
        self.connection.sendall(response.serialise())

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.server.close()


@pytest.fixture
def registrar() -> Iterator[StreamRegistrar]:
    server = StreamRegistrar()
    yield server
    server.close()


@pytest.fixture
def desk(registrar: StreamRegistrar, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[UserAgent, Recorder]]:
    monkeypatch.setattr(transport_stream, "PONG_LIMIT_S", 1.0)  # time enough for whoever answers
    monkeypatch.setattr("batola_desk.telephony.registration._SHORT_LIFE_S", 0.0)
    recorder = Recorder()
    account = Account(user="desk1", registrar_uris=(registrar.uri,))
    agent = line(recorder, accounts=(account,), keep_alive_s=0.3)
    yield agent, recorder
    agent.stop(timeout_s=0.1)


def test_a_registrar_that_stops_answering_keep_alives_is_left_and_registered_anew(
    desk: tuple[UserAgent, Recorder], registrar: StreamRegistrar
) -> None:
    """RFC 5626 §4.4.1: a missing pong means a dead flow; the connection itself still looks open."""
    registrar.accept()
    registrar.register()
    for _ in range(3):
        registrar.ping()
        registrar.pong()
    registrar.ping()
    registrar.accept()  # no pong: it comes again over a new connection, long before it is due (five minutes)
    registrar.register()
    until(lambda: desk[0].registration.state is RegistrationState.REGISTERED)


def test_a_closed_connection_leads_to_a_new_registration_at_once(
    desk: tuple[UserAgent, Recorder], registrar: StreamRegistrar
) -> None:
    registrar.accept()
    registrar.register()
    until(lambda: desk[0].registration.state is RegistrationState.REGISTERED)
    assert registrar.connection is not None
    registrar.connection.close()
    registrar.accept()
    registrar.register()
    until(lambda: desk[0].registration.state is RegistrationState.REGISTERED)


@pytest.mark.expects_log
def test_a_socket_that_somebody_took_away_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.telephony.watch.LOOK_EVERY_S", 0.1)
    recorder = Recorder()
    agent = line(recorder)
    port = agent.local_port
    udp = next(iter(agent._network._udp.values()))  # type: ignore[attr-defined]
    agent.post(udp._socket.close)
    until(lambda: NetworkChange.SOCKETS_BACK in recorder.network)
    assert recorder.network == [NetworkChange.SOCKETS_LOST, NetworkChange.SOCKETS_BACK]
    assert agent.local_port == port
    other = line(Recorder())
    other.dial(f"sip:112@127.0.0.1:{port}")
    until(lambda: bool(recorder.incoming))
    assert other.stop()
    assert agent.stop()


@pytest.mark.expects_log
def test_a_socket_that_somebody_took_away_does_not_end_the_loop_of_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There one dead socket makes the wait for all of them fail, and the thread carries every call."""
    monkeypatch.setattr(selectors, "DefaultSelector", selectors.SelectSelector)
    loop = SelectorLoop("sip")
    loop.start()
    taken, living, sender = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(3))
    heard = threading.Event()
    try:
        for sock in (taken, living):
            sock.bind(("127.0.0.1", 0))
        loop.post(lambda: loop.watch(taken, selectors.EVENT_READ, lambda _events: None))
        loop.post(lambda: loop.watch(living, selectors.EVENT_READ, lambda _events: heard.set()))
        loop.post(taken.close)
        assert loop.run_until(lambda: taken.fileno() < 0, 5.0)
        sender.sendto(b"a call", living.getsockname())
        assert heard.wait(5.0)
        loop.post(lambda: loop.unwatch(taken))
        loop.post(lambda: loop.unwatch(living))
    finally:
        assert loop.stop(5.0)
        for sock in (taken, living, sender):
            sock.close()


@pytest.mark.expects_log
@pytest.mark.parametrize("kind", ["_tcp", "_tls"])
def test_a_listener_that_somebody_took_away_is_opened_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    monkeypatch.setattr("batola_desk.telephony.watch.LOOK_EVERY_S", 0.1)
    authority = Authority(tmp_path)
    files = authority.issue("127.0.0.1")
    policy = TLSPolicy(str(authority.ca_file), str(files.certificate), str(files.key))
    recorder = Recorder()
    agent = line(recorder, tls=policy, tls_port=0)
    network = agent._network
    port = agent.local_port if kind == "_tcp" else network.tls_port  # type: ignore[attr-defined]
    agent.post(getattr(network, kind)._listeners[0].close)
    until(lambda: NetworkChange.SOCKETS_BACK in recorder.network)
    other = line(Recorder(), tls=TLSPolicy(str(authority.ca_file)))
    other.dial(f"sip:112@127.0.0.1:{port};transport={kind.strip('_')}")
    until(lambda: bool(recorder.incoming))
    assert other.stop()
    assert agent.stop()


def test_without_a_free_handle_the_listener_waits_and_the_loop_does_not_spin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("batola_desk.telephony.transport_stream.ACCEPT_PAUSE_S", 0.3)
    recorder = Recorder()
    agent = line(recorder)
    transport = agent._network._tcp  # type: ignore[attr-defined]
    asked: list[float] = []

    class Exhausted:
        """Looks like the listener, but has no handle left for a while."""

        def __init__(self, sock: socket.socket) -> None:
            self._socket = sock

        def accept(self) -> tuple[socket.socket, tuple[str, int]]:
            asked.append(time.monotonic())
            if len(asked) < 3:
                raise OSError(errno.EMFILE, "too many")
            return self._socket.accept()

        def __getattr__(self, name: str) -> object:
            return getattr(self._socket, name)

    def exchange() -> None:
        listener = transport._listeners.pop()
        agent.loop.unwatch(listener)
        transport.listen([Exhausted(listener)])

    agent.post(exchange)
    assert agent.loop.run_until(lambda: True, 8.0)  # else the call may be taken before the exchange
    other = line(Recorder())
    other.dial(f"sip:112@127.0.0.1:{agent.local_port};transport=tcp")
    until(lambda: bool(recorder.incoming))
    assert len(asked) == 3
    assert asked[2] - asked[0] >= 0.5
    assert other.stop()
    assert agent.stop()


def test_after_sleep_calls_come_in_on_the_same_port(both: tuple[UserAgent, Recorder]) -> None:
    agent, heard = both
    port = agent.local_port
    agent.post(lambda: agent._network.renew(reopen=True))
    assert agent.loop.run_until(lambda: True, 8.0)  # while they are opened the port refuses
    other = line(Recorder())
    for transport in ("udp", "tcp"):
        other.dial(f"sip:112@127.0.0.1:{port};transport={transport}")
    until(lambda: len(heard.incoming) == 2)
    assert heard.network == []
    assert other.stop()


def test_what_waits_while_the_sockets_are_opened_anew_is_taken(
    both: tuple[UserAgent, Recorder],
) -> None:
    """A call whose INVITE is sent once must not be lost because the desk woke in that moment."""
    agent, _ = both
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
    ):
        datagrams.bind(("127.0.0.1", 0))
        datagrams.settimeout(8)
        stream.settimeout(8)

        def send_and_renew() -> None:
            """On the loop: nothing can be read between the sending and the reopening."""
            address = ("127.0.0.1", agent.local_port)
            own = f"127.0.0.1:{datagrams.getsockname()[1]}"
            datagrams.sendto(OPTIONS.format(via=own, n=1, rport="").encode(), address)
            stream.connect(address)
            stream.sendall(OPTIONS.format(via="127.0.0.1", n=2, rport="").replace("/UDP", "/TCP").encode())
            agent._network.renew(reopen=True)

        agent.post(send_and_renew)
        assert parse_message(datagrams.recv(65535)).first("Call-ID") == "o1"
        assert parse_message(stream.recv(65535)).first("Call-ID") == "o2"


@pytest.mark.skipif(sys.platform == "darwin", reason="only one loopback address there")
def test_a_host_that_takes_all_connections_does_not_keep_the_pbx_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.telephony.transport_stream.CONNECTIONS_MAX", 3)
    recorder = Recorder()
    agent = line(recorder)
    address = ("127.0.0.1", agent.local_port)
    with contextlib.ExitStack() as greedy:
        for _ in range(3):
            sock = socket.create_connection(address, 8, source_address=("127.0.0.2", 0))
            greedy.enter_context(sock).sendall(b"\r\n\r\n")
            assert sock.recv(2) == b"\r\n"  # it is heard, so it is not silent
        other = line(Recorder())
        other.dial(f"sip:112@127.0.0.1:{agent.local_port};transport=tcp")
        until(lambda: bool(recorder.incoming))
    assert other.stop()
    assert agent.stop()


def test_silent_foreign_connections_make_room_for_the_pbx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.telephony.transport_stream.CONNECTIONS_MAX", 3)
    monkeypatch.setattr("batola_desk.telephony.transport_stream.EVICTED_AFTER_S", 0.0)
    recorder = Recorder()
    agent = line(recorder)
    with contextlib.ExitStack() as idle:
        for _ in range(3):
            idle.enter_context(socket.create_connection(("127.0.0.1", agent.local_port), 8))
        other = line(Recorder())
        other.dial(f"sip:112@127.0.0.1:{agent.local_port};transport=tcp")
        until(lambda: bool(recorder.incoming))
    assert other.stop()
    assert agent.stop()


class _WindowsSocket:
    """Writes down what is asked of it; refuses to bind as often as told."""

    def __init__(self, kind: socket.SocketKind, refusals: int = 0) -> None:
        self.type = kind
        self.asked: list[str] = []
        self._refusals = refusals

    def setsockopt(self, level: int, option: int, value: int) -> None:
        assert (level, option) == (socket.SOL_SOCKET, EXCLUSIVE)
        self.asked.append(f"exclusive {value}")

    def bind(self, address: tuple[str, int]) -> None:
        self.asked.append("bind")
        if self._refusals:
            self._refusals -= 1
            raise OSError(errno.EADDRINUSE, "in use")


EXCLUSIVE = -5  # SO_EXCLUSIVEADDRUSE of Windows


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", EXCLUSIVE, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_on_windows_no_other_program_may_share_our_port(kind: socket.SocketKind, windows: None) -> None:
    sock = _WindowsSocket(kind)
    bind_alone(sock, ("0.0.0.0", 5060))  # type: ignore[arg-type]
    assert sock.asked == ["exclusive 1", "bind"]


def test_on_windows_connections_of_a_dead_engine_do_not_keep_the_next_from_listening(windows: None) -> None:
    sock = _WindowsSocket(socket.SOCK_STREAM, refusals=1)
    bind_alone(sock, ("0.0.0.0", 5060))  # type: ignore[arg-type]
    assert sock.asked == ["exclusive 1", "bind", "exclusive 0", "bind"]


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_on_windows_a_port_that_somebody_has_is_refused(kind: socket.SocketKind, windows: None) -> None:
    with pytest.raises(OSError, match="in use"):
        bind_alone(_WindowsSocket(kind, refusals=2), ("0.0.0.0", 5060))  # type: ignore[arg-type]


def test_here_a_port_is_bound_without_a_word_of_windows() -> None:
    first = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bind_alone(first, ("127.0.0.1", 0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as second, pytest.raises(OSError, match="in use"):
        bind_alone(second, first.getsockname())
    first.close()


def test_every_port_of_the_line_is_bound_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[tuple[str, int]] = []

    def note(sock: socket.socket, address: tuple[str, int]) -> None:
        sock.bind(address)
        bound.append((sock.type.name, sock.getsockname()[1]))

    monkeypatch.setattr(network, "bind_alone", note)
    monkeypatch.setattr(rtp_port, "bind_alone", note)
    agent = line(Recorder())
    media = agent.open_media(lambda _digit: None)
    ports = [agent.local_port, agent.local_port, media.port, media.port + 1]
    kinds = ["SOCK_DGRAM", "SOCK_STREAM", "SOCK_DGRAM", "SOCK_DGRAM"]
    assert bound == list(zip(kinds, ports, strict=True))
    media.close()
    assert agent.stop()


def test_a_burst_of_packets_arrives_whole_and_in_order() -> None:
    """One is taken at a time; nothing may wait for the next packet to come."""
    loop = SelectorLoop("test-media")
    port = rtp_port.SocketRtpPort(loop, "127.0.0.1", 20_000, 29_998)
    got: list[bytes] = []
    port.open(lambda data, _source: got.append(data), lambda _data, _source: None)
    loop.start()
    sent = [bytes([index]) * 172 for index in range(60)]
    with contextlib.ExitStack() as stack:
        sender = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        stack.callback(loop.stop, 1.0)
        stack.callback(port.close)
        for _round in range(3):
            got.clear()
            for packet in sent:
                sender.sendto(packet, ("127.0.0.1", port.port))
            until(lambda: len(got) == len(sent))
            assert got == sent
