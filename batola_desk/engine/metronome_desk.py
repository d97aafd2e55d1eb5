"""The beat of chest compressions: begun and ended by the screen, ended with its call. Source: domain.md §10.

Thread: the engine's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.procedures import METRONOME_PER_MIN
from batola_desk.ipc.base import Message
from batola_desk.ipc.sound_messages import MetronomeChanged


class MetronomePort(Protocol):
    """The part of the audio desk that ticks in the operator's ear."""

    def start_metronome(self, call_id: str, per_min: int) -> None: ...

    def stop_metronome(self) -> None: ...


class MetronomeDesk:
    """One beat at a time; the screen is told which call it belongs to."""

    def __init__(self, audio: MetronomePort, send: Callable[[Message], None]) -> None:
        self._audio = audio
        self._send = send
        self.now = MetronomeChanged()

    def start(self, call_id: str, per_min: int, *, is_talking: bool) -> None:
        """Tick for a caller who is in the headset.

        Raises:
            OperatorError: ``call_not_talking``, ``metronome_unusable``.
        """
        slowest, fastest = METRONOME_PER_MIN
        if not slowest <= per_min <= fastest:
            raise OperatorError("metronome_unusable")
        if not is_talking:
            raise OperatorError("call_not_talking")
        self._audio.start_metronome(call_id, per_min)
        self._tell(MetronomeChanged(call_id=call_id, per_min=per_min))

    def stop(self) -> None:
        """Be silent; harmless without a beat."""
        if self.now.call_id:
            self._audio.stop_metronome()
            self._tell(MetronomeChanged())

    def tick(self, *, has_call: Callable[[str], bool]) -> None:
        """A call that is gone needs no beat any more."""
        if self.now.call_id and not has_call(self.now.call_id):
            self.stop()

    def _tell(self, now: MetronomeChanged) -> None:
        self.now = now
        self._send(now)
