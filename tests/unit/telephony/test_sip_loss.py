"""Two desks phone each other over a wire that loses, repeats and delays."""

from __future__ import annotations

import itertools
import random

import pytest
from telephony_wire import LATENCY_S, Datagram, Recorder, World

from batola_desk.telephony.leg_types import EndCause, LegState

PATTERNS = {
    **{f"lose-{n}": lambda d, n=n: [] if d.index == n else [LATENCY_S] for n in range(8)},
    **{
        f"lose-{a}-{b}": lambda d, a=a, b=b: [] if d.index in (a, b) else [LATENCY_S]
        for a, b in itertools.combinations(range(6), 2)
    },
    **{
        f"lose-a-third-{seed}": lambda d, seed=seed: (
            [] if random.Random(seed * 1000 + d.index).random() < 1 / 3 else [LATENCY_S]
        )
        for seed in range(12)
    },
    "twice": lambda d: [LATENCY_S, 0.005],
    "twice-and-late": lambda d: [LATENCY_S, 1.0],
    "overtaking": lambda d: [0.05 if d.index % 2 else LATENCY_S],
    "late-odd": lambda d: [0.7 if d.index % 2 else LATENCY_S],
}


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("who_ends", ["caller", "called"])
def test_a_call_is_set_up_once_and_ended_on_both_sides(pattern: str, who_ends: str, world: World) -> None:
    callers, called = Recorder(), Recorder()
    caller = world.agent("10.0.0.1", callers)
    world.agent("10.0.0.2", called)
    world.wire.fate = PATTERNS[pattern]
    out = caller.dial("sip:112@10.0.0.2")
    world.advance(8)
    assert len(called.incoming) == 1
    leg = called.incoming[0]
    leg.answer()
    world.advance(20)
    assert (out.state, leg.state) == (LegState.TALKING, LegState.TALKING)
    (out if who_ends == "caller" else leg).hang_up()
    world.advance(70)
    assert out.end is not None
    assert leg.end is not None
    assert {out.end.cause, leg.end.cause} == {EndCause.WE_HUNG_UP, EndCause.REMOTE_HUNG_UP}
    assert len(called.incoming) == 1
    assert all(port.is_closed for port in world.rtp_ports)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_giving_up_stops_the_ringing(pattern: str, world: World) -> None:
    called = Recorder()
    caller = world.agent("10.0.0.1", Recorder())
    world.agent("10.0.0.2", called)
    world.wire.fate = PATTERNS[pattern]
    out = caller.dial("sip:112@10.0.0.2")
    world.advance(8)
    out.hang_up()
    world.advance(70)
    assert len(called.incoming) == 1
    end = called.incoming[0].end
    assert end is not None
    assert end.cause is EndCause.CANCELLED


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_refusal_arrives(pattern: str, world: World) -> None:
    called = Recorder()
    caller = world.agent("10.0.0.1", Recorder())
    world.agent("10.0.0.2", called)
    world.wire.fate = PATTERNS[pattern]
    out = caller.dial("sip:112@10.0.0.2")
    world.advance(8)
    called.incoming[0].reject(486)
    world.advance(40)
    assert out.end is not None
    assert (out.end.cause, out.end.sip_code) == (EndCause.REJECTED, 486)


def test_when_everything_is_over_nothing_is_left(world: World) -> None:
    called = Recorder()
    caller, desk = world.agent("10.0.0.1", Recorder()), world.agent("10.0.0.2", called)
    for _ in range(5):
        out = caller.dial("sip:112@10.0.0.2")
        world.advance(0.1)
        called.incoming[-1].answer()
        world.advance(0.1)
        out.hang_up()
        world.advance(1)
    world.advance(200)
    for agent in (caller, desk):
        assert agent._transactions.size == 0
        assert agent.legs == ()
        assert agent._dialogs == {}
        assert agent._dialog_keys == {}


def test_a_call_collision_of_two_holds_is_sorted_out(world: World) -> None:
    called = Recorder()
    caller = world.agent("10.0.0.1", Recorder())
    world.agent("10.0.0.2", called)
    out = caller.dial("sip:112@10.0.0.2")
    world.advance(0.1)
    leg = called.incoming[0]
    leg.answer()
    world.advance(0.1)
    out.hold()
    leg.hold()
    world.advance(10)
    assert out.local_hold
    assert leg.local_hold
    assert out.remote_hold
    assert leg.remote_hold
    out.resume()
    leg.resume()
    world.advance(10)
    assert [out.local_hold, leg.local_hold, out.remote_hold, leg.remote_hold] == [False] * 4


def test_sdp_addresses_are_those_of_the_desks(world: World) -> None:
    called = Recorder()
    caller = world.agent("10.0.0.1", Recorder())
    world.agent("10.0.0.2", called)
    out = caller.dial("sip:112@10.0.0.2")
    world.advance(0.1)
    called.incoming[0].answer()
    world.advance(0.1)
    assert out.media is not None
    got: list[bytes] = []
    leg_media = called.incoming[0].media
    assert leg_media is not None
    leg_media.set_receiver(lambda packet: got.append(packet.payload))
    out.media.send(b"x" * 160)
    world.advance(0.1)
    assert got == [b"x" * 160]
    sent: Datagram = world.media_wire.sent[-1]
    assert (sent.source[0], sent.target[0]) == ("10.0.0.1", "10.0.0.2")
