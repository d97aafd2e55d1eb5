"""Tells speech from background by energy, and how loud each is. Fed frame by frame, silent about words."""

from __future__ import annotations

import math

import numpy as np

from batola_desk.audio.frames import FRAME_S, Samples
from batola_desk.audio.levels import to_dbfs

_ABOVE_NOISE_DB = 9.0
_SPEECH_MIN_DBFS = -58.0
_NOISE_MIN_DBFS = -75.0  # digital silence tells nothing about the line
_NOISE_START_DBFS = -65.0
_NOISE_START_RISE_DB_S = 60.0
_NOISE_START_FRAMES = round(0.4 / FRAME_S)  # nothing is known yet: find the floor at once
_NOISE_RISE_DB_S = 2.0  # speech rarely lasts so long without a pause that the floor follows it
_NOISE_FALL = 0.2
_QUIET_PART = 0.01  # of the mean power; quieter parts of words say nothing about how loud somebody speaks
_AVERAGE = FRAME_S / 1.0  # one second of speech
_FORGET_DB_S = 3.0
_HEARD_MIN_FRAMES = 15


def rms_dbfs(samples: Samples) -> float:
    """Level of some samples, not below `SILENCE_DBFS`."""
    return to_dbfs(math.sqrt(float(np.dot(samples, samples)) / max(len(samples), 1)))


class SpeechLevel:
    """Follows one voice and its background.

    The floor falls within some frames and rises slowly, so rain or an engine becomes floor and a word stands
    out. Thread: one owner.

    Attributes:
        noise_dbfs: level of the background.
        speech_dbfs: level while somebody speaks (mean power of the last second of speech, near to the active
            level of ITU-T P.56); None until 0.3 s were heard.
        is_speech: whether the last frame was speech.
    """

    def __init__(self) -> None:
        self.noise_dbfs = _NOISE_START_DBFS
        self.speech_dbfs: float | None = None
        self.is_speech = False
        self._heard: list[float] = []
        self._frames_to_start = _NOISE_START_FRAMES

    def feed(self, level_dbfs: float) -> bool:
        """Take the level of one 20 ms frame; returns `is_speech`."""
        floor = max(level_dbfs, _NOISE_MIN_DBFS)
        if floor < self.noise_dbfs:
            self.noise_dbfs += (floor - self.noise_dbfs) * _NOISE_FALL
        else:
            rise_db_s = _NOISE_START_RISE_DB_S if self._frames_to_start > 0 else _NOISE_RISE_DB_S
            self.noise_dbfs = min(floor, self.noise_dbfs + rise_db_s * FRAME_S)
        self._frames_to_start -= floor > _NOISE_MIN_DBFS
        self.is_speech = level_dbfs > max(self.noise_dbfs + _ABOVE_NOISE_DB, _SPEECH_MIN_DBFS)
        if self.is_speech:
            self._average(level_dbfs)
        return self.is_speech

    def _average(self, level_dbfs: float) -> None:
        power = 10.0 ** (level_dbfs / 10.0)
        if self.speech_dbfs is None:
            self._heard.append(power)
            if len(self._heard) == _HEARD_MIN_FRAMES:
                loud = [power for power in self._heard if power > max(self._heard) * _QUIET_PART]
                self.speech_dbfs = 10.0 * math.log10(sum(loud) / len(loud))
            return
        mean = 10.0 ** (self.speech_dbfs / 10.0)
        if power > mean * _QUIET_PART:
            self.speech_dbfs = 10.0 * math.log10(mean + (power - mean) * _AVERAGE)
        else:
            self.speech_dbfs -= _FORGET_DB_S * FRAME_S  # or somebody whispers after a shout
