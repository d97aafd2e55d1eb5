from collections.abc import Callable

import numpy as np
import pytest

from batola_desk.audio.g711 import G711Codec, alaw, mulaw

# ITU-T G.711 tables 1a/1b (A-law, 13 bit) and 2a/2b (µ-law, 14 bit): value at the end of each segment.
ALAW_SEGMENT_ENDS = (31, 63, 126, 252, 504, 1008, 2016, 4032)
MULAW_SEGMENT_ENDS = (30, 93, 219, 471, 975, 1983, 3999, 8031)

every_sample = np.arange(-32768, 32768, dtype=np.int32).astype(np.int16)
both = pytest.mark.parametrize("codec", [alaw(), mulaw()], ids=lambda codec: codec.encoding_name)


@both
def test_every_code_survives_decoding_and_encoding(codec: G711Codec) -> None:
    codes = bytes(range(256))
    again = codec.encode(codec.decode(codes))
    changed = [code for code, other in zip(codes, again, strict=True) if code != other]
    assert changed in ([], [0x7F])  # µ-law has two zeros


def test_alaw_segments_end_where_the_recommendation_says() -> None:
    positive = alaw().decode(bytes((0x80 | segment << 4 | 0x0F) ^ 0x55 for segment in range(8)))
    assert [int(value) // 8 for value in positive] == list(ALAW_SEGMENT_ENDS)


def test_mulaw_segments_end_where_the_recommendation_says() -> None:
    positive = mulaw().decode(bytes(~(segment << 4 | 0x0F) & 0xFF for segment in range(8)))
    assert [int(value) // 4 for value in positive] == list(MULAW_SEGMENT_ENDS)


def test_silence_and_full_scale_have_their_known_codes() -> None:
    known = np.array([0, -1, 32767, -32768], np.int16)
    assert alaw().encode(known) == bytes([0xD5, 0x55, 0xAA, 0x2A])
    assert mulaw().encode(known[[0, 2, 3]]) == bytes([0xFF, 0x80, 0x00])


def test_encoding_keeps_the_order_of_samples() -> None:
    for codec in (alaw(), mulaw()):
        assert np.all(np.diff(codec.decode(codec.encode(every_sample)).astype(np.int32)) >= 0)


def alaw_by_bits(sample: int) -> int:
    """The shift-and-count way of ITU-T G.191, written out."""
    value = (~sample if sample < 0 else sample) >> 4
    if value > 15:
        segment = 1
        while value > 31:
            value >>= 1
            segment += 1
        value = value - 16 + (segment << 4)
    return (value | (0x80 if sample >= 0 else 0)) ^ 0x55


def mulaw_by_bits(sample: int) -> int:
    value = min(((~sample if sample < 0 else sample) >> 2) + 33, 0x1FFF)
    segment = 1 + (value >> 6).bit_length()
    code = ((8 - segment) << 4) | (0x0F - ((value >> segment) & 0x0F))
    return code | (0x80 if sample >= 0 else 0)


@pytest.mark.parametrize(("codec", "by_bits"), [(alaw(), alaw_by_bits), (mulaw(), mulaw_by_bits)])
def test_every_sample_gets_the_code_of_the_recommendations_own_tool(
    codec: G711Codec, by_bits: Callable[[int], int]
) -> None:
    assert codec.encode(every_sample) == bytes(by_bits(sample) for sample in range(-32768, 32768))
