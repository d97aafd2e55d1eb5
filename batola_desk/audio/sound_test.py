"""Sound tests beside the mixer: hear yourself, find a sound that was played, hear one device.

They find the wrong device, a dead microphone, the delay of the sound system and a loudspeaker that is heard
in the headset's microphone. Figures only; what they mean for a person is said in ``ui/labels.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from batola_desk.audio.frames import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence
from batola_desk.audio.levels import to_dbfs
from batola_desk.audio.sound_ports import Role, SoundProbe
from batola_desk.audio.tone_player import ToneLoop
from batola_desk.audio.tones import AlertName, alert_patterns

ECHO_S = 5.0
_SWEEP_S = 1.0
_SWEEP_HZ = (300.0, 3400.0)
_SWEEP_AMPLITUDE = 0.25
_LISTEN_S = 1.0  # LIMIT: a sound system slower than this is no telephone
_EDGE_S = 0.02
_DEAD_DBFS = -75.0  # LIMIT: an open microphone in a quiet room makes more noise than this
_SOFT_DBFS = -45.0
_CLIPPED_SHARE = 0.001
_HEARD_RATIO = 8.0  # of the correlation's peak to its own noise; noise alone reaches 5
_SLOW_MS = 150.0  # Source: ITU-T G.114
_ECHO_DB = -30.0  # a loudspeaker this loud in the microphone comes back to the caller


@dataclass(frozen=True, slots=True)
class SoundFinding:
    """One result. ``code`` is a key of ``ui/labels.py``; values are figures for the text.

    ``level_db``: of the microphone (dBFS) or of what came back against what was played.
    """

    role: Role
    code: str
    level_db: float | None = None
    delay_ms: float | None = None


class SoundTest(SoundProbe, Protocol):
    """A test that ends by itself. Thread: frames on the audio clock, the rest on the engine's thread."""

    @property
    def phase(self) -> str:
        """``recording``, ``playing`` or ``done``."""

    @property
    def progress(self) -> float:
        """0 to 1."""

    def findings(self) -> tuple[SoundFinding, ...]:
        """What was found; once it is done."""


class EchoTest:
    """Records the microphone for five seconds and plays it back into the ear."""

    def __init__(self) -> None:
        self._frames: list[Samples] = []
        self._count = round(ECHO_S / FRAME_S)
        self._played = 0

    @property
    def phase(self) -> str:
        if len(self._frames) < self._count:
            return "recording"
        return "playing" if self._played < self._count else "done"

    @property
    def progress(self) -> float:
        return (len(self._frames) + self._played) / (2 * self._count)

    def hear(self, frame: Samples) -> None:
        if len(self._frames) < self._count:
            self._frames.append(frame.copy())

    def next_frame(self, role: Role) -> Samples | None:
        if role is not Role.EAR or self.phase != "playing":
            return None
        frame = self._frames[self._played]
        self._played += 1
        return frame

    def findings(self) -> tuple[SoundFinding, ...]:
        return (judge_microphone(np.concatenate(self._frames) if self._frames else silence()),)


def judge_microphone(samples: Samples) -> SoundFinding:
    """Whether a person who spoke can be understood."""
    loudness = np.sqrt(np.mean(samples[: len(samples) // 160 * 160].reshape(-1, 160) ** 2, axis=1))
    speech_dbfs = round(to_dbfs(float(np.percentile(loudness, 90))), 1)
    if to_dbfs(float(np.abs(samples).max())) <= _DEAD_DBFS:
        code = "microphone_dead"
    elif float(np.mean(np.abs(samples) >= 0.99)) > _CLIPPED_SHARE:
        code = "microphone_clipped"
    elif speech_dbfs < _SOFT_DBFS:
        code = "microphone_soft"
    else:
        code = "microphone_good"
    return SoundFinding(Role.MICROPHONE, code, level_db=speech_dbfs)


class LoopTest:
    """Plays a sweep on each output in turn and looks for it in the microphone."""

    def __init__(self, outputs: Sequence[Role]) -> None:
        self._outputs = tuple(outputs)
        self._sweep = sweep()
        self._frames_each = round((_SWEEP_S + _LISTEN_S) / FRAME_S)
        self._heard: list[Samples] = []  # read and written by the audio clock until it is done

    @property
    def phase(self) -> str:
        return "playing" if len(self._heard) < self._frames_each * len(self._outputs) else "done"

    @property
    def progress(self) -> float:
        return len(self._heard) / max(1, self._frames_each * len(self._outputs))

    def hear(self, frame: Samples) -> None:
        """Called once in each frame, before `next_frame`: it counts the time."""
        if self.phase != "done":
            self._heard.append(frame.copy())

    def next_frame(self, role: Role) -> Samples | None:
        now = len(self._heard) - 1
        if now < 0 or self.phase == "done" or self._outputs[now // self._frames_each] is not role:
            return None
        start = now % self._frames_each * FRAME_SAMPLES
        part = self._sweep[start : start + FRAME_SAMPLES]
        return part if len(part) == FRAME_SAMPLES else None

    def findings(self) -> tuple[SoundFinding, ...]:
        if self.phase != "done":
            return ()
        heard = np.concatenate(self._heard)
        if to_dbfs(float(np.abs(heard).max())) <= _DEAD_DBFS:  # in all parts: a noise gate may close in one
            return (SoundFinding(Role.MICROPHONE, "microphone_dead"),)
        parts = heard.reshape(len(self._outputs), -1)
        return tuple(
            judge_loop(role, self._sweep, part) for role, part in zip(self._outputs, parts, strict=True)
        )


def judge_loop(role: Role, played: Samples, heard: Samples) -> SoundFinding:
    """Find ``played`` in ``heard``, which begins with the same frame."""
    size = 1 << (len(heard) + len(played) - 1).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    match = np.abs(np.fft.irfft(spectrum, size)[: len(heard) - len(played) + 1])
    lag = int(np.argmax(match))
    noise = float(np.sqrt(np.mean(np.delete(match, _around(lag, len(match))) ** 2)))
    if match[lag] < max(_HEARD_RATIO * noise, 1e-6):
        return SoundFinding(role, "echo_none" if role is Role.LOUDSPEAKER else "loop_silent")
    level_db = round(20.0 * math.log10(float(match[lag]) / float(np.dot(played, played))), 1)
    delay_ms = round(lag / SAMPLE_RATE_HZ * 1000.0, 1)
    if role is Role.LOUDSPEAKER:
        code = "echo_strong" if level_db > _ECHO_DB else "echo_weak"
    else:
        code = "loop_slow" if delay_ms > _SLOW_MS else "loop_good"
    return SoundFinding(role, code, level_db=level_db, delay_ms=delay_ms)


def _around(lag: int, length: int) -> range:
    """Places that belong to the peak and not to the noise: 20 ms."""
    reach = FRAME_SAMPLES
    return range(max(0, lag - reach), min(length, lag + reach))


def sweep() -> Samples:
    """A tone that rises through the telephone band: one sharp peak when it is found again."""
    low_hz, high_hz = _SWEEP_HZ
    time_s = np.arange(round(_SWEEP_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    growth = np.log(high_hz / low_hz)
    phase = 2.0 * np.pi * low_hz * _SWEEP_S / growth * (np.exp(time_s / _SWEEP_S * growth) - 1.0)
    edge = round(_EDGE_S * SAMPLE_RATE_HZ)
    wave = np.sin(phase) * _SWEEP_AMPLITUDE
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
    wave[:edge] *= rise
    wave[-edge:] *= rise[::-1]
    samples: Samples = wave.astype(np.float32)
    return samples


class ToneTest:
    """Plays an alert on one device, so that a person hears which one it is."""

    def __init__(self, role: Role) -> None:
        self._role = role
        self._loop = ToneLoop(alert_patterns()[AlertName.P3_NEW], repeat=False)
        self._count = 0

    @property
    def phase(self) -> str:
        return "done" if self._loop.is_finished else "playing"

    @property
    def progress(self) -> float:
        return 1.0 if self._loop.is_finished else 0.5

    def hear(self, frame: Samples) -> None:
        """The ear decides, not the microphone."""

    def next_frame(self, role: Role) -> Samples | None:
        if role is not self._role or self._loop.is_finished:
            return None
        frame: Samples = self._loop.next_frame() * np.float32(_SWEEP_AMPLITUDE)
        return frame

    def findings(self) -> tuple[SoundFinding, ...]:
        return (SoundFinding(self._role, "tone_played"),)
