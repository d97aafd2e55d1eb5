"""Everything a call leg can do in signalling, against sipp: one scenario for each thing issue 3 names."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from batola_desk.ipc.call_parts import Carried
from batola_desk.ipc.party_messages import AddParty, HandOver, TransferBlind
from tests.e2e.baresip_peer import BaresipPeer
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig, ScreenDouble
from tests.e2e.sip_peers import KamailioPbx, SippCaller
from tests.e2e.sipp_script import SippScript, sdp
from tests.e2e.waves import chirp, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]

Callers = Callable[..., SippCaller]
NO_DEVICES = "[audio]\nuse_devices = false\n"
FRAGMENT = "message/sipfrag;version=2.0"


@pytest.fixture
def sipp(tmp_path: Path, owned: ExitStack) -> Callers:
    """Starts a scenario: a name in tests/data/sipp or a script; ``port`` is the desk's, 0 waits for calls."""

    def start(scenario: str | SippScript, port: int, **options: object) -> SippCaller:
        path = scenario if isinstance(scenario, str) else scenario.write(tmp_path)
        caller = SippCaller(tmp_path, path, port, **options)  # type: ignore[arg-type]
        owned.callback(caller.stop)
        return caller

    return start


@pytest.fixture
def line(silent_line: LineRig) -> LineRig:
    silent_line.start()
    return silent_line


@pytest.fixture
def screen(line: LineRig) -> ScreenDouble:
    return line.screen()


def answer(screen: ScreenDouble) -> m.LineCall:
    """Answer what rings; return the call."""
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    return screen.call_becomes(call.call_id, "talking")


@pytest.mark.parametrize(
    "scenario", ["caller_holds", "caller_needs_prack", "caller_offers_late", "caller_ack_lost"]
)
def test_answered_calls_of_every_manner(
    scenario: str, line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    caller = sipp(scenario, line.sip_port)
    call = answer(screen)
    caller.wait()
    assert screen.call_becomes(call.call_id, "ended").end_cause == "caller_hung_up"
    assert line.troubles() == []


@pytest.mark.parametrize(
    ("scenario", "cause"), [("answered_elsewhere", "answered_elsewhere"), ("caller_gives_up", "cancelled")]
)
def test_cancel_with_and_without_reason(
    scenario: str, cause: str, line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    caller = sipp(scenario, line.sip_port)
    call = screen.call_in("ringing")
    caller.wait()
    assert screen.call_becomes(call.call_id, "ended").end_cause == cause


def hold_script(held: str) -> SippScript:
    """Hold by re-INVITE, re-INVITE without a description, back by UPDATE."""
    script = SippScript(f"hold-{abs(hash(held))}").answered().pause(200)
    script.request("INVITE", body=held).expect(100, optional=True)
    script.expect(200, body="a=(recvonly|inactive)").request("ACK").pause(300)
    script.request("INVITE").expect(100, optional=True).expect(200, body="m=audio")
    script.request("ACK", body=sdp(version=3)).pause(300)
    return script.request("UPDATE", body=sdp(version=4)).expect(200, body="a=sendrecv").hang_up()


@pytest.mark.parametrize(
    "held",
    [sdp("sendonly", version=2), sdp("inactive", version=2), sdp("sendrecv", version=2, host="0.0.0.0")],
    ids=["sendonly", "inactive", "0.0.0.0"],
)
def test_the_caller_holds_in_every_way(held: str, line: LineRig, screen: ScreenDouble, sipp: Callers) -> None:
    caller = sipp(hold_script(held), line.sip_port)
    call = answer(screen)
    wait_until(lambda: screen.calls[call.call_id].remote_hold, 3.0, "the hold on the screen")
    wait_until(lambda: not screen.calls[call.call_id].remote_hold, 3.0, "the end of the hold")
    caller.wait()
    assert line.troubles() == []


def test_a_short_session_gets_422_and_the_longer_one_is_agreed(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    script = SippScript("session-timer")
    script.request("INVITE", "Supported: timer", "Session-Expires: 30", body=sdp())
    script.expect(100, optional=True).expect(422, min_se="90").request("ACK", same_branch=True)
    again = ("Supported: timer", "Session-Expires: 90;refresher=uas", "Min-SE: 90")
    script.request("INVITE", *again, body=sdp()).ringing()
    script.expect(200, session_expires="90;refresher=uas", require="timer").request("ACK")
    caller = sipp(script.pause(200).hang_up(), line.sip_port)
    answer(screen)
    caller.wait()


def test_an_offer_in_reliable_ringing_is_answered_in_prack_and_updated_before_the_answer(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    script = SippScript("early-agreement")
    script.request("INVITE", "Require: 100rel", "Supported: 100rel").expect(100, optional=True)
    script.expect(180, save="rseq", rseq="[0-9]+", body="m=audio")
    script.request("PRACK", "RAck: [$rseq] 1 INVITE", body=sdp()).expect(200)
    script.request("UPDATE", body=sdp(version=2)).expect(200, body="a=sendrecv")
    script.expect(200).request("ACK").pause(200).hang_up()
    caller = sipp(script, line.sip_port)
    time.sleep(0.4)
    call = answer(screen)
    caller.wait()
    assert screen.call_becomes(call.call_id, "ended").codec == "PCMA"


def test_keys_texts_and_questions_within_a_call(line: LineRig, screen: ScreenDouble, sipp: Callers) -> None:
    script = SippScript("small-requests").answered().pause(200)
    script.request("INFO", body="Signal=5\nDuration=160\n", content_type="application/dtmf-relay").expect(200)
    script.request("INFO", body="#", content_type="application/dtmf").expect(200)
    script.request("OPTIONS").expect(200, allow="MESSAGE", accept="text/plain")
    script.request("MESSAGE", body="kami di atap", content_type="text/plain;charset=utf-8").expect(200)
    script.request("MESSAGE", body="<a/>", content_type="application/xml").expect(415, accept="text/plain")
    script.expect_request("MESSAGE", body="bantuan datang").respond(200, "OK")
    caller = sipp(script.pause(100).hang_up(), line.sip_port)
    call = answer(screen)
    wait_until(lambda: [text.text for text in screen.texts] == ["kami di atap"], 4.0, "the text")
    assert screen.digits == ["5", "#"]
    time.sleep(0.3)
    screen.obeyed(m.SendText(call_id=call.call_id, text="bantuan datang"))
    caller.wait()
    assert screen.kinds(call.call_key).count("call.digit_received") == 2


def test_requests_outside_calls_get_the_right_answer(line: LineRig, sipp: Callers) -> None:
    for method, code, headers in (
        ("OPTIONS", 200, ()),
        ("MESSAGE", 480, ()),
        ("REFER", 603, ("Refer-To: <sip:118@127.0.0.1>",)),
        ("SUBSCRIBE", 489, ("Event: presence",)),
        ("NOTIFY", 489, ("Event: message-summary",)),
        ("INFO", 481, ()),
        ("UPDATE", 481, ()),
        ("PUBLISH", 405, ()),
    ):
        sipp(SippScript(f"outside-{method}").request(method, *headers).expect(code), line.sip_port).wait(10.0)
    assert line.troubles() == []


# ---- transfers


def transferred(script: SippScript, *reports: tuple[int, str], refer_to: str) -> SippScript:
    """Hold is answered, then REFER is taken and the outcome reported."""
    script.expect_request("INVITE", body="a=sendonly").respond(200, "OK", body=sdp("recvonly", version=2))
    script.expect_request("ACK").expect_request("REFER", refer_to=refer_to, referred_by="sip:112@")
    script.respond(202, "Accepted")
    for code, reason in reports:
        state = "active;expires=60" if code < 200 else "terminated;reason=noresource"
        event = ("Event: refer", f"Subscription-State: {state}")
        script.request("NOTIFY", *event, body=f"SIP/2.0 {code} {reason}\n", content_type=FRAGMENT).expect(200)
    return script


def test_a_blind_transfer_ends_the_call_once_it_succeeded(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    script = SippScript("transfer-blind").answered()
    reports = ((100, "Trying"), (180, "Ringing"), (200, "OK"))
    caller = sipp(transferred(script, *reports, refer_to="sip:118@127.0.0.1").is_hung_up(), line.sip_port)
    call = answer(screen)
    target = "sip:118@127.0.0.1:5999"
    screen.obeyed(TransferBlind(call_id=call.call_id, number=target, code="119", reason="salah alamat"))
    caller.wait()
    assert screen.fact("call.transferred", call.call_key).body["result"] == "completed"
    assert screen.call_becomes(call.call_id, "ended").end_cause == "transferred"
    assert line.troubles() == []


def test_a_blind_transfer_that_is_refused_brings_the_caller_back(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    script = SippScript("transfer-refused").answered()
    transferred(script, (100, "Trying"), (486, "Busy Here"), refer_to="sip:118@127.0.0.1")
    script.expect_request("INVITE", body="a=sendrecv").respond(200, "OK", body=sdp(version=3))
    script.expect_request("ACK").pause(200)
    caller = sipp(script.hang_up(), line.sip_port)
    call = answer(screen)
    target = "sip:118@127.0.0.1:5999"
    screen.obeyed(TransferBlind(call_id=call.call_id, number=target, code="119", reason="uji"))
    fact = screen.fact("call.transferred", call.call_key)
    assert (fact.body["result"], fact.body["sip_code"]) == ("refused", 486)
    caller.wait()


def test_a_warm_transfer_names_the_other_call_in_replaces(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    agency = sipp(SippScript("agency").expect_request("INVITE").respond(180, "Ringing", tag=";tag=them")
                  .respond(200, "OK", body=sdp(), tag=";tag=them").expect_request("ACK")
                  .is_hung_up(), line.sip_port)  # fmt: skip
    script = SippScript("transfer-warm").answered()
    script.expect_request("INVITE", body="a=sendonly").respond(200, "OK", body=sdp("recvonly", version=2))
    script.expect_request("ACK")
    script.expect_request("INVITE", body="a=sendrecv")  # both are joined before the network is asked
    script.respond(200, "OK", body=sdp(version=3)).expect_request("ACK")
    script.expect_request("REFER", refer_to="Replaces=.*%3Bto-tag%3Dthem%3Bfrom-tag%3D")
    script.respond(202, "Accepted").request(
        "NOTIFY", "Event: refer", "Subscription-State: terminated;reason=noresource",
        body="SIP/2.0 200 OK\n", content_type=FRAGMENT,
    ).expect(200)  # fmt: skip
    caller = sipp(script.is_hung_up(), line.sip_port)
    call = answer(screen)
    number = f"sip:118@127.0.0.1:{agency.port}"
    screen.obeyed(AddParty(call_id=call.call_id, number=number, role="agency", code="118"))
    party = wait_until(
        lambda: next((c for c in list(screen.calls.values()) if c.direction == "outbound"), None), 3.0, "it"
    )
    screen.call_becomes(party.call_id, "talking")
    screen.obeyed(HandOver(call_id=call.call_id, reason="ambulans"))
    caller.wait()
    assert screen.fact("call.transferred", call.call_key).body["result"] == "completed"


def test_a_call_in_the_place_of_another_takes_it_over_without_ringing(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    """The exchange of the caller has put him through to another telephone. Source: RFC 3891 §3."""
    script = SippScript("replaces").request("INVITE", body=sdp()).ringing()
    script.expect(200, save="tag", to="tag=[^;]+").request("ACK", body="").pause(300)
    replaces = "Replaces: [call_id];to-[$tag];from-tag=[pid]-[call_number]"
    script.request("INVITE", replaces, "Require: replaces", body=sdp(version=2), dialog="other")
    script.expect(100, optional=True).expect(200).request("ACK", dialog="other")
    script.expect_request("BYE").respond(200, "OK").pause(300)
    caller = sipp(script.request("BYE", dialog="other").expect(200), line.sip_port)
    first = answer(screen)
    assert screen.call_becomes(first.call_id, "ended").end_cause == "replaced"
    caller.wait()
    second = next(call for call in screen.calls.values() if call.call_id != first.call_id)
    assert screen.call_becomes(second.call_id, "ended").end_cause == "caller_hung_up"
    assert screen.kinds(second.call_key).count("call.answered") == 1
    assert line.troubles() == []


def test_a_refer_of_a_stranger_is_declined_and_told(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    script = SippScript("refer-declined").answered().pause(200)
    script.request("REFER", "Refer-To: <sip:118@127.0.0.1>").expect(603).pause(200)
    caller = sipp(script.hang_up(), line.sip_port)
    call = answer(screen)
    caller.wait()
    assert "transfer_declined" in [alarm.code for alarm in screen.alarms if alarm.call_id == call.call_id]


def test_a_refer_of_the_exchange_is_followed_and_reported(
    tmp_path: Path, owned: ExitStack, sipp: Callers
) -> None:
    desk = LineRig(tmp_path / "desk", config=f'[sip]\naccept_transfers_from = ["127.0.0.1"]\n{NO_DEVICES}')
    owned.callback(desk.stop)
    desk.start()
    screen = desk.screen()
    slow = SippScript("slow-target").expect_request("INVITE", referred_by="sip:08115550000@").pause(700)
    slow.respond(180, "Ringing", tag=";tag=them").pause(300).respond(200, "OK", body=sdp(), tag=";tag=them")
    target = sipp(slow.expect_request("ACK").is_hung_up(), desk.sip_port)
    script = SippScript("refer-followed").answered().pause(200)
    script.request("REFER", f"Refer-To: <sip:118@127.0.0.1:{target.port}>").expect(202)
    script.expect_request("NOTIFY", body="SIP/2.0 100").respond(200, "OK")
    script.expect_request("INVITE", body="a=sendonly")  # the operator speaks with the other one now
    script.respond(200, "OK", body=sdp("recvonly", version=2)).expect_request("ACK")
    script.expect_request("NOTIFY", body="SIP/2.0 180").respond(200, "OK")
    script.expect_request("NOTIFY", body="SIP/2.0 200", subscription_state="terminated").respond(200, "OK")
    caller = sipp(script.hang_up(), desk.sip_port)
    first = answer(screen)
    new = wait_until(
        lambda: next((c for c in list(screen.calls.values()) if c.direction == "outbound"), None), 5.0, "it"
    )
    screen.call_becomes(new.call_id, "talking")
    caller.wait()
    screen.call_becomes(first.call_id, "ended")
    screen.obeyed(m.HangUpCall(call_id=new.call_id))
    target.wait()


# ---- emergency


def emergency_body(padding: int) -> str:
    """A description and a position of the wanted size, in a multipart body."""
    circle = (
        '<gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>-2.9841 114.7631</gml:pos>'
        '<gs:radius uom="urn:ogc:def:uom:EPSG::9001">85</gs:radius></gs:Circle>'
    )
    filling = "\n".join("<!--" + "x" * 90 + "-->" for _ in range(padding // 98))
    document = f"<presence><tuple><status><l>{circle}</l></status></tuple>{filling}</presence>"
    return (
        "--batas\nContent-Type: application/pidf+xml\nContent-ID: <posisi@x>\n\n"
        f"{document}\n--batas\nContent-Type: application/sdp\n\n{sdp()}--batas--\n"
    )


@pytest.mark.parametrize(("transport", "padding"), [("u1", 1000), ("u1", 40_000), ("t1", 60_000)])
def test_an_emergency_call_with_everything_it_may_carry(
    transport: str, padding: int, line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    script = SippScript(f"emergency-{padding}")
    script.request(
        "INVITE",
        "Geolocation: <cid:posisi@x>",
        "Geolocation-Routing: yes",
        "P-Asserted-Identity: <tel:+62-811-555>",
        "History-Info: <sip:110@polres?Reason=SIP%3Bcause%3D486>;index=1, <sip:112@x>;index=1.1",
        "Resource-Priority: esnet.1",
        "Priority: emergency",
        "Call-Info: <https://x/card>;purpose=EmergencyCallData.SubscriberInfo",
        uri="urn:service:sos.ambulance",
        body=emergency_body(padding),
        content_type="multipart/mixed;boundary=batas",
    ).ringing().expect(200).request("ACK").pause(300).hang_up()
    caller = sipp(script, line.sip_port, transport=transport)
    call = answer(screen)
    caller.wait()
    assert (call.number, call.service) == ("+62811555", "urn:service:sos.ambulance")
    assert (call.diverted_from, call.priority) == ("110", "emergency")
    assert call.position == m.LinePosition(latitude=-2.9841, longitude=114.7631, radius_m=85.0)
    assert call.carried == Carried(resource_priority="esnet.1", info=("SubscriberInfo https://x/card",))
    offered = screen.fact("call.offered", call.call_key)
    assert (offered.body["priority"], offered.body["resource_priority"]) == ("emergency", ["esnet.1"])
    assert screen.fact("call.info_received", call.call_key).body["uri"] == "https://x/card"
    fact = screen.fact("call.location_received", call.call_key)
    assert len(str(fact.body["document"])) > padding * 0.9
    assert line.troubles() == []


def test_three_hundred_calls_ring_and_the_next_is_told_to_try_again(
    line: LineRig, screen: ScreenDouble, sipp: Callers
) -> None:
    crowd = sipp("caller_gives_up", line.sip_port, calls=300, pause_ms=9000)

    def ringing() -> list[m.LineCall]:
        return [call for call in list(screen.calls.values()) if call.state == "ringing"]

    wait_until(lambda: len(ringing()) == 300, 15.0, f"300 ringing calls; {len(ringing())}")
    refused = SippScript("one-too-many").request("INVITE", body=sdp()).expect(100, optional=True)
    refused.expect(503, retry_after="5").request("ACK", same_branch=True)
    sipp(refused, line.sip_port).wait()
    wait_until(lambda: "line_overloaded" in [alarm.code for alarm in screen.alarms], 3.0, "the alarm")
    first = min(ringing(), key=lambda call: call.offered_us)
    assert screen.ask(m.HoldCall(call_id=first.call_id)).code == "call_not_talking"  # it still listens
    crowd.wait(30.0)
    wait_until(lambda: not ringing(), 5.0, "the end of all")
    assert len({call.call_key for call in screen.calls.values()}) == 300
    assert line.troubles() == []


def test_baresip_is_sent_on_and_speaks_with_the_other_phone(
    line: LineRig, screen: ScreenDouble, tmp_path: Path, baresip: Callable[..., BaresipPeer]
) -> None:
    """A foreign phone follows our REFER by itself, and its NOTIFYs end our part in it."""
    wave = write_wav(tmp_path / "caller.wav", chirp(20.0))
    agency, caller = baresip(wave, name="118"), baresip(wave, name="082100000001")
    agency.start()
    agency.wait_for("baresip is ready")
    caller.start(line.uri)
    call = answer(screen)
    screen.obeyed(TransferBlind(call_id=call.call_id, number=agency.uri, code="118", reason="ambulans"))
    assert screen.fact("call.transferred", call.call_key).body["result"] == "completed"
    assert screen.call_becomes(call.call_id, "ended").end_cause == "transferred"
    wait_until(lambda: len(agency.heard()) > 4000, 5.0, "the caller's voice at the agency")
    assert line.troubles() == []


def test_a_transfer_through_the_exchange_takes_its_way_and_names_its_number(
    tmp_path: Path, owned: ExitStack, baresip: Callable[..., BaresipPeer]
) -> None:
    """Kamailio record-routes the call: REFER and BYE go through it, and so does the call to the agency."""
    wave = write_wav(tmp_path / "caller.wav", chirp(20.0))
    agency, caller = baresip(wave, name="118"), baresip(wave, name="082100000001")
    to_agency = f'  if ($rU == "118") {{ $ru = "{agency.uri}"; t_relay(); exit; }}'
    pbx = KamailioPbx(tmp_path, route=to_agency)
    owned.callback(pbx.stop)
    desk = LineRig(tmp_path / "desk", config=pbx.config_of_a_desk())
    owned.callback(desk.stop)
    desk.start()
    screen = desk.screen()
    wait_until(lambda: screen.line and screen.line.mode == "registered", 5.0, f"registration {screen.line}")
    agency.start()
    agency.wait_for("baresip is ready")
    caller.start(pbx.uri)
    call = answer(screen)
    screen.obeyed(TransferBlind(call_id=call.call_id, number="118", code="118", reason="ambulans"))
    assert screen.fact("call.transferred", call.call_key).body["result"] == "completed"
    screen.call_becomes(call.call_id, "ended")
    wait_until(lambda: len(agency.heard()) > 4000, 5.0, "the caller's voice at the agency")
    assert desk.troubles() == []
