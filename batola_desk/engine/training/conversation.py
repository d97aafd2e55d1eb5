"""How one training caller behaves once somebody has answered. No telephone, no clock: one step is 20 ms."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.frames import FRAME_S, NARROWBAND_HZ, PCM, frame_samples
from batola_desk.engine.training.scenarios import Scenario

_FRAME_SAMPLES = frame_samples(NARROWBAND_HZ)
_VOICE_DBFS = -45.0
_VOICE_MIN_S = 0.5  # the beeps of a hold are shorter
_PAUSE_S = 0.7  # so long a silence ends what the operator says
_REPEATS_MAX = 3
_FIRST_SOUND_S = 8.0
_FIRST_DIGIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Waiting times of a caller in seconds, at normal or fast pace."""

    greeting_s: float = 2.0
    next_line_s: float = 5.0
    last_word_s: float = 2.5
    helpless_s: float = 90.0

    @classmethod
    def fast(cls) -> Patience:
        """For tests and impatient trainers."""
        return cls(greeting_s=0.6, next_line_s=1.0, last_word_s=0.5, helpless_s=10.0)


@dataclass(slots=True)
class _OperatorVoice:
    """Notices when the operator has said something and stopped."""

    voiced_s: float = 0.0
    quiet_s: float = 0.0

    @property
    def is_speaking(self) -> bool:
        return self.voiced_s >= _VOICE_MIN_S

    def feed(self, level_dbfs: float) -> bool:
        """Take 20 ms; True when an utterance has just ended."""
        if level_dbfs > _VOICE_DBFS:
            self.voiced_s += FRAME_S
            self.quiet_s = 0.0
            return False
        self.quiet_s += FRAME_S
        if self.quiet_s < _PAUSE_S:
            return False
        has_ended = self.is_speaking
        self.voiced_s = 0.0
        return has_ended


@dataclass(slots=True)
class Conversation:
    """One call's caller. ``hear`` then ``next_frame``, every 20 ms.

    Attributes:
        wants_to_hang_up: the caller has had enough.
        digits: telephone keys to press now; whoever sends them empties it.
    """

    scenario: Scenario
    sounds: Mapping[str, PCM]
    lines: tuple[str, ...]
    patience: Patience = field(default_factory=Patience)
    wants_to_hang_up: bool = False
    digits: str = ""
    _voice: _OperatorVoice = field(default_factory=_OperatorVoice)
    _saying: PCM | None = None
    _position: int = 0
    _ambience_position: int = 0
    _elapsed_s: float = 0.0
    _waiting_s: float = 0.0
    _repeats: int = 0
    _next_line: int = 0
    _digits_left: deque[str] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._digits_left.extend(self.scenario.digits)

    def hear(self, level_dbfs: float) -> None:
        """Take the level of 20 ms of the operator."""
        self._elapsed_s += FRAME_S
        if self._voice.feed(level_dbfs):
            self._on_operator_finished()
        elif self._saying is None:
            self._waiting_s = 0.0 if self._voice.is_speaking else self._waiting_s + FRAME_S
            self._on_silence()
        if 0.0 < self.scenario.hang_up_after_s <= self._elapsed_s:
            self.wants_to_hang_up = True

    def next_frame(self) -> PCM:
        """Return the next 20 ms of the caller."""
        frame = self._ambience()
        if self._saying is not None:
            part = self._saying[self._position : self._position + _FRAME_SAMPLES]
            frame[: len(part)] += part
            self._position += _FRAME_SAMPLES
            if self._position >= len(self._saying):
                self._saying = None
                self._waiting_s = 0.0
        return np.clip(frame, -32768, 32767).astype(np.int16)

    def _on_operator_finished(self) -> None:
        """The operator stopped speaking: it is the caller's turn."""
        if self._saying is not None:
            return
        self._waiting_s = 0.0
        if self.scenario.silent:
            self._react_silently()
        elif self._next_line < len(self.lines):
            self._say_next()
        elif self.scenario.repeat and self._repeats < _REPEATS_MAX:
            self._repeats += 1
            self._say(self.scenario.repeat)

    def _on_silence(self) -> None:
        """Nobody speaks."""
        if self.scenario.silent:
            self._wait_silently()
            return
        first = self._next_line == 0
        limit_s = self.patience.greeting_s if first else self.patience.next_line_s
        if self._next_line < len(self.lines):
            if self._waiting_s >= limit_s:
                self._say_next()
            return
        # who needs help stays on the line until the operator ends it
        stay_s = self.patience.helpless_s if self.scenario.repeat else self.patience.last_word_s
        if self._waiting_s >= stay_s:
            self.wants_to_hang_up = True

    def _wait_silently(self) -> None:
        """Signs of life come by themselves too, for an operator without a microphone."""
        if self._next_line == 0 and self.lines and self._elapsed_s >= _FIRST_SOUND_S:
            self._say_next()
        elif self._digits_left and self._elapsed_s >= _FIRST_DIGIT_S:
            self.digits += self._digits_left.popleft()

    def _react_silently(self) -> None:
        if self._next_line < len(self.lines):
            self._say_next()
        elif self._digits_left:
            self.digits += self._digits_left.popleft()

    def _say_next(self) -> None:
        self._say(self.lines[self._next_line])
        self._next_line += 1

    def _say(self, name: str) -> None:
        self._saying = self.sounds[name]
        self._position = 0

    def _ambience(self) -> NDArray[np.int32]:
        if not self.scenario.ambience:
            return np.zeros(_FRAME_SAMPLES, np.int32)
        loop = self.sounds[self.scenario.ambience]
        index = (self._ambience_position + np.arange(_FRAME_SAMPLES)) % len(loop)
        self._ambience_position = int(index[-1]) + 1
        gain = 10.0 ** (self.scenario.ambience_db / 20.0)
        frame: NDArray[np.int32] = (loop[index] * gain).astype(np.int32)
        return frame
