"""RFC 4475 by section (and RFC 5118 for IPv6): what each torture does, and that the next call still works."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, Wire, World, sdp

from batola_desk.telephony.leg_types import EndCause, LegState
from tests.support.torture_messages import ALL, Torture

SECTIONS = {
    *(f"3.1.1.{n}" for n in range(1, 14)),
    *(f"3.1.2.{n}" for n in range(1, 20)),
    "3.2.1",
    *(f"3.3.{n}" for n in range(1, 16)),
    "3.4.1",
    *(f"5118-4.{n}" for n in range(1, 11)),
}


def test_no_section_was_left_out() -> None:
    assert {torture.section for torture in ALL} == SECTIONS


class Tormentor(Peer):
    """Takes answers as bytes: those to unusable requests copy what was unusable."""

    def __init__(self, wire: Wire) -> None:
        self.finals: list[bytes] = []
        super().__init__(wire, ("10.0.0.9", 5060))

    def _receive(self, data: bytes, _source: tuple[str, int]) -> None:
        if data.startswith((b"SIP/2.0 2", b"SIP/2.0 4", b"SIP/2.0 5", b"SIP/2.0 6")):
            self.finals.append(data)


def reaction(recorder: Recorder, peer: Tormentor) -> str:
    if recorder.incoming:
        return "rings"
    return peer.finals[0][8:11].decode() if peer.finals else "silence"


def check_the_next_call(world: World, recorder: Recorder) -> None:
    before = len(recorder.incoming)
    peer = world.peer("10.0.0.77")
    peer.send(peer.invite(sdp(host="10.0.0.77"), call_id="next-call", from_tag="next"))
    world.advance(0.1)
    assert len(recorder.incoming) == before + 1
    leg = recorder.incoming[-1]
    leg.answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", call_id="next-call", from_tag="next", to_tag=tag))
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    peer.send(peer.request("BYE", call_id="next-call", from_tag="next", to_tag=tag, cseq=2))
    world.advance(0.1)
    assert leg.end is not None
    assert leg.end.cause is EndCause.REMOTE_HUNG_UP


@pytest.mark.parametrize("torture", ALL, ids=lambda torture: torture.id)
def test_a_tortuous_message(torture: Torture, world: World, recorder: Recorder) -> None:
    agent = world.agent("10.0.0.1", recorder)
    peer = Tormentor(world.wire)
    peer.send(torture.data)
    world.advance(0.1)
    assert reaction(recorder, peer) == torture.expected, torture.rfc
    if recorder.incoming:
        leg = recorder.incoming[0]
        assert len(recorder.incoming) == 1
        leg.answer()
        world.advance(0.1)
        leg.hang_up()
    world.advance(0.1)
    check_the_next_call(world, recorder)
    world.advance(300)
    assert agent._transactions.size == 0
    assert not agent.legs


def test_all_of_them_one_after_the_other_leave_a_working_line(world: World, recorder: Recorder) -> None:
    world.agent("10.0.0.1", recorder)
    peer = Tormentor(world.wire)
    for torture in ALL:
        peer.send(torture.data)
        world.advance(0.01)
    check_the_next_call(world, recorder)


def test_an_unusable_request_is_refused_without_memory_and_not_for_ever(
    world: World, recorder: Recorder
) -> None:
    agent = world.agent("10.0.0.1", recorder)
    peer = Tormentor(world.wire)
    bad = next(torture.data for torture in ALL if torture.name == "method-mismatch")
    for _ in range(500):
        peer.send(bad)
    world.advance(0.1)
    assert len(peer.finals) == 50
    assert len(set(peer.finals)) == 1, "the same answer for each repetition (RFC 3261 §8.2.7)"
    assert len(peer.finals[0]) < len(bad)
    assert agent._transactions.size == 0
    world.advance(1.0)
    peer.send(bad)
    world.advance(0.1)
    assert len(peer.finals) == 51


@pytest.mark.parametrize(
    "data",
    [
        b"ACK sip:112@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\nCSeq: 1 BYE\r\n\r\n",
        b"SIP/2.0 999 No\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\nCSeq: 1 BYE\r\n\r\n",
        b"BYE sip:112@10.0.0.1 SIP/2.0\r\nCSeq: 1 BYE\r\n\r\n",
        b"BYE sip:112@10.0.0.1 SIP/2.0\r\nVia: nonsense\r\nCSeq: 1 BYE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\xff" * 3000,
    ],
)
def test_what_cannot_be_refused_gets_no_word(data: bytes, world: World, recorder: Recorder) -> None:
    world.agent("10.0.0.1", recorder)
    peer = Tormentor(world.wire)
    peer.send(data)
    world.advance(0.1)
    assert not [datagram for datagram in world.wire.sent if datagram.source[0] == "10.0.0.1"]
