"""Every party of a call sings its own note; what arrives at each tells who hears whom."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.e2e.baresip_peer import BaresipPeer
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.singing_phone import SingingPhone

Phone = BaresipPeer | SingingPhone
CALLER, AGENCY, POLICE, OPERATOR, LEAD = 640, 910, 1130, 1370, 1790  # Hz; none is another's harmonic
SETTLE_S = 1.2
WINDOW_S = 0.8


def note(hz: int, seconds: float, rate: int = 8000) -> NDArray[np.float32]:
    """Too soft for the limiter that takes sudden loud tones away."""
    return (0.1 * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def notes_in(samples: NDArray[np.float32], rate: int = 8000) -> set[int]:
    """Whose notes sound at the end of what somebody heard."""
    part = samples[-int(WINDOW_S * rate) :].astype(np.float64)
    if len(part) < int(WINDOW_S * rate):
        return set()
    at_s = np.arange(len(part)) / rate
    window = np.hanning(len(part))
    level = {
        hz: 2 * abs(np.sum(part * window * np.exp(-2j * np.pi * hz * at_s))) / window.sum()
        for hz in (CALLER, AGENCY, POLICE, OPERATOR, LEAD)
    }
    return {hz for hz, amplitude in level.items() if amplitude > 0.02}


def hears(phone: Phone) -> set[int]:
    return notes_in(phone.heard())


def ear(sound: JackRig, device: str = "headset") -> set[int]:
    return notes_in(sound.devices[device].captured(), SAMPLE_RATE_HZ)


def until_heard(hear: Callable[[], set[int]], expected: set[int], who: str) -> None:
    """Wait until exactly these notes arrive, and see that it stays so."""
    wait_until(lambda: hear() == expected, 8.0, f"{who} should hear {expected}, hears {hear()}")
    time.sleep(SETTLE_S)
    assert hear() == expected, who
