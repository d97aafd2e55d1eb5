"""Keeps the best devices open: finds them, notices when they vanish, returns to them when they are back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from batola_desk.audio.clock import AudioClock
from batola_desk.audio.config import AudioConfig
from batola_desk.audio.devices import (
    DeviceReport,
    PortAudio,
    PortAudioMissingError,
    find_devices,
    hardware_fingerprint,
)
from batola_desk.audio.frames import Clock, Samples, silence
from batola_desk.audio.headset import Headset
from batola_desk.audio.loudspeaker import Loudspeaker
from batola_desk.audio.streams import CaptureStream, PlayoutStream, WakeSignal

log = logging.getLogger("batola.audio")

_POLL_S = 0.1
_DEAD_S = 0.4
_IDLE_RESCAN_S = 5.0
_STUCK_S = 2.0
_STOP_LIMIT_S = 5.0


class DeviceSupervisor:
    """Owns PortAudio and the open streams; also the mixer's `SoundPorts`.

    PortAudio finds new devices only after a restart of the library, and that needs every stream closed. So it
    rescans at once when nothing is open or the hardware fingerprint changed, and every few seconds while a
    configured device is missing and the desk is idle; a call on a stand-in device is not cut for a guess.

    Thread: its own "batola-audio-devices" does all PortAudio work; the read and write methods belong to the
    audio clock and see a consistent set of streams.
    """

    def __init__(
        self,
        config: AudioConfig,
        *,
        wake: WakeSignal,
        on_report: Callable[[DeviceReport], None],
        is_idle: Callable[[], bool],
        port_audio: PortAudio | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._config = config
        self._wake = wake
        self._on_report = on_report
        self._is_idle = is_idle
        self._port_audio = port_audio or PortAudio()
        self._clock = clock
        self._fingerprint = hardware_fingerprint()
        self._seen_hardware: object = None
        self._audio_clock: AudioClock | None = None
        self._headset: Headset | None = None
        self._loudspeaker: Loudspeaker | None = None
        self._progress: dict[int, tuple[int, float]] = {}
        self._scanned_mono_s = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._closing_since_s: float | None = None
        self._report = DeviceReport()
        self.loss_count = 0

    # -- ports of the mixer (audio clock thread)

    @property
    def has_loudspeaker(self) -> bool:
        return self._loudspeaker is not None

    def read_microphone(self) -> Samples:
        headset = self._headset
        return headset.read_microphone() if headset is not None else silence()

    def write_ear(self, frame: Samples) -> None:
        headset, audio_clock = self._headset, self._audio_clock
        if headset is not None and audio_clock is not None and not audio_clock.is_on_fallback:
            headset.write_ear(frame)

    def write_loudspeaker(self, frame: Samples) -> None:
        loudspeaker = self._loudspeaker
        if loudspeaker is not None:
            loudspeaker.write(frame)

    def stream_counts(self) -> tuple[int, int, int]:
        """Underruns of ear and loudspeaker, overruns of the microphone."""
        headset, loudspeaker = self._headset, self._loudspeaker
        ear = headset.ear if headset is not None else None
        microphone = headset.microphone if headset is not None else None
        return (
            ear.underrun_count if ear is not None else 0,
            loudspeaker.playout.underrun_count if loudspeaker is not None else 0,
            microphone.overrun_count if microphone is not None else 0,
        )

    # -- life

    def start(self, audio_clock: AudioClock) -> None:
        self._audio_clock = audio_clock
        self._stop.clear()
        # SAFETY: daemon, because PortAudio can hang for good when its sound server died (JACK does).
        self._thread = threading.Thread(target=self._run, name="batola-audio-devices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every stream and end the thread; a driver that hangs is left behind."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_STOP_LIMIT_S)
            if self._thread.is_alive():
                log.warning("the sound driver hangs, its thread is left behind")
            self._thread = None

    @property
    def report(self) -> DeviceReport:
        """The last report; with ``audio_stuck`` while the driver does not come back from closing a device."""
        since_s, report = self._closing_since_s, self._report
        if since_s is not None and self._clock() - since_s > _STUCK_S:
            return replace(report, missing=(*report.missing, "audio_stuck"))
        return report

    def _publish(self, report: DeviceReport) -> None:
        if report != self._report:
            self._report = report
            self._on_report(report)

    def _run(self) -> None:
        self._seen_hardware = self._fingerprint()
        self._open()
        while self._config.use_devices and not self._stop.wait(_POLL_S):
            if self._is_dead():
                self.loss_count += 1
                log.warning("a sound device stopped")
                lost = replace(self._report, ear=None, microphone=None, loudspeaker=None)
                self._publish(replace(lost, missing=("device_lost",)))
                self._reopen()
            elif self._should_rescan():
                self._reopen()
        self._close()
        self._port_audio.release()

    def _reopen(self) -> None:
        self._close()
        try:
            self._port_audio.rescan()
        except PortAudioMissingError:
            log.info("PortAudio does not start")
        self._open()

    def _open(self) -> None:
        self._scanned_mono_s = self._clock()
        report = find_devices(self._port_audio, self._config)
        missing = list(report.missing)
        lead_s = self._config.playout_lead_ms / 1000.0
        headset = Headset(report.ear, report.microphone, lead_s=lead_s, wake=self._wake)
        if not self._try(headset.open_ear):
            headset.ear, missing = None, [*missing, "open_failed"]
        if not self._try(headset.open_microphone):
            headset.microphone, missing = None, [*missing, "open_failed"]
        loudspeaker = None
        if report.loudspeaker is not None:
            loudspeaker = Loudspeaker(report.loudspeaker, lead_s=2.0 * lead_s)
            if not self._try(loudspeaker.open):
                loudspeaker, missing = None, [*missing, "open_failed"]
        report = replace(
            report,
            ear=report.ear if headset.ear is not None else None,
            microphone=report.microphone if headset.microphone is not None else None,
            loudspeaker=report.loudspeaker if loudspeaker is not None else None,
            missing=tuple(dict.fromkeys(missing)),
        )
        self._progress.clear()
        self._headset, self._loudspeaker = headset, loudspeaker
        if self._audio_clock is not None:
            self._audio_clock.set_source(headset.ear)
        self._publish(report)

    def _try(self, open_stream: Callable[[PortAudio], None]) -> bool:
        try:
            open_stream(self._port_audio)
        except PortAudioMissingError:
            return False
        except (self._port_audio.module.PortAudioError, ValueError) as fault:
            log.info("a sound device does not open: %s", type(fault).__name__)
            return False
        return True

    def _close(self) -> None:
        if self._audio_clock is not None:
            self._audio_clock.set_source(None)
        headset, loudspeaker = self._headset, self._loudspeaker
        self._headset = self._loudspeaker = None
        self._closing_since_s = self._clock()
        if headset is not None:
            headset.close()
        if loudspeaker is not None:
            loudspeaker.close()
        self._closing_since_s = None

    # -- watching

    def _streams(self) -> list[PlayoutStream | CaptureStream]:
        headset = self._headset
        candidates = [
            headset.ear if headset is not None else None,
            headset.microphone if headset is not None else None,
            self._loudspeaker.playout if self._loudspeaker is not None else None,
        ]
        return [stream for stream in candidates if stream is not None]

    def _is_dead(self) -> bool:
        """A stream ended or its callbacks stopped."""
        now_s = self._clock()
        for stream in self._streams():
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
        waited_s = self._clock() - self._scanned_mono_s
        if waited_s < self._config.probe_interval_s:
            return False
        if not self._streams():
            return True
        hardware = self._fingerprint()
        if hardware != self._seen_hardware:
            self._seen_hardware = hardware
            return True
        wanted = self._report.missing and (
            self._config.headset_name or self._config.microphone_name or self._config.loudspeaker_name
        )
        return bool(wanted) and waited_s >= _IDLE_RESCAN_S and self._is_idle()
