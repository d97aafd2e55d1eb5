"""A spoken prompt on its way to one caller; the operator can talk over it."""

from __future__ import annotations

import math
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence, to_float
from batola_desk.audio.levels import to_dbfs
from batola_desk.audio.resample import StreamResampler

LENGTH_S = (0.5, 20.0)
RATES_HZ = (8000, 48000)
LOUDNESS_DBFS = (-35.0, -10.0)  # of the loud parts: softer is lost on the line, louder distorts
_CLIPPED_SHARE = 0.001
_DUCK_GAIN = 0.18  # -15 dB: the caller understands the operator, the prompt goes on underneath
_TALKING_DBFS = -38.0
_HANGOVER_S = 0.4
_STEP_DOWN, _STEP_UP = 0.5, 0.12  # of the way to the wanted gain in each frame


@dataclass(frozen=True, slots=True)
class PromptFault(Exception):
    """A file that cannot be a prompt.

    Attributes:
        reason: unreadable, format, length, too_soft, too_loud.
        found: what the file has instead, in figures that need no language.
    """

    reason: str
    found: str


def load_prompt(path: Path) -> Samples:
    """Read a 16-bit WAV and judge it.

    Raises:
        PromptFault: it would not be understood on the telephone, or is no such file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            rate_hz, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if width != 2 or not 1 <= channels <= 2 or not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
                raise PromptFault("format", f"{8 * width} bit, {rate_hz} Hz, {channels}")
            data = file.readframes(int((LENGTH_S[1] + 1.0) * rate_hz))
    except (OSError, EOFError, RuntimeError, wave.Error) as fault:  # a chunk that lies about its length
        raise PromptFault("unreadable", "WAV?") from fault
    whole = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2").reshape(-1, channels)
    length_s = len(whole) / rate_hz
    if not LENGTH_S[0] <= length_s <= LENGTH_S[1]:
        raise PromptFault("length", f"{length_s:.1f} s")
    mono = to_float(whole.astype(np.int16)).mean(axis=1, dtype=np.float32)
    loudness_dbfs = _loudness_dbfs(mono, rate_hz)
    if loudness_dbfs < LOUDNESS_DBFS[0]:
        raise PromptFault("too_soft", f"{loudness_dbfs:.0f} dBFS")
    if loudness_dbfs > LOUDNESS_DBFS[1] or float(np.mean(np.abs(mono) > 0.995)) > _CLIPPED_SHARE:
        raise PromptFault("too_loud", f"{loudness_dbfs:.0f} dBFS")
    return StreamResampler(rate_hz, SAMPLE_RATE_HZ).process(mono)


def _loudness_dbfs(mono: Samples, rate_hz: int) -> float:
    """RMS of the loudest third, in pieces of 50 ms: pauses do not count."""
    piece = rate_hz // 20
    whole = mono[: len(mono) // piece * piece].reshape(-1, piece)
    energy = np.sort(np.mean(whole**2, axis=1))
    return to_dbfs(math.sqrt(float(np.mean(energy[-max(1, len(energy) // 3) :]))))


class PromptPlayback:
    """Frames of one prompt, softer while the operator speaks.

    Thread: the audio clock's; ``is_finished`` readable from anywhere.
    """

    def __init__(self, call_id: str, name: str, samples: Samples) -> None:
        self.call_id = call_id
        self.name = name
        self._samples = samples
        self._position = 0
        self._gain = 1.0
        self._talks_until = -1.0

    @property
    def is_finished(self) -> bool:
        return self._position >= len(self._samples)

    def next_frame(self, operator: Samples) -> Samples:
        """The next 20 ms, given what the operator says in them."""
        now_s = self._position / SAMPLE_RATE_HZ
        if to_dbfs(math.sqrt(float(np.dot(operator, operator)) / len(operator))) > _TALKING_DBFS:
            self._talks_until = now_s + _HANGOVER_S
        wanted = _DUCK_GAIN if now_s < self._talks_until else 1.0
        before = self._gain
        self._gain += (wanted - before) * (_STEP_DOWN if wanted < before else _STEP_UP)
        part = self._samples[self._position : self._position + FRAME_SAMPLES]
        self._position += FRAME_SAMPLES
        frame = silence()
        frame[: len(part)] = part
        frame *= np.linspace(before, self._gain, FRAME_SAMPLES, dtype=np.float32)
        return frame
