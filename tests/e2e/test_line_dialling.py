"""The desk as the one who calls, against sipp: one scenario for each thing issue 3 wants of a client.

Source: RFC 3261 §9.1, §13.2; RFC 3262 §4; RFC 3264 §8.4; RFC 4028 §7, §10; RFC 6337 §3; RFC 7090 §4.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig, ScreenDouble
from tests.e2e.sip_peers import SippCaller
from tests.e2e.sipp_script import SippScript, sdp

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]

TAG = ";tag=them"
Dialler = Callable[..., tuple[LineRig, ScreenDouble]]
Called = Callable[[SippScript], SippCaller]


@pytest.fixture
def dialler(tmp_path: Path, owned: ExitStack) -> Dialler:
    """Starts a desk with these lines in ``[sip]``."""

    def start(sip: str = "") -> tuple[LineRig, ScreenDouble]:
        rig = LineRig(tmp_path / "desk", config=f"[sip]\n{sip}\n[audio]\nuse_devices = false\n")
        owned.callback(rig.stop)
        rig.start()
        return rig, rig.screen()

    return start


@pytest.fixture
def called(tmp_path: Path, owned: ExitStack) -> Called:
    """Starts a telephone that waits for the desk's call; the port given is where nobody is."""

    def start(script: SippScript) -> SippCaller:
        phone = SippCaller(tmp_path, script.write(tmp_path), 9)
        owned.callback(phone.stop)
        return phone

    return start


def dial(screen: ScreenDouble, phone: SippCaller, *, purpose: str = "manual") -> str:
    """Dial the telephone; returns the call's id."""
    before = set(screen.calls)
    number = f"sip:118@127.0.0.1:{phone.port}"
    screen.obeyed(m.DialNumber(number=number, purpose=purpose))
    return wait_until(lambda: next(iter(set(screen.calls) - before), None), 3.0, "the dialled call")


def picked_up(name: str, *headers: str, **expected: str) -> SippScript:
    """Rings and answers."""
    script = SippScript(name).expect_request("INVITE", **expected)
    script.respond(180, "Ringing", tag=TAG)
    return script.respond(200, "OK", *headers, body=sdp(), tag=TAG).expect_request("ACK")


def test_reliable_early_sound_is_confirmed_and_the_200_need_not_repeat_it(
    dialler: Dialler, called: Called
) -> None:
    line, screen = dialler()
    script = SippScript("reliable")
    script.keep_request("INVITE")
    reliable = ("Require: 100rel", "RSeq: 7001")
    script.respond(183, "Session Progress", *reliable, body=sdp(), tag=TAG)
    script.expect_request("PRACK", rack="7001 [0-9]+ INVITE").respond(200, "OK")
    script.pause(600).respond(200, "OK", tag=TAG, to_kept=True)
    phone = called(script.expect_request("ACK").is_hung_up())
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "early")
    assert screen.call_becomes(call_id, "talking").codec == "PCMA"
    assert not screen.alarms
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()
    assert line.troubles() == []


def test_a_desk_that_offers_late_answers_in_its_ack(dialler: Dialler, called: Called) -> None:
    line, screen = dialler("offers_late = true")
    script = SippScript("late").expect_request("INVITE", content_length="0")
    script.respond(180, "Ringing", tag=TAG).respond(200, "OK", body=sdp(), tag=TAG)
    phone = called(script.expect_request("ACK", body="m=audio [1-9]").is_hung_up())
    call_id = dial(screen, phone)
    assert screen.call_becomes(call_id, "talking").codec == "PCMA"
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()
    assert line.troubles() == []


def test_an_answer_without_any_description_is_told(dialler: Dialler, called: Called) -> None:
    _, screen = dialler()
    script = SippScript("mute").expect_request("INVITE").respond(200, "OK", tag=TAG)
    phone = called(script.expect_request("ACK").is_hung_up())
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "talking")
    wait_until(lambda: "call_without_sound" in [a.code for a in screen.alarms], 3.0, "the alarm")
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()


def test_hanging_up_while_it_rings_cancels(dialler: Dialler, called: Called) -> None:
    line, screen = dialler()
    script = SippScript("cancelled").keep_request("INVITE")
    script.respond(180, "Ringing", tag=TAG).expect_request("CANCEL").respond(200, "OK", tag=TAG)
    script.respond(487, "Request Terminated", tag=TAG, to_kept=True).expect_request("ACK")
    phone = called(script)
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "early")
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()
    assert screen.call_becomes(call_id, "ended").end_cause == "operator_hung_up"
    assert line.troubles() == []


def test_a_session_too_short_for_the_other_side_is_asked_longer(dialler: Dialler, called: Called) -> None:
    _, screen = dialler()
    script = SippScript("longer").expect_request("INVITE", session_expires="1800")
    script.respond(422, "Session Interval Too Small", "Min-SE: 3600", tag=TAG).expect_request("ACK")
    script.expect_request("INVITE", session_expires="3600", min_se="3600")
    agreed = ("Session-Expires: 3600;refresher=uas", "Require: timer")
    script.respond(200, "OK", *agreed, body=sdp(), tag=TAG).expect_request("ACK")
    phone = called(script.is_hung_up())
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "talking")
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_the_desk_refreshes_the_session_when_that_is_its_part(
    method: str, dialler: Dialler, called: Called
) -> None:
    line, screen = dialler()
    allow = "Allow: INVITE, ACK, BYE, CANCEL" + (", UPDATE" if method == "UPDATE" else "")
    agreed = ("Session-Expires: 4;refresher=uac", "Require: timer", allow)
    script = picked_up(f"refresh-{method}", *agreed)
    for version in (2, 3):  # each after half of the four seconds
        script.expect_request(method, session_expires="4;refresher=uac")
        body = sdp(version=version) if method == "INVITE" else ""
        script.respond(200, "OK", *agreed, body=body)
        if method == "INVITE":
            script.expect_request("ACK")
    phone = called(script.is_hung_up())
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "talking")
    time.sleep(4.6)
    assert screen.calls[call_id].state == "talking"
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()
    assert line.troubles() == []


def test_a_call_the_other_side_does_not_refresh_is_lost_in_time(dialler: Dialler, called: Called) -> None:
    _, screen = dialler()
    script = picked_up("unrefreshed", "Session-Expires: 4;refresher=uas", "Require: timer")
    phone = called(script.expect_request("BYE", reason="cause=408").respond(200, "OK"))
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "talking")
    phone.wait()
    assert screen.call_becomes(call_id, "ended").end_cause == "lost"


@pytest.mark.parametrize(
    ("hold", "said", "answer"),
    [
        ("sendonly", "a=sendonly", "recvonly"),
        ("inactive", "a=inactive", "inactive"),
        ("0.0.0.0", "c=IN IP4 0.0.0.0", "recvonly"),
    ],
    ids=["sendonly", "inactive", "0.0.0.0"],
)
def test_the_desk_holds_in_every_way(
    hold: str, said: str, answer: str, dialler: Dialler, called: Called
) -> None:
    line, screen = dialler(f'hold = "{hold}"')
    script = picked_up(f"held-{answer}-{len(said)}")
    script.expect_request("INVITE", body=said).respond(200, "OK", body=sdp(answer, version=2))
    script.expect_request("ACK").expect_request("INVITE", body="a=sendrecv")
    script.respond(200, "OK", body=sdp(version=3)).expect_request("ACK")
    phone = called(script.is_hung_up())
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "talking")
    screen.obeyed(m.HoldCall(call_id=call_id))
    wait_until(lambda: screen.calls[call_id].local_hold, 3.0, "the hold")
    screen.obeyed(m.ResumeCall(call_id=call_id))
    wait_until(lambda: not screen.calls[call_id].local_hold, 3.0, "the end of the hold")
    time.sleep(0.5)  # until the last ACK: a BYE may legally come before it
    assert not screen.calls[call_id].remote_hold
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()
    assert line.troubles() == []


def test_keys_go_by_info_to_who_takes_none_in_sound(dialler: Dialler, called: Called) -> None:
    _, screen = dialler()
    keyless = sdp().replace(" 101\n", "\n").replace("a=rtpmap:101 telephone-event/8000\n", "")
    assert "101" not in keyless
    script = SippScript("keyless").expect_request("INVITE").respond(200, "OK", body=keyless, tag=TAG)
    script.expect_request("ACK").expect_request("INFO", body="Signal=5").respond(200, "OK")
    script.expect_request("INFO", body="Signal=#").respond(200, "OK")
    phone = called(script.is_hung_up())
    call_id = dial(screen, phone)
    screen.call_becomes(call_id, "talking")
    screen.obeyed(m.SendDigits(call_id=call_id, digits="5#"))
    time.sleep(0.5)
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()


def test_a_call_back_is_marked_for_the_network(dialler: Dialler, called: Called) -> None:
    _, screen = dialler()
    phone = called(picked_up("marked", priority="psap-callback").is_hung_up())
    call_id = dial(screen, phone, purpose="callback")
    screen.call_becomes(call_id, "talking")
    screen.obeyed(m.HangUpCall(call_id=call_id))
    phone.wait()
