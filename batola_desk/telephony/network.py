"""The real network of one line: UDP, TCP and TLS on IPv4 and IPv6, and the way to every address."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Sequence

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.locating import is_address, literal
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.names import NameService, NameSettings
from batola_desk.telephony.transport import (
    BOTH_FAMILIES,
    Address,
    Flow,
    FlowReady,
    Located,
    MessageTap,
    NetworkUser,
    NoWayError,
)
from batola_desk.telephony.transport_stream import StreamConnection, StreamTransport
from batola_desk.telephony.transport_tls import TLSContexts, TLSTransport
from batola_desk.telephony.transport_udp import UDPTransport, bind_alone, route_towards
from batola_desk.telephony.uri import Destination, SIPUri, UnusableURIError

log = logging.getLogger("batola.telephony")

_BIND_ATTEMPTS = 20
_REOPEN_PAUSE_S = 2.0
_LOCAL_HOSTS_MAX = 1024
_ANY = {socket.AF_INET: "0.0.0.0", socket.AF_INET6: "::"}
_LOOPBACK = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}

Sockets = dict[socket.AddressFamily, socket.socket]


class SocketNetwork:
    """Thread: built and opened anywhere, used on the SIP loop.

    UDP and TCP share one port on every family; TLS listens on a port of its own if there is a certificate.
    """

    def __init__(
        self,
        loop: Loop,
        config: LineConfig,
        *,
        tap: MessageTap | None = None,
        names: NameService | None = None,
    ) -> None:
        self._loop = loop
        self._config = config
        self._tap = tap
        self._bind_port = config.bind_port
        ours = tuple(uri for account in config.accounts for uri in account.ways)
        self._names = names or NameService(loop, NameSettings(config.dns_servers, ours=ours), loop.now_s)
        self._user: NetworkUser | None = None
        self._udp: dict[socket.AddressFamily, UDPTransport] = {}
        self._tcp: StreamTransport | None = None
        self._tls: TLSTransport | None = None
        self._contexts: TLSContexts | None = None
        self._local_hosts: dict[str, str] = {}
        self._is_closed = False
        self._is_reopening = False
        self._are_sockets_open = True

    @property
    def local_port(self) -> int:
        return self._bind_port

    @property
    def tls_port(self) -> int:
        """Where TLS is taken, 0 if it is not."""
        return self._tls.listening_port if self._tls is not None else 0

    def open(self, user: NetworkUser) -> None:
        """Bind. Raises OSError if a port is taken."""
        self._user = user
        config = self._config
        contexts = TLSContexts(
            config.accounts, config.tls, require_certificate=config.tls_require_certificate
        )
        datagrams, listeners, tls_listeners = self._bind_all(contexts)
        self._bind_port = int(next(iter(datagrams.values())).getsockname()[1])
        for family, sock in datagrams.items():
            self._udp[family] = self._udp_transport(sock)
        self._tcp = StreamTransport(
            self._loop,
            self._on_message,
            self._on_stream_lost,
            self._local_towards,
            keep_alive_s=config.keep_alive_s,
            tap=self._tap,
        )
        self._tls = TLSTransport(
            self._loop,
            self._on_message,
            self._on_stream_lost,
            self._local_towards,
            contexts,
            keep_alive_s=config.keep_alive_s,
            tap=self._tap,
        )
        self._tcp.listen(list(listeners.values()))
        self._contexts = contexts
        self._tls.listen(list(tls_listeners.values()))

    def locate(self, uri: SIPUri, account: str, ready: Located) -> None:
        try:
            known = literal(uri, account)
        except UnusableURIError:
            ready(())
            return
        if known is not None:
            ready((known,))
        else:
            self._names.locate(uri, account, ready)

    def connect(self, destination: Destination, ready: FlowReady) -> None:
        if is_address(destination.host):
            try:
                ready(self._flow(destination))
            except NoWayError:
                ready(None)
            return
        parameters = {"transport": destination.protocol.lower()}
        uri = SIPUri("sip", "", destination.host, destination.port, parameters)

        def found(destinations: Sequence[Destination]) -> None:
            if destinations:
                self.connect(destinations[0], ready)
            else:
                ready(None)

        self._names.locate(uri, destination.account, found)

    def route_towards(self, host: str) -> str:
        bound = self._bound_host(_family(host))
        return bound or route_towards(host)

    def renew(self, *, reopen: bool) -> None:
        self._local_hosts.clear()
        self._names.forget_servers()
        for transport in (self._tcp, self._tls):
            for connection in transport.connections if transport is not None else ():
                if connection.is_outgoing and (
                    reopen or connection.local[0] != self.route_towards(connection.remote[0])
                ):
                    connection.close("network_changed")
        if reopen:
            self._reopen()

    def check(self) -> None:
        if self._is_closed or self._is_reopening:
            return
        transports = [*self._udp.values(), self._tcp, self._tls]
        if not all(transport is None or transport.is_usable for transport in transports):
            self._on_broken()

    def close(self) -> None:
        self._is_closed = True
        self._names.stop()
        for transport in (*self._udp.values(), self._tcp, self._tls):
            if transport is not None:
                transport.close()

    def _flow(self, destination: Destination) -> Flow:
        """Raises NoWayError."""
        if destination.protocol == "UDP":
            transport = self._udp.get(_family(destination.host))
            if transport is None:
                raise NoWayError("network_unreachable")
            return transport.flow((destination.host, destination.port))
        streams = self._tls if destination.protocol == "TLS" else self._tcp
        if streams is None:
            raise NoWayError("network_unreachable")
        return streams.flow(destination)

    def _local_towards(self, host: str) -> str:
        family = _family(host)
        bound = self._bound_host(family)
        if bound:
            return bound
        if host not in self._local_hosts:
            if len(self._local_hosts) >= _LOCAL_HOSTS_MAX:
                self._local_hosts.clear()
            found = route_towards(host)
            if not found:
                return _LOOPBACK[family]
            self._local_hosts[host] = found
        return self._local_hosts[host]

    def _bound_host(self, family: socket.AddressFamily) -> str:
        host = self._config.bind_host
        return "" if host in BOTH_FAMILIES or host in _ANY.values() or _family(host) != family else host

    # ---- sockets

    def _families(self) -> dict[socket.AddressFamily, str]:
        """Families to bind and the host on each."""
        host = self._config.bind_host
        if host not in BOTH_FAMILIES:
            return {_family(host): host}
        return _ANY if socket.has_ipv6 and _has_ipv6() else {socket.AF_INET: "0.0.0.0"}

    def _bind_all(self, contexts: TLSContexts) -> tuple[Sockets, Sockets, Sockets]:
        """UDP, TCP and TLS, or none at all. Raises OSError."""
        datagrams, listeners = self._bind_pairs()
        try:
            return datagrams, listeners, self._bind_tls(contexts)
        except OSError:
            for sock in (*datagrams.values(), *listeners.values()):
                sock.close()
            raise

    def _bind_pairs(self) -> tuple[Sockets, Sockets]:
        attempts = 1 if self._bind_port else _BIND_ATTEMPTS
        for attempt in range(attempts):
            datagrams: Sockets = {}
            listeners: Sockets = {}
            port = self._bind_port
            try:
                for family, host in self._families().items():
                    datagrams[family] = _bound(family, socket.SOCK_DGRAM, (host, port))
                    port = int(datagrams[family].getsockname()[1])
                    listeners[family] = _bound(family, socket.SOCK_STREAM, (host, port))
            except OSError:
                for sock in (*datagrams.values(), *listeners.values()):
                    sock.close()
                if attempt == attempts - 1:
                    raise
            else:
                return datagrams, listeners
        raise OSError("no free port")

    def _bind_tls(self, contexts: TLSContexts) -> Sockets:
        listeners: Sockets = {}
        if contexts.server is None:
            return listeners
        port = self.tls_port or self._config.tls_port
        try:
            for family, host in self._families().items():
                listeners[family] = _bound(family, socket.SOCK_STREAM, (host, port))
                port = int(listeners[family].getsockname()[1])
        except OSError:
            for sock in listeners.values():
                sock.close()
            raise
        return listeners

    def _on_broken(self) -> None:
        log.warning("the SIP socket is broken and opened anew")
        self._tell_sockets(are_open=False)
        self._loop.call_later(0.0, self._reopen)

    def _reopen(self) -> None:
        """New sockets on the same ports, tried until it works; flows of live calls go on over them."""
        if self._is_closed or self._is_reopening:
            return
        assert self._tcp is not None
        assert self._tls is not None
        assert self._contexts is not None
        for datagram_transport in self._udp.values():
            datagram_transport.take_waiting()
            datagram_transport.close()
        for stream_transport in (self._tls, self._tcp):  # last: a datagram is sent again, a connection is not
            stream_transport.take_waiting()
            stream_transport.stop_listening()
        try:
            datagrams, listeners, tls_listeners = self._bind_all(self._contexts)
        except OSError:
            self._is_reopening = True
            self._tell_sockets(are_open=False)

            def again() -> None:
                self._is_reopening = False
                self._reopen()

            self._loop.call_later(_REOPEN_PAUSE_S, again)
            return
        for family, sock in datagrams.items():
            if family in self._udp:
                self._udp[family].reopen(sock)
            else:  # IPv6 has come up meanwhile
                self._udp[family] = self._udp_transport(sock)
        self._tcp.listen(list(listeners.values()))
        self._tls.listen(list(tls_listeners.values()))
        log.info("SIP sockets opened anew", extra={"sip_port": self._bind_port})
        self._tell_sockets(are_open=True)

    def _tell_sockets(self, *, are_open: bool) -> None:
        """Only what is news: a planned reopening that works at once is none."""
        if self._user is not None and self._are_sockets_open != are_open:
            self._are_sockets_open = are_open
            self._user.on_sockets(are_open=are_open)

    def _udp_transport(self, sock: socket.socket) -> UDPTransport:
        return UDPTransport(
            self._loop, sock, self._on_message, self._local_towards, self._on_broken, self._tap
        )

    def _on_message(self, data: bytes, flow: Flow) -> None:
        if self._tap is not None:
            self._tap.note(data, flow, is_sent=False)
        if self._user is not None:
            self._user.on_data(data, flow)

    def _on_stream_lost(self, flow: StreamConnection) -> None:
        if self._user is not None:
            self._user.on_flow_lost(flow)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::", 0))
    except OSError:
        return False
    return True


def _bound(family: socket.AddressFamily, kind: socket.SocketKind, address: Address) -> socket.socket:
    """A bound socket; a stream one listens. Raises OSError."""
    sock = socket.socket(family, kind)
    try:
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # IPv4 has a socket of its own
        if kind == socket.SOCK_STREAM and sys.platform != "win32":  # there it would let others share the port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bind_alone(sock, address)
        if kind == socket.SOCK_STREAM:
            sock.listen(64)
    except OSError:
        sock.close()
        raise
    return sock
