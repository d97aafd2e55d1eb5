import numpy as np
import pytest

from batola_desk.audio.frames import Samples, silence, to_pcm
from batola_desk.audio.pauses import Pauses
from tests.unit.audio.bench import CODEC, Bench, FakePort, Packet

RATE_HZ = 8000
CHUNK = silence(80)


def _noise(count: int, dbfs: float) -> Samples:
    return np.random.default_rng(1).normal(0, 10 ** (dbfs / 20), count).astype(np.float32)


def _heard(pauses: Pauses, samples: Samples) -> None:
    for at in range(0, len(samples), len(CHUNK)):
        pauses.note(samples[at : at + len(CHUNK)])


def test_the_gap_between_two_words_is_no_pause() -> None:
    pauses = Pauses(RATE_HZ)
    _heard(pauses, np.concatenate([_noise(4000, -20.0), silence(150 * RATE_HZ // 1000)]))
    assert not pauses.goes_on_in(CHUNK)
    _heard(pauses, silence(60 * RATE_HZ // 1000))
    assert pauses.goes_on_in(CHUNK)


def test_a_pause_ends_with_the_word_whose_turn_it_is() -> None:
    pauses = Pauses(RATE_HZ)
    _heard(pauses, silence(RATE_HZ))
    assert not pauses.goes_on_in(_noise(80, -30.0))
    _heard(pauses, _noise(80, -30.0))
    assert not pauses.goes_on_in(CHUNK)


@pytest.mark.parametrize(("background_dbfs", "is_pause"), [(-75.0, False), (-44.0, True)])
def test_the_background_of_a_noisy_line_is_a_pause(background_dbfs: float, *, is_pause: bool) -> None:
    pauses = Pauses(RATE_HZ)
    pauses.background_dbfs = background_dbfs
    _heard(pauses, _noise(RATE_HZ, -44.0))
    assert pauses.goes_on_in(_noise(80, -44.0)) is is_pause


def test_what_sounds_as_loud_as_a_voice_is_never_background() -> None:
    pauses = Pauses(RATE_HZ)
    pauses.background_dbfs = -25.0
    _heard(pauses, _noise(RATE_HZ, -25.0))
    assert not pauses.goes_on_in(_noise(80, -25.0))


def test_delay_is_given_back_in_the_background_of_a_noisy_call() -> None:
    bench = Bench()
    bench.desk.add_call("a", FakePort())
    noise = to_pcm(_noise(13 * RATE_HZ, -44.0)).reshape(-1, 160)
    for index, pcm in enumerate(noise):
        bench.desk.receiver("a")(Packet(index * 160, CODEC.encode(pcm), bench.now_s - 0.005))
        if 150 <= index < 155:
            bench.now_s += 0.02  # the sound card stands still
        else:
            bench.step()
    statistics = bench.desk.statistics("a")
    assert statistics.shrunk_count >= 5
    assert statistics.depth_ms < 60.0
