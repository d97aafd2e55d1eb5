"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(condition: Callable[[], object], limit_s: float = 8.0) -> None:
    """Wait until something is so; fail when it is not in time."""
    end_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end_s, f"did not happen within {limit_s} s"
        time.sleep(0.005)
