import threading
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.jitter_buffer import JitterBuffer
from tests.unit.audio.simulation import Line, Played, likeness, play, speech_like


def test_a_clean_line_passes_untouched_within_one_packet() -> None:
    line = Line(10)
    played = play(line)
    start = int(np.argmax(np.abs(played.samples) > 0))
    assert start <= 160
    expected = line.source.astype(np.float32) / 32768
    assert np.array_equal(played.samples[160:79000], expected[160:79000]) or np.array_equal(
        played.samples[160:79000], expected[:78840]
    )
    assert played.statistics.concealed_count == played.statistics.stretched_count == 0
    assert played.depth_ms[-1] <= 21.0


def test_jitter_of_60_ms_is_absorbed_without_a_gap() -> None:
    line = Line(60, jitter_s=0.06)
    played = play(line)
    assert played.statistics.concealed_count <= 6
    assert 40.0 <= float(np.mean(played.depth_ms[3:])) <= 90.0
    assert np.percentile(likeness(played.samples, line.source), 5) > 0.98


def test_losing_one_packet_in_twenty_is_concealed_and_stays_close_to_the_source() -> None:
    line = Line(40, loss=0.05)
    played = play(line)
    lost = 40 * 50 * 0.05
    assert 2 * lost * 0.7 <= played.statistics.concealed_count <= 2 * lost * 1.4
    scores = likeness(played.samples, line.source)
    assert scores.mean() > 0.98
    assert np.percentile(scores, 5) > 0.93


def test_a_lost_packet_costs_its_own_time_and_no_more() -> None:
    line = Line(6)
    without = [packet for index, packet in enumerate(line.packets()) if index != 100]
    line.packets = lambda: without  # type: ignore[method-assign]
    played = play(line)
    assert played.statistics.concealed_count == 2
    expected = line.source.astype(np.float32) / 32768
    assert np.array_equal(played.samples[110 * 160 : 200 * 160], expected[110 * 160 : 200 * 160])


def test_jitter_and_loss_together_stay_intelligible() -> None:
    line = Line(40, jitter_s=0.06, loss=0.05)
    played = play(line)
    assert likeness(played.samples, line.source).mean() > 0.97
    assert played.statistics.late_count <= 20


@pytest.mark.parametrize("drift_ppm", [1000.0, -1000.0])
def test_twenty_minutes_of_clock_drift_neither_fill_nor_drain_the_buffer(drift_ppm: float) -> None:
    line = Line(1200, drift_ppm=drift_ppm)
    played = play(line)
    statistics = played.statistics
    assert statistics.concealed_count <= 8  # the sender of a fast clock ends early
    assert statistics.resync_count == 0
    assert played.depth_ms.min() >= 18.0 if drift_ppm < 0 else played.depth_ms[:-3].min() >= 18.0
    assert played.depth_ms.max() <= 65.0
    corrections = statistics.shrunk_count - statistics.stretched_count
    assert np.sign(corrections) == np.sign(drift_ppm)


def test_corrections_do_not_undo_each_other() -> None:
    calm = play(Line(120, jitter_s=0.005)).statistics
    assert calm.stretched_count + calm.shrunk_count <= 4
    drifting = play(Line(300, drift_ppm=1000.0)).statistics
    assert drifting.stretched_count <= 2


@pytest.mark.parametrize(
    ("drift_ppm", "rate_hz"), [(-1000.0, 8000), (-1000.0, 16000), (-300.0, 8000), (1000.0, 16000)]
)
def test_drift_is_answered_in_one_direction_only(drift_ppm: float, rate_hz: int) -> None:
    played = play(Line(200, drift_ppm=drift_ppm, jitter_s=0.02, rate_hz=rate_hz)).statistics
    both = (played.stretched_count, played.shrunk_count)
    assert min(both) <= 2
    assert max(both) >= 0.2 * abs(drift_ppm) / 15 * 0.6, "200 s of drift, 15 ms at a time"


def test_what_was_added_for_a_rough_minute_is_taken_back_when_it_is_over() -> None:
    line = Line(240)
    packets = [
        (arrival + (0.03 * (index % 3) / 2 if 20 < arrival < 50 else 0.0), *rest)
        for index, (arrival, *rest) in enumerate(line.packets())
    ]
    line.packets = lambda: sorted(packets, key=lambda packet: packet[0])  # type: ignore[method-assign]
    played = play(line)
    assert played.depth_ms[25] > 60.0
    assert played.depth_ms[-2] < 45.0


def _levels_dbfs(played: Played, frames: NDArray[np.int64]) -> NDArray[np.float64]:
    power = np.mean(played.samples.reshape(-1, 160)[frames] ** 2, axis=1)
    return 10 * np.log10(power + 1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_delay_grows_with_jitter_in_the_pauses_of_a_voice(seed: int) -> None:
    played = play(Line(60, jitter_s=0.06, seed=seed))
    learnt = played.corrected[played.corrected > 50]  # in the first second there was no pause yet
    assert played.statistics.stretched_count >= 2
    assert np.all(_levels_dbfs(played, learnt) < -50.0)


@pytest.mark.parametrize("stops_s", [5.1, 5.3, 5.5, 5.7])
def test_what_a_sound_card_that_stood_still_added_is_taken_back_in_the_pauses_of_a_voice(
    stops_s: float,
) -> None:
    played = play(Line(30), card_stops=(stops_s, 0.07))
    assert played.depth_ms[10] > 75.0
    assert played.depth_ms[-2] < 40.0
    assert len(played.corrected) >= 5
    assert np.all(_levels_dbfs(played, played.corrected) < -50.0)


@pytest.mark.parametrize("drift_ppm", [400.0, -400.0])
def test_a_voice_that_never_pauses_is_corrected_all_the_same(drift_ppm: float) -> None:
    line = Line(120, drift_ppm=drift_ppm)
    time_s = np.arange(len(line.source)) / 8000
    phase = 2 * np.pi * 180 * time_s + np.sin(2 * np.pi * 0.7 * time_s)
    line.source = (6000 * np.sin(phase)).astype(np.int16)
    played = play(line)
    assert len(played.corrected) >= 2
    assert played.statistics.concealed_count <= 4
    assert played.depth_ms[:-3].min() >= 15.0
    assert played.depth_ms.max() <= 60.0


def test_reordered_packets_are_put_in_order() -> None:
    line = Line(40, reorder=0.1)
    played = play(line)
    assert played.statistics.late_count <= 10
    assert np.percentile(likeness(played.samples, line.source)[20:], 5) > 0.98


def test_a_pause_of_the_sender_is_silence_and_then_speech_at_once() -> None:
    line = Line(20, pauses_s=((8.0, 11.0),))
    played = play(line)
    silent = played.samples[int(8.3 * 8000) : int(11.0 * 8000)]
    assert not np.any(silent)
    back = int(np.argmax(np.abs(played.samples[int(11.0 * 8000) :]) > 0)) / 8000
    assert back <= 0.08
    assert likeness(played.samples[11 * 8000 - 8000 :], line.source[11 * 8000 - 8000 :])[2:].mean() > 0.97


def test_packets_of_30_ms_fit_as_well() -> None:
    line = Line(20, packet_ms=30, jitter_s=0.01)
    played = play(line)
    assert played.statistics.concealed_count <= 6
    assert np.percentile(likeness(played.samples, line.source), 5) > 0.98


def test_a_delay_spike_loses_no_speech() -> None:
    line = Line(20)
    packets = line.packets()
    late = [
        (max(arrival, 10.11) if 10.0 <= arrival < 10.11 else arrival, *rest) for arrival, *rest in packets
    ]
    line.packets = lambda: sorted(late, key=lambda packet: packet[0])  # type: ignore[method-assign]
    played = play(line)
    assert played.statistics.late_count <= 3
    assert played.statistics.concealed_count <= 12
    assert played.depth_ms[12] > played.depth_ms[8]
    assert played.depth_ms[-1] < 70.0


def _buffer_at(now_s: list[float]) -> JitterBuffer:
    return JitterBuffer(sample_rate_hz=8000, clock=lambda: now_s[0])


def test_a_duplicate_is_counted_and_changes_nothing() -> None:
    now_s = [1.0]
    buffer = _buffer_at(now_s)
    pcm = speech_like(0.1)
    buffer.put(0, pcm[:160], 1.0)
    buffer.put(0, -pcm[:160], 1.001)
    assert np.array_equal(buffer.pull(), pcm[:160].astype(np.float32) / 32768)
    assert buffer.statistics().duplicate_count == 1


def test_a_late_packet_is_counted_and_dropped() -> None:
    now_s = [1.0]
    buffer = _buffer_at(now_s)
    pcm = speech_like(0.1)
    buffer.put(160, pcm[160:320], 1.0)
    buffer.pull()
    buffer.put(0, pcm[:160], 1.03)
    assert buffer.statistics().late_count == 1


def test_one_stray_timestamp_does_not_move_the_time_line_but_two_do() -> None:
    now_s = [1.0]
    buffer = _buffer_at(now_s)
    pcm = speech_like(1)
    buffer.put(0, pcm[:160], 1.0)
    buffer.pull()
    buffer.put(5_000_000, pcm[:160], 1.01)
    buffer.put(160, pcm[160:320], 1.02)
    now_s[0] = 1.02
    assert np.array_equal(buffer.pull(), pcm[160:320].astype(np.float32) / 32768)
    assert buffer.statistics().resync_count == 0
    buffer.put(9_000_000, pcm[:160], 1.03)
    buffer.put(9_000_160, pcm[160:320], 1.05)
    assert buffer.statistics().resync_count == 1


@pytest.mark.parametrize("pause_s", [0.0, 1.0, 10.0])
@pytest.mark.parametrize("jump_s", [-1.9, -1.0, -0.3, 0.3, 1.0, 1.9, 500.0])
def test_a_senders_clock_that_jumps_costs_a_fifth_of_a_second(jump_s: float, pause_s: float) -> None:
    """An exchange that puts another source behind the same stream, in mid-word or after a hold."""
    now_s, timestamp, level = 0.0, 1000, []
    buffer = JitterBuffer(sample_rate_hz=8000, clock=lambda: now_s)
    tone = (8000 * np.sin(2 * np.pi * 300 * np.arange(160) / 8000)).astype(np.int16)
    for frame in range(round((6.0 + pause_s) / 0.02)):
        now_s = frame * 0.02
        if not 3.0 <= now_s < 3.0 + pause_s:
            if frame == round((3.0 + pause_s) / 0.02):
                timestamp = round(timestamp + jump_s * 8000) % 2**32
            buffer.put(timestamp, tone, now_s)
            timestamp = (timestamp + 160) % 2**32
        level.append(float(np.sqrt(np.mean(buffer.pull() ** 2))))
    after = level[round((3.0 + pause_s) / 0.02) :]
    assert sum(rms < 0.05 for rms in after) * 0.02 <= 0.2
    assert min(after[-50:]) > 0.1
    assert buffer.statistics().depth_ms < 200.0


def test_the_delay_never_exceeds_its_limit_after_a_burst() -> None:
    now_s = [1.0]
    buffer = _buffer_at(now_s)
    pcm = speech_like(2)
    for index in range(60):  # a stalled network lets go of 1.2 s at once
        buffer.put(index * 160, pcm[index * 160 : index * 160 + 160], 1.0)
    frames = []
    for index in range(60):
        now_s[0] = 1.0 + index * 0.02
        frames.append(buffer.pull())
    sounding_s = np.flatnonzero(np.concatenate(frames))[-1] / 8000
    assert 0.2 <= sounding_s <= 0.3  # 200 ms of speech, 60 ms of fading, one correction at most


def test_writer_and_reader_may_be_two_threads() -> None:
    buffer = JitterBuffer(sample_rate_hz=8000)
    pcm = speech_like(1)[:160]

    def write() -> None:
        for index in range(2000):
            buffer.put(index * 160, pcm, time.monotonic())

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        assert len(buffer.pull()) == 160
    writer.join()
    assert buffer.statistics().received_count == 2000


@pytest.mark.parametrize("count", [0, 20000])
def test_absurd_packets_are_ignored(count: int) -> None:
    buffer = JitterBuffer(sample_rate_hz=8000)
    buffer.put(0, np.zeros(count, np.int16), 0.0)
    assert not np.any(buffer.pull())


def _played(seed: int) -> list[bytes]:
    """What a buffer makes of a seeded network: jitter, loss, copies, speech with pauses."""
    random, now_s = np.random.default_rng(seed), 0.0
    buffer = JitterBuffer(sample_rate_hz=8000, clock=lambda: now_s)
    speech = speech_like(8.0) if seed % 2 else np.tile(np.arange(-800, 800, dtype=np.int16), 40)
    arrivals = sorted(
        (index * 0.02 + random.uniform(0.0, 0.02 * (seed % 4)), index)
        for index in range(len(speech) // 160)
        for _copy in range(1 + (random.random() < 0.02))
        if random.random() >= 0.03 * (seed % 3)
    )
    played = []
    for tick in range(len(speech) // 160 + 20):
        now_s = tick * 0.02 + 0.003
        while arrivals and arrivals[0][0] <= now_s:
            at_s, index = arrivals.pop(0)
            buffer.put(index * 160, speech[index * 160 : index * 160 + 160], at_s)
        played.append(buffer.pull().tobytes() + bytes([buffer.was_invented]))
    return [*played, repr(buffer.statistics()).encode()]


@pytest.mark.parametrize("seed", range(12))
def test_a_frame_in_one_piece_sounds_like_one_in_two(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The short way through an undisturbed stream changes nothing, bit by bit."""
    short = _played(seed)
    monkeypatch.setattr(JitterBuffer, "_play_two_chunks", lambda *_: None)
    assert short == _played(seed)
