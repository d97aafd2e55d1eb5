"""One RTP stream in both directions, its RTCP and its encryption: what audio and text share."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.rtcp import looks_like_rtcp
from batola_desk.telephony.rtcp_session import RtcpSession, SentSoFar
from batola_desk.telephony.rtp import (
    SEQUENCE_MODULUS,
    TIMESTAMP_MODULUS,
    RawRtp,
    build_rtp,
    parse_rtp,
)
from batola_desk.telephony.rtp_port import RtpPort
from batola_desk.telephony.rtp_source import SourceGuard, SSRCGuard
from batola_desk.telephony.srtp import Keys, SecureStream
from batola_desk.telephony.stream_choice import StreamChoice
from batola_desk.telephony.transport import Address


@dataclass(frozen=True, slots=True)
class _Way:
    """Where packets go and how they are wrapped; replaced as a whole, so that other threads see all or
    nothing.
    """

    remote: Address | None = None
    remote_rtcp: Address | None = None
    is_muxed: bool = False
    secure: SecureStream | None = None


class RtpEndpoint:
    """Thread: ``emit`` under ``lock`` from anywhere; ``configure`` and ``close`` belong to the SIP thread,
    received packets come on the media loop.

    Attributes:
        lock: SAFETY: guards everything that several threads send with, the cipher of our direction included.
        timestamp: of the media as it goes on, moved by the owner.
        inauthentic_packets: encrypted ones that are forged, repeated or under another key, and plain ones
            where encryption is agreed.
    """

    def __init__(
        self,
        loop: Loop,
        port: RtpPort,
        config: LineConfig,
        on_packet: Callable[[RawRtp, float], None],
        *,
        clock_hz: int,
        is_timed: Callable[[RawRtp], bool],
    ) -> None:
        self._loop = loop
        self._port = port
        self._config = config
        self._on_packet = on_packet
        self._is_timed = is_timed
        self._way = _Way()
        self._sequence = secrets.randbelow(SEQUENCE_MODULUS)
        self._is_stopped = False
        self._ssrc = secrets.randbits(32)
        self.lock = threading.Lock()
        self.timestamp = secrets.randbelow(TIMESTAMP_MODULUS)
        self.source = SourceGuard()
        self.stream = SSRCGuard(clock_hz)
        self.packets_sent = self.octets_sent = 0
        self.invalid_packets = self.inauthentic_packets = 0
        self.last_rtp_mono_s: float | None = None
        self.rtcp = RtcpSession(
            loop,
            self._ssrc,
            self.stream,
            interval_s=config.rtcp_interval_s,
            sent=lambda: SentSoFar(self.timestamp, self.packets_sent, self.octets_sent),
            send=self._send_rtcp,
        )
        port.open(self._on_rtp, self._on_rtcp)

    @property
    def port(self) -> int:
        return self._port.port

    @property
    def is_closed(self) -> bool:
        return self._is_stopped

    @property
    def is_secure(self) -> bool:
        """Nothing leaves or is heard in the clear."""
        return self._way.secure is not None

    @property
    def remote(self) -> Address | None:
        """Where to send now; None when there is nowhere or the stream is closed."""
        if self._is_stopped:
            return None
        announced = self._way.remote
        if self._config.symmetric_rtp and announced is not None and self.source.latched is not None:
            return self.source.latched
        return announced

    def configure(self, choice: StreamChoice, keys: Keys | None) -> None:
        """Apply the outcome of offer and answer."""
        with self.lock:
            secure = self._way.secure
            if keys is None:
                secure = None
            elif secure is None:
                secure = SecureStream(keys)
            else:
                secure = secure.change(keys, self._loop.now_s())
            self.source.announce(choice.remote)
            self._way = _Way(choice.remote, choice.remote_rtcp, choice.is_muxed, secure)

    def emit(
        self, payload_type: int, timestamp: int, payload: bytes, remote: Address, *, marker: bool
    ) -> None:
        """Send one packet; the caller holds ``lock``."""
        self._sequence = (self._sequence + 1) % SEQUENCE_MODULUS
        packet: bytes | None
        packet = build_rtp(payload_type, self._sequence, timestamp, self._ssrc, payload, marker=marker)
        secure = self._way.secure
        if secure is not None:
            packet = secure.protect(packet)
            if packet is None:
                return  # never in the clear
        self._port.send_rtp(packet, remote)
        self.packets_sent += 1
        self.octets_sent += len(payload)

    def close(self) -> None:
        """Say goodbye in RTCP and free the ports; harmless when repeated."""
        with self.lock:
            if self._is_stopped:
                return
            self._is_stopped = True
        goodbye = self.rtcp.goodbye()
        if goodbye is not None:
            self._send_rtcp(goodbye)
        self._port.close()

    def _send_rtcp(self, data: bytes) -> bool:
        with self.lock:
            way = self._way
            remote = self.source.latched if way.is_muxed and self._config.symmetric_rtp else None
            remote = remote or way.remote_rtcp
            if remote is None:
                return False
            packet = data if way.secure is None else way.secure.protect_rtcp(data)
        if packet is None:
            return False
        if way.is_muxed:
            self._port.send_rtp(packet, remote)
        else:
            self._port.send_rtcp(packet, remote)
        return True

    def _on_rtp(self, data: bytes, source: Address) -> None:
        if looks_like_rtcp(data):
            self._on_rtcp(data, source)
            return
        if self._is_stopped:
            return
        now_s = self._loop.now_s()
        secure = self._way.secure
        if secure is not None:
            plain = secure.unprotect(data, now_s)
            if plain is None:
                self.inauthentic_packets += 1
                return
            data = plain
        packet = parse_rtp(data)
        if packet is None:
            self.invalid_packets += 1
            return
        if not self.source.accepts(source, now_s, is_authentic=secure is not None):
            return
        if not self.stream.take(packet, now_s, is_audio=self._is_timed(packet)):
            return
        self.last_rtp_mono_s = now_s
        self.rtcp.has_said_goodbye = False
        self._on_packet(packet, now_s)

    def _on_rtcp(self, data: bytes, source: Address) -> None:
        way = self._way
        if self._is_stopped or (way.remote_rtcp is not None and source[0] != way.remote_rtcp[0]):
            return
        if way.secure is not None:
            plain = way.secure.unprotect_rtcp(data, self._loop.now_s())
            if plain is None:
                self.inauthentic_packets += 1
                return
            data = plain
        self.rtcp.take(data)


class RtpSession:
    """What the sound and the text of a call tell of their stream alike."""

    _endpoint: RtpEndpoint

    @property
    def port(self) -> int:
        return self._endpoint.port

    @property
    def is_secure(self) -> bool:
        """Nothing of it travels in the clear."""
        return self._endpoint.is_secure

    @property
    def last_rtp_mono_s(self) -> float | None:
        """When the last RTP of the peer came, on the line's clock."""
        return self._endpoint.last_rtp_mono_s
