"""Test sounds, and the question whether one sound is inside another."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.g711 import codecs
from batola_desk.engine.training.voice_file import read_alaw_wav
from batola_desk.settings.paths import resource_path


def chirp(
    seconds: float, *, low_hz: float = 400.0, high_hz: float = 1800.0, rate: int = 8000, seed: int = 1
) -> NDArray[np.float32]:
    """Return a sound that repeats nowhere: random notes of 80 ms, so that correlation has one sharp peak."""
    generator = np.random.default_rng(seed)
    note = int(0.08 * rate)
    count = int(np.ceil(seconds * rate / note))
    frequency = np.repeat(generator.uniform(low_hz, high_hz, count), note)[: int(seconds * rate)]
    phase = 2 * np.pi * np.cumsum(frequency) / rate
    return (0.35 * np.sin(phase)).astype(np.float32)


def sentences(seconds: float) -> NDArray[np.float32]:
    """Return what a caller says, without pauses, at 8 kHz.

    A desk takes notes for what they are: no speech, and a loud one for a shock to the ear.
    """
    parts: list[NDArray[np.float32]] = []
    for path in sorted(resource_path("training", "voices").glob("*_*.wav")):
        said = codecs()["PCMA"].decode(read_alaw_wav(path)).astype(np.float32) / 32768
        frames = said[: len(said) // 160 * 160].reshape(-1, 160)
        spoken = frames[np.sqrt(np.mean(frames**2, axis=1)) > 0.02]
        parts.append(spoken.reshape(-1))
    speech = np.concatenate(parts)
    return np.resize(speech, int(seconds * 8000))


def payloads(speech: NDArray[np.float32]) -> list[bytes]:
    """What a telephone sends of it: G.711 A-law, 20 ms each."""
    pcm = (np.clip(speech, -1, 1) * 32767).astype(np.int16)
    return [codecs()["PCMA"].encode(pcm[start : start + 160]) for start in range(0, len(pcm) - 159, 160)]


def write_wav(path: Path, samples: NDArray[np.float32], rate: int = 8000) -> Path:
    """Write mono 16-bit."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def read_wav(path: Path) -> tuple[NDArray[np.float32], int]:
    """Return (frames, channels) in -1..1 and the rate; tolerates a header whose size was never completed."""
    data = path.read_bytes()
    assert data[:4] == b"RIFF", path
    channels, rate = struct.unpack("<HI", data[22:28])
    start = data.index(b"data", 12) + 8
    body = data[start : start + (len(data) - start) // (2 * channels) * 2 * channels]
    return np.frombuffer(body, "<i2").reshape(-1, channels).astype(np.float32) / 32768, rate


def likeness(needle: NDArray[np.float32], haystack: NDArray[np.float32]) -> tuple[float, int]:
    """Return the best normalised correlation of ``needle`` in ``haystack`` (0..1) and its offset."""
    if len(haystack) < len(needle):
        haystack = np.pad(haystack, (0, len(needle) - len(haystack)))
    size = 1 << int(np.ceil(np.log2(len(haystack) + len(needle))))
    product = np.fft.irfft(np.fft.rfft(haystack, size) * np.conj(np.fft.rfft(needle, size)), size)
    lags = len(haystack) - len(needle) + 1
    energy = np.concatenate([[0.0], np.cumsum(haystack.astype(np.float64) ** 2)])
    window = np.sqrt(np.maximum(energy[len(needle) :] - energy[: -len(needle)], 1e-9))
    score = np.abs(product[:lags]) / (window[:lags] * np.linalg.norm(needle) + 1e-9)
    best = int(np.argmax(score))
    return float(score[best]), best


def share_heard(
    sent: NDArray[np.float32], heard: NDArray[np.float32], *, piece_s: float = 0.4, rate: int = 8000
) -> float:
    """Cut ``sent`` into pieces and return how many of them are in ``heard`` (0..1), each in its own place.

    A jitter buffer on a loaded machine leaves out or repeats a pitch period; that shifts what follows but
    destroys at most one piece.
    """
    size = int(piece_s * rate)
    pieces = [sent[start : start + size] for start in range(0, len(sent) - size + 1, size)]
    return sum(likeness(piece, heard)[0] > 0.9 for piece in pieces) / len(pieces)


PIECE_S = 0.5


def continuity(sent: NDArray[np.float32], heard: NDArray[np.float32]) -> tuple[float, float]:
    """Cut ``sent`` into pieces and find each in ``heard``.

    Returns:
        The share of pieces that arrived whole (0..1), and how far those lie at most from where an unbroken
        sound would have them, in milliseconds. A gap loses pieces or moves the later ones by its length.
    """
    size = int(PIECE_S * 8000)
    places = []
    starts = range(0, len(sent) - size + 1, size)
    for start in starts:
        alike, at = likeness(sent[start : start + size], heard)
        if alike > 0.9:
            places.append((at - start) / 8.0)
    return len(places) / len(starts), float(np.ptp(places)) if places else float("inf")
