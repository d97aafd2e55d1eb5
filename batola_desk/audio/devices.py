"""Finds sound devices by role.

Several sound systems show the same headset several times; the first host API of `_HOST_API_ORDER` wins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from batola_desk.audio.config import AudioConfig
from batola_desk.audio.port_audio import AudioDevice, PortAudio, PortAudioMissingError

_HOST_API_ORDER = (
    "Windows WASAPI",
    "Windows WDM-KS",  # takes a device for itself alone, so only where WASAPI does not open it
    "Windows DirectSound",
    "MME",
    "JACK Audio Connection Kit",
    "PulseAudio",
    "Core Audio",
    "ALSA",
    "OSS",
)
_HEADSET_WORDS = ("headset", "headphone", "earphone", "hands-free")
_LOUDSPEAKER_WORDS = ("loudspeaker", "speaker", "hdmi", "lineout", "line out")
_JACK_INTERNALS = ("system", "freewheel")
_PSEUDO_DEVICES = ("microsoft sound mapper", "primary sound")  # Windows' names for "the default one"
_MME_NAME_MAX = 31  # MME cuts names there


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What was found and what is missing, for the status strip and ``batola-desk doctor``.

    ``missing`` holds codes: portaudio_missing, no_output, no_input, headset_missing, microphone_missing,
    loudspeaker_missing (the configured or a second device is not there, another stands in or the sound goes
    to the headset), second_headset_missing, open_failed, device_lost (just now, others are being tried),
    audio_stuck (the driver died too often; only a new process helps), not_used (devices are switched off by
    configuration).
    """

    devices: tuple[AudioDevice, ...] = ()
    ear: AudioDevice | None = None
    microphone: AudioDevice | None = None
    loudspeaker: AudioDevice | None = None
    second_ear: AudioDevice | None = None
    second_microphone: AudioDevice | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing


def _rank(device: AudioDevice) -> int:
    known = device.host_api in _HOST_API_ORDER
    return _HOST_API_ORDER.index(device.host_api) if known else len(_HOST_API_ORDER)


def is_headset(device: AudioDevice) -> bool:
    """Told by the words of its name, when nobody named one."""
    return any(word in device.name.casefold() for word in _HEADSET_WORDS)


def is_worn(device: AudioDevice, config: AudioConfig) -> bool:
    """Whether it is on somebody's head and nobody else hears it: by its name or by who set up the desk."""
    is_called_headset = is_headset(device) or _named([device], config.headset_name) is not None
    return is_called_headset and _named([device], config.loudspeaker_name) is None


def unique_devices(devices: Iterable[AudioDevice]) -> tuple[AudioDevice, ...]:
    """Each piece of hardware once, by the best host API that shows it; for lists a person chooses from."""
    shown_by: dict[tuple[str, bool], str] = {}
    chosen: list[AudioDevice] = []
    for device in sorted(devices, key=_rank):
        name = device.name.casefold()
        counts = {True: device.output_channel_count, False: device.input_channel_count}
        keys = [(name[:_MME_NAME_MAX], is_output) for is_output, count in counts.items() if count > 0]
        # Two of one kind in one host API are two; in another host API it is the same once more.
        is_repeated = all(shown_by.get(key, device.host_api) != device.host_api for key in keys)
        if is_repeated or name.startswith(_PSEUDO_DEVICES):
            continue
        shown_by.update((key, device.host_api) for key in keys)
        chosen.append(device)
    return tuple(chosen)


def _is_same_name(one: AudioDevice, other: AudioDevice) -> bool:
    return one.name.casefold()[:_MME_NAME_MAX] == other.name.casefold()[:_MME_NAME_MAX]


def _named(devices: Iterable[AudioDevice], name: str) -> AudioDevice | None:
    """The first device whose name is ``name``, else the first whose name holds it."""
    if not name:
        return None
    wanted = name.casefold()
    listed = list(devices)
    exact = next((device for device in listed if device.name.casefold() == wanted), None)
    return exact or next((device for device in listed if wanted in device.name.casefold()), None)


def _sensible(
    devices: Sequence[AudioDevice], words: Sequence[str], defaults: frozenset[int]
) -> AudioDevice | None:
    """A device whose name fits the role, else a default one, else any that is not JACK's own plumbing."""
    fitting = [device for device in devices if any(word in device.name.casefold() for word in words)]
    if fitting:
        return fitting[0]
    ordinary = [device for device in devices if device.name not in _JACK_INTERNALS] or list(devices)
    default = next((device for device in ordinary if device.index in defaults), None)
    return default or (ordinary[0] if ordinary else None)


def choose_devices(
    devices: Sequence[AudioDevice],
    defaults: frozenset[int],
    config: AudioConfig,
    *,
    refused: Collection[int] = (),
) -> DeviceReport:
    """Give each role a device and say what is missing. Pure; the decision behind `find_devices`.

    Args:
        refused: indexes of devices that did not open just now; the next one takes their place, which may be
            the same hardware in another host API.
    """
    ordered = sorted(devices, key=_rank)
    usable = [device for device in ordered if device.index not in refused]
    outputs = [device for device in usable if device.output_channel_count > 0]
    inputs = [device for device in usable if device.input_channel_count > 0]
    missing: list[str] = []
    if not outputs:
        missing.append("no_output")

    second_ear = _named(outputs, config.second_headset_name)
    second_microphone = _named(inputs, config.second_microphone_name or config.second_headset_name)
    if second_ear is None or not config.second_microphone_on:
        second_microphone = None
    own_outputs = [device for device in outputs if not _is_hardware_of(device, second_ear)]
    own_inputs = [device for device in inputs if not _is_hardware_of(device, second_microphone)]

    ear = _named(own_outputs, config.headset_name)
    if ear is None:
        if config.headset_name and outputs:
            missing.append("headset_missing")
        spare = _named(own_outputs, config.loudspeaker_name)
        others = [device for device in own_outputs if device != spare]
        ear = _sensible(others, _HEADSET_WORDS, defaults) or spare
    if ear is None and second_ear is not None:  # the operator comes before who listens in
        ear, second_ear = second_ear, None

    microphone = _named(own_inputs, config.microphone_name or config.headset_name)
    if microphone is None:
        if config.microphone_name and inputs:
            missing.append("microphone_missing")
        own = [device for device in own_inputs if ear is not None and device.index == ear.index]
        microphone = own[0] if own else _sensible(own_inputs, _HEADSET_WORDS, defaults)
    if microphone is None and second_microphone is not None:
        microphone, second_microphone = second_microphone, None

    loudspeaker = _loudspeaker(own_outputs, ear, defaults, config)
    if outputs and (
        loudspeaker is None
        or (config.loudspeaker_name and _named([loudspeaker], config.loudspeaker_name) is None)
    ):
        missing.append("loudspeaker_missing")
    if config.second_headset_name and second_ear is None:
        missing.append("second_headset_missing")
    if not inputs:
        missing.append("no_input")
    return DeviceReport(
        tuple(ordered), ear, microphone, loudspeaker, second_ear, second_microphone, tuple(missing)
    )


def _loudspeaker(
    outputs: Sequence[AudioDevice],
    ear: AudioDevice | None,
    defaults: frozenset[int],
    config: AudioConfig,
) -> AudioDevice | None:
    others = [device for device in outputs if ear is not None and not _is_hardware_of(device, ear)]
    named = _named(others, config.loudspeaker_name)
    if named is not None:
        return named
    same_api = [device for device in others if ear is not None and device.host_api == ear.host_api]
    return _sensible(same_api, _LOUDSPEAKER_WORDS, defaults)


def _is_hardware_of(device: AudioDevice, other: AudioDevice | None) -> bool:
    """The same entry, or the same name in another host API: one stream there is enough."""
    if other is None:
        return False
    return device.index == other.index or (device.host_api != other.host_api and _is_same_name(device, other))


def find_devices(
    port_audio: PortAudio, config: AudioConfig, *, refused: Collection[int] = ()
) -> DeviceReport:
    """Ask PortAudio and choose. Never raises for a machine without sound."""
    if not config.use_devices:
        return DeviceReport(missing=("not_used",))
    try:
        return choose_devices(port_audio.devices(), port_audio.default_indexes(), config, refused=refused)
    except PortAudioMissingError:
        missing = ("audio_stuck",) if port_audio.is_used_up else ("portaudio_missing",)
        return DeviceReport(missing=(*missing, "no_output", "no_input"))
