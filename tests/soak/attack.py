"""Who shoots at the line: datagrams, streams, media ports; and who asks afterwards whether it is well."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.support.sip_mutator import SIPMutator, media_junk

HOST = "127.0.0.1"
STREAMS_MAX = 24
BURST = 20
TRIES, REPEAT_S = 5, 1.0  # one lost datagram is no illness


class Shooter:
    """Sends what the seed says.

    Args:
        media_port: of the live call; its RTCP port is the next.
        tls_port: 0 = the line takes no TLS.
    """

    def __init__(self, random: Random, *, sip_port: int, media_port: int, tls_port: int = 0) -> None:
        self._random = random
        self._sip = (HOST, sip_port)
        self._media_port = media_port
        self._tls_port = tls_port
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self._socket.setblocking(False)
        self._mutator = SIPMutator(
            random, target=f"112@{HOST}:{sip_port}", reply_port=self._socket.getsockname()[1]
        )
        self._streams: list[socket.socket] = []
        self._rest: dict[socket.socket, bytes] = {}
        self.counts = {"sip": 0, "media": 0, "stream": 0, "tls": 0, "connections": 0}

    def shoot(self, count: int, rate_per_s: float) -> None:
        """Send so many, evenly."""
        due_s = time.monotonic()
        for number in range(count):
            kind = self._random.random()
            with contextlib.suppress(OSError):  # a full buffer or a port that is closed: on with the next
                if kind < 0.72:
                    self.counts["sip"] += 1
                    self._socket.sendto(self._mutator.message(), self._sip)
                elif kind < 0.85:
                    self.counts["media"] += 1
                    port = self._media_port + self._random.choice((0, 0, 1, 1, 2, 3))
                    self._socket.sendto(media_junk(self._random), (HOST, port))
                else:
                    self._shoot_stream()
            if number % BURST == BURST - 1:
                self._drain()
                due_s = max(due_s + BURST / rate_per_s, time.monotonic() - 0.2)
                time.sleep(max(0.0, due_s - time.monotonic()))

    def close(self) -> None:
        """Leave every connection as it is."""
        for stream in self._streams:
            stream.close()
        self._socket.close()

    # ------------------------------------------------------------------ streams

    def _shoot_stream(self) -> None:
        """Cut, merge and interleave messages over some connections; leave some hanging, break others."""
        dice = self._random
        self.counts["stream"] += 1
        if not self._streams or (len(self._streams) < STREAMS_MAX and dice.random() < 0.1):
            self._open()
            return
        stream = dice.choice(self._streams)
        if dice.random() < 0.04:
            self._break(stream)
            return
        data = self._rest.pop(stream, b"") or b"".join(self._framed() for _ in range(dice.choice((1, 1, 3))))
        size = dice.choice((1, 7, 100, 1400, len(data)))
        try:
            sent = stream.send(data[:size])
            self._rest[stream] = data[sent:]
            while stream.recv(65536):  # thrown away, so that the line is never held up by us
                pass
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            pass
        if not self._is_open(stream):
            self._drop(stream)

    def _framed(self) -> bytes:
        """A message whose length is right half of the time, so that the stream goes on behind it."""
        data = self._mutator.message()
        head, _, body = data.partition(b"\r\n\r\n")
        if self._random.random() < 0.5:
            return data
        lines = [
            line for line in head.split(b"\r\n") if not line.lower().startswith((b"content-length", b"l:"))
        ]
        return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body])

    def _open(self) -> None:
        is_tls = bool(self._tls_port) and self._random.random() < 0.4
        stream = socket.create_connection((HOST, self._tls_port if is_tls else self._sip[1]), timeout=2.0)
        self.counts["connections"] += 1
        if is_tls:
            self.counts["tls"] += 1
            if self._random.random() < 0.3:
                stream.send(self._random.randbytes(self._random.randrange(1, 600)))  # no handshake at all
            else:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                stream = context.wrap_socket(stream)
        stream.setblocking(False)
        self._streams.append(stream)

    def _break(self, stream: socket.socket) -> None:
        if self._random.random() < 0.5:
            with contextlib.suppress(OSError):
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._drop(stream)

    def _drop(self, stream: socket.socket) -> None:
        self._streams.remove(stream)
        self._rest.pop(stream, None)
        stream.close()

    def _is_open(self, stream: socket.socket) -> bool:
        try:
            return stream.recv(1) != b""
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError:
            return False

    def _drain(self) -> None:
        """Throw answers away."""
        with contextlib.suppress(OSError):
            while self._socket.recv(65536):
                pass


class Doctor:
    """Asks the line whether it is well, as a proxy and as a caller would."""

    def __init__(self, sip_port: int) -> None:
        self._target = (HOST, sip_port)
        self._number = 0

    def options(self) -> float | None:
        """Ask with OPTIONS; return the time to its 200 in seconds, None without one."""
        with self._phone() as phone:
            started_s, number = time.monotonic(), self._new()
            if self._heard(phone, "OPTIONS", number, b"SIP/2.0 200"):
                return time.monotonic() - started_s
            return None

    def rings(self) -> bool:
        """Phone until it rings, and give up."""
        with self._phone() as phone:
            number = self._new()
            if not self._heard(phone, "INVITE", number, b"SIP/2.0 180"):
                return False
            is_over = self._heard(phone, "CANCEL", number, b"SIP/2.0 487")
            self._send(phone, "ACK", number)
            return is_over

    def _heard(self, phone: socket.socket, method: str, number: int, wanted: bytes) -> bool:
        """Send, again if need be as any telephone does, until the answer comes."""
        for _ in range(TRIES):
            self._send(phone, method, number)
            if self._wait(phone, wanted):
                return True
        return False

    def _new(self) -> int:
        self._number += 1
        return self._number

    @staticmethod
    @contextlib.contextmanager
    def _phone() -> Iterator[socket.socket]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
            phone.bind((HOST, 0))
            yield phone

    def _send(self, phone: socket.socket, method: str, number: int) -> None:
        host, port = phone.getsockname()
        text = (
            f"{method} sip:112@{HOST} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bKdoc{port}x{number}\r\n"
            f"From: <sip:doctor@{host}>;tag=d{number}\r\nTo: <sip:112@{HOST}>\r\nMax-Forwards: 70\r\n"
            f"Call-ID: doctor-{port}-{number}\r\nCSeq: {number} {method}\r\n"
            f"Contact: <sip:doctor@{host}:{port}>\r\nContent-Length: 0\r\n\r\n"
        )
        phone.sendto(text.encode(), self._target)

    @staticmethod
    def _wait(phone: socket.socket, beginning: bytes) -> bool:
        ends_s = time.monotonic() + REPEAT_S
        while (left_s := ends_s - time.monotonic()) > 0:
            if select.select([phone], [], [], left_s)[0] and phone.recv(65536).startswith(beginning):
                return True
        return False


def dropped_datagrams(port: int) -> int:
    """Return how many datagrams the system threw away before the line could read them."""
    wanted = f":{port:04X}"
    for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
        words = line.split()
        if words[1].endswith(wanted):
            return int(words[-1])
    return 0
