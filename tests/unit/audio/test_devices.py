"""Choosing devices, losing them and getting them back, with a pretended PortAudio."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from batola_desk.audio.clock import AudioClock
from batola_desk.audio.config import AudioConfig
from batola_desk.audio.devices import AudioDevice, DeviceReport, PortAudio, choose_devices, find_devices
from batola_desk.audio.frames import silence
from batola_desk.audio.streams import CaptureStream, FollowerPlayout, PlayoutStream, WakeSignal
from batola_desk.audio.supervisor import DeviceSupervisor

WASAPI, MME, JACK = "Windows WASAPI", "MME", "JACK Audio Connection Kit"


def device(
    index: int, name: str, *, api: str = WASAPI, inputs: int = 0, outputs: int = 0, rate: float = 48000.0
) -> AudioDevice:
    return AudioDevice(index, name, api, inputs, outputs, rate)


def wait_until(condition: Callable[[], bool], limit_s: float = 3.0) -> bool:
    deadline_s = time.monotonic() + limit_s
    while not condition() and time.monotonic() < deadline_s:
        time.sleep(0.005)
    return condition()


# -- choosing


def test_the_configured_names_win_in_the_best_host_api() -> None:
    devices = [
        device(0, "Headset (Jabra)", api=MME, outputs=2),
        device(1, "Speakers (Realtek)", outputs=2),
        device(2, "Headset (JABRA)", outputs=2),
        device(3, "Microphone (Jabra)", inputs=1),
        device(4, "Microphone (Camera)", inputs=1),
    ]
    report = choose_devices(
        devices, frozenset({1, 4}), AudioConfig(headset_name="jabra", loudspeaker_name="realtek")
    )
    assert (report.ear, report.microphone, report.loudspeaker) == (devices[2], devices[3], devices[1])
    assert report.is_complete


def test_without_names_the_headset_is_told_by_its_words_and_a_second_output_is_the_loudspeaker() -> None:
    devices = [
        device(0, "Speakers (Realtek)", outputs=2),
        device(1, "Headset Earphone", outputs=2),
        device(2, "Headset Microphone", inputs=1),
    ]
    report = choose_devices(devices, frozenset({0, 2}), AudioConfig())
    assert (report.ear, report.microphone, report.loudspeaker) == (devices[1], devices[2], devices[0])
    assert report.missing == ()


def test_a_missing_headset_is_said_and_another_output_stands_in() -> None:
    devices = [device(0, "HDMI", outputs=2), device(1, "Speakers", outputs=2), device(2, "Mic", inputs=1)]
    report = choose_devices(
        devices, frozenset({1}), AudioConfig(headset_name="jabra", loudspeaker_name="speakers")
    )
    assert report.ear == devices[0]
    assert report.loudspeaker == devices[1]
    assert report.missing == ("headset_missing",)


def test_one_output_is_the_ear_and_a_machine_without_any_says_so() -> None:
    only = choose_devices([device(0, "Default", outputs=2)], frozenset({0}), AudioConfig())
    assert only.ear is not None
    assert only.loudspeaker is None
    assert set(only.missing) == {"loudspeaker_missing", "no_input"}
    nothing = choose_devices([], frozenset(), AudioConfig(headset_name="jabra"))
    assert nothing.missing == ("no_output", "no_input")


def test_a_machine_without_portaudio_gets_a_report_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert "portaudio_missing" in find_devices(PortAudio(), AudioConfig()).missing


# -- streams


def callback_out(stream: PlayoutStream, frames: int) -> np.ndarray:
    out = np.full((frames, 2), 9.0, np.float32)
    stream.callback(out, frames, None, None)
    assert np.array_equal(out[:, 0], out[:, 1])
    return out[:, 0]


def test_an_underrun_is_silence_and_its_time_is_not_kept_as_delay() -> None:
    stream = PlayoutStream(device(0, "x", outputs=2, rate=8000.0), lead_s=0.03)
    stream.start_over()
    callback_out(stream, 240)
    for _ in range(5):
        assert not np.any(callback_out(stream, 160))
    for _ in range(7):  # the clock catches up with 130 ms
        stream.write(np.ones(160, np.float32))
    held = stream._ring.available
    assert held <= stream.lead_s * 8000 + 160
    assert stream.lead_s <= 0.05
    for _ in range(50):
        callback_out(stream, 160)
        stream.write(np.ones(160, np.float32))
    assert stream._ring.available <= held
    assert stream.underrun_count == 5


def test_the_loudspeaker_follows_another_clock_for_an_hour_without_growing() -> None:
    stream = FollowerPlayout(device(0, "x", outputs=2, rate=8000.0), lead_s=0.06)
    for step in range(50 * 60):
        stream.write(silence())
        callback_out(stream, 160 if step % 10 else 158)
    assert stream._ring.available <= 3 * 480
    for step in range(50 * 60):
        stream.write(silence())
        callback_out(stream, 160 if step % 10 else 162)
    assert stream.underrun_count == 0


def test_the_microphone_keeps_its_delay_when_its_card_runs_fast() -> None:
    stream = CaptureStream(device(0, "x", inputs=1, rate=8000.0))
    rng = np.random.default_rng(1)
    for step in range(50 * 60):
        size = 160 if step % 5 else 161  # 1250 ppm
        stream.callback(rng.normal(0, 0.1, (size, 1)).astype(np.float32), size, None, None)
        assert len(stream.read_frame()) == 160
    assert stream.dropped_period_count > 0
    assert stream.starved_count == 0
    assert len(stream._waiting) < 4 * 160


def test_the_microphone_is_heard_within_two_blocks() -> None:
    stream = CaptureStream(device(0, "x", inputs=1, rate=8000.0))
    heard = []
    for _ in range(8):
        stream.callback(np.ones((80, 1), np.float32), 80, None, None)
        if stream.captured_count % 160 == 0:
            heard.append(float(stream.read_frame().max()))
    assert heard[1:] == [1.0] * 3


# -- clock


class FakeSource:
    def __init__(self) -> None:
        self.consumed_count = 0
        self.sample_rate_hz = 48000.0
        self.restart_count = 0

    def start_over(self) -> None:
        self.restart_count += 1


class ClockBench:
    """Steps an AudioClock through pretended time in steps of 5 ms."""

    def __init__(self) -> None:
        self.now_s = 10.0
        self.ticks: list[float] = []
        self.clock = AudioClock(
            lambda _: self.ticks.append(self.now_s), wake=WakeSignal(), clock=lambda: self.now_s
        )
        self.clock._deadline_s = self.now_s

    def run(self, seconds: float, source: FakeSource | None = None) -> int:
        before = len(self.ticks)
        for step in range(round(seconds / 0.005)):
            if source is not None and step % 2 == 0:
                source.consumed_count += 480
            self.clock.step(self.now_s)
            self.now_s += 0.005
        return len(self.ticks) - before


def test_the_headset_is_the_clock_and_its_loss_costs_no_frame() -> None:
    bench, source = ClockBench(), FakeSource()
    assert bench.run(1.0) == pytest.approx(50, abs=1)
    assert bench.clock.is_on_fallback
    bench.clock.set_source(source)
    assert bench.run(1.0, source) == pytest.approx(50, abs=1)
    assert not bench.clock.is_on_fallback
    before = len(bench.ticks)
    bench.run(1.0)  # callbacks have stopped
    assert len(bench.ticks) - before == pytest.approx(50, abs=1)
    assert bench.clock.is_on_fallback
    assert np.diff(bench.ticks).max() <= 0.125
    assert bench.run(1.0, source) == pytest.approx(50, abs=1)
    assert not bench.clock.is_on_fallback
    assert source.restart_count == 2


def test_a_slow_or_fast_sound_card_sets_the_pace() -> None:
    bench, source = ClockBench(), FakeSource()
    bench.clock.set_source(source)
    bench.run(0.1, source)
    before = len(bench.ticks)
    for _ in range(1000):
        source.consumed_count += 485
        bench.clock.step(bench.now_s)
        bench.now_s += 0.010
    assert len(bench.ticks) - before == pytest.approx(1000 * 485 / 960, abs=1)


def test_a_fault_in_one_frame_does_not_stop_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: int) -> None:
        raise RuntimeError("one bad frame")

    clock = AudioClock(broken, wake=WakeSignal(), clock=lambda: 0.0)
    with caplog.at_level("CRITICAL", logger="batola.audio"):
        clock.step(0.0)
        clock.step(0.02)
    assert clock.statistics.tick_count == 2


# -- losing and finding devices


class FakeStream:
    def __init__(self, owner: FakePortAudio, callback: Callable[..., None], *, channels: int) -> None:
        self.owner, self.callback, self.channels = owner, callback, channels
        self.active = False
        self.ended = False

    def start(self) -> None:
        self.active = True
        self.owner.open_streams.append(self)

    def abort(self, **_: object) -> None:
        self.active = False

    def close(self, **_: object) -> None:
        if self in self.owner.open_streams:
            self.owner.open_streams.remove(self)

    def pump(self) -> None:
        self.callback(np.zeros((480, self.channels), np.float32), 480, None, None)


class FakePortAudio(PortAudio):
    """Devices come and go; as in the library, only a rescan without open streams sees it."""

    class PortAudioError(Exception):
        pass

    def __init__(self, devices: list[AudioDevice]) -> None:
        super().__init__()
        self.plugged = devices
        self.seen = tuple(devices)
        self.open_streams: list[FakeStream] = []
        self.refused: set[str] = set()
        self.rescan_count = 0
        self._module = self

    def rescan(self) -> None:
        assert not self.open_streams, "rescan with open streams"
        self.rescan_count += 1
        self.seen = tuple(self.plugged)

    def release(self) -> None:
        assert not self.open_streams, "release with open streams"

    def devices(self) -> tuple[AudioDevice, ...]:
        return self.seen

    def default_indexes(self) -> frozenset[int]:
        return frozenset()

    def _stream(self, device: int, channels: int, callback: Callable[..., None]) -> FakeStream:
        entry = next(entry for entry in self.seen if entry.index == device)
        if entry.name in self.refused or entry not in self.plugged:
            raise self.PortAudioError(entry.name)
        return FakeStream(self, callback, channels=channels)

    def OutputStream(self, *, device: int, channels: int, callback: Any, **_: Any) -> FakeStream:
        return self._stream(device, channels, callback)

    def InputStream(self, *, device: int, channels: int, callback: Any, **_: Any) -> FakeStream:
        return self._stream(device, channels, callback)

    def pump(self) -> None:
        for stream in list(self.open_streams):
            stream.pump()


class SupervisorBench:
    def __init__(self, port_audio: FakePortAudio, *, is_idle: bool = False, **config: Any) -> None:
        self.port_audio = port_audio
        self.reports: list[DeviceReport] = []
        wake = WakeSignal()
        self.clock = AudioClock(lambda _: None, wake=wake)
        self.supervisor = DeviceSupervisor(
            AudioConfig(probe_interval_s=0.1, **config),
            wake=wake,
            on_report=self.reports.append,
            is_idle=lambda: is_idle,
            port_audio=port_audio,
        )

    def __enter__(self) -> SupervisorBench:
        self.supervisor.start(self.clock)
        return self

    def __exit__(self, *_: object) -> None:
        self.supervisor.stop()


HEADSET = device(0, "Headset", inputs=1, outputs=2)
SPEAKER = device(1, "Speaker", outputs=2)


@pytest.mark.expects_log
def test_a_lost_headset_is_told_replaced_and_taken_back() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    with SupervisorBench(port_audio, headset_name="headset") as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 3)
        port_audio.pump()
        port_audio.plugged = [SPEAKER]
        for stream in list(port_audio.open_streams):
            stream.active = False
        lost_s = time.monotonic()
        assert wait_until(lambda: bench.supervisor.report.ear == SPEAKER)
        assert time.monotonic() - lost_s < 1.0
        assert [report.missing for report in bench.reports][1] == ("device_lost",)
        assert "headset_missing" in bench.supervisor.report.missing
        assert bench.supervisor.loss_count == 1
    assert port_audio.open_streams == []


@pytest.mark.expects_log
def test_a_device_whose_callbacks_stop_is_given_up_within_a_second() -> None:
    port_audio = FakePortAudio([HEADSET])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 2)
        started_s = time.monotonic()
        assert wait_until(lambda: bench.supervisor.loss_count >= 1)
        assert time.monotonic() - started_s < 1.0


def test_a_headset_that_is_plugged_in_later_is_found_within_a_second() -> None:
    port_audio = FakePortAudio([])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: bench.supervisor.report.missing[:1] == ("no_output",))
        port_audio.plugged = [HEADSET]
        plugged_s = time.monotonic()
        assert wait_until(lambda: bench.supervisor.report.ear == HEADSET)
        assert time.monotonic() - plugged_s < 1.0


def test_a_stand_in_is_kept_during_a_call_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.audio.supervisor._IDLE_RESCAN_S", 0.2)
    hardware = ["one card"]
    monkeypatch.setattr("batola_desk.audio.supervisor.hardware_fingerprint", lambda: lambda: hardware[0])
    port_audio = FakePortAudio([SPEAKER])
    with SupervisorBench(port_audio, headset_name="headset") as bench:
        assert wait_until(lambda: bool(port_audio.open_streams))
        until_s = time.monotonic() + 0.5
        while time.monotonic() < until_s:
            port_audio.pump()
            time.sleep(0.01)
        assert port_audio.rescan_count == 0
        port_audio.plugged, hardware[0] = [HEADSET, SPEAKER], "two cards"
        found = wait_until(lambda: port_audio.pump() is None and bench.supervisor.report.ear == HEADSET)
        assert found


def test_a_device_that_does_not_open_leaves_the_rest_working() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    port_audio.refused = {"Speaker"}
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 2)
        assert bench.supervisor.report.loudspeaker is None
        assert bench.supervisor.report.missing == ("open_failed",)
        assert not bench.supervisor.has_loudspeaker
