"""PortAudio streams whose callbacks copy and count, nothing else.

The sound cards run at their own rates; conversion to and from 16 kHz happens on the audio clock's thread.
"""

from __future__ import annotations

import _thread
import time
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.frames import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence
from batola_desk.audio.port_audio import AudioDevice, PortAudio
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.sample_ring import SampleRing
from batola_desk.audio.sidetone import Sidetone
from batola_desk.audio.time_scale import TimeScale

_RING_S = 0.5
_LEAD_STEP_S = 0.005
_LEAD_MAX_S = 0.080
_SPARE_WINDOW_FRAMES = 100
_SCALE = TimeScale(SAMPLE_RATE_HZ)


class WakeSignal:
    """Wakes the clock thread from a callback without ever blocking the callback.

    SAFETY: a plain lock as a binary signal. Only the clock acquires it. The callback and the device
    supervisor release it; where both do at once, one of them is too late, and it is woken all the same.
    """

    def __init__(self) -> None:
        self._lock = _thread.allocate_lock()
        self._lock.acquire()

    def notify(self) -> None:
        if self._lock.locked():
            with suppress(RuntimeError):  # out of a callback it would end the stream
                self._lock.release()

    def wait(self, timeout_s: float) -> bool:
        return self._lock.acquire(timeout=timeout_s)


class PlayoutStream:
    """One output device, fed by the audio clock through a ring.

    Shape: ``outdata`` is (frames, channels) float32; mono is copied to every channel.
    Thread: ``callback`` belongs to PortAudio: no lock that can block, no log; copy and count. `write`
    belongs to the audio clock, `open` and `close` to the device supervisor.
    """

    def __init__(self, device: AudioDevice, *, lead_s: float, wake: WakeSignal | None = None) -> None:
        self.device = device
        self.sample_rate_hz = device.sample_rate_hz
        self._ring = SampleRing(int(_RING_S * self.sample_rate_hz))
        self._resampler = StreamResampler(SAMPLE_RATE_HZ, self.sample_rate_hz)
        self._lead = int(lead_s * self.sample_rate_hz)
        self._lead_max = int(_LEAD_MAX_S * self.sample_rate_hz)
        self._wake = wake
        self._stream: Any = None
        self.sidetone: Sidetone | None = None
        self._absorbed = 0  # lost samples that are paid back or became lead
        self._answered = 0  # lost samples that already had their say in the lead
        self.consumed_count = 0  # device samples asked for so far, written by the callback
        self.moved_mono_s = 0.0
        self.wake_at_count = 0  # see `ClockSource`, written by the audio clock
        self.missing_count = 0  # of these, how many we did not have
        self.underrun_count = 0
        self.callback_count = 0
        self.block_max = 0

    def open(self, port_audio: PortAudio) -> None:
        """Start playing. Raises ``sounddevice.PortAudioError`` if the device refuses."""
        self._ring.push(silence(self._lead))
        self._stream = port_audio.module.OutputStream(
            channels=min(2, self.device.output_channel_count),
            callback=self.callback,
            **port_audio.stream_settings(self.device),
        )
        self._stream.start()

    @property
    def is_active(self) -> bool:
        return self._stream is not None and bool(self._stream.active)

    @property
    def lead_s(self) -> float:
        return self._lead / self.sample_rate_hz

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def callback(self, outdata: NDArray[np.float32], frames: int, _time: object, _status: object) -> None:
        mono = outdata[:, 0]
        filled = self._ring.pop_into(mono)
        if filled < frames:
            mono[filled:] = 0.0  # silence, never stale samples
            self.missing_count += frames - filled
            self.underrun_count += 1
        sidetone = self.sidetone
        if sidetone is not None:
            sidetone.add_to(mono)
        if outdata.shape[1] > 1:
            outdata[:, 1:] = outdata[:, :1]
        self.consumed_count += frames
        self.callback_count += 1
        self.block_max = max(self.block_max, frames)
        if self._wake is not None:
            self.moved_mono_s = time.monotonic()
            if self.consumed_count >= self.wake_at_count:
                self._wake.notify()

    def write(self, frame: Samples) -> None:
        """Queue 20 ms. Time that was lost to an underrun is left out again, so the delay does not grow."""
        samples = self._resampler.process(frame)
        missing = self.missing_count
        if missing > self._answered:
            self._raise_lead(missing - self._absorbed)
            self._answered = missing
        surplus = missing - self._absorbed
        if surplus > 0 and self._ring.available + len(samples) > self._lead // 2:
            skipped = min(surplus, len(samples))
            self._absorbed += skipped
            samples = samples[skipped:]
        self._ring.push(samples)

    def start_over(self) -> None:
        """The clock begins or begins anew: restore the lead, forget what was lost before. Clock's thread."""
        self._absorbed = self._answered = self.missing_count
        self._ring.push(silence(max(0, self._lead - self._ring.available)))

    def _raise_lead(self, lost: int) -> None:
        """Keep part of the lost time as more lead: this device or machine needs it."""
        wanted = max(self._lead, int(FRAME_S * self.sample_rate_hz) + self.block_max)
        step = max(wanted - self._lead, int(_LEAD_STEP_S * self.sample_rate_hz))
        step = min(step, lost, self._lead_max - self._lead)
        if step > 0:
            self._lead += step
            self._absorbed += step


class FollowerPlayout(PlayoutStream):
    """An output that is not the clock: its card runs a little faster or slower than the headset's.

    It only plays tones with pauses, so it is topped up in silence and trimmed in silence.
    """

    def __init__(self, device: AudioDevice, *, lead_s: float) -> None:
        super().__init__(device, lead_s=lead_s)
        self._silence = silence(round(FRAME_S * self.sample_rate_hz))
        self._is_flushed = False  # the resampler holds nothing of the last tone any more

    def write(self, frame: Samples | None) -> None:
        """Queue 20 ms; None is silence, which needs no conversion."""
        if frame is None and self._is_flushed:
            samples = self._silence
        else:
            samples = self._resampler.process(silence() if frame is None else frame)
        self._is_flushed = frame is None
        low = self._lead // 2
        if self._ring.available < low:
            self._ring.push(silence(self._lead - self._ring.available))
        if self._ring.available >= self._lead and (frame is None or not np.any(frame)):
            return  # queued silence would only make the next ring late
        self._ring.push(samples)


class VoiceFollower(PlayoutStream):
    """An output that is not the clock and carries speech: the second headset.

    What its card plays too slowly is left out by whole pitch periods; what it plays too fast is silence once
    in a while.
    """

    def __init__(self, device: AudioDevice, *, lead_s: float) -> None:
        super().__init__(device, lead_s=lead_s)
        self._spare_min = self._ring.capacity
        self._window = 0
        self._held: Samples = silence(0)  # collected until a period can be found in it
        self._is_trimming = False
        self.dropped_period_count = 0

    def write(self, frame: Samples) -> None:
        available = self._ring.available
        if available == 0:
            self._ring.push(silence(self._lead))
        self._spare_min = min(self._spare_min, available)
        self._window += 1
        if self._window >= _SPARE_WINDOW_FRAMES:
            self._is_trimming = self._spare_min > self._lead
            self._window, self._spare_min = 0, self._ring.capacity
        if self._is_trimming:
            self._held = np.concatenate([self._held, frame])
            if len(self._held) < _SCALE.drop_input:
                return
            frame, _, _ = _SCALE.drop_period(self._held)
            self._held, self._is_trimming = silence(0), False
            self.dropped_period_count += 1
        self._ring.push(self._resampler.process(frame))


class CaptureStream:
    """The microphone, at 16 kHz for the audio clock.

    Its card may drift against the clock: if 20 ms or more lie unused for two seconds, one pitch period is
    left out; if there is not enough, one frame of silence restores the reserve.

    Thread: ``callback`` belongs to PortAudio, `read_frame` to the audio clock.
    """

    def __init__(self, device: AudioDevice) -> None:
        self.device = device
        self.sample_rate_hz = device.sample_rate_hz
        self._ring = SampleRing(int(_RING_S * self.sample_rate_hz))
        self._scratch = silence(self._ring.capacity)
        self._resampler = StreamResampler(self.sample_rate_hz, SAMPLE_RATE_HZ)
        self._waiting: Samples = silence(0)
        self._is_primed = False
        self._spare_min = _RING_S * SAMPLE_RATE_HZ
        self._window = 0
        self._stream: Any = None
        self.sidetone: Sidetone | None = None
        self.captured_count = 0
        self.overrun_count = 0
        self.starved_count = 0
        self.dropped_period_count = 0
        self.block_max = 0

    def open(self, port_audio: PortAudio) -> None:
        """Start listening. Raises ``sounddevice.PortAudioError`` if the device refuses."""
        self._stream = port_audio.module.InputStream(
            channels=1, callback=self.callback, **port_audio.stream_settings(self.device)
        )
        self._stream.start()

    @property
    def is_active(self) -> bool:
        return self._stream is not None and bool(self._stream.active)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def callback(self, indata: NDArray[np.float32], frames: int, _time: object, _status: object) -> None:
        if self._ring.push(indata[:, 0]) < frames:
            self.overrun_count += 1
        sidetone = self.sidetone
        if sidetone is not None:
            sidetone.feed(indata[:, 0])
        self.captured_count += frames
        self.block_max = max(self.block_max, frames)

    def read_frame(self) -> Samples:
        """The next 20 ms; silence until enough has come."""
        count = self._ring.pop_into(self._scratch)
        if count:
            fresh = self._resampler.process(self._scratch[:count])
            self._waiting = np.concatenate([self._waiting, fresh])
        if len(self._waiting) > 4 * FRAME_SAMPLES:  # a stall: the newest speech matters
            self._waiting = self._waiting[-2 * FRAME_SAMPLES :]
        if not self._is_primed:
            block = int(self.block_max * SAMPLE_RATE_HZ / self.sample_rate_hz)
            reserve = FRAME_SAMPLES + min(block, FRAME_SAMPLES)
            if len(self._waiting) < reserve:
                return silence()
            self._waiting = self._waiting[-reserve:]
            self._is_primed = True
        if len(self._waiting) < FRAME_SAMPLES:
            self.starved_count += 1
            self._is_primed = False
            return silence()
        self._trim()
        frame, self._waiting = self._waiting[:FRAME_SAMPLES], self._waiting[FRAME_SAMPLES:]
        return frame

    def _trim(self) -> None:
        self._spare_min = min(self._spare_min, len(self._waiting) - FRAME_SAMPLES)
        self._window += 1
        if self._window < _SPARE_WINDOW_FRAMES:
            return
        if self._spare_min >= FRAME_SAMPLES and len(self._waiting) >= _SCALE.drop_input:
            self._waiting, _, _ = _SCALE.drop_period(self._waiting)
            self.dropped_period_count += 1
        self._window = 0
        self._spare_min = _RING_S * SAMPLE_RATE_HZ
