"""The tone of the self-test with the real engine and a real sound server: heard, and gone at a call."""

from __future__ import annotations

import contextlib
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.frames import SAMPLE_RATE_HZ as DESK_RATE_HZ
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.tones import AlertName, alert_patterns, render
from batola_desk.ipc import sound_messages as sm
from batola_desk.ipc.recording_messages import TryRecording
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig, VirtualDevice
from tests.e2e.line_rig import SOUND_CONFIG, LineRig
from tests.e2e.timed_peer import TimedPeer

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]

CHUNK = SAMPLE_RATE_HZ // 50  # 20 ms
QUIET_RING = SOUND_CONFIG.replace("ring = 1.0", "ring = 0.0")  # at its floor: beside it the tone can be told


@pytest.fixture
def peer(owned: contextlib.ExitStack) -> TimedPeer:
    caller = TimedPeer()
    owned.callback(caller.stop)
    return caller


def tone() -> NDArray[np.float32]:
    """The test tone as the loudspeaker plays it, at the sound card's rate."""
    pattern = alert_patterns()[AlertName.P3_NEW]
    return StreamResampler(DESK_RATE_HZ, SAMPLE_RATE_HZ).process(render(pattern))


def begin_of(device: VirtualDevice, since: int) -> int | None:
    """Where the first sound after ``since`` begins."""
    loud = np.flatnonzero(np.abs(device.captured()[since:]) > 0.02)
    return since + int(loud[0]) if len(loud) else None


def shares(heard: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much of each 20 ms of the tone is in what was heard: about 1 while it sounds, about 0 after."""
    count = min(len(heard), len(wanted)) // CHUNK
    mine, whole = heard[: count * CHUNK].reshape(-1, CHUNK), wanted[: count * CHUNK].reshape(-1, CHUNK)
    energy = np.sum(whole**2, axis=1)
    found = np.sum(mine * whole, axis=1) / np.maximum(energy, 1e-9)
    return np.where(energy > 0.02 * energy.max(), found, 0.0)  # pauses of the tone tell nothing


def aligned(device: VirtualDevice, begin: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What was heard from the tone's first sample on, and the tone at its loudness."""
    wanted = tone()
    search = device.captured()[begin - CHUNK : begin + 6 * CHUNK]
    first = wanted[: 4 * CHUNK]
    products = np.correlate(search, first, "valid")
    at = int(np.argmax(products))
    gain = float(products[at] / np.dot(first, first))
    return device.captured()[begin - CHUNK + at :], wanted * gain


def test_the_tone_is_silent_within_100_ms_of_a_call(line: LineRig, sound: JackRig, peer: TimedPeer) -> None:
    line.write_config(QUIET_RING)
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    since = sound.loudspeaker.captured_count
    screen.obeyed(sm.StartSoundCheck(kind="tone", role="loudspeaker"))
    begin = wait_until(lambda: begin_of(sound.loudspeaker, since), 5.0, "the tone", 0.002)
    called = (
        sound.loudspeaker.captured_count
    )  # in sound, not by the clock: a busy machine lets it stand still
    peer.call(line.uri)
    screen.call_in("ringing")
    time.sleep(1.2)  # longer than the whole tone
    heard, wanted = aligned(sound.loudspeaker, begin)
    found = shares(heard, wanted)
    sounding = np.flatnonzero(found > 0.5)
    last = (int(sounding[-1]) + 1) * CHUNK + begin
    late_ms = (last - called) / SAMPLE_RATE_HZ * 1000.0
    print(f"\nsilent {late_ms:.0f} ms after the call; shares {np.round(found, 1)}")
    assert late_ms <= 100.0
    assert found[10:].max() < 0.5, "the second half of the tone was not played"
    assert screen.ask(sm.StartSoundCheck(kind="tone", role="ear")).code == "sound_check_in_call"
    assert screen.ask(TryRecording()).code == "sound_check_in_call"
    assert line.troubles() == []


def test_without_a_call_the_whole_tone_is_heard_on_the_device_it_tests(line: LineRig, sound: JackRig) -> None:
    """What the test above measures exists: else silence would prove nothing."""
    line.write_config(QUIET_RING)
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    for device, role in ((sound.headset, "ear"), (sound.loudspeaker, "loudspeaker")):
        since = device.captured_count
        other = sound.loudspeaker if device is sound.headset else sound.headset
        screen.obeyed(sm.StartSoundCheck(kind="tone", role=role))
        begin = wait_until(lambda d=device, s=since: begin_of(d, s), 5.0, "the tone")  # type: ignore[misc]
        time.sleep(1.2)
        heard, wanted = aligned(device, begin)
        found = shares(heard, wanted)
        assert np.count_nonzero(found[:11] > 0.5) >= 8, found  # the first pulse of 220 ms
        second = heard[SAMPLE_RATE_HZ * 40 // 100 : SAMPLE_RATE_HZ * 62 // 100]
        assert np.abs(second).max() > 0.02, "the second pulse"
        assert np.abs(other.captured()[since:]).max() < 0.01, "only on the device that is tested"


def test_the_engine_records_and_reads_for_the_self_test(line: LineRig, sound: JackRig) -> None:
    line.start()
    screen = line.screen()
    before_s = time.monotonic()
    screen.obeyed(TryRecording())
    took_s = time.monotonic() - before_s
    print(f"\nwritten, sealed, read back and deleted in {took_s * 1000:.0f} ms")
    assert took_s < 3.0
    assert [path for path in line.paths.recordings.rglob("*") if path.is_file()] == []
    line.paths.recordings.rmdir()
    line.paths.recordings.write_text("no folder any more")
    assert screen.ask(TryRecording()).code == "recording_not_written"
