"""The last minute of a live call, heard again by the operator and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.recording import part_path
from batola_desk.audio.routing import Routing
from tests.support.waiting import until
from tests.unit.audio.bench import Bench, FakePort, told_s, wait_for_sound

CALLER_HZ = 700.0


def tone_pcm(hertz: float, seconds: float, amplitude: float) -> np.ndarray:
    at_s = np.arange(int(seconds * 8000)) / 8000
    return (amplitude * np.sin(2 * np.pi * hertz * at_s)).astype(np.int16)


def level_at(sound: np.ndarray, hertz: float, rate_hz: int) -> float:
    """Amplitude of one frequency."""
    at_s = np.arange(len(sound)) / rate_hz
    return float(2 * abs(np.mean(sound * np.exp(-2j * np.pi * hertz * at_s))))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A live call whose caller sang for two seconds and is silent since; the sound is on the disk."""
    made = Bench()
    made.desk.start()
    try:
        made.desk._audio_clock.stop()  # driven by hand
        made.port = FakePort()  # type: ignore[attr-defined]
        made.desk.add_call("a", made.port)  # type: ignore[attr-defined]
        made.desk.set_routing(Routing.talk("a"))
        made.desk.start_recording("a", tmp_path / "x.wav")
        made.run(100, {"a": tone_pcm(CALLER_HZ, 2.0, 8000)})
        quiet = np.zeros(80_000, np.int16)
        made.run(50, {"a": quiet})
        until(lambda: told_s(part_path(tmp_path / "x.wav")) >= 3.0)
        made.sound.ear.clear()
        made.port.sent.clear()  # type: ignore[attr-defined]
        yield made
    finally:
        made.desk.stop()


def heard(bench: Bench, frame_count: int) -> np.ndarray:
    """What the operator hears in the next frames, as fast as the disk gives it."""
    bench.sound.ear.clear()
    for _ in range(frame_count):
        playback = bench.desk._mixer.playback
        if playback is not None:
            wait_for_sound(playback)
        bench.run(1, {"a": np.zeros(160, np.int16)})
    return np.concatenate(bench.sound.ear)


def test_the_operator_hears_it_again_and_the_caller_hears_nothing_of_it(bench: Bench) -> None:
    begin_s, length_s = bench.desk.replay_recent("a", 60.0)
    assert begin_s == 0.0
    assert length_s == pytest.approx(3.0, abs=0.1)
    ear = heard(bench, 75)
    assert level_at(ear[8000:24_000], CALLER_HZ, 16_000) > 0.05
    sent = bench.port.heard()  # type: ignore[attr-defined]
    assert len(sent) >= 75 * 160
    assert np.abs(sent).max() <= 8  # what A-law makes of silence


def test_the_operators_words_still_go_out_while_he_listens_back(bench: Bench) -> None:
    bench.desk.replay_recent("a", 60.0)
    bench.sing(tone_pcm(300.0, 3.0, 8000))
    heard(bench, 75)
    sent = bench.port.heard().astype(np.float32)  # type: ignore[attr-defined]
    assert level_at(sent[4000:11_000], 300.0, 8000) > 2000
    assert level_at(sent[4000:11_000], CALLER_HZ, 8000) < 40


def test_slow_keeps_the_pitch_and_the_place(bench: Bench) -> None:
    bench.desk.replay_recent("a", 60.0)
    bench.desk.set_playback_speed(0.8)
    ear = heard(bench, 100)[8000:]
    slow = level_at(ear, CALLER_HZ, 16_000)
    assert slow > 0.05
    assert slow > 5 * level_at(ear, CALLER_HZ * 0.8, 16_000)  # not a record played too slowly
    assert bench.desk.playback_position_s() == pytest.approx(100 * 0.02 * 0.8, abs=0.05)


def test_at_its_end_the_live_call_is_back_at_full_loudness(bench: Bench) -> None:
    bench.desk.replay_recent("a", 0.4)
    heard(bench, 40)
    assert bench.desk._mixer.playback is not None
    assert bench.desk._mixer.playback.is_finished
    bench.sound.ear.clear()
    bench.run(50, {"a": tone_pcm(CALLER_HZ, 1.0, 8000)})
    full = level_at(np.concatenate(bench.sound.ear)[6400:], CALLER_HZ, 16_000)
    bench.desk.replay_recent("a", 60.0)
    bench.sound.ear.clear()
    bench.desk.pause_playback(paused=True)
    bench.run(25, {"a": tone_pcm(CALLER_HZ, 1.0, 8000)})
    assert level_at(np.concatenate(bench.sound.ear)[3200:], CALLER_HZ, 16_000) == pytest.approx(full, rel=0.3)
