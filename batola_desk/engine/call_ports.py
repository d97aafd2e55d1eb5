"""What the calls of the desk need from outside: two clocks and the sound side."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from batola_desk.audio.events import AudioLevels, CallAudioStatistics
from batola_desk.audio.ports import MediaPort, ReceivedPacket
from batola_desk.audio.routing import Routing
from batola_desk.engine.ringing import TonePort
from batola_desk.telephony.watch import sleep_clock_s


@dataclass(frozen=True, slots=True)
class Clocks:
    """The times of the engine: wall time for facts, monotonic for waiting, and one that counts sleep, too."""

    now_us: Callable[[], int] = lambda: time.time_ns() // 1000
    mono_s: Callable[[], float] = time.monotonic
    with_sleep_s: Callable[[], float] = sleep_clock_s


class CallAudio(TonePort, Protocol):
    """The part of the audio desk that carries calls."""

    def add_call(self, call_id: str, media_port: MediaPort) -> None: ...

    def remove_call(self, call_id: str) -> None: ...

    def receiver(self, call_id: str) -> Callable[[ReceivedPacket], None]: ...

    def set_routing(self, routing: Routing) -> None: ...

    def set_muted(self, *, muted: bool) -> None: ...

    def start_recording(self, call_id: str, path: Path) -> None: ...

    def levels(self) -> AudioLevels: ...

    def spoken_count(self, call_id: str) -> int: ...

    def statistics(self, call_id: str) -> CallAudioStatistics: ...
