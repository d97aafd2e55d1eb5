"""The media of one call: RTP out and in, DTMF, RTCP, statistics. Payload bytes only, no codec work."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.dtmf import DtmfReceiver, DtmfSender
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.rtcp import (
    ReportBlock,
    build_goodbye,
    build_report,
    middle_bits,
    ntp_time,
    parse_reports,
)
from batola_desk.telephony.rtp import (
    CLOCK_HZ,
    SEQUENCE_MODULUS,
    TIMESTAMP_MODULUS,
    RawRtp,
    RtpPacket,
    build_rtp,
    parse_rtp,
)
from batola_desk.telephony.rtp_port import RtpPort
from batola_desk.telephony.rtp_source import SourceGuard, SSRCGuard
from batola_desk.telephony.sdp import STATIC_PAYLOAD_TYPES, AudioChoice, Direction
from batola_desk.telephony.transport import Address

log = logging.getLogger("batola.telephony")

PACKET_TIME_MS = 20


@dataclass(frozen=True, slots=True)
class MediaStatistics:
    """Counters since the start of the call; None where nothing has been reported yet.

    Attributes:
        packets_lost: expected minus received, all SSRCs of the call.
        remote_loss_fraction: 0..1, what the far side lost of ours lately.
    """

    packets_sent: int
    octets_sent: int
    packets_received: int
    packets_lost: int
    packets_duplicate: int
    packets_reordered: int
    jitter_ms: float
    round_trip_ms: float | None
    remote_loss_fraction: float | None
    remote_jitter_ms: float | None
    foreign_packets: int
    invalid_packets: int
    ssrc_changes: int
    last_rtp_mono_s: float | None


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What offer and answer settled; replaced as a whole, so that other threads see all or nothing."""

    direction: Direction = Direction.INACTIVE
    codec: str = "PCMA"
    payload_type: int = 8
    payload_types: tuple[tuple[int, str], ...] = ()
    dtmf_payload_type: int | None = None
    remote: Address | None = None
    remote_rtcp: Address | None = None
    ptime_ms: int = PACKET_TIME_MS


class MediaSession:
    """Thread: ``send``, ``send_dtmf``, ``set_receiver``, ``statistics`` from anywhere; received packets and
    digits are handed over on the media thread; ``configure`` and ``close`` belong to the SIP thread.
    """

    def __init__(self, loop: Loop, port: RtpPort, config: LineConfig, on_dtmf: Callable[[str], None]) -> None:
        self._loop = loop
        self._port = port
        self._config = config
        self._on_dtmf = on_dtmf
        self._agreement = _Agreement()
        self._receiver: Callable[[RtpPacket], None] | None = None
        self._lock = (
            threading.Lock()
        )  # SAFETY: guards everything the audio clock and the SIP thread both send with
        self._dtmf_sender = DtmfSender()
        self._dtmf_receiver = DtmfReceiver()
        self._source = SourceGuard()
        self._stream = SSRCGuard()
        self._ssrc = secrets.randbits(32)
        self._sequence = secrets.randbelow(SEQUENCE_MODULUS)
        self._timestamp = secrets.randbelow(TIMESTAMP_MODULUS)
        self._was_silent = True
        self._packets_sent = self._octets_sent = self._reported_sent = 0
        self._invalid = 0
        self._name = secrets.token_hex(8)
        self._their_report: tuple[int, float] | None = None  # (middle of their NTP time, arrival)
        self._round_trip_s: float | None = None
        self._remote_block: ReportBlock | None = None
        self._rtcp_timer: Timer | None = None
        self._is_closed = False
        self.last_rtp_mono_s: float | None = None
        port.open(self._on_rtp, self._on_rtcp)
        loop.post(self._plan_report)

    @property
    def port(self) -> int:
        return self._port.port

    @property
    def codec(self) -> str:
        """ "PCMA" or "PCMU": what to give to ``send``."""
        return self._agreement.codec

    @property
    def ptime_ms(self) -> int:
        return self._agreement.ptime_ms

    @property
    def direction(self) -> Direction:
        """What we may do: SENDONLY and INACTIVE mean that we do not listen."""
        return self._agreement.direction

    def set_receiver(self, receiver: Callable[[RtpPacket], None] | None) -> None:
        """Who gets the audio packets, on the media thread; must return quickly."""
        self._receiver = receiver

    def configure(self, choice: AudioChoice, direction: Direction) -> None:
        """Apply the outcome of offer and answer."""
        short = choice.packet_time_max_ms is not None and choice.packet_time_max_ms < PACKET_TIME_MS
        self._source.announce(choice.remote)
        self._agreement = _Agreement(
            direction=direction,
            codec=choice.codec,
            payload_type=choice.payload_type,
            payload_types=tuple(choice.payload_types.items()),
            dtmf_payload_type=choice.dtmf_payload_type,
            remote=choice.remote,
            remote_rtcp=choice.remote_rtcp,
            ptime_ms=10 if short else PACKET_TIME_MS,
        )

    def send(self, payload: bytes, *, samples: int = 160) -> None:
        """Send one frame of the audio clock; sends a due DTMF packet instead, or nothing if we may not speak.

        Args:
            payload: encoded audio, empty for silence that need not be sent.
            samples: how far the media time moves on.
        """
        with self._lock:
            agreement = self._agreement
            self._timestamp = (self._timestamp + samples) % TIMESTAMP_MODULUS
            remote = self._target(agreement)
            if remote is None or self._is_closed or not agreement.direction.sends:
                self._was_silent = True
                return
            if agreement.dtmf_payload_type is not None:
                event = self._dtmf_sender.next(self._timestamp, samples)
                if event is not None:
                    self._emit(
                        agreement.dtmf_payload_type,
                        event.timestamp,
                        event.payload,
                        remote,
                        marker=event.marker,
                    )
                    return
            if not payload:
                self._was_silent = True
                return
            self._emit(agreement.payload_type, self._timestamp, payload, remote, marker=self._was_silent)
            self._was_silent = False

    def send_dtmf(self, digits: str) -> int:
        """Queue digits; they go out with the audio clock. Returns how many were taken (0: peer has no
        DTMF)."""
        with self._lock:
            if self._agreement.dtmf_payload_type is None:
                return 0
            return self._dtmf_sender.queue(digits)

    def statistics(self) -> MediaStatistics:
        tracker, block = self._stream.tracker, self._remote_block
        return MediaStatistics(
            packets_sent=self._packets_sent,
            octets_sent=self._octets_sent,
            packets_received=self._stream.received_before + (tracker.received if tracker else 0),
            packets_lost=self._stream.lost_before + (tracker.lost if tracker else 0),
            packets_duplicate=tracker.duplicates if tracker else 0,
            packets_reordered=tracker.reordered if tracker else 0,
            jitter_ms=tracker.jitter_samples * 1000 / CLOCK_HZ if tracker else 0.0,
            round_trip_ms=None if self._round_trip_s is None else self._round_trip_s * 1000,
            remote_loss_fraction=None if block is None else block.fraction_lost / 256,
            remote_jitter_ms=None if block is None else block.jitter_samples * 1000 / CLOCK_HZ,
            foreign_packets=self._source.foreign_packets,
            invalid_packets=self._invalid,
            ssrc_changes=self._stream.changes,
            last_rtp_mono_s=self.last_rtp_mono_s,
        )

    def close(self) -> None:
        """Say goodbye in RTCP and free the ports; harmless when repeated."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        self._receiver = None
        if self._rtcp_timer is not None:
            self._rtcp_timer.cancel()
        remote = self._agreement.remote_rtcp
        if remote is not None:
            self._port.send_rtcp(build_goodbye(self._ssrc, self._name), remote)
        self._port.close()

    def _target(self, agreement: _Agreement) -> Address | None:
        if self._config.symmetric_rtp and agreement.remote is not None and self._source.latched is not None:
            return self._source.latched
        return agreement.remote

    def _emit(
        self, payload_type: int, timestamp: int, payload: bytes, remote: Address, *, marker: bool
    ) -> None:
        self._sequence = (self._sequence + 1) % SEQUENCE_MODULUS
        packet = build_rtp(payload_type, self._sequence, timestamp, self._ssrc, payload, marker=marker)
        self._port.send_rtp(packet, remote)
        self._packets_sent += 1
        self._octets_sent += len(payload)

    def _on_rtp(self, data: bytes, source: Address) -> None:
        packet = parse_rtp(data)
        if packet is None:
            self._invalid += 1
            return
        now_s = self._loop.now_s()
        agreement = self._agreement
        is_event = packet.payload_type == agreement.dtmf_payload_type
        if self._is_closed or not self._source.accepts(source):
            return
        if not self._stream.take(packet, now_s, is_audio=not is_event):
            return
        self.last_rtp_mono_s = now_s
        if is_event:
            digit = self._dtmf_receiver.take(packet.timestamp, packet.payload)
            if digit is not None:
                self._on_dtmf(digit)
            return
        self._hand_over(packet, agreement, now_s)

    def _hand_over(self, packet: RawRtp, agreement: _Agreement, now_s: float) -> None:
        codec = dict(agreement.payload_types).get(packet.payload_type)
        codec = codec or STATIC_PAYLOAD_TYPES.get(packet.payload_type)
        if codec is None or not packet.payload:
            self._invalid += codec is None
            return
        receiver = self._receiver
        if receiver is not None and agreement.direction.receives:
            receiver(
                RtpPacket(packet.sequence, packet.timestamp, packet.payload, now_s, packet.marker, codec)
            )

    def _on_rtcp(self, data: bytes, source: Address) -> None:
        known = self._agreement.remote_rtcp
        if known is not None and source[0] != known[0]:
            return
        now_s = self._loop.now_s()
        for report in parse_reports(data):
            if report.ntp_middle is not None:
                self._their_report = (report.ntp_middle, now_s)
            for block in report.blocks:
                if block.ssrc == self._ssrc:
                    self._remote_block = block
                    self._note_round_trip(block)

    def _note_round_trip(self, block: ReportBlock) -> None:
        """Source: RFC 3550 §6.4.1, DLSR."""
        if block.last_report:
            now = middle_bits(ntp_time(time.time()))
            elapsed = (now - block.last_report - block.delay_since_last_report) & 0xFFFFFFFF
            if elapsed < 60 << 16:
                self._round_trip_s = elapsed / 65536

    def _plan_report(self) -> None:
        if not self._is_closed:
            # Source: RFC 3550 §6.3: spread by half, so that many calls do not report together.
            delay_s = self._config.rtcp_interval_s * (0.5 + secrets.randbelow(1000) / 1000)
            self._rtcp_timer = self._loop.call_later(delay_s, self._send_report)

    def _send_report(self) -> None:
        remote = self._agreement.remote_rtcp
        if remote is not None and not self._is_closed:
            sender_info = None
            if self._packets_sent > self._reported_sent:
                sender_info = (ntp_time(time.time()), self._timestamp, self._packets_sent, self._octets_sent)
                self._reported_sent = self._packets_sent
            self._port.send_rtcp(build_report(self._ssrc, sender_info, self._our_block(), self._name), remote)
        self._plan_report()

    def _our_block(self) -> ReportBlock | None:
        tracker = self._stream.tracker
        if tracker is None:
            return None
        last_report, delay = 0, 0
        if self._their_report is not None:
            last_report = self._their_report[0]
            delay = int((self._loop.now_s() - self._their_report[1]) * 65536)
        return ReportBlock(
            ssrc=tracker.ssrc,
            fraction_lost=tracker.take_interval_loss(),
            cumulative_lost=tracker.lost,
            highest_sequence=tracker.highest_extended,
            jitter_samples=int(tracker.jitter_samples),
            last_report=last_report,
            delay_since_last_report=delay,
        )
