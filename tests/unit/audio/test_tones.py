from itertools import pairwise

import numpy as np
import pytest

from batola_desk.audio.frames import SAMPLE_RATE_HZ, Samples
from batola_desk.audio.tone_player import TonePlayer
from batola_desk.audio.tones import (
    AlertName,
    RingKind,
    TonePattern,
    alert_patterns,
    hold_beep_pattern,
    render,
    ring_patterns,
)
from tests.unit.audio.simulation import spectrum_db

every_alert = pytest.mark.parametrize("name", list(AlertName))
own_rings = pytest.mark.parametrize("kind", [RingKind.INCOMING, RingKind.WAITING])


def _rings() -> list[TonePattern]:
    return [ring_patterns()[kind] for kind in (RingKind.INCOMING, RingKind.WAITING)]


def pulse_spans(samples: Samples) -> list[tuple[float, float]]:
    """(start, length) of each sound in seconds, told from the envelope alone."""
    loud = np.convolve(np.abs(samples), np.ones(80) / 80, "same") > 0.02
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.astype(np.int8), [0]])))
    return [(start / SAMPLE_RATE_HZ, (end - start) / SAMPLE_RATE_HZ) for start, end in edges.reshape(-1, 2)]


def strong_lines_hz(samples: Samples) -> list[float]:
    """Spectral peaks within 20 dB of the strongest."""
    frequency_hz, level_db = spectrum_db(samples, rate_hz=SAMPLE_RATE_HZ)
    peak = (level_db[1:-1] > level_db[:-2]) & (level_db[1:-1] > level_db[2:]) & (level_db[1:-1] > -20)
    return [float(value) for value in frequency_hz[1:-1][peak]]


@every_alert
def test_an_alert_has_several_harmonics_between_500_and_3600_hz(name: AlertName) -> None:
    samples = render(alert_patterns()[name])
    start, length = pulse_spans(samples)[0]
    lines = strong_lines_hz(samples[int(start * SAMPLE_RATE_HZ) : int((start + length) * SAMPLE_RATE_HZ)])
    main = [line for line in lines if 500 <= line <= 3000]
    assert min(lines) >= 490
    assert max(lines) <= 3600
    assert len({round(line / min(lines)) for line in main}) >= 3


@every_alert
def test_no_alert_sounds_without_a_pause(name: AlertName) -> None:
    assert max(length for _, length in pulse_spans(render(alert_patterns()[name]))) <= 0.3


def test_urgency_is_told_by_the_number_of_pulses() -> None:
    counts = {name: len(pulse_spans(render(pattern))) for name, pattern in alert_patterns().items()}
    assert counts[AlertName.P1_NEW] == counts[AlertName.UNIT_EMERGENCY] == 10
    assert counts[AlertName.P2_NEW] == 3
    assert counts[AlertName.P3_NEW] == 2
    assert counts[AlertName.P4_NEW] == 1


@every_alert
def test_every_alert_keeps_the_rhythm_of_its_urgency(name: AlertName) -> None:
    """Source: IEC 60601-1-8 (high 5 + 5, medium 3, low 1 or 2)."""
    pattern = alert_patterns()[name]
    wanted = {1: {10}, 2: {3}, 3: {1, 2}, 4: {1, 2}}[pattern.urgency]
    assert len(pulse_spans(render(pattern))) in wanted


@pytest.mark.parametrize("samples", [render(p) for p in (*alert_patterns().values(), *_rings())])
def test_nearly_all_energy_lies_where_it_is_heard_over_a_room(samples: Samples) -> None:
    """Source: ISO 7731 (300 to 3,000 Hz)."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE_HZ)
    assert power[(hertz >= 300) & (hertz <= 3000)].sum() > 0.9 * power.sum()


def test_the_high_alert_is_two_groups_of_five() -> None:
    spans = pulse_spans(render(alert_patterns()[AlertName.P1_NEW]))
    gaps = [after[0] - before[0] - before[1] for before, after in pairwise(spans)]
    assert int(np.argmax(gaps)) == 4
    assert len(spans) == 10


def test_alerts_of_the_same_urgency_can_be_told_apart() -> None:
    melodies = {
        tuple(pulse.frequency_hz for pulse in pattern.pulses) for pattern in alert_patterns().values()
    }
    assert len(melodies) == len(alert_patterns())


@own_rings
def test_the_ring_is_a_second_of_pulses_and_then_a_rest(kind: RingKind) -> None:
    pattern = ring_patterns()[kind]
    spans = pulse_spans(render(pattern))
    assert spans[-1][0] + spans[-1][1] <= 1.01
    assert max(length for _, length in spans) <= 0.3
    assert pattern.length_s == pytest.approx(5.0 if kind is RingKind.INCOMING else 2.0, abs=0.001)


def test_a_waiting_call_rings_more_often() -> None:
    assert ring_patterns()[RingKind.WAITING].length_s < 0.5 * ring_patterns()[RingKind.INCOMING].length_s


def test_the_ringback_is_the_tone_of_the_indonesian_network() -> None:
    samples = render(ring_patterns()[RingKind.RINGBACK])
    assert strong_lines_hz(samples[:SAMPLE_RATE_HZ]) == [pytest.approx(425, abs=2)]
    assert pulse_spans(samples) == [(pytest.approx(0, abs=0.01), pytest.approx(1.0, abs=0.01))]
    assert len(samples) == 5 * SAMPLE_RATE_HZ


def _play(player: TonePlayer, frame_count: int) -> tuple[Samples, Samples]:
    rings, alerts = [], []
    for _ in range(frame_count):
        ring, alert = player.next_frames()
        rings.append(ring if ring is not None else np.zeros(160, np.float32))
        alerts.append(alert if alert is not None else np.zeros(160, np.float32))
    return np.concatenate(rings), np.concatenate(alerts)


def test_the_ring_sounds_in_its_first_frame_and_stops_within_one() -> None:
    player = TonePlayer()
    player.start_ring(RingKind.INCOMING)
    ring, _ = player.next_frames()
    assert ring is not None
    assert np.abs(ring).max() > 0.3
    player.stop_ring()
    assert player.next_frames() == (None, None)


def test_the_ring_goes_on_for_minutes_in_its_cadence() -> None:
    player = TonePlayer()
    player.start_ring(RingKind.INCOMING)
    rings, _ = _play(player, 50 * 60)
    starts = [start for start, _ in pulse_spans(rings)]
    bells = [start for before, start in pairwise(starts) if start - before > 2.0]
    assert len(bells) == 11
    assert np.allclose(np.diff(bells), ring_patterns()[RingKind.INCOMING].length_s, atol=0.01)


def test_a_more_urgent_alert_interrupts_and_the_same_one_is_not_queued_twice() -> None:
    player = TonePlayer()
    player.play_alert(AlertName.P3_NEW)
    _play(player, 2)
    for _ in range(3):
        player.play_alert(AlertName.P1_NEW)
    _, alerts = _play(player, 500)
    assert len(pulse_spans(alerts)) == 10
    assert not player.is_sounding


def test_the_ring_steps_back_while_an_alert_sounds() -> None:
    player = TonePlayer()
    player.start_ring(RingKind.INCOMING)
    alone = player.next_frames()[0]
    player.play_alert(AlertName.P1_NEW)
    under = player.next_frames()[0]
    assert alone is not None
    assert under is not None
    assert np.abs(under).max() < 0.5 * np.abs(alone).max()


def test_a_pattern_is_made_once_and_nobody_can_spoil_it() -> None:
    first, second = (render(hold_beep_pattern()) for _ in range(2))
    assert first is second
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0
