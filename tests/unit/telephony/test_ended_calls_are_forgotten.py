"""What an ended call leaves in memory once its loose ends are over: nothing, however it went."""

from __future__ import annotations

import gc
import itertools
from collections import Counter
from collections.abc import Callable

import pytest
from telephony_wire import Peer, Recorder, World

from batola_desk.telephony.loop import Timer
from batola_desk.telephony.message import SIPMessage
from batola_desk.telephony.user_agent import UserAgent

LOOSE_ENDS_S = 130.0  # transactions, repeats and dialogs live at most 2 * 64*T1
Ending = Callable[[World, Recorder, Peer, str], None]


def answered(world: World, recorder: Recorder, peer: Peer, call_id: str) -> None:
    recorder.incoming[-1].answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", call_id=call_id, to_tag=tag))
    world.advance(2.0)
    peer.send(peer.request("BYE", call_id=call_id, cseq=2, to_tag=tag))


def hung_up_by_us(world: World, recorder: Recorder, peer: Peer, call_id: str) -> None:
    recorder.incoming[-1].answer()
    world.advance(0.1)
    peer.send(peer.request("ACK", call_id=call_id, to_tag=peer.last("200/INVITE").to_address.tag))
    world.advance(2.0)
    recorder.incoming[-1].hang_up()


def refused(_world: World, recorder: Recorder, _peer: Peer, _call_id: str) -> None:
    recorder.incoming[-1].reject(486)


def never_acknowledged(_world: World, recorder: Recorder, _peer: Peer, _call_id: str) -> None:
    recorder.incoming[-1].answer()


def live_objects(recorder: Recorder, world: World, peer: Peer) -> Counter[str]:
    """Every object of the telephony room, without what the test itself wrote down. A cancelled timer waits
    for its time with nothing in its hand and does not count.
    """
    for kept in (recorder.incoming, recorder.changes, peer.received, world.rtp_ports):
        kept.clear()
    for wire in (world.wire, world.media_wire):
        wire.sent.clear()
    world.media_wire._users.clear()
    gc.collect()
    return Counter(
        type(thing).__qualname__
        for thing in gc.get_objects()
        if str(type(thing).__module__).startswith("batola_desk.telephony.")
        and not isinstance(thing, SIPMessage)
        and not (isinstance(thing, Timer) and thing.callback is None)
    )


@pytest.mark.parametrize("end", [answered, hung_up_by_us, refused, never_acknowledged])
def test_after_fifty_calls_there_is_no_more_than_after_five(
    world: World, recorder: Recorder, end: Ending
) -> None:
    desk, peer = world.agent("10.0.0.1", recorder), world.peer()
    numbers = itertools.count(1)

    def phone(count: int) -> Counter[str]:
        for number in itertools.islice(numbers, count):
            call_id = f"call-{number}"
            peer.send(peer.invite(call_id=call_id, branch=f"z9hG4bK{call_id}"))
            world.advance(0.1)
            end(world, recorder, peer, call_id)
            world.advance(1.0)
        world.advance(LOOSE_ENDS_S)
        assert desk.legs == ()
        return live_objects(recorder, world, peer)

    few = phone(5)
    assert phone(50) == few


def test_the_desk_lives_on(world: World, recorder: Recorder) -> None:
    """The count above counts: the agent itself is seen."""
    desk, peer = world.agent("10.0.0.1", recorder), world.peer()
    assert isinstance(desk, UserAgent)
    assert live_objects(recorder, world, peer)["UserAgent"] == 1
