"""Transfers over a wire that loses, delays and doubles: whoever still talks, talks with somebody."""

from __future__ import annotations

import random

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import LegState, TransferState
from batola_desk.telephony.user_agent import UserAgent
from tests.unit.telephony.telephony_wire import Datagram, Recorder, World

TRUSTED = ("10.0.0.0/24",)
SETTLED_S = 400.0  # 64*T1, the silence probe and all that follows


def unkind(rng: random.Random) -> list[float]:
    """With which delays a datagram arrives."""
    if rng.random() < 0.12:
        return []
    delays = [rng.choice((0.001, 0.02, 0.3, 0.9))]
    return [*delays, delays[0] + 0.4] if rng.random() < 0.1 else delays


def talking(agent: UserAgent) -> list[CallLeg]:
    return [leg for leg in agent.legs if leg.state is LegState.TALKING]


def ends(leg: CallLeg) -> frozenset[str]:
    """The tags of a dialog: equal for the two legs of one call."""
    assert leg.dialog is not None
    return frozenset(leg.dialog.key)


def connect(world: World, caller: UserAgent, target: str, ears: Recorder) -> CallLeg | None:
    """A call that is answered; None if the wire did not allow it."""
    before = len(ears.incoming)
    leg = caller.dial(target)
    world.advance(5)
    for incoming in ears.incoming[before:]:
        incoming.answer()
    world.advance(8)
    return leg if leg.state is LegState.TALKING else None


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("attended", [True, False], ids=["attended", "blind"])
def test_whoever_still_talks_talks_with_somebody(seed: int, attended: bool) -> None:
    rng = random.Random(f"{seed} {attended}")
    world = World()
    ears = [Recorder(), Recorder(), Recorder()]
    caller = world.agent("10.0.0.9", ears[0], accept_transfers_from=TRUSTED)
    first = world.agent("10.0.0.1", ears[1])
    second = world.agent("10.0.0.2", ears[2])

    def fate(_datagram: Datagram) -> list[float]:
        return unkind(rng)

    world.wire.fate = fate
    connect(world, caller, "sip:112@10.0.0.1", ears[1])
    legs = talking(first)
    if not legs:
        return  # the wire was too bad for a call; other seeds do better
    other = connect(world, first, "sip:desk@10.0.0.2", ears[2]) if attended else None
    try:
        if other is not None:
            legs[0].transfer_to(other)
        else:
            legs[0].transfer("sip:118@10.0.0.2")
    except OperatorError:
        pass  # it has ended meanwhile
    world.advance(6)
    for leg in ears[2].incoming:
        leg.answer()
    world.advance(SETTLED_S)
    everybody = [leg for agent in (caller, first, second) for leg in agent.legs]
    assert all(leg.state is LegState.TALKING for leg in everybody), "nobody rings or dials any more"
    for leg in everybody:
        partners = [partner for partner in everybody if partner is not leg and ends(partner) == ends(leg)]
        assert len(partners) == 1, "somebody talks into nothing"
    told = [progress.state for progress in ears[1].transfers]
    assert all(not state.is_final for state in told[:-1]), "the outcome is told once"
    if told and told[-1] is TransferState.SUCCEEDED:
        assert legs[0] not in everybody
