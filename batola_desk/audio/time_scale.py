"""Shortens or lengthens speech by one pitch period, so that a change of delay is not heard.

Shape: float32 at 8 kHz. Periods of 40-120 samples cover voices of 67-200 Hz and multiples of higher ones.
"""

import numpy as np

from batola_desk.audio.frames import Samples

PERIOD_MIN = 40
PERIOD_MAX = 120
OVERLAP = 80
DROP_INPUT = PERIOD_MAX + OVERLAP + 40
_FLOOR_ENERGY = 1e-6


def _similarity(template: Samples, candidates: Samples) -> Samples:
    """Normalised cross-correlation of ``template`` with each position of ``candidates`` (-1..1)."""
    products = np.correlate(candidates, template, "valid")
    energy = np.convolve(candidates * candidates, np.ones(len(template), np.float32), "valid")
    norm = np.sqrt(np.maximum(energy, 0.0) * float(np.dot(template, template))) + _FLOOR_ENERGY
    scores: Samples = (products / norm).astype(np.float32)
    return scores


def find_period(history: Samples) -> int:
    """The pitch period at the end of ``history`` (at least 280 samples)."""
    template = history[-160:]
    scores = _similarity(template, history[-160 - PERIOD_MAX : -PERIOD_MIN])
    return PERIOD_MAX - int(np.argmax(scores))


def cross_fade(old: Samples, new: Samples) -> Samples:
    """``old`` turning into ``new`` over their common length."""
    rise = np.linspace(0.0, 1.0, len(old) + 2, dtype=np.float32)[1:-1]
    faded: Samples = old * (1.0 - rise) + new * rise
    return faded


def drop_period(samples: Samples) -> tuple[Samples, int, float]:
    """Leave out one period near the start of ``samples`` (`DROP_INPUT` long or more).

    Returns:
        The shorter signal, the number of samples left out, and how alike the joined pieces are (-1..1).
    """
    template = samples[:OVERLAP]
    scores = _similarity(template, samples[PERIOD_MIN : PERIOD_MAX + OVERLAP])
    best = int(np.argmax(scores))
    period = PERIOD_MIN + best
    joint = cross_fade(template, samples[period : period + OVERLAP])
    return np.concatenate([joint, samples[period + OVERLAP :]]), period, float(scores[best])


def repeat_period(history: Samples, following: Samples) -> tuple[Samples, int, float]:
    """Play the last period of ``history`` once more before ``following`` (`OVERLAP` samples or more).

    Returns:
        The repeated period with ``following`` after it, the number of samples added, and the likeness.
    """
    joined = np.concatenate([history[-PERIOD_MAX:], following])
    template = following[:OVERLAP]
    scores = _similarity(template, joined[: PERIOD_MAX - PERIOD_MIN + OVERLAP])
    best = int(np.argmax(scores))
    period = PERIOD_MAX - best
    repeated = joined[best : best + period].copy()
    overlap = min(PERIOD_MIN, period)
    repeated[:overlap] = cross_fade(following[:overlap], repeated[:overlap])
    return np.concatenate([repeated, following]), period, float(scores[best])


def is_quiet(samples: Samples) -> bool:
    """Below about -50 dBFS: any joint goes unheard."""
    return float(np.dot(samples, samples)) < len(samples) * 1e-5
