"""Who hears what, frame by frame, without devices."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.config import AudioConfig, SoundProcessing, Volumes
from batola_desk.audio.desk import AudioDesk
from batola_desk.audio.events import AudioEvent, FirstAudioReceived, RecordingFinished
from batola_desk.audio.recording import part_path
from batola_desk.audio.routing import Routing
from batola_desk.audio.tones import AlertName, RingKind
from tests.support.waiting import until
from tests.unit.audio.bench import CODEC, Bench, FakePort, FakeSound, Packet, told_s
from tests.unit.audio.simulation import speech_like


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_first_frame_after_adding_a_call_is_sent_and_heard(bench: Bench) -> None:
    port = FakePort()
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    voice = speech_like(1)[2000:]
    bench.sound.microphone = np.full(320, 0.25, np.float32)
    bench.run(1, {"a": voice})
    assert len(port.sent) == 1
    assert np.all(np.abs(port.heard()[60:] - 8192) <= 256)
    assert bench.sound.ear_peak() > 0.01
    assert bench.events == [FirstAudioReceived("a", 100.0)]


def test_the_operator_hears_and_speaks_to_the_call_in_focus_only(bench: Bench) -> None:
    ports = {"a": FakePort(), "b": FakePort()}
    for call_id, port in ports.items():
        bench.desk.add_call(call_id, port)
    bench.desk.set_routing(Routing.talk("a"))
    voice, other = speech_like(1), speech_like(1, seed=5)
    bench.sound.microphone = np.full(16000, 0.25, np.float32)
    bench.run(50, {"a": voice, "b": other})
    ear = np.concatenate(bench.sound.ear)[80 + 28 :: 2]  # limiter, then every second sample is a copy
    decoded = CODEC.decode(CODEC.encode(voice)).astype(np.float32) / 32768
    assert np.allclose(ear[160:7000], decoded[160:7000], atol=1e-4)
    assert np.all(ports["a"].heard()[60:7000] > 8000)
    on_hold = ports["b"].heard()
    assert 500 < np.abs(on_hold).max() < 8000  # beeps, not the operator
    bench.desk.set_routing(Routing.talk("b"))
    bench.sound.microphone = np.full(3200, 0.25, np.float32)
    bench.run(10)
    assert np.all(ports["b"].heard()[-1540:] > 8000)


def test_hold_beeps_and_mutes_the_line_in_both_directions(bench: Bench) -> None:
    port = FakePort()
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    bench.desk.set_routing(Routing())
    bench.sound.microphone = np.full(160000, 0.25, np.float32)
    bench.run(60, {"a": speech_like(1.5)})
    assert bench.sound.ear_peak() == 0.0
    heard = port.heard()
    beeps = np.abs(heard).max()
    assert 500 < beeps < 8000
    assert np.abs(heard[int(0.7 * 8000) :]).max() <= 8  # no continuous tone
    bench.desk.set_routing(Routing.talk("a"))
    bench.run(5)
    assert np.all(port.heard()[-740:] > 8000)


def test_what_a_broken_driver_delivers_harms_no_later_frame() -> None:
    bench = Bench(processing=SoundProcessing(microphone_gain=True, noise_gate=True))
    ports = {"a": FakePort(), "g": FakePort("G722")}
    for call_id, port in ports.items():
        bench.desk.add_call(call_id, port)
    bench.desk.set_routing(Routing.talk(*ports))
    good = np.full(320 * 10, 0.25, np.float32)
    for broken in (np.nan, np.inf, -np.inf, 1e30):
        bench.sound.microphone = np.concatenate([np.full(320, broken, np.float32), good])
        bench.run(11)
        for port in ports.values():
            assert 1000 < port.heard()[-200:].mean() < 20000
        assert -30.0 < bench.desk.levels().microphone_rms_dbfs < 0.1
        assert np.isfinite(np.concatenate(bench.sound.ear)).all()


def test_between_the_beeps_a_caller_on_hold_hears_that_the_line_lives() -> None:
    bench = Bench(processing=SoundProcessing())
    port = FakePort("G722")
    bench.desk.add_call("a", port)
    bench.run(150)
    between = port.heard()[16000:].astype(np.float64) / 32768
    assert 20 * np.log10(np.std(between)) == pytest.approx(-60.0, abs=2.0)


def test_mute_sends_silence_and_keeps_the_ear_open(bench: Bench) -> None:
    port = FakePort()
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    bench.desk.set_muted(muted=True)
    bench.sound.microphone = np.full(3200, 0.25, np.float32)
    bench.run(10, {"a": speech_like(1)[2000:]})
    assert np.abs(port.heard()).max() <= 8
    assert bench.sound.ear_peak() > 0.01
    assert bench.desk.levels().microphone_peak_dbfs > -13  # the meter shows that the microphone works


def test_a_port_that_fails_does_not_silence_the_others(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    broken, good = FakePort(fails=True), FakePort()
    bench.desk.add_call("a", broken)
    bench.desk.add_call("b", good)
    with caplog.at_level("CRITICAL", logger="batola.audio"):
        bench.run(5)
    assert len(good.sent) == 5
    assert bench.desk.statistics("a").sent_frame_count == 5


@pytest.mark.expects_log
@pytest.mark.parametrize("part", ["pull", "send"])
def test_a_fault_in_one_callers_sound_silences_nobody_else(
    part: str, bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a peer sent that brought it about: it must not cost another caller his voice."""
    good = FakePort()
    for call_id, port in {"bad": FakePort(), "good": good}.items():
        bench.desk.add_call(call_id, port)
    bench.desk.set_routing(Routing.talk("good"))

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(bench.desk._mixer.calls["bad"], part, broken)
    bench.sound.microphone = np.full(3200, 0.25, np.float32)
    bench.run(10, {"good": speech_like(0.2)})
    assert np.all(good.heard()[60:] > 8000)
    assert bench.sound.ear_peak() > 0.01
    assert len([record for record in caplog.records if record.exc_info]) == 1, "said once, not each frame"


def test_every_call_sends_every_frame_whatever_its_state(bench: Bench) -> None:
    ports = [FakePort() for _ in range(20)]
    for number, port in enumerate(ports):
        bench.desk.add_call(f"call-{number}", port)
    bench.run(25)
    assert {len(port.sent) for port in ports} == {25}


def test_a_removed_call_sends_nothing_and_its_receiver_is_harmless(bench: Bench) -> None:
    port = FakePort()
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    receive = bench.desk.receiver("a")
    bench.run(2)
    bench.desk.remove_call("a")
    bench.desk.remove_call("a")
    receive(Packet(0, CODEC.encode(speech_like(0.1)[:160]), bench.now_s))
    bench.run(2)
    assert len(port.sent) == 2
    with pytest.raises(KeyError):
        bench.desk.statistics("a")


def test_a_call_cannot_be_added_twice_or_with_an_unknown_codec(bench: Bench) -> None:
    bench.desk.add_call("a", FakePort())
    with pytest.raises(ValueError, match="already"):
        bench.desk.add_call("a", FakePort())
    with pytest.raises(ValueError, match="codec"):
        bench.desk.add_call("b", FakePort(codec="OPUS"))


# -- tones


def test_the_ring_goes_to_loudspeaker_and_softer_to_the_headset(bench: Bench) -> None:
    bench.desk.start_ringing()
    bench.run(50)
    assert bench.sound.room_peak() > 0.3
    assert 0.01 < bench.sound.ear_peak() < bench.sound.room_peak()
    bench.desk.stop_ringing()
    bench.run(1)
    bench.sound.ear.clear()
    bench.sound.room.clear()
    bench.run(20)
    assert bench.sound.room_peak() == bench.sound.ear_peak() == 0.0


@pytest.mark.parametrize(
    "routing",
    [
        Routing.talk("a"),
        Routing.talk("a", "b"),
        Routing.talk("a").whispered_by("b"),
        Routing.talk("a").listened_by("b"),
        Routing(),
        Routing(apart=frozenset({("a", "b"), ("b", "a")})),
    ],
)
def test_no_callers_voice_ever_leaves_the_loudspeaker(bench: Bench, routing: Routing) -> None:
    for call_id in ("a", "b"):
        bench.desk.add_call(call_id, FakePort())
    bench.desk.set_routing(routing)
    bench.sing(speech_like(2, seed=9))
    bench.run(80, {"a": speech_like(2), "b": speech_like(2, seed=5)})
    assert bench.sound.room_peak() == 0.0
    assert (bench.sound.ear_peak() > 0.01) == bool(routing.talking)


def test_neither_ring_nor_waiting_caller_nor_p1_alert_can_be_turned_off() -> None:
    off = Volumes(ring_loudspeaker=0, ring_headset=0, alert_loudspeaker=0, alert_headset=0)
    starts = (
        AudioDesk.start_ringing,
        lambda desk: desk.play_alert(AlertName.P1_NEW),
        lambda desk: desk.play_alert(AlertName.CALL_WAITING),
    )
    for start in starts:
        bench = Bench(volumes=off)
        start(bench.desk)
        bench.run(10)
        assert bench.sound.room_peak() > 0.02
        assert bench.sound.ear_peak() > 0.02
    bench = Bench(volumes=off)
    bench.desk.play_alert(AlertName.P3_NEW)
    bench.run(10)
    assert bench.sound.room_peak() == 0.0


def test_without_a_loudspeaker_the_headset_rings_as_loudly(bench: Bench) -> None:
    bench.desk.start_ringing()
    bench.run(10)
    bench.sound.ear.clear()
    before = FakeSound()
    bench.sound = before
    bench.run(100)
    bench.sound = FakeSound(has_loudspeaker=False)
    bench.run(260)
    assert bench.sound.ear_peak() > 1.5 * before.ear_peak()
    assert not bench.sound.room


def test_the_ringback_is_for_the_ear_only(bench: Bench) -> None:
    bench.desk.start_ringing(RingKind.RINGBACK)
    bench.run(20)
    assert bench.sound.ear_peak() > 0.05
    assert bench.sound.room_peak() == 0.0


def test_everything_into_the_ear_passes_the_limiter() -> None:
    loud = Volumes(ear=1.0, ring_headset=1.0, alert_headset=1.0)
    bench = Bench(volumes=loud, ear_peak_limit_dbfs=-12.0)
    bench.desk.add_call("a", FakePort())
    bench.desk.set_routing(Routing.talk("a"))
    bench.desk.start_ringing()
    bench.desk.play_alert(AlertName.P1_NEW)
    bench.run(50, {"a": (speech_like(1).astype(np.int32) * 3).clip(-32768, 32767).astype(np.int16)})
    assert bench.sound.ear_peak() <= 10 ** (-12 / 20) * 1.001


# -- recording through the desk


def test_the_recording_holds_what_came_and_what_was_sent(bench: Bench, tmp_path: Path) -> None:
    bench.desk.start()
    bench.desk._audio_clock.stop()  # driven by hand
    port = FakePort()
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    bench.desk.start_recording("a", tmp_path / "x.wav")
    voice = speech_like(1)
    spoken = speech_like(1, seed=4)
    bench.sing(spoken)
    bench.run(50, {"a": voice})
    bench.desk.remove_call("a")
    bench.desk.stop()
    finished = [event for event in bench.events if isinstance(event, RecordingFinished)]
    assert len(finished) == 1
    data = np.frombuffer((tmp_path / "x.wav").read_bytes()[44:], "<i2").reshape(-1, 2)
    decoded = CODEC.decode(CODEC.encode(voice))
    assert np.array_equal(data[160:7000, 0], decoded[160:7000])
    error = data[28:7000, 1].astype(np.float64) - spoken[: 7000 - 28]  # 1.75 ms to 16 kHz and 1.75 ms back
    assert np.std(error) < 0.02 * np.std(spoken)


def test_the_last_seconds_of_a_live_call_are_replayed_while_the_caller_stays_audible(
    bench: Bench, tmp_path: Path
) -> None:
    bench.desk.start()
    bench.desk._audio_clock.stop()  # driven by hand
    try:

        def rms() -> float:
            return float(np.std(np.concatenate(bench.sound.ear[-2:])))

        bench.desk.add_call("a", FakePort())
        bench.desk.set_routing(Routing.talk("a"))
        with pytest.raises(ValueError, match="not recorded"):
            bench.desk.replay_recent("a")
        bench.desk.start_recording("a", tmp_path / "x.wav")
        steady = np.random.default_rng(2).normal(0, 3000, 8000 * 3).astype(np.int16)
        bench.run(100, {"a": steady})
        live = rms()
        until(lambda: told_s(part_path(tmp_path / "x.wav")) >= 2.0)
        bench.desk.replay_recent("a", last_s=0.5)
        assert bench.desk.playback_position_s() == pytest.approx(1.5, abs=0.02)
        bench.desk.pause_playback(paused=True)
        bench.run(3, {"a": steady})
        assert rms() == pytest.approx(live, rel=0.2)
        bench.desk.pause_playback(paused=False)
        bench.desk.set_volumes(Volumes(ear=1.0, playback=0.0))
        bench.run(3, {"a": steady})
        assert rms() == pytest.approx(0.2 * live, rel=0.2)
    finally:
        bench.desk.stop()


def test_without_any_device_the_fallback_clock_serves_the_calls(tmp_path: Path) -> None:
    events: list[AudioEvent] = []
    desk = AudioDesk(AudioConfig(use_devices=False), events.append)
    desk.start()
    try:
        port = FakePort()
        desk.add_call("a", port)
        desk.start_recording("a", tmp_path / "x.wav")
        until(lambda: len(port.sent) >= 5)
    finally:
        desk.stop()
    assert desk.desk_statistics().clock_source == "fallback"
    assert desk.device_report().missing == ("not_used",)
    assert any(isinstance(event, RecordingFinished) for event in events)


def test_a_flood_between_two_frames_neither_grows_nor_stops_what_comes_after_it(bench: Bench) -> None:
    port = FakePort()
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    for _ in range(20_000):
        bench.receive("a", bytes(160))
    started_s = time.thread_time()
    bench.step()
    assert time.thread_time() - started_s < 1.0
    assert bench.desk.statistics("a").received_count <= 512
    bench.run(50, {"a": speech_like(1)})
    assert bench.desk.statistics("a").received_count >= 49
    assert bench.sound.ear_peak() > 0.01
