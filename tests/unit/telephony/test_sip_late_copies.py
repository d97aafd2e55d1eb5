"""Faults that the simulated network found, each as a short story of its own."""

from __future__ import annotations

from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.message import SIPRequest


def talking(world: World, recorder: Recorder, peer: Peer) -> CallLeg:
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite())
    world.advance(0.5)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    return leg


def last_invite(peer: Peer) -> SIPRequest:
    invite = peer.last("INVITE")
    assert isinstance(invite, SIPRequest)
    return invite


def test_a_late_copy_of_the_holds_answer_does_not_answer_the_resume(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    leg.hold()
    world.advance(0.1)
    held = last_invite(peer)
    peer.respond(held, 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
    leg.resume()
    world.advance(0.1)
    resumed = last_invite(peer)
    assert resumed.cseq.number > held.cseq.number
    peer.respond(held, 200, body=sdp(extra="a=recvonly\r\n"))  # our ACK was lost, so it came again
    world.advance(0.1)
    acks = [m for m in peer.received if isinstance(m, SIPRequest) and m.method == "ACK"]
    assert [ack.cseq.number for ack in acks] == [held.cseq.number] * 2
    assert leg.renegotiation.is_pending, "the resume is still open"
    peer.respond(resumed, 200, body=sdp())
    world.advance(0.1)
    assert not leg.renegotiation.is_pending
    assert leg.media is not None
    assert leg.media.direction.receives


def test_a_peer_that_is_not_ready_is_asked_again(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    leg.hold()
    world.advance(0.1)
    peer.respond(last_invite(peer), 500, headers=(("Retry-After", "2"),))
    world.advance(1.8)
    assert peer.names.count("INVITE") == 1
    world.advance(0.4)
    assert peer.names.count("INVITE") == 2
    peer.respond(last_invite(peer), 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
    assert leg.local_hold
    assert LegChange.HOLD_FAILED not in [change for _, change in recorder.changes]


def test_a_peer_that_is_never_ready_is_told_as_a_refusal(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    leg.hold()
    for _ in range(60):
        world.advance(0.3)
        if peer.names[-1] == "INVITE":
            peer.respond(last_invite(peer), 500, headers=(("Retry-After", "1"),))
    assert peer.names.count("INVITE") == 5
    assert [change for _, change in recorder.changes].count(LegChange.HOLD_FAILED) == 1
    assert not leg.local_hold
    assert leg.state is LegState.TALKING


def test_bye_before_any_answer_reached_us_leaves_no_invite_behind(world: World, recorder: Recorder) -> None:
    agent = world.agent("10.0.0.1", recorder)
    peer = world.peer()
    leg = agent.dial("sip:them@10.0.0.9")
    world.advance(0.1)
    invite = last_invite(peer)
    peer.respond(invite, 180)
    world.advance(0.1)
    ours = invite.from_address.tag
    bye = peer.request("BYE", call_id=invite.call_id, from_tag="them", to_tag=ours, cseq=3)
    peer.send(bye)
    world.advance(0.1)
    assert leg.end is not None
    assert leg.end.cause is EndCause.REMOTE_HUNG_UP
    assert "CANCEL" in peer.names
    world.advance(70)
    assert agent._transactions.size == 0
