"""What the screen is told of the sound devices."""

from __future__ import annotations

from batola_desk.audio.devices import DeviceReport
from batola_desk.engine.device_view import device_status


def test_before_anybody_looked_no_headset_is_missed() -> None:
    assert device_status(DeviceReport(), clock="fallback").problems == ()


def test_a_headset_that_is_not_there_is_missed() -> None:
    told = device_status(DeviceReport(missing=("no_output", "no_input")), clock="fallback")
    assert {"no_headset", "no_microphone"} <= set(told.problems)
