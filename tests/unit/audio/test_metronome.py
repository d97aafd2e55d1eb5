"""The beat in the operator's ear: exact, for him alone, and only while he talks with this caller."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.audio.frames import SAMPLE_RATE_HZ, Samples
from batola_desk.audio.routing import Routing
from batola_desk.audio.tones import metronome_pattern, render
from batola_desk.domain.procedures import METRONOME_PER_MIN
from tests.unit.audio.bench import Bench, FakePort

FRAMES_PER_S = 50


def ticks_s(samples: Samples) -> list[float]:
    """When each tick begins, told from the envelope alone."""
    loud = np.convolve(np.abs(samples), np.ones(80) / 80, "same") > 0.01
    return [
        float(place / SAMPLE_RATE_HZ)
        for place in np.flatnonzero(np.diff(loud.astype(np.int8), prepend=0) == 1)
    ]


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    for call_id in ("a", "b"):
        made.desk.add_call(call_id, FakePort())
    made.desk.set_routing(Routing.talk("a"))
    return made


def ear(bench: Bench) -> Samples:
    heard: Samples = np.concatenate(bench.sound.ear)
    bench.sound.ear.clear()
    return heard


@pytest.mark.parametrize("per_min", range(METRONOME_PER_MIN[0], METRONOME_PER_MIN[1] + 1))
def test_the_beat_is_exact_for_as_long_as_anybody_can_press(per_min: int) -> None:
    length_s = len(render(metronome_pattern(per_min))) / SAMPLE_RATE_HZ
    assert 60.0 / length_s == pytest.approx(per_min, abs=0.02)


def test_the_operator_hears_it_at_once_and_evenly(bench: Bench) -> None:
    bench.desk.start_metronome("a", 110)
    bench.run(20 * FRAMES_PER_S)
    found = ticks_s(ear(bench))
    assert found[0] < 0.05
    assert len(found) in {36, 37}
    assert np.allclose(np.diff(found), 60.0 / 110, atol=0.002)


def test_nobody_else_hears_it_and_no_loudspeaker_plays_it(bench: Bench) -> None:
    port = FakePort()
    bench.desk.add_call("c", port)
    bench.desk.set_routing(Routing.talk("c"))
    bench.run(10)
    before = len(port.sent)
    bench.desk.start_metronome("c", 120)
    bench.run(5 * FRAMES_PER_S)
    assert np.abs(np.concatenate(bench.sound.ear)).max() > 0.05
    assert np.abs(port.heard()[before * 160 :]).max() <= 8, "the caller hears the room, not the beat"
    assert len(port.sent) == before + 5 * FRAMES_PER_S, "not one frame is late for it"
    assert bench.sound.room_peak() == 0.0


def test_it_rests_on_hold_goes_on_with_the_caller_and_ends_with_him(bench: Bench) -> None:
    bench.desk.start_metronome("a", 110)
    bench.run(FRAMES_PER_S)
    assert ticks_s(ear(bench))
    bench.desk.set_routing(Routing.talk("b"))
    bench.run(2)
    ear(bench)
    bench.run(2 * FRAMES_PER_S)
    assert np.abs(ear(bench)).max() == 0.0
    bench.desk.set_routing(Routing.talk("a"))
    bench.run(2 * FRAMES_PER_S)
    assert ticks_s(ear(bench))
    bench.desk.remove_call("a")
    bench.run(2)
    ear(bench)
    bench.run(2 * FRAMES_PER_S)
    assert np.abs(ear(bench)).max() == 0.0


def test_the_key_ends_it_within_a_frame(bench: Bench) -> None:
    bench.desk.start_metronome("a", 110)
    bench.run(FRAMES_PER_S)
    bench.desk.stop_metronome()
    bench.run(2)
    ear(bench)
    bench.run(FRAMES_PER_S)
    assert np.abs(ear(bench)).max() == 0.0


def test_a_call_that_is_not_there_gets_none(bench: Bench) -> None:
    with pytest.raises(KeyError):
        bench.desk.start_metronome("z", 110)
