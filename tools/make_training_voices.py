"""Renders resources/training/sentences.toml to A-law WAV files, and the sounds behind and between the words.

Needs espeak-ng; the rendered files are part of the repository, so only who changes a sentence runs this.
The same input gives the same files.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tomllib
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from batola_desk.audio.g711 import alaw  # noqa: E402
from batola_desk.audio.resample import StreamResampler  # noqa: E402
from batola_desk.engine.training.voice_file import write_alaw_wav  # noqa: E402

FOLDER = ROOT / "resources" / "training"
RATE_HZ = 8000
SPEECH_RMS_DBFS = -20.0
TOTAL_BYTES_MAX = 3_000_000
LOOP_S = 5.0

Samples = NDArray[np.float64]


def spectrum_shaped(noise: Samples, low_hz: float, high_hz: float, tilt: float = 0.0) -> Samples:
    """Keep a band of the noise, falling by ``tilt`` powers of the frequency; exact loop without a seam."""
    spectrum = np.fft.rfft(noise)
    frequency = np.fft.rfftfreq(len(noise), 1 / RATE_HZ)
    gain = ((frequency >= low_hz) & (frequency <= high_hz)) / np.maximum(frequency, low_hz) ** tilt
    return np.asarray(np.fft.irfft(spectrum * gain, len(noise)))


def scaled(samples: Samples, rms_dbfs: float, peak: float = 0.9) -> Samples:
    """Bring to a level; peaks are kept below clipping."""
    rms = float(np.sqrt(np.mean(samples**2)))
    samples = samples * (10 ** (rms_dbfs / 20) / max(rms, 1e-9))
    return samples * min(1.0, peak / max(float(np.max(np.abs(samples))), 1e-9))


def speech(text: str, variant: str, pitch: int, speed: int) -> Samples:
    """One sentence as a telephone would carry it."""
    command = ["espeak-ng", "-v", f"id+{variant}", "-p", str(pitch), "-s", str(speed), "--stdout", text]
    rendered = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(rendered)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
        rate_hz = file.getframerate()
    resampled = StreamResampler(rate_hz, RATE_HZ).process(np.append(pcm, np.zeros(1000)).astype(np.float32))
    samples = resampled.astype(np.float64)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    samples = samples[max(loud[0] - 400, 0) : loud[-1] + 400]
    return scaled(spectrum_shaped(samples, 250, 3400), SPEECH_RMS_DBFS)


def swell(count: int, periods: int, depth: float) -> Samples:
    """A slow rise and fall that closes with the loop."""
    return 1 - depth / 2 + depth / 2 * np.sin(2 * np.pi * periods * np.arange(count) / count)


def ambiences(random: np.random.Generator) -> dict[str, tuple[Samples, float]]:
    """Loops by name, with their level."""
    count = int(LOOP_S * RATE_HZ)

    def noise() -> Samples:
        return random.standard_normal(count)

    street = spectrum_shaped(noise(), 80, 2500, 0.9) * swell(count, 2, 0.8)
    street += 0.4 * spectrum_shaped(noise(), 300, 900, 0.5) * swell(count, 3, 1.0)
    strokes = np.zeros(count)
    strokes[:: RATE_HZ // 10] = 1.0  # a boat's single cylinder, ten strokes a second
    boat = np.fft.irfft(
        np.fft.rfft(strokes) * np.fft.rfft(np.exp(-np.arange(count) / 120.0) * noise()), count
    )
    water = spectrum_shaped(noise(), 200, 1800, 0.6) * swell(count, 4, 0.7)
    river = water / np.std(water) + 0.7 * boat / np.std(boat)
    rain = spectrum_shaped(noise(), 500, 3400) * swell(count, 1, 0.2)
    wind = spectrum_shaped(noise(), 60, 700, 1.2) * swell(count, 1, 0.9)
    room = spectrum_shaped(noise(), 90, 1200, 1.0)
    return {
        "jalan": (street, -34.0),
        "sungai": (river, -33.0),
        "hujan": (rain, -34.0),
        "angin": (wind, -36.0),
        "ruang": (room, -48.0),
    }


def cough(random: np.random.Generator) -> Samples:
    """Two bursts of breath."""
    parts = []
    for length_s in (0.22, 0.28):
        count = int(length_s * RATE_HZ)
        burst = spectrum_shaped(random.standard_normal(count), 350, 2600, 0.4)
        time_s = np.arange(count) / RATE_HZ
        parts += [
            burst * np.minimum(time_s / 0.012, 1) * np.exp(-time_s / 0.07),
            np.zeros(int(0.18 * RATE_HZ)),
        ]
    return scaled(np.concatenate(parts), -24.0)


def knocks(random: np.random.Generator) -> Samples:
    """Three taps on the telephone."""
    tap_count = int(0.35 * RATE_HZ)
    time_s = np.arange(tap_count) / RATE_HZ
    tap = np.sin(2 * np.pi * 420 * time_s) * np.exp(-time_s / 0.018)
    tap += 0.5 * random.standard_normal(tap_count) * np.exp(-time_s / 0.004)
    return scaled(np.concatenate([tap] * 3), -26.0)


def main() -> int:
    """Render everything anew."""
    if shutil.which("espeak-ng") is None:
        print("espeak-ng is not installed (apt install espeak-ng)", file=sys.stderr)
        return 1
    book = tomllib.loads((FOLDER / "sentences.toml").read_text(encoding="utf-8"))
    random = np.random.default_rng(112)
    sounds: dict[str, Samples] = {}
    for name, sentence in book["sentence"].items():
        sounds[name] = speech(sentence["text"], **book["voice"][sentence["voice"]])
    sounds["batuk"] = cough(random)
    sounds["ketuk"] = knocks(random)
    for name, (samples, level_dbfs) in ambiences(random).items():
        sounds[name] = scaled(samples, level_dbfs)
    voices = FOLDER / "voices"
    shutil.rmtree(voices, ignore_errors=True)
    voices.mkdir()
    codec = alaw()
    for name, samples in sounds.items():
        pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
        write_alaw_wav(voices / f"{name}.wav", codec.encode(pcm))
    total = sum(file.stat().st_size for file in voices.iterdir())
    seconds = sum(len(samples) for samples in sounds.values()) / RATE_HZ
    print(f"{len(sounds)} sounds, {seconds:.0f} s, {total / 1e6:.2f} MB")
    return 0 if total <= TOTAL_BYTES_MAX else 1


if __name__ == "__main__":
    sys.exit(main())
