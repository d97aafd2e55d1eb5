"""Ring, resampler, meters, limiter: the small parts of the way of a sample."""

import threading
import time

import numpy as np
import pytest

from batola_desk.audio.frames import Samples, silence, to_float, to_pcm
from batola_desk.audio.g711 import codecs
from batola_desk.audio.levels import BATCH_FRAMES, SILENCE_DBFS, LevelMeter
from batola_desk.audio.limiter import AcousticShockLimiter
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.sample_ring import SampleRing
from batola_desk.engine.training.voice_file import read_alaw_wav
from batola_desk.settings.paths import resource_path
from tests.unit.audio.simulation import spectrum_db, speech_like


def sine(frequency_hz: float, seconds: float, *, rate_hz: int = 8000, peak: float = 0.5) -> Samples:
    return (peak * np.sin(2 * np.pi * frequency_hz * np.arange(int(seconds * rate_hz)) / rate_hz)).astype(
        np.float32
    )


# -- ring


def test_a_ring_gives_back_in_order_across_its_end() -> None:
    ring = SampleRing(100)
    numbers = np.arange(1000, dtype=np.float32)
    out: list[float] = []
    target = np.zeros(37, np.float32)
    position = 0
    while len(out) < 1000:
        position += ring.push(numbers[position : position + 53])
        count = ring.pop_into(target)
        out.extend(target[:count].tolist())
    assert out == numbers.tolist()


def test_a_full_ring_takes_only_what_fits_and_an_empty_one_gives_nothing() -> None:
    ring = SampleRing(10)
    assert ring.push(np.ones(16, np.float32)) == 10
    assert ring.push(np.ones(1, np.float32)) == 0
    target = np.full(16, 7, np.float32)
    assert ring.pop_into(target) == 10
    assert target[10:].tolist() == [7] * 6
    assert ring.pop_into(target) == 0


def test_one_writer_and_one_reader_lose_and_repeat_nothing() -> None:
    ring = SampleRing(64)
    total = 40_000
    numbers = np.arange(total, dtype=np.float32)

    def write() -> None:
        position = 0
        while position < total:
            pushed = ring.push(numbers[position : position + 48])
            position += pushed
            if not pushed:
                time.sleep(0)  # the other side's turn

    writer = threading.Thread(target=write)
    writer.start()
    out = np.empty(total, np.float32)
    filled = 0
    while filled < total and (writer.is_alive() or ring.available):
        popped = ring.pop_into(out[filled : filled + 31])
        filled += popped
        if not popped:
            time.sleep(0)
    writer.join()
    assert np.array_equal(out, numbers)


# -- resampler


@pytest.mark.parametrize(
    ("in_rate", "out_rate"),
    [(8000, 48000), (48000, 8000), (8000, 44100), (44100, 8000), (8000, 16000), (16000, 8000)],
)
@pytest.mark.parametrize("frequency_hz", [300, 1000, 3000, 3400])
def test_the_telephone_band_passes_flat_and_clean(in_rate: int, out_rate: int, frequency_hz: int) -> None:
    resampler = StreamResampler(in_rate, out_rate)
    signal = sine(frequency_hz, 1.0, rate_hz=in_rate)
    step = in_rate // 50
    out = np.concatenate([resampler.process(signal[at : at + step]) for at in range(0, len(signal), step)])
    steady = out[len(out) // 10 :]
    frequency, level_db = spectrum_db(steady, rate_hz=out_rate)
    assert frequency[np.argmax(level_db)] == pytest.approx(frequency_hz, abs=2)
    assert np.abs(steady).max() == pytest.approx(0.5, rel=0.02)
    assert level_db[np.abs(frequency - frequency_hz) > 30].max() < -50


def test_what_the_telephone_cannot_carry_does_not_fold_back() -> None:
    resampler = StreamResampler(48000, 8000)
    out = resampler.process(sine(5500, 1.0, rate_hz=48000))
    assert np.abs(out[200:]).max() < 0.5 * 10 ** (-50 / 20)


@pytest.mark.parametrize(
    ("in_rate", "out_rate"),
    [(8000, 48000), (48000, 8000), (8000, 44100), (44100, 8000), (8000, 16000), (16000, 8000)],
)
def test_chunks_of_any_size_give_the_same_stream_without_waiting(in_rate: int, out_rate: int) -> None:
    signal = np.random.default_rng(3).normal(0, 0.1, in_rate).astype(np.float32)
    whole = StreamResampler(in_rate, out_rate).process(signal)
    resampler = StreamResampler(in_rate, out_rate)
    parts, given, produced, at = [], 0, 0, 0
    for size in (1, 7, 160, 441, 960, 3, 1000) * 3:
        part = resampler.process(signal[at : at + size])
        at += size
        parts.append(part)
        given, produced = at, produced + len(part)
        assert produced / out_rate >= given / in_rate - 1.5 / out_rate - 1.5 / in_rate
    joined = np.concatenate(parts)
    assert np.allclose(joined, whole[: len(joined)], atol=1e-6)
    assert resampler.delay_s < 0.002


def test_every_20_ms_give_exactly_20_ms() -> None:
    up, down = StreamResampler(16000, 48000), StreamResampler(44100, 16000)
    assert {len(up.process(silence())) for _ in range(50)} == {960}
    assert {len(down.process(silence(882))) for _ in range(50)} == {320}


# -- levels and limiter


def test_the_meter_reads_a_sine_right_and_falls_slowly() -> None:
    meter = LevelMeter()
    for _ in range(BATCH_FRAMES):
        meter.feed(sine(1000, 0.02, peak=0.5))
    assert meter.peak_dbfs == pytest.approx(-6.0, abs=0.1)
    assert meter.rms_dbfs == pytest.approx(-9.0, abs=0.1)
    for _ in range(50):
        meter.feed(silence())
    assert meter.peak_dbfs == pytest.approx(-30.0, abs=0.2)
    for _ in range(500):
        meter.feed(silence())
    assert meter.peak_dbfs == SILENCE_DBFS


def test_the_meter_is_never_older_than_a_tenth_of_a_second_and_misses_no_frame() -> None:
    """The peak of one frame among silent ones, wherever it falls."""
    loud = sine(1000, 0.02, peak=0.5)
    for place in range(BATCH_FRAMES):
        meter = LevelMeter()
        for index in range(BATCH_FRAMES):
            meter.feed(loud if index == place else silence(len(loud)))
        fallen_db = 24.0 * 0.02 * (BATCH_FRAMES - 1 - place)
        assert meter.peak_dbfs == pytest.approx(-6.0 - fallen_db, abs=0.1), place


def test_pcm_is_clipped_and_not_wrapped() -> None:
    assert to_pcm(np.array([2.0, -2.0, 0.5], np.float32)).tolist() == [32767, -32768, 16384]


def limit(limiter: AcousticShockLimiter, samples: Samples) -> Samples:
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    return np.concatenate([limiter.process(frame) for frame in frames])


def test_nothing_louder_than_the_limit_reaches_the_ear() -> None:
    generator = np.random.default_rng(5)
    bursts = generator.normal(0, 0.05, 32000).astype(np.float32)
    for at in generator.integers(0, 30000, 20):
        bursts[at : at + generator.integers(1, 1200)] *= 40
    out = limit(AcousticShockLimiter(-6.0), bursts.clip(-1, 1))
    assert np.abs(out).max() <= 10 ** (-6 / 20) * 1.0001


def test_ordinary_speech_passes_untouched_5_ms_later() -> None:
    speech = to_float(speech_like(4, rate_hz=16000))
    limiter = AcousticShockLimiter(-3.0)
    out = limit(limiter, speech)
    assert np.array_equal(out[80:], speech[: len(out) - 80])
    assert limiter.tone_count == limiter.limited_frame_count == 0


def test_a_sudden_loud_whistle_is_turned_down_within_60_ms_and_comes_back_later() -> None:
    limiter = AcousticShockLimiter(-3.0)
    quiet = to_float(speech_like(1, rate_hz=16000)) * 0.2
    out = limit(limiter, np.concatenate([quiet, sine(2100, 1.0, peak=0.6), silence(32000), quiet]))
    whistle = out[16000 + 960 : 31000]
    assert np.abs(whistle).max() < 0.6 * 10 ** (-15 / 20)
    assert limiter.tone_count == 1
    assert np.abs(out[-8000:]).max() == pytest.approx(np.abs(quiet[-8080:]).max(), rel=0.05)


def burst(seconds: float, level_dbfs: float, *, rate_hz: int = 16000, seed: int = 11) -> Samples:
    count = int(seconds * rate_hz)
    noise = np.random.default_rng(seed).normal(0, 10 ** (level_dbfs / 20), count)
    return noise.clip(-1, 1).astype(np.float32)


def rms_db(samples: Samples) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(samples.astype(np.float64) ** 2)) + 1e-9))


def test_a_burst_of_noise_in_a_quiet_call_is_soft_from_its_first_sample_on() -> None:
    limiter = AcousticShockLimiter(-6.0)
    quiet = burst(2.0, -42.0)
    out = limit(limiter, np.concatenate([quiet, burst(0.3, -8.0, seed=12), quiet]))
    loud = out[32000 + 80 : 32000 + 80 + 1600]
    assert rms_db(loud) < -25.0
    assert np.abs(loud).max() < 10 ** (-12 / 20)
    assert limiter.burst_count == 1
    assert rms_db(out[-8000:]) == pytest.approx(-42.0, abs=0.5)


def test_what_is_as_loud_as_the_voice_a_moment_ago_is_no_shock() -> None:
    """Between two words the background does not fall to nothing at once."""
    limiter = AcousticShockLimiter(0.0)
    voice = burst(2.0, -15.0, seed=5)
    limit(limiter, np.concatenate([voice, silence(16000 * 3 // 10), burst(0.2, -11.5, seed=6)]))
    assert limiter.burst_count <= 1  # the voice's own first frame
    quiet_long = np.concatenate([voice, silence(16000 * 3), burst(0.2, -11.5, seed=6)])
    fresh = AcousticShockLimiter(0.0)
    limit(fresh, quiet_long)
    assert fresh.burst_count == limiter.burst_count + 1


def test_steady_noise_is_let_up_within_two_seconds() -> None:
    limiter = AcousticShockLimiter(0.0)
    out = limit(limiter, np.concatenate([burst(1.0, -42.0), burst(4.0, -14.0)]))
    assert rms_db(out[16000 + 32000 :]) == pytest.approx(-14.0, abs=0.5)


@pytest.mark.parametrize("gain", [1.0, 3.0])
def test_words_after_silence_are_no_burst_however_loud(gain: float) -> None:
    limiter = AcousticShockLimiter(0.0)
    speech = (to_float(speech_like(4, rate_hz=16000)) * np.float32(gain)).clip(-1, 1)
    out = limit(limiter, np.concatenate([silence(32000), speech]))
    assert limiter.burst_count == limiter.tone_count == 0
    assert np.allclose(out[32000 + 80 :], speech[: len(out) - 32080], atol=1e-6)


def test_hissing_sounds_of_speech_pass() -> None:
    limiter = AcousticShockLimiter(-3.0)
    speech = to_float(speech_like(3, rate_hz=16000))
    hiss = burst(0.15, -24.0)
    out = limit(limiter, np.concatenate([speech, hiss, speech]))
    at = len(speech) + 80
    assert np.allclose(out[at : at + len(hiss)], hiss, atol=1e-6)
    assert limiter.burst_count == 0


def test_no_voice_is_taken_for_a_tone_or_a_burst() -> None:
    """Every sentence of the training callers, after a pause, as loud as a line allows; and a hummed vowel."""
    up = StreamResampler(8000, 16000)
    limiter = AcousticShockLimiter(-6.0)
    voices = sorted(resource_path("training", "voices").glob("*_*.wav"))
    assert len(voices) > 10
    for path in voices:
        voice = to_float(codecs()["PCMA"].decode(read_alaw_wav(path)))
        loud = up.process(voice * np.float32(0.9 / np.abs(voice).max()))
        limit(limiter, np.concatenate([silence(16000), loud[: len(loud) // 320 * 320]]))
    time_s = np.arange(16000) / 16000
    hum = (0.6 * np.sin(2 * np.pi * 230 * time_s)).astype(np.float32)
    limit(limiter, np.concatenate([silence(16000), hum]))
    assert (limiter.tone_count, limiter.burst_count) == (0, 0)


@pytest.mark.parametrize("frequency_hz", [1100.0, 2100.0, 3000.0])
def test_fax_modem_and_whistle_are_still_turned_down(frequency_hz: float) -> None:
    limiter = AcousticShockLimiter(-3.0)
    tone = (0.6 * np.sin(2 * np.pi * frequency_hz * np.arange(16000) / 16000)).astype(np.float32)
    out = limit(limiter, np.concatenate([silence(16000), tone]))
    assert limiter.tone_count == 1
    assert float(np.abs(out[-3200:]).max()) < 0.1
