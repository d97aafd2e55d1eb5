"""What work costs the processor: for guards against a wrong order of growth; budgets are in the bench."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def least_cpu_s(work: Callable[[], object], turns: int = 5) -> float:
    """The least disturbed of some turns, without what other tests left for the collector."""
    took: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(turns):
            began_s = time.process_time()
            work()
            took.append(time.process_time() - began_s)
    finally:
        gc.enable()
    return min(took)
