"""The sound of one call leg: decode and order what comes, encode and send what goes.

The network side runs at the rate of the call's codec (8 kHz for G.711, 16 kHz for G.722), the mixer's side
always at `SAMPLE_RATE_HZ`; a recording keeps the rate the call had when it began.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Mapping
from functools import partial

import numpy as np

from batola_desk.audio.codec import RTP_CLOCK_HZ, Codec
from batola_desk.audio.comfort_noise import ComfortNoise
from batola_desk.audio.config import AudioConfig
from batola_desk.audio.events import CallAudioStatistics
from batola_desk.audio.frames import PCM, SAMPLE_RATE_HZ, Clock, Samples, frame_samples, to_pcm
from batola_desk.audio.gain import PeakFit
from batola_desk.audio.jitter_buffer import JitterBuffer, JitterStatistics
from batola_desk.audio.levels import LevelMeter
from batola_desk.audio.ports import MediaPort, ReceivedPacket
from batola_desk.audio.recording import RecordingTap
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.speech import SpeechMeter
from batola_desk.audio.tone_player import ToneLoop
from batola_desk.audio.tones import hold_beep_pattern
from batola_desk.audio.voices import FarVoice

log = logging.getLogger("batola.audio")

_HOLD_BEEP_GAIN = np.float32(0.15)
_HOLD_NOISE = bytes([60])  # -60 dBov: the line is alive between the beeps
COMFORT_NOISE = "CN"
_PAYLOAD_BYTES_S = 8000  # of all our codecs: 64 kbit/s
_ARRIVED_MAX = 512  # LIMIT: of one tick, or ten seconds of a clock that stands still
_RTP_STEP = frame_samples(RTP_CLOCK_HZ)


class _Lane:
    """The receiving side at one sample rate; a call gets a new one when its codec changes the rate."""

    def __init__(
        self, rate_hz: int, config: AudioConfig, clock: Clock, counted: JitterStatistics | None
    ) -> None:
        self.rate_hz = rate_hz
        self.buffer = JitterBuffer(
            sample_rate_hz=rate_hz,
            depth_min_ms=config.jitter_depth_min_ms,
            depth_max_ms=config.jitter_depth_max_ms,
            clock=clock,
            counted=counted,
        )
        self.noise = ComfortNoise(rate_hz)
        self.to_desk = StreamResampler(rate_hz, SAMPLE_RATE_HZ)


class _Recording:
    """A tap and the conversion of both directions to its rate, when the call has another one by now.

    Thread: the audio clock's.
    """

    def __init__(self, tap: RecordingTap, rate_hz: int) -> None:
        self.tap = tap
        self.rate_hz = rate_hz
        self._converters: dict[tuple[str, int], StreamResampler] = {}

    def write(self, said: tuple[PCM, int], sent: tuple[PCM, int]) -> None:
        self.tap.write(self._converted("said", *said), self._converted("sent", *sent))

    def _converted(self, side: str, pcm: PCM, rate_hz: int) -> PCM:
        if rate_hz == self.rate_hz:
            return pcm
        converter = self._converters.setdefault((side, rate_hz), StreamResampler(rate_hz, self.rate_hz))
        return to_pcm(converter.process(pcm.astype(np.float32) / np.float32(32768.0)))


class CallChannel:
    """One leg between its media port and the mixer.

    What came is only laid down by the network's thread and worked on by the clock's, just before its turn:
    there the processor's caches hold the sound path already.

    Thread: `receive` from the RTP thread; `pull`, `send` from the audio clock; `record` from the engine.
    """

    def __init__(
        self, call_id: str, port: MediaPort, codecs: Mapping[str, Codec], *, config: AudioConfig, clock: Clock
    ) -> None:
        if port.codec not in codecs:
            raise ValueError(f"unknown codec {port.codec}")
        self.call_id = call_id
        self.first_audio_mono_s: float | None = None
        self.voice = FarVoice(config.processing)
        self._port = port
        self._codecs = codecs
        self._config = config
        self._clock = clock
        self._arrived: deque[ReceivedPacket] = deque(maxlen=_ARRIVED_MAX)
        self._lane = _Lane(codecs[port.codec].sample_rate_hz, config, clock, None)
        self._from_desk = StreamResampler(SAMPLE_RATE_HZ, self._lane.rate_hz)
        self._sent_rate_hz = self._lane.rate_hz
        self._fit = PeakFit()
        self._recording: _Recording | None = None
        self._said: tuple[PCM, int] = (np.zeros(0, np.int16), self._lane.rate_hz)
        self._far_meter = LevelMeter()
        self._speech = SpeechMeter(floor_dbfs=config.speech_floor_dbfs)
        self._hold_beep: ToneLoop | None = None
        self._hold_noise = ComfortNoise(SAMPLE_RATE_HZ)
        self._hold_noise.describe(_HOLD_NOISE)
        self._is_open = True
        self._sent_frame_count = 0
        self._send_fault_count = 0

    # -- network side

    def receive(self, packet: ReceivedPacket) -> None:
        """Take one packet; anything undecodable is ignored."""
        if not self._is_open:
            return
        self._arrived.append(packet)
        if self.first_audio_mono_s is None and packet.payload and packet.codec in self._codecs:
            self.first_audio_mono_s = self._clock()

    # -- mixer's side

    def _take_arrived(self) -> None:
        """Put what came since the last frame into the buffer."""
        for _ in range(len(self._arrived)):
            packet = self._arrived.popleft()
            if packet.codec == COMFORT_NOISE:
                self._lane.noise.describe(packet.payload)
                continue
            codec = self._codecs.get(packet.codec)
            if codec is None or not packet.payload:
                continue
            lane = self._lane
            if lane.rate_hz != codec.sample_rate_hz:
                counted = lane.buffer.statistics()
                lane = self._lane = _Lane(codec.sample_rate_hz, self._config, self._clock, counted)
            self._store(lane.buffer, packet, codec)

    @staticmethod
    def _store(buffer: JitterBuffer, packet: ReceivedPacket, codec: Codec) -> None:
        if codec.has_memory:
            decode = partial(codec.decode, packet.payload)
            count = len(packet.payload) * codec.sample_rate_hz // _PAYLOAD_BYTES_S
            buffer.put_coded(packet.timestamp, decode, count, packet.arrival_mono_s)
        else:
            buffer.put(packet.timestamp, codec.decode(packet.payload), packet.arrival_mono_s)

    def pull(self) -> Samples:
        """The next 20 ms from the far party. The recording gets what came, without what makes it pleasant."""
        self._take_arrived()
        lane = self._lane
        far = lane.buffer.pull()
        self._far_meter.feed(far)
        if self._recording is not None:
            self._said = (to_pcm(far), lane.rate_hz)
        heard = lane.to_desk.process(self.voice.take(far, lane.noise, was_invented=lane.buffer.was_invented))
        lane.buffer.pauses.background_dbfs = self.voice.noise_dbfs
        self._speech.feed(heard)
        return heard

    def hold_frame(self) -> Samples:
        """What the far party hears while nobody speaks to it."""
        if self._hold_beep is None:
            self._hold_beep = ToneLoop(hold_beep_pattern(), repeat=True)
        beep = self._hold_beep.next_frame() * _HOLD_BEEP_GAIN
        return self._hold_noise.fill(beep) if self._config.processing.comfort_noise else beep

    def end_hold(self) -> None:
        self._hold_beep = None

    def send(self, near: Samples) -> None:
        """Send 20 ms and record them beside what was pulled. A port that fails does not stop the others."""
        codec = self._codecs.get(self._port.codec)
        rate_hz = codec.sample_rate_hz if codec is not None else self._sent_rate_hz
        if rate_hz != self._sent_rate_hz:
            self._from_desk = StreamResampler(SAMPLE_RATE_HZ, rate_hz)
            self._sent_rate_hz = rate_hz
        pcm = to_pcm(self._from_desk.process(self._fit.process(near)))
        if codec is not None:
            self._transmit(codec.encode(pcm))
        recording = self._recording
        if recording is not None and len(self._said[0]):
            recording.write(self._said, (pcm, rate_hz))

    def _transmit(self, payload: bytes) -> None:
        try:
            self._port.send(payload, samples=_RTP_STEP)
        except OSError:
            self._send_fault_count += 1
            if self._send_fault_count == 1:
                log.warning("sending sound failed", extra={"call_id": self.call_id})
        self._sent_frame_count += 1

    # -- recording

    @property
    def rate_hz(self) -> int:
        """The rate of the call's codec."""
        return self._lane.rate_hz

    @property
    def tap(self) -> RecordingTap | None:
        recording = self._recording
        return recording.tap if recording is not None else None

    def record(self, tap: RecordingTap | None, rate_hz: int = SAMPLE_RATE_HZ) -> None:
        """Record from the next frame on, at ``rate_hz``; None ends it."""
        self._recording = _Recording(tap, rate_hz) if tap is not None else None

    def close(self) -> None:
        self._is_open = False

    # -- figures

    @property
    def far_levels_dbfs(self) -> tuple[float, float]:
        """Peak and RMS of the far party."""
        return self._far_meter.peak_dbfs, self._far_meter.rms_dbfs

    @property
    def spoken_count(self) -> int:
        """Steps of 40 ms in which the far party spoke."""
        return self._speech.spoken_count

    def statistics(self) -> CallAudioStatistics:
        received = self._lane.buffer.statistics()
        return CallAudioStatistics(
            received_count=received.received_count,
            late_count=received.late_count,
            duplicate_count=received.duplicate_count,
            concealed_count=received.concealed_count,
            stretched_count=received.stretched_count,
            shrunk_count=received.shrunk_count,
            resync_count=received.resync_count,
            depth_ms=received.depth_ms,
            target_ms=received.target_ms,
            jitter_ms=received.jitter_ms,
            sent_frame_count=self._sent_frame_count,
            far_rms_dbfs=self._far_meter.rms_dbfs,
        )
