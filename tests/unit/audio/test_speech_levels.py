"""Speech against noise at every level a telephone brings it, through G.711. Figures: docs/silent-calls.md."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.frames import FRAME_SAMPLES, NARROWBAND_HZ, SAMPLE_RATE_HZ, Samples
from batola_desk.audio.g711 import alaw
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.speech import SpeechMeter
from tests.unit.audio.speech_heard import VOICES, silences

Wave = NDArray[np.float64]
RATE = NARROWBAND_HZ
LEVELS_DBFS = (-20, -30, -40, -45)
SECONDS = 24.0
COUNT = int(SECONDS * RATE)
TIME_S = np.arange(COUNT) / RATE
SENTENCES = ("air1_orang", "api1_tempat", "laka2_tempat", "medis2_tolong", "iseng_nasi")


def at_level(wave: Wave, level_dbfs: float) -> Wave:
    """So loud while it sounds (the quiet parts of a voice say nothing about its level)."""
    blocks = wave[: len(wave) // 160 * 160].reshape(-1, 160)
    power = (blocks**2).mean(axis=1)
    active = power[power > power.max() * 0.003].mean()
    louder: Wave = wave * 10 ** (level_dbfs / 20) / np.sqrt(active)
    return louder


def heard(wave: Wave) -> list[float]:
    """Seconds since speech, ten times a second, after the line's A-law."""
    codec = alaw()
    pcm = np.clip(np.round(wave * 32768), -32768, 32767).astype(np.int16)
    coded: Samples = codec.decode(codec.encode(pcm)).astype(np.float32) / np.float32(32768)
    return silences(StreamResampler(RATE, SAMPLE_RATE_HZ).process(coded))


def spoken_s(wave: Wave) -> int:
    """Whole seconds that count as speech, as the rule of `spoke_s` counts them."""
    return sum(silence_s < 1.0 for silence_s in heard(wave)[9::10])


@cache
def sentence(name: str) -> Wave:
    data = (VOICES / f"{name}.wav").read_bytes()
    voice = alaw().decode(data[data.index(b"data") + 8 :]).astype(np.float64) / 32768
    return np.concatenate([voice, np.zeros(RATE // 3)])


def spoken_for(name: str, seconds: float) -> Wave:
    return np.resize(sentence(name), int(seconds * RATE))


def wandering(step_s: float, low: float, high: float, seed: int) -> Wave:
    """A value that goes from one chance to the next."""
    points = np.random.default_rng(seed).uniform(low, high, int(SECONDS / step_s) + 3)
    return np.interp(TIME_S / step_s, np.arange(len(points)), points)


def hum(hertz: Wave | float, amplitudes: list[float]) -> Wave:
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(np.asarray(hertz, np.float64), COUNT)) / RATE
    return np.asarray(sum(a * np.sin(order * phase) for order, a in enumerate(amplitudes, start=1)))


def hiss(seed: int, *, low_hz: float = 60.0, high_hz: float = 4000.0, slope: float = 0.0) -> Wave:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(COUNT))
    hertz = np.fft.rfftfreq(COUNT, 1 / RATE)
    spectrum *= (hertz >= low_hz) * (hertz <= high_hz) * np.maximum(hertz, 1.0) ** -slope
    return np.fft.irfft(spectrum, COUNT)


def chords() -> Wave:
    notes = [
        np.random.default_rng(14 + voice).choice([131, 147, 165, 196, 220, 262, 330], 25)
        for voice in range(3)
    ]
    return np.asarray(sum(hum(np.repeat(n, RATE)[:COUNT].astype(np.float64), [1, 0.5, 0.3]) for n in notes))


def motorcycles() -> Wave:
    """They pass, one after the other: a harmonic sound that glides as a voice does."""
    loudness = wandering(1.5, 0.0, 1.0, 28) ** 2
    return hum(wandering(2.0, 110.0, 240.0, 27), [k**-0.5 for k in range(1, 14)]) * loudness + 0.05 * hiss(29)


def barks() -> Wave:
    """A glide of a fifth of a second, and again."""
    since_s = TIME_S % 0.8
    pitch_hz = 350 + 300 * np.sin(np.pi * np.minimum(since_s / 0.18, 1.0))
    bark = hum(pitch_hz, [1.0, 0.8, 0.6, 0.4, 0.3]) * np.sin(np.pi * np.minimum(since_s / 0.18, 1.0))
    return bark + 0.02 * hiss(31)


def whistle() -> Wave:
    """Glides as a voice does and swells with every breath, but is one line of the spectrum."""
    loudness = np.clip(np.sin(2 * np.pi * 1.5 * TIME_S) + 0.3, 0.01, 1.0)
    return hum(wandering(0.5, 260.0, 390.0, 33), [1.0]) * loudness


NOISES = {
    "a dog": barks(),
    "a whistle": whistle(),
    "hiss": hiss(1),
    "pink noise": hiss(2, slope=0.5),
    "rain": hiss(3, low_hz=800.0, high_hz=3400.0) * wandering(0.2, 0.7, 1.0, 4),
    "wind in gusts": hiss(5, high_hz=800.0, slope=0.75) * wandering(0.6, 0.0, 1.0, 6) ** 2,
    "breath": hiss(7, low_hz=300.0, high_hz=2500.0) * np.clip(np.sin(2 * np.pi * TIME_S / 3.2), 0, 1),
    "mains hum": hum(50.0, [1 / k for k in range(1, 16)]),
    "hum and hiss": hum(50.0, [1 / k for k in range(1, 16)]) + 0.1 * hiss(8),
    "an engine": hum(85.0 * (1 + 0.003 * wandering(0.05, -1.0, 1.0, 9)), [1 / k for k in range(1, 25)]),
    "a violin": hum(330.0 * (1 + 0.012 * np.sin(2 * np.pi * 5.5 * TIME_S)), [1.0, 0.7, 0.5, 0.4, 0.3]),
    "a siren": hum(1050 + 450 * np.sin(2 * np.pi * TIME_S / 4.5), [1.0, 0.3, 0.15]),
}


@pytest.mark.parametrize("level_dbfs", LEVELS_DBFS)
@pytest.mark.parametrize("name", NOISES)
def test_noise_is_silence_at_every_level(name: str, level_dbfs: int) -> None:
    assert spoken_s(at_level(NOISES[name], level_dbfs)) <= 1  # the first second counts from the answer


@pytest.mark.parametrize("level_dbfs", LEVELS_DBFS)
@pytest.mark.parametrize("name", SENTENCES)
def test_a_voice_is_heard_at_every_level(name: str, level_dbfs: int) -> None:
    voice = at_level(spoken_for(name, 12.0), level_dbfs)
    found = heard(np.concatenate([np.zeros(7 * RATE), voice]))
    assert max(found[:69]) > 6.0
    assert min(found[70:90]) < 0.2, "within two seconds"
    assert max(found[90:]) < 6.0, "the silent procedure does not begin while he speaks"
    assert sum(silence_s < 1.0 for silence_s in found[79::10]) >= 5, "and counts as spoken"


@pytest.mark.parametrize(("noise", "least_s"), [("pink noise", 34), ("rain", 38), ("an engine", 56)])
def test_voices_five_decibels_above_the_noise_are_heard(noise: str, least_s: int) -> None:
    """Of five callers who speak for 12 s each; the noise alone is silence."""
    seconds = 0
    for name in SENTENCES:
        wave = at_level(NOISES[noise], -31)[: 19 * RATE].copy()
        wave[7 * RATE :] += at_level(spoken_for(name, 12.0), -26)
        found = heard(wave)
        assert max(found[:69]) > 6.0
        assert min(found[70:]) < 0.2, name
        seconds += sum(silence_s < 1.0 for silence_s in found[79::10])
    assert seconds >= least_s


def test_a_squeal_of_a_tenth_of_a_second_is_no_step_of_speech() -> None:
    meter = SpeechMeter()
    time_s = np.arange(int(0.11 * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    phase = 2 * np.pi * (200 * time_s + 400 * time_s**2)
    squeal = 0.1 * sum(np.sin(order * phase) / order for order in range(1, 10))
    pause = np.zeros(SAMPLE_RATE_HZ)
    wave = np.tile(np.concatenate([pause, squeal, pause]), 3).astype(np.float32)
    for at in range(0, len(wave) - FRAME_SAMPLES, FRAME_SAMPLES):
        meter.feed(wave[at : at + FRAME_SAMPLES])
    assert meter.spoken_count == 0


@pytest.mark.parametrize("level_dbfs", LEVELS_DBFS)
def test_motorcycles_that_pass_are_mostly_no_speech(level_dbfs: int) -> None:
    """They glide, but evenly; syllables swell and sink. Without that half of the time counted as speech."""
    assert spoken_s(at_level(motorcycles(), level_dbfs)) <= 6


@pytest.mark.parametrize("level_dbfs", LEVELS_DBFS)
def test_chords_are_hardly_ever_speech(level_dbfs: int) -> None:
    assert spoken_s(at_level(chords(), level_dbfs)) <= 3
