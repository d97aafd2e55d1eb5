"""Keeps the best devices open: finds them, notices when they vanish, returns to them when they are back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from batola_desk.audio.clock import AudioClock
from batola_desk.audio.config import AudioConfig
from batola_desk.audio.devices import DeviceReport, find_devices, is_headset, is_worn
from batola_desk.audio.driver_thread import DriverStuckError, DriverThread
from batola_desk.audio.hardware_watch import HardwareWatch, hardware_watch
from batola_desk.audio.port_audio import AudioDevice, PortAudio, PortAudioMissingError
from batola_desk.audio.sidetone import Sidetone
from batola_desk.audio.sound_ports import DevicePorts, OpenStreams, Role
from batola_desk.audio.streams import CaptureStream, FollowerPlayout, PlayoutStream, VoiceFollower, WakeSignal

log = logging.getLogger("batola.audio")

_POLL_S = 0.1
_DEAD_S = 0.4
_IDLE_RESCAN_S = 5.0
_SETTLE_S = 0.1  # a device that is plugged in appears piece by piece
_OPEN_LIMIT_S = 3.0
_CLOSE_LIMIT_S = 0.5  # LIMIT: with detection and opening, the next device sounds within a second
_LOOK_LIMIT_S = 0.5
_STOP_LIMIT_S = 5.0
_CONFUSED_PAUSE_S = 0.5
_TRIES_MAX = 8  # LIMIT: devices that may refuse to open in one round

_Stream = TypeVar("_Stream", PlayoutStream, CaptureStream)


class DeviceSupervisor:
    """Owns PortAudio and the open streams, which it lends to the mixer's `DevicePorts`.

    PortAudio finds new devices only after a restart of the library, and that needs every stream closed. So it
    rescans at once when a device died, when nothing is open or when the hardware watch saw a change, and
    every few seconds while a configured device is missing and the desk is idle; a call on a stand-in device
    is not cut for a guess. Meanwhile the fallback clock carries the call.

    Every call into PortAudio has a limit (`DriverThread`). One that hangs, or a sound server that died under
    open streams, costs the library: it is left behind and a fresh copy is loaded.

    Thread: its own "batola-audio-devices"; `use` and `report` from any.
    """

    def __init__(
        self,
        config: AudioConfig,
        *,
        ports: DevicePorts,
        wake: WakeSignal,
        on_report: Callable[[DeviceReport], None],
        is_idle: Callable[[], bool],
        port_audio: PortAudio | None = None,
        watch: HardwareWatch | None = None,
    ) -> None:
        self._config = config
        self._wanted = config
        self._ports = ports
        self._wake = wake
        self._on_report = on_report
        self._is_idle = is_idle
        self._port_audio = port_audio or PortAudio()
        self._watch = watch or hardware_watch()
        self._driver = DriverThread()
        self._seen_hardware: object = None
        self._changed_mono_s: float | None = None
        self._audio_clock: AudioClock | None = None
        self._progress: dict[int, tuple[int, float]] = {}
        self._scanned_mono_s = 0.0
        self._stopping = threading.Event()
        self._asked = threading.Event()
        self._thread: threading.Thread | None = None
        self._report = DeviceReport()
        self._lost_ear = ""
        self._is_confused = False  # nobody knows in which state a fault has left things: all is opened anew
        self.loss_count = 0

    # -- life

    def start(self, audio_clock: AudioClock) -> None:
        self._audio_clock = audio_clock
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="batola-audio-devices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every stream and end the thread; a driver that hangs is left behind."""
        self._stopping.set()
        self._asked.set()
        if self._thread is not None:
            self._thread.join(_STOP_LIMIT_S)
            self._thread = None

    def use(self, config: AudioConfig) -> None:
        """Choose devices by other names from now on; calls go on meanwhile. Returns at once."""
        self._wanted = config
        self._asked.set()

    @property
    def report(self) -> DeviceReport:
        """The last report."""
        return self._report

    def stream_counts(self) -> tuple[int, int, int]:
        """Underruns of ear and loudspeaker, overruns of the microphone."""
        streams = self._ports.streams
        return (
            streams.ear.underrun_count if streams.ear is not None else 0,
            streams.loudspeaker.underrun_count if streams.loudspeaker is not None else 0,
            streams.microphone.overrun_count if streams.microphone is not None else 0,
        )

    # -- the thread

    def _run(self) -> None:
        if not self._config.use_devices:
            self._publish(DeviceReport(missing=("not_used",)))
            return
        self._guarded(self._begin)
        while True:
            self._asked.wait(_POLL_S)
            self._asked.clear()
            if self._stopping.is_set():
                break
            self._guarded(self._step)
        self._guarded(self._close)
        self._guarded(self._release)
        self._driver.stop()

    def _guarded(self, work: Callable[[], None]) -> None:
        """SAFETY: without this thread nobody brings back a headset; drivers fail in ways nobody foresees."""
        try:
            work()
        except Exception:
            log.exception("looking after the sound devices broke")
            self._is_confused = True
            self._stopping.wait(_CONFUSED_PAUSE_S)

    def _begin(self) -> None:
        self._seen_hardware = self._look()
        self._open()

    def _step(self) -> None:
        """Look once whether anything has to change."""
        if self._is_confused:
            self._is_confused = False
            self._reopen()
        elif self._is_dead():
            self.loss_count += 1
            log.warning("a sound device stopped")
            nothing = DeviceReport(devices=self._report.devices, missing=("device_lost",))
            self._publish(nothing)
            self._reopen()
        elif self._wanted is not self._config:
            self._config, self._lost_ear = self._wanted, ""
            self._exchange()
        elif self._should_rescan():
            self._reopen()

    def _publish(self, report: DeviceReport) -> None:
        if report != self._report:
            self._report = report
            self._on_report(report)

    def _look(self) -> object:
        try:
            return self._driver.call(self._watch.look, limit_s=_LOOK_LIMIT_S)
        except DriverStuckError:
            self._watch.start_over()
            return None

    # -- opening and closing

    def _reopen(self) -> None:
        self._close()
        self._seen_hardware = self._look()
        try:
            self._driver.call(self._port_audio.rescan, limit_s=_OPEN_LIMIT_S)
        except PortAudioMissingError:
            log.info("PortAudio does not start")
        except DriverStuckError:
            self._port_audio.leave_behind()
        self._open()

    def _exchange(self) -> None:
        """Other names were chosen: only roles whose device changes lose their stream."""
        found = self._find(frozenset())
        if set(found.missing) & {"headset_missing", "microphone_missing", "loudspeaker_missing"}:
            self._reopen()  # PortAudio may not know it yet
            return
        self._open(keep=self._ports.streams)

    def _find(self, refused: frozenset[int]) -> DeviceReport:
        try:
            return self._driver.call(
                lambda: find_devices(self._port_audio, self._config, refused=refused),
                limit_s=_OPEN_LIMIT_S,
            )
        except DriverStuckError:
            self._port_audio.leave_behind()
            return DeviceReport(missing=("open_failed", "no_output", "no_input"))

    def _open(self, keep: OpenStreams | None = None) -> None:
        """Give every role the best device that opens."""
        self._scanned_mono_s = time.monotonic()
        refused: frozenset[int] = frozenset()
        kept = keep or OpenStreams()
        for _ in range(_TRIES_MAX):
            report = self._with_lost_ear(self._find(refused))
            kept, failed = self._open_streams(report, kept)
            if not failed:
                break
            refused |= failed
        missing = (*report.missing, "open_failed") if refused else report.missing
        self._progress.clear()
        self._publish(
            replace(
                report,
                ear=_device(kept.ear),
                microphone=_device(kept.microphone),
                loudspeaker=_device(kept.loudspeaker),
                second_ear=_device(kept.second_ear),
                second_microphone=_device(kept.second_microphone),
                missing=tuple(dict.fromkeys(missing)),
            )
        )

    def _with_lost_ear(self, report: DeviceReport) -> DeviceReport:
        """A headset nobody named is missed as well, once it was there; another headset takes its place."""
        if self._config.headset_name or report.ear is None:
            return report
        if report.ear.name == self._lost_ear or is_headset(report.ear):
            self._lost_ear = ""
        return replace(report, missing=("headset_missing", *report.missing)) if self._lost_ear else report

    def _open_streams(self, report: DeviceReport, kept: OpenStreams) -> tuple[OpenStreams, frozenset[int]]:
        """Open what the report names and is not open yet; close what it does not name."""
        lead_s = self._config.playout_lead_ms / 1000.0
        failed: set[int] = set()
        made: dict[str, PlayoutStream | CaptureStream | None] = {}
        for stale in kept:
            if stale.device not in _devices(report):
                self._close_stream(stale)
        for role in Role:
            device: AudioDevice | None = getattr(report, role.value)
            stream = getattr(kept, role.value)
            if stream is not None and stream.device == device:
                made[role.value] = stream
                continue
            if stream is not None:
                self._close_stream(stream)
            made[role.value] = self._open_stream(role, device, lead_s) if device is not None else None
            if device is not None and made[role.value] is None:
                failed.add(device.index)
        streams = OpenStreams(**made)  # type: ignore[arg-type]  # `_open_stream` makes what the role needs
        self._lend(streams)
        return streams, frozenset(failed)

    def _lend(self, streams: OpenStreams) -> None:
        self._ports.lend(streams, self._sidetone(streams))
        if self._audio_clock is not None:
            self._audio_clock.set_source(streams.ear)

    def _sidetone(self, streams: OpenStreams) -> Sidetone | None:
        """For a headset whose two directions run at one rate; a loudspeaker would howl."""
        ear, microphone = streams.ear, streams.microphone
        if ear is None or microphone is None or ear.sample_rate_hz != microphone.sample_rate_hz:
            return None
        if not is_worn(ear.device, self._config):
            return None
        return Sidetone(ear.sample_rate_hz, peak_limit_dbfs=self._config.ear_peak_limit_dbfs)

    def _open_stream(
        self, role: Role, device: AudioDevice, lead_s: float
    ) -> PlayoutStream | CaptureStream | None:
        match role:
            case Role.EAR:
                return self._started(PlayoutStream(device, lead_s=lead_s, wake=self._wake))
            case Role.LOUDSPEAKER:
                return self._started(FollowerPlayout(device, lead_s=2.0 * lead_s))
            case Role.SECOND_EAR:
                return self._started(VoiceFollower(device, lead_s=2.0 * lead_s))
            case Role.MICROPHONE | Role.SECOND_MICROPHONE:
                return self._started(CaptureStream(device))

    def _started(self, stream: _Stream) -> _Stream | None:
        try:
            self._driver.call(
                lambda: stream.open(self._port_audio),
                limit_s=_OPEN_LIMIT_S,
                undo=lambda _: stream.close(),
            )
        except PortAudioMissingError:
            return None
        except DriverStuckError:
            self._port_audio.leave_behind()
            return None
        except (self._port_audio.module.PortAudioError, ValueError, OSError) as fault:
            log.info("a sound device does not open: %s", type(fault).__name__)
            self._close_stream(stream)
            return None
        return stream

    def _close(self) -> None:
        streams = self._ports.streams
        if streams.ear is not None and is_headset(streams.ear.device):
            self._lost_ear = streams.ear.device.name  # until it is found again
        self._lend(OpenStreams())
        if self._watch.is_server_dead or any(_is_cut_off(stream) for stream in streams):
            log.warning("the sound server died; its library is left behind")
            self._port_audio.leave_behind()
            self._watch.start_over()
            return
        for stream in streams:
            if not self._close_stream(stream):
                return  # the library is lost with all its streams

    def _close_stream(self, stream: PlayoutStream | CaptureStream) -> bool:
        try:
            self._driver.call(stream.close, limit_s=_CLOSE_LIMIT_S)
        except DriverStuckError:
            self._port_audio.leave_behind()
            self._watch.start_over()
            return False
        return True

    def _release(self) -> None:
        try:
            self._driver.call(self._port_audio.release, limit_s=_OPEN_LIMIT_S)
        except DriverStuckError:
            self._port_audio.leave_behind()

    # -- watching

    def _is_dead(self) -> bool:
        """A stream ended or its callbacks stopped."""
        now_s = time.monotonic()
        for stream in self._ports.streams:
            count = stream.consumed_count if isinstance(stream, PlayoutStream) else stream.captured_count
            seen, since_s = self._progress.get(id(stream), (-1, now_s))
            if count != seen:
                self._progress[id(stream)] = (count, now_s)
            elif now_s - since_s >= _DEAD_S:
                return True
            if not stream.is_active:
                return True
        return False

    def _should_rescan(self) -> bool:
        now_s = time.monotonic()
        waited_s = now_s - self._scanned_mono_s
        if not any(True for _ in self._ports.streams):
            return waited_s >= self._config.probe_interval_s
        hardware = self._look()
        if hardware != self._seen_hardware:
            self._seen_hardware, self._changed_mono_s = hardware, now_s
        if self._changed_mono_s is not None:
            if now_s - self._changed_mono_s < _SETTLE_S:
                return False
            self._changed_mono_s = None
            return True
        wanted = self._report.missing and (
            self._config.headset_name
            or self._config.microphone_name
            or self._config.loudspeaker_name
            or self._config.second_headset_name
            or self._lost_ear
        )
        return bool(wanted) and waited_s >= _IDLE_RESCAN_S and self._is_idle()


def _is_cut_off(stream: PlayoutStream | CaptureStream) -> bool:
    """JACK's streams only end by themselves when their server did."""
    return stream.device.host_api.startswith("JACK") and not stream.is_active


def _device(stream: PlayoutStream | CaptureStream | None) -> AudioDevice | None:
    return stream.device if stream is not None else None


def _devices(report: DeviceReport) -> list[AudioDevice | None]:
    return [getattr(report, role.value) for role in Role]
