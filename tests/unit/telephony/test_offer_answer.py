"""Who may offer when, on both sides: the rows of RFC 6337 table 1, and what happens against its rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState, TransferState
from batola_desk.telephony.message import SIPMessage, SIPRequest, response_to
from batola_desk.telephony.sdp import Direction
from batola_desk.telephony.user_agent import UserAgent

RELIABLE = ("Require", "100rel")
TARGET = "sip:them@10.0.0.9"


@pytest.fixture
def desk(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder)


@pytest.fixture
def peer(world: World) -> Peer:
    return world.peer()


def prack(peer: Peer, ringing: SIPMessage, *, cseq: int = 2, body: bytes = b"") -> None:
    rack = f"{ringing.first('rseq')} 1 INVITE"
    tag = ringing.to_address.tag
    peer.send(peer.request("PRACK", cseq=cseq, to_tag=tag, body=body, headers=(("RAck", rack),)))


def ask(peer: Peer, leg: CallLeg, method: str, *, cseq: int, tag: str = "", body: bytes = b"") -> None:
    """A request of the called side within a call of ours."""
    assert leg.dialog is not None
    call_id, our_tag, their_tag = leg.dialog.key
    peer.send(
        peer.request(method, call_id=call_id, from_tag=tag or their_tag, to_tag=our_tag, cseq=cseq, body=body)
    )


def codes(peer: Peer, method: str) -> list[int]:
    return [int(name.split("/")[0]) for name in peer.names if name.endswith(f"/{method}")]


# ---- as the called side


def test_a_reliable_ringing_to_a_caller_without_offer_carries_ours(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(b"", headers=(RELIABLE,)))
    world.advance(0.1)
    ringing = peer.last("180/INVITE")
    assert b"m=audio" in ringing.body
    prack(peer, ringing, body=sdp(formats="0"))
    world.advance(0.1)
    assert codes(peer, "PRACK") == [200]
    recorder.incoming[0].answer()
    world.advance(0.1)
    accepted = peer.last("200/INVITE")
    assert accepted.body == b""  # everything was said
    peer.send(peer.request("ACK", to_tag=accepted.to_address.tag))
    world.advance(0.1)
    leg = recorder.incoming[0]
    assert leg.state is LegState.TALKING
    assert leg.media is not None
    assert (leg.media.codec, leg.media.direction) == ("PCMU", Direction.SENDRECV)
    assert len(world.rtp_ports) == 1


def test_an_answer_waits_for_the_prack_that_answers_our_offer(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(b"", headers=(RELIABLE,)))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    assert "200/INVITE" not in peer.names
    prack(peer, peer.last("180/INVITE"), body=sdp())
    world.advance(0.1)
    assert "200/INVITE" in peer.names
    assert recorder.incoming[0].state is LegState.TALKING


def test_an_answer_does_not_wait_for_a_prack_without_descriptions(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(headers=(RELIABLE,)))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    assert b"m=audio" in peer.last("200/INVITE").body
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(40)
    assert recorder.incoming[0].state is LegState.TALKING
    assert "504/INVITE" not in peer.names


def test_a_prack_without_the_answer_it_owes_is_asked_again_in_the_200(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(b"", headers=(RELIABLE,)))
    world.advance(0.1)
    prack(peer, peer.last("180/INVITE"))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    accepted = peer.last("200/INVITE")
    assert b"m=audio" in accepted.body
    peer.send(peer.request("ACK", to_tag=accepted.to_address.tag, body=sdp()))
    world.advance(0.1)
    media = recorder.incoming[0].media
    assert media is not None
    assert media.direction is Direction.SENDRECV


def test_without_a_free_port_the_reliable_ringing_has_no_offer_and_still_rings(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    world.no_rtp_ports = True
    peer.send(peer.invite(b"", headers=(RELIABLE,)))
    world.advance(0.1)
    assert peer.last("180/INVITE").body == b""
    assert recorder.incoming[0].state is LegState.RINGING


@pytest.mark.parametrize(
    ("offered", "settled", "code"), [(True, False, 500), (False, False, 491), (False, True, 200)]
)
def test_an_update_with_an_offer_before_the_answer(
    offered: bool, settled: bool, code: int, world: World, recorder: Recorder, peer: Peer
) -> None:
    """Source: RFC 3311 §5.2: theirs open 500, ours open 491, none open: answered."""
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite(sdp() if offered else b"", headers=(RELIABLE,)))
    world.advance(0.1)
    ringing = peer.last("180/INVITE")
    if settled:
        prack(peer, ringing, body=sdp())
        world.advance(0.1)
    update = peer.request("UPDATE", cseq=3, to_tag=ringing.to_address.tag, body=sdp(port=4400))
    peer.send(update)
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [code]
    if code == 500:
        assert 0 <= int(peer.last("500/UPDATE").first("retry-after")) <= 10
    if code == 200:
        assert b"m=audio" in peer.last("200/UPDATE").body
    assert recorder.incoming[0].state is LegState.RINGING


def test_an_update_without_offer_is_answered_while_ringing(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    peer.send(peer.request("UPDATE", cseq=2, to_tag=peer.last("180/INVITE").to_address.tag))
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [200]


def test_a_second_invite_before_the_answer_gets_500(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    peer.send(peer.invite(cseq=2, to_tag=peer.last("180/INVITE").to_address.tag))
    world.advance(0.1)
    assert peer.names[-1] == "500/INVITE"
    assert recorder.incoming[0].state is LegState.RINGING


def test_an_update_while_the_answer_to_our_200_is_awaited_gets_491(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    peer.send(peer.invite(b""))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("UPDATE", cseq=2, to_tag=tag, body=sdp()))
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [491]
    peer.send(peer.request("ACK", to_tag=tag, body=sdp()))
    peer.send(peer.request("UPDATE", cseq=3, to_tag=tag, body=sdp()))
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [491, 200]


# ---- as the calling side


def test_a_reliable_answer_counts_and_the_200_need_not_repeat_it(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 183, body=sdp(formats="0"), headers=(RELIABLE, ("RSeq", "7")))
    world.advance(0.1)
    ask(peer, leg, "UPDATE", cseq=1, body=sdp(port=4400, formats="8"))
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [200]
    peer.respond(peer.last("INVITE"), 200, body=sdp(formats="0"))  # says its first answer again
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    assert leg.media is not None
    assert leg.media.codec == "PCMA"  # what the UPDATE agreed on


def test_what_later_ringing_describes_does_not_count_after_a_reliable_answer(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 183, body=sdp(formats="0"), headers=(RELIABLE, ("RSeq", "7")))
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 183, body=sdp(formats="8"))
    world.advance(0.1)
    assert leg.media is not None
    assert leg.media.codec == "PCMU"


def test_an_update_with_an_offer_while_ours_is_open_gets_491(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 183, body=sdp())
    world.advance(0.1)
    ask(peer, leg, "UPDATE", cseq=1, body=sdp())
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [491]


def test_a_200_without_any_description_is_told(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200)
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    assert recorder.changes[-1] == ("talking", LegChange.NO_MEDIA)


def test_early_answers_of_several_forks_and_the_winner_is_heard(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    invite = peer.last("INVITE")
    for tag, rseq, formats in (("a", "7", "0"), ("b", "40", "8")):
        peer.respond(invite, 183, tag=tag, body=sdp(formats=formats), headers=(RELIABLE, ("RSeq", rseq)))
        world.advance(0.1)
    pracks = [m for m in peer.received if isinstance(m, SIPRequest) and m.method == "PRACK"]
    assert [(m.to_address.tag, m.first("rack").split()[0]) for m in pracks[:2]] == [("a", "7"), ("b", "40")]
    assert leg.media is not None
    assert leg.media.codec == "PCMA"  # the later fork is heard
    peer.respond(invite, 200, tag="a")
    world.advance(0.1)
    assert leg.media.codec == "PCMU"  # the fork that answered
    assert leg.dialog is not None
    assert leg.dialog.key[2] == "a"


def test_reliable_responses_count_for_each_fork_alone(world: World, desk: UserAgent, peer: Peer) -> None:
    desk.dial(TARGET)
    world.advance(0.1)
    invite = peer.last("INVITE")
    for tag, rseq in (("a", "7"), ("a", "7"), ("a", "9"), ("b", "7"), ("a", "8")):
        peer.respond(invite, 180, tag=tag, headers=(RELIABLE, ("RSeq", rseq)))
        world.advance(0.05)
    racks = {
        (m.to_address.tag, m.first("rack").split()[0])
        for m in peer.received
        if isinstance(m, SIPRequest) and m.method == "PRACK"
    }
    assert racks == {("a", "7"), ("b", "7"), ("a", "8")}


def test_a_losing_fork_cannot_end_or_change_the_call(world: World, desk: UserAgent, peer: Peer) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    invite = peer.last("INVITE")
    peer.respond(invite, 180, tag="loser")
    peer.respond(invite, 200, tag="winner", body=sdp())
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    ask(peer, leg, "UPDATE", cseq=1, tag="loser", body=sdp(extra="a=inactive\r\n"))
    ask(peer, leg, "BYE", cseq=2, tag="loser")
    world.advance(0.1)
    assert codes(peer, "UPDATE") == [481]
    assert codes(peer, "BYE") == [200]
    assert leg.state is LegState.TALKING
    assert not leg.remote_hold


def test_sequence_numbers_count_for_each_fork_alone(world: World, desk: UserAgent, peer: Peer) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    for tag in ("a", "b"):
        peer.respond(peer.last("INVITE"), 180, tag=tag)
        world.advance(0.1)
    ask(peer, leg, "OPTIONS", cseq=900, tag="b")
    ask(peer, leg, "OPTIONS", cseq=5, tag="a")
    world.advance(0.1)
    assert codes(peer, "OPTIONS") == [200, 200]


def test_a_200_without_a_tag_is_one_call_however_often_it_comes(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    for _ in range(3):
        peer.respond(peer.last("INVITE"), 200, tag="", body=sdp())
        world.advance(0.1)
    assert peer.names == ["INVITE", "ACK", "ACK", "ACK"]
    assert leg.state is LegState.TALKING


# ---- as the calling side that lets the other offer


@pytest.fixture
def late(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder, offers_late=True)


def test_an_offer_in_the_200_is_answered_in_the_ack(world: World, late: UserAgent, peer: Peer) -> None:
    leg = late.dial(TARGET)
    world.advance(0.1)
    assert peer.last("INVITE").body == b""
    for _ in range(2):
        peer.respond(peer.last("INVITE"), 200, body=sdp(formats="0"))
        world.advance(0.1)
    acks = [m for m in peer.received if isinstance(m, SIPRequest) and m.method == "ACK"]
    assert len(acks) == 2
    assert acks[0].body == acks[1].body
    assert b"a=rtpmap:0 PCMU/8000" in acks[0].body
    assert leg.state is LegState.TALKING
    assert leg.media is not None
    assert leg.media.codec == "PCMU"


def test_an_offer_in_a_reliable_183_is_answered_in_the_prack(
    world: World, late: UserAgent, peer: Peer
) -> None:
    leg = late.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 183, body=sdp(formats="0"), headers=(RELIABLE, ("RSeq", "1")))
    world.advance(0.1)
    assert b"a=rtpmap:0 PCMU/8000" in peer.last("PRACK").body
    peer.respond(peer.last("PRACK"), 200)
    peer.respond(peer.last("INVITE"), 200)
    world.advance(0.1)
    assert peer.last("ACK").body == b""
    assert leg.state is LegState.TALKING


def test_an_offer_in_the_200_that_cannot_be_used_ends_the_call(
    world: World, late: UserAgent, peer: Peer
) -> None:
    leg = late.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp(formats="97"))
    world.advance(0.1)
    assert peer.names == ["INVITE", "ACK", "BYE"]
    assert leg.end is not None
    assert leg.end.cause is EndCause.FAILED


# ---- re-INVITE of ours


@pytest.fixture
def talking(world: World, desk: UserAgent, peer: Peer) -> CallLeg:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    return leg


def holds(peer: Peer) -> set[int]:
    """Sequence numbers of our re-INVITEs that hold."""
    return {
        m.cseq.number
        for m in peer.received
        if isinstance(m, SIPRequest) and m.method == "INVITE" and b"a=sendonly" in m.body
    }


def test_a_peer_that_is_busy_says_when_to_try_again(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 500, headers=(("Retry-After", "2 (busy)"),))
    world.advance(1.9)
    assert len(holds(peer)) == 1
    world.advance(0.5)
    assert len(holds(peer)) == 2
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
    assert talking.local_hold


def test_a_peer_that_is_busy_for_ever_is_asked_a_few_times_only(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    for _ in range(20):
        world.advance(0.3)
        if peer.names[-1] == "INVITE":
            peer.respond(peer.last("INVITE"), 500, headers=(("Retry-After", "0"),))
    assert len(holds(peer)) == 5
    assert recorder.changes[-1] == ("talking", LegChange.HOLD_FAILED)


def test_a_reinvite_that_is_never_decided_is_given_up(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 100)
    world.advance(33)
    assert recorder.changes[-1] == ("talking", LegChange.HOLD_FAILED)
    assert talking.state is LegState.TALKING
    talking.hold()
    world.advance(0.1)
    assert len(holds(peer)) == 2


def test_a_hold_that_is_taken_after_it_was_given_up_is_taken_back(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    """The peer holds itself for held and sends nothing any more, while the operator is told the opposite."""
    talking.hold()
    world.advance(0.1)
    late = peer.last("INVITE")
    peer.respond(late, 100)
    world.advance(33)
    assert recorder.changes[-1] == ("talking", LegChange.HOLD_FAILED)
    peer.respond(late, 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.2)
    assert peer.names[-2:] == ["ACK", "INVITE"]
    again = peer.last("INVITE")
    assert b"a=sendrecv" in again.body
    peer.respond(again, 200, body=sdp())
    world.advance(0.2)
    assert talking.media is not None
    assert talking.media.direction.receives
    peer.respond(late, 200, body=sdp(extra="a=recvonly\r\n"))  # its copy asks for nothing more
    world.advance(0.2)
    assert peer.names[-1] == "ACK"


def test_a_session_refresh_that_meets_glare_is_sent_again(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    headers = (("Supported", "timer"), ("Session-Expires", "90;refresher=uas"))
    peer.send(peer.invite(headers=headers))
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(46)
    first = peer.last("INVITE")
    peer.respond(first, 491)
    world.advance(3)
    second = peer.last("INVITE")
    assert second.cseq.number == first.cseq.number + 1
    peer.respond(second, 200, body=sdp(), headers=(("Session-Expires", "90;refresher=uac"),))
    world.advance(1)
    assert recorder.incoming[0].state is LegState.TALKING


def test_giving_up_says_why_where_it_is_known(world: World, recorder: Recorder, peer: Peer) -> None:
    desk = world.agent("10.0.0.1", recorder, dial_limit_s=20.0)
    desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 180)
    world.advance(21)
    assert peer.last("CANCEL").first("reason").startswith("SIP;cause=408")


def test_a_lost_call_says_why_in_its_bye(
    world: World, desk: UserAgent, peer: Peer, recorder: Recorder
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    recorder.incoming[0].answer()
    world.advance(34)
    assert peer.last("BYE").first("reason") == 'SIP;cause=408;text="no ACK"'


@pytest.mark.parametrize(
    ("content_type", "body", "key"),
    [
        ("application/dtmf-relay", b"Signal=5\r\nDuration=160\r\n", "5"),
        ("application/dtmf-relay", b"Duration= 160\nSignal = * ", "*"),
        ("application/dtmf-relay", b"Signal=11\r\nDuration=160", "#"),
        ("application/dtmf-relay", b"signal=d\r\n", "D"),
        ("application/dtmf", b"7", "7"),
        ("application/dtmf", b"Signal=7\r\n", "7"),
        ("application/dtmf-relay", b"Signal=16\r\n", ""),
        ("application/dtmf-relay", b"Duration=160\r\n", ""),
        ("application/media_control+xml", b"<x/>", ""),
        ("", b"", ""),
    ],
)
def test_keys_by_info(
    content_type: str, body: bytes, key: str, world: World, recorder: Recorder, talking: CallLeg, peer: Peer
) -> None:
    assert talking.dialog is not None
    call_id, our_tag, their_tag = talking.dialog.key
    info = peer.request("INFO", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=5)
    if content_type:
        info.add("Content-Type", content_type)
    info.body = body
    peer.send(info)
    world.advance(0.1)
    assert peer.names[-1] == "200/INFO"
    assert recorder.digits == ([key] if key else [])


def test_an_info_package_is_refused_with_what_we_take(
    world: World, recorder: Recorder, talking: CallLeg, peer: Peer
) -> None:
    assert talking.dialog is not None
    call_id, our_tag, their_tag = talking.dialog.key
    package = ("Info-Package", "x-games")
    peer.send(
        peer.request("INFO", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=5, headers=(package,))
    )
    world.advance(0.1)
    assert peer.names[-1] == "469/INFO"
    assert peer.last("469/INFO").every("recv-info") == [""]


# ---- session timers as the one who calls. Source: RFC 4028 §7.2, §10


@pytest.fixture
def patient(world: World, recorder: Recorder) -> UserAgent:
    """A desk that does not ask after silence, so that only the session timer is at work."""
    return world.agent("10.0.0.1", recorder, silence_probe_s=0.0)


def test_we_refresh_when_the_other_side_leaves_it_to_us(world: World, patient: UserAgent, peer: Peer) -> None:
    leg = patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "120;refresher=uac"), ("Require", "timer"), ("Allow", "UPDATE"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    for count in range(1, 4):
        world.advance(60.2)
        assert peer.names.count("UPDATE") == count
        update = peer.last("UPDATE")
        assert update.first("session-expires") == "120;refresher=uac"
        peer.respond(update, 200, headers=timer)
    world.advance(1)
    assert leg.state is LegState.TALKING


def test_who_refreshes_is_us_when_nobody_is_named(world: World, patient: UserAgent, peer: Peer) -> None:
    patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "120"), ("Require", "timer"), ("Allow", "UPDATE"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(60.2)
    assert peer.names.count("UPDATE") == 1


def test_a_session_too_short_to_be_meant_ends_no_call(world: World, patient: UserAgent, peer: Peer) -> None:
    leg = patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "1;refresher=uas"), ("Require", "timer"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(50)
    assert leg.state is LegState.TALKING
    world.advance(30)
    assert leg.state is LegState.ENDED, "but neither does it last for ever"


def test_a_peer_cannot_make_us_refresh_more_than_every_two_seconds(
    world: World, patient: UserAgent, peer: Peer
) -> None:
    patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "1;refresher=uac"), ("Require", "timer"), ("Allow", "UPDATE"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(1.8)
    assert "UPDATE" not in peer.names
    world.advance(0.4)
    assert peer.names.count("UPDATE") == 1


@pytest.mark.parametrize("how", ["INVITE", "UPDATE", "answer"])
def test_a_peer_that_moves_within_the_call_is_followed(
    world: World, peer: Peer, talking: CallLeg, how: str
) -> None:
    """Source: RFC 3261 §12.2: a re-INVITE, an UPDATE and the answer to ours name the new Contact."""
    moved = world.peer("10.0.0.77")
    assert talking.dialog is not None
    if how == "answer":
        talking.hold()
        world.advance(0.1)
        answer = response_to(peer.last("INVITE"), 200)
        answer.add("Contact", "<sip:them@10.0.0.77:5060>")
        answer.add("Content-Type", "application/sdp")
        answer.body = sdp(extra="a=recvonly\r\n")
        peer.send(answer)
    else:
        call_id, our_tag, their_tag = talking.dialog.key
        request = peer.request(how, call_id=call_id, from_tag=their_tag, to_tag=our_tag, body=sdp())
        request.replace_first("Contact", "<sip:them@10.0.0.77:5060>")
        peer.send(request)
    world.advance(0.1)
    if how == "INVITE":
        peer.send(peer.request("ACK", call_id=call_id, from_tag=their_tag, to_tag=our_tag))
        world.advance(0.1)
    talking.hang_up()
    world.advance(0.1)
    assert moved.names[-1] == "BYE"
    assert "BYE" not in peer.names


def test_a_refresh_of_the_other_side_gives_the_call_more_time(
    world: World, patient: UserAgent, peer: Peer
) -> None:
    leg = patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "300;refresher=uas"), ("Require", "timer"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(200)
    assert leg.dialog is not None
    call_id, our_tag, their_tag = leg.dialog.key
    refresh = peer.request("UPDATE", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=1)
    refresh.add("Supported", "timer")
    refresh.add("Session-Expires", "300;refresher=uac")
    peer.send(refresh)
    world.advance(250)
    assert peer.last("200/UPDATE").first("session-expires") == "300;refresher=uac"
    assert leg.state is LegState.TALKING
    world.advance(50)
    assert leg.state is LegState.ENDED


def test_without_a_refresh_the_call_is_lost_in_time(world: World, patient: UserAgent, peer: Peer) -> None:
    leg = patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "300;refresher=uas"), ("Require", "timer"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(267)
    assert leg.state is LegState.TALKING
    world.advance(2)  # 300 s less 32 s
    assert leg.end is not None
    assert leg.end.cause is EndCause.LOST
    assert peer.last("BYE").first("reason") == 'SIP;cause=408;text="session expired"'


def test_a_refresh_refused_with_422_is_sent_again_with_more_time(
    world: World, patient: UserAgent, peer: Peer
) -> None:
    patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "120;refresher=uac"), ("Allow", "UPDATE"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(61)
    peer.respond(peer.last("UPDATE"), 422, headers=(("Min-SE", "600"),))
    world.advance(0.1)
    assert peer.last("UPDATE").first("session-expires") == "600;refresher=uac"


def test_an_update_that_is_swallowed_on_the_way_is_followed_by_an_invite(
    world: World, patient: UserAgent, peer: Peer
) -> None:
    """A caller on hold sends no sound that would speak for him: he must not pay for a firewall's rule."""
    leg = patient.dial(TARGET)
    world.advance(0.1)
    timer = (("Session-Expires", "120;refresher=uac"), ("Require", "timer"), ("Allow", "UPDATE"))
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(61)
    assert peer.names[-1] == "UPDATE"
    world.advance(33)
    assert leg.state is LegState.TALKING
    assert peer.names[-1] == "INVITE"
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=timer)
    world.advance(30)
    assert leg.state is LegState.TALKING


# ---- whatever a peer writes


@given(
    st.sampled_from(["REFER", "NOTIFY", "INFO", "MESSAGE", "PRACK", "UPDATE", "INVITE", "OPTIONS", "FOO"]),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Refer-To", "Referred-By", "Refer-Sub", "Event", "Subscription-State", "RAck", "Replaces",
                 "Session-Expires", "Min-SE", "Geolocation", "Content-Type", "Info-Package", "Contact"]
            ),
            st.text(max_size=60),
        ),
        max_size=6,
    ),
    st.binary(max_size=200),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_no_request_within_a_call_breaks_or_ends_it(
    method: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    world, recorder = World(), Recorder()
    world.agent("10.0.0.1", recorder, accept_transfers_from=("10.0.0.0/8",))
    peer = world.peer()
    peer.send(peer.invite())
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", to_tag=tag))
    leg.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    request = peer.request(method, cseq=2, to_tag=tag, headers=tuple(headers))
    request.body = body
    peer.send(request)
    world.advance(0.5)
    assert leg.state is LegState.TALKING or recorder.transfers[-1].state is TransferState.SUCCEEDED
    assert any(name.endswith(f"/{method}") for name in peer.names)
