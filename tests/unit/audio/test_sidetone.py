"""The operator's own voice in his ear: how soft, how soon, and where never."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.audio.config import AudioConfig, Volumes
from batola_desk.audio.devices import is_worn
from batola_desk.audio.routing import Routing
from batola_desk.audio.sidetone import DELAY_MAX_S, Sidetone
from batola_desk.audio.streams import CaptureStream, PlayoutStream
from tests.support.sound_devices import callback_out, device
from tests.unit.audio.bench import Bench, FakePort

RATE_HZ = 48000


def headset(gain: float, *, limit_dbfs: float = -6.0) -> tuple[CaptureStream, PlayoutStream]:
    microphone = CaptureStream(device(0, "headset", inputs=1))
    ear = PlayoutStream(device(0, "headset", outputs=2), lead_s=0.03)
    sidetone = Sidetone(RATE_HZ, peak_limit_dbfs=limit_dbfs)
    sidetone.gain = gain
    microphone.sidetone = ear.sidetone = sidetone
    return microphone, ear


def speak(microphone: CaptureStream, ear: PlayoutStream, sound: np.ndarray, *, block: int) -> np.ndarray:
    """Both callbacks in turn, as a card calls them."""
    heard = []
    for at in range(0, len(sound), block):
        microphone.callback(sound[at : at + block, None], block, None, None)
        heard.append(callback_out(ear, block))
    return np.concatenate(heard)


@pytest.mark.parametrize("block", [64, 240, 480])
def test_the_own_voice_is_heard_softly_and_within_10_ms(block: int) -> None:
    microphone, ear = headset(0.1)
    voice = np.random.default_rng(1).normal(0, 0.1, block * 100).astype(np.float32)
    heard = speak(microphone, ear, voice, block=block)
    products = np.correlate(heard, voice[: 20 * block], "valid")
    delay = int(np.argmax(products))
    assert delay <= DELAY_MAX_S * RATE_HZ
    assert np.allclose(heard[delay : delay + 20 * block], 0.1 * voice[: 20 * block], atol=1e-6)


def test_what_lags_behind_is_dropped_and_not_played_late() -> None:
    microphone, ear = headset(0.1)
    old = np.full((480, 1), 0.5, np.float32)
    for _ in range(6):  # the ear stood still for 60 ms
        microphone.callback(old, 480, None, None)
    fresh = np.full((480, 1), 0.1, np.float32)
    microphone.callback(fresh, 480, None, None)
    assert np.allclose(callback_out(ear, 480), 0.01, atol=1e-6)


def test_a_microphone_of_large_blocks_gives_no_echo() -> None:
    microphone, ear = headset(0.2)
    voice = np.full(960 * 10, 0.3, np.float32)
    assert not np.any(speak(microphone, ear, voice, block=960))


def test_at_zero_nothing_is_heard_and_nothing_old_comes_when_it_is_raised() -> None:
    microphone, ear = headset(0.0)
    assert not np.any(speak(microphone, ear, np.full(4800, 0.3, np.float32), block=480))
    assert ear.sidetone is not None
    ear.sidetone.gain = 0.1
    assert not np.any(callback_out(ear, 480))


def test_the_sum_stays_under_the_acoustic_limit() -> None:
    microphone, ear = headset(0.25, limit_dbfs=-6.0)
    for _ in range(10):
        ear.write(np.full(320, 0.5, np.float32))
    heard = speak(microphone, ear, np.ones(4800, np.float32), block=480)
    assert np.abs(heard).max() <= 10 ** (-6 / 20) + 1e-6


def test_it_sounds_in_a_conversation_only_and_never_muted() -> None:
    bench = Bench(volumes=Volumes(sidetone=1.0))
    bench.run(1)
    assert bench.sound.sidetone == 0.0
    bench.desk.add_call("a", FakePort())
    bench.desk.set_routing(Routing.talk("a"))
    bench.run(1)
    assert bench.sound.sidetone == pytest.approx(0.25)
    bench.desk.set_muted(muted=True)
    bench.run(1)
    assert bench.sound.sidetone == 0.0
    bench.desk.set_muted(muted=False)
    bench.desk.set_volumes(Volumes(sidetone=0.0))
    bench.run(1)
    assert bench.sound.sidetone == 0.0
    bench.desk.set_volumes(Volumes(sidetone=0.5))
    bench.desk.set_routing(Routing())
    bench.run(1)
    assert bench.sound.sidetone == 0.0


@pytest.mark.parametrize(
    ("name", "headset_name", "loudspeaker_name", "expected"),
    [
        ("Jabra Headset", "", "", True),
        ("USB Audio", "usb audio", "", True),
        ("USB Audio", "", "", False),
        ("Speakers (Realtek)", "", "", False),
        ("Headset stand speaker", "", "stand speaker", False),
        ("Speakers", "jabra", "", False),
    ],
)
def test_only_what_is_worn_gets_it(
    name: str, headset_name: str, loudspeaker_name: str, expected: bool
) -> None:
    config = AudioConfig(headset_name=headset_name, loudspeaker_name=loudspeaker_name)
    assert is_worn(device(0, name, outputs=2), config) is expected
