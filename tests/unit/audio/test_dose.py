"""The A-weighted energy of the ear."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.audio.dose import EarLevel, a_weight_power
from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ
from batola_desk.audio.levels import BATCH_FRAMES


# IEC 61672-1 table 3
@pytest.mark.parametrize(
    ("hertz", "weight_db"),
    [(100, -19.1), (250, -8.6), (500, -3.2), (1000, 0.0), (2000, 1.2), (4000, 1.0), (6300, -0.1)],
)
def test_the_weighting_is_that_of_the_standard(hertz: float, weight_db: float) -> None:
    assert 10 * np.log10(a_weight_power(np.array([hertz], np.float64))[0]) == pytest.approx(
        weight_db, abs=0.1
    )


@pytest.mark.parametrize(("hertz", "weight_db"), [(250, -8.6), (1000, 0.0), (2500, 1.3)])
def test_a_tone_has_its_weighted_energy(hertz: float, weight_db: float) -> None:
    level = EarLevel()
    time_s = np.arange(SAMPLE_RATE_HZ * 2) / SAMPLE_RATE_HZ
    tone = (0.5 * np.sin(2 * np.pi * hertz * time_s)).astype(np.float32)
    for at in range(0, len(tone), FRAME_SAMPLES):
        level.feed(tone[at : at + FRAME_SAMPLES])
    energy, seconds = level.total
    assert seconds == pytest.approx(2.0)
    assert 10 * np.log10(energy / 2.0) == pytest.approx(20 * np.log10(0.5) - 3.01 + weight_db, abs=0.4)


def test_silence_costs_nothing() -> None:
    level = EarLevel()
    for _ in range(BATCH_FRAMES):
        level.feed(np.zeros(FRAME_SAMPLES, np.float32))
    assert level.total == (0.0, pytest.approx(0.1))
