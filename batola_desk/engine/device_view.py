"""The audio room's devices and levels as the screen is told of them."""

from __future__ import annotations

from collections.abc import Iterable

from batola_desk.audio.devices import DeviceReport, unique_devices
from batola_desk.audio.levels import SILENCE_DBFS
from batola_desk.audio.port_audio import AudioDevice
from batola_desk.ipc.messages import DeviceStatus

SILENT_DBFS = -100.0


def device_status(report: DeviceReport, *, clock: str) -> DeviceStatus:
    """Return what is in use, what could be, and what is missing."""
    if report == DeviceReport():
        return DeviceStatus()  # nobody has looked yet: a start is no loss of the headset
    problems = list(report.missing)
    if report.ear is None:
        problems.insert(0, "no_headset")
    if report.microphone is None:
        problems.append("no_microphone")
    devices = unique_devices(report.devices)
    return DeviceStatus(
        headset_output=_name(report.ear),
        headset_input=_name(report.microphone),
        loudspeaker=_name(report.loudspeaker),
        second_headset=_name(report.second_ear),
        second_microphone=_name(report.second_microphone),
        available_outputs=_names(device for device in devices if device.output_channel_count > 0),
        available_inputs=_names(device for device in devices if device.input_channel_count > 0),
        problems=tuple(dict.fromkeys(problems)),
        clock="device" if clock == "headset" else "fallback",
    )


def _name(device: AudioDevice | None) -> str:
    return device.name if device is not None else ""


def _names(devices: Iterable[AudioDevice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(device.name for device in devices))


def shown_dbfs(level_dbfs: float) -> float:
    """The audio room's silence is the screen's −100."""
    return SILENT_DBFS if level_dbfs <= SILENCE_DBFS else round(level_dbfs, 1)
