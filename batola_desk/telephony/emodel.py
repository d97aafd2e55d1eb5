"""An estimate of how a call sounds, from what can be counted. Source: ITU-T G.107 (E-model), simplified.

Of the model's terms those stay that differ between our calls: absolute delay (§7.4, Idd) and loss after
concealment (§7.5, Ie,eff). Everything else keeps the default values, which give 93.2. It tells trouble from
no trouble; it is not a measurement of what an ear hears.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

BASIC_R = 93.2  # all default values of G.107


@dataclass(frozen=True, slots=True)
class _CodecImpairment:
    """``ie``: harm without loss; ``bpl``: how well loss is borne (random loss)."""

    ie: float
    bpl: float


# G.711 with concealment: G.113 appendix I, table I.2. G.722 is wider than the scale of G.107 can say (G.107.1
# has its own scale), so it counts as harmless here; the loss it bears is set low on purpose, as a lost packet
# also leaves its predictor wrong for a while [design].
_IMPAIRMENTS = {
    "PCMA": _CodecImpairment(0.0, 25.1),
    "PCMU": _CodecImpairment(0.0, 25.1),
    "G722": _CodecImpairment(0.0, 14.0),
}
_UNKNOWN = _CodecImpairment(0.0, 10.0)


def r_factor(codec: str, *, delay_ms: float, loss_percent: float) -> float:
    """The transmission rating, 0..93.2.

    Args:
        delay_ms: mouth to ear, one way.
        loss_percent: frames that had to be concealed, late ones included.
    """
    known = _IMPAIRMENTS.get(codec, _UNKNOWN)
    loss = min(max(loss_percent, 0.0), 100.0)
    equipment = known.ie + (95.0 - known.ie) * loss / (loss + known.bpl)
    return max(0.0, BASIC_R - _delay_impairment(delay_ms) - equipment)


def mos(r: float) -> float:
    """Mean opinion score of a rating, 1.0..4.5. Source: G.107 annex B."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)


def _delay_impairment(delay_ms: float) -> float:
    """Idd: nothing up to 100 ms. Source: G.107 (7-27), (7-28)."""
    if delay_ms <= 100:
        return 0.0
    x = math.log2(delay_ms / 100)
    sixth = 1 / 6
    return float(25 * ((1 + x**6) ** sixth - 3 * (1 + (x / 3) ** 6) ** sixth + 2))
