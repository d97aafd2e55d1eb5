"""Turns the microphone down while the operator is silent, for rooms that are never quiet. Off by default."""

from __future__ import annotations

from batola_desk.audio.frames import FRAME_S, Samples
from batola_desk.audio.gain import GainRamp
from batola_desk.audio.speech_level import SpeechLevel

_CLOSED_DB = -15.0  # not silence: the caller must hear that somebody is there
_HOLD_FRAMES = round(0.3 / FRAME_S)  # the ends of words
_OPEN_DB_S = 15.0 / FRAME_S  # within the frame that begins a word
_CLOSE_DB_S = 60.0


class NoiseGate:
    """Opens within the first frame of speech, closes 0.3 s after the last one.

    Thread: `process` belongs to the audio clock; ``enabled`` may be set from anywhere.
    """

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self._ramp = GainRamp()
        self._quiet_frames = 0

    def process(self, frame: Samples, voice: SpeechLevel) -> Samples:
        """One frame of the voice that ``voice`` follows."""
        self._quiet_frames = 0 if voice.is_speech else self._quiet_frames + 1
        is_closed = self.enabled and self._quiet_frames > _HOLD_FRAMES
        return self._ramp.apply(
            frame, _CLOSED_DB if is_closed else 0.0, up_db_s=_OPEN_DB_S, down_db_s=_CLOSE_DB_S
        )
