"""Gain, gate and comfort noise by numbers: levels, times, spectra."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.audio.codec import call_codecs
from batola_desk.audio.comfort_noise import ComfortNoise
from batola_desk.audio.config import SoundProcessing
from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence, to_float
from batola_desk.audio.gain import BOOST_DB, GAIN_LIMIT_DB
from batola_desk.audio.routing import Routing
from batola_desk.audio.speech_level import SpeechLevel, rms_dbfs
from batola_desk.audio.voices import FarVoice, NearVoice
from tests.support.cpu_time import least_cpu_s
from tests.unit.audio.bench import CODEC, PLAIN, Bench, FakePort
from tests.unit.audio.simulation import speech_like

ALL_ON = SoundProcessing(automatic_gain=True, microphone_gain=True, noise_gate=True, comfort_noise=True)


def frames(samples: Samples) -> np.ndarray:
    return samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)


def speech(seconds: float, level_dbfs: float, *, noise_dbfs: float = -75.0) -> Samples:
    """Syllables whose loud parts have this level, over background noise."""
    voice = to_float(speech_like(seconds, rate_hz=SAMPLE_RATE_HZ))
    loud = frames(voice)
    loud_db = np.array([rms_dbfs(frame) for frame in loud])
    active = 10 * np.log10(np.mean(10 ** (loud_db[loud_db > loud_db.max() - 15] / 10)))
    noise = np.random.default_rng(3).normal(0, 10 ** (noise_dbfs / 20), len(voice))
    return (voice * 10 ** ((level_dbfs - active) / 20) + noise).astype(np.float32)


def noise_of(seconds: float, level_dbfs: float, *, seed: int = 4) -> Samples:
    count = int(seconds * SAMPLE_RATE_HZ)
    return np.random.default_rng(seed).normal(0, 10 ** (level_dbfs / 20), count).astype(np.float32)


def heard(voice: FarVoice, samples: Samples) -> Samples:
    noise = ComfortNoise(SAMPLE_RATE_HZ)
    return np.concatenate(
        [voice.for_ear(voice.take(frame, noise, was_invented=False)) for frame in frames(samples)]
    )


# -- automatic gain


@pytest.mark.parametrize(
    ("level_dbfs", "heard_dbfs"),
    [(-38.0, -28.0), (-34.0, -28.0), (-26.0, -26.0), (-22.0, -22.0), (-14.0, -20.0), (-10.0, -20.0)],
)
def test_soft_and_loud_voices_come_to_the_edge_of_comfort_and_ordinary_ones_stay(
    level_dbfs: float, heard_dbfs: float
) -> None:
    voice = FarVoice(ALL_ON)
    heard(voice, speech(12.0, level_dbfs))
    assert level_dbfs + voice.gain_db == pytest.approx(heard_dbfs, abs=1.5)


@pytest.mark.parametrize(("level_dbfs", "gain_db"), [(-45.0, GAIN_LIMIT_DB), (-4.0, -GAIN_LIMIT_DB)])
def test_the_gain_has_limits_both_ways(level_dbfs: float, gain_db: float) -> None:
    voice = FarVoice(ALL_ON)
    heard(voice, speech(15.0, level_dbfs))
    assert voice.gain_db == pytest.approx(gain_db, abs=1.1)
    assert abs(voice.gain_db) <= GAIN_LIMIT_DB


def test_a_shout_is_turned_down_within_two_seconds_and_a_whisper_comes_up_more_slowly() -> None:
    voice = FarVoice(ALL_ON)
    heard(voice, speech(10.0, -22.0))
    calm_db = voice.gain_db
    heard(voice, speech(3.0, -8.0))
    assert voice.gain_db < calm_db - 6.0
    loud_db = voice.gain_db
    heard(voice, speech(0.5, -30.0))
    assert voice.gain_db < loud_db + 2.1
    heard(voice, speech(15.0, -34.0))
    assert voice.gain_db > 4.0


def test_pauses_and_steady_noise_are_not_pumped_up() -> None:
    voice = FarVoice(ALL_ON)
    heard(voice, speech(10.0, -28.0, noise_dbfs=-62.0))
    before_db = voice.gain_db
    heard(voice, noise_of(20.0, -62.0))
    assert voice.gain_db == pytest.approx(before_db, abs=0.5)
    short = FarVoice(ALL_ON)
    heard(short, speech(1.5, -34.0, noise_dbfs=-62.0))
    begun_db = short.gain_db
    assert 0.5 < begun_db < 8.0, "on its way"
    heard(short, noise_of(5.0, -62.0))
    assert short.gain_db == pytest.approx(begun_db, abs=0.5)
    fresh = FarVoice(ALL_ON)
    heard(fresh, noise_of(20.0, -50.0))
    assert abs(fresh.gain_db) < 0.5


def test_a_quiet_caller_in_loud_surroundings_gets_only_as_much_gain_as_the_noise_allows() -> None:
    voice = FarVoice(ALL_ON)
    heard(voice, speech(12.0, -38.0, noise_dbfs=-52.0))  # 10 dB below the edge of comfort
    assert 3.0 <= voice.gain_db <= 7.0


def test_the_gain_moves_without_a_step() -> None:
    voice = FarVoice(ALL_ON)
    source = speech(8.0, -34.0)
    played = heard(voice, source)
    gain_db = 20 * np.log10(np.abs(played) / np.abs(source[: len(played)]))
    is_loud = np.abs(source[: len(played)]) > 0.01
    assert gain_db[is_loud].max() > 6.0
    assert np.abs(np.diff(gain_db))[is_loud[1:] & is_loud[:-1]].max() < 0.01


def test_without_automatic_gain_a_voice_passes_untouched() -> None:
    voice = FarVoice(SoundProcessing(automatic_gain=False))
    source = speech(4.0, -34.0)
    played = heard(voice, source)
    assert np.array_equal(played, source[: len(played)])


def test_turning_it_off_in_a_call_brings_the_gain_back() -> None:
    voice = FarVoice(ALL_ON)
    heard(voice, speech(12.0, -34.0))
    voice.use(SoundProcessing(automatic_gain=False))
    heard(voice, silence(5 * SAMPLE_RATE_HZ))
    assert voice.gain_db == 0.0


def test_the_gain_is_switched_off_at_the_desk_for_this_call_and_the_next() -> None:
    bench = Bench(processing=SoundProcessing(comfort_noise=False))
    soft = (speech(8.0, -36.0)[::2] * 32767).astype(np.int16)

    def gain_db(call_id: str) -> float:
        """How much louder than it came the end of this caller's speech is in the ear."""
        bench.desk.add_call(call_id, FakePort())
        bench.desk.set_routing(Routing.talk(call_id))
        bench.sound.ear.clear()
        bench.run(len(soft) // 160, {call_id: soft})
        bench.desk.remove_call(call_id)
        return rms_dbfs(np.concatenate(bench.sound.ear)[-32000:]) - rms_dbfs(soft[-16000:] / 32767)

    assert gain_db("a") > 4.0
    bench.desk.use_processing(SoundProcessing(automatic_gain=False, comfort_noise=False))
    assert abs(gain_db("b")) < 1.0


def test_the_boost_lifts_a_silent_line_by_12_db_within_a_second_and_goes_again() -> None:
    voice = FarVoice(SoundProcessing(automatic_gain=False))
    breath = noise_of(1.0, -55.0)
    voice.boost = True
    played = heard(voice, breath)
    assert rms_dbfs(played[-4000:]) - rms_dbfs(breath[-4000:]) == pytest.approx(BOOST_DB, abs=0.3)
    voice.boost = False
    played = heard(voice, breath)
    assert rms_dbfs(played[-4000:]) == pytest.approx(-55.0, abs=0.5)


def test_the_boosted_call_stays_under_the_acoustic_limit_and_the_recording_is_not_boosted() -> None:
    bench = Bench(ear_peak_limit_dbfs=-6.0)
    for call_id in ("a", "b"):
        bench.desk.add_call(call_id, FakePort())
    bench.desk.set_routing(Routing.talk("a"))
    bench.desk.set_listening_boost("a")
    loud = (speech_like(2).astype(np.int32) * 2).clip(-32768, 32767).astype(np.int16)
    bench.run(100, {"a": loud})
    ear = np.concatenate(bench.sound.ear)
    assert np.abs(ear).max() <= 10 ** (-6 / 20) * 1.001
    assert bench.desk.statistics("a").far_rms_dbfs == pytest.approx(_level_of_plain(loud), abs=0.01)
    bench.desk.set_routing(Routing.talk("b"))
    bench.sound.ear.clear()
    quiet = (speech_like(1) // 16).astype(np.int16)
    bench.run(50, {"b": quiet})
    ear = np.concatenate(bench.sound.ear)
    assert np.abs(ear).max() <= 1.1 * np.abs(quiet).max() / 32768  # the other call is as loud as it is


def _level_of_plain(pcm: np.ndarray) -> float:
    bench = Bench()
    bench.desk.add_call("a", FakePort())
    bench.run(100, {"a": pcm})
    return bench.desk.statistics("a").far_rms_dbfs


# -- noise gate


def test_the_gate_lowers_the_room_between_words_and_lets_words_through_whole() -> None:
    near = NearVoice(SoundProcessing(noise_gate=True))
    room = noise_of(3.0, -50.0)
    word = speech(1.0, -20.0, noise_dbfs=-50.0)
    played = np.concatenate([near.take(frame) for frame in frames(np.concatenate([room, word, room]))])
    assert rms_dbfs(played[2 * SAMPLE_RATE_HZ : 3 * SAMPLE_RATE_HZ]) == pytest.approx(-65.0, abs=1.0)
    at = 3 * SAMPLE_RATE_HZ
    spoken = played[at : at + SAMPLE_RATE_HZ]
    loudest = int(np.argmax(np.abs(word)))
    assert spoken[loudest] == pytest.approx(word[loudest], rel=1e-3)
    first_loud = next(
        index for index, frame in enumerate(frames(word)) if rms_dbfs(frame) > -35
    )  # opens in that very frame
    kept = rms_dbfs(spoken[first_loud * 320 : first_loud * 320 + 320]) - rms_dbfs(frames(word)[first_loud])
    assert kept > -6.0
    assert rms_dbfs(played[-SAMPLE_RATE_HZ:]) == pytest.approx(-65.0, abs=1.0)


def test_the_microphone_is_untouched_unless_asked() -> None:
    near = NearVoice(SoundProcessing())
    sound = np.concatenate([noise_of(2.0, -50.0), speech(2.0, -35.0)])
    assert np.array_equal(
        np.concatenate([near.take(frame) for frame in frames(sound)]), sound[: len(sound) // 320 * 320]
    )


# -- comfort noise


def run_with_hole(processing: SoundProcessing) -> np.ndarray:
    """The ear of a call of steady noise whose packets 200 to 300 of 400 are missing."""
    bench = Bench(processing=processing)
    bench.desk.add_call("a", FakePort())
    bench.desk.set_routing(Routing.talk("a"))
    line = np.random.default_rng(6).normal(0, 60, 400 * 160).astype(np.int16)
    for step in range(400):
        if not 200 <= step < 300:
            bench.receive("a", CODEC.encode(line[step * 160 : step * 160 + 160]))
        bench.step()
    return np.concatenate(bench.sound.ear)


def test_a_hole_sounds_like_the_line_and_not_dead() -> None:
    steady = SoundProcessing(automatic_gain=False)
    ear = run_with_hole(steady)
    before = rms_dbfs(ear[100 * 320 : 190 * 320])
    for start in range(204, 298, 10):
        assert rms_dbfs(ear[start * 320 : start * 320 + 3200]) == pytest.approx(before, abs=3.0)
    dead = run_with_hole(PLAIN)
    assert not np.any(dead[210 * 320 : 298 * 320])


def test_a_hole_after_loud_speech_never_gets_louder_than_the_background() -> None:
    voice, noise = FarVoice(ALL_ON), ComfortNoise(SAMPLE_RATE_HZ)
    for frame in frames(speech(6.0, -15.0, noise_dbfs=-58.0)):
        voice.take(frame, noise, was_invented=False)
    filled = np.concatenate([voice.take(silence(), noise, was_invented=True) for _ in range(50)])
    assert rms_dbfs(filled[3200:]) == pytest.approx(-58.0, abs=4.0)


def test_a_digitally_silent_line_stays_silent_in_its_holes() -> None:
    voice, noise = FarVoice(ALL_ON), ComfortNoise(SAMPLE_RATE_HZ)
    for _ in range(200):
        voice.take(silence(), noise, was_invented=False)
    filled = np.concatenate([voice.take(silence(), noise, was_invented=True) for _ in range(50)])
    assert rms_dbfs(filled) < -70.0


def test_a_line_that_died_sounds_dead_after_twelve_seconds_but_an_announced_pause_does_not() -> None:
    voice, noise = FarVoice(ALL_ON), ComfortNoise(SAMPLE_RATE_HZ)
    for frame in frames(noise_of(2.0, -50.0)):
        voice.take(frame, noise, was_invented=False)
    filled = [voice.take(silence(), noise, was_invented=True) for _ in range(700)]
    assert rms_dbfs(np.concatenate(filled[400:490])) == pytest.approx(-50.0, abs=2.0)
    assert not np.any(np.concatenate(filled[610:]))
    noise.describe(bytes([50]))
    filled = [voice.take(silence(), noise, was_invented=True) for _ in range(1000)]
    assert rms_dbfs(np.concatenate(filled[900:])) == pytest.approx(-50.0, abs=1.0)


def test_the_noise_has_the_colour_of_the_line() -> None:
    noise = ComfortNoise(SAMPLE_RATE_HZ)
    source = noise_of(4.0, -50.0)
    low = np.convolve(source, np.ones(16) / 4, "same").astype(np.float32)  # most of it under 1 kHz
    for frame in frames(low):
        noise.learn(frame, rms_dbfs(frame), rms_dbfs(low))
    filled = np.concatenate([noise.fill(silence()) for _ in range(100)])

    def share_below_1_khz(samples: Samples) -> float:
        power = np.abs(np.fft.rfft(samples)) ** 2
        return float(power[: len(power) // 8].sum() / power.sum())

    assert share_below_1_khz(filled[320:]) == pytest.approx(share_below_1_khz(low), abs=0.1)


def test_a_comfort_noise_packet_says_how_loud_and_of_what_colour() -> None:
    """RFC 3389 §3: level in -dBov, reflection coefficients; a negative first one is low-pass noise."""
    noise = ComfortNoise(SAMPLE_RATE_HZ)
    noise.describe(bytes([52, 127 - 100]))
    filled = np.concatenate([noise.fill(silence()) for _ in range(100)])
    assert rms_dbfs(filled[320:]) == pytest.approx(-52.0, abs=1.0)
    power = np.abs(np.fft.rfft(filled)) ** 2
    assert power[: len(power) // 4].sum() > 0.8 * power.sum()
    noise.describe(bytes([60]))
    filled = np.concatenate([noise.fill(silence()) for _ in range(100)])
    assert rms_dbfs(filled[3200:]) == pytest.approx(-60.0, abs=1.0)


@pytest.mark.parametrize(
    "payload", [b"", b"\x00", b"\xff" * 1400, bytes([0, *range(200, 255)]), b"\x00\x00\xff" * 8]
)
def test_no_comfort_noise_packet_is_louder_than_soft_or_breaks_anything(payload: bytes) -> None:
    noise = ComfortNoise(SAMPLE_RATE_HZ)
    noise.describe(payload)
    filled = np.concatenate([noise.fill(silence()) for _ in range(60)])
    assert np.all(np.isfinite(filled))
    assert rms_dbfs(filled) <= -39.0


def test_a_flood_of_descriptions_costs_next_to_nothing() -> None:
    noise = ComfortNoise(SAMPLE_RATE_HZ)

    def flood() -> None:
        for number in range(20_000):
            noise.describe(bytes([60, number % 256, number // 256 % 256] * 4))

    assert least_cpu_s(flood, 2) < 0.5  # 25 us each; the filter itself takes 60
    rendered = []
    original = noise._render
    noise._render = lambda power: rendered.append(power) or original(power)  # type: ignore[method-assign,func-returns-value]
    for number in range(100):
        noise.describe(bytes([60, number]))
        noise.fill(silence())
    assert len(rendered) <= 5


def test_a_sender_that_pauses_with_comfort_noise_is_heard_as_it_described() -> None:
    bench = Bench(processing=SoundProcessing(automatic_gain=False))
    bench.desk.add_call("a", FakePort())
    bench.desk.set_routing(Routing.talk("a"))
    for step in range(50):
        bench.receive("a", CODEC.encode(speech_like(1)[step * 160 : step * 160 + 160]))
        bench.step()
    bench.receive("a", bytes([55]), "CN")
    for _ in range(100):
        bench.step()
    ear = np.concatenate(bench.sound.ear)
    assert rms_dbfs(ear[70 * 320 :]) == pytest.approx(-55.0, abs=1.5)
    assert bench.desk.statistics("a").received_count == 50


# -- speech or not


def test_speech_is_told_from_steady_noise_of_any_strength() -> None:
    for noise_dbfs in (-70.0, -55.0, -40.0):
        level = SpeechLevel()
        for frame in frames(noise_of(20.0, noise_dbfs)):
            level.feed(rms_dbfs(frame))
        assert level.noise_dbfs == pytest.approx(noise_dbfs, abs=2.0)
        found = [level.feed(rms_dbfs(frame)) for frame in frames(noise_of(5.0, noise_dbfs, seed=9))]
        assert not any(found)
        spoken = frames(speech(2.0, noise_dbfs + 25.0, noise_dbfs=noise_dbfs))
        assert sum(level.feed(rms_dbfs(frame)) for frame in spoken) > 0.3 * len(spoken)


def test_g722_calls_get_the_same_treatment() -> None:
    bench = Bench(processing=ALL_ON)
    bench.desk.add_call("a", FakePort("G722"))
    bench.desk.set_routing(Routing.talk("a"))
    coder = call_codecs()["G722"]
    pcm = (speech(6.0, -34.0) * 32768).astype(np.int16)
    for at in range(0, len(pcm) - 320, 320):
        bench.receive("a", coder.encode(pcm[at : at + 320]), "G722")
        bench.step()
    channel = bench.desk._mixer.calls["a"]
    assert channel.voice.gain_db > 4.0
