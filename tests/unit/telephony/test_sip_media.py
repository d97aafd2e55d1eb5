"""Media rules as a foreign peer sees them in SIP: refusals, encryption, text and keys by INFO."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.leg_types import EndCause, LegState
from batola_desk.telephony.media_policy import RefusalCause, SrtpPolicy
from batola_desk.telephony.user_agent import UserAgent

TARGET = "sip:them@10.0.0.9"
KEY = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk\r\n"
NO_KEYS_IN_RTP = sdp(formats="8").replace(b"a=rtpmap:101 telephone-event/8000\r\n", b"")


@pytest.fixture
def strict(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder, srtp=SrtpPolicy.MANDATORY)


@pytest.fixture
def peer(world: World) -> Peer:
    return world.peer()


def test_a_plain_answer_to_a_call_that_must_be_encrypted_ends_it_with_a_bye(
    world: World, strict: UserAgent, peer: Peer
) -> None:
    leg = strict.dial(TARGET)
    world.advance(0.1)
    assert b"RTP/SAVP" in peer.last("INVITE").body
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert leg.state is LegState.ENDED
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.FAILED, 488)
    assert leg.end.refusal is not None
    assert leg.end.refusal.cause is RefusalCause.PLAIN_NOT_ALLOWED
    assert peer.names[-2:] == ["ACK", "BYE"]
    assert world.media_wire.sent == []


def test_early_sound_in_the_clear_is_not_taken_either(world: World, strict: UserAgent, peer: Peer) -> None:
    leg = strict.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 183, body=sdp())
    world.advance(0.1)
    assert leg.state is LegState.EARLY
    assert leg.media is not None
    assert not leg.media.direction.receives
    assert not leg.is_secure


def test_a_plain_caller_is_told_what_is_taken_here(
    world: World, strict: UserAgent, peer: Peer, recorder: Recorder
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    refusal = peer.last("488/INVITE")
    assert "RTP/SAVP" in refusal.first("warning")
    assert recorder.refusals[0].cause is RefusalCause.PLAIN_NOT_ALLOWED
    assert recorder.unusable == ["0811"]


def test_a_caller_without_a_common_codec_is_told_ours(world: World, peer: Peer, recorder: Recorder) -> None:
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite(sdp(formats="18")))
    world.advance(0.1)
    assert peer.last("488/INVITE").first("warning").startswith("305 ")
    assert "G722 PCMA PCMU" in peer.last("488/INVITE").first("warning")
    assert recorder.refusals[0].theirs == ("G729",)


def test_a_plain_re_invite_is_refused_and_the_encrypted_call_goes_on(
    world: World, strict: UserAgent, peer: Peer, recorder: Recorder
) -> None:
    offer = sdp(extra=KEY).replace(b"RTP/AVP", b"RTP/SAVP")
    peer.send(peer.invite(offer))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    answer = peer.last("200/INVITE")
    assert b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" in answer.body
    tag = answer.to_address.tag
    peer.send(peer.request("ACK", to_tag=tag))
    peer.send(peer.request("INVITE", to_tag=tag, cseq=2, body=sdp()))
    world.advance(0.1)
    assert peer.names[-1] == "488/INVITE"
    assert leg.state is LegState.TALKING
    assert leg.is_secure


def test_keys_go_by_info_one_after_the_other_when_the_peer_takes_none_in_rtp(
    world: World, peer: Peer, recorder: Recorder
) -> None:
    leg = world.agent("10.0.0.1", recorder).dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=NO_KEYS_IN_RTP)
    world.advance(0.1)
    assert leg.send_dtmf("1x2") == 2
    world.advance(0.1)
    assert peer.names.count("INFO") == 1, "the second waits for the answer to the first"
    first = peer.last("INFO")
    assert first.first("content-type") == "application/dtmf-relay"
    assert first.body == b"Signal=1\r\nDuration=160\r\n"
    peer.respond(first, 200)
    world.advance(0.1)
    assert peer.last("INFO").body.startswith(b"Signal=2\r\n")
    peer.respond(peer.last("INFO"), 200)
    world.advance(0.1)
    assert peer.names.count("INFO") == 2


def test_text_is_typed_to_a_peer_that_answers_with_it(world: World, peer: Peer, recorder: Recorder) -> None:
    theirs = Recorder()
    other = world.agent("10.0.0.2", theirs)
    leg = world.agent("10.0.0.1", recorder, offers_text=True).dial("sip:x@10.0.0.2")
    world.advance(0.1)
    theirs.incoming[0].answer()
    world.advance(1.0)
    assert leg.has_text
    assert theirs.incoming[0].has_text
    assert leg.send_rtt("halo\n") == 5
    theirs.incoming[0].send_rtt("ya")
    world.advance(1.0)
    assert (theirs.rtt, recorder.rtt) == ("halo\n", "ya")
    leg.hang_up()
    world.advance(1.0)
    assert all(port.is_closed for port in world.rtp_ports)
    assert other.legs == ()


def test_a_peer_that_takes_no_text_leaves_a_plain_call(world: World, peer: Peer, recorder: Recorder) -> None:
    leg = world.agent("10.0.0.1", recorder, offers_text=True).dial(TARGET)
    world.advance(0.1)
    assert b"m=text " in peer.last("INVITE").body
    answer = sdp() + b"m=text 0 RTP/AVP 98\r\n"
    peer.respond(peer.last("INVITE"), 200, body=answer)
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    assert not leg.has_text
    assert leg.send_rtt("x") == 0
    leg.hold()
    world.advance(0.1)
    again = peer.last("INVITE").body
    assert again.count(b"m=") == 2, "every later offer keeps the refused line (RFC 3264 §8)"
    assert b"m=text 0 " in again
