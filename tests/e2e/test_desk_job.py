"""The main job on the real desk: two processes, a real window, a foreign phone, and only keys."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.baresip_peer import Phones
from tests.e2e.desk_journal import body_of, field, verify
from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.waves import chirp, read_wav, sentences, share_heard, write_wav
from tests.support.units import register_units

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


def kinds(desk: DeskRig) -> list[str]:
    """Return the kinds of all facts, in order."""
    return [str(row[0]) for row in desk.rows("select kind from journal order by row_id")]


def has_fact(desk: DeskRig, kind: str) -> bool:
    return kind in kinds(desk)


def type_ticket(desk: DeskRig) -> None:
    """Place, type, chronology, priority, agency: the order of the questions."""
    desk.type_text("belakang masjid handil bakti")
    wait_until(lambda: field(desk, "place_text").endswith("handil bakti"), 5.0, "the place in the journal")
    desk.key("Return")  # takes the first suggestion
    wait_until(lambda: has_fact(desk, "incident.location_set"), 5.0, "the confirmed place")
    desk.key("Return")  # on to the type
    desk.type_text("pohon")
    time.sleep(0.5)  # the list follows the letters within 50 ms; nothing outside the window tells
    desk.key("Return")
    wait_until(lambda: field(desk, "type_code").startswith("IN"), 5.0, "the type")
    desk.type_text("menutup jalan dekat jembatan")
    desk.key("Return")
    wait_until(lambda: body_of(desk, "incident.note_added").get("draft") is False, 5.0, "the chronology line")
    desk.key("alt+p")
    desk.key("1")
    wait_until(lambda: field(desk, "hand_priority") == "P1", 5.0, "the raised priority")
    desk.key("alt+1")
    wait_until(lambda: has_fact(desk, "agency_task.sent"), 5.0, "the task at the agency")
    assert body_of(desk, "agency_task.sent")["channel"] == "voice"


def acknowledge_and_dispatch(desk: DeskRig) -> None:
    """The agency's person by name, then the nearest unit."""
    desk.key("F7")
    desk.key("shift+Tab")
    desk.key("t")
    desk.type_text("Pak Hasan")
    desk.key("Return")
    wait_until(lambda: has_fact(desk, "agency_task.acknowledged"), 5.0, "the acknowledgement")
    assert body_of(desk, "agency_task.acknowledged")["person_name"] == "Pak Hasan"
    desk.key("F8")
    desk.key("Return")
    wait_until(lambda: has_fact(desk, "unit.dispatched"), 5.0, "the unit")


def close_ticket(desk: DeskRig) -> None:
    """Complete the task, choose outcome and what the caller knows."""
    desk.key("F7")
    desk.key("shift+Tab")
    desk.key("k")
    wait_until(lambda: has_fact(desk, "agency_task.completed"), 5.0, "the completed task")
    desk.key("alt+t")
    time.sleep(0.3)
    desk.key("Down", "Tab", "Down", "Return")
    wait_until(lambda: field(desk, "state") == "closed", 5.0, "the closed ticket")


def test_a_call_becomes_a_ticket_that_is_sent_and_closed_by_keyboard_alone(
    desk: DeskRig, sound: JackRig, baresip: Phones, tmp_path: Path
) -> None:
    register_units(desk.home)
    desk.start()
    desk.focus()
    phone = baresip(write_wav(tmp_path / "caller.wav", sentences(90.0)))
    phone.start(f"sip:112@127.0.0.1:{desk.sip_port}")
    desk.wait_for_log("ringing painted", 8.0)
    wait_until(lambda: np.abs(sound.loudspeaker.captured()).max() > 0.05, 3.0, "the ring tone in the room")
    ear_from = sound.headset.captured_count
    desk.key("F2")
    wait_until(lambda: desk.call_states() == ["talking"], 5.0, "the answered call")
    desk.wait_for_log("call shown", 3.0)
    sound.headset.feed(chirp(6.0, rate=SAMPLE_RATE_HZ, seed=2))
    type_ticket(desk)
    acknowledge_and_dispatch(desk)

    sent = read_wav(tmp_path / "caller.wav")[0][:, 0][8000:56000]

    def in_the_ear() -> bool:
        ear = sound.headset.captured()[ear_from:][::6]
        return len(ear) > 64_000 and share_heard(sent, ear) >= 0.8  # all of it had the time to come

    wait_until(in_the_ear, 15.0, "the caller in the headset", 0.3)
    spoken = chirp(6.0, seed=2)[10000:46000]  # after the far jitter buffer has settled
    wait_until(lambda: share_heard(spoken, phone.heard()) >= 0.6, 8.0, "the operator at the caller", 0.3)
    desk.key("F4")
    wait_until(lambda: desk.rows("select end_cause from call_row") == [("operator_hung_up",)], 5.0, "the end")
    desk.key("F10")
    desk.key("n")
    wait_until(lambda: desk.rows("select call_class from call_row") == [("N",)], 5.0, "the class")
    time.sleep(0.4)  # a given class sends the keyboard back to the place field
    close_ticket(desk)

    told = wait_until(lambda: body_of(desk, "call.recorded"), 5.0, "the recording")
    recording = desk.home / "data" / "recordings" / str(told["path"])
    assert hashlib.sha256(recording.read_bytes()).hexdigest() == told["sha256"]
    assert share_heard(sent, read_wav(recording)[0][:, 0]) >= 0.8, "the caller in the recording"
    assert body_of(desk, "call.linked")["incident_id"] == field(desk, "incident_id")
    assert field(desk, "is_open") == "0"
    desk.stop()
    assert verify(desk.home) == 0
    assert desk.troubles() == []
