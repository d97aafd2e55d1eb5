"""The self-test on the real desk by keys alone: passed, left unanswered, broken off by a foreign phone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.e2e.baresip_peer import Phones
from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.waves import chirp, sentences, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

LIMIT_S = 20.0


def signed(desk: DeskRig) -> list[tuple[str, dict[str, Any]]]:
    """Author and fact of each self-test in the journal."""
    rows = desk.rows("select actor, body from journal where kind = 'desk.self_tested' order by row_id")
    return [(str(actor), json.loads(str(body))) for actor, body in rows]


def wait_for_test(desk: DeskRig, count: int, limit_s: float) -> dict[str, Any]:
    wait_until(lambda: len(signed(desk)) >= count, limit_s, f"self-test {count} in the journal")
    return signed(desk)[count - 1][1]


def hears_tone(sound: JackRig, since: tuple[int, int]) -> None:
    """In the headset, then in the room."""
    for device, at in zip((sound.headset, sound.loudspeaker), since, strict=True):
        wait_until(
            lambda d=device, a=at: np.abs(d.captured()[a:]).max(initial=0.0) > 0.02,  # type: ignore[misc]
            5.0,
            f"the tone in {device.name}",
        )


def begin(desk: DeskRig, sound: JackRig) -> float:
    """Press the key and hear the tone; when it was pressed."""
    since = (sound.headset.captured_count, sound.loudspeaker.captured_count)
    pressed_s = time.monotonic()
    desk.key("ctrl+shift+v")
    hears_tone(sound, since)
    return pressed_s


def test_a_desk_is_tested_by_keys_and_signed_within_twenty_seconds(desk: DeskRig, sound: JackRig) -> None:
    desk.start()
    desk.focus()
    pressed_s = begin(desk, sound)
    desk.key("y")
    sound.headset.feed(chirp(2.0, rate=SAMPLE_RATE_HZ, seed=3))  # a voice
    time.sleep(1.0)
    desk.key("y")
    told = wait_for_test(desk, 1, LIMIT_S)
    took_s = time.monotonic() - pressed_s
    print(f"\ntested, answered and signed in {took_s:.1f} s: {told}")
    assert took_s <= LIMIT_S
    assert told["outcome"] == "passed", told
    assert dict(told["findings"])["recording"] == "good"
    assert {str(actor) for actor, _ in signed(desk)} == {
        str(row[0]) for row in desk.rows("select actor from journal where kind = 'operator.signed_on'")
    }
    assert told["name"]
    desk.key("Escape")

    pressed_s = begin(desk, sound)  # and now nobody answers
    told = wait_for_test(desk, 2, LIMIT_S + 2)
    took_s = time.monotonic() - pressed_s
    print(f"left alone it ended after {took_s:.1f} s")
    assert 15.0 < took_s <= LIMIT_S
    assert told["outcome"] == "failed"
    found = dict(told["findings"])
    assert (found["tone"], found["microphone"]) == ("unanswered", "unanswered")
    raised = "select 1 from journal where kind = 'desk.alarm_raised' and body like '%self_test_failed%'"
    wait_until(lambda: desk.rows(raised), 3.0, "the alert")
    assert desk.troubles() == []


def test_a_dead_microphone_does_not_pass_whatever_the_person_says(desk: DeskRig, sound: JackRig) -> None:
    desk.start()
    desk.focus()
    begin(desk, sound)
    desk.key("y")
    time.sleep(0.5)
    desk.key("y")  # without a word
    told = wait_for_test(desk, 1, 5.0)
    assert told["outcome"] == "failed"
    assert dict(told["findings"])["microphone"] == "microphone_silent"


def test_a_foreign_phone_breaks_it_off_and_is_answered_as_ever(
    desk: DeskRig, sound: JackRig, baresip: Phones, tmp_path: Path
) -> None:
    desk.start()
    desk.focus()
    begin(desk, sound)
    phone = baresip(write_wav(tmp_path / "caller.wav", sentences(30.0)))
    phone.start(f"sip:112@127.0.0.1:{desk.sip_port}")
    desk.wait_for_log("ringing painted", 8.0)
    told = wait_for_test(desk, 1, 3.0)
    assert told["outcome"] == "interrupted"
    desk.key("y")  # goes nowhere
    desk.key("ctrl+shift+v")  # refused beside the call
    desk.key("F2")
    wait_until(lambda: desk.call_states() == ["talking"], 5.0, "the answered call")
    recorded = desk.home / "data" / "recordings"
    wait_until(lambda: list(recorded.rglob("*.wav.part")), 5.0, "the recording of the call")
    desk.key("ctrl+shift+v")
    time.sleep(1.0)
    assert len(signed(desk)) == 1, "none begins beside a call"
    assert desk.call_states() == ["talking"]
    desk.key("F4")
    wait_until(lambda: desk.rows("select end_cause from call_row") == [("operator_hung_up",)], 5.0, "the end")
    assert desk.troubles() == []
