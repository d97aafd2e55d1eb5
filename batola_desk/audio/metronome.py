"""The beat of chest compressions in the operator's ear, while he and the caller hear each other."""

from __future__ import annotations

from batola_desk.audio.frames import Samples
from batola_desk.audio.tone_player import ToneLoop
from batola_desk.audio.tones import metronome_pattern


class Metronome:
    """Ticks for one call. Nobody on the line hears it, no recording holds it. Source: domain.md §10.

    Thread: the audio clock's; made by the engine's.
    """

    def __init__(self, call_id: str, per_min: int) -> None:
        self.call_id = call_id
        self._loop = ToneLoop(metronome_pattern(per_min), repeat=True)

    def next_frame(self) -> Samples:
        """The next 20 ms."""
        return self._loop.next_frame()
