"""Calls between a foreign SIP program and the real engine, heard and recorded."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import BaresipPeer, Phones
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import LineRig, ScreenDouble
from tests.e2e.waves import chirp, read_wav, share_heard, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]

CALLER_SEED, OPERATOR_SEED = 1, 2
SPEECH_S = (
    6.0  # many pieces: the share that is heard says little of a few, one hiccup of the machine hurts two
)


def caller_sound(folder: Path, seconds: float = 40.0) -> Path:
    """The sound file the foreign phone sends."""
    return write_wav(folder / "caller.wav", chirp(seconds, seed=CALLER_SEED))


def operator_sound(seconds: float = SPEECH_S) -> NDArray[np.float32]:
    """What the operator says, at the sound card's rate."""
    return chirp(seconds, rate=SAMPLE_RATE_HZ, seed=OPERATOR_SEED)


def at_telephone_rate(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """48 kHz to 8 kHz; the test sounds have nothing above 1.8 kHz."""
    return samples[::6]


def answered_call(line: LineRig, phone: BaresipPeer, screen: ScreenDouble) -> m.LineCall:
    """A foreign phone calls, the desk answers."""
    phone.start(line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    return screen.call_becomes(call.call_id, "talking")


def test_a_foreign_call_rings_and_is_heard_and_recorded_both_ways(
    line: LineRig, sound: JackRig, baresip: Phones, tmp_path: Path
) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    phone = baresip(caller_sound(tmp_path))
    phone.start(line.uri)
    call = screen.call_in("ringing")
    assert call.number == phone.name
    wait_until(lambda: np.abs(sound.loudspeaker.captured()).max() > 0.05, 3.0, "the ring tone in the room")
    room = sound.loudspeaker.captured()
    rang_s = sound.loudspeaker.captured_at_mono_s(int(np.argmax(np.abs(room) > 0.02)))
    rang_us = (rang_s - time.monotonic()) * 1e6 + time.time_ns() / 1000
    shown_us = screen.told_at_us[call.call_id, "ringing"]
    assert rang_us - call.offered_us < 400_000, "budget 100 ms, here with a margin for a loaded machine"
    assert shown_us - call.offered_us < 400_000
    assert np.abs(sound.headset.captured()).max() > 0.01, "the ring tone is in the headset too"

    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    ear_from = len(sound.headset.captured())
    sound.headset.feed(operator_sound())
    time.sleep(SPEECH_S + 0.7)
    ear = at_telephone_rate(sound.headset.captured()[ear_from:])
    phone.hang_up()
    ended = screen.call_becomes(call.call_id, "ended")
    assert ended.end_cause == "caller_hung_up"

    recorded = screen.fact("call.recorded", call.call_key)
    samples, rate = read_wav(line.recording(recorded))
    assert rate == 8000
    assert samples.shape[1] == 2
    said = chirp(SPEECH_S, seed=OPERATOR_SEED)[4000 : int(5.5 * 8000)]
    sent = read_wav(tmp_path / "caller.wav")[0][:, 0][8000 : 6 * 8000]
    heard = {
        "caller in the ear": share_heard(sent, ear),
        "caller in the left channel": share_heard(sent, samples[:, 0]),
        "operator at the caller": share_heard(said, phone.heard()),
        "operator in the right channel": share_heard(said, samples[:, 1]),
    }
    print(heard, f"ring audible after {(rang_us - call.offered_us) / 1000:.0f} ms")
    assert min(heard.values()) >= 0.75, heard
    crossed = share_heard(said, samples[:, 0]), share_heard(sent, samples[:, 1])
    assert max(crossed) == 0.0, "each voice has its own channel"
    kinds = ["call.offered", "call.answered", "call.quality_measured", "call.ended", "call.recorded"]
    assert screen.kinds(call.call_key) == kinds
    assert line.troubles() == []


def test_the_desk_hangs_up_and_the_caller_is_told(line: LineRig, baresip: Phones, tmp_path: Path) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    phone = baresip(caller_sound(tmp_path))
    call = answered_call(line, phone, screen)
    wait_until(lambda: len(phone.heard()) > 4000, 5.0, "sound at the caller")
    screen.obeyed(m.HangUpCall(call_id=call.call_id))
    assert screen.call_becomes(call.call_id, "ended").end_cause == "operator_hung_up"
    phone.wait_for("session closed", 3.0)
    line.recording(screen.fact("call.recorded", call.call_key))
    assert line.troubles() == []


def test_a_caller_who_gives_up_is_an_abandoned_call(line: LineRig, baresip: Phones, tmp_path: Path) -> None:
    line.start()
    screen = line.screen()
    phone = baresip(caller_sound(tmp_path))
    phone.start(line.uri)
    call = screen.call_in("ringing")
    phone.hang_up()
    assert screen.call_becomes(call.call_id, "ended").end_cause == "cancelled"
    screen.fact("call.ended", call.call_key)
    assert screen.kinds(call.call_key) == ["call.offered", "call.ended"]


def test_a_call_on_hold_hears_nothing_and_comes_back(
    line: LineRig, sound: JackRig, baresip: Phones, tmp_path: Path
) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    phone = baresip(caller_sound(tmp_path))
    call = answered_call(line, phone, screen)
    wait_until(lambda: len(phone.heard()) > 4000, 5.0, "sound at the caller")
    screen.obeyed(m.HoldCall(call_id=call.call_id))
    wait_until(lambda: screen.calls[call.call_id].local_hold, 3.0, "the hold")
    wait_until(lambda: phone.receiving_bit_s() == 0, 6.0, "silence on the wire")
    heard_until = len(phone.heard())
    sound.headset.feed(operator_sound(1.0))
    time.sleep(1.2)
    assert phone.receiving_bit_s() == 0, "a caller on hold must not hear the room"
    assert len(phone.heard()) - heard_until < 1600
    screen.obeyed(m.ResumeCall(call_id=call.call_id))
    wait_until(lambda: not screen.calls[call.call_id].local_hold, 3.0, "the resumed call")
    whole = 0.97 * 64_000  # its figure of three seconds is a packet more or less on a loaded machine
    wait_until(lambda: phone.receiving_bit_s() >= whole, 12.0, "the whole stream at the caller again")
    phone.hang_up()
    screen.fact("call.recorded", call.call_key)
    assert screen.kinds(call.call_key)[2:4] == ["call.held", "call.resumed"]


def test_without_any_sound_device_the_call_lives_and_is_recorded(
    tmp_path: Path, baresip: Phones, owned: ExitStack
) -> None:
    """No sound server at all: the fallback clock carries the call, the screen is told what is missing."""
    environment = {**os.environ, "JACK_DEFAULT_SERVER": "batola-none", "JACK_NO_START_SERVER": "1"}
    line = LineRig(tmp_path / "desk", environment=environment)
    owned.callback(line.stop)
    line.start()
    screen = line.screen()
    wait_until(lambda: screen.devices and screen.devices.problems, 5.0, "the missing devices")
    assert screen.devices is not None
    assert {"no_headset", "no_microphone"} <= set(screen.devices.problems)
    phone = baresip(caller_sound(tmp_path))
    call = answered_call(line, phone, screen)
    time.sleep(5.0)
    assert len(phone.heard()) > 3.0 * 8000, "silence of the desk still arrives at the caller in time"
    phone.hang_up()
    samples, _ = read_wav(line.recording(screen.fact("call.recorded", call.call_key)))
    sent = read_wav(tmp_path / "caller.wav")[0][:, 0][4000:32000]
    assert share_heard(sent, samples[:, 0]) >= 0.6
