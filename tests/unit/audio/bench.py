"""An AudioDesk without devices, driven frame by frame."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from batola_desk.audio.config import AudioConfig, Volumes
from batola_desk.audio.desk import AudioDesk
from batola_desk.audio.events import AudioEvent
from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.g711 import alaw

CODEC = alaw()


@dataclass(frozen=True)
class Packet:
    timestamp: int
    payload: bytes
    arrival_mono_s: float


@dataclass
class FakePort:
    codec: str = "PCMA"
    sent: list[bytes] = field(default_factory=list)
    fails: bool = False

    def send(self, payload: bytes, *, samples: int) -> None:
        assert samples == len(payload) == 160
        if self.fails:
            raise OSError("network is down")
        self.sent.append(payload)

    def heard(self) -> np.ndarray:
        return CODEC.decode(b"".join(self.sent))


@dataclass
class FakeSound:
    """Microphone, ear and loudspeaker as lists of frames."""

    has_loudspeaker: bool = True
    microphone: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    ear: list[Samples] = field(default_factory=list)
    room: list[Samples] = field(default_factory=list)

    def read_microphone(self) -> Samples:
        frame, self.microphone = self.microphone[:160], self.microphone[160:]
        return frame if len(frame) == 160 else silence()

    def write_ear(self, frame: Samples) -> None:
        self.ear.append(frame)

    def write_loudspeaker(self, frame: Samples) -> None:
        self.room.append(frame)

    def ear_peak(self) -> float:
        return float(np.abs(np.concatenate(self.ear)).max())

    def room_peak(self) -> float:
        return float(np.abs(np.concatenate(self.room)).max())


class Bench:
    """An AudioDesk driven by hand."""

    def __init__(self, **config: object) -> None:
        self.now_s = 100.0
        self.events: list[AudioEvent] = []
        volumes = config.pop("volumes", Volumes(ear=1.0, microphone=1.0))
        self.desk = AudioDesk(
            AudioConfig(use_devices=False, volumes=volumes, **config),  # type: ignore[arg-type]
            self.events.append,
            clock=lambda: self.now_s,
        )
        self.sound = FakeSound()
        self.index = 0
        self.rate_hz = 8000

    def sing(self, pcm: np.ndarray) -> None:
        """The operator's microphone takes these 8 kHz samples."""
        self.sound.microphone = pcm.astype(np.float32) / 32768

    def run(self, frame_count: int, feeds: dict[str, np.ndarray] | None = None) -> None:
        for step in range(frame_count):
            for call_id, pcm in (feeds or {}).items():
                payload = CODEC.encode(pcm[step * 160 : step * 160 + 160])
                self.desk.receiver(call_id)(Packet(self.index * 160, payload, self.now_s - 0.005))
            self.desk.tick(self.index, self.sound)
            self.index += 1
            self.now_s += 0.02
