"""The sound of one call: RTP out and in, DTMF, statistics. Payload bytes only, no codec work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from batola_desk.telephony.audio_offer import CODEC_CLOCK_HZ, OFFERED_DTMF_PAYLOAD_TYPE, AudioChoice
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.dtmf import DtmfReceiver, DtmfSender
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.rtp import CLOCK_HZ, TIMESTAMP_MODULUS, RawRtp, RtpPacket
from batola_desk.telephony.rtp_endpoint import RtpEndpoint, RtpSession
from batola_desk.telephony.rtp_port import RtpPort
from batola_desk.telephony.sdp import STATIC_PAYLOAD_TYPES, Direction
from batola_desk.telephony.srtp import Keys

PACKET_TIME_MS = 20
# We never ask for pauses without packets, but some gateways describe them unasked. Source: RFC 3389 §4.
_RECEIVED_UNASKED = {**STATIC_PAYLOAD_TYPES, 13: "CN"}


@dataclass(frozen=True, slots=True)
class MediaStatistics:
    """Counters since the start of the call; None where nothing has been reported yet.

    Attributes:
        packets_lost: expected minus received, all SSRCs of the call.
        inauthentic_packets: forged, repeated or plain ones where encryption is agreed.
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
    inauthentic_packets: int
    ssrc_changes: int
    last_rtp_mono_s: float | None


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What offer and answer settled; replaced as a whole, so that other threads see all or nothing."""

    direction: Direction = Direction.INACTIVE
    codec: str = "PCMA"
    payload_type: int = 8
    codecs: Mapping[int, str] = field(default_factory=lambda: _RECEIVED_UNASKED)  # by payload type
    dtmf_payload_type: int | None = None
    dtmf_clock_hz: int = CODEC_CLOCK_HZ
    event_payload_types: frozenset[int] = frozenset()
    ptime_ms: int = PACKET_TIME_MS


class MediaSession(RtpSession):
    """Thread: ``send``, ``send_dtmf``, ``set_receiver``, ``statistics`` from anywhere; received packets and
    digits are handed over on the media thread; ``configure`` and ``close`` belong to the SIP thread.
    """

    def __init__(self, loop: Loop, port: RtpPort, config: LineConfig, on_dtmf: Callable[[str], None]) -> None:
        self._on_dtmf = on_dtmf
        self._agreement = _Agreement()
        self._receiver: Callable[[RtpPacket], None] | None = None
        self._dtmf_sender = DtmfSender()
        self._dtmf_receiver = DtmfReceiver()
        self._was_silent = True
        self._unknown = 0
        self._endpoint = RtpEndpoint(
            loop,
            port,
            config,
            self._on_packet,
            clock_hz=CLOCK_HZ,
            is_timed=lambda packet: packet.payload_type not in self._agreement.event_payload_types,
        )

    @property
    def codec(self) -> str:
        """ "PCMA", "PCMU" or "G722": what to give to ``send``."""
        return self._agreement.codec

    @property
    def ptime_ms(self) -> int:
        return self._agreement.ptime_ms

    @property
    def direction(self) -> Direction:
        """What we may do: SENDONLY and INACTIVE mean that we do not listen."""
        return self._agreement.direction

    @property
    def takes_dtmf(self) -> bool:
        """The peer understands keys as RTP events."""
        return self._agreement.dtmf_payload_type is not None

    def set_receiver(self, receiver: Callable[[RtpPacket], None] | None) -> None:
        """Who gets the audio packets, on the media thread; must return quickly."""
        self._receiver = receiver

    def configure(self, choice: AudioChoice, direction: Direction, keys: Keys | None = None) -> None:
        """Apply the outcome of offer and answer."""
        short = choice.packet_time_max_ms is not None and choice.packet_time_max_ms < PACKET_TIME_MS
        # Each side numbers the key event for what it receives, so theirs may come under our number or (many
        # phones) under their own. Source: RFC 3264 §5.1.
        events = {*choice.dtmf_payload_types, OFFERED_DTMF_PAYLOAD_TYPE} - {*choice.payload_types}
        self._endpoint.configure(choice, keys)
        self._agreement = _Agreement(
            direction=direction,
            codec=choice.codec,
            payload_type=choice.payload_type,
            codecs={**_RECEIVED_UNASKED, **choice.payload_types},
            dtmf_payload_type=choice.dtmf_payload_type,
            dtmf_clock_hz=choice.dtmf_clock_hz,
            event_payload_types=frozenset(events),
            ptime_ms=10 if short else PACKET_TIME_MS,
        )

    def suspend(self) -> None:
        """Neither send nor listen until the next agreement."""
        self._agreement = replace(self._agreement, direction=Direction.INACTIVE)

    def send(self, payload: bytes, *, samples: int = 160) -> None:
        """Send one frame of the audio clock; sends a due DTMF packet instead, or nothing if we may not speak.

        Args:
            payload: encoded audio, empty for silence that need not be sent.
            samples: how far the media time moves on, in steps of the RTP clock (8000 Hz for all codecs).
        """
        endpoint = self._endpoint
        with endpoint.lock:
            agreement = self._agreement
            timestamp = endpoint.timestamp = (endpoint.timestamp + samples) % TIMESTAMP_MODULUS
            remote = endpoint.remote
            if remote is None or not agreement.direction.sends:
                self._was_silent = True
                return
            if agreement.dtmf_payload_type is not None:
                ratio = agreement.dtmf_clock_hz / CODEC_CLOCK_HZ
                event = self._dtmf_sender.next(timestamp, samples, clock_ratio=ratio)
                if event is not None:
                    endpoint.emit(
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
            endpoint.emit(agreement.payload_type, timestamp, payload, remote, marker=self._was_silent)
            self._was_silent = False

    def send_dtmf(self, digits: str) -> int:
        """Queue digits; they go out with the audio clock. Returns how many were taken (0: peer has no
        DTMF)."""
        with self._endpoint.lock:
            if self._agreement.dtmf_payload_type is None:
                return 0
            return self._dtmf_sender.queue(digits)

    def statistics(self) -> MediaStatistics:
        endpoint = self._endpoint
        stream, rtcp = endpoint.stream, endpoint.rtcp
        tracker, block, round_trip_s = stream.tracker, rtcp.remote_block, rtcp.round_trip_s
        return MediaStatistics(
            packets_sent=endpoint.packets_sent,
            octets_sent=endpoint.octets_sent,
            packets_received=stream.received_before + (tracker.received if tracker else 0),
            packets_lost=stream.lost_before + (tracker.lost if tracker else 0),
            packets_duplicate=tracker.duplicates if tracker else 0,
            packets_reordered=tracker.reordered if tracker else 0,
            jitter_ms=tracker.jitter_samples * 1000 / CLOCK_HZ if tracker else 0.0,
            round_trip_ms=None if round_trip_s is None else round_trip_s * 1000,
            remote_loss_fraction=None if block is None else block.fraction_lost / 256,
            remote_jitter_ms=None if block is None else block.jitter_samples * 1000 / CLOCK_HZ,
            foreign_packets=endpoint.source.foreign_packets,
            invalid_packets=endpoint.invalid_packets + self._unknown,
            inauthentic_packets=endpoint.inauthentic_packets,
            ssrc_changes=stream.changes,
            last_rtp_mono_s=endpoint.last_rtp_mono_s,
        )

    def close(self) -> None:
        """Say goodbye in RTCP and free the ports; harmless when repeated."""
        self._receiver = None
        self._endpoint.close()

    def _on_packet(self, packet: RawRtp, now_s: float) -> None:
        agreement = self._agreement
        if packet.payload_type in agreement.event_payload_types:
            for digit in self._dtmf_receiver.take(packet.timestamp, packet.payload, marker=packet.marker):
                self._on_dtmf(digit)
            return
        codec = agreement.codecs.get(packet.payload_type)
        if codec is None or not packet.payload:
            self._unknown += codec is None
            return
        receiver = self._receiver
        if receiver is not None and agreement.direction.receives:
            receiver(
                RtpPacket(packet.sequence, packet.timestamp, packet.payload, now_s, packet.marker, codec)
            )
