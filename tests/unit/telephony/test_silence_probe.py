"""A call whose peer vanished ends by itself; one that is only silent, or cut off for minutes, does not."""

from __future__ import annotations

import pytest
from telephony_wire import LATENCY_S, Peer, Recorder, World, sdp

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.message import SIPRequest


def talking(
    world: World, recorder: Recorder, peer: Peer, headers: tuple[tuple[str, str], ...] = ()
) -> CallLeg:
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite(headers=headers))
    world.advance(0.5)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    return leg


def answers_options(peer: Peer, code: int) -> None:
    """The peer answers each OPTIONS from now on."""
    receive = peer._receive

    def take(data: bytes, source: tuple[str, int]) -> None:
        receive(data, source)
        message = peer.received[-1]
        if isinstance(message, SIPRequest) and message.method == "OPTIONS":
            peer.respond(message, code)

    peer._wire.attach(peer.address, take)


def loses_everything(world: World, *, lost: bool) -> None:
    """The cable is out, or in again: no datagram arrives, in neither direction."""
    for wire in (world.wire, world.media_wire):
        wire.fate = lambda _datagram: [] if lost else [LATENCY_S]


def hold(world: World, peer: Peer, leg: CallLeg) -> None:
    leg.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
    assert leg.local_hold


def test_a_peer_that_vanished_without_bye_is_doubtful_in_a_minute_and_missed_in_minutes(
    world: World, recorder: Recorder
) -> None:
    leg = talking(world, recorder, world.peer())
    world.advance(65)
    assert (leg.state, leg.is_doubtful) == (LegState.TALKING, True)
    assert ("talking", LegChange.DOUBT) in recorder.changes
    world.advance(220)
    assert leg.state is LegState.TALKING
    world.advance(60)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 408)


@pytest.mark.parametrize("is_held", [True, False])
def test_a_call_outlives_some_minutes_without_a_network(
    is_held: bool, world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, 200)
    if is_held:
        hold(world, peer, leg)
    loses_everything(world, lost=True)
    world.advance(240)
    assert leg.is_doubtful
    loses_everything(world, lost=False)
    world.advance(10)
    assert (leg.state, leg.is_doubtful) == (LegState.TALKING, False)
    world.advance(600)
    assert leg.state is LegState.TALKING


def test_a_peer_that_forgot_the_call_during_the_outage_ends_it_when_the_network_is_back(
    world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, 481)
    loses_everything(world, lost=True)
    world.advance(120)
    loses_everything(world, lost=False)
    world.advance(10)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 481)


def test_a_resume_that_nobody_answers_costs_the_resume_and_not_the_call(
    world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    hold(world, peer, leg)
    loses_everything(world, lost=True)
    leg.resume()
    world.advance(40)
    assert (leg.state, leg.local_hold) == (LegState.TALKING, True)
    assert recorder.changes[-1] == ("talking", LegChange.HOLD_FAILED)
    loses_everything(world, lost=False)
    leg.resume()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert (leg.state, leg.local_hold) == (LegState.TALKING, False)


def test_an_outage_in_the_middle_of_a_refresh_of_theirs_costs_no_call(
    world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, 200)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("INVITE", to_tag=tag, cseq=2, body=sdp(extra="a=sendonly\r\n")))
    world.advance(0.1)
    loses_everything(world, lost=True)
    world.advance(20)
    leg.hold()
    world.advance(25)
    assert (leg.state, leg.remote_hold) == (LegState.TALKING, True)
    loses_everything(world, lost=False)
    world.advance(5)
    assert "INVITE" in peer.names, "what the operator wished waits for no ACK any more"
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra="a=inactive\r\n"))
    world.advance(1)
    assert (leg.state, leg.local_hold) == (LegState.TALKING, True)


def test_a_session_that_cannot_be_refreshed_is_refreshed_after_the_outage(
    world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    timer = (("Supported", "timer"), ("Session-Expires", "600;refresher=uas"), ("Allow", "INVITE, UPDATE"))
    leg = talking(world, recorder, peer, headers=timer)
    answers_options(peer, 200)
    world.advance(295)
    loses_everything(world, lost=True)
    world.advance(100)
    loses_everything(world, lost=False)
    world.advance(40)
    peer.respond(peer.last("INVITE"), 200, body=sdp(), headers=(("Session-Expires", "600;refresher=uac"),))
    world.advance(500)
    assert leg.state is LegState.TALKING


def test_a_session_that_nobody_refreshes_ends_with_it(world: World, recorder: Recorder) -> None:
    """RFC 4028 §10: at 180 s less a margin of 32 s, long before the five minutes of the silence probe."""
    timer = (("Supported", "timer"), ("Session-Expires", "180;refresher=uas"))
    leg = talking(world, recorder, world.peer(), headers=timer)
    world.advance(147)
    assert leg.state is LegState.TALKING
    world.advance(40)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.reason) == (EndCause.LOST, "session expired")


def test_a_peer_that_forgot_the_call_ends_it(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, 481)
    world.advance(31)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 481)
    assert "BYE" in peer.names


@pytest.mark.parametrize("code", [404, 408, 503])
def test_a_proxy_that_does_not_reach_the_peer_is_believed_after_some_minutes(
    code: int, world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, code)
    world.advance(290)
    assert (leg.state, leg.is_doubtful) == (LegState.TALKING, True)
    world.advance(20)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, code)


@pytest.mark.parametrize("code", [404, 503])
def test_an_exchange_that_takes_options_for_a_new_call_costs_no_caller_on_hold(
    code: int, world: World, recorder: Recorder
) -> None:
    """Asterisk: 404 if its Contact is no extension, 503 while it ends gracefully with live calls."""
    peer = world.peer()
    leg = talking(world, recorder, peer)
    hold(world, peer, leg)
    answers_options(peer, code)
    world.advance(600)
    assert leg.state is LegState.TALKING
    assert "OPTIONS" in peer.names


@pytest.mark.parametrize("code", [200, 405, 500, 501])
def test_a_peer_that_is_only_silent_keeps_its_call(code: int, world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, code)
    world.advance(600)
    assert leg.state is LegState.TALKING
    assert 10 <= peer.names.count("OPTIONS") <= 20, "a good answer is good for a minute"


def test_a_peer_that_sounds_is_never_asked(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    port = int(peer.last("200/INVITE").body.partition(b"m=audio ")[2].split()[0])
    for second in range(120):
        packet = bytes([0x80, 8]) + second.to_bytes(2, "big") + bytes(168)
        world.media_wire.send(("10.0.0.9", 4000), ("10.0.0.1", port), packet)
        world.advance(1)
    assert leg.state is LegState.TALKING
    assert "OPTIONS" not in peer.names


def test_an_ended_call_asks_nobody(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    leg.hang_up()
    world.advance(200)
    assert "OPTIONS" not in peer.names


@pytest.mark.parametrize("code", [481, 408, None])
def test_a_ringing_call_whose_exchange_forgot_it_is_doubtful_but_rings_on(
    code: int | None, world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite())
    if code is not None:
        answers_options(peer, code)
    world.advance(59)
    assert "OPTIONS" not in peer.names
    world.advance(40)
    leg = recorder.incoming[0]
    assert (leg.state, leg.is_doubtful) == (LegState.RINGING, True)
    leg.answer()
    world.advance(0.1)
    assert "200/INVITE" in peer.names
    assert not leg.is_doubtful


@pytest.mark.parametrize("code", [200, 405, 404, 503])
def test_a_ringing_call_whose_caller_lives_is_not_doubted(
    code: int, world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite())
    answers_options(peer, code)
    world.advance(200)
    assert peer.names.count("OPTIONS") == 3
    assert not recorder.incoming[0].is_doubtful


def test_a_caller_who_is_found_again_is_doubted_no_more(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    world.agent("10.0.0.1", recorder)
    peer.send(peer.invite())
    world.advance(100)
    assert recorder.incoming[0].is_doubtful
    answers_options(peer, 200)
    world.advance(30)
    assert not recorder.incoming[0].is_doubtful
