"""Simulated telephone line: speech-like sound, packets with jitter, loss and drift, and a measure of
likeness.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.codec import RTP_CLOCK_HZ
from batola_desk.audio.frames import FRAME_S, NARROWBAND_HZ, Samples
from batola_desk.audio.jitter_buffer import JitterBuffer, JitterStatistics


def speech_like(seconds: float, *, seed: int = 7, rate_hz: int = NARROWBAND_HZ) -> NDArray[np.int16]:
    """Voiced sound with a moving pitch, in syllables, with a little noise; no stretch repeats another."""
    generator = np.random.default_rng(seed)
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    pitch_hz = 125 + 25 * np.sin(2 * np.pi * 0.37 * time_s) + 8 * np.sin(2 * np.pi * 2.3 * time_s)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / rate_hz
    voice = sum(np.sin(order * phase) / order for order in range(1, 15))
    syllables = np.clip(np.sin(2 * np.pi * 1.3 * time_s) + 0.4, 0, 1)
    return (voice * syllables * 4000 + generator.normal(0, 20, len(time_s))).astype(np.int16)


@dataclass
class Line:
    """A sender and a network. ``drift_ppm`` is how much faster the sender's clock runs than ours."""

    seconds: float
    jitter_s: float = 0.0
    loss: float = 0.0
    drift_ppm: float = 0.0
    reorder: float = 0.0
    pauses_s: tuple[tuple[float, float], ...] = ()
    packet_ms: int = 20
    rate_hz: int = NARROWBAND_HZ
    first_timestamp: int = 2**32 - 4000
    seed: int = 1
    source: NDArray[np.int16] = field(init=False)

    def __post_init__(self) -> None:
        self.source = speech_like(min(self.seconds, 60.0), rate_hz=self.rate_hz)

    def packets(self) -> list[tuple[float, int, NDArray[np.int16]]]:
        """(arrival, timestamp, samples) in order of arrival."""
        generator = np.random.default_rng(self.seed)
        size = self.packet_ms * self.rate_hz // 1000
        arrived = []
        for index in range(int(self.seconds * self.rate_hz / size)):
            sent_s = index * size / self.rate_hz / (1 + self.drift_ppm * 1e-6)
            lost = generator.random() < self.loss
            delay_s = generator.uniform(0, self.jitter_s)
            delay_s += 0.03 if generator.random() < self.reorder else 0.0
            if lost or any(start <= sent_s < end for start, end in self.pauses_s):
                continue
            at = index * size % (len(self.source) - size + 1)
            timestamp = (self.first_timestamp + index * size * RTP_CLOCK_HZ // self.rate_hz) % 2**32
            arrived.append((0.05 + sent_s + delay_s, timestamp, self.source[at : at + size]))
        return sorted(arrived, key=lambda packet: packet[0])


@dataclass
class Played:
    samples: Samples
    depth_ms: NDArray[np.float64]
    statistics: JitterStatistics
    corrected: NDArray[np.int64]
    """The numbers of the frames in which the delay was changed."""


def play(line: Line, *, phase_s: float = 0.0037, card_stops: tuple[float, float] = (0.0, 0.0)) -> Played:
    """Run the line through a jitter buffer as fast as the machine can.

    Args:
        card_stops: when the sound card stands still, and how long, in seconds.
    """
    now_s = [0.0]
    buffer = JitterBuffer(sample_rate_hz=line.rate_hz, clock=lambda: now_s[0])
    packets = line.packets()
    at = 0
    frames: list[Samples] = []
    depths: list[float] = []
    corrections = [0]
    for index in range(int(line.seconds * 50)):
        stood_s = card_stops[1] if index * FRAME_S >= card_stops[0] else 0.0
        now_s[0] = 0.05 + phase_s + stood_s + index * FRAME_S
        while at < len(packets) and packets[at][0] <= now_s[0]:
            arrival_s, timestamp, pcm = packets[at]
            buffer.put(timestamp, pcm, arrival_s)
            at += 1
        frames.append(buffer.pull())
        statistics = buffer.statistics()
        corrections.append(statistics.stretched_count + statistics.shrunk_count)
        if index % 50 == 49:
            depths.append(statistics.depth_ms)
    return Played(
        np.concatenate(frames), np.array(depths), buffer.statistics(), np.flatnonzero(np.diff(corrections))
    )


def likeness(
    played: Samples, source: NDArray[np.int16], *, rate_hz: int = NARROWBAND_HZ
) -> NDArray[np.float64]:
    """For each 100 ms with sound: the best correlation (0..1) with the source near the same time."""
    original = source.astype(np.float32) / 32768
    block = rate_hz // 10
    scores = []
    for start in range(rate_hz, min(len(played), len(source)) - 2 * block, block):
        piece = played[start : start + block]
        if np.dot(piece, piece) < 0.05:
            continue
        around = original[max(0, start - 4 * block) : start + 3 * block]
        products = np.correlate(around, piece, "valid")
        energy = np.convolve(around * around, np.ones(block, np.float32), "valid")
        scores.append(float(np.max(products / np.sqrt(energy * np.dot(piece, piece) + 1e-9))))
    return np.array(scores)


def spectrum_db(
    samples: Samples, *, rate_hz: int = NARROWBAND_HZ
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequencies and level in dB relative to the strongest line."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    return np.fft.rfftfreq(len(samples), 1 / rate_hz), 10 * np.log10(power / power.max() + 1e-12)
