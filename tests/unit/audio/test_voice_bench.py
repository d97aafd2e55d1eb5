"""The bench of voices knows when it was itself that stumbled."""

import numpy as np
import pytest

from tests.bench import bench_voice
from tests.bench.bench_voice import Heard
from tests.e2e.jack_rig import PERIOD_FRAMES, SAMPLE_RATE_HZ, VirtualDevice

PERIOD_S = PERIOD_FRAMES / SAMPLE_RATE_HZ


def _device(times_s: np.ndarray) -> VirtualDevice:
    device = VirtualDevice.__new__(VirtualDevice)  # without a JACK server
    device._callback_s = times_s
    device._callback_count = len(times_s)
    return device


def test_a_virtual_sound_card_knows_how_long_it_stood_still() -> None:
    times_s = 100.0 + np.arange(1000) * PERIOD_S
    stopped = times_s + np.where(np.arange(1000) >= 500, 0.07, 0.0)
    assert _device(stopped).stood_still_s(100.0, 109.0) == pytest.approx(0.07)
    assert _device(stopped).stood_still_s(100.0, 104.9) == pytest.approx(0.0)


def test_a_callback_that_is_only_late_is_no_stop() -> None:
    times_s = 100.0 + np.arange(1000) * PERIOD_S + np.random.default_rng(1).exponential(0.002, 1000)
    times_s[[0, 500, 999]] += 0.009
    assert abs(_device(times_s).stood_still_s(100.0, 111.0)) < 0.001


def test_a_card_that_played_hardly_anything_stood_still_all_the_time() -> None:
    assert _device(np.zeros(0)).stood_still_s(100.0, 109.0) == 9.0


@pytest.mark.parametrize(
    ("stood_ms", "counts"), [([0.0], 0.0), ([60.0, 0.0], 0.0), ([60.0, 20.0, 30.0], 20.0)]
)
def test_a_run_is_made_anew_while_the_bench_was_wrong(
    monkeypatch: pytest.MonkeyPatch, stood_ms: list[float], counts: float
) -> None:
    left = list(stood_ms)

    def run(*_: object) -> Heard:
        return Heard(
            mos=4.0,
            delay_ms=35.0,
            late_ms=3.0,
            stood_ms=left.pop(0),
            rang_ms=1.0,
            answered_ms=1.0,
            cpu_percent=1.0,
        )

    monkeypatch.setattr(bench_voice, "run", run)
    monkeypatch.setattr(bench_voice, "settle", lambda: None)
    heard = bench_voice.run_well(None, None, bench_voice.NETWORKS[0], 1)  # type: ignore[arg-type]
    assert heard.stood_ms == counts
    assert not left
