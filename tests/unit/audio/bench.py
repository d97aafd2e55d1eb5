"""An AudioDesk without devices, driven frame by frame."""

from __future__ import annotations

import contextlib
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from batola_desk.audio.codec import call_codecs
from batola_desk.audio.config import AudioConfig, SoundProcessing, Volumes
from batola_desk.audio.desk import AudioDesk
from batola_desk.audio.events import AudioEvent
from batola_desk.audio.frames import FRAME_SAMPLES, NARROWBAND_HZ, SAMPLE_RATE_HZ, Samples, silence, to_float
from batola_desk.audio.g711 import alaw
from batola_desk.audio.playback import FilePlayback
from batola_desk.audio.resample import StreamResampler
from tests.support.waiting import until

CODEC = alaw()


def wait_for_sound(playback: FilePlayback) -> None:
    """Until the disk has given the next frame, or all there is: a test plays faster than sound goes."""
    until(lambda: playback._run.is_read or playback._run.ring.available >= FRAME_SAMPLES)


def told_s(path: Path) -> float:
    """How long a growing file says it is; its header follows the sound."""
    with contextlib.suppress(OSError, EOFError, wave.Error), wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()
    return 0.0


@dataclass(frozen=True)
class Packet:
    timestamp: int
    payload: bytes
    arrival_mono_s: float
    codec: str = "PCMA"


@dataclass
class FakePort:
    codec: str = "PCMA"
    sent: list[bytes] = field(default_factory=list)
    fails: bool = False

    def send(self, payload: bytes, *, samples: int) -> None:
        assert samples == len(payload) == 160  # of the RTP clock; true for G.722 as well
        if self.fails:
            raise OSError("network is down")
        self.sent.append(payload)

    def heard(self) -> np.ndarray:
        """What was sent, at the rate of the codec."""
        return call_codecs()[self.codec].decode(b"".join(self.sent))


@dataclass
class FakeSound:
    """Microphone, ear and loudspeaker as lists of frames."""

    has_loudspeaker: bool = True
    microphone: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    ear: list[Samples] = field(default_factory=list)
    room: list[Samples] = field(default_factory=list)
    sidetone: float = 0.0

    def read_microphone(self) -> Samples:
        frame, self.microphone = self.microphone[:FRAME_SAMPLES], self.microphone[FRAME_SAMPLES:]
        return frame if len(frame) == FRAME_SAMPLES else silence()

    def write_ear(self, frame: Samples) -> None:
        self.ear.append(frame)

    def write_loudspeaker(self, frame: Samples | None) -> None:
        self.room.append(silence() if frame is None else frame)

    def set_sidetone(self, gain: float) -> None:
        self.sidetone = gain

    def ear_peak(self) -> float:
        return float(np.abs(np.concatenate(self.ear)).max())

    def room_peak(self) -> float:
        return float(np.abs(np.concatenate(self.room)).max())


PLAIN = SoundProcessing(automatic_gain=False, comfort_noise=False)


class Bench:
    """An AudioDesk driven by hand."""

    def __init__(self, **config: object) -> None:
        self.now_s = 100.0
        self.events: list[AudioEvent] = []
        volumes = config.pop("volumes", Volumes(ear=1.0, microphone=1.0))
        config.setdefault("processing", PLAIN)
        self.desk = AudioDesk(
            AudioConfig(use_devices=False, volumes=volumes, **config),  # type: ignore[arg-type]
            self.events.append,
            clock=lambda: self.now_s,
        )
        self.sound = FakeSound()
        self.index = 0

    def sing(self, pcm: np.ndarray) -> None:
        """The operator's microphone takes these 8 kHz samples."""
        self.sound.microphone = StreamResampler(NARROWBAND_HZ, SAMPLE_RATE_HZ).process(to_float(pcm))

    def run(self, frame_count: int, feeds: dict[str, np.ndarray] | None = None) -> None:
        """Let 20 ms pass again and again; ``feeds`` are what the far parties say in G.711, at 8 kHz."""
        for step in range(frame_count):
            for call_id, pcm in (feeds or {}).items():
                self.receive(call_id, CODEC.encode(pcm[step * 160 : step * 160 + 160]))
            self.step()

    def receive(self, call_id: str, payload: bytes, codec: str = "PCMA") -> None:
        """A packet of the frame that comes next."""
        packet = Packet(self.index * 160, payload, self.now_s - 0.005, codec)
        self.desk.receiver(call_id)(packet)

    def step(self) -> None:
        self.desk.tick(self.index, self.sound)
        self.index += 1
        self.now_s += 0.02
