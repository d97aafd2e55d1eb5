"""Registrars that die and come back at random, over a wire that loses a fifth: the line always finds back."""

from __future__ import annotations

import random

import pytest
from telephony_wire import LATENCY_S, Datagram, Recorder, World
from test_failover import FIRST, SECOND, Pbx

from batola_desk.telephony.config import Account
from batola_desk.telephony.leg_types import RegistrationState

SEEDS = 40
STORM_S = 600.0
CALM_S = 150.0  # longest pause between tries (30), a round over two dead hops and the return (30), and room


@pytest.mark.expects_log
@pytest.mark.parametrize("seed", range(SEEDS))
def test_after_any_storm_the_line_is_registered_at_the_preferred_registrar(seed: int) -> None:
    chance = random.Random(seed)
    world, recorder = World(), Recorder()
    registrars = [Pbx(world, FIRST), Pbx(world, SECOND)]
    stormy = True

    def fate(_datagram: Datagram) -> list[float]:
        if not stormy:
            return [LATENCY_S]
        if chance.random() < 0.2:
            return []
        return [chance.uniform(0.001, 0.8)] * (2 if chance.random() < 0.1 else 1)

    world.wire.fate = fate
    account = Account(
        user="desk1", registrar_uris=(f"sip:{FIRST}", f"sip:{SECOND}"), expires_s=chance.choice((60, 300))
    )
    desk = world.agent(
        "10.0.0.1", recorder, accounts=(account,), keep_alive_s=chance.choice((0.0, 5.0, 30.0))
    )
    end_s = world.loop.now_s() + STORM_S
    while world.loop.now_s() < end_s:
        for registrar in registrars:
            registrar.is_dead = chance.random() < 0.5
            registrar.answers["REGISTER"] = chance.choice((200, 200, 200, 500, 503))
        if chance.random() < 0.1:
            world.slept_s += 100
        world.advance(chance.uniform(1, 60))
    stormy = False
    for registrar in registrars:
        registrar.is_dead = False
        registrar.answers["REGISTER"] = 200
    world.advance(max(CALM_S, account.expires_s))
    assert desk.registration.state is RegistrationState.REGISTERED
    assert desk.registration.way == f"UDP {FIRST}:5060"
    planned = sum(timer.callback is not None for timer in world.loop._timers)
    assert planned < 60, "nothing piles up"
