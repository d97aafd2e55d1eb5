"""Which of many points lies under the pointer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def nearest_within(
    xs: NDArray[np.float64], ys: NDArray[np.float64], x: float, y: float, radius: float
) -> int | None:
    """Index of the point closest to (x, y), or None if none lies within ``radius``. Same unit everywhere."""
    if xs.size == 0:
        return None
    squares = (xs - x) ** 2 + (ys - y) ** 2
    index = int(np.argmin(squares))
    return index if float(squares[index]) <= radius**2 else None
