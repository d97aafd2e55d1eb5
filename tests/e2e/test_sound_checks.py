"""Sound tests, prompts and the dose with the real engine, a real sound server and a real call."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest

from batola_desk.audio.frames import SAMPLE_RATE_HZ as DESK_RATE_HZ
from batola_desk.audio.prompt import load_prompt
from batola_desk.audio.resample import StreamResampler
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.settings.paths import resource_path
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import ROOT, LineRig, ScreenDouble
from tests.e2e.timed_peer import TimedPeer
from tests.e2e.waves import chirp, likeness, read_wav, share_heard

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]


@pytest.fixture
def peer(owned: contextlib.ExitStack) -> TimedPeer:
    caller = TimedPeer()
    owned.callback(caller.stop)
    return caller


def last_check(screen: ScreenDouble, ready: Callable[[sm.SoundCheckStatus], bool]) -> sm.SoundCheckStatus:
    def found() -> sm.SoundCheckStatus | None:
        told = [message.check for message in list(screen.others) if isinstance(message, sm.SoundCheckChanged)]
        return told[-1] if told and ready(told[-1]) else None

    return wait_until(found, 20.0, "the end of the sound test")


def test_a_loop_through_the_air_is_found_with_its_delay_and_a_dead_microphone_is_told(
    line: LineRig, sound: JackRig
) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    screen.obeyed(sm.StartSoundCheck(kind="loop"))
    dead = last_check(screen, lambda check: check.phase == "done")
    assert {result.code for result in dead.results} == {"microphone_dead"}

    sound.headset.couple(sound.headset, 0.05)
    sound.headset.couple(sound.loudspeaker, 0.2)
    screen.obeyed(sm.StartSoundCheck(kind="loop"))
    found = last_check(screen, lambda check: check.phase == "done" and check != dead)
    codes = {result.role: result.code for result in found.results}
    delays = {result.role: result.delay_ms for result in found.results}
    print("\n", found.results)
    assert codes == {"ear": "loop_good", "loudspeaker": "echo_strong"}
    assert all(delay is not None and 10 < delay < 200 for delay in delays.values())
    assert line.troubles() == []


def test_the_echo_test_gives_a_voice_back_and_a_call_ends_it(
    line: LineRig, sound: JackRig, peer: TimedPeer
) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    voice = chirp(4.0, rate=SAMPLE_RATE_HZ, seed=5)
    screen.obeyed(sm.StartSoundCheck(kind="echo"))
    sound.headset.feed(voice)
    last_check(screen, lambda check: check.phase == "playing")
    start = sound.headset.captured_count
    done = last_check(screen, lambda check: check.phase == "done")
    assert done.results[0].code == "microphone_good"
    ear = sound.headset.captured()[start - SAMPLE_RATE_HZ // 2 :]
    share = share_heard(voice[: 3 * SAMPLE_RATE_HZ : 6], ear[::6])
    print(f"\n{share:.0%} of the voice in the ear")
    assert share >= 0.6

    screen.obeyed(sm.StartSoundCheck(kind="echo"))
    peer.call(line.uri)
    screen.call_in("ringing")
    last_check(screen, lambda check: check.phase == "stopped")
    assert screen.ask(sm.StartSoundCheck(kind="loop")).code == "sound_check_in_call"


def test_a_prompt_is_heard_by_the_caller_by_the_operator_and_on_the_record(
    line: LineRig, sound: JackRig, peer: TimedPeer
) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    assert screen.snapshot is not None
    assert set(screen.snapshot.prompts) >= {"sapaan", "tanda", "pilihan", "ya_tidak"}
    peer.speaks = False
    peer.call(line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    peer.wait_until_heard()
    ear_from = sound.headset.captured_count
    screen.obeyed(sm.PlayPrompt(call_id=call.call_id, name="tanda"))
    wait_until(
        lambda: [told for told in list(screen.others) if told == sm.PromptChanged()], 15.0, "the prompt's end"
    )
    time.sleep(0.2)
    peer.leg.hang_up()  # type: ignore[union-attr]
    recorded = screen.fact("call.recorded", call.call_key)
    prompt = load_prompt(resource_path("prompts", "tanda.wav"))
    piece = StreamResampler(DESK_RATE_HZ, 8000).process(prompt)[8000:24000]
    ear = StreamResampler(SAMPLE_RATE_HZ, 8000).process(sound.headset.captured()[ear_from:])
    samples, _rate = read_wav(line.recording(recorded))
    at_caller = likeness(piece, peer.heard())[0]
    on_record, in_ear = likeness(piece, samples[:, 1])[0], likeness(piece, ear)[0]
    print(f"\nlikeness at the caller {at_caller:.2f}, on the record {on_record:.2f}, in the ear {in_ear:.2f}")
    assert min(at_caller, on_record, in_ear) > 0.9
    assert np.abs(ear).max() < 0.6 * np.abs(peer.heard()).max(), "softly in the ear"
    assert np.abs(sound.loudspeaker.captured()[ear_from:]).max() == 0.0, "not in the room"


def test_the_dose_grows_with_what_is_heard_and_outlives_a_killed_engine(
    line: LineRig, sound: JackRig, peer: TimedPeer
) -> None:
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    peer.call(line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    doses = lambda: [told.dose for told in list(screen.others) if isinstance(told, sm.DoseChanged)]  # noqa: E731
    wait_until(lambda: doses() and doses()[-1].mean_dba, 15.0, "a dose")
    first = doses()[-1]
    assert 60 < (first.mean_dba or 0) < 105
    kept = line.paths.data / "noise-dose.json"
    wait_until(
        lambda: kept.exists() and json.loads(kept.read_text()).get("", {}).get("seconds"),
        40.0,
        "the kept dose",
    )
    line.kill()
    line.start()
    again = line.screen()
    assert again.snapshot is not None
    assert again.snapshot.dose.seconds > 0


def test_the_doctor_tests_the_sound_and_leaves_a_running_line_alone(line: LineRig, sound: JackRig) -> None:
    sound.headset.couple(sound.headset, 0.05)
    command = [sys.executable, "-m", "batola_desk", "--home", str(line.home), "doctor", "--audio"]
    done = subprocess.run(
        command, env=sound.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    print(done.stdout)
    assert "Headset: nada terdengar kembali" in done.stdout, done.stdout + done.stderr
    assert "Pengeras suara: tidak ada gema" in done.stdout
    assert "Bicaralah sekarang" in done.stdout
    line.start()
    done = subprocess.run(
        command, env=sound.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "saluran sedang menyala" in done.stdout
    assert not line.process_ended()
