"""Sounds for tests and pictures: two voices that take turns, a tone, files of any width."""

from __future__ import annotations

import hashlib
import wave
from pathlib import Path

import numpy as np

from batola_desk.audio.frames import Samples


def write_conversation(file: Path, seconds: float, *, rate_hz: int = 8000, seed: int = 5) -> str:
    """Write a stereo recording (caller left, operator right) and return its hash."""
    random = np.random.default_rng(seed)
    count = int(seconds * rate_hz)
    at_s = np.arange(count) / rate_hz
    voices = []
    for turn, pitch_hz in ((0, 190.0), (1, 125.0)):
        syllables = np.clip(np.sin(2 * np.pi * at_s * 2.3 + turn) + 0.2, 0, None)
        speaks = (np.floor(at_s / 4.0) % 2) == turn
        tone = np.sin(2 * np.pi * pitch_hz * at_s) + 0.5 * np.sin(4 * np.pi * pitch_hz * at_s)
        noise = random.normal(0.0, 0.004, count)
        voices.append(0.22 * tone * syllables * speaks + noise)
    samples = (np.stack(voices, axis=1).clip(-1, 1) * 32767).astype("<i2")
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(samples.tobytes())
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_sound(
    path: Path, samples: Samples, *, rate: int = 16000, width: int = 2, channels: int = 1
) -> Path:
    """Write samples of -1..1 as a sound file; ``width`` in bytes."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        scale = {1: 127, 2: 32767}[width]
        body = np.repeat(np.clip(samples, -1, 1) * scale, channels)
        file.writeframes((body + (128 if width == 1 else 0)).astype("<i2" if width == 2 else "u1").tobytes())
    return path


def tone(seconds: float, amplitude: float = 0.2, rate: int = 16000) -> Samples:
    """A steady 400 Hz."""
    time_s = np.arange(round(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * 400 * time_s)).astype(np.float32)
