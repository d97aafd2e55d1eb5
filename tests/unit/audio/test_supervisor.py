"""Losing devices and getting them back, with a pretended PortAudio."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from batola_desk.audio import supervisor
from batola_desk.audio.clock import AudioClock
from batola_desk.audio.config import AudioConfig
from batola_desk.audio.devices import DeviceReport, find_devices
from batola_desk.audio.frames import FRAME_SAMPLES
from batola_desk.audio.port_audio import COPIES_MAX, AudioDevice, PortAudio
from batola_desk.audio.sound_ports import DevicePorts
from batola_desk.audio.streams import WakeSignal
from batola_desk.audio.supervisor import DeviceSupervisor
from tests.support.sound_devices import device


@pytest.fixture(autouse=True)
def _callbacks_may_be_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests pump by hand: where they are held up, no device counts as dead because of that."""
    monkeypatch.setattr(supervisor, "_DEAD_S", 60.0)


def wait_until(condition: Callable[[], bool], limit_s: float = 8.0) -> bool:
    deadline_s = time.monotonic() + limit_s
    while not condition() and time.monotonic() < deadline_s:
        time.sleep(0.005)
    return condition()


class FakeStream:
    def __init__(self, owner: FakePortAudio, callback: Callable[..., None], *, channels: int) -> None:
        self.owner, self.callback, self.channels = owner, callback, channels
        self.active = False
        self.ended = False

    def start(self) -> None:
        self.active = True
        self.owner.open_streams.append(self)

    def abort(self, **_: object) -> None:
        self.active = False

    def close(self, **_: object) -> None:
        self.owner.hanging.wait()
        if self in self.owner.open_streams:
            self.owner.open_streams.remove(self)

    def pump(self) -> None:
        self.callback(np.zeros((480, self.channels), np.float32), 480, None, None)


class FakePortAudio(PortAudio):
    """Devices come and go; as in the library, only a rescan without open streams sees it."""

    class PortAudioError(Exception):
        pass

    def __init__(self, devices: list[AudioDevice]) -> None:
        super().__init__()
        self.plugged = devices
        self.seen = tuple(devices)
        self.open_streams: list[FakeStream] = []
        self.refused: set[str] = set()
        self.rescan_count = 0
        self.left_count = 0
        self.hanging = threading.Event()
        self.hanging.set()
        self._module = self

    def rescan(self) -> None:
        assert not self.open_streams, "rescan with open streams"
        self.rescan_count += 1
        self.seen = tuple(self.plugged)

    def release(self) -> None:
        assert not self.open_streams, "release with open streams"

    def leave_behind(self) -> None:
        self.left_count += 1
        self.open_streams.clear()

    def stream_settings(self, device: AudioDevice) -> dict[str, Any]:
        return {"device": device.index}

    def devices(self) -> tuple[AudioDevice, ...]:
        return self.seen

    def default_indexes(self) -> frozenset[int]:
        return frozenset()

    def _stream(self, device: int, channels: int, callback: Callable[..., None]) -> FakeStream:
        entry = next(entry for entry in self.seen if entry.index == device)
        if entry.name in self.refused or entry not in self.plugged:
            raise self.PortAudioError(entry.name)
        return FakeStream(self, callback, channels=channels)

    def OutputStream(self, *, device: int, channels: int, callback: Any, **_: Any) -> FakeStream:
        return self._stream(device, channels, callback)

    def InputStream(self, *, device: int, channels: int, callback: Any, **_: Any) -> FakeStream:
        return self._stream(device, channels, callback)

    def pump(self) -> None:
        for stream in list(self.open_streams):
            stream.pump()


class FakeWatch:
    """What the system tells beside PortAudio."""

    def __init__(self) -> None:
        self.hardware = "one card"
        self.is_server_dead = False

    def look(self) -> object:
        return self.hardware

    def start_over(self) -> None:
        self.is_server_dead = False


class SupervisorBench:
    def __init__(self, port_audio: FakePortAudio, *, is_idle: bool = False, **config: Any) -> None:
        self.port_audio = port_audio
        self.reports: list[DeviceReport] = []
        self.looks = 0  # how often it has looked; one look each 0.1 s, whatever else the machine does
        self.told_at: list[int] = []  # the looks of the reports
        self.watch = FakeWatch()
        wake = WakeSignal()
        self.clock = AudioClock(lambda _: None, wake=wake)
        self.ports = DevicePorts(is_ear_clock=lambda: True)
        self.supervisor = DeviceSupervisor(
            AudioConfig(probe_interval_s=0.1, **config),
            ports=self.ports,
            wake=wake,
            on_report=self._take,
            is_idle=lambda: is_idle,
            port_audio=port_audio,
            watch=self.watch,
        )

        self._step, self.supervisor._step = self.supervisor._step, self._look  # type: ignore[method-assign]

    def _look(self) -> None:
        self.looks += 1
        self._step()

    def _take(self, report: DeviceReport) -> None:
        self.told_at.append(self.looks)
        self.reports.append(report)

    def __enter__(self) -> SupervisorBench:
        self.supervisor.start(self.clock)
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self.port_audio, FakePortAudio):
            self.port_audio.hanging.set()  # a test that failed leaves no thread in a driver
        self.supervisor.stop()


LIMITS = (supervisor._POLL_S, supervisor._DEAD_S, supervisor._CLOSE_LIMIT_S)
HEADSET = device(0, "Headset", inputs=1, outputs=2)
SPEAKER = device(1, "Speaker", outputs=2)


@pytest.mark.expects_log
def test_a_lost_headset_is_told_replaced_and_taken_back() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    with SupervisorBench(port_audio, headset_name="headset") as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 3)
        port_audio.pump()
        port_audio.plugged = [SPEAKER]
        for stream in list(port_audio.open_streams):
            stream.active = False
        looks = bench.looks
        assert wait_until(lambda: bench.supervisor.report.ear == SPEAKER)
        assert bench.told_at[-1] - looks <= 2
        assert [report.missing for report in bench.reports][1] == ("device_lost",)
        assert "headset_missing" in bench.supervisor.report.missing
        assert bench.supervisor.loss_count == 1
    assert port_audio.open_streams == []


@pytest.mark.expects_log
def test_a_headset_nobody_named_is_missed_until_it_or_another_one_is_there() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 3)
        for plugged in ([HEADSET, SPEAKER], [device(2, "USB Headphone", outputs=2), SPEAKER]):
            port_audio.plugged, bench.watch.hardware = [SPEAKER], "less"
            assert wait_until(lambda: port_audio.pump() is None and bench.supervisor.report.ear == SPEAKER)
            assert "headset_missing" in bench.supervisor.report.missing
            port_audio.plugged, bench.watch.hardware = plugged, f"{plugged}"
            assert wait_until(lambda: port_audio.pump() is None and bench.supervisor.report.ear != SPEAKER)
            assert bench.supervisor.report.ear == plugged[0]
            assert "headset_missing" not in bench.supervisor.report.missing


@pytest.mark.expects_log
def test_a_device_whose_callbacks_stop_is_given_up_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_DEAD_S", 0.4)
    port_audio = FakePortAudio([HEADSET])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: len(bench.reports) >= 2)
        assert bench.reports[1].missing == ("device_lost",)
        assert bench.supervisor.loss_count >= 1
        assert bench.told_at[1] - bench.told_at[0] <= 7


def test_what_is_lost_may_sound_again_within_a_second() -> None:
    """The looks above are counted; this is how long they may take, the last with a driver that hangs."""
    poll_s, dead_s, close_limit_s = LIMITS
    assert poll_s + dead_s + close_limit_s <= 1.0
    assert 7 * poll_s < 1.0


@pytest.mark.expects_log
@pytest.mark.parametrize("where", ["devices", "default_indexes", "rescan", "active"])
def test_a_driver_that_fails_in_a_way_nobody_foresaw_costs_a_moment_and_not_the_headset(where: str) -> None:
    """The thread that looks after the devices must not die of it: nobody else brings the headset back."""
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    faults = [port_audio.PortAudioError("unanticipated host error")]

    def fails_once(real: Callable[[], Any]) -> Any:
        if faults:
            raise faults.pop()
        return real()

    class OddStream(FakeStream):
        active = property(lambda _self: fails_once(lambda: True), lambda _self, _value: None)

    with SupervisorBench(port_audio, headset_name="headset") as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 3)
        port_audio.pump()
        if where == "active":
            port_audio.open_streams[0].__class__ = OddStream
        else:
            real = getattr(port_audio, where)
            setattr(port_audio, where, lambda: fails_once(real))
            port_audio.open_streams[0].active = False
        assert wait_until(lambda: not faults)
        assert wait_until(
            lambda: (
                port_audio.pump() is None
                and bench.supervisor.report.ear == HEADSET
                and [type(stream) for stream in port_audio.open_streams] == [FakeStream] * 3
            ),
            8.0,
        )


def test_a_headset_that_is_plugged_in_later_is_found_within_a_second() -> None:
    port_audio = FakePortAudio([])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: bench.supervisor.report.missing[:1] == ("no_output",))
        port_audio.plugged = [HEADSET]
        looks = bench.looks
        assert wait_until(lambda: bench.supervisor.report.ear == HEADSET)
        assert bench.told_at[-1] - looks <= 4


def test_a_stand_in_is_kept_during_a_call_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.audio.supervisor._IDLE_RESCAN_S", 0.2)
    port_audio = FakePortAudio([SPEAKER])
    with SupervisorBench(port_audio, headset_name="headset") as bench:
        assert wait_until(lambda: bool(port_audio.open_streams))
        until_s = time.monotonic() + 0.5
        while time.monotonic() < until_s:
            port_audio.pump()
            time.sleep(0.01)
        assert port_audio.rescan_count == 0
        port_audio.plugged, bench.watch.hardware = [HEADSET, SPEAKER], "two cards"
        found = wait_until(lambda: port_audio.pump() is None and bench.supervisor.report.ear == HEADSET)
        assert found


def test_a_device_that_does_not_open_leaves_the_rest_working() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    port_audio.refused = {"Speaker"}
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: bool(bench.supervisor.report.missing))
        assert bench.supervisor.report.loudspeaker is None
        assert bench.supervisor.report.missing == ("loudspeaker_missing", "open_failed")
        assert len(port_audio.open_streams) == 2
        assert not bench.ports.has_loudspeaker


def test_a_headset_that_does_not_open_gives_way_to_the_next_device() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    port_audio.refused = {"Headset"}
    with SupervisorBench(port_audio, headset_name="headset") as bench:
        assert wait_until(lambda: bench.supervisor.report.ear == SPEAKER)
        assert "headset_missing" in bench.supervisor.report.missing


@pytest.mark.expects_log
def test_a_driver_that_hangs_in_closing_costs_half_a_second_and_not_the_sound() -> None:
    port_audio = FakePortAudio([HEADSET, SPEAKER])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 3)
        port_audio.hanging.clear()
        port_audio.pump()
        for stream in list(port_audio.open_streams):
            stream.active = False
        looks = bench.looks
        assert wait_until(lambda: port_audio.left_count > 0)
        assert wait_until(lambda: bench.supervisor.report.ear == HEADSET)
        assert bench.told_at[-1] - looks <= 2
        assert port_audio.left_count == 1, "given up once, so it cost its limit once"
        port_audio.hanging.set()


@pytest.mark.expects_log
def test_streams_of_a_dead_sound_server_are_left_behind_untouched() -> None:
    port_audio = FakePortAudio([HEADSET])
    with SupervisorBench(port_audio) as bench:
        assert wait_until(lambda: len(port_audio.open_streams) == 2)
        first = list(port_audio.open_streams)
        port_audio.hanging.clear()  # touching them would hang
        bench.watch.is_server_dead = True
        for stream in first:
            stream.active = False
        looks = bench.looks
        assert wait_until(
            lambda: len(port_audio.open_streams) == 2 and not set(first) & set(port_audio.open_streams)
        )
        assert wait_until(lambda: bench.supervisor.report.ear == HEADSET)
        assert bench.told_at[-1] - looks <= 2
        assert port_audio.left_count == 1
        port_audio.hanging.set()


def test_other_names_exchange_only_what_they_concern() -> None:
    other = device(2, "Other speaker", outputs=2)
    port_audio = FakePortAudio([HEADSET, SPEAKER, other])
    config = {"headset_name": "headset", "loudspeaker_name": "speaker"}
    with SupervisorBench(port_audio, **config) as bench:
        assert wait_until(lambda: bench.supervisor.report.loudspeaker == SPEAKER)
        ear, microphone = bench.ports.streams.ear, bench.ports.streams.microphone
        bench.supervisor.use(AudioConfig(headset_name="headset", loudspeaker_name="other"))
        assert wait_until(lambda: port_audio.pump() is None and bench.supervisor.report.loudspeaker == other)
        assert bench.ports.streams.ear is ear
        assert bench.ports.streams.microphone is microphone
        assert port_audio.rescan_count == 0
        assert len(port_audio.open_streams) == 3
        second = AudioConfig(headset_name="headset", loudspeaker_name="other", second_headset_name="speaker")
        bench.supervisor.use(second)
        assert wait_until(lambda: port_audio.pump() is None and bench.supervisor.report.second_ear == SPEAKER)
        bench.ports.write_ear(np.full(FRAME_SAMPLES, 0.5, np.float32))
        assert bench.ports.streams.second_ear is not None
        assert bench.ports.streams.second_ear._ring.available > 0


@pytest.mark.parametrize(
    ("microphone", "ear", "expected"),
    [
        (device(0, "Headset", inputs=1), device(1, "Headset", outputs=2), True),
        (device(0, "Headset", inputs=1, rate=44100.0), device(1, "Headset", outputs=2), False),
        (device(0, "Webcam", inputs=1), device(1, "Speaker", outputs=2), False),
    ],
)
def test_the_own_voice_is_heard_in_a_headset_of_one_rate_only(
    microphone: AudioDevice, ear: AudioDevice, expected: bool
) -> None:
    with SupervisorBench(FakePortAudio([microphone, ear])) as bench:
        assert wait_until(lambda: bench.ports.streams.ear is not None)
        bench.ports.set_sidetone(0.2)
        assert (bench.ports.sidetone is not None) is expected
        for stream in bench.ports.streams:
            assert stream.sidetone is bench.ports.sidetone


@pytest.mark.expects_log
def test_a_sound_server_that_died_too_often_is_said_and_calls_go_on() -> None:
    port_audio = PortAudio()
    port_audio._left_behind = [object()] * (COPIES_MAX + 1)
    report = find_devices(port_audio, AudioConfig())
    assert report.missing == ("audio_stuck", "no_output", "no_input")
    with SupervisorBench(port_audio) as bench:  # type: ignore[arg-type]
        assert wait_until(lambda: "audio_stuck" in bench.supervisor.report.missing)
        assert bench.ports.read_microphone().shape == (FRAME_SAMPLES,)


def test_two_who_wake_the_clock_at_once_cost_no_callback(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception out of a callback would end the stream, and with it the headset."""

    class JustReleased:
        """The supervisor was faster, between the callback's look and its release."""

        def locked(self) -> bool:
            return True

        def release(self) -> None:
            raise RuntimeError("release unlocked lock")

    wake = WakeSignal()
    monkeypatch.setattr(wake, "_lock", JustReleased())
    wake.notify()
