"""G.711 A-law and µ-law as look-up tables.

Source: ITU-T G.711 (11/88) tables 1a, 1b, 2a, 2b; RFC 3551 §4.5.14.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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


def _compress(
    expand: PCM, *, positive_codes: NDArray[np.int32], negative_codes: NDArray[np.int32]
) -> NDArray[np.uint8]:
    """For every int16 the code of its interval; G.711 puts each value in the middle of its interval."""
    table = np.empty(65536, np.uint8)
    samples = np.arange(-32768, 32768, dtype=np.int32)
    for codes, chosen in ((positive_codes, samples >= 0), (negative_codes, samples < 0)):
        levels = np.abs(expand[codes].astype(np.int32))
        order = np.argsort(levels, kind="stable")
        # Decision values lie half-way between neighbours (virtually one beyond the end).
        decisions = (levels[order][1:] + levels[order][:-1]) / 2.0
        index = np.searchsorted(decisions, np.abs(samples[chosen]), side="right")
        table[samples[chosen].astype(np.int16).view(np.uint16)] = codes[order][index]
    return table


def _build(encoding_name: str, expand: PCM, *, positive: NDArray[np.bool_]) -> G711Codec:
    codes = np.arange(256, dtype=np.int32)
    table = _compress(expand, positive_codes=codes[positive], negative_codes=codes[~positive])
    expand.setflags(write=False)
    table.setflags(write=False)
    return G711Codec(encoding_name, expand, table)


def _sign_bit_set() -> NDArray[np.bool_]:
    positive: NDArray[np.bool_] = (np.arange(256) & 0x80) != 0
    return positive


def alaw() -> G711Codec:
    """The law of the Indonesian network (RTP payload type 8)."""
    return _build("PCMA", _alaw_expand(), positive=_sign_bit_set())


def mulaw() -> G711Codec:
    """The law of North America and Japan (RTP payload type 0)."""
    return _build("PCMU", _mulaw_expand(), positive=_sign_bit_set())


def codecs() -> Mapping[str, G711Codec]:
    """Both laws by RTP encoding name; building takes a few ms, so owners keep the result."""
    return {codec.encoding_name: codec for codec in (alaw(), mulaw())}
