"""The resampler at every pair of rates between calls, mixer and devices. Figures: docs/decisions/0006."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.audio.frames import Samples
from batola_desk.audio.resample import StreamResampler

PAIRS = [
    (low, high) if up else (high, low)
    for low in (8000, 16000)
    for high in (44100, 48000, 96000)
    for up in (True, False)
] + [(8000, 16000), (16000, 8000)]
every_pair = pytest.mark.parametrize(("in_rate", "out_rate"), PAIRS)


def resampled(signal: Samples, in_rate: int, out_rate: int) -> list[Samples]:
    """The signal in portions of 20 ms, as a device or the mixer gives it."""
    resampler = StreamResampler(in_rate, out_rate)
    step = in_rate // 50
    return [resampler.process(signal[at : at + step]) for at in range(0, len(signal) - step + 1, step)]


def lines_db(hertz: float, in_rate: int, out_rate: int) -> tuple[float, float]:
    """Level of a tone after the way, and of the strongest other line, in dB of the tone sent."""
    time_s = np.arange(2 * in_rate) / in_rate
    tone = np.sin(2 * np.pi * hertz * time_s).astype(np.float32)
    out = np.concatenate(resampled(tone, in_rate, out_rate))[out_rate // 2 :]
    window = np.blackman(len(out))
    level = np.abs(np.fft.rfft(out * window)) / window.sum() * 2
    near = np.abs(np.fft.rfftfreq(len(out), 1 / out_rate) - hertz) < 30
    return tuple(20 * np.log10(part.max(initial=1e-12)) for part in (level[near], level[~near]))


@every_pair
def test_speech_passes_whole_and_leaves_no_image(in_rate: int, out_rate: int) -> None:
    lowest = min(in_rate, out_rate)
    for share in (0.05, 0.2, 0.35, 0.4):
        level_db, other_db = lines_db(share * lowest, in_rate, out_rate)
        assert abs(level_db) < 0.3, share
        assert other_db < -55, share


@every_pair
def test_it_costs_two_milliseconds_at_most(in_rate: int, out_rate: int) -> None:
    signal = np.zeros(in_rate, np.float32)
    at = in_rate // 2 + 37
    signal[at] = 1.0
    portions = resampled(signal, in_rate, out_rate)
    out = np.concatenate(portions)
    shift_s = int(np.argmax(np.abs(out))) / out_rate - at / in_rate
    assert 0.0 <= shift_s < 0.002
    sizes = {len(portion) for portion in portions[1:]}
    assert sizes == {out_rate // 50}, "a player needs no reserve for uneven portions"


@every_pair
def test_what_the_lower_rate_cannot_hold_is_taken_out(in_rate: int, out_rate: int) -> None:
    if out_rate < in_rate:
        for share in (0.62, 0.8, 0.95):
            if share * out_rate < in_rate / 2:
                assert max(lines_db(share * out_rate, in_rate, out_rate)) < -55, share


@every_pair
def test_whole_portions_and_odd_ones_give_the_same_sound(in_rate: int, out_rate: int) -> None:
    """Whole 20 ms take the short way through one matrix product, odd portions go sample by sample."""
    noise = np.random.default_rng(7).standard_normal(in_rate // 5).astype(np.float32)
    whole = np.concatenate(resampled(noise, in_rate, out_rate))
    odd = StreamResampler(in_rate, out_rate)
    cuts = np.cumsum([37, 411, 1, 160, 7, 333])
    pieced = np.concatenate([odd.process(part) for part in np.split(noise, cuts[cuts < len(noise)])])
    assert len(whole) == len(pieced)
    assert float(np.max(np.abs(whole - pieced))) < 2e-6, "the order of additions alone may differ"
