"""Choosing devices, streams that copy and count, the clock of all sound."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np
import pytest

from batola_desk.audio.clock import AudioClock
from batola_desk.audio.config import AudioConfig
from batola_desk.audio.devices import choose_devices, find_devices, unique_devices
from batola_desk.audio.frames import FRAME_SAMPLES, silence
from batola_desk.audio.port_audio import PortAudio
from batola_desk.audio.streams import CaptureStream, FollowerPlayout, PlayoutStream, VoiceFollower, WakeSignal
from tests.support.sound_devices import callback_out, device

WASAPI, MME, JACK = "Windows WASAPI", "MME", "JACK Audio Connection Kit"


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


def test_wasapi_comes_first_and_mme_last_whatever_portaudio_lists_first() -> None:
    apis = ["MME", "Windows DirectSound", "Windows WDM-KS", WASAPI]
    devices = [device(index, "Headset", api=api, inputs=1, outputs=2) for index, api in enumerate(apis)]
    refused: set[int] = set()
    taken = []
    for _ in apis:
        report = choose_devices(devices, frozenset({0}), AudioConfig(headset_name="headset"), refused=refused)
        assert report.ear is not None
        taken.append(report.ear.host_api)
        refused.add(report.ear.index)
    assert taken == list(reversed(apis))


def test_a_list_to_choose_from_shows_each_device_once() -> None:
    devices = [
        device(0, "Microsoft Sound Mapper - Output", api=MME, outputs=2),
        device(1, "Headset Earphone (Jabra Evolve ", api=MME, outputs=2),
        device(2, "Primary Sound Driver", api="Windows DirectSound", outputs=2),
        device(3, "Headset Earphone (Jabra Evolve 20 MS)", api="Windows DirectSound", outputs=2),
        device(4, "Headset Earphone (Jabra Evolve 20 MS)", outputs=2),
        device(5, "Speakers (Realtek)", outputs=2),
        device(6, "Speakers (Realtek)", outputs=2),
        device(7, "Old card", api=MME, inputs=1),
    ]
    assert [entry.index for entry in unique_devices(devices)] == [4, 5, 6, 7]


def test_the_second_headset_is_taken_only_by_its_name_and_never_from_the_operator() -> None:
    devices = [
        device(0, "Headset A", inputs=1, outputs=2),
        device(1, "Headset B", inputs=1, outputs=2),
        device(2, "Headset B", api=MME, inputs=1, outputs=2),
        device(3, "Speakers", outputs=2),
    ]
    nobody = choose_devices(devices, frozenset(), AudioConfig())
    assert (nobody.ear, nobody.second_ear) == (devices[0], None)
    lead = choose_devices(devices, frozenset(), AudioConfig(second_headset_name="headset b"))
    assert (lead.ear, lead.second_ear, lead.loudspeaker) == (devices[0], devices[1], devices[3])
    assert lead.second_microphone is None, "off unless asked for"
    speaking = AudioConfig(second_headset_name="headset b", second_microphone_on=True)
    assert choose_devices(devices, frozenset(), speaking).second_microphone == devices[1]
    left = choose_devices(devices[1:2], frozenset(), speaking)
    assert (left.ear, left.microphone, left.second_ear) == (devices[1], devices[1], None)
    assert "second_headset_missing" in left.missing


def test_windows_shares_the_device_and_converts_what_it_does_not_take() -> None:
    asked: list[dict[str, bool]] = []

    class Module:
        @staticmethod
        def WasapiSettings(**settings: bool) -> str:
            asked.append(settings)
            return "wasapi"

    port_audio = PortAudio()
    port_audio._module = Module
    settings = port_audio.stream_settings(device(7, "Headset", inputs=1))
    assert (settings["extra_settings"], settings["device"]) == ("wasapi", 7)
    assert asked == [{"exclusive": False, "auto_convert": True}]
    assert "extra_settings" not in port_audio.stream_settings(device(7, "Headset", api=MME, inputs=1))


# -- streams


def test_an_underrun_is_silence_and_its_time_is_not_kept_as_delay() -> None:
    stream = PlayoutStream(device(0, "x", outputs=2, rate=16000.0), lead_s=0.03)
    stream.start_over()
    callback_out(stream, 480)
    for _ in range(5):
        assert not np.any(callback_out(stream, 320))
    for _ in range(7):  # the clock catches up with 130 ms
        stream.write(np.ones(320, np.float32))
    held = stream._ring.available
    assert held <= stream.lead_s * 16000 + 320
    assert stream.lead_s <= 0.05
    for _ in range(50):
        callback_out(stream, 320)
        stream.write(np.ones(320, np.float32))
    assert stream._ring.available <= held
    assert stream.underrun_count == 5


def test_silence_that_is_only_announced_plays_like_silence_that_is_given() -> None:
    """With a tone before it, whose end still lies in the resampler, and a tone after it."""
    tone = (0.5 * np.sin(np.arange(FRAME_SAMPLES) / 7.0)).astype(np.float32)
    played = []
    for nothing in (None, silence()):
        stream = FollowerPlayout(device(0, "x", outputs=2, rate=48000.0), lead_s=0.04)
        out = np.zeros((480, 1), np.float32)
        heard = []
        for index in range(40):
            stream.write(tone if index in (5, 6, 7, 20, 21) else nothing)
            for _ in range(2):
                stream.callback(out, 480, None, None)
                heard.append(out.copy())
        played.append(np.concatenate(heard))
    assert np.abs(played[1]).max() > 0.4
    np.testing.assert_array_equal(played[0], played[1])


def test_the_loudspeaker_follows_another_clock_for_an_hour_without_growing() -> None:
    stream = FollowerPlayout(device(0, "x", outputs=2, rate=16000.0), lead_s=0.06)
    for step in range(50 * 60):
        stream.write(silence())
        callback_out(stream, 320 if step % 10 else 316)
    assert stream._ring.available <= 3 * 960
    for step in range(50 * 60):
        stream.write(silence())
        callback_out(stream, 320 if step % 10 else 324)
    assert stream.underrun_count == 0


def test_the_second_headset_keeps_its_delay_though_its_card_is_slow() -> None:
    stream = VoiceFollower(device(0, "x", outputs=2, rate=16000.0), lead_s=0.06)
    rng = np.random.default_rng(2)
    for step in range(50 * 60):
        stream.write(rng.normal(0, 0.1, 320).astype(np.float32))
        callback_out(stream, 320 if step % 5 else 318)  # 1250 ppm
    assert stream.dropped_period_count > 0
    assert stream._ring.available <= 3 * 960
    assert stream.underrun_count == 0


def test_the_microphone_keeps_its_delay_when_its_card_runs_fast() -> None:
    stream = CaptureStream(device(0, "x", inputs=1, rate=16000.0))
    rng = np.random.default_rng(1)
    for step in range(50 * 60):
        size = 320 if step % 5 else 322  # 1250 ppm
        stream.callback(rng.normal(0, 0.1, (size, 1)).astype(np.float32), size, None, None)
        assert len(stream.read_frame()) == 320
    assert stream.dropped_period_count > 0
    assert stream.starved_count == 0
    assert len(stream._waiting) < 4 * 320


def test_the_microphone_is_heard_within_two_blocks() -> None:
    stream = CaptureStream(device(0, "x", inputs=1, rate=16000.0))
    heard = []
    for _ in range(8):
        stream.callback(np.ones((160, 1), np.float32), 160, None, None)
        if stream.captured_count % 320 == 0:
            heard.append(float(stream.read_frame().max()))
    assert heard[1:] == [1.0] * 3


# -- clock


def test_after_a_stall_the_caller_hears_the_newest_words_and_no_more_delay() -> None:
    stream = CaptureStream(device(0, "x", inputs=1, rate=16000.0))
    said = np.arange(1, 40 * FRAME_SAMPLES + 1, dtype=np.float32) / np.float32(1e6)
    for at in range(0, 5 * FRAME_SAMPLES, FRAME_SAMPLES):
        stream.callback(said[at : at + FRAME_SAMPLES, None], FRAME_SAMPLES, None, None)
        stream.read_frame()
    for at in range(5 * FRAME_SAMPLES, 25 * FRAME_SAMPLES, FRAME_SAMPLES):  # the clock stands still for 0.4 s
        stream.callback(said[at : at + FRAME_SAMPLES, None], FRAME_SAMPLES, None, None)
    frame = stream.read_frame()
    assert frame[0] >= said[23 * FRAME_SAMPLES - 1]


class FakeSource:
    def __init__(self) -> None:
        self.consumed_count = 0
        self.moved_mono_s = 0.0
        self.wake_at_count = 0
        self.sample_rate_hz = 48000.0
        self.block_max = 480
        self.restart_count = 0

    def start_over(self) -> None:
        self.restart_count += 1

    def move(self, count: int, now_s: float) -> None:
        self.consumed_count += count
        self.moved_mono_s = now_s


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
                source.move(480, self.now_s)
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
    assert np.diff(bench.ticks).max() <= 0.085
    assert bench.run(1.0, source) == pytest.approx(50, abs=1)
    assert not bench.clock.is_on_fallback
    assert source.restart_count == 2


def test_a_clock_that_was_frozen_does_not_hurry_through_what_it_missed() -> None:
    """A second of frames at once would reach the caller as a second of delay, or as a burst."""
    bench, source = ClockBench(), FakeSource()
    bench.clock.set_source(source)
    for _ in range(20):
        bench.now_s += 0.01
        source.move(480, bench.now_s)
        bench.clock.step(bench.now_s)
    before, restarts = len(bench.ticks), source.restart_count
    bench.now_s += 1.0
    source.move(48_000, bench.now_s)
    bench.clock.step(bench.now_s)
    assert len(bench.ticks) == before + 1
    assert source.restart_count == restarts + 1
    for _ in range(20):
        bench.now_s += 0.01
        source.move(480, bench.now_s)
        bench.clock.step(bench.now_s)
    assert len(bench.ticks) == before + 11


def test_a_device_with_large_blocks_is_given_the_time_of_three() -> None:
    bench, source = ClockBench(), FakeSource()
    source.block_max = 1536  # 32 ms
    bench.clock.set_source(source)
    for _ in range(50):
        for step in range(18):  # 90 ms between two calls of the driver, five blocks at once at last
            bench.clock.step(bench.now_s)
            bench.now_s += 0.005
            if step == 17:
                source.move(4320, bench.now_s)
    assert bench.clock.statistics.fallback_count == 0


def test_a_slow_or_fast_sound_card_sets_the_pace() -> None:
    bench, source = ClockBench(), FakeSource()
    bench.clock.set_source(source)
    bench.run(0.1, source)
    before = len(bench.ticks)
    for _ in range(1000):
        source.move(485, bench.now_s)
        bench.clock.step(bench.now_s)
        bench.now_s += 0.010
    assert len(bench.ticks) - before == pytest.approx(1000 * 485 / 960, abs=1)


@pytest.mark.parametrize(
    ("rate_hz", "block"), [(48000.0, 128), (44100.0, 441), (48000.0, 480), (16000.0, 320)]
)
def test_the_device_wakes_the_clock_when_a_frame_is_due_and_no_frame_comes_later(
    rate_hz: float, block: int
) -> None:
    """Only woken steps are done, as in the real thread; every frame falls to the block that makes it due."""
    bench, source = ClockBench(), FakeSource()
    source.sample_rate_hz, source.block_max = rate_hz, block
    bench.clock.set_source(source)
    bench.clock.step(bench.now_s)
    bench.clock.step(bench.now_s)
    woken = 0
    for index in range(1, 2001):
        bench.now_s += block / rate_hz
        source.move(block, bench.now_s)
        if source.consumed_count >= source.wake_at_count:
            woken += 1
            bench.clock.step(bench.now_s)
        due = int((index - 1) * block * 50 // rate_hz)
        assert len(bench.ticks) - bench.clock._base_ticks == due, index
    assert woken <= 2 + 2000 * block * 50 / rate_hz
    assert bench.clock.statistics.fallback_count == 0


def test_a_device_that_stops_between_two_frames_is_missed_as_soon_as_any_other() -> None:
    """Its last block woke nobody; the waiting time counts from that block."""
    bench, source = ClockBench(), FakeSource()
    bench.clock.set_source(source)
    for _ in range(4):
        bench.now_s += 0.010
        source.move(480, bench.now_s)
        wait_s = bench.clock.step(bench.now_s)
    stepped_s = bench.now_s
    bench.now_s += 0.010
    assert source.consumed_count + 480 < source.wake_at_count
    source.move(480, bench.now_s)
    stopped_s = bench.now_s
    bench.now_s = stepped_s + wait_s
    wait_s = bench.clock.step(bench.now_s)
    assert not bench.clock.is_on_fallback
    bench.now_s += wait_s
    bench.clock.step(bench.now_s)
    assert bench.clock.is_on_fallback
    assert bench.now_s - stopped_s == pytest.approx(0.060, abs=0.001)


def test_a_fault_in_one_frame_does_not_stop_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: int) -> None:
        raise RuntimeError("one bad frame")

    clock = AudioClock(broken, wake=WakeSignal(), clock=lambda: 0.0)
    with caplog.at_level("CRITICAL", logger="batola.audio"):
        clock.step(0.0)
        clock.step(0.02)
    assert clock.statistics.tick_count == 2
