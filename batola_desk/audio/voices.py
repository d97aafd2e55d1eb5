"""What is done to a voice on its way: the far party's towards the ear, the operator's towards the line."""

from __future__ import annotations

from batola_desk.audio.comfort_noise import ComfortNoise
from batola_desk.audio.config import SoundProcessing
from batola_desk.audio.frames import Samples
from batola_desk.audio.gain import AutomaticGain
from batola_desk.audio.noise_gate import NoiseGate
from batola_desk.audio.speech_level import SpeechLevel, rms_dbfs


class FarVoice:
    """One far party: its background fills the holes, its level is evened out for the ear.

    Thread: the audio clock's; `use` and ``boost`` from the engine are single values.
    """

    def __init__(self, processing: SoundProcessing) -> None:
        self._level = SpeechLevel()
        self._gain = AutomaticGain(enabled=processing.automatic_gain)
        self._fills = processing.comfort_noise

    def use(self, processing: SoundProcessing) -> None:
        self._gain.enabled = processing.automatic_gain
        self._fills = processing.comfort_noise

    @property
    def boost(self) -> bool:
        return self._gain.boost

    @boost.setter
    def boost(self, on: bool) -> None:
        self._gain.boost = on

    @property
    def gain_db(self) -> float:
        """What the ear gets more than the line."""
        return self._gain.gain_db

    @property
    def noise_dbfs(self) -> float:
        """How loud the line is while nobody speaks."""
        return self._level.noise_dbfs

    def take(self, frame: Samples, noise: ComfortNoise, *, was_invented: bool) -> Samples:
        """A frame at the call's rate, as everybody may hear it."""
        if was_invented:
            self._level.is_speech = False
            return noise.fill(frame) if self._fills else frame
        level_dbfs = rms_dbfs(frame)
        self._level.feed(level_dbfs)
        noise.learn(frame, level_dbfs, self._level.noise_dbfs)
        return frame

    def for_ear(self, frame: Samples) -> Samples:
        """The frame that `take` gave last, at the mixer's rate, as the operator hears it."""
        return self._gain.process(frame, self._level)


class NearVoice:
    """The operator's microphone. Thread: the audio clock's; `use` from the engine sets single values."""

    def __init__(self, processing: SoundProcessing) -> None:
        self._level = SpeechLevel()
        self._gate = NoiseGate(enabled=processing.noise_gate)
        self._gain = AutomaticGain(enabled=processing.microphone_gain)

    def use(self, processing: SoundProcessing) -> None:
        self._gate.enabled = processing.noise_gate
        self._gain.enabled = processing.microphone_gain

    def take(self, frame: Samples) -> Samples:
        """A frame of the microphone, as everybody may hear it."""
        self._level.feed(rms_dbfs(frame))
        return self._gain.process(self._gate.process(frame, self._level), self._level)
