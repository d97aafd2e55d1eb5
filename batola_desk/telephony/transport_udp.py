"""SIP over UDP: one socket that nothing can make deaf."""

from __future__ import annotations

import logging
import selectors
import socket
import sys
from collections.abc import Callable

from batola_desk.telephony.loop import Loop
from batola_desk.telephony.transport import Address, Flow, MessageTap

log = logging.getLogger("batola.telephony")

_DATAGRAMS_PER_TURN = 64  # LIMIT: timers must get their turn during a flood
_ERRORS_IN_A_ROW_MAX = 64  # LIMIT: ICMP errors come singly; a socket that only fails is broken
_RECEIVE_BUFFER_BYTES = 1 << 20  # LIMIT: a burst of 60 INVITEs of 8 kB waits here
_SIO_UDP_CONNRESET = 0x9800000C

SocketAddress = tuple[str, int] | tuple[str, int, int, int]


def disable_connection_reset(sock: socket.socket) -> None:
    """Windows reports an ICMP "port unreachable" as an error of the next ``recvfrom``; switch that off.

    ``socket.ioctl`` knows three commands and refuses this one. A system that does not know it either loses
    nothing: the error is read and passed over like every other.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        control = ctypes.WinDLL("ws2_32").WSAIoctl
        control.argtypes = (
            ctypes.c_size_t, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD,
            ctypes.POINTER(wintypes.DWORD), ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip
        off, written = wintypes.BOOL(False), wintypes.DWORD()
        if control(
            sock.fileno(), _SIO_UDP_CONNRESET, ctypes.byref(off), ctypes.sizeof(off), None, 0,
            ctypes.byref(written), None, None,
        ):  # fmt: skip
            log.debug("the system reports unreachable ports")


def bind_alone(sock: socket.socket, address: Address) -> None:
    """Bind so that no other program can share the port, in either order. Raises OSError.

    Windows lets a second program bind a port that is in use (``SO_REUSEADDR``) and gives it our datagrams,
    unless we object. After a crash the connections of the engine before may keep a stream socket from being
    bound so; without the objection a port that somebody else has is refused all the same.
    """
    if sys.platform == "win32":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        if sock.type == socket.SOCK_STREAM:
            try:
                sock.bind(address)
            except OSError:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 0)
            else:
                return
    sock.bind(address)


def route_towards(host: str) -> str:
    """The local address the system would use towards an address, "" without a route; sends nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((host, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


class UDPTransport:
    """One socket of one address family.

    Args:
        local_towards: the local address towards a host.
        broken: called once when the socket can only fail; ``reopen`` puts a new one in its place.
    """

    def __init__(
        self,
        loop: Loop,
        sock: socket.socket,
        receive: Callable[[bytes, Flow], None],
        local_towards: Callable[[str], str],
        broken: Callable[[], None],
        tap: MessageTap | None = None,
    ) -> None:
        self._loop = loop
        self.tap = tap
        self._receive = receive
        self._local_towards = local_towards
        self._broken = broken
        self._errors_in_a_row = 0
        self._socket = sock
        self._port = 0
        self.reopen(sock)

    @property
    def is_usable(self) -> bool:
        """False when somebody (a driver, a resume from sleep) took the socket away."""
        try:
            return bool(self._socket.getsockname())
        except OSError:
            return False

    def reopen(self, sock: socket.socket) -> None:
        """Use this bound socket from now on; flows of live calls go on over it."""
        self._socket = sock
        self._port = int(sock.getsockname()[1])
        self._errors_in_a_row = 0
        sock.setblocking(False)
        disable_connection_reset(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
        self._loop.watch(sock, selectors.EVENT_READ, self._on_readable)

    def flow(self, remote: Address) -> UDPFlow:
        return UDPFlow(self, remote)

    def local_towards(self, host: str) -> Address:
        return self._local_towards(host), self._port

    def send(self, data: bytes, remote: Address) -> None:
        try:
            self._socket.sendto(data, remote)
        except (OSError, OverflowError, ValueError, TypeError):
            # Retransmission or the transaction's timeout deals with it.
            log.debug("datagram not sent")

    def take_waiting(self) -> None:
        """Hand on what has arrived and not been read yet: closing the socket would throw it away."""
        for _ in range(_DATAGRAMS_PER_TURN):
            try:
                data, remote = self._socket.recvfrom(65535)[:2]
            except OSError:  # nothing more, or a socket that is broken anyway
                return
            self._take(data, remote)

    def close(self) -> None:
        self._loop.unwatch(self._socket)
        self._socket.close()

    def _on_readable(self, _events: int) -> None:
        for _ in range(_DATAGRAMS_PER_TURN):
            try:
                data, remote = self._socket.recvfrom(65535)[:2]
            except BlockingIOError:
                return
            except OSError:
                # An ICMP error of some earlier datagram; the next one may be a call.
                self._errors_in_a_row += 1
                if self._errors_in_a_row >= _ERRORS_IN_A_ROW_MAX:
                    self._loop.unwatch(self._socket)  # it would keep the loop busy for nothing
                    self._broken()
                    return
                continue
            self._errors_in_a_row = 0
            self._take(data, remote)

    def _take(self, data: bytes, remote: SocketAddress) -> None:
        if data.strip(b"\r\n\0"):  # keep-alives are no messages
            try:
                self._receive(data, UDPFlow(self, _source(remote)))
            except Exception:
                # SAFETY: one bad datagram must not cost the others behind it.
                log.exception("datagram handling broke")


class UDPFlow:
    __slots__ = ("_transport", "remote")
    protocol = "UDP"
    is_reliable = False
    is_open = True
    fault = ""
    answers_pings = False

    def __init__(self, transport: UDPTransport, remote: Address) -> None:
        self._transport = transport
        self.remote = remote

    @property
    def local(self) -> Address:
        return self._transport.local_towards(self.remote[0])

    def send(self, data: bytes) -> None:
        if self._transport.tap is not None:
            self._transport.tap.note(data, self, is_sent=True)
        self._transport.send(data, self.remote)


def _source(remote: SocketAddress) -> Address:
    """Where a datagram came from; a link-local address keeps its zone, else no answer finds its way."""
    host, port = remote[0], remote[1]
    if len(remote) == 4 and remote[3] and "%" not in host:
        host = f"{host}%{remote[3]}"
    return host, port
