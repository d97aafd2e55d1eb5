"""G.711 A-law and µ-law as look-up tables.

Source: ITU-T G.711 (11/88) tables 1a, 1b, 2a, 2b; ITU-T G.191 (ties); RFC 3551 §4.5.14.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.frames import PCM

_MULAW_BIAS = 33  # in the 14-bit scale of the recommendation


@dataclass(frozen=True, slots=True)
class G711Codec:
    """One law. Encoding takes the sample's 16 bits as an index, so neither way branches.

    Shape: ``encode`` int16 of any length to as many bytes; ``decode`` the reverse.
    """

    encoding_name: str
    expand_table: PCM
    compress_table: NDArray[np.uint8]
    sample_rate_hz: int = 8000
    has_memory: bool = False

    def encode(self, pcm: PCM) -> bytes:
        return self.compress_table[pcm.view(np.uint16)].tobytes()

    def decode(self, payload: bytes) -> PCM:
        return self.expand_table[np.frombuffer(payload, np.uint8)]


def _alaw_expand() -> PCM:
    code = np.arange(256, dtype=np.int32) ^ 0x55  # even bits travel inverted
    segment, step = (code >> 4) & 7, code & 0x0F
    # 13-bit scale: segments 0 and 1 are one straight line, then the step doubles each time.
    magnitude = np.where(segment == 0, 2 * step + 1, (2 * step + 33) << np.maximum(segment - 1, 0))
    return (np.where(code & 0x80, magnitude, -magnitude) * 8).astype(np.int16)


def _mulaw_expand() -> PCM:
    code = ~np.arange(256, dtype=np.int32) & 0xFF  # all bits travel inverted
    segment, step = (code >> 4) & 7, code & 0x0F
    magnitude = ((2 * step + _MULAW_BIAS) << segment) - _MULAW_BIAS
    return (np.where(code & 0x80, -magnitude, magnitude) * 4).astype(np.int16)


def _compress(expand: PCM, half_step: NDArray[np.int32], positive: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """For every int16 the code of the interval it lies in.

    A value lies in the middle of its interval, so the interval begins half a step of its own segment below
    it. On a boundary itself the ITU's own tool (G.191) rounds both signs upwards.
    """
    table = np.empty(65536, np.uint8)
    samples = np.arange(-32768, 32768, dtype=np.int32)
    sides: tuple[tuple[NDArray[np.bool_], NDArray[np.bool_], Literal["left", "right"]], ...] = (
        (positive, samples >= 0, "right"),
        (~positive, samples < 0, "left"),
    )
    for of_sign, chosen, side in sides:
        codes = np.flatnonzero(of_sign)
        codes = codes[np.argsort(np.abs(expand[codes].astype(np.int32)), kind="stable")]
        begins = np.abs(expand[codes].astype(np.int32)) - half_step[codes]
        index = np.searchsorted(begins[1:], np.abs(samples[chosen]), side=side)
        table[samples[chosen].astype(np.int16).view(np.uint16)] = codes[index]
    return table


def _build(encoding_name: str, expand: PCM, half_step: NDArray[np.int32]) -> G711Codec:
    table = _compress(expand, half_step, _sign_bit_set())
    expand.setflags(write=False)
    table.setflags(write=False)
    return G711Codec(encoding_name, expand, table)


def _sign_bit_set() -> NDArray[np.bool_]:
    positive: NDArray[np.bool_] = (np.arange(256) & 0x80) != 0
    return positive


def alaw() -> G711Codec:
    """The law of the Indonesian network (RTP payload type 8)."""
    segment = ((np.arange(256, dtype=np.int32) ^ 0x55) >> 4) & 7
    return _build("PCMA", _alaw_expand(), 8 << np.maximum(segment - 1, 0))


def mulaw() -> G711Codec:
    """The law of North America and Japan (RTP payload type 0)."""
    segment = (~np.arange(256, dtype=np.int32) >> 4) & 7
    return _build("PCMU", _mulaw_expand(), 4 << segment)


def codecs() -> Mapping[str, G711Codec]:
    """Both laws by RTP encoding name; building takes a few ms, so owners keep the result."""
    return {codec.encoding_name: codec for codec in (alaw(), mulaw())}
