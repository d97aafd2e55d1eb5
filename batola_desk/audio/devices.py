"""Finds sound devices by role. PortAudio is loaded on first use; without it the desk runs on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """One device as PortAudio lists it."""

    index: int
    name: str
    host_api: str
    input_channel_count: int
    output_channel_count: int
    sample_rate_hz: float


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What was found and what is missing, for the status strip and ``batola-desk doctor``.

    ``missing`` holds codes: portaudio_missing, no_output, no_input, headset_missing, microphone_missing,
    loudspeaker_missing (the configured name is not there, another device stands in), device_lost, open_failed.
    """

    devices: tuple[AudioDevice, ...] = ()
    ear: AudioDevice | None = None
    microphone: AudioDevice | None = None
    loudspeaker: AudioDevice | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing
