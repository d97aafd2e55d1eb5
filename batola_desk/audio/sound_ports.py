"""The open devices as the mixer sees them: frames to every ear, one frame from all microphones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from batola_desk.audio.dose import EarLevel
from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.levels import SILENCE_DBFS, LevelMeter
from batola_desk.audio.sidetone import Sidetone
from batola_desk.audio.streams import CaptureStream, FollowerPlayout, PlayoutStream

_SILENCE = silence()


class Role(StrEnum):
    """What a device is for."""

    EAR = "ear"
    MICROPHONE = "microphone"
    LOUDSPEAKER = "loudspeaker"
    SECOND_EAR = "second_ear"
    SECOND_MICROPHONE = "second_microphone"


@dataclass(frozen=True, slots=True)
class OpenStreams:
    """One stream for each role that has a device; replaced as a whole, so a frame sees a consistent set."""

    ear: PlayoutStream | None = None
    microphone: CaptureStream | None = None
    loudspeaker: FollowerPlayout | None = None
    second_ear: PlayoutStream | None = None
    second_microphone: CaptureStream | None = None

    def __iter__(self) -> Iterator[PlayoutStream | CaptureStream]:
        for stream in (
            self.ear, self.microphone, self.loudspeaker, self.second_ear, self.second_microphone
        ):  # fmt: skip
            if stream is not None:
                yield stream


class SoundProbe(Protocol):
    """A sound test that listens and plays beside the mixer; one frame at a time on the audio clock."""

    def hear(self, frame: Samples) -> None: ...

    def next_frame(self, role: Role) -> Samples | None: ...


class DevicePorts:
    """The mixer's `SoundPorts`, with a meter at every device.

    The second headset hears what the ear hears; its microphone is open only if the desk says so.

    Thread: read and write methods belong to the audio clock; ``streams`` is replaced by the device
    supervisor, the other attributes by the engine. Meters are single floats, readable from anywhere.
    """

    def __init__(self, *, is_ear_clock: Callable[[], bool]) -> None:
        self._is_ear_clock = is_ear_clock
        self.streams = OpenStreams()
        self.sidetone: Sidetone | None = None
        self.probe: SoundProbe | None = None
        self.ear_level = EarLevel()
        self._meters = {role: LevelMeter() for role in Role}

    def lend(self, streams: OpenStreams, sidetone: Sidetone | None) -> None:
        """Use these streams from the next frame on. Thread: the device supervisor's."""
        for stream in (streams.microphone, streams.ear):
            if stream is not None:
                stream.sidetone = sidetone
        self.sidetone = sidetone
        self.streams = streams

    def set_sidetone(self, gain: float) -> None:
        """How much of himself the operator hears; only in a headset. Thread: the audio clock's."""
        sidetone = self.sidetone
        if sidetone is not None:
            sidetone.gain = gain

    @property
    def has_loudspeaker(self) -> bool:
        return self.streams.loudspeaker is not None

    def level_dbfs(self, role: Role) -> float | None:
        """What a device plays or hears now; None without a device."""
        if getattr(self.streams, role.value) is None:
            return None
        return max(self._meters[role].rms_dbfs, SILENCE_DBFS)

    def read_microphone(self) -> Samples:
        """20 ms; silence without a microphone."""
        streams, probe = self.streams, self.probe
        frame = streams.microphone.read_frame() if streams.microphone is not None else silence()
        self._meters[Role.MICROPHONE].feed(frame)
        if streams.second_microphone is not None:
            second = streams.second_microphone.read_frame()
            self._meters[Role.SECOND_MICROPHONE].feed(second)
            frame = frame + second
        if probe is not None:
            probe.hear(frame)
        return frame

    def write_ear(self, frame: Samples) -> None:
        """20 ms; dropped without an ear."""
        streams = self.streams
        frame = self._with_probe(frame, Role.EAR)
        self._meters[Role.EAR].feed(frame)
        if streams.ear is not None and self._is_ear_clock():
            self.ear_level.feed(frame)
            streams.ear.write(frame)
        if streams.second_ear is not None:
            second = self._with_probe(frame, Role.SECOND_EAR)
            self._meters[Role.SECOND_EAR].feed(second)
            streams.second_ear.write(second)

    def write_loudspeaker(self, frame: Samples | None) -> None:
        """20 ms, None if nothing sounds; dropped without a loudspeaker."""
        if self.probe is not None:
            frame = self._with_probe(_SILENCE if frame is None else frame, Role.LOUDSPEAKER)
        self._meters[Role.LOUDSPEAKER].feed(_SILENCE if frame is None else frame)
        if self.streams.loudspeaker is not None:
            self.streams.loudspeaker.write(frame)

    def _with_probe(self, frame: Samples, role: Role) -> Samples:
        added = self.probe.next_frame(role) if self.probe is not None else None
        return frame if added is None else (frame + added).clip(-1.0, 1.0)
