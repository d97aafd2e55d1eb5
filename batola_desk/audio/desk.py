"""AudioDesk: everything the engine may ask of the sound side of one workstation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from batola_desk.audio.call_channel import CallChannel
from batola_desk.audio.clock import AudioClock
from batola_desk.audio.codec import call_codecs
from batola_desk.audio.config import AudioConfig, SoundProcessing, Volumes
from batola_desk.audio.devices import DeviceReport
from batola_desk.audio.events import (
    AudioEvent,
    AudioLevels,
    CallAudioStatistics,
    DeskAudioStatistics,
    DeviceChanged,
)
from batola_desk.audio.frames import Clock, Samples
from batola_desk.audio.levels import SILENCE_DBFS
from batola_desk.audio.metronome import Metronome
from batola_desk.audio.mixer import Gains, Mixer, SoundPorts
from batola_desk.audio.playback import FilePlayback
from batola_desk.audio.port_audio import PortAudio
from batola_desk.audio.ports import MediaPort, ReceivedPacket
from batola_desk.audio.prompt import PromptPlayback
from batola_desk.audio.recording import Recorder, RecordingRoom, part_path
from batola_desk.audio.routing import OPERATOR, Routing
from batola_desk.audio.sound_ports import DevicePorts, Role, SoundProbe
from batola_desk.audio.streams import WakeSignal
from batola_desk.audio.supervisor import DeviceSupervisor
from batola_desk.audio.tones import AlertName, RingKind

__all__ = ["AudioDesk", "MediaPort", "ReceivedPacket"]


class AudioDesk:
    """Mixes calls, microphone, tones and playback, 20 ms at a time.

    Thread: control methods may be called from any one thread (the engine's loop) and return at once, but
    `stop` and `stop_playback`, which wait for threads; receivers belong to the RTP thread. ``on_event`` is
    called from this room's own threads and must only hand over (``call_soon_threadsafe``).
    """

    def __init__(
        self,
        config: AudioConfig,
        on_event: Callable[[AudioEvent], None],
        *,
        port_audio: PortAudio | None = None,
        recording_room: RecordingRoom | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._config = config
        self._clock = clock
        self._lock = threading.Lock()
        self._mixer = Mixer(config, on_event)
        self._recorder = Recorder(on_event, room=recording_room)
        wake = WakeSignal()
        self._audio_clock = AudioClock(self.tick, wake=wake)
        self._ports = DevicePorts(is_ear_clock=lambda: not self._audio_clock.is_on_fallback)
        self._supervisor = DeviceSupervisor(
            config,
            ports=self._ports,
            wake=wake,
            on_report=lambda report: on_event(DeviceChanged(report)),
            is_idle=self._is_idle,
            port_audio=port_audio,
        )

    # -- life

    def start(self) -> None:
        """Start the clock and look for devices. Returns at once; devices are reported by `DeviceChanged`."""
        self._recorder.start()
        self._audio_clock.start()
        self._supervisor.start(self._audio_clock)

    def stop(self) -> None:
        """Close streams, finish recordings, end every thread."""
        self.stop_playback()
        self._supervisor.stop()
        self._audio_clock.stop()
        for call_id in list(self._mixer.calls):
            self.remove_call(call_id)
        self._recorder.stop()

    def reconfigure(self, config: AudioConfig) -> None:
        """Choose other devices and volumes; calls go on on the fallback clock meanwhile. Returns at once."""
        self._config = config
        self.set_volumes(config.volumes)
        self.use_processing(config.processing)
        self._supervisor.use(config)

    def use_processing(self, processing: SoundProcessing) -> None:
        """Treat the voices of all calls so from the next frame on; devices are left alone."""
        self._config = replace(self._config, processing=processing)
        self._mixer.use(processing)

    def tick(self, frame_index: int, ports: SoundPorts | None = None) -> None:
        """One frame; called by the audio clock, or by a test with its own ``ports``."""
        del frame_index  # the clock's count; frames are told apart by their callers
        self._mixer.tick(ports if ports is not None else self._ports)

    def _is_idle(self) -> bool:
        mixer = self._mixer
        return not mixer.calls and not mixer.tones.is_sounding and mixer.playback is None

    # -- calls

    def add_call(self, call_id: str, media_port: MediaPort) -> None:
        """Begin sending and playing for a leg that was answered; its first packet leaves within one frame.

        Raises:
            ValueError: the port's codec is not known, or the call is there already.
        """
        channel = CallChannel(call_id, media_port, call_codecs(), config=self._config, clock=self._clock)
        with self._lock:
            if call_id in self._mixer.calls:
                raise ValueError(f"call {call_id} is there already")
            self._mixer.calls = {**self._mixer.calls, call_id: channel}

    def remove_call(self, call_id: str) -> None:
        """Stop sending and playing; finishes its recording (`RecordingFinished` follows). Unknown ids are
        fine.
        """
        self.stop_recording(call_id)
        with self._lock:
            calls = dict(self._mixer.calls)
            channel = calls.pop(call_id, None)
            self._mixer.calls = calls
            self._mixer.forget(call_id)
            self._mixer.routing = self._mixer.routing.without(call_id)
        if channel is not None:
            channel.close()

    def receiver(self, call_id: str) -> Callable[[ReceivedPacket], None]:
        """The function that takes this call's RTP packets; harmless after `remove_call`. Raises
        `KeyError`.
        """
        return self._mixer.calls[call_id].receive

    def set_routing(self, routing: Routing) -> None:
        """Say who hears whom from the next frame on; calls without a part in it hear hold beeps."""
        with self._lock:
            self._mixer.routing = routing

    def set_listening_boost(self, call_id: str | None) -> None:
        """Make one call 12 dB louder for the ear, as far as the limiter lets it; None ends it.

        Source: domain.md §12.1.1.
        """
        self._mixer.boost(call_id)

    def set_muted(self, *, muted: bool) -> None:
        """Mute the microphone towards every call; the recording holds what was sent, so silence too."""
        self._mixer.is_muted = muted

    # -- tones

    def start_ringing(self, kind: RingKind = RingKind.INCOMING) -> None:
        """Ring on loudspeaker and headset until `stop_ringing`; another kind takes over at once."""
        self._mixer.tones.start_ring(kind)

    def stop_ringing(self) -> None:
        """Silence the ring within one frame."""
        self._mixer.tones.stop_ring()

    def play_alert(self, name: AlertName) -> None:
        """Sound an alert once; a more urgent one goes first, the same one is not queued twice."""
        self._mixer.tones.play_alert(name)

    def set_volumes(self, volumes: Volumes) -> None:
        """Hold from the next frame on."""
        self._mixer.gains = Gains(volumes)

    # -- recording and playback

    def start_recording(self, call_id: str, path: Path) -> None:
        """Record both directions of a call from the next frame, at the call's own rate; see
        `recording.recording_path` for the name.

        Raises:
            KeyError: the call is not there.
        """
        channel = self._mixer.calls[call_id]
        if channel.tap is None:
            channel.record(self._recorder.open(call_id, path, channel.rate_hz), channel.rate_hz)

    def stop_recording(self, call_id: str) -> None:
        """Finish the recording; `RecordingFinished` follows from the recorder's thread."""
        channel = self._mixer.calls.get(call_id)
        if channel is not None and channel.tap is not None:
            tap = channel.tap
            channel.record(None)
            self._recorder.close(tap)

    def play_file(self, path: Path, *, start_s: float = 0.0) -> None:
        """Play a WAV into the headset only. Raises `OSError` or `ValueError` for an unusable file."""
        self._exchange_playback(FilePlayback(path, start_s=start_s))

    def replay_recent(self, call_id: str, last_s: float = 60.0) -> tuple[float, float]:
        """Play the end of a recording that is still being made; the caller stays audible, more softly.

        Returns:
            Where in its file the replay begins, and how long it is.

        Raises:
            KeyError: the call is not there.
            OSError, ValueError: it is not recorded, or nothing of it has reached the disk yet.
        """
        tap = self._mixer.calls[call_id].tap
        if tap is None:
            raise ValueError(f"call {call_id} is not recorded")
        playback = FilePlayback(part_path(self._recorder.growing_path(tap)))
        begin_s = max(0.0, playback.duration_s - last_s)
        playback.seek(begin_s)
        self._exchange_playback(playback)
        return begin_s, playback.duration_s - begin_s

    def pause_playback(self, *, paused: bool) -> None:
        if self._mixer.playback is not None:
            self._mixer.playback.set_paused(paused=paused)

    def seek_playback(self, position_s: float) -> None:
        if self._mixer.playback is not None:
            self._mixer.playback.seek(position_s)

    def set_playback_speed(self, speed: float) -> None:
        """Slower or faster with kept pitch."""
        if self._mixer.playback is not None:
            self._mixer.playback.set_speed(speed)

    def playback_position_s(self) -> float | None:
        """Where the playback is; None if there is none."""
        return self._mixer.playback.position_s if self._mixer.playback is not None else None

    def stop_playback(self) -> None:
        self._exchange_playback(None)

    def _exchange_playback(self, playback: FilePlayback | None) -> None:
        before, self._mixer.playback = self._mixer.playback, playback
        if before is not None:
            before.close()

    # -- prompts, and tests of the sound itself

    def play_prompt(self, call_id: str, name: str, samples: Samples) -> None:
        """Speak a recorded sentence to one caller; `PromptEnded` follows. Raises `KeyError`."""
        if call_id not in self._mixer.calls:
            raise KeyError(call_id)
        self._mixer.prompt = PromptPlayback(call_id, name, samples)

    def stop_prompt(self) -> None:
        """Silence it within one frame; harmless without one."""
        self._mixer.prompt = None

    def start_metronome(self, call_id: str, per_min: int) -> None:
        """Let the operator hear a beat while he talks with this call; another one gives way.

        Raises `KeyError`.
        """
        if call_id not in self._mixer.calls:
            raise KeyError(call_id)
        self._mixer.metronome = Metronome(call_id, per_min)

    def stop_metronome(self) -> None:
        """Silence it within one frame; harmless without one."""
        self._mixer.metronome = None

    def start_test(self, test: SoundProbe) -> None:
        """Let a sound test hear the microphone and play, until `stop_test`."""
        self._ports.probe = test

    def stop_test(self) -> None:
        self._ports.probe = None

    # -- what the screen shows

    def device_levels(self) -> dict[Role, float | None]:
        """What every device plays or hears now, dBFS; None without a device."""
        return {role: self._ports.level_dbfs(role) for role in Role}

    def ear_exposure(self) -> tuple[float, float]:
        """A-weighted energy played into the ear so far, and for how many seconds; see `dose.EarLevel`."""
        return self._ports.ear_level.total

    def levels(self) -> AudioLevels:
        """Meters of the microphone and of the loudest call the operator hears; cheap, meant for 10 Hz."""
        mixer = self._mixer
        calls = mixer.calls
        heard = [
            calls[call_id].far_levels_dbfs for call_id in mixer.routing.heard_by(OPERATOR) if call_id in calls
        ]
        far_peak, far_rms = max(heard, default=(SILENCE_DBFS, SILENCE_DBFS))
        meter = mixer.microphone_meter
        return AudioLevels(meter.peak_dbfs, meter.rms_dbfs, far_peak, far_rms)

    def spoken_count(self, call_id: str) -> int:
        """Steps of 40 ms in which the far party spoke, see `speech.SpeechMeter`; cheap, meant for 10 Hz.

        Raises `KeyError` for a call that is not there.
        """
        return self._mixer.calls[call_id].spoken_count

    def statistics(self, call_id: str) -> CallAudioStatistics:
        """All counters of a call, meant for 1 Hz. Raises `KeyError` for a call that is not there."""
        return self._mixer.calls[call_id].statistics()

    def desk_statistics(self) -> DeskAudioStatistics:
        """Health of the clock and the devices."""
        clock = self._audio_clock.statistics
        ear, loudspeaker, microphone = self._supervisor.stream_counts()
        return DeskAudioStatistics(
            clock_source="fallback" if self._audio_clock.is_on_fallback else "headset",
            tick_count=clock.tick_count,
            late_tick_count=clock.late_tick_count,
            tick_mean_us=clock.tick_total_s / max(clock.tick_count, 1) * 1e6,
            tick_max_us=clock.tick_max_s * 1e6,
            ear_underrun_count=ear,
            loudspeaker_underrun_count=loudspeaker,
            microphone_overrun_count=microphone,
            device_loss_count=self._supervisor.loss_count,
        )

    def device_report(self) -> DeviceReport:
        """What is open now and what is missing."""
        return self._supervisor.report
