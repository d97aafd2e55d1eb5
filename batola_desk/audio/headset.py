"""The operator's headset: ear and microphone. The ear is the clock of all sound."""

from __future__ import annotations

from batola_desk.audio.devices import AudioDevice, PortAudio
from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.streams import CaptureStream, PlayoutStream, WakeSignal


class Headset:
    """Both directions of the headset. Either may be missing.

    The two are separate streams, because systems list one USB headset as two devices of different rates.

    Thread: `open` and `close` belong to the device supervisor, the rest to the audio clock.
    """

    def __init__(
        self, ear: AudioDevice | None, microphone: AudioDevice | None, *, lead_s: float, wake: WakeSignal
    ) -> None:
        self.ear = PlayoutStream(ear, lead_s=lead_s, wake=wake) if ear is not None else None
        self.microphone = CaptureStream(microphone) if microphone is not None else None

    def open_ear(self, port_audio: PortAudio) -> None:
        if self.ear is not None:
            self.ear.open(port_audio)

    def open_microphone(self, port_audio: PortAudio) -> None:
        if self.microphone is not None:
            self.microphone.open(port_audio)

    def close(self) -> None:
        for stream in (self.microphone, self.ear):
            if stream is not None:
                stream.close()

    def read_microphone(self) -> Samples:
        """20 ms at 8 kHz; silence without a microphone."""
        return self.microphone.read_frame() if self.microphone is not None else silence()

    def write_ear(self, frame: Samples) -> None:
        """20 ms at 8 kHz; dropped without an ear."""
        if self.ear is not None:
            self.ear.write(frame)
