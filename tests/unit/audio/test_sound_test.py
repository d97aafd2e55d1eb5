"""Echo and loop test against pretended rooms: good, dead, soft, clipped, slow, loud loudspeaker."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence
from batola_desk.audio.sound_ports import DevicePorts, Role
from batola_desk.audio.sound_test import EchoTest, LoopTest, SoundTest, ToneTest, judge_microphone

Room = Callable[[Samples, Samples], Samples]
RNG = np.random.default_rng(7)


def speech_like(seconds: float, amplitude: float) -> Samples:
    time_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    voice = np.sin(2 * np.pi * 180 * time_s) * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * time_s))
    return (amplitude * voice).astype(np.float32)


class Bench:
    """Drives a test as the mixer does; the room makes the microphone's frames of what was played so far."""

    def __init__(self, delay_ms: float = 0.0, ear_gain: float = 0.0, loudspeaker_gain: float = 0.0) -> None:
        self.delay = round(delay_ms * SAMPLE_RATE_HZ / 1000)
        self.gains = {Role.EAR: ear_gain, Role.LOUDSPEAKER: loudspeaker_gain}
        self.played = {role: np.zeros(0, np.float32) for role in self.gains}
        self.noise = 0.0005

    def run(self, test: SoundTest) -> None:
        for _ in range(round(20 / 0.02)):
            if test.phase == "done":
                return
            test.hear(self._microphone())
            for role in self.played:
                frame = test.next_frame(role)
                frame = silence() if frame is None else frame
                self.played[role] = np.concatenate([self.played[role], frame])
        raise AssertionError("the test does not end")

    def _microphone(self) -> Samples:
        """The room answers one frame later than it is asked: the frame being played is not known yet."""
        frame = (self.noise * RNG.standard_normal(FRAME_SAMPLES)).astype(np.float32)
        for role, gain in self.gains.items():
            past = np.concatenate([np.zeros(self.delay + FRAME_SAMPLES, np.float32), self.played[role]])
            start = len(self.played[role])
            part = past[start + FRAME_SAMPLES - FRAME_SAMPLES : start + FRAME_SAMPLES]
            frame[: len(part)] += gain * part[:FRAME_SAMPLES]
        return frame


@pytest.mark.parametrize("delay_ms", [35.0, 120.0, 400.0])
@pytest.mark.parametrize("gain", [0.5, 0.01])
def test_a_loop_is_found_with_its_delay_even_forty_decibels_down(delay_ms: float, gain: float) -> None:
    bench = Bench(delay_ms, ear_gain=gain)
    test = LoopTest([Role.EAR])
    bench.run(test)
    (found,) = test.findings()
    assert found.code == ("loop_slow" if delay_ms > 130 else "loop_good")
    assert found.delay_ms == pytest.approx(delay_ms + 20, abs=0.5)
    assert found.level_db == pytest.approx(20 * np.log10(gain), abs=0.5)


def test_a_loop_that_is_not_closed_and_a_dead_microphone_are_told_apart() -> None:
    bench = Bench()
    test = LoopTest([Role.EAR])
    bench.run(test)
    assert [found.code for found in test.findings()] == ["loop_silent"]
    bench = Bench()
    bench.noise = 0.0
    test = LoopTest([Role.EAR])
    bench.run(test)
    assert [found.code for found in test.findings()] == ["microphone_dead"]


@pytest.mark.parametrize(("gain", "code"), [(0.3, "echo_strong"), (0.01, "echo_weak"), (0.0, "echo_none")])
def test_a_loudspeaker_in_the_microphone_is_told_by_its_strength(gain: float, code: str) -> None:
    bench = Bench(40.0, ear_gain=0.02, loudspeaker_gain=gain)
    test = LoopTest([Role.EAR, Role.LOUDSPEAKER])
    bench.run(test)
    ear, loudspeaker = test.findings()
    assert (ear.role, ear.code) == (Role.EAR, "loop_good")
    assert (loudspeaker.role, loudspeaker.code) == (Role.LOUDSPEAKER, code)


def test_the_echo_test_plays_back_what_was_said() -> None:
    said = speech_like(5.0, 0.2)
    test = EchoTest()
    heard = []
    for at in range(0, len(said), FRAME_SAMPLES):
        assert test.phase == "recording"
        assert test.next_frame(Role.EAR) is None
        test.hear(said[at : at + FRAME_SAMPLES])
    while test.phase == "playing":
        assert test.next_frame(Role.LOUDSPEAKER) is None
        frame = test.next_frame(Role.EAR)
        assert frame is not None
        heard.append(frame)
    assert np.array_equal(np.concatenate(heard), said)
    assert test.progress == 1.0
    assert test.findings()[0].code == "microphone_good"


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (speech_like(2.0, 0.2), "microphone_good"),
        (speech_like(2.0, 0.002), "microphone_soft"),
        (np.clip(speech_like(2.0, 3.0), -1, 1), "microphone_clipped"),
        (silence(SAMPLE_RATE_HZ), "microphone_dead"),
    ],
)
def test_a_microphone_is_judged_by_what_it_gave(samples: Samples, code: str) -> None:
    assert judge_microphone(samples).code == code


def test_a_tone_sounds_on_its_device_only_and_ends() -> None:
    test = ToneTest(Role.LOUDSPEAKER)
    bench = Bench()
    bench.run(test)
    assert np.abs(bench.played[Role.LOUDSPEAKER]).max() > 0.05
    assert not np.any(bench.played[Role.EAR])


def test_a_probe_hears_the_microphone_and_is_added_to_what_is_played() -> None:
    ports = DevicePorts(is_ear_clock=lambda: True)
    test = EchoTest()
    ports.probe = test
    ports.read_microphone()
    ports.write_ear(silence())
    assert test.progress > 0.0
    ports.probe = None
    before = test.progress
    ports.read_microphone()
    assert test.progress == before
