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
_RECEIVE_BUFFER_BYTES = 1 << 20  # LIMIT: a burst of 60 INVITEs of 8 kB waits here
_SIO_UDP_CONNRESET = 0x9800000C


def disable_connection_reset(sock: socket.socket) -> None:
    """Windows reports an ICMP "port unreachable" as an error of the next ``recvfrom``; switch that off."""
    if sys.platform == "win32":
        sock.ioctl(_SIO_UDP_CONNRESET, False)


def local_host_towards(host: str) -> str:
    """The local address the system would use towards ``host``; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


class UDPTransport:
    def __init__(
        self,
        loop: Loop,
        sock: socket.socket,
        receive: Callable[[bytes, Flow], None],
        tap: MessageTap | None = None,
    ) -> None:
        self._loop = loop
        self._socket = sock
        self._receive = receive
        self.tap = tap
        self._bound: Address = sock.getsockname()[:2]
        self._local_hosts: dict[str, str] = {}
        sock.setblocking(False)
        disable_connection_reset(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
        loop.watch(sock, selectors.EVENT_READ, self._on_readable)

    def flow(self, remote: Address) -> UDPFlow:
        return UDPFlow(self, remote)

    def local_towards(self, host: str) -> Address:
        bound_host, port = self._bound
        if bound_host != "0.0.0.0":
            return bound_host, port
        if host not in self._local_hosts:
            if len(self._local_hosts) >= 1024:
                self._local_hosts.clear()
            self._local_hosts[host] = local_host_towards(host)
        return self._local_hosts[host], port

    def send(self, data: bytes, remote: Address) -> None:
        try:
            self._socket.sendto(data, remote)
        except (OSError, OverflowError, ValueError, TypeError):
            # Retransmission or the transaction's timeout deals with it.
            log.debug("datagram not sent")

    def close(self) -> None:
        self._loop.unwatch(self._socket)
        self._socket.close()

    def _on_readable(self, _events: int) -> None:
        for _ in range(_DATAGRAMS_PER_TURN):
            try:
                data, remote = self._socket.recvfrom(65535)
            except BlockingIOError:
                return
            except OSError:
                continue  # an ICMP error of some earlier datagram; the next one may be a call
            if data.strip(b"\r\n\0"):  # keep-alives are no messages
                try:
                    self._receive(data, UDPFlow(self, remote[:2]))
                except Exception:
                    # SAFETY: one bad datagram must not cost the others behind it.
                    log.exception("datagram handling broke")


class UDPFlow:
    __slots__ = ("_transport", "remote")
    protocol = "UDP"
    is_reliable = False
    is_open = True

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
