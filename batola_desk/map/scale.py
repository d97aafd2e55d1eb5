"""Round numbers for scale bars and graticules."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Steps that divide a degree without remainder, widest first: 1°, 30', ... 1', 30", ... 1".
_GRATICULE_STEPS_DEG = tuple(
    seconds / 3600 for seconds in (3600, 1800, 1200, 600, 300, 120, 60, 30, 20, 10, 5, 2, 1)
)


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of ``length_px`` that is ``length_m`` long on the ground."""

    length_m: float
    length_px: float

    @property
    def text(self) -> str:
        return f"{self.length_m / 1000:g} km" if self.length_m >= 1000 else f"{self.length_m:g} m"


def scale_bar(metres_per_pixel: float, *, length_px_max: float = 130.0) -> ScaleBar:
    """The longest 1-2-5 length that fits."""
    longest_m = metres_per_pixel * length_px_max
    decade = 10.0 ** math.floor(math.log10(longest_m))
    length_m = next(step * decade for step in (5.0, 2.0, 1.0) if step * decade <= longest_m)
    return ScaleBar(length_m, length_m / metres_per_pixel)


def graticule_step_deg(pixels_per_degree: float, *, gap_px_min: float = 150.0) -> float:
    """The narrowest step whose lines stay ``gap_px_min`` apart."""
    fitting = [step for step in _GRATICULE_STEPS_DEG if step * pixels_per_degree >= gap_px_min]
    return fitting[-1] if fitting else _GRATICULE_STEPS_DEG[0]


def graticule_lines_deg(low_deg: float, high_deg: float, step_deg: float) -> list[float]:
    """Multiples of the step inside the range."""
    first, last = math.ceil(low_deg / step_deg), math.floor(high_deg / step_deg)
    return [number * step_deg for number in range(first, last + 1)]


def graticule_text(angle_deg: float, *, negative: str, positive: str) -> str:
    """``3°10'`` or ``3°10'30"`` with its hemisphere word."""
    seconds_all = round(abs(angle_deg) * 3600)
    degrees, rest = divmod(seconds_all, 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{degrees}°{minutes:02d}'" + (f'{seconds:02d}"' if seconds else "")
    return f"{text} {negative if angle_deg < 0 else positive}"
