"""The loudspeaker of the room: ring and alerts, never a caller's voice."""

from __future__ import annotations

from batola_desk.audio.devices import AudioDevice, PortAudio
from batola_desk.audio.frames import Samples
from batola_desk.audio.streams import FollowerPlayout


class Loudspeaker:
    """Plays tones on an own card that follows the headset's clock.

    Thread: `open` and `close` belong to the device supervisor, `write` to the audio clock.
    """

    def __init__(self, device: AudioDevice, *, lead_s: float) -> None:
        self.playout = FollowerPlayout(device, lead_s=lead_s)

    def open(self, port_audio: PortAudio) -> None:
        self.playout.open(port_audio)

    def write(self, frame: Samples) -> None:
        self.playout.write(frame)

    def close(self) -> None:
        self.playout.close()
