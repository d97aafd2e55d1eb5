"""A call whose peer vanished ends by itself; one that is only silent never does."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegState
from batola_desk.telephony.message import SIPRequest


def talking(world: World, recorder: Recorder, peer: Peer, **settings: object) -> CallLeg:
    world.agent("10.0.0.1", recorder, **settings)
    peer.send(peer.invite())
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


def test_a_peer_that_vanished_without_bye_is_missed_within_a_minute(world: World, recorder: Recorder) -> None:
    leg = talking(world, recorder, world.peer())
    world.advance(29)
    assert leg.state is LegState.TALKING
    world.advance(35)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 408)


def test_a_peer_that_forgot_the_call_ends_it(world: World, recorder: Recorder) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, 481)
    world.advance(31)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 481)
    assert "BYE" in peer.names


def test_a_proxy_that_waited_in_vain_for_the_peer_is_no_sign_of_life(
    world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, 408)
    world.advance(31)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 408)


@pytest.mark.parametrize("code", [404, 503])
def test_a_proxy_that_does_not_find_the_peer_is_believed_the_third_time(
    code: int, world: World, recorder: Recorder
) -> None:
    peer = world.peer()
    leg = talking(world, recorder, peer)
    answers_options(peer, code)
    world.advance(70)
    assert leg.state is LegState.TALKING
    world.advance(30)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, code)


@pytest.mark.parametrize("code", [404, 503])
def test_an_exchange_that_takes_options_for_a_new_call_costs_no_caller_on_hold(
    code: int, world: World, recorder: Recorder
) -> None:
    """Asterisk: 404 if its Contact is no extension, 503 while it ends gracefully with live calls."""
    peer = world.peer()
    leg = talking(world, recorder, peer)
    leg.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
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
