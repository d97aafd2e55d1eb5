"""A line under a flood of broken messages, some of them aimed into its live calls: no fault, nothing left.

In the simulated network a fault in any callback fails the test at once.
"""

from __future__ import annotations

import contextlib
import re
from random import Random

import pytest

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.leg_types import LegState
from tests.support.sip_mutator import SIPMutator
from tests.unit.telephony.telephony_wire import Peer, Recorder, World

LINE = ("10.0.0.1", 5060)
MESSAGES = 2_500
_CALL_ID = re.compile(rb"Call-ID: fuzz-[^\r\n]*")
_FROM_TAG = re.compile(rb"(From:[^\r\n]*;tag=)f\d+")
_TO_TAG = re.compile(rb"(To:[^\r\n;]*)(;tag=t\d+)?")


class PatientPeer(Peer):
    """Hears answers to broken requests, which are broken themselves."""

    def _receive(self, data: bytes, source: tuple[str, int]) -> None:
        with contextlib.suppress(MalformedMessageError):
            super()._receive(data, source)


def talking(world: World, recorder: Recorder, peer: Peer, number: int) -> tuple[CallLeg, bytes]:
    """Set up a call; return it and our tag in it."""
    name = f"live-{number}"
    peer.send(peer.invite(call_id=name, from_tag=f"peer{number}"))
    world.advance(0.1)
    leg = recorder.incoming[-1]
    leg.answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", call_id=name, from_tag=f"peer{number}", to_tag=tag))
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    return leg, tag.encode()


def aimed(data: bytes, number: int, tag: bytes) -> bytes:
    """Let a message pretend to belong to a live call."""
    data = _CALL_ID.sub(b"Call-ID: live-%d" % number, data)
    data = _FROM_TAG.sub(rb"\g<1>peer%d" % number, data)
    return _TO_TAG.sub(rb"\g<1>;tag=" + tag, data, count=1)


@pytest.mark.parametrize("seed", range(6))
def test_a_flood_of_broken_messages_leaves_nothing_behind(seed: int) -> None:
    world, recorder, dice = World(), Recorder(), Random(seed)
    agent = world.agent(LINE[0], recorder, ring_limit_s=3.0)
    peer = PatientPeer(world.wire, ("10.0.0.9", 5060))
    mutator = SIPMutator(dice, target="112@10.0.0.1", reply_port=5060, ring_share=1.0)
    live = [talking(world, recorder, peer, number) for number in range(3)]
    for index in range(MESSAGES):
        data = mutator.message()
        if dice.random() < 0.4:
            number = dice.randrange(len(live))
            data = aimed(data, number, live[number][1])
        world.wire.send((dice.choice(("10.0.0.9", "10.0.0.66")), 5060), LINE, data)
        if index % 25 == 24:
            world.advance(0.05)
        if index % 500 == 499:
            for leg in recorder.incoming:
                if leg.state is LegState.RINGING and dice.random() < 0.5:
                    leg.answer()
            world.wire.sent.clear()
    assert len(recorder.incoming) > 10, "a flood in which nothing rings tries too little"
    check_it_rings(world, recorder)
    for leg in recorder.incoming:
        leg.hang_up()
    world.advance(400)
    assert not agent.legs
    transactions = agent._transactions
    assert not transactions._clients
    assert not transactions._servers
    assert not transactions._merged
    assert not agent._dialogs
    assert not agent._dialog_keys
    assert all(port.is_closed for port in world.rtp_ports)


def check_it_rings(world: World, recorder: Recorder) -> None:
    before = len(recorder.incoming)
    caller = world.peer("10.0.0.77")
    caller.send(caller.invite(call_id="after-the-flood", from_tag="caller"))
    world.advance(0.1)
    assert len(recorder.incoming) == before + 1
