"""The call outlives the screen; what the engine knew outlives the engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import BaresipPeer
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import ROOT, LineRig
from tests.e2e.waves import chirp, likeness, read_wav, share_heard, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]

Phones = Callable[..., BaresipPeer]
PIECE_S = 0.5


def continuity(sent: NDArray[np.float32], heard: NDArray[np.float32]) -> tuple[float, float]:
    """Cut ``sent`` into pieces and find each in ``heard``.

    Returns:
        The share of pieces that arrived whole (0..1), and how far those lie at most from where an unbroken
        sound would have them, in milliseconds. A gap loses pieces or moves the later ones by its length.
    """
    size = int(PIECE_S * 8000)
    places = []
    starts = range(0, len(sent) - size + 1, size)
    for start in starts:
        alike, at = likeness(sent[start : start + size], heard)
        if alike > 0.9:
            places.append((at - start) / 8.0)
    return len(places) / len(starts), float(np.ptp(places)) if places else float("inf")


def screen_process(line: LineRig, owned: ExitStack) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.screen_process", str(line.paths.runtime)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    owned.enter_context(process)  # closes the pipe and waits
    owned.callback(process.kill)
    return process


def says(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == word


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_dead_or_frozen_screen_costs_the_call_nothing(
    line: LineRig, sound: JackRig, baresip: Phones, tmp_path: Path, owned: ExitStack, blow: signal.Signals
) -> None:
    line.start()
    process = screen_process(line, owned)
    says(process, "attached")
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(30.0)))
    time.sleep(1.0)  # the engine finds its headset
    phone.start(line.uri)
    says(process, "talking")
    wait_until(lambda: len(phone.heard()) > 4000, 5.0, "sound at the caller")
    spoken = chirp(5.0, seed=2)
    sound.headset.feed(chirp(5.0, rate=SAMPLE_RATE_HZ, seed=2))
    time.sleep(1.5)
    os.kill(process.pid, blow)
    time.sleep(4.3)
    whole, moved_ms = continuity(spoken[8000:36000], phone.heard())
    print(f"{blow.name}: {whole:.0%} of the pieces whole, moved by {moved_ms:.1f} ms")
    assert whole >= 0.8
    assert moved_ms < 61, "jitter buffers may move pieces by a few packets, a gap moves them by its length"

    screen = line.screen()
    assert screen.snapshot is not None
    assert [call.state for call in screen.snapshot.calls] == ["talking"]
    assert screen.snapshot.focus_call_id == screen.snapshot.calls[0].call_id
    key = screen.snapshot.calls[0].call_key
    screen.fact("call.answered", key)
    assert screen.kinds(key) == ["call.offered", "call.answered"], "unconfirmed facts come again, in order"
    screen.obeyed(m.HangUpCall(call_id=screen.snapshot.calls[0].call_id))
    line.recording(screen.fact("call.recorded", key))
    wait_until(lambda: screen.fact("call.ended", key), 2.0, "the end")


def test_a_killed_engine_is_back_with_recording_and_the_calls_end(
    line: LineRig, sound: JackRig, baresip: Phones, tmp_path: Path
) -> None:
    line.start()
    screen = line.screen(confirms=False)
    line.wait_for_sound(screen)
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(30.0)))
    phone.start(line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    time.sleep(3.0)
    line.kill()
    wait_until(lambda: screen.is_closed, 2.0, "the lost connection")
    took_s = line.start()
    print(f"ready again after {took_s * 1000:.0f} ms")
    assert took_s < 5.0, "budget 2 s, here with a margin for a loaded machine"

    after = line.screen()
    ended = after.fact("call.ended", call.call_key)
    assert ended.body["cause"] == "engine_lost"
    recorded = after.fact("call.recorded", call.call_key)
    assert recorded.body["recovered"] is True
    samples, _ = read_wav(line.recording(recorded))
    assert len(samples) > 2.0 * 8000, "at most the last second may be missing"
    sent = read_wav(tmp_path / "caller.wav")[0][:, 0][4000:12000]
    assert share_heard(sent, samples[:, 0]) >= 0.5
    kinds = after.kinds(call.call_key)
    assert sorted(kinds) == ["call.answered", "call.ended", "call.offered", "call.recorded"], kinds
    assert kinds[:2] == ["call.offered", "call.answered"]
    assert after.snapshot is not None
    assert after.snapshot.calls == ()


def test_a_second_engine_on_the_same_desk_is_refused(silent_line: LineRig) -> None:
    silent_line.start()
    second = subprocess.run(
        [sys.executable, "-m", "batola_desk.engine", "--home", str(silent_line.home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert second.returncode == 3
    assert "engine_already_running" in second.stdout
    assert silent_line.screen().snapshot is not None, "the first one works on"
