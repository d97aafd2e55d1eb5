"""What a foreign peer sees of our incoming side, message by message."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.sdp import Direction
from batola_desk.telephony.user_agent import UserAgent

T1_S = 0.5


@pytest.fixture
def desk(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder)


@pytest.fixture
def peer(world: World) -> Peer:
    return world.peer()


@pytest.fixture
def talking(world: World, recorder: Recorder, desk: UserAgent, peer: Peer) -> str:
    """A call that is answered and acknowledged; gives our To tag."""
    peer.send(peer.invite(headers=(("Allow", "INVITE, UPDATE, BYE"),)))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", to_tag=tag))
    world.advance(0.1)
    assert recorder.incoming[0].state is LegState.TALKING
    return tag


def test_an_invite_rings_and_opens_no_rtp_port(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    assert peer.names == ["180/INVITE"]
    leg = recorder.incoming[0]
    assert (leg.remote_number, leg.remote_display_name, leg.call_key) == ("0811", "Budi", "call-1")
    assert leg.media is None
    assert world.rtp_ports == []


def test_a_repeated_invite_is_not_a_second_call(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    invite = peer.invite()
    for _ in range(3):
        peer.send(invite)
        world.advance(0.5)
    assert len(recorder.incoming) == 1
    assert peer.names == ["180/INVITE"] * 3


def test_a_copy_over_another_path_gets_482(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    peer.send(peer.invite())
    world.advance(0.1)
    assert sorted(peer.names) == ["180/INVITE", "482/INVITE"]
    assert len(recorder.incoming) == 1


def test_the_200_is_repeated_until_its_ack(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(4.0)  # at 0, 0.5, 1.5, 3.5
    assert peer.names.count("200/INVITE") == 4
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(40.0)
    assert peer.names.count("200/INVITE") == 4
    assert "BYE" not in peer.names


def test_an_ack_with_the_branch_of_its_invite_is_taken(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(branch="z9hG4bKold"))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", to_tag=tag, branch="z9hG4bKold"))
    world.advance(40)
    assert peer.names.count("200/INVITE") == 1
    assert recorder.incoming[0].state is LegState.TALKING


def test_a_call_without_any_ack_ends_as_lost_with_bye(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(64 * T1_S + 1)
    end = recorder.incoming[0].end
    assert end is not None
    assert end.cause is EndCause.LOST
    assert "BYE" in peer.names


def test_a_lost_ack_does_not_end_a_call_whose_audio_arrives(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(1.0)
    for sequence in range(80):
        packet = bytes([0x80, 8, 0, sequence]) + bytes(4) + b"\0\0\0\7" + b"\xd5" * 160
        world.media_wire.send(("10.0.0.9", 4000), ("10.0.0.1", world.rtp_ports[0].port), packet)
        world.advance(0.5)
    assert leg.state is LegState.TALKING
    assert "BYE" not in peer.names


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("", EndCause.CANCELLED),
        ('SIP;cause=200;text="Call completed elsewhere"', EndCause.ANSWERED_ELSEWHERE),
        ("Q.850;cause=26", EndCause.ANSWERED_ELSEWHERE),
        ('Q.850;cause=16;text="Terminated"', EndCause.CANCELLED),
    ],
)
def test_cancel_ends_the_ringing_with_487_and_says_why(
    reason: str, cause: EndCause, world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    invite = peer.invite(branch="z9hG4bKsame")
    peer.send(invite)
    world.advance(0.1)
    headers = (("Reason", reason),) if reason else ()
    peer.send(peer.request("CANCEL", branch="z9hG4bKsame", headers=headers))
    world.advance(0.1)
    end = recorder.incoming[0].end
    assert end is not None
    assert end.cause is cause
    assert peer.names[1:3] in (["200/CANCEL", "487/INVITE"], ["487/INVITE", "200/CANCEL"])


def test_the_487_is_repeated_until_its_ack(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(branch="z9hG4bKsame"))
    world.advance(0.1)
    peer.send(peer.request("CANCEL", branch="z9hG4bKsame"))
    world.advance(2.0)
    assert peer.names.count("487/INVITE") == 3
    ack = peer.request("ACK", branch="z9hG4bKsame", to_tag=peer.last("487/INVITE").to_address.tag)
    peer.send(ack)
    world.advance(40.0)
    assert peer.names.count("487/INVITE") == 3


def test_a_cancel_that_crosses_our_200_changes_nothing(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(branch="z9hG4bKsame"))
    world.advance(0.1)
    recorder.incoming[0].answer()
    peer.send(peer.request("CANCEL", branch="z9hG4bKsame"))
    world.advance(0.1)
    assert "200/CANCEL" in peer.names
    assert recorder.incoming[0].state is LegState.TALKING


def test_a_cancel_of_nothing_gets_481(world: World, desk: UserAgent, peer: Peer) -> None:
    peer.send(peer.request("CANCEL"))
    world.advance(0.1)
    assert peer.names == ["481/CANCEL"]


def test_bye_while_ringing_ends_the_invite_too(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    tag = peer.last("180/INVITE").to_address.tag
    peer.send(peer.request("BYE", cseq=2, to_tag=tag))
    world.advance(0.1)
    assert {"200/BYE", "487/INVITE"} <= set(peer.names)
    assert recorder.incoming[0].end is not None


def test_rejecting_sends_the_code_asked_for(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    recorder.incoming[0].reject(603)
    world.advance(0.1)
    end = recorder.incoming[0].end
    assert peer.names[-1] == "603/INVITE"
    assert end is not None
    assert (end.cause, end.sip_code) == (EndCause.REJECTED, 603)


def test_our_bye_waits_for_the_ack(world: World, recorder: Recorder, desk: UserAgent, peer: Peer) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    leg.hang_up()
    world.advance(0.2)
    assert leg.state is LegState.ENDED
    assert "BYE" not in peer.names
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(0.2)
    assert "BYE" in peer.names


def test_a_late_offer_is_answered_in_the_ack(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(b""))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    assert b"m=audio" in peer.last("200/INVITE").body
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag, body=sdp(formats="0")))
    world.advance(0.1)
    assert leg.media is not None
    assert (leg.media.codec, leg.media.direction) == ("PCMU", Direction.SENDRECV)


def test_an_offer_without_a_usable_codec_gets_488_and_is_reported(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(sdp(formats="18 97")))
    world.advance(0.1)
    assert peer.names == ["488/INVITE"]
    assert recorder.unusable == ["0811"]
    assert recorder.incoming == []


def test_too_many_ringing_calls_get_503_and_room_is_made_again(world: World, peer: Peer) -> None:
    recorder = Recorder()
    world.agent("10.0.0.1", recorder, ringing_max=2)
    for number in range(3):
        peer.send(peer.invite(call_id=f"call-{number}", branch=f"z9hG4bK{number}"))
        world.advance(0.1)
    assert peer.names.count("503/INVITE") == 1
    assert peer.last("503/INVITE").first("retry-after") == "5"
    assert recorder.overloads == [2]
    peer.send(peer.request("CANCEL", call_id="call-0", branch="z9hG4bK0"))
    world.advance(0.1)
    peer.send(peer.invite(call_id="call-9"))
    world.advance(0.1)
    assert len(recorder.incoming) == 3


@pytest.mark.parametrize(
    ("extra", "formats"),
    [("a=sendonly\r\n", "8"), ("a=inactive\r\n", "8"), ("c=IN IP4 0.0.0.0\r\n", "8")],
)
def test_the_peer_can_hold_in_all_three_ways_and_come_back(
    extra: str, formats: str, world: World, recorder: Recorder, peer: Peer, talking: str
) -> None:
    leg = recorder.incoming[0]
    peer.send(peer.invite(sdp(formats=formats, extra=extra), cseq=2, to_tag=talking))
    world.advance(0.1)
    assert leg.remote_hold
    assert leg.media is not None
    assert not leg.media.direction.sends
    peer.send(peer.request("ACK", cseq=2, to_tag=talking))
    peer.send(peer.request("UPDATE", cseq=3, to_tag=talking, body=sdp()))
    world.advance(0.1)
    assert not leg.remote_hold
    assert leg.media.direction is Direction.SENDRECV


def test_nothing_is_sent_while_the_peer_holds_us(
    world: World, recorder: Recorder, peer: Peer, talking: str
) -> None:
    media = recorder.incoming[0].media
    assert media is not None
    media.send(b"\xd5" * 160)
    assert media.statistics().packets_sent == 1
    peer.send(peer.invite(sdp(extra="a=sendonly\r\n"), cseq=2, to_tag=talking))
    world.advance(0.1)
    media.send(b"\xd5" * 160)
    assert media.statistics().packets_sent == 1


def test_a_reinvite_without_offer_gets_ours(
    world: World, recorder: Recorder, peer: Peer, talking: str
) -> None:
    peer.send(peer.invite(b"", cseq=2, to_tag=talking))
    world.advance(0.1)
    assert b"a=rtpmap:8 PCMA/8000" in peer.last("200/INVITE").body
    peer.send(peer.request("ACK", cseq=2, to_tag=talking, body=sdp(port=4444)))
    world.advance(0.1)
    media = recorder.incoming[0].media
    assert media is not None
    media.send(b"\xd5" * 160)
    assert world.media_wire.sent[-1].target == ("10.0.0.9", 4444)


def test_small_requests_within_a_call_are_answered(world: World, peer: Peer, talking: str) -> None:
    for number, method in enumerate(("OPTIONS", "INFO", "UPDATE", "REFER", "MESSAGE"), start=2):
        peer.send(peer.request(method, cseq=number, to_tag=talking))
    world.advance(0.1)
    assert peer.names[-5:] == ["200/OPTIONS", "200/INFO", "200/UPDATE", "400/REFER", "200/MESSAGE"]


def test_a_request_with_an_old_sequence_number_gets_500(world: World, peer: Peer, talking: str) -> None:
    peer.send(peer.request("INFO", cseq=5, to_tag=talking))
    peer.send(peer.request("INFO", cseq=4, to_tag=talking))
    world.advance(0.1)
    assert peer.names[-2:] == ["200/INFO", "500/INFO"]


def test_their_bye_ends_the_call_and_its_repetition_is_answered_again(
    world: World, recorder: Recorder, peer: Peer, talking: str
) -> None:
    bye = peer.request("BYE", cseq=2, to_tag=talking)
    peer.send(bye)
    world.advance(0.1)
    peer.send(bye)
    world.advance(0.1)
    end = recorder.incoming[0].end
    assert peer.names[-2:] == ["200/BYE", "200/BYE"]
    assert end is not None
    assert end.cause is EndCause.REMOTE_HUNG_UP
    assert world.rtp_ports[0].is_closed


def test_requests_of_unknown_dialogs_get_481(world: World, desk: UserAgent, peer: Peer) -> None:
    for method in ("BYE", "INVITE", "UPDATE", "INFO", "REFER", "MESSAGE"):
        peer.send(peer.request(method, call_id="gone", to_tag="gone"))
    world.advance(0.1)
    methods = ("BYE", "INVITE", "UPDATE", "INFO", "REFER", "MESSAGE")
    assert peer.names == [f"481/{method}" for method in methods]


@pytest.mark.parametrize(
    ("method", "headers", "code"),
    [
        ("OPTIONS", (), 200),
        ("BYE", (), 481),
        ("UPDATE", (), 481),
        ("PRACK", (), 481),
        ("INFO", (), 481),
        ("REFER", (("Refer-To", "<sip:118@x>"),), 603),
        ("MESSAGE", (), 480),
        ("NOTIFY", (("Event", "refer"),), 481),
        ("NOTIFY", (("Event", "message-summary"),), 489),
        ("SUBSCRIBE", (("Event", "presence"),), 489),
        ("PUBLISH", (), 405),
        ("REGISTER", (), 405),
        ("FROBNICATE", (), 501),
    ],
)
def test_requests_outside_calls_get_the_right_answer(
    method: str, headers: tuple[tuple[str, str], ...], code: int, world: World, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.request(method, headers=headers))
    world.advance(0.1)
    assert peer.names == [f"{code}/{method}"]
    response = peer.last(f"{code}/{method}")
    if code in (405, 501):
        assert "INVITE" in response.items("allow")
    if code == 489:
        assert response.first("allow-events") == "refer"
    if method == "OPTIONS":
        assert {"text/plain", "application/sdp"} <= response.tokens("accept")
        assert {"replaces", "100rel", "timer"} <= response.tokens("supported")


def test_record_route_is_echoed_and_our_requests_take_that_way(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    proxy = world.peer("10.0.0.7")
    routes = (("Record-Route", "<sip:10.0.0.7;lr>, <sip:10.0.0.8;lr>"),)
    peer.send(peer.invite(headers=routes))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    accepted = peer.last("200/INVITE")
    assert accepted.first("record-route") == routes[0][1]
    peer.send(peer.request("ACK", to_tag=accepted.to_address.tag))
    world.advance(0.1)
    leg.hang_up()
    world.advance(0.1)
    bye = proxy.last("BYE")
    assert bye.items("route") == ["<sip:10.0.0.7;lr>", "<sip:10.0.0.8;lr>"]
    assert getattr(bye, "uri") == "sip:0811@10.0.0.9:5060"  # noqa: B009


def test_a_strict_router_gets_itself_as_request_uri(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    proxy = world.peer("10.0.0.7")
    peer.send(peer.invite(headers=(("Record-Route", "<sip:10.0.0.7>"),)))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    leg.hang_up()
    world.advance(0.1)
    bye = proxy.last("BYE")
    assert bye.start_line().split()[1] == "sip:10.0.0.7"
    assert bye.items("route") == ["<sip:0811@10.0.0.9:5060>"]


def test_a_required_reliable_ringing_is_repeated_until_prack(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(headers=(("Require", "100rel"),)))
    world.advance(1.0)
    ringing = peer.last("180/INVITE")
    assert peer.names.count("180/INVITE") == 2
    rack = f"{ringing.first('rseq')} 1 INVITE"
    tag = ringing.to_address.tag
    peer.send(peer.request("PRACK", cseq=2, to_tag=tag, headers=(("RAck", "1 1 INVITE"),)))
    peer.send(peer.request("PRACK", cseq=3, to_tag=tag, headers=(("RAck", rack),)))
    world.advance(20.0)
    assert peer.names[-2:] == ["481/PRACK", "200/PRACK"]
    assert recorder.incoming[0].state is LegState.RINGING


def test_a_peer_that_never_sends_prack_gets_504(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(headers=(("Require", "100rel"),)))
    world.advance(64 * T1_S + 1)
    assert "504/INVITE" in peer.names
    assert recorder.incoming[0].end is not None


def test_ringing_is_said_again_every_minute(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(121)
    assert peer.names.count("180/INVITE") == 3


def test_an_invite_with_an_unknown_requirement_still_rings(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(headers=(("Require", "something-new"),)))
    peer.send(peer.request("OPTIONS", call_id="o", headers=(("Require", "something-new"),)))
    world.advance(0.1)
    assert len(recorder.incoming) == 1
    assert peer.last("420/OPTIONS").first("unsupported") == "something-new"


def test_a_too_short_session_gets_422_and_an_agreed_one_is_watched(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    timer = ("Supported", "timer")
    peer.send(peer.invite(call_id="a", headers=(timer, ("Session-Expires", "30"))))
    world.advance(0.1)
    assert peer.last("422/INVITE").first("min-se") == "90"
    peer.send(peer.invite(call_id="b", headers=(timer, ("Session-Expires", "90;refresher=uac"))))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    accepted = peer.last("200/INVITE")
    assert accepted.first("session-expires") == "90;refresher=uac"
    assert "timer" in accepted.tokens("require")
    peer.send(peer.request("ACK", call_id="b", to_tag=accepted.to_address.tag))
    world.advance(50)
    assert leg.state is LegState.TALKING
    world.advance(30)
    assert leg.end is not None
    assert leg.end.cause is EndCause.LOST


def test_we_refresh_with_update_when_that_is_our_part(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    headers = (("Supported", "timer"), ("Session-Expires", "90;refresher=uas"), ("Allow", "UPDATE"))
    peer.send(peer.invite(headers=headers))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    for _ in range(3):
        world.advance(46)
        update = peer.last("UPDATE")
        assert update.first("session-expires") == "90;refresher=uac"
        peer.respond(update, 200, headers=(("Session-Expires", "90;refresher=uac"), ("Require", "timer")))
    world.advance(1)
    assert recorder.incoming[0].state is LegState.TALKING
    assert peer.names.count("UPDATE") >= 3


def test_an_answer_without_a_free_port_leaves_the_call_ringing(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    world.no_rtp_ports = True
    recorder.incoming[0].answer()
    world.advance(0.1)
    assert recorder.changes == [("ringing", LegChange.ANSWER_FAILED)]
    world.no_rtp_ports = False
    recorder.incoming[0].answer()
    world.advance(0.1)
    assert recorder.incoming[0].state is LegState.TALKING


@pytest.mark.expects_log
def test_a_listener_that_breaks_does_not_break_the_call(world: World, peer: Peer) -> None:
    class Broken(Recorder):
        def on_incoming(self, leg: object) -> None:
            raise RuntimeError("listener")

    world.agent("10.0.0.1", Broken())
    peer.send(peer.invite())
    world.advance(0.1)
    peer.send(peer.request("OPTIONS", call_id="o"))
    world.advance(0.1)
    assert peer.names == ["180/INVITE", "200/OPTIONS"]


def test_the_call_key_is_shared_by_all_desks(world: World, peer: Peer) -> None:
    recorder = Recorder()
    world.agent("10.0.0.1", recorder, call_key_header="X-Call-Key")
    session = "a" * 32
    cases: list[tuple[tuple[tuple[str, str], ...], str]] = [
        ((("X-Call-Key", "k1"), ("Session-ID", f"{session};remote={'0' * 32}")), "k1"),
        ((("Session-ID", f"{session};remote={'0' * 32}"),), session),
        ((("Session-ID", f"{'0' * 32};remote={'0' * 32}"),), "call-2"),
    ]
    for number, (headers, _) in enumerate(cases):
        peer.send(peer.invite(call_id=f"call-{number}", headers=headers))
        world.advance(0.1)
    assert [leg.call_key for leg in recorder.incoming] == [key for _, key in cases]


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ((("P-Asserted-Identity", "<sip:+62811000@pbx>"),), "+62811000"),
        ((("P-Asserted-Identity", "<tel:+62-811-000>"),), "+62811000"),
        ((), "0811"),
    ],
)
def test_the_asserted_identity_comes_before_from(
    headers: tuple[tuple[str, str], ...],
    number: str,
    world: World,
    recorder: Recorder,
    desk: UserAgent,
    peer: Peer,
) -> None:
    peer.send(peer.invite(headers=headers))
    world.advance(0.1)
    assert recorder.incoming[0].remote_number == number


def test_a_caller_whose_telephone_died_does_not_ring_for_ever(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(899)
    assert recorder.incoming[0].state is LegState.RINGING
    world.advance(2)
    assert peer.names[-1] == "480/INVITE"
    end = recorder.incoming[0].end
    assert end is not None
    assert (end.cause, end.sip_code) == (EndCause.TIMEOUT, 480)


def test_an_expires_of_the_caller_still_ends_the_ringing_earlier(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(headers=(("Expires", "30"),)))
    world.advance(31)
    assert "487/INVITE" in peer.names


def test_a_line_without_a_ring_limit_rings_on(world: World, recorder: Recorder, peer: Peer) -> None:
    world.agent("10.0.0.1", recorder, ring_limit_s=0.0)
    peer.send(peer.invite())
    world.advance(1000)
    assert recorder.incoming[0].state is LegState.RINGING


def test_bytes_that_are_no_utf8_can_be_told_to_other_programs(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    invite = peer.invite(
        call_id="call-\udce9", headers=(("P-Asserted-Identity", '"Jos\udce9" <sip:08\udce9@x>'),)
    )
    peer.send(invite)
    world.advance(0.1)
    leg = recorder.incoming[0]
    peer.send(
        peer.request(
            "BYE",
            call_id="call-\udce9",
            cseq=2,
            to_tag=peer.last("180/INVITE").to_address.tag,
            headers=(("Reason", 'SIP;cause=480;text="p\udce9rgi"'),),
        )
    )
    world.advance(0.1)
    assert leg.end is not None
    for text in (leg.call_key, leg.remote_number, leg.remote_display_name, leg.end.reason):
        assert "\ufffd" in text.encode().decode(), "lone surrogates cannot be written anywhere"


def test_a_telephone_behind_nat_is_answered_where_it_speaks_from(
    world: World, recorder: Recorder, desk: UserAgent
) -> None:
    """Via and Contact name a private address; BYE must not go there."""
    outside = world.peer("203.0.113.7")
    inside = world.peer("192.168.1.20")
    invite = outside.invite()
    invite.replace_first("Via", "SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bKnat;rport")
    invite.replace_first("Contact", "<sip:0811@192.168.1.20:5060>")
    outside.send(invite)
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    ack = outside.request("ACK", to_tag=outside.last("200/INVITE").to_address.tag)
    outside.send(ack)
    world.advance(0.1)
    recorder.incoming[0].hang_up()
    world.advance(0.1)
    assert outside.names[-1] == "BYE"
    assert outside.last("BYE").start_line() == "BYE sip:0811@192.168.1.20:5060 SIP/2.0"
    assert inside.received == []


def test_a_contact_beside_the_proxy_is_reached_directly(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    """A proxy that left no Record-Route wants us to speak with the telephone itself; here it has two feet."""
    proxy = world.peer("10.0.0.7")
    invite = peer.invite()
    invite.headers.insert(0, ("Via", "SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKproxy;rport"))
    proxy.send(invite)
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    proxy.send(peer.request("ACK", to_tag=proxy.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    recorder.incoming[0].hang_up()
    world.advance(0.1)
    assert peer.names == ["BYE"]


def test_a_caller_is_told_at_once_when_his_call_broke_something_here(
    world: World, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence would cost him the half minute until the exchange gives up; now it asks another desk."""
    peer = world.peer()
    world.agent("10.0.0.1", recorder)

    def broken(_invite: object) -> tuple[str, str]:
        raise ZeroDivisionError

    monkeypatch.setattr("batola_desk.telephony.outside_requests.caller_identity", broken)
    peer.send(peer.invite())
    with pytest.raises(ZeroDivisionError):  # the loop logs it
        world.advance(0.1)
    world.advance(0.1)
    assert peer.names[-1] == "500/INVITE"
