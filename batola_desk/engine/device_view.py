"""The audio room's devices and meters as the screen is told of them."""

from __future__ import annotations

from collections.abc import Iterable

from batola_desk.audio.devices import DeviceReport, unique_devices
from batola_desk.audio.events import CallAudioStatistics
from batola_desk.audio.levels import SILENCE_DBFS
from batola_desk.audio.port_audio import AudioDevice
from batola_desk.ipc.messages import DeviceStatus, Quality
from batola_desk.telephony.media import MediaStatistics

SILENT_DBFS = -100.0
_FRAMES_PER_S = 100  # the jitter buffer counts steps of 10 ms
_PACKET_MS = 20.0


def device_status(report: DeviceReport, *, clock: str) -> DeviceStatus:
    """Return what is in use, what could be, and what is missing."""
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


class QualityMeter:
    """Turns the counters of one call into figures of the last seconds."""

    def __init__(self) -> None:
        self._lost = self._received = self._concealed = 0
        self._at_s: float | None = None
        self._quality = Quality()

    def read(self, media: MediaStatistics, audio: CallAudioStatistics, now_s: float) -> Quality:
        """Return the figures; loss and concealment are those of the last second."""
        if self._at_s is not None and now_s - self._at_s < 1.0:
            return self._quality
        elapsed_s = now_s - self._at_s if self._at_s is not None else 1.0
        lost, received = media.packets_lost - self._lost, media.packets_received - self._received
        concealed = audio.concealed_count - self._concealed
        self._at_s = now_s
        self._lost, self._received = media.packets_lost, media.packets_received
        self._concealed = audio.concealed_count
        self._quality = Quality(
            loss_percent=round(100.0 * max(lost, 0) / max(lost + received, 1), 1),
            jitter_ms=round(audio.jitter_ms, 1),
            delay_ms=round(audio.depth_ms + _PACKET_MS + (media.round_trip_ms or 0.0) / 2.0, 1),
            concealed_percent=round(min(100.0, 100.0 * max(concealed, 0) / (elapsed_s * _FRAMES_PER_S)), 1),
        )
        return self._quality
