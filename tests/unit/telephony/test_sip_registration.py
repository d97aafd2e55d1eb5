"""Registration for ever."""

from __future__ import annotations

import re

import pytest
from telephony_wire import Peer, Recorder, World

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.digest import DigestCredentials
from batola_desk.telephony.leg_types import RegistrationState
from batola_desk.telephony.user_agent import UserAgent

CHALLENGE = (("WWW-Authenticate", 'Digest realm="pbx", nonce="n1", algorithm=SHA-256, qop="auth"'),)


@pytest.fixture
def registrar(world: World) -> Peer:
    return world.peer()


@pytest.fixture
def desk(world: World, recorder: Recorder, registrar: Peer) -> UserAgent:
    agent = world.agent(
        "10.0.0.1", recorder, registrar_uri="sip:10.0.0.9", user="desk1", password="secret", keep_alive_s=0
    )
    world.advance(0.1)
    return agent


def test_a_challenge_is_answered_and_the_registration_refreshed_in_time(
    world: World, recorder: Recorder, registrar: Peer, desk: UserAgent
) -> None:
    registrar.respond(registrar.last("REGISTER"), 401, headers=CHALLENGE)
    world.advance(0.1)
    second = registrar.last("REGISTER")
    assert "response=" in second.first("authorization")
    contact = second.first("contact")
    registrar.respond(second, 200, headers=(("Contact", f"{contact};expires=120"),))
    world.advance(0.1)
    assert desk.registration.state is RegistrationState.REGISTERED
    assert desk.registration.expires_s == 120
    world.advance(95)
    assert registrar.names.count("REGISTER") == 2
    world.advance(1.1)
    assert registrar.names.count("REGISTER") == 3


def test_refusals_are_retried_for_ever_with_growing_pauses(
    world: World, recorder: Recorder, registrar: Peer, desk: UserAgent
) -> None:
    pauses = []
    for _ in range(8):
        registrar.respond(registrar.last("REGISTER"), 500)
        world.advance(0.01)
        status = desk.registration
        assert status.state is RegistrationState.FAILED
        assert status.retry_in_s is not None
        pauses.append(status.retry_in_s)
        world.advance(status.retry_in_s)
    assert pauses == [2, 4, 8, 16, 30, 30, 30, 30]
    registrar.respond(registrar.last("REGISTER"), 200)
    world.advance(0.1)
    assert desk.registration.state is RegistrationState.REGISTERED


def test_a_silent_registrar_is_asked_again_after_the_timeout(
    world: World, registrar: Peer, desk: UserAgent
) -> None:
    world.advance(33)
    assert desk.registration.sip_code == 408
    world.advance(3)
    assert len({d.message.cseq.number for d in world.wire.sent}) == 2


def test_a_wrong_password_is_tried_only_every_half_minute(
    world: World, registrar: Peer, desk: UserAgent
) -> None:
    for _ in range(3):
        registrar.respond(registrar.last("REGISTER"), 401, headers=CHALLENGE)
        world.advance(0.1)
    assert desk.registration.retry_in_s == 30
    assert registrar.names.count("REGISTER") == 2


def test_a_longer_expiry_is_taken_over(world: World, registrar: Peer, desk: UserAgent) -> None:
    registrar.respond(registrar.last("REGISTER"), 423, headers=(("Min-Expires", "900"),))
    world.advance(0.1)
    assert registrar.last("REGISTER").first("expires") == "900"


TOO_BRIEF = (("Min-Expires", "900"),)


@pytest.mark.parametrize("order", ["401 423 401", "423 401", "401 423", "401 stale stale"])
def test_a_registrar_that_asks_for_more_than_one_thing_is_served_at_once(
    world: World, registrar: Peer, desk: UserAgent, order: str
) -> None:
    """Proof and a longer life, in any order: none of that is a wrong password."""
    for number, answer in enumerate(order.split()):
        request = registrar.last("REGISTER")
        if answer == "423":
            registrar.respond(request, 423, headers=TOO_BRIEF)
        else:
            stale = ", stale=TRUE" if answer == "stale" else ""
            challenge = f'Digest realm="pbx", nonce="n{number}", algorithm=MD5{stale}'
            registrar.respond(request, 401, headers=(("WWW-Authenticate", challenge),))
        world.advance(0.1)
    final = registrar.last("REGISTER")
    assert len({m.cseq.number for m in registrar.received}) == len(order.split()) + 1
    if order.endswith(("401", "stale")):
        assert "response=" in final.first("authorization")
    if "423" in order:
        assert final.first("expires") == "900"
    registrar.respond(final, 200)
    world.advance(0.1)
    assert desk.registration.state is RegistrationState.REGISTERED


def test_a_registrar_that_finds_every_answer_stale_is_left_alone_for_a_while(
    world: World, registrar: Peer, desk: UserAgent
) -> None:
    for number in range(20):
        challenge = f'Digest realm="pbx", nonce="n{number}", stale=true'
        registrar.respond(registrar.last("REGISTER"), 401, headers=(("WWW-Authenticate", challenge),))
        world.advance(0.1)
    assert desk.registration.retry_in_s == 30
    assert len({m.cseq.number for m in registrar.received}) <= 6


def test_an_answer_that_breaks_something_here_does_not_end_the_tries(
    world: World, registrar: Peer, desk: UserAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registration never gives up, not even after a fault of our own."""

    def broken(*_values: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("batola_desk.telephony.registration.Bindings.read", broken)
    registrar.respond(registrar.last("REGISTER"), 200)
    with pytest.raises(RuntimeError, match="foresaw"):  # the real loop writes it down and goes on
        world.advance(0.1)
    assert desk.registration.state is RegistrationState.FAILED
    monkeypatch.undo()
    world.advance(2.1)
    registrar.respond(registrar.last("REGISTER"), 200)
    world.advance(0.1)
    assert desk.registration.state is RegistrationState.REGISTERED


def test_retry_after_is_respected(world: World, registrar: Peer, desk: UserAgent) -> None:
    registrar.respond(registrar.last("REGISTER"), 503, headers=(("Retry-After", "12"),))
    world.advance(0.1)
    assert desk.registration.retry_in_s == 12


def test_each_use_of_a_nonce_has_its_number() -> None:
    """Source: RFC 7616 §3.4: a count that does not grow is a replay, and refused by who looks."""
    credentials = DigestCredentials("desk1", "secret")
    counts = []
    for nonce in ("n1", "n1", "n2", "n1"):
        (answer,) = credentials.answers(
            [f'Digest realm="pbx", nonce="{nonce}", qop="auth"'], "REGISTER", "sip:pbx"
        )
        counts.append(re.findall("nc=([0-9a-f]{8})", answer)[0])
    assert counts == ["00000001", "00000002", "00000001", "00000003"]


def test_stopping_unregisters(world: World, recorder: Recorder, registrar: Peer, desk: UserAgent) -> None:
    registrar.respond(registrar.last("REGISTER"), 200)
    world.advance(0.1)
    desk.loop.post(lambda: None)
    desk._say_goodbye()
    world.advance(0.1)
    last = registrar.last("REGISTER")
    assert last.first("expires") == "0"
    registrar.respond(last, 200)
    world.advance(500)
    assert recorder.registrations[-1].state is RegistrationState.UNREGISTERED
    assert registrar.names.count("REGISTER") == 2


def test_the_password_is_never_shown() -> None:
    assert "geheim" not in repr(LineConfig(password="geheim"))
