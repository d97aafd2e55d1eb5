"""The set of codecs of one call: same manners, G.722 with twice the samples and a memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.audio.codec import RTP_CLOCK_HZ, call_codecs
from batola_desk.audio.frames import PCM

every_codec = pytest.mark.parametrize("name", ["PCMA", "PCMU", "G722"])


def tone(frequency_hz: float, rate_hz: int, seconds: float = 0.5) -> PCM:
    times_s = np.arange(int(rate_hz * seconds)) / rate_hz
    return (8000 * np.sin(2 * np.pi * frequency_hz * times_s)).astype(np.int16)


@every_codec
def test_20_ms_are_160_bytes_and_come_back_as_20_ms(name: str) -> None:
    codec = call_codecs()[name]
    assert codec.encoding_name == name
    samples = codec.sample_rate_hz // 50
    payload = codec.encode(np.zeros(samples, np.int16))
    assert len(payload) == RTP_CLOCK_HZ // 50
    assert codec.decode(payload).shape == (samples,)


@every_codec
def test_a_tone_comes_back_as_loud_as_it_was(name: str) -> None:
    codec = call_codecs()[name]
    sent = tone(1000, codec.sample_rate_hz)
    back = codec.decode(codec.encode(sent)).astype(np.float64)
    spectrum = np.abs(np.fft.rfft(back * np.hanning(len(back)))) ** 2
    at = int(1000 * len(back) / codec.sample_rate_hz)
    in_tone = spectrum[at - 3 : at + 4].sum()
    assert in_tone / spectrum.sum() > 0.995
    assert np.std(back) == pytest.approx(np.std(sent), rel=0.03)


def test_g722_carries_what_the_telephone_band_cannot() -> None:
    codec = call_codecs()["G722"]
    back = codec.decode(codec.encode(tone(6000, 16000))).astype(np.float64)
    spectrum = np.abs(np.fft.rfft(back * np.hanning(len(back))))
    assert np.argmax(spectrum) == pytest.approx(6000 * len(back) / 16000, abs=2)


def test_two_calls_do_not_share_the_memory_of_g722() -> None:
    alone, first, second = (call_codecs()["G722"] for _ in range(3))
    sent = tone(700, 16000)
    expected = alone.encode(sent[:320]) + alone.encode(sent[320:640])
    begin = first.encode(sent[:320])
    second.encode(tone(2500, 16000))
    assert begin + first.encode(sent[320:640]) == expected


@given(st.lists(st.binary(max_size=400), max_size=5))
def test_any_payload_decodes(payloads: list[bytes]) -> None:
    for name, codec in call_codecs().items():
        for payload in payloads:
            assert len(codec.decode(payload)) == len(payload) * codec.sample_rate_hz // 8000, name
