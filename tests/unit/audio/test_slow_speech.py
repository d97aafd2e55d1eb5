"""Slower and faster speech keeps its pitch, its loudness and its words."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.audio.slow_speech import SpeechStretcher
from tests.unit.audio.simulation import speech_like


def stretched(sound: np.ndarray, speed: float, *, rate_hz: int = 8000, chunk: int = 800) -> np.ndarray:
    stretcher = SpeechStretcher(rate_hz, speed)
    parts = [stretcher.process(sound[at : at + chunk]) for at in range(0, len(sound), chunk)]
    return np.concatenate([*parts, stretcher.finish()])


def tone(hertz: float, seconds: float, rate_hz: int = 8000) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def strongest_hz(sound: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * rate_hz / len(sound))


@pytest.mark.parametrize("rate_hz", [8000, 16_000])
@pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 2.0])
@pytest.mark.parametrize("hertz", [110.0, 220.0, 700.0])
def test_a_tone_lasts_longer_at_the_same_pitch_and_loudness(rate_hz: int, speed: float, hertz: float) -> None:
    sound = stretched(tone(hertz, 3.0, rate_hz), speed, rate_hz=rate_hz)
    assert len(sound) == pytest.approx(3.0 * rate_hz / speed, rel=0.03)
    middle = sound[rate_hz // 2 : -rate_hz // 2]
    assert strongest_hz(middle, rate_hz) == pytest.approx(hertz, abs=2.0)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.08)


def test_a_slow_word_begins_where_it_should_and_nothing_is_lost() -> None:
    words = np.zeros(5 * 8000, np.float32)
    for second in (1, 2, 3, 4):
        words[second * 8000 : second * 8000 + 1600] = tone(300.0, 0.2)
    sound = stretched(words, 0.8)
    loud = np.abs(sound) > 0.2
    begins = [at for at in np.flatnonzero(loud) if not loud[max(0, at - 800) : at].any()]
    assert [at / 8000 for at in begins] == pytest.approx([1.25, 2.5, 3.75, 5.0], abs=0.04)


def test_normal_speed_changes_no_sample() -> None:
    sound = speech_like(1.0).astype(np.float32) / 32768
    assert np.array_equal(stretched(sound, 1.0), sound)


def test_how_it_is_cut_makes_no_difference() -> None:
    sound = speech_like(2.0).astype(np.float32) / 32768
    once, often = stretched(sound, 0.8, chunk=16_000), stretched(sound, 0.8, chunk=160)
    count = min(len(once), len(often))
    assert abs(len(once) - len(often)) < 400
    assert np.allclose(once[: count - 400], often[: count - 400], atol=1e-5)
