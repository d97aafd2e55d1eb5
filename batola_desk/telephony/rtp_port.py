"""Pairs of UDP sockets for RTP and RTCP. Opened only when a call is answered or dialled.

On a host with both families one IPv6 socket carries both (RFC 3493 §3.7): a call may change its family.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import selectors
import socket
from collections.abc import Callable
from typing import Protocol

from batola_desk.telephony.loop import Loop
from batola_desk.telephony.transport import BOTH_FAMILIES, Address
from batola_desk.telephony.transport_udp import bind_alone, disable_connection_reset

log = logging.getLogger("batola.telephony")

OnDatagram = Callable[[bytes, Address], None]

_TRAFFIC_CLASS_EXPEDITED = 0xB8
_MAPPED = "::ffff:"  # how an IPv6 socket writes IPv4 addresses


class RtpPort(Protocol):
    """An even port for RTP and the odd one above it for RTCP."""

    @property
    def port(self) -> int: ...

    def open(self, on_rtp: OnDatagram, on_rtcp: OnDatagram) -> None: ...

    def send_rtp(self, data: bytes, remote: Address) -> None: ...

    def send_rtcp(self, data: bytes, remote: Address) -> None: ...

    def close(self) -> None: ...


class SocketRtpPort:
    """Thread: built and used for sending anywhere; callbacks come on the media loop."""

    def __init__(self, loop: Loop, host: str, port_first: int, port_last: int) -> None:
        """Bind a free pair. Raises OSError if the whole range is taken."""
        self._loop = loop
        self._rtp, self._rtcp, self.port = _bind_pair(host, port_first, port_last)
        for sock in (self._rtp, self._rtcp):
            sock.setblocking(False)
            disable_connection_reset(sock)
            _mark_urgent(sock)

    def open(self, on_rtp: OnDatagram, on_rtcp: OnDatagram) -> None:
        def watch() -> None:
            for sock, callback in ((self._rtp, on_rtp), (self._rtcp, on_rtcp)):
                if sock.fileno() >= 0:
                    self._loop.watch(sock, selectors.EVENT_READ, _reader(sock, callback))

        self._loop.post(watch)

    def send_rtp(self, data: bytes, remote: Address) -> None:
        _send(self._rtp, data, remote)

    def send_rtcp(self, data: bytes, remote: Address) -> None:
        _send(self._rtcp, data, remote)

    def close(self) -> None:
        def unwatch() -> None:
            for sock in (self._rtp, self._rtcp):
                self._loop.unwatch(sock)
                sock.close()

        self._loop.post(unwatch)


def _mark_urgent(sock: socket.socket) -> None:
    """Ask routers for the fast lane; a wish, some systems forbid it. Source: RFC 4594 §4.1."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, _TRAFFIC_CLASS_EXPEDITED)
    if sock.family == socket.AF_INET6 and hasattr(socket, "IPV6_TCLASS"):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, _TRAFFIC_CLASS_EXPEDITED)


def _send(sock: socket.socket, data: bytes, remote: Address) -> None:
    if sock.family == socket.AF_INET6 and ":" not in remote[0]:
        remote = (_MAPPED + remote[0], remote[1])
    try:
        sock.sendto(data, remote)
    except (OSError, OverflowError, ValueError, TypeError):
        # Audio has no second chance; the statistics of the far side show it.
        log.debug("media not sent")


def _reader(sock: socket.socket, callback: OnDatagram) -> Callable[[int], None]:
    """Takes one datagram a turn: mostly there is one, and the loop comes back at once if there are more.

    Asking until there is none would cost a system call and an exception for every packet of every call.
    """

    def read(_events: int) -> None:
        try:
            data, remote = sock.recvfrom(4096)
        except OSError:  # none after all, or one that was refused
            return
        host, port = remote[:2]
        callback(data, (host.removeprefix(_MAPPED), port))

    return read


def _bind_pair(host: str, port_first: int, port_last: int) -> tuple[socket.socket, socket.socket, int]:
    first_even = port_first + port_first % 2
    pairs = (port_last - first_even + 1) // 2
    start = secrets.randbelow(max(1, pairs))
    for step in range(pairs):
        port = first_even + 2 * ((start + step) % pairs)
        rtp = _new_socket(host)
        rtcp = _new_socket(host)
        try:
            bind_alone(rtp, (_bind_address(rtp, host), port))
            bind_alone(rtcp, (_bind_address(rtcp, host), port + 1))
        except OSError:
            rtp.close()
            rtcp.close()
        else:
            return rtp, rtcp, port
    raise OSError("no free RTP port")


def _new_socket(host: str) -> socket.socket:
    """For ``host``'s family; "::" and "" mean both, or IPv4 alone where the system has no IPv6."""
    if host and ":" not in host:
        return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    except OSError:
        if host in BOTH_FAMILIES:
            return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        raise
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    return sock


def _bind_address(sock: socket.socket, host: str) -> str:
    return "0.0.0.0" if sock.family == socket.AF_INET and host in BOTH_FAMILIES else host or "::"
