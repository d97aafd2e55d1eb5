"""The audio room against a real sound server: a JACK dummy card whose clients play headset and
loudspeaker.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.config import AudioConfig, Volumes
from batola_desk.audio.desk import AudioDesk
from batola_desk.audio.events import AudioEvent, DeviceChanged
from batola_desk.audio.g711 import alaw
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.routing import Routing
from tests.e2e import jack_rig

pytestmark = [
    pytest.mark.skipif(not jack_rig.is_available(), reason="jackd or JACK-Client is not installed"),
    pytest.mark.timeout(60),
]

RATE_HZ = jack_rig.SAMPLE_RATE_HZ


@pytest.fixture
def rig() -> Iterator[jack_rig.JackRig]:
    with jack_rig.JackRig() as running:
        yield running


def noise(seconds: float, *, seed: int = 1) -> NDArray[np.float32]:
    """Noise within the telephone band at 48 kHz, no two parts alike."""
    count = int(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, count))
    frequency_hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum[(frequency_hz < 300) | (frequency_hz > 3000)] = 0
    wave = np.fft.irfft(spectrum, count)
    return (0.25 * wave / np.abs(wave).max()).astype(np.float32)


def find(sent: NDArray[np.float32], received: NDArray[np.float32]) -> tuple[int, float]:
    """Where ``sent`` begins in ``received`` and how alike they are there (0..1)."""
    size = 1 << int(np.ceil(np.log2(len(received) + len(sent))))
    products = np.fft.irfft(np.fft.rfft(received, size) * np.conj(np.fft.rfft(sent, size)), size)
    at = int(np.argmax(products[: len(received) - len(sent)]))
    piece = received[at : at + len(sent)]
    return at, float(np.dot(piece, sent) / (np.linalg.norm(piece) * np.linalg.norm(sent) + 1e-9))


@dataclass(frozen=True)
class Packet:
    timestamp: int
    payload: bytes
    arrival_mono_s: float
    codec: str = "PCMA"


class EchoPort:
    """A far party that sends back what it hears, at once."""

    codec = "PCMA"

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.sent_mono_s: list[float] = []
        self.receive: Callable[[Packet], None] | None = None

    def send(self, payload: bytes, *, samples: int) -> None:
        now_s = time.monotonic()
        self.sent.append(payload)
        self.sent_mono_s.append(now_s)
        if self.receive is not None:
            self.receive(Packet(len(self.sent) * samples, payload, now_s))


def wait_until(condition: Callable[[], bool], limit_s: float) -> bool:
    deadline_s = time.monotonic() + limit_s
    while not condition() and time.monotonic() < deadline_s:
        time.sleep(0.01)
    return condition()


def run_isolated(name: str, rig: jack_rig.JackRig | None, *, env: dict[str, str] | None = None) -> str:
    """Run one function of this file in its own process: PortAudio meets one sound server for life."""
    code = f"from tests.e2e import test_audio_devices as t; t.{name}()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env or (rig.env if rig is not None else dict(os.environ)),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=45,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def find_best_piece(spoken: NDArray[np.float32], heard: NDArray[np.float32], piece: int) -> tuple[int, float]:
    """Where ``spoken`` begins in ``heard`` by its best piece: a busy machine may cost a frame in between."""
    found = []
    for start in range(0, len(spoken) - piece + 1, piece):
        at, likeness = find(spoken[start : start + piece], heard)
        found.append((likeness, at - start))
    likeness, at = max(found)
    return at, likeness


def open_desk(events: list[AudioEvent]) -> AudioDesk:
    volumes = Volumes(ear=1.0, ring_loudspeaker=1.0)
    config = AudioConfig(headset_name="headset", loudspeaker_name="loudspeaker", volumes=volumes)
    return AudioDesk(config, events.append)


def test_sound_goes_from_the_microphone_to_the_wire_and_back_to_the_ear(rig: jack_rig.JackRig) -> None:
    """Correlation, delays, the pace of the packets and the cost of a frame."""
    with rig.environment():
        desk = open_desk([])
        desk.start()
        try:
            assert wait_until(lambda: desk.desk_statistics().clock_source == "headset", 5.0)
            time.sleep(0.3)
            port = EchoPort()
            added_s = time.monotonic()
            desk.add_call("call-1", port)
            port.receive = desk.receiver("call-1")
            desk.set_routing(Routing.talk("call-1"))
            time.sleep(0.5)
            before = desk.desk_statistics()
            spoken = noise(2.0)
            cpu_s, wall_s = time.process_time(), time.monotonic()
            rig.headset.feed(spoken)
            time.sleep(3.0)
            cpu = (time.process_time() - cpu_s) / (time.monotonic() - wall_s)
            after = desk.desk_statistics()
            fed_s = rig.headset.fed_mono_s
            assert fed_s is not None
            captured = rig.headset.captured()
            desk.start_ringing()
            time.sleep(1.2)
            room = rig.loudspeaker.captured()
        finally:
            desk.stop()

    wire = np.concatenate([alaw().decode(payload) for payload in port.sent]).astype(np.float32) / 32768
    # At 48 kHz, because the way down to 8 kHz may lie between two of its samples.
    at, likeness = find_best_piece(spoken[:72000], StreamResampler(8000, RATE_HZ).process(wire), 24000)
    packet = at // (RATE_HZ // 50)
    # The first sample fed lies within this packet; it was fed at ``fed_s``.
    mouth_to_wire_ms = (port.sent_mono_s[packet] - fed_s) * 1000
    heard_at, heard_likeness = find_best_piece(spoken[:72000], captured, 24000)
    around_ms = (rig.headset.captured_at_mono_s(heard_at) - fed_s) * 1000
    gaps_ms = np.diff(port.sent_mono_s) * 1000
    period_ms = rig.headset.period_s * 1000
    print(
        f"\ncallback period {period_ms.mean():.2f} ms (p99 {np.percentile(period_ms, 99):.2f}), "
        f"tick {after.tick_mean_us:.0f} us mean {after.tick_max_us:.0f} us max, CPU {cpu:.1%} with the rig, "
        f"first packet {(port.sent_mono_s[0] - added_s) * 1000:.1f} ms, transmit gap p50 "
        f"{np.percentile(gaps_ms, 50):.2f} p99 {np.percentile(gaps_ms, 99):.2f} max {gaps_ms.max():.2f} ms, "
        f"microphone to wire {mouth_to_wire_ms:.1f} ms, "
        f"wire to ear {around_ms - mouth_to_wire_ms:.1f} ms, "
        f"likeness {likeness:.4f} / {heard_likeness:.4f}"
    )
    assert likeness > 0.98
    assert heard_likeness > 0.98
    assert port.sent_mono_s[0] - added_s < 0.040
    assert 0 < mouth_to_wire_ms < 80
    assert 0 < around_ms - mouth_to_wire_ms < 100
    assert np.percentile(gaps_ms, 99) < 40
    assert after.ear_underrun_count - before.ear_underrun_count <= 5
    assert np.abs(room).max() > 0.2  # it rang in the room
    assert np.abs(captured[: RATE_HZ // 10]).max() == 0.0


def _only_the_loudspeaker_rings() -> None:
    desk = open_desk([])
    desk.start()
    try:
        assert wait_until(lambda: desk.desk_statistics().clock_source == "headset", 5.0)
        time.sleep(0.5)
        report = desk.device_report()
        assert report.is_complete, report
        assert report.ear is not None
        assert report.loudspeaker is not None
        assert (report.ear.name, report.loudspeaker.name) == ("headset", "loudspeaker")
        port = EchoPort()
        desk.add_call("call-1", port)
        port.receive = desk.receiver("call-1")
        desk.set_routing(Routing.talk("call-1"))
        time.sleep(3.0)
    finally:
        desk.stop()


def test_a_callers_voice_never_reaches_the_loudspeaker(rig: jack_rig.JackRig) -> None:
    speaking = threading.Event()

    def speak() -> None:
        while not speaking.wait(0.5):
            rig.headset.feed(noise(0.5))

    talker = threading.Thread(target=speak, name="talker")
    talker.start()
    try:
        run_isolated("_only_the_loudspeaker_rings", rig)
    finally:
        speaking.set()
        talker.join()
    assert np.abs(rig.headset.captured()).max() > 0.05
    assert np.abs(rig.loudspeaker.captured()).max() == 0.0


def _the_operator_speaks_with_sidetone() -> None:
    volumes = Volumes(ear=1.0, sidetone=1.0)
    config = AudioConfig(headset_name="headset", loudspeaker_name="loudspeaker", volumes=volumes)
    desk = AudioDesk(config, lambda _: None)
    desk.start()
    try:
        assert wait_until(lambda: desk.desk_statistics().clock_source == "headset", 5.0)
        desk.add_call("call-1", EchoPort())  # nothing comes back from the wire
        desk.set_routing(Routing.talk("call-1"))
        time.sleep(4.0)
    finally:
        desk.stop()


def test_the_own_voice_is_back_in_the_ear_before_it_is_an_echo(rig: jack_rig.JackRig) -> None:
    """PortAudio and JACK need some blocks themselves; what this desk adds is at most 10 ms of it."""
    child = threading.Thread(target=run_isolated, args=("_the_operator_speaks_with_sidetone", rig))
    child.start()
    try:
        assert wait_until(lambda: rig.headset.is_connected, 15.0)
        time.sleep(1.0)
        spoken = noise(1.5)
        rig.headset.feed(spoken)
        time.sleep(2.0)
        fed_s = rig.headset.fed_mono_s
    finally:
        child.join()
    captured = rig.headset.captured()
    at, likeness = find_best_piece(spoken[:48000], captured, 12000)
    assert fed_s is not None
    delay_ms = (rig.headset.captured_at_mono_s(at) - fed_s) * 1000
    gain = float(np.std(captured[at : at + 48000]) / np.std(spoken[:48000]))
    print(f"\nown voice after {delay_ms:.1f} ms, gain {gain:.3f}, likeness {likeness:.4f}")
    assert likeness > 0.98
    assert gain == pytest.approx(0.25, rel=0.1)
    assert delay_ms < 45.0
    assert np.abs(rig.loudspeaker.captured()).max() == 0.0


def _the_server_dies_in_a_call() -> None:
    events: list[AudioEvent] = []
    desk = open_desk(events)
    desk.start()
    assert wait_until(lambda: desk.desk_statistics().clock_source == "headset", 5.0)
    port = EchoPort()
    desk.add_call("call-1", port)
    print("ready", flush=True)
    assert sys.stdin.readline() == "killed\n"
    time.sleep(1.5)
    statistics = desk.desk_statistics()
    assert statistics.clock_source == "fallback", statistics
    gap_ms = float(np.diff(port.sent_mono_s).max()) * 1000
    expected = (port.sent_mono_s[-1] - port.sent_mono_s[0]) / 0.02
    print(f"largest gap {gap_ms:.0f} ms, {len(port.sent)} packets of {expected:.0f}", flush=True)
    assert gap_ms < 120
    assert abs(len(port.sent) - expected) < 4
    reports = [event.report for event in events if isinstance(event, DeviceChanged)]
    assert reports[-1].ear is None, reports
    desk.stop()  # and the process ends in order, though JACK's library would hang or abort


def test_a_call_goes_on_when_the_sound_server_dies(rig: jack_rig.JackRig) -> None:
    code = "from tests.e2e import test_audio_devices as t; t._the_server_dies_in_a_call()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=rig.env,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            time.sleep(1.0)
            rig.stop_server()
            process.stdin.write("killed\n")
            process.stdin.flush()
            told = process.stdout.read()
            assert process.wait(20.0) == 0, told
            print("\n" + told.strip())
        finally:
            process.kill()


def _the_headset_comes_later() -> None:
    events: list[AudioEvent] = []
    desk = open_desk(events)
    desk.start()
    try:
        assert wait_until(lambda: bool(events), 5.0)
        assert "no_output" in desk.device_report().missing
        assert desk.desk_statistics().clock_source == "fallback"
        rig = jack_rig.JackRig()
        rig.server_name = os.environ["JACK_DEFAULT_SERVER"]
        with rig:
            plugged_s = time.monotonic()
            ready = wait_until(lambda: desk.desk_statistics().clock_source == "headset", 5.0)
            took_s = time.monotonic() - plugged_s
            print(f"headset in use after {took_s * 1000:.0f} ms")
            assert ready
            assert took_s < 1.5
            desk.stop()  # before its sound server goes
    finally:
        desk.stop()


def test_a_headset_that_appears_later_is_taken_into_use() -> None:
    rig = jack_rig.JackRig()
    print("\n" + run_isolated("_the_headset_comes_later", None, env=rig.env).strip())
