"""Sound devices as the system would list them, for tests."""

from __future__ import annotations

import numpy as np

from batola_desk.audio.port_audio import AudioDevice
from batola_desk.audio.streams import PlayoutStream

WASAPI = "Windows WASAPI"


def device(
    index: int, name: str, *, api: str = WASAPI, inputs: int = 0, outputs: int = 0, rate: float = 48000.0
) -> AudioDevice:
    return AudioDevice(index, name, api, inputs, outputs, rate)


def callback_out(stream: PlayoutStream, frames: int) -> np.ndarray:
    out = np.full((frames, 2), 9.0, np.float32)
    stream.callback(out, frames, None, None)
    assert np.array_equal(out[:, 0], out[:, 1])
    return out[:, 0]
