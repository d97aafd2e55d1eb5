"""Finds sound devices by role. PortAudio is loaded on first use; without it the desk runs on.

Several sound systems show the same headset several times; the first host API of `_HOST_API_ORDER` wins.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batola_desk.audio.config import AudioConfig

log = logging.getLogger("batola.audio")

_HOST_API_ORDER = (
    "Windows WASAPI",
    "JACK Audio Connection Kit",
    "PulseAudio",
    "Core Audio",
    "ALSA",
    "Windows DirectSound",
    "MME",
    "OSS",
)
_NEVER_HOST_APIS = ("Windows WDM-KS",)  # takes a device for itself alone
_HEADSET_WORDS = ("headset", "headphone", "earphone", "hands-free")
_LOUDSPEAKER_WORDS = ("loudspeaker", "speaker", "hdmi", "lineout", "line out")
_OWN_CLIENT = "PortAudio"  # JACK lists our own client too
_JACK_INTERNALS = ("system", "freewheel")


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
    loudspeaker_missing (the configured or a second device is not there, another stands in or the sound goes
    to the headset), open_failed, device_lost (just now, others are being tried), audio_stuck (the driver
    hangs; only a new process helps), not_used (devices are switched off by configuration).
    """

    devices: tuple[AudioDevice, ...] = ()
    ear: AudioDevice | None = None
    microphone: AudioDevice | None = None
    loudspeaker: AudioDevice | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing


class PortAudioMissingError(Exception):
    """The library is not installed or does not start."""


class PortAudio:
    """The PortAudio library behind ``sounddevice``, imported when first needed.

    Thread: one owner; PortAudio itself is not safe to use from several.
    """

    def __init__(self) -> None:
        self._module: Any = None

    @property
    def module(self) -> Any:
        """The ``sounddevice`` module. Raises `PortAudioMissingError`."""
        if self._module is None:
            try:
                import sounddevice
            except (OSError, ImportError) as fault:
                raise PortAudioMissingError(str(fault)) from fault
            self._module = sounddevice
        return self._module

    def release(self) -> None:
        """Let go of the library and its sound servers until the next use. No stream may be open."""
        if self._module is not None and self._module._initialized:
            self._module._terminate()

    def rescan(self) -> None:
        """Let PortAudio look for devices again. No stream may be open."""
        module = self.module
        self.release()
        try:
            module._initialize()
        except module.PortAudioError as fault:
            raise PortAudioMissingError(str(fault)) from fault

    def devices(self) -> tuple[AudioDevice, ...]:
        """Every usable device, in PortAudio's order."""
        module = self.module
        if not module._initialized:
            self.rescan()
        try:
            host_apis = [str(host_api["name"]) for host_api in module.query_hostapis()]
            found = [
                AudioDevice(
                    index=int(entry["index"]),
                    name=str(entry["name"]),
                    host_api=host_apis[int(entry["hostapi"])],
                    input_channel_count=int(entry["max_input_channels"]),
                    output_channel_count=int(entry["max_output_channels"]),
                    sample_rate_hz=float(entry["default_samplerate"]),
                )
                for entry in module.query_devices()
            ]
        except module.PortAudioError as fault:
            raise PortAudioMissingError(str(fault)) from fault
        return tuple(device for device in found if _is_usable(device))

    def default_indexes(self) -> frozenset[int]:
        """The default devices of all host APIs."""
        defaults: set[int] = set()
        for host_api in self.module.query_hostapis():
            defaults.update((int(host_api["default_input_device"]), int(host_api["default_output_device"])))
        return frozenset(defaults)


def _is_usable(device: AudioDevice) -> bool:
    if device.host_api in _NEVER_HOST_APIS:
        return False
    return not (device.host_api.startswith("JACK") and device.name == _OWN_CLIENT)


def _rank(device: AudioDevice) -> int:
    known = device.host_api in _HOST_API_ORDER
    return _HOST_API_ORDER.index(device.host_api) if known else len(_HOST_API_ORDER)


def _named(devices: Iterable[AudioDevice], words: Iterable[str]) -> AudioDevice | None:
    wanted = [word.casefold() for word in words if word]
    return next(
        (device for device in devices if any(word in device.name.casefold() for word in wanted)), None
    )


def _sensible(
    devices: Sequence[AudioDevice], words: Sequence[str], defaults: frozenset[int]
) -> AudioDevice | None:
    """A device whose name fits the role, else a default one, else any that is not JACK's own plumbing."""
    by_name = _named(devices, words)
    if by_name is not None:
        return by_name
    ordinary = [device for device in devices if device.name not in _JACK_INTERNALS] or list(devices)
    default = next((device for device in ordinary if device.index in defaults), None)
    return default or (ordinary[0] if ordinary else None)


def choose_devices(
    devices: Sequence[AudioDevice], defaults: frozenset[int], config: AudioConfig
) -> DeviceReport:
    """Give each role a device and say what is missing. Pure; the decision behind `find_devices`."""
    ordered = sorted(devices, key=_rank)
    outputs = [device for device in ordered if device.output_channel_count > 0]
    inputs = [device for device in ordered if device.input_channel_count > 0]
    missing: list[str] = []

    ear = _named(outputs, (config.headset_name,))
    if ear is None:
        if config.headset_name and outputs:
            missing.append("headset_missing")
        spare = _named(outputs, (config.loudspeaker_name,))
        ear = _sensible([device for device in outputs if device != spare], _HEADSET_WORDS, defaults) or spare

    microphone = _named(inputs, (config.microphone_name or config.headset_name,))
    if microphone is None:
        if config.microphone_name and inputs:
            missing.append("microphone_missing")
        own = [device for device in inputs if ear is not None and device.index == ear.index]
        microphone = own[0] if own else _sensible(inputs, _HEADSET_WORDS, defaults)

    others = [device for device in outputs if ear is not None and device.index != ear.index]
    loudspeaker = _named(others, (config.loudspeaker_name,))
    if loudspeaker is None:
        same_api = [device for device in others if ear is not None and device.host_api == ear.host_api]
        loudspeaker = _sensible(same_api, _LOUDSPEAKER_WORDS, defaults)
        if outputs and (loudspeaker is None or config.loudspeaker_name):
            missing.append("loudspeaker_missing")
    if not outputs:
        missing.insert(0, "no_output")
    if not inputs:
        missing.append("no_input")
    return DeviceReport(tuple(ordered), ear, microphone, loudspeaker, tuple(missing))


def find_devices(port_audio: PortAudio, config: AudioConfig) -> DeviceReport:
    """Ask PortAudio and choose. Never raises for a machine without sound."""
    if not config.use_devices:
        return DeviceReport(missing=("not_used",))
    try:
        return choose_devices(port_audio.devices(), port_audio.default_indexes(), config)
    except PortAudioMissingError:
        return DeviceReport(missing=("portaudio_missing", "no_output", "no_input"))


def hardware_fingerprint() -> Callable[[], object]:
    """A cheap look at the machine's sound hardware that works beside running streams.

    PortAudio only sees new devices after a restart of the library, which would interrupt a call; the
    fingerprint says when that is worth it. It is empty where there is no such look (then only an idle desk
    rescans).
    """
    if sys.platform == "win32":
        import ctypes

        winmm = ctypes.WinDLL("winmm")
        return lambda: (winmm.waveInGetNumDevs(), winmm.waveOutGetNumDevs())
    cards = Path("/proc/asound/cards")
    return lambda: cards.read_text(errors="replace") if cards.exists() else ""
