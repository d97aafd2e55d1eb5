"""However fast letters and keys come, the loop of the signalling has one post to do."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from telephony_wire import Peer, Recorder, SimulatedLoop, World, sdp

from batola_desk.telephony.gathering import Gathering
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.t140 import MISSING

EVENTS, TEXT = 101, 98
TEXT_MEDIA = "m=text 5000 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n"


class CountingLoop(SimulatedLoop):
    def __init__(self) -> None:
        super().__init__()
        self.posts = 0

    def post(self, callback: Callable[[], None]) -> None:
        self.posts += 1
        super().post(callback)


def test_what_comes_before_the_loop_has_time_is_one_post_and_one_delivery() -> None:
    loop, told = CountingLoop(), list[str]()
    gathering = Gathering(loop, told.append, pause_s=0.05, limit=100_000)
    for number in range(10_000):
        gathering.put(str(number % 10))
    assert loop.posts == 1
    loop.advance(0.0)
    assert told == ["0123456789" * 1000]
    loop.advance(1.0)
    gathering.put("a")
    loop.advance(0.0)
    assert told[1:] == ["a"], "after a pause the first one does not wait"


def test_a_flood_that_goes_on_is_told_a_few_times_a_second_and_marked_once_each() -> None:
    loop, told = CountingLoop(), list[str]()
    gathering = Gathering(loop, told.append, pause_s=0.1, limit=20, gap="#")
    for _ in range(10_000):
        gathering.put("xyz")
        loop.advance(0.0001)
    loop.advance(1.0)
    assert len(told) <= 12
    assert told[0] == "xyz"
    assert set(told[1:-1]) == {"xyz" * 6 + "xy#"}
    assert loop.posts <= 12


def test_nothing_that_waits_is_lost_at_the_end() -> None:
    loop, told = CountingLoop(), list[str]()
    gathering = Gathering(loop, told.append, pause_s=0.1, limit=20)
    for letter in "abc":
        gathering.put(letter)
        loop.advance(0.0)
    gathering.flush()
    loop.advance(5.0)
    assert told == ["a", "bc"]


@pytest.fixture
def world() -> World:
    world = World()
    world.loop = CountingLoop()
    world.wire.loop = world.media_wire.loop = world.loop
    return world


def packet(payload_type: int, number: int, payload: bytes) -> bytes:
    return struct.pack("!BBHII", 0x80, 0x80 | payload_type, number & 0xFFFF, number * 2000, 7) + payload


@pytest.mark.parametrize(("payload_type", "payload"), [(EVENTS, b"\x05\x0a\x00\xa0"), (TEXT, b"tolong ")])
def test_a_flood_in_rtp_costs_the_signalling_a_few_posts_a_second(
    payload_type: int, payload: bytes, world: World, recorder: Recorder
) -> None:
    peer = Peer(world.wire, ("10.0.0.9", 5060))
    desk = world.agent("10.0.0.1", recorder)
    peer.send(peer.invite(sdp() + TEXT_MEDIA.encode()))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    assert leg.media is not None
    assert leg.negotiator.text is not None
    is_keys = payload_type == EVENTS
    target = ("10.0.0.1", leg.media.port if is_keys else leg.negotiator.text.port)
    assert isinstance(world.loop, CountingLoop)
    before = world.loop.posts
    for number in range(5_000):
        source = ("10.0.0.9", 4000 if is_keys else 5000)
        world.media_wire.send(source, target, packet(payload_type, number, payload))
        world.advance(0.0002)
    world.advance(0.2)
    assert world.loop.posts - before < 40
    if is_keys:
        assert 32 <= len(recorder.digits) <= 12 * 32
        assert set(recorder.digits) == {"5"}
    else:
        assert recorder.rtt.startswith("tolong tolong ")
        assert len(recorder.rtt) <= 7 * 5_000
        assert MISSING not in recorder.rtt[:1000]
    leg.hang_up()
    world.advance(40)
    desk.stop()
