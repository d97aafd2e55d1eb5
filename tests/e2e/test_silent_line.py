"""Speech and silence of a real caller: G.711, jitter buffer, mixer and detector of the real engine."""

from __future__ import annotations

import contextlib
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.g711 import alaw
from batola_desk.ipc import messages as m
from batola_desk.settings.paths import resource_path
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig
from tests.e2e.timed_peer import TimedPeer

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]


def voice_file(name: str) -> NDArray[np.int16]:
    data = resource_path("training", "voices", f"{name}.wav").read_bytes()
    return alaw().decode(data[data.index(b"data") + 8 :])


def beeps() -> NDArray[np.int16]:
    time_s = np.arange(8000) / 8000
    wave = 6000 * np.sin(2 * np.pi * 425 * time_s) * (time_s % 0.5 < 0.25)
    return wave.astype(np.int16)


@pytest.mark.parametrize("background", ["hujan", "sungai", "beeps"])
def test_six_seconds_without_speech_are_told_through_noise_and_a_word_ends_them(
    silent_line: LineRig, owned: contextlib.ExitStack, background: str
) -> None:
    peer = TimedPeer()
    owned.callback(peer.stop)
    peer.sound = beeps() if background == "beeps" else voice_file(background)
    silent_line.start()
    screen = silent_line.screen()
    peer.call(silent_line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    answered_s = time.monotonic()
    wait_until(lambda: (screen.calls[call.call_id].silence_s or 0) >= 6.0, 12.0, "six seconds of silence")
    took_s = time.monotonic() - answered_s
    assert 5.5 < took_s < 8.5
    peer.sound = voice_file("laka2_tempat")
    wait_until(lambda: screen.calls[call.call_id].silence_s == 0.0, 4.0, "speech")
    print(f"\n{background}: silence told after {took_s:.1f} s")
