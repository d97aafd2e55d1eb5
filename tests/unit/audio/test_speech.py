"""Who speaks and what is only loud: generated voices, noises, beeps, breath, engines.

The detector of the engine is in the loop, because it decides: 6 s without speech raise the silent procedure.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from batola_desk.audio.g711 import alaw
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.speech import SpeechMeter
from tests.support.cpu_time import least_cpu_s
from tests.unit.audio.speech_heard import VOICES, silences

AMBIENCES = ("jalan", "sungai", "hujan", "angin", "ruang")
NO_VOICES = {*AMBIENCES, "batuk", "ketuk", "balik_bisik"}
SPOKEN = sorted(path.stem for path in VOICES.glob("*.wav") if path.stem not in NO_VOICES)
RATE = SAMPLE_RATE_HZ


@cache
def sound(name: str) -> Samples:
    """A training sound as the mixer gets it: A-law, 8 kHz, brought to the desk's rate."""
    data = (VOICES / f"{name}.wav").read_bytes()
    pcm = alaw().decode(data[data.index(b"data") + 8 :]).astype(np.float32) / 32768
    return StreamResampler(8000, RATE).process(pcm)


def looped(samples: Samples, seconds: float) -> Samples:
    return np.tile(samples, int(np.ceil(seconds * RATE / len(samples))))[: int(seconds * RATE)]


def gated(samples: Samples, on_s: float, off_s: float) -> Samples:
    place = np.arange(len(samples)) % int((on_s + off_s) * RATE)
    return (samples * (place < int(on_s * RATE))).astype(np.float32)


def harmonics(hertz: float, amplitudes: tuple[float, ...], seconds: float = 20.0) -> Samples:
    time_s = np.arange(int(seconds * RATE)) / RATE
    wave = sum(
        amplitude * np.sin(2 * np.pi * hertz * order * time_s)
        for order, amplitude in enumerate(amplitudes, start=1)
    )
    return np.asarray(wave, np.float32)


def melody() -> Samples:
    notes = np.random.default_rng(3).choice([220, 247, 262, 294, 330, 349, 392], 100)
    phase = np.cumsum(np.repeat(notes, int(0.2 * RATE))) / RATE * 2 * np.pi
    return np.asarray(0.2 * np.sin(phase) + 0.1 * np.sin(2 * phase) + 0.05 * np.sin(3 * phase), np.float32)


def noise(amplitude: float, seconds: float = 20.0) -> Samples:
    return (amplitude * np.random.default_rng(4).standard_normal(int(seconds * RATE))).astype(np.float32)


@pytest.mark.parametrize("name", SPOKEN)
def test_every_training_voice_is_heard_as_speech(name: str) -> None:
    voice = sound(name)
    if len(voice) < 2 * RATE:
        voice = np.concatenate([voice, voice])  # a single word may be missed, said twice it is not
    silent_first = np.concatenate([np.zeros(7 * RATE, np.float32), voice, np.zeros(RATE // 2, np.float32)])
    assert min(silences(silent_first)[70:]) < 0.2


@pytest.mark.parametrize("name", AMBIENCES)
def test_a_minute_of_noise_is_silence(name: str) -> None:
    for gain in (1.0, 4.0):
        assert silences(looped(sound(name) * np.float32(gain), 60.0))[-1] == pytest.approx(60.0, abs=0.2)


NOT_SPEECH = {
    "beeps of a telephone system": gated(harmonics(425.0, (0.2,)), 0.25, 0.25),
    "dial tone": harmonics(350.0, (0.15,)) + harmonics(440.0, (0.15,)),
    "music-on-hold beeps": gated(harmonics(530.0, (0.2, 0.1, 0.06)), 0.15, 0.85),
    "a lower beep with overtones": gated(harmonics(300.0, (0.2, 0.1, 0.06)), 0.4, 0.6),
    "a melody": melody(),
    "mains hum": harmonics(50.0, tuple(0.1 / order for order in range(1, 12))),
    "an engine": harmonics(90.0, tuple(0.1 / order for order in range(1, 12))),
    "a fax": harmonics(2100.0, (0.3,)),
    "hiss": noise(0.05),
    "breath": gated(noise(0.05), 1.0, 1.5),
    "coughs": looped(np.concatenate([sound("batuk"), np.zeros(RATE * 2, np.float32)]), 20.0),
    "knocks": looped(np.concatenate([sound("ketuk"), np.zeros(RATE * 2, np.float32)]), 20.0),
    "nothing": np.zeros(20 * RATE, np.float32),
}


@pytest.mark.parametrize("name", NOT_SPEECH)
def test_what_is_loud_without_speaking_is_silence(name: str) -> None:
    samples = NOT_SPEECH[name]
    assert silences(samples)[-1] >= len(samples) / RATE - 0.2


@pytest.mark.parametrize("ambience", ["jalan", "sungai", "hujan"])
def test_a_voice_is_heard_through_noise_ten_decibels_below(ambience: str) -> None:
    for name in ("air1_orang", "api1_tolong", "laka2_tempat", "medis2_tolong"):
        voice = sound(name)
        behind = looped(sound(ambience), len(voice) / RATE + 7.0)
        behind = behind * np.float32(np.std(voice) / np.std(behind) / 10 ** (10 / 20))
        behind[-len(voice) :] += voice
        found = silences(behind)
        assert max(found[:60]) > 5.5, "the noise alone is silence"
        assert min(found[70:]) < 0.2, name


def test_it_costs_little() -> None:
    """On the audio clock for each call: on average well below a tenth of a frame's budget."""
    meter, voice = SpeechMeter(), looped(sound("air1_orang"), 20.0)

    def listen() -> None:
        for at in range(0, len(voice) - FRAME_SAMPLES, FRAME_SAMPLES):
            meter.feed(voice[at : at + FRAME_SAMPLES])

    mean_us = least_cpu_s(listen, 2) / (len(voice) / FRAME_SAMPLES) * 1e6
    print(f"{mean_us:.0f} us a frame")
    assert mean_us < 400
