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

_AHEAD_S = 1.0
_CHUNK_S = 0.1
_POLL_S = 0.02


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
        self._read_all = False
        self._paused = False
        self._start_s = 0.0
        self._played = 0
        self._ring = SampleRing(int(_AHEAD_S * SAMPLE_RATE_HZ))
        self.seek(start_s)
        self._thread = threading.Thread(target=self._read_ahead, name="batola-playback")
        self._thread.start()

    @property
    def position_s(self) -> float:
        return self._start_s + self._played / SAMPLE_RATE_HZ

    @property
    def is_paused(self) -> bool:
        return self._paused

    @property
    def is_finished(self) -> bool:
        return self._read_all and self._ring.available == 0

    def set_paused(self, *, paused: bool) -> None:
        self._paused = paused

    def seek(self, position_s: float) -> None:
        """Go on from ``position_s``, clamped to the file."""
        position_s = min(max(position_s, 0.0), self.duration_s)
        with self._lock:
            self._wave.setpos(int(position_s * self._rate_hz))
            self._resampler = StreamResampler(self._rate_hz, SAMPLE_RATE_HZ)
            self._ring = SampleRing(self._ring.capacity)
            self._start_s, self._played, self._read_all = position_s, 0, False

    def next_frame(self) -> Samples:
        """The next 20 ms; silence while paused or when the disk is slow."""
        frame = silence()
        if not self._paused:
            self._played += self._ring.pop_into(frame)
        return frame

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._wave.close()

    def _read_ahead(self) -> None:
        chunk = int(_CHUNK_S * self._rate_hz)
        while not self._stop.wait(0.0 if self._fill(chunk) else _POLL_S):
            pass

    def _fill(self, chunk: int) -> bool:
        with self._lock:
            space = self._ring.capacity - self._ring.available
            if self._read_all or space < int(_CHUNK_S * SAMPLE_RATE_HZ) + FRAME_SAMPLES:
                return False
            data = self._wave.readframes(chunk)
            channels = np.frombuffer(data, "<i2").reshape(-1, self._wave.getnchannels())
            mono = to_float(channels.astype(np.int16)).sum(axis=1, dtype=np.float32)
            self._ring.push(self._resampler.process(np.clip(mono, -1.0, 1.0)))
            self._read_all = len(channels) < chunk
            return True
