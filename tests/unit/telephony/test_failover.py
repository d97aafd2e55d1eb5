"""Several registrars and proxies: the next one at once, the preferred one again when it lives.

Source: RFC 3263 §4.3.
"""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.config import Account, KeepAliveKind
from batola_desk.telephony.leg_types import EndCause, LegState, RegistrationState
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.uri import Destination
from batola_desk.telephony.user_agent import UserAgent
from batola_desk.telephony.ways import Health

FIRST, SECOND = "10.0.0.8", "10.0.0.9"
CHALLENGE = (("WWW-Authenticate", 'Digest realm="pbx", nonce="n1", algorithm=MD5, qop="auth"'),)


class Pbx(Peer):
    """A registrar that answers by itself unless it is dead."""

    def __init__(self, world: World, host: str) -> None:
        self.is_dead = False
        self.answers: dict[str, int] = {"REGISTER": 200, "OPTIONS": 200}
        super().__init__(world.wire, (host, 5060))

    def _receive(self, data: bytes, source: tuple[str, int]) -> None:
        if self.is_dead:
            return
        super()._receive(data, source)
        message = self.received[-1]
        if isinstance(message, SIPRequest) and message.method in self.answers:
            headers = (("Contact", f"{message.first('contact')};expires=300"),)
            self.respond(message, self.answers[message.method], headers=headers)


@pytest.fixture
def first(world: World) -> Pbx:
    return Pbx(world, FIRST)


@pytest.fixture
def second(world: World) -> Pbx:
    return Pbx(world, SECOND)


def start(world: World, recorder: Recorder, *uris: str, **values: object) -> UserAgent:
    account = Account(
        user="desk1", password="secret", registrar_uris=uris or (f"sip:{FIRST}", f"sip:{SECOND}")
    )
    agent = world.agent("10.0.0.1", recorder, accounts=(account,), **values)
    world.advance(0.1)
    return agent


def calls(pbx: Pbx) -> set[str]:
    """Branches of the INVITEs that came, so repetitions count once."""
    return {m.via.branch for m, name in zip(pbx.received, pbx.names, strict=True) if name == "INVITE"}


def test_the_preferred_registrar_is_asked_alone(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder)
    assert desk.registration.state is RegistrationState.REGISTERED
    assert desk.registration.way == f"UDP {FIRST}:5060"
    assert desk.registration.is_preferred
    assert second.received == []


@pytest.mark.parametrize("code", [500, 503, 504])
def test_a_registrar_that_cannot_is_followed_by_the_next_at_once(
    world: World, recorder: Recorder, first: Pbx, second: Pbx, code: int
) -> None:
    first.answers["REGISTER"] = code
    desk = start(world, recorder)
    assert desk.registration.state is RegistrationState.REGISTERED
    assert desk.registration.way == f"UDP {SECOND}:5060"
    assert not desk.registration.is_preferred


@pytest.mark.parametrize("code", [403, 404])
def test_a_refusal_of_the_account_is_no_reason_to_ask_elsewhere(
    world: World, recorder: Recorder, first: Pbx, second: Pbx, code: int
) -> None:
    first.answers["REGISTER"] = code
    desk = start(world, recorder)
    assert desk.registration.sip_code == code
    assert second.received == []


def test_a_silent_registrar_costs_five_seconds_not_thirty_two(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    first.is_dead = True
    desk = start(world, recorder)
    world.advance(5.1)
    assert desk.registration.state is RegistrationState.REGISTERED
    assert desk.registration.way == f"UDP {SECOND}:5060"


def test_the_line_returns_when_the_preferred_registrar_lives_again(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    first.is_dead = True
    desk = start(world, recorder)
    world.advance(100)
    assert desk.registration.way == f"UDP {SECOND}:5060"
    first.is_dead = False
    world.advance(60)
    assert desk.registration.way == f"UDP {FIRST}:5060"
    assert desk.registration.is_preferred
    assert all(status.state is not RegistrationState.FAILED for status in recorder.registrations)


def test_all_registrars_dead_is_said_once_and_tried_for_ever(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    first.is_dead = second.is_dead = True
    desk = start(world, recorder)
    world.advance(300)
    assert desk.registration.state is RegistrationState.FAILED
    assert desk.registration.fault == "no_answer"
    second.is_dead = False
    world.advance(70)
    assert desk.registration.state is RegistrationState.REGISTERED


def test_all_addresses_of_one_name_are_tried(world: World, recorder: Recorder, second: Pbx) -> None:
    account = Account(user="desk1", registrar_uris=("sip:pbx.example",))
    dead = Pbx(world, FIRST)
    dead.is_dead = True
    agent = world.agent("10.0.0.1", recorder, accounts=(account,))
    world.networks["10.0.0.1"].names["pbx.example"] = [FIRST, SECOND]
    world.advance(6)
    assert agent.registration.way == f"UDP {SECOND}:5060"
    assert second.last("REGISTER").first("to") == "<sip:desk1@pbx.example>"


def test_a_name_nobody_knows_is_told_as_that(world: World, recorder: Recorder) -> None:
    desk = start(world, recorder, "sip:pbx.invalid")
    assert desk.registration.state is RegistrationState.FAILED
    assert desk.registration.fault == "name_unknown"
    assert desk.registration.retry_in_s == 2


def test_unanswered_keep_alives_lead_to_a_new_registration_at_once(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=20)
    world.advance(61)
    assert first.names.count("OPTIONS") == 3
    assert first.names.count("REGISTER") == 1, "living registrars are left in peace"
    first.is_dead = True
    world.advance(30)
    assert desk.registration.way == f"UDP {SECOND}:5060", "long before the registration would have expired"


def test_any_answer_to_a_keep_alive_is_a_sign_of_life(world: World, recorder: Recorder, first: Pbx) -> None:
    first.answers["OPTIONS"] = 405
    start(world, recorder, keep_alive_s=20)
    world.advance(100)
    assert first.names.count("REGISTER") == 1


def test_without_keep_alives_nothing_is_sent(world: World, recorder: Recorder, first: Pbx) -> None:
    start(world, recorder, keep_alive_s=0)
    world.advance(200)
    assert first.names == ["REGISTER"]


def test_a_keep_alive_asks_the_server_itself_whatever_its_uri_carries(
    world: World, recorder: Recorder, first: Pbx
) -> None:
    account = Account(
        user="desk1", registrar_uris=("sip:centre.example",), proxy_uris=(f"sip:{FIRST};lr=on",)
    )
    world.agent("10.0.0.1", recorder, accounts=(account,), keep_alive_s=20)
    world.advance(21)
    options = first.last("OPTIONS")
    assert isinstance(options, SIPRequest)
    assert options.uri == f"sip:{FIRST}"
    assert options.first("to") == f"<sip:{FIRST}>"


def test_line_ends_alone_may_keep_a_nat_open(world: World, recorder: Recorder, first: Pbx) -> None:
    start(world, recorder, keep_alive_s=20, keep_alive_udp=KeepAliveKind.CRLF)
    first.is_dead = True
    world.advance(61)
    ends = [item for item in world.wire.sent if not item.data.strip()]
    assert [item.data for item in ends] == [b"\r\n\r\n"] * 3
    assert not any(item.data.startswith(b"OPTIONS") for item in world.wire.sent)


# ---------------------------------------------------------------- calls


def test_a_number_goes_to_the_next_pbx_when_the_first_is_silent(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    first.is_dead = True
    out = desk.dial("0811")
    world.advance(4.1)
    invite = second.last("INVITE")
    assert isinstance(invite, SIPRequest)
    assert invite.uri == f"sip:0811@{SECOND}"
    second.respond(invite, 200, body=sdp())
    world.advance(0.1)
    assert out.state is LegState.TALKING


def test_a_hop_that_failed_is_not_waited_for_a_second_time(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    first.is_dead = True
    desk.dial("0811")
    world.advance(5)
    desk.dial("0812")
    world.advance(0.1)
    assert len(calls(second)) == 2, "the dead one is asked last now"


def test_a_hop_that_answers_again_is_preferred_again() -> None:
    hop = Destination("UDP", FIRST, 5060)
    health = Health(lambda: 0.0)
    health.note(hop, SIPResponse(503))
    assert health.is_down(hop)
    health.note(hop, SIPResponse(401))  # any answer of its own is a sign of life
    assert not health.is_down(hop)


def test_503_sends_a_call_on_and_its_retry_after_counts(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    desk.dial("0811")
    world.advance(0.1)
    first.respond(first.last("INVITE"), 503, headers=(("Retry-After", "10"),))
    world.advance(0.1)
    assert second.names.count("INVITE") == 1
    second.respond(second.last("INVITE"), 486)
    world.advance(11)
    desk.dial("0812")
    world.advance(0.1)
    assert first.names.count("INVITE") == 2, "after its Retry-After the preferred one is asked again"


@pytest.mark.parametrize("code", [404, 486, 500, 603])
def test_an_answer_of_the_called_side_is_the_answer(
    world: World, recorder: Recorder, first: Pbx, second: Pbx, code: int
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    out = desk.dial("0811")
    world.advance(0.1)
    first.respond(first.last("INVITE"), code)
    world.advance(0.1)
    assert out.end is not None
    assert out.end.sip_code == code
    assert "INVITE" not in second.names


def test_a_call_that_rings_is_never_made_twice(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    out = desk.dial("0811")
    world.advance(0.1)
    first.respond(first.last("INVITE"), 180)
    world.advance(60)
    first.respond(first.last("INVITE"), 503)
    world.advance(1)
    assert out.state is LegState.ENDED
    assert "INVITE" not in second.names


def test_a_hop_that_wakes_up_late_neither_rings_on_nor_keeps_the_call(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    out = desk.dial("0811")
    world.advance(5)
    assert len(calls(second)) == 1
    first.respond(first.last("INVITE"), 180, tag="late")
    world.advance(0.1)
    assert first.names.count("CANCEL") == 1
    first.respond(first.last("INVITE"), 200, tag="late", body=sdp())
    world.advance(0.1)
    assert first.names[-2:] == ["ACK", "BYE"]
    second.respond(second.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert out.state is LegState.TALKING


def test_giving_up_while_hops_are_tried_ends_the_trying(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    desk = start(world, recorder, keep_alive_s=0)
    first.is_dead = True
    out = desk.dial("0811")
    world.advance(1)
    out.hang_up()
    world.advance(40)
    assert "INVITE" not in second.names
    assert out.end is not None
    assert out.end.cause is EndCause.WE_HUNG_UP


def test_a_call_with_no_way_at_all_says_why(world: World, recorder: Recorder) -> None:
    desk = world.agent("10.0.0.1", recorder)
    out = desk.dial("sip:x@pbx.invalid")
    world.advance(0.1)
    assert out.end is not None
    assert (out.end.sip_code, out.end.reason) == (503, "name_unknown")


def test_proxies_carry_the_domain_of_the_registrar(
    world: World, recorder: Recorder, first: Pbx, second: Pbx
) -> None:
    account = Account(
        user="desk1",
        registrar_uris=("sip:centre.example",),
        proxy_uris=(f"sip:{FIRST}", f"sip:{SECOND}"),
    )
    first.answers["REGISTER"] = 503
    desk = world.agent("10.0.0.1", recorder, accounts=(account,), keep_alive_s=0)
    world.advance(0.1)
    register = second.last("REGISTER")
    assert isinstance(register, SIPRequest)
    assert register.uri == "sip:centre.example"
    assert register.first("route") == f"<sip:{SECOND};lr>"
    desk.dial("08#1")
    world.advance(0.1)
    invite = second.last("INVITE")
    assert isinstance(invite, SIPRequest)
    assert invite.uri == "sip:08%231@centre.example"
    assert invite.from_address.uri == "sip:desk1@centre.example"


class BrokenStream:
    """Looks open until somebody writes to it."""

    protocol = "TCP"
    is_reliable = True
    answers_pings = False
    fault = "connection_lost"
    local = ("10.0.0.1", 5060)

    def __init__(self, world: World, desk: UserAgent, remote: tuple[str, int]) -> None:
        self._world, self._desk = world, desk
        self.remote = remote
        self.is_open = True

    def send(self, data: bytes) -> None:
        self.is_open = False
        self._world.loop.call_later(0.0, lambda: self._desk._transactions.on_flow_lost(self))


def test_a_bye_is_not_lost_with_the_connection_of_its_call(world: World, recorder: Recorder) -> None:
    peer = world.peer("10.0.0.9")
    desk = world.agent("10.0.0.1", recorder)
    out = desk.dial("sip:x@10.0.0.9")
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert out.dialog is not None
    out.dialog.flow = BrokenStream(world, desk, ("10.0.0.9", 5060))
    out.hang_up()
    world.advance(0.1)
    assert peer.names[-1] == "BYE", "a new way was found"
