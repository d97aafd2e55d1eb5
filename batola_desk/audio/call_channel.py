"""The sound of one call leg: decode and order what comes, encode and send what goes."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import numpy as np

from batola_desk.audio.events import CallAudioStatistics
from batola_desk.audio.frames import FRAME_SAMPLES, PCM, Clock, Samples, to_pcm
from batola_desk.audio.g711 import G711Codec
from batola_desk.audio.jitter_buffer import JitterBuffer
from batola_desk.audio.levels import LevelMeter
from batola_desk.audio.ports import MediaPort, ReceivedPacket
from batola_desk.audio.recording import RecordingTap
from batola_desk.audio.tone_player import ToneLoop
from batola_desk.audio.tones import hold_beep_pattern

log = logging.getLogger("batola.audio")

_HOLD_BEEP_GAIN = np.float32(0.15)


class CallChannel:
    """One leg between its media port and the mixer.

    Thread: `receive` from the RTP thread; `pull`, `send` from the audio clock.
    """

    def __init__(
        self,
        call_id: str,
        port: MediaPort,
        codecs: Mapping[str, G711Codec],
        *,
        jitter_buffer: JitterBuffer,
        clock: Clock,
    ) -> None:
        if port.codec not in codecs:
            raise ValueError(f"unknown codec {port.codec}")
        self.call_id = call_id
        self.tap: RecordingTap | None = None
        self.first_audio_mono_s: float | None = None
        self._port = port
        self._codecs = codecs
        self._clock = clock
        self._jitter_buffer = jitter_buffer
        self._far_meter = LevelMeter()
        self._hold_beep: ToneLoop | None = None
        self._is_open = True
        self._sent_frame_count = 0
        self._send_fault_count = 0

    def receive(self, packet: ReceivedPacket) -> None:
        """Take one packet; anything undecodable is ignored."""
        codec = self._codecs.get(self._port.codec)
        if not self._is_open or codec is None or not packet.payload:
            return
        self._jitter_buffer.put(packet.timestamp, codec.decode(packet.payload), packet.arrival_mono_s)
        if self.first_audio_mono_s is None:
            self.first_audio_mono_s = self._clock()

    def pull(self) -> Samples:
        """The next 20 ms from the far party."""
        far = self._jitter_buffer.pull(FRAME_SAMPLES)
        self._far_meter.feed(far)
        return far

    def hold_frame(self) -> Samples:
        """What the far party hears while nobody speaks to it."""
        if self._hold_beep is None:
            self._hold_beep = ToneLoop(hold_beep_pattern(), repeat=True)
        return self._hold_beep.next_frame() * _HOLD_BEEP_GAIN

    def end_hold(self) -> None:
        self._hold_beep = None

    def send(self, near: Samples) -> PCM:
        """Send 20 ms; returns what was sent, for the recording. A port that fails does not stop the
        others.
        """
        pcm = to_pcm(near)
        codec = self._codecs.get(self._port.codec)
        if codec is None:
            return pcm
        try:
            self._port.send(codec.encode(pcm), samples=FRAME_SAMPLES)
        except OSError:
            self._send_fault_count += 1
            if self._send_fault_count == 1:
                log.warning("sending sound failed", extra={"call_id": self.call_id})
        self._sent_frame_count += 1
        return pcm

    def close(self) -> None:
        self._is_open = False

    @property
    def far_levels_dbfs(self) -> tuple[float, float]:
        """Peak and RMS of the far party."""
        return self._far_meter.peak_dbfs, self._far_meter.rms_dbfs

    def statistics(self) -> CallAudioStatistics:
        received = self._jitter_buffer.statistics()
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
