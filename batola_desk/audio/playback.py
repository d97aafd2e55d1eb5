"""Plays a recording into the headset: read ahead by its own thread, so the audio clock never waits for a
disk.
"""

from __future__ import annotations

import threading
import wave
from pathlib import Path

import numpy as np

from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence, to_float
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.sample_ring import SampleRing
from batola_desk.audio.slow_speech import SPEED_MAX, SPEED_MIN, SpeechStretcher

_AHEAD_S = 1.0
_CHUNK_S = 0.1
_POLL_S = 0.02


class _Run:
    """Playing from one place at one speed. A seek begins another, so the audio clock never meets half of
    one.
    """

    def __init__(self, start_s: float, speed: float, file_rate_hz: int) -> None:
        self.start_s = start_s
        self.speed = speed
        self.played = 0
        self.is_read = False
        self.ring = SampleRing(int(_AHEAD_S * SAMPLE_RATE_HZ))
        self._resampler = StreamResampler(file_rate_hz, SAMPLE_RATE_HZ)
        self._stretcher = SpeechStretcher(SAMPLE_RATE_HZ, speed)

    @property
    def position_s(self) -> float:
        return self.start_s + self.played * self.speed / SAMPLE_RATE_HZ

    @property
    def has_space(self) -> bool:
        """Whether another chunk fits, however slow it is played."""
        space = self.ring.capacity - self.ring.available
        return space >= int(_CHUNK_S * SAMPLE_RATE_HZ / self.speed) + 4 * FRAME_SAMPLES

    def push(self, mono: Samples, *, is_last: bool) -> None:
        """Take what was read from the file."""
        sound = self._stretcher.process(self._resampler.process(mono))
        if is_last:
            sound = np.concatenate([sound, self._stretcher.finish()])
        self.ring.push(sound)
        self.is_read = is_last


class FilePlayback:
    """One 16-bit WAV of any rate, its channels mixed to mono. Also plays a recording that still grows.

    Thread: controls from one thread, `next_frame` from the audio clock.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is not a 16-bit WAV.
    """

    def __init__(self, path: Path, *, start_s: float = 0.0) -> None:
        self.path = path
        try:
            self._wave = wave.open(str(path), "rb")  # noqa: SIM115  (closed by `close`)
        except (wave.Error, EOFError) as fault:
            raise ValueError(f"not a WAV file: {path.name}") from fault
        if self._wave.getsampwidth() != 2:
            self._wave.close()
            raise ValueError(f"not a 16-bit WAV file: {path.name}")
        self._rate_hz = self._wave.getframerate()
        self.duration_s = self._wave.getnframes() / self._rate_hz
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._paused = False
        self._run = _Run(0.0, 1.0, self._rate_hz)
        self.seek(start_s)
        self._thread = threading.Thread(target=self._read_ahead, name="batola-playback")
        self._thread.start()

    @property
    def position_s(self) -> float:
        return min(self._run.position_s, self.duration_s)

    @property
    def speed(self) -> float:
        return self._run.speed

    @property
    def is_paused(self) -> bool:
        return self._paused

    @property
    def is_finished(self) -> bool:
        run = self._run
        return run.is_read and run.ring.available == 0

    def set_paused(self, *, paused: bool) -> None:
        self._paused = paused

    def set_speed(self, speed: float) -> None:
        """Go on from here slower or faster, pitch kept; clamped to what can be understood."""
        self._begin(self.position_s, min(max(speed, SPEED_MIN), SPEED_MAX))

    def seek(self, position_s: float) -> None:
        """Go on from ``position_s``, clamped to the file."""
        self._begin(position_s, self._run.speed)

    def next_frame(self) -> Samples:
        """The next 20 ms; silence while paused or when the disk is slow."""
        frame = silence()
        if not self._paused:
            run = self._run
            run.played += run.ring.pop_into(frame)
        return frame

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._wave.close()

    def _begin(self, position_s: float, speed: float) -> None:
        position_s = min(max(position_s, 0.0), self.duration_s)
        with self._lock:
            self._wave.setpos(min(int(position_s * self._rate_hz), self._wave.getnframes()))
            self._run = _Run(position_s, speed, self._rate_hz)

    def _read_ahead(self) -> None:
        chunk = int(_CHUNK_S * self._rate_hz)
        while not self._stop.wait(0.0 if self._fill(chunk) else _POLL_S):
            pass

    def _fill(self, chunk: int) -> bool:
        with self._lock:
            run = self._run
            if run.is_read or not run.has_space:
                return False
            data = self._wave.readframes(chunk)
            channels = np.frombuffer(data, "<i2").reshape(-1, self._wave.getnchannels())
            mono = to_float(channels.astype(np.int16)).sum(axis=1, dtype=np.float32)
            run.push(np.clip(mono, -1.0, 1.0), is_last=len(channels) < chunk)
            return True
