"""What is played where packets are missing: bridges over short gaps, fading beyond them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.concealment import BRIDGE_END_MS, CHUNK_MS, PitchConcealer
from batola_desk.audio.frames import Samples
from batola_desk.audio.time_scale import TimeScale
from tests.unit.audio.simulation import Line, likeness, play, speech_like

RATES = (8000, 16000)


def voice(rate_hz: int) -> Samples:
    """A voice whose pitch rises: what comes after a gap is not what came before it."""
    time_s = np.arange(rate_hz) / rate_hz
    phase = 2 * np.pi * np.cumsum(110 + 60 * time_s) / rate_hz
    wave = sum(np.sin(order * phase) / order for order in range(1, 8))
    return (0.1 * wave).astype(np.float32)


def error_db(played: NDArray[np.float32], said: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.sum((played - said) ** 2) / np.sum(said**2)))


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_gap_with_both_ends_in_hand_is_bridged_better_than_guessed(rate_hz: int) -> None:
    ms = rate_hz // 1000
    said = voice(rate_hz)
    gap = slice(500 * ms, 520 * ms)
    bridged, guessed = (PitchConcealer(TimeScale(rate_hz)) for _ in range(2))
    for concealer in (bridged, guessed):
        concealer.accept(said[: gap.start])
    bridge = bridged.bridge(20 * ms, said[gap.stop : gap.stop + BRIDGE_END_MS * ms])
    guess = np.concatenate([guessed.conceal() for _ in range(20 // CHUNK_MS)])
    assert len(bridge) == 20 * ms
    assert error_db(bridge, said[gap]) < error_db(guess, said[gap]) - 3.0
    assert np.abs(bridge[0] - said[gap.start - 1]) < 0.08
    assert np.abs(bridge[-1] - said[gap.stop]) < 0.08


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_longer_gap_fades_to_silence_within_40_ms(rate_hz: int) -> None:
    concealer = PitchConcealer(TimeScale(rate_hz))
    concealer.accept(voice(rate_hz))
    levels = [float(np.abs(concealer.conceal()).max()) for _ in range(6)]
    assert levels == sorted(levels, reverse=True)
    assert levels[3] > 0.0
    assert levels[4:] == [0.0, 0.0]
    assert concealer.is_silent


def test_while_packets_get_lost_one_more_is_kept_in_hand_and_later_given_back() -> None:
    line = Line(60)
    whole = line.packets()
    generator = np.random.default_rng(5)
    lossy = [
        packet for index, packet in enumerate(whole) if not (250 < index < 1000 and generator.random() < 0.05)
    ]
    line.packets = lambda: lossy  # type: ignore[method-assign]
    played = play(line, phase_s=0.0087)
    assert played.depth_ms[3] < 22.0
    assert 35.0 < played.depth_ms[15:19].mean() < 60.0
    assert played.depth_ms[-1] < 30.0


def test_one_lost_packet_now_and_then_costs_no_delay() -> None:
    line = Line(60)
    whole = line.packets()
    line.packets = lambda: [packet for index, packet in enumerate(whole) if index % 300 != 299]  # type: ignore[method-assign]
    assert play(line).depth_ms.max() < 25.0


@pytest.mark.parametrize("jitter_s", [0.0, 0.06])
def test_a_line_that_loses_one_packet_in_ten_stays_close_to_what_was_said(jitter_s: float) -> None:
    line = Line(60, loss=0.10, jitter_s=jitter_s)
    scores = likeness(play(line).samples, line.source)
    assert scores.mean() > 0.985
    assert np.percentile(scores, 5) > 0.94


def test_a_bridge_never_reaches_over_a_pause_of_the_sender() -> None:
    line = Line(20, pauses_s=((5.0, 5.2), (8.0, 8.08)))
    played = play(line).samples
    pause = played[int(5.1 * 8000) : int(5.15 * 8000)]
    assert float(np.abs(pause).max()) == 0.0


def test_speech_is_loud_where_it_is_bridged() -> None:
    said = speech_like(4.0)
    concealer = PitchConcealer(TimeScale(8000))
    ratios = []
    for at in range(8000, 24000, 800):
        piece = said.astype(np.float32) / 32768
        concealer.accept(piece[at - 480 : at])
        bridge = concealer.bridge(160, piece[at + 160 : at + 320])
        level = float(np.sqrt(np.mean(piece[at : at + 160] ** 2)))
        if level > 0.02:
            ratios.append(float(np.sqrt(np.mean(bridge**2))) / level)
    assert 0.7 < float(np.median(ratios)) < 1.2
